"""Are raw/ and staged/ what was written? Every source file's bytes are held against its own sha256.

A folder's record lists its files (`files`, with sizes and sums); what was written before it did is decoded whole
instead.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from transforms.identifiers import batch_id
from warehouse.batches import BatchFolder, BatchName
from warehouse.durable import read_json
from warehouse.file_checks import PARQUET_ERRORS, Damage, FileReader, first_line

__all__ = ["Counts", "check_raw", "check_staged"]

ROWS_AT_A_TIME = 256


@dataclass
class Counts:
    """Rows by batch number, for what raw/ and staged/ say of the same batch to be compared.

    Attributes:
        raw: Source files in raw/; a batch with a damaged part is left out.
        isolated: Files set aside after an unforeseen exception.
    """

    raw: dict[int, int] = field(default_factory=dict)
    isolated: dict[int, int] = field(default_factory=dict)


def check_raw(stored: BatchFolder, files: FileReader, counts: Counts) -> list[Damage]:
    """Everything that is wrong with a folder of raw/; enters its rows into `counts`."""
    record, found = _read_record(stored, files)
    if record is None:
        return found
    found += _check_listed(stored, record, files)
    damaged = {damage.path for damage in found}
    shas: dict[int, list[str]] = defaultdict(list)
    parts = sorted(stored.path.glob("part-*.parquet"))
    if "files" not in record and len(parts) != record.get("part_count"):
        detail = f"It counts {record.get('part_count')} parts; there are {len(parts)}."
        found.append(Damage(files.name(stored.record_file), "counts", detail))
    for part in parts:
        if files.name(part) not in damaged:
            try:
                found += _check_contents(part, files, stored.batches[0].batch_no, shas)
            except PARQUET_ERRORS as error:
                found.append(_unreadable(part, files, error))
    return found or _check_members(stored, record, shas, files, counts)


def _check_members(
    stored: BatchFolder, record: dict[str, Any], shas: dict[int, list[str]], files: FileReader, counts: Counts
) -> list[Damage]:
    """Hold the members of whole batches against the batches' ids and records."""
    found = []
    for batch in stored.batches:
        members = shas[batch.batch_no]
        counts.raw[batch.batch_no] = len(members)
        if batch_id(members) != batch.batch_id:
            found.append(Damage(files.name(stored.path), "batch_id", f"Its members make {batch_id(members)}."))
    for told in _records_of(record):
        members = shas[int(told.get("batch_no", stored.batches[0].batch_no))]
        if told.get("file_count") != len(members):
            detail = f"It counts {told.get('file_count')} files; there are {len(members)}."
            found.append(Damage(files.name(stored.record_file), "counts", detail))
    return found


def check_staged(stored: BatchFolder, files: FileReader, counts: Counts) -> list[Damage]:
    """Everything that is wrong with a folder of staged/; what raw/ says of its batches is in `counts`."""
    record, found = _read_record(stored, files)
    if record is None:
        return found
    found += _check_listed(stored, record, files)
    damaged = {damage.path for damage in found}
    verdict_file = stored.path / "verdicts.parquet"
    if not verdict_file.is_file() and files.name(verdict_file) not in damaged:
        found.append(Damage(files.name(verdict_file), "absent", "It is not there."))
    rows: dict[str, Counter[int]] = {"documents": Counter(), "verdicts": Counter()}
    for part in sorted(stored.path.rglob("*.parquet")):
        if files.name(part) not in damaged:
            try:
                _read_staged(part, stored, rows, is_decoded="files" not in record)
            except PARQUET_ERRORS as error:
                found.append(_unreadable(part, files, error))
    if found:
        return found
    for told in _records_of(record):
        number = int(told.get("batch_no", stored.batches[0].batch_no))
        counts.isolated[number] = len(told.get("isolated", ()))
    for batch in stored.batches:
        found += _compare_rows(stored, batch, rows, files, counts)
    return found


def _read_staged(part: Path, stored: BatchFolder, rows: dict[str, Counter[int]], *, is_decoded: bool) -> None:
    """Count the rows of a part by batch, where that is asked of its table; decode all of it where there is no sum."""
    table = part.stem if part.parent == stored.path else part.parent.name
    if is_decoded:
        _decode(part)
    if table in rows:
        rows[table] += _rows_by_batch(part, stored.batches[0].batch_no)


def _compare_rows(
    stored: BatchFolder, batch: BatchName, rows: dict[str, Counter[int]], files: FileReader, counts: Counts
) -> list[Damage]:
    raw = counts.raw.get(batch.batch_no)
    if raw is None:  # damaged itself, or not there: told of raw/
        return []
    expected = raw - counts.isolated.get(batch.batch_no, 0)
    return [
        Damage(
            files.name(stored.path),
            "counts",
            f"Batch {batch.batch_no} has {rows[table][batch.batch_no]} {table}; raw/ has {expected} files to judge.",
        )
        for table in ("documents", "verdicts")
        if rows[table][batch.batch_no] != expected
    ]


def _read_record(stored: BatchFolder, files: FileReader) -> tuple[dict[str, Any] | None, list[Damage]]:
    name = files.name(stored.record_file)
    try:
        return read_json(stored.record_file), []
    except FileNotFoundError:
        return None, [Damage(name, "absent", "It is not there.")]
    except (OSError, ValueError, TypeError) as error:
        return None, [Damage(name, "unreadable", f"It cannot be read: {first_line(error)}.")]


def _records_of(record: dict[str, Any]) -> list[dict[str, Any]]:
    """What the record says of each batch in the folder."""
    return list(record.get("batches", [record]))


def _check_listed(stored: BatchFolder, record: dict[str, Any], files: FileReader) -> list[Damage]:
    """Hold the files against the record's list; without one there is nothing to hold them against."""
    if "files" not in record:
        return []
    listed = record["files"]
    found = [damage for file in listed if (damage := files.compare(stored.path, file)) is not None]
    return found + files.strays(stored.path, {*(file["path"] for file in listed), stored.record_file.name})


def _check_contents(part: Path, files: FileReader, only_batch_no: int, shas: dict[int, list[str]]) -> list[Damage]:
    """Hash every source file in a part of raw/ again; adds their sums to `shas` by batch."""
    found = []
    parquet = pq.ParquetFile(part)
    has_batch_no = "batch_no" in parquet.schema_arrow.names
    columns = ["source_path", "source_sha256", "content", *(["batch_no"] if has_batch_no else [])]
    for batch in parquet.iter_batches(batch_size=ROWS_AT_A_TIME, columns=columns):
        told = batch.column("source_sha256").to_pylist()
        numbers = batch.column("batch_no").to_pylist() if has_batch_no else [only_batch_no] * len(told)
        contents = batch.column("content")
        for row, (number, sha) in enumerate(zip(numbers, told, strict=True)):
            shas[number].append(sha)
            content = contents[row]
            if content.is_valid and hashlib.sha256(content.as_buffer()).hexdigest() != sha:
                path = batch.column("source_path")[row].as_py()
                found.append(Damage(files.name(part), "source_sha256", f"The bytes of {path} are not those taken in."))
    return found


def _rows_by_batch(part: Path, only_batch_no: int) -> Counter[int]:
    parquet = pq.ParquetFile(part)
    if "batch_no" not in parquet.schema_arrow.names:
        return Counter({only_batch_no: parquet.metadata.num_rows})
    found: Counter[int] = Counter()
    for batch in parquet.iter_batches(columns=["batch_no"]):
        for one in batch.column("batch_no").value_counts().to_pylist():
            found[one["values"]] += one["counts"]
    return found


def _decode(part: Path) -> None:
    """Read a file whole, a few rows at a time, so that a torn page is met."""
    for _ in pq.ParquetFile(part).iter_batches(batch_size=ROWS_AT_A_TIME):
        pass


def _unreadable(part: Path, files: FileReader, error: BaseException) -> Damage:
    return Damage(files.name(part), "unreadable", f"It cannot be read: {first_line(error)}.")
