"""Files set aside after an unforeseen exception: tried again, from raw/, by every later run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from transforms.curate import curate_isolating
from warehouse.layout import Warehouse
from warehouse.raw_batches import RawFile

__all__ = ["DeferredFile", "Retries", "SetAside", "retry_isolated"]


@dataclass(frozen=True)
class DeferredFile:
    """A file seen and put off until the next run.

    Attributes:
        source_path: Its path in the inbox; a folder that could not be listed ends in /. Of a file set aside after an
            unforeseen exception, the path that raw/ has it under.
        source: Its source.
        cause: See `warehouse.reading.Deferral`.
        detail: What exactly happened.
        batch_no: Raw batch that holds its bytes, for files set aside after an unforeseen exception.
        archive_path: Archive that it is, or lies in.
    """

    source_path: str
    source: str
    cause: str
    detail: str
    batch_no: int | None = None
    archive_path: str | None = None


@dataclass(frozen=True)
class SetAside:
    """A file set aside after an unforeseen exception, as `retried_files.sql` gives it.

    Attributes:
        raw_path: Path that raw/ has it under.
        source_path: Path that the ledger saw it under last.
        source: Its source there.
        batch_no: Raw batch that holds its bytes.
        is_listed: Whether the inbox still has that path.
        is_changed: Whether size or time differ there.
    """

    raw_path: str
    source_path: str
    source: str
    batch_no: int
    is_listed: bool
    is_changed: bool

    def put_off(self, cause: str, detail: str) -> DeferredFile:
        """The file as deferred once more; its bytes stay where they are."""
        return DeferredFile(self.raw_path, self.source, cause, detail, self.batch_no)


@dataclass(frozen=True)
class Retries:
    """What became of the files that were tried again.

    Attributes:
        mended: Files that curate takes now; they join the new batch.
        still_failing: Files that stay deferred; no new copy of their bytes is made.
    """

    mended: list[RawFile]
    still_failing: list[DeferredFile]


def retry_isolated(warehouse: Warehouse, retried: Iterable[SetAside]) -> Retries:
    """Try files again that were set aside after an unforeseen exception, from their bytes in raw/."""
    mended: list[RawFile] = []
    failing: list[DeferredFile] = []
    for one in retried:
        raw = _raw_row(warehouse, one.batch_no, one.raw_path)
        _, isolated = curate_isolating(raw, ())
        if isolated:
            failing.append(one.put_off("unforeseen_exception", isolated[0].detail))
        else:
            [row] = raw.select(RawFile._fields).to_pylist()
            mended.append(RawFile(**{**row, "source_path": one.source_path, "source": one.source}))
    return Retries(mended, failing)


def _raw_row(warehouse: Warehouse, batch_no: int, raw_path: str) -> pa.Table:
    import pyarrow.dataset as ds  # noqa: PLC0415 (it imports pandas, and hardly any run has a file to try again)

    raw = warehouse.raw_folders()
    [batch] = raw.numbered([batch_no])
    parts = ds.dataset([str(path) for path in raw.folder_of(batch).part_files(batch)])
    return parts.to_table(filter=(pc.field("source_path") == raw_path) & (pc.field("batch_no") == batch_no))
