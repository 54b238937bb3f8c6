"""A corpus on the disk: its files in an inbox, the truth about them elsewhere."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from bench.corpus.files import MadeFile, make_file
from bench.corpus.kinds import Mixture
from bench.corpus.truth import TRUTH_SCHEMA, Truth

__all__ = ["MODIFIED_AT", "make_files", "write_corpus"]

MODIFIED_AT = 1_767_225_600
"""Seconds since 1970: 1 January 2026. Files must not look as if they were still being written, and a corpus made twice
must be the same in this too."""

ROWS_AT_A_TIME = 5_000


class TruthWriter(Protocol):
    """Takes rows of truth."""

    def write(self, rows: list[Truth]) -> None:
        """Write some rows."""


def make_files(mixture: Mixture, numbers: Iterable[int]) -> Iterator[MadeFile]:
    """Make the files of these numbers, one after the other."""
    return (make_file(mixture, number) for number in numbers)


def write_corpus(inbox: Path, truth: Path | None, mixture: Mixture, numbers: range) -> Counter[str]:
    """Write files into an inbox and what is known of them into a file.

    Args:
        inbox: Where the files go; made when it is not there.
        truth: A file that ends in .parquet or .jsonl, not in the inbox; its folder is made; None for no truth.
        mixture: Seed and shares.
        numbers: Which files.

    Returns:
        How many files have each `base_reason`.

    Raises:
        ValueError: The truth would lie in the inbox, or its name ends in something else.
    """
    if truth is not None and truth.resolve().is_relative_to(inbox.resolve()):
        raise ValueError(f"the truth must not lie in the inbox: {truth}")
    reasons: Counter[str] = Counter()
    folders: set[str] = set()
    rows: list[Truth] = []
    with ExitStack() as stack:
        writer = stack.enter_context(_open_truth(truth)) if truth else None
        for made in make_files(mixture, numbers):
            _write_file(inbox, made, folders)
            reasons[made.truth.base_reason] += 1
            if writer is None:
                continue
            rows.append(made.truth)
            if len(rows) == ROWS_AT_A_TIME:
                writer.write(rows)
                rows = []
        if writer is not None:
            writer.write(rows)
    return reasons


def _write_file(inbox: Path, made: MadeFile, folders: set[str]) -> None:
    """Write one file; by descriptor, as a hundred thousand of them take their time."""
    path = os.path.join(inbox, made.truth.path)  # noqa: PTH118 (pathlib takes longer than making the article)
    folder = os.path.dirname(path)  # noqa: PTH120
    if folder not in folders:
        Path(folder).mkdir(parents=True, exist_ok=True)
        folders.add(folder)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        content = memoryview(made.content)
        while content:
            content = content[os.write(descriptor, content) :]
        os.utime(descriptor, (MODIFIED_AT, MODIFIED_AT))
    finally:
        os.close(descriptor)


class _ParquetTruth:
    def __init__(self, writer: pq.ParquetWriter) -> None:
        self.writer = writer

    def write(self, rows: list[Truth]) -> None:
        columns = zip(*(row.values() for row in rows), strict=True) if rows else ([] for _ in TRUTH_SCHEMA)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, TRUTH_SCHEMA, strict=True)]
        self.writer.write_table(pa.table(arrays, schema=TRUTH_SCHEMA))


class _JsonLinesTruth:
    def __init__(self, file: TextIO) -> None:
        self.file = file

    def write(self, rows: list[Truth]) -> None:
        for row in rows:
            values = dict(zip(TRUTH_SCHEMA.names, row.values(), strict=True))
            self.file.write(json.dumps(values, ensure_ascii=False, default=str) + "\n")


@contextmanager
def _open_truth(path: Path) -> Iterator[TruthWriter]:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        with pq.ParquetWriter(path, TRUTH_SCHEMA, compression="zstd") as writer:
            yield _ParquetTruth(writer)
    elif path.suffix == ".jsonl":
        with path.open("w", encoding="utf-8") as file:
            yield _JsonLinesTruth(file)
    else:
        raise ValueError(f"the truth is a .parquet or a .jsonl file, not {path}")
