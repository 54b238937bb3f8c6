"""One part of a batch on its way from raw/ to staged/: what a worker does, and all that it imports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from transforms.curate import curate_isolating
from transforms.judge import Thresholds, judge
from transforms.language_measures import target_shares
from transforms.schema import JUDGED_FILES, STAGED_TABLES
from transforms.schema_columns import BATCH_NO
from warehouse.batches import part_name
from warehouse.layout import BatchName
from warehouse.parquet import write_table
from warehouse.raw_batches import read_raw_part

__all__ = ["PartTask", "StagedPart", "judged_rows", "stage_part"]

COMPRESSION_LEVEL = 1
"""A fifth less work than the 3 of releases, for a tenth more bytes: parts are read once by assemble, and packed anew
with those of their day."""


@dataclass(frozen=True)
class StagedPart:
    """One part of a batch after curate.

    Attributes:
        file_count: Files of the part.
        isolated: (source_path, source, exception) of files that an unforeseen exception was met on.
    """

    file_count: int
    isolated: list[tuple[str, str, str]]


@dataclass(frozen=True)
class PartTask:
    """What a worker needs to curate one part; small, so that handing it over costs nothing.

    Attributes:
        raw_file: The part in raw/; it may hold rows of neighbouring batches.
        batch: Whose rows are curated.
        staged_folder: Where the folders of the staged tables lie.
        part_no: Number of the part in its batch.
        thresholds: What measures are held against.
        is_file_name_dated: Whether a file without a header gets the date that its name holds.
    """

    raw_file: Path
    batch: BatchName
    staged_folder: Path
    part_no: int
    thresholds: Thresholds
    is_file_name_dated: bool


def stage_part(task: PartTask) -> StagedPart:
    """Curate one part and write its staged files."""
    raw = read_raw_part(task.raw_file, task.batch)
    curated, isolated = curate_isolating(raw, task.thresholds.languages, is_file_name_dated=task.is_file_name_dated)
    name = part_name(task.part_no)
    tables = {folder: _of_batch(rows, task.batch) for folder, rows in curated.tables().items()}
    judged = judged_rows(tables["documents"], task.thresholds)
    for folder, table, rows in (
        *((folder, table, tables[folder]) for folder, table in STAGED_TABLES.items()),
        ("judged", JUDGED_FILES, judged),
    ):
        write_table(rows, table, task.staged_folder / folder / name, compression_level=COMPRESSION_LEVEL)
    paths, sources = raw.column("source_path").to_pylist(), raw.column("source").to_pylist()
    return StagedPart(raw.num_rows, [(paths[one.row], sources[one.row], one.detail) for one in isolated])


def _of_batch(rows: pa.Table, batch: BatchName) -> pa.Table:
    """Rows that say which batch they are of."""
    numbers = pa.repeat(pa.scalar(batch.batch_no, pa.int32()), rows.num_rows)
    return rows.append_column(BATCH_NO.name, numbers)


def judged_rows(documents: pa.Table, thresholds: Thresholds) -> pa.Table:
    """Rows of `judged_files` for some staged documents.

    How much is in a wanted language is asked anew: documents may have been measured when others were wanted.
    """
    place = documents.column_names.index("target_lang_share")
    lang_shares = documents.column("lang_shares").combine_chunks()
    shares = target_shares(lang_shares, thresholds.languages)
    verdicts = judge(documents.set_column(place, "target_lang_share", shares), thresholds)
    columns = {
        **{name: documents.column(name) for name in documents.column_names},
        **{name: verdicts.column(name) for name in verdicts.column_names},
    }
    return pa.table({name: columns[name] for name in JUDGED_FILES.column_names})
