"""`python -m bench.layout`: three questions on a release as it is laid out, and on the best other layouts there are.

The others hold the same documents: one sorted Parquet file, a folder a month, and a table of DuckDB itself, which no
other tool reads. What a release keeps beside `documents` for a question is asked as well, and must answer the same.
Rounds are interleaved, so that a machine that is busy for a while is busy for all; what is compared is processor time.
Goal: at most 1.2 times the best of the others.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import duckdb
from rich import box
from rich.console import Console
from rich.table import Table

from bench.multiplied import make_large_warehouse
from transforms.schema import DOCUMENTS
from warehouse.catalog import open_catalog
from warehouse.engine import ARROW_BATCH_ROWS
from warehouse.layout import Warehouse
from warehouse.parquet import write_batches
from warehouse.releases import latest_folder

OURS, ONE_FILE, NATIVE, MONTHS = "ours: a file a year", "one sorted file", "a DuckDB table", "a folder a month"
GOAL = 1.2
QUESTIONS = {
    "month range": "SELECT count(*), sum(length(text)) FROM documents WHERE published_month BETWEEN "
    "$month AND $month + INTERVAL 2 MONTH",
    "by id": "SELECT date_start, title, text FROM documents WHERE doc_id = $doc_id",
    "count per month": "SELECT published_month, count(*) FROM documents GROUP BY ALL ORDER BY ALL",
}
KEPT_COUNTS = "count per month, of months"
KEPT = {
    KEPT_COUNTS: ("count per month", "SELECT published_month, sum(documents) FROM months GROUP BY ALL ORDER BY ALL")
}
"""Questions that our layout holds the answer to, and the question that it is to the others."""


def main() -> int:
    """Make the layouts, ask in turns, and print medians and ratios."""
    parser = argparse.ArgumentParser(prog="python -m bench.layout", description=main.__doc__)
    parser.add_argument("--documents", type=int, default=50_000, help="documents of the release (50000)")
    parser.add_argument("--rounds", type=int, default=15, help="how often each question is put to each layout (15)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kroniek-layout-") as name:
        folder = Path(name)
        warehouse = make_large_warehouse(folder / "made", arguments.documents)
        layouts = _make_layouts(folder, warehouse)
        [parameters] = _draw_parameters(layouts[OURS])
        spent = _ask_in_turns(layouts, parameters, arguments.rounds)
        for connection in layouts.values():
            connection.close()
    return _show(spent, list(layouts), arguments.documents)


def _make_layouts(folder: Path, warehouse: Path) -> dict[str, duckdb.DuckDBPyConnection]:
    release = latest_folder(Warehouse(warehouse))
    if release is None:
        raise RuntimeError("nothing was published")
    ours = open_catalog(release)
    sorted_rows = ours.sql("FROM documents ORDER BY published_month NULLS FIRST, doc_id")
    write_batches(sorted_rows.to_arrow_reader(ARROW_BATCH_ROWS), DOCUMENTS, folder / "documents.parquet")
    one_file = duckdb.connect()
    one_file.read_parquet(str(folder / "documents.parquet")).create_view("documents")
    native = duckdb.connect(folder / "native.duckdb")
    native.read_parquet(str(folder / "documents.parquet")).create("documents")
    native.execute("CHECKPOINT")
    months = duckdb.connect()
    months.execute("SET preserve_insertion_order = true")
    rows = months.read_parquet(str(folder / "documents.parquet"))
    rows.write_parquet(str(folder / "months"), partition_by=["published_month"], write_partition_columns=True,
                       compression="zstd", row_group_size=DOCUMENTS.row_group_rows)  # fmt: skip
    months.read_parquet(str(folder / "months/*/*.parquet"), hive_partitioning=True).create_view("documents")
    layouts = {OURS: ours, ONE_FILE: one_file, NATIVE: native, MONTHS: months}
    for connection in layouts.values():
        connection.execute("SET parquet_metadata_cache = true")  # as `kroniek.connect` does
    return layouts


def _draw_parameters(connection: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    """A month in the middle, and a document of it."""
    rows = connection.execute(
        "SELECT published_month, min(doc_id) FROM documents WHERE published_month = "
        "(SELECT quantile_disc(published_month, 0.5) FROM documents) GROUP BY ALL"
    ).fetchall()
    return [{"month": month, "doc_id": doc_id} for month, doc_id in rows]


def _ask_in_turns(
    layouts: Mapping[str, duckdb.DuckDBPyConnection], parameters: Mapping[str, object], rounds: int
) -> dict[tuple[str, str], list[float]]:
    """Processor seconds by question and layout; the first round warms up and is not counted."""
    spent: dict[tuple[str, str], list[float]] = {}
    for number in range(rounds + 1):
        answers: dict[str, object] = {}
        for question, sql in QUESTIONS.items():
            wanted = {key: value for key, value in parameters.items() if f"${key}" in sql}
            for layout, connection in layouts.items():
                begin = time.process_time()
                answer = connection.execute(sql, wanted).fetchall()
                seconds = time.process_time() - begin
                if answers.setdefault(question, answer) != answer:
                    raise RuntimeError(f"{layout} answers otherwise: {question}")
                if number:
                    spent.setdefault((question, layout), []).append(seconds)
        for name, (question, sql) in KEPT.items():
            begin = time.process_time()
            answer = layouts[OURS].execute(sql).fetchall()
            if answer != answers[question]:
                raise RuntimeError(f"{name} answers otherwise")
            if number:
                spent.setdefault((name, OURS), []).append(time.process_time() - begin)
    return spent


def _show(spent: Mapping[tuple[str, str], list[float]], layouts: list[str], documents: int) -> int:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("CPU milliseconds, median (least)")
    for column in (*layouts, "ours / best other", "ours / best other files"):
        table.add_column(column, justify="right")
    medians = {asked: statistics.median(seconds) for asked, seconds in spent.items()}
    is_within = True
    for name in (*QUESTIONS, *KEPT):
        question, _ = KEPT.get(name, (name, ""))
        others = {layout: medians[question, layout] for layout in layouts if layout != OURS}
        ratio = medians[name, OURS] / min(others.values())
        among_files = medians[name, OURS] / min(value for layout, value in others.items() if layout != NATIVE)
        is_within &= ratio <= GOAL
        asked = [(name, OURS), *((question, layout) for layout in others)]
        cells = [f"{1000 * medians[one]:.1f} ({1000 * min(spent[one]):.1f})" for one in asked]
        table.add_row(name, *cells, f"{ratio:.2f}", f"{among_files:.2f}")
    Console(width=170).print(f"{documents:,} documents", table)
    return 0 if is_within else 1


if __name__ == "__main__":
    sys.exit(main())
