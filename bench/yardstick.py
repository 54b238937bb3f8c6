"""The yardstick: what a script written in an afternoon would do with an inbox, and no more.

It lists the text files, reads each, takes its sha256, detects the language of the **full text** and writes path, hash,
language and text into one Parquet file. It knows no dates, verdicts, paragraphs, duplicates, releases or checks, keeps
no record of what it has seen, forces nothing to the disk, and a kill leaves half a file.

The budgets of the design name lid.176 as its detector. That is no dependency of this project, so this one asks
langdetect_rs, the library that the road uses (on the first 1,000 characters), on all cores. Its speed is therefore not
the 1,400 to 2,850 documents a second that the design quotes; the yardstick with lid.176 comes with its own issue.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from pathlib import Path

import langdetect_rs
import pyarrow as pa
import pyarrow.parquet as pq

from bench.stopwatch import Account, Spent, read_clocks

__all__ = ["write_yardstick"]

FILES_AT_A_TIME = 1_000
SCHEMA = pa.schema(
    [
        ("path", pa.string()),
        ("sha256", pa.string()),
        ("lang", pa.string()),
        ("lang_probability", pa.float64()),
        ("text", pa.string()),
    ]
)


def write_yardstick(inbox: Path, target: Path) -> int:
    """Do all of it; returns the rows written."""
    langdetect_rs.DetectorFactory.seed = 0
    names = [f"{folder}/{name}" for folder, _, names in os.walk(inbox) for name in names]
    paths = sorted(name for name in names if name.endswith(".txt"))
    with pq.ParquetWriter(target, SCHEMA, compression="zstd") as writer:
        for start in range(0, len(paths), FILES_AT_A_TIME):
            some = paths[start : start + FILES_AT_A_TIME]
            contents = [_read(path) for path in some]
            texts = [content.decode("utf-8", errors="replace") for content in contents]
            likeliest = [next(iter(found or ()), None) for found in langdetect_rs.detect_langs_batch(texts)]
            columns = (
                [os.path.relpath(path, inbox) for path in some],
                [hashlib.sha256(content).hexdigest() for content in contents],
                [None if language is None else language.lang for language in likeliest],
                [None if language is None else language.prob for language in likeliest],
                texts,
            )
            arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
            writer.write_table(pa.table(arrays, schema=SCHEMA))
    return len(paths)


def _read(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 (pathlib would slow the yardstick down)
        return file.read()


def main() -> None:
    """Measure one run in this process, which has done nothing else."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--inbox", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True, help="Parquet file to write")
    parser.add_argument("--account", type=Path, required=True, help="file for the figures")
    parser.add_argument("--created-at", type=float, required=True, help="monotonic clock when this process was started")
    arguments = parser.parse_args()
    begin = read_clocks()
    rows = write_yardstick(arguments.inbox, arguments.target)
    total = read_clocks() - begin
    Account(begin - Spent(arguments.created_at, 0.0), total, facts={"rows": rows}).write(arguments.account)


if __name__ == "__main__":
    main()
