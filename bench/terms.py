"""`python -m bench.terms --release FOLDER`: what the terms of a release cost to count, to keep and to ask for.

Make the release with `python -m bench.corpus --clean` and `kroniek run`, or take one of real text: templates repeat
themselves, so the share of terms that pass the cut-off is another in both.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb

from transforms.terms import TermCounter
from warehouse.catalog import CATALOG_NAME
from warehouse.sentence_blocks import read_sentence_blocks

ROUNDS = 5
QUERY_ROUNDS = 21
SLOW_QUERY_ROUNDS = 3
TERMS_OF_EACH_LENGTH = (
    "SELECT arg_max(term, occurrences) FROM (SELECT n, term, sum(occurrences) AS occurrences FROM term_months "
    "GROUP BY ALL) GROUP BY n ORDER BY n"
)
THREE_TERMS = "SELECT term, published_month, occurrences FROM term_months WHERE term IN ($a, $b, $c) ORDER BY ALL"


def main() -> int:
    """Print microseconds of CPU and bytes a document, and milliseconds a query."""
    parser = argparse.ArgumentParser(prog="python -m bench.terms", description="Measure the terms of a release.")
    parser.add_argument("--release", type=Path, required=True, help="folder of a release")
    release = parser.parse_args().release.resolve()
    measure_count(release)
    measure_bytes(release)
    measure_queries(release)
    return 0


def measure_count(release: Path) -> None:
    """Count every month again, as a release does that touches all of them."""
    files = sorted(release.glob("sentences/*.parquet"))
    read, counted = [], []
    documents = words = 0
    for _ in range(ROUNDS):
        start = time.process_time()
        for path in files:
            for _block in read_sentence_blocks(path, None):
                pass
        read.append(time.process_time() - start)
        start, documents, words = time.process_time(), 0, 0
        for path in files:
            for _month, blocks in groupby(read_sentence_blocks(path, None), key=itemgetter(0)):
                counter = TermCounter()
                for _, sentences, counts in blocks:
                    counter.add(sentences, counts)
                counter.count()
                documents += counter.document_count
                words += counter.word_count
        counted.append(time.process_time() - start)
    print(f"{documents:,} documents of {words / documents:.0f} words in {len(files)} years")
    print(
        f"reading and counting: {_microseconds(counted, documents)} CPU a document, median (least to most) of {ROUNDS};"
    )
    print(f"  reading alone {_microseconds(read, documents)}")
    print(f"highest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _microseconds(seconds: Sequence[float], documents: int) -> str:
    low, middle, high = (1e6 * each / documents for each in (min(seconds), statistics.median(seconds), max(seconds)))
    return f"{middle:.0f} µs ({low:.0f} to {high:.0f})"


def measure_bytes(release: Path) -> None:
    """What lies on the disk, beside the documents themselves."""
    with duckdb.connect(release / CATALOG_NAME, read_only=True) as catalog:
        [(documents,)] = catalog.execute("SELECT count(*) FROM documents").fetchall()
        [(rows,)] = catalog.execute("SELECT count(*) FROM term_months").fetchall()
    for table in ("documents", "term_months"):
        size = sum(path.stat().st_size for path in (release / table).iterdir())
        print(f"{table}: {size / documents:,.0f} bytes a document")
    print(f"term_months: {rows:,} rows, {rows / documents:.1f} a document")


def measure_queries(release: Path) -> None:
    """Three terms over all months, and the macros; on a fresh connection, and again on the same one."""
    with duckdb.connect(release / CATALOG_NAME, read_only=True) as catalog:
        terms = [term for (term,) in catalog.execute(TERMS_OF_EACH_LENGTH).fetchall()]
    names = dict(zip("abc", terms, strict=True))
    print(f"terms: {', '.join(terms)}")
    for name, query, values, rounds in (
        ("three terms over all months", THREE_TERMS, names, QUERY_ROUNDS),
        ("term_trend of the second", "FROM term_trend($b)", {"b": names["b"]}, QUERY_ROUNDS),
        ("kwic of the third", "FROM kwic($c)", {"c": names["c"]}, SLOW_QUERY_ROUNDS),
    ):
        first: list[float] = []
        again: list[float] = []
        rows, cpu = 0, []
        for _ in range(rounds):
            with duckdb.connect(release / CATALOG_NAME, read_only=True) as catalog:
                for milliseconds in (first, again):
                    start, cpu_start = time.perf_counter(), time.process_time()
                    rows = len(catalog.execute(query, values).fetchall())
                    milliseconds.append(1e3 * (time.perf_counter() - start))
                    cpu.append(1e3 * (time.process_time() - cpu_start))
        print(
            f"{name}: {statistics.median(first):.1f} ms on a fresh connection ({min(first):.1f} to {max(first):.1f}), "
            f"{statistics.median(again):.1f} ms again, {statistics.median(cpu):.1f} ms of CPU; {rows:,} rows"
        )


if __name__ == "__main__":
    sys.exit(main())
