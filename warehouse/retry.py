"""Files set aside after an unforeseen exception: tried again, from raw/, by every later run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from transforms.curate import curate_isolating
from warehouse.layout import Warehouse

__all__ = ["DeferredFile", "Retries", "SetAside", "retry_isolated"]


@dataclass(frozen=True)
class DeferredFile:
    """A file seen and put off until the next run.

    Attributes:
        source_path: Its path in the inbox; a folder that could not be listed ends in /.
        source: Its source.
        cause: See `warehouse.reading.Deferral`.
        detail: What exactly happened.
        batch_no: Raw batch that holds its bytes, for files set aside after an unforeseen exception.
    """

    source_path: str
    source: str
    cause: str
    detail: str
    batch_no: int | None = None


@dataclass(frozen=True)
class SetAside:
    """A file set aside after an unforeseen exception, as `retried_files.sql` gives it.

    Attributes:
        source_path: Path that raw/ has it under.
        source: Its source.
        batch_no: Raw batch that holds its bytes.
        known_path: Path that the ledger saw it under last.
        is_listed: Whether the inbox still has that path.
        is_changed: Whether size or time differ there.
    """

    source_path: str
    source: str
    batch_no: int
    known_path: str
    is_listed: bool
    is_changed: bool


@dataclass(frozen=True)
class Retries:
    """What became of the files that were tried again.

    Attributes:
        mended_rows: Rows of `raw_files` that curate takes now; they join the new batch.
        still_failing: Files that stay deferred; no new copy of their bytes is made.
    """

    mended_rows: list[tuple[Any, ...]]
    still_failing: list[DeferredFile]


def retry_isolated(warehouse: Warehouse, retried: Iterable[SetAside]) -> Retries:
    """Try files again that were set aside after an unforeseen exception, from their bytes in raw/."""
    mended: list[tuple[Any, ...]] = []
    failing: list[DeferredFile] = []
    for one in retried:
        raw = _raw_row(warehouse, one.batch_no, one.source, one.source_path)
        _, isolated = curate_isolating(raw, ())
        if isolated:
            detail = isolated[0].detail
            failing.append(DeferredFile(one.source_path, one.source, "unforeseen_exception", detail, one.batch_no))
        else:
            mended.append(tuple(column[0].as_py() for column in raw.columns))
    return Retries(mended, failing)


def _raw_row(warehouse: Warehouse, batch_no: int, source: str, source_path: str) -> pa.Table:
    folder = next(warehouse.raw_batch(batch) for batch in warehouse.raw_batches() if batch.batch_no == batch_no)
    wanted = (pc.field("source") == source) & (pc.field("source_path") == source_path)
    return ds.dataset(sorted(str(path) for path in folder.glob("part-*.parquet"))).to_table(filter=wanted)
