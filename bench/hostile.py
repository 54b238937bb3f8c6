"""`python -m bench.hostile --inputs 100000`: feed curate and the judge with what was made to break them.

Nothing may escape, nothing may be isolated (that would be a bug of ours), every file has one verdict of the closed
list, and what is accepted holds what the tables promise. Prints what did not, with the number that makes the input
again; ends with 1 if anything did.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from bench.hostile_inputs import make_input
from transforms.curate import Curated, curate_isolating
from transforms.judge import Thresholds, judge
from transforms.reasons import REASONS_BY_NAME
from transforms.schema import RAW_FILES

__all__ = ["find_breaches"]

TODAY = date(2026, 11, 26)
THRESHOLDS = Thresholds(
    today=TODAY,
    languages=("nl",),
    minimum_language_probability=0.9,
    minimum_target_lang_share=0.6,
    minimum_letter_count=60,
    earliest_year=1618,
    is_anachronism_refused=True,
)
# Judged again without any bound, so that as much as can be is accepted and looked at.
LENIENT = replace(
    THRESHOLDS,
    minimum_language_probability=0.0,
    minimum_target_lang_share=0.0,
    minimum_letter_count=0,
    is_anachronism_refused=False,
)
BATCH = 500
ALONE_EVERY = 20
"""Of so many inputs one is also fed alone."""
SLOW_SECONDS = 5.0
"""CPU time above which a single input of at most a megabyte is reported."""
_CONTROLS = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0)))) - {"\t", "\n"}


def main() -> int:
    """Make inputs, feed them, and print what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description="Try to break curate and the judge.")
    parser.add_argument("--inputs", type=int, default=100_000, help="how many (100000)")
    parser.add_argument("--seed", type=int, default=1, help="other seeds make other inputs (1)")
    parser.add_argument("--naughty", type=Path, help="JSON list of strings to strew in, such as blns.json")
    arguments = parser.parse_args()
    naughty = json.loads(arguments.naughty.read_text(encoding="utf-8")) if arguments.naughty else []
    found, reasons = 0, Counter[str]()
    for first in range(0, arguments.inputs, BATCH):
        numbers = range(first, min(first + BATCH, arguments.inputs))
        started = time.process_time()
        contents = [make_input(arguments.seed, number, naughty) for number in numbers]
        made = time.process_time()
        breaches = list(find_breaches(contents, reasons))
        spent = time.process_time() - made
        if spent > SLOW_SECONDS:
            breaches += _slow_ones(contents)
        for place, what in breaches:
            print(f"input {numbers[place]}: {what}", flush=True)
        found += len(breaches)
        progress = f"{numbers[-1] + 1} inputs, {found} breaches, made in {made - started:.1f} s, fed in {spent:.1f} s"
        print(progress, file=sys.stderr, flush=True)
    print(
        json.dumps({"inputs": arguments.inputs, "breaches": found, "verdicts": dict(reasons.most_common())}, indent=1)
    )
    return int(found > 0)


def find_breaches(contents: Sequence[bytes], reasons: Counter[str] | None = None) -> Iterator[tuple[int, str]]:
    """Feed some inputs, and tell the place of each that broke a promise, and which.

    Args:
        contents: The bytes of the files.
        reasons: Where to count the reasons of the verdicts.
    """
    raw = raw_files(contents)
    curated, isolated = curate_isolating(raw, THRESHOLDS.languages)
    yield from ((one.row, f"isolated: {one.detail}") for one in isolated)
    places = [place for place in range(len(contents)) if place not in {one.row for one in isolated}]
    for thresholds in (THRESHOLDS, LENIENT):
        verdicts = judge(curated.documents, thresholds)
        if reasons is not None and thresholds is THRESHOLDS:
            reasons.update(verdicts.column("reason").to_pylist())
        if verdicts.num_rows != len(places):
            yield 0, f"{verdicts.num_rows} verdicts for {len(places)} files"
        rows = zip(places, curated.documents.to_pylist(), verdicts.to_pylist(), strict=True)
        yield from ((place, what) for place, row, verdict in rows for what in _breaches_of(row, verdict))
    yield from _breaches_of_structure(curated, places)
    yield from _breaches_of_company(contents, curated, places)
    yield from ((0, what) for what in _breaches_of_measures(curated.documents))


def raw_files(contents: Sequence[bytes]) -> pa.Table:
    """Rows of `raw_files` with these contents."""
    rows = [
        {
            "inbox_no": 1,
            "inbox": "/inbox",
            "source": "krant",
            "source_path": f"krant/{number}.txt",
            "source_sha256": hashlib.sha256(content).hexdigest(),
            "byte_count": len(content),
            "listed_byte_count": len(content),
            "modified_at_ns": number,
            "content": content,
        }
        for number, content in enumerate(contents)
    ]
    return pa.Table.from_pylist(rows, schema=RAW_FILES.arrow_schema)


def _breaches_of(row: dict[str, Any], verdict: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the row and the verdict of one file."""
    reason = REASONS_BY_NAME.get(verdict["reason"])
    if reason is None or reason.verdict != verdict["verdict"]:
        yield f"verdict {verdict['verdict']} with reason {verdict['reason']}"
    text = row["text"]
    if not unicodedata.is_normalized("NFC", text):
        yield "text is not in NFC"
    if not _CONTROLS.isdisjoint(text):
        yield f"text holds control characters {sorted(_CONTROLS.intersection(text))}"
    if text != text.strip() or "\n\n\n" in text:
        yield "text has white space that carries nothing"
    if row["char_count"] != len(text):
        yield f"char_count {row['char_count']} of {len(text)}"
    if verdict["verdict"] == "accepted":
        start, end = row["date_start"], row["date_end"]
        if start is None or end is None or not date(THRESHOLDS.earliest_year, 1, 1) <= start <= min(end, TODAY):
            yield f"accepted with the date {start} to {end}"
        if not text or row["content_status"] != "ok":
            yield "accepted without a text"


def _breaches_of_structure(curated: Curated, places: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Whether every offset slices its document exactly, and only white space lies between."""
    ids = curated.documents.column("doc_id").to_pylist()
    texts = dict(zip(ids, curated.documents.column("text").to_pylist(), strict=True))
    place_of = dict(zip(ids, places, strict=True))
    for name in ("paragraphs", "sentences", "date_mentions"):
        table = curated.tables()[name]
        behind: dict[str, int] = {}
        for doc_id, start, end, text in zip(
            *(table.column(column).to_pylist() for column in ("doc_id", "char_start", "char_end", "text")), strict=True
        ):
            whole = texts[doc_id]
            if not 0 <= start < end <= len(whole) or whole[start:end] != text:
                yield place_of[doc_id], f"{name}: {start} to {end} does not slice {text[:40]!r}"
            between = whole[behind.get(doc_id, 0) : start]
            if start < behind.get(doc_id, 0) or (name != "date_mentions" and between.strip()):
                yield place_of[doc_id], f"{name}: {between[:40]!r} before {start}"
            behind[doc_id] = end
        if name != "date_mentions":
            for doc_id, end in behind.items():
                if texts[doc_id][end:].strip():
                    yield place_of[doc_id], f"{name}: text behind the last"


def _breaches_of_company(
    contents: Sequence[bytes], curated: Curated, places: Sequence[int]
) -> Iterator[tuple[int, str]]:
    """Whether a file is measured alone as it is among others; also what only a batch without words goes wrong on."""
    for row in range(0, len(places), ALONE_EVERY):
        alone, isolated = curate_isolating(raw_files([contents[places[row]]]), THRESHOLDS.languages)
        if isolated:
            yield places[row], f"isolated when alone: {isolated[0].detail}"
            continue
        here, there = curated.documents.slice(row, 1).to_pylist()[0], alone.documents.to_pylist()[0]
        if others := [name for name in here if here[name] != there[name] and name != "source_path"]:
            yield places[row], f"measured otherwise when alone: {[(name, here[name], there[name]) for name in others]}"


def _breaches_of_measures(documents: pa.Table) -> Iterator[str]:
    for field in documents.schema:
        if pa.types.is_floating(field.type):
            column = documents.column(field.name).drop_null()
            if not pc.all(pc.is_finite(column), min_count=0).as_py():
                yield f"{field.name} is not finite"


def _slow_ones(contents: Sequence[bytes]) -> Iterator[tuple[int, str]]:
    for place, content in enumerate(contents):
        started = time.process_time()
        curate_isolating(raw_files([content]), THRESHOLDS.languages)
        if (spent := time.process_time() - started) > SLOW_SECONDS:
            yield place, f"took {spent:.1f} s for {len(content)} bytes"


if __name__ == "__main__":
    sys.exit(main())
