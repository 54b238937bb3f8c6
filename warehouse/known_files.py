"""What the ledger knows about an inbox, held against a listing a portion at a time.

The state is opened for one portion, for reading only: memory follows the portion, and `status` answers meanwhile. How
each known file was listed is kept in a byte, by the file's place in the ledger's table. That is the same at every
opening as long as nobody writes, and the run that looks holds the warehouse and writes nothing until it has read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from warehouse.discovery import LISTING_SCHEMA
from warehouse.engine import ARROW_BATCH_ROWS
from warehouse.layout import BatchName, Warehouse
from warehouse.reading import ReadingLimits
from warehouse.retry import SetAside
from warehouse.sql import load
from warehouse.state import open_state

__all__ = ["IGNORED_SCHEMA", "NEW_SCHEMA", "KnownArchives", "KnownFiles"]

NEW_SCHEMA = pa.schema([*LISTING_SCHEMA, ("known_sha256", pa.string()), ("is_judged_again", pa.bool_())])
"""A listed file that the ledger does not know as it is now, or whose bytes other limits kept out."""

IGNORED_SCHEMA = pa.schema([("source_path", pa.string()), ("archive_path", pa.string())])
"""Something in an inbox that is no source file; `archive_path` is set for members of archives."""

NOT_LISTED, CHANGED, UNCHANGED = 0, 1, 2


@dataclass(frozen=True)
class KnownArchives:
    """Archives that are as they were.

    Attributes:
        paths: Which.
        member_count: Their source files.
        ignored: What else lies in them (`IGNORED_SCHEMA`), as the look that opened them found it.
    """

    paths: frozenset[str]
    member_count: int
    ignored: pa.Table


@dataclass(frozen=True)
class _Ledger:
    """What is asked of the ledger at the first opening.

    Attributes:
        listed_as: How the file at each place of the table is listed, as far as portions were compared.
        known_count: Files of the inbox.
        set_aside: Rows of `retried_files.sql`.
        resumed: Places of the files of batches that this run has just finished.
    """

    listed_as: npt.NDArray[np.uint8]
    known_count: int
    set_aside: list[tuple[int, str, str, str, int]]
    resumed: npt.NDArray[np.int64]


class KnownFiles:
    """The ledger's files of one inbox, and how each was listed in the portions so far."""

    def __init__(
        self, warehouse: Warehouse, inbox_no: int, limits: ReadingLimits, resumed: Sequence[BatchName] = ()
    ) -> None:
        self.warehouse = warehouse
        self.inbox: dict[str, object] = {"inbox_no": inbox_no}
        self.in_force: dict[str, object] = {**self.inbox, "limits": limits.as_text()}
        self.of_resumed: dict[str, object] = {**self.inbox, "batch_nos": [batch.batch_no for batch in resumed]}
        self.ledger: _Ledger | None = None

    @contextmanager
    def _open(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, _Ledger]]:
        with open_state(self.warehouse, read_only=True) as state:
            if self.ledger is None:
                [(place_count, known_count)] = state.execute(load("ledger_size"), self.inbox).fetchall()
                set_aside = state.execute(load("retried_files"), self.of_resumed).fetchall()
                resumed = state.sql(load("files_of_batches"), params=self.of_resumed).to_arrow_table()
                self.ledger = _Ledger(
                    np.zeros(place_count, dtype=np.uint8),
                    known_count,
                    set_aside,
                    resumed.column("ledger_row").to_numpy(),
                )
            yield state, self.ledger

    def _opened(self) -> _Ledger:
        if self.ledger is not None:
            return self.ledger
        with self._open() as (_, ledger):
            return ledger

    def compare(self, files: pa.Table) -> pa.Table:
        """Note how the files of a portion are listed (`LISTING_SCHEMA`); gives those that are new (`NEW_SCHEMA`)."""
        numbered = files.append_column("number", pa.array(np.arange(files.num_rows, dtype=np.int32)))
        with self._open() as (state, ledger):
            state.register("listing", numbered)
            found = state.sql(load("listed_files"), params=self.in_force).to_arrow_table()
            state.unregister("listing")
            known = found.filter(found.column("ledger_row").is_valid())
            is_changed = known.column("is_changed").to_numpy()
            ledger.listed_as[known.column("ledger_row").to_numpy()] = np.where(is_changed, CHANGED, UNCHANGED)
        new = found.filter(found.column("is_new"))
        columns = files.take(new.column("number")).columns
        return pa.table([*columns, new.column("known_sha256"), new.column("is_judged_again")], schema=NEW_SCHEMA)

    def recognise(self, archives: pa.Table) -> KnownArchives:
        """Note the members of the archives of a portion that are as they were."""
        paths: set[str] = set()
        member_count = 0
        with self._open() as (state, ledger):
            state.register("archives", archives)
            members = state.sql(load("known_members"), params=self.in_force)
            for batch in members.to_arrow_reader(ARROW_BATCH_ROWS):
                ledger.listed_as[batch.column("ledger_row").to_numpy()] = UNCHANGED
                paths.update(batch.column("archive_path").unique().to_pylist())
                member_count += batch.num_rows
            state.unregister("archives")
            named: dict[str, object] = {**self.inbox, "archive_paths": sorted(paths)}
            ignored = state.sql(load("known_ignored_members"), params=named).to_arrow_table().cast(IGNORED_SCHEMA)
        return KnownArchives(frozenset(paths), member_count, ignored)

    def paths_before(self, sums: Collection[str]) -> dict[str, list[str]]:
        """Paths of known files that are no longer in the inbox, in order, by the sha256 of their bytes.

        Args:
            sums: The only ones that are asked for.
        """
        gone: dict[str, list[str]] = {}
        if not sums or self.is_all_listed():
            return gone
        with self._open() as (state, ledger):
            state.register("asked", pa.table({"source_sha256": pa.array(sums, pa.string())}))
            known = state.execute(load("files_of_sums"), self.inbox).fetchall()
            state.unregister("asked")
            for ledger_row, sha256, path in known:
                if ledger.listed_as[ledger_row] == NOT_LISTED:
                    gone.setdefault(sha256, []).append(path)
        return gone

    def is_all_listed(self) -> bool:
        """Whether no known file is gone from the inbox."""
        ledger = self._opened()
        return int(np.count_nonzero(ledger.listed_as)) == ledger.known_count

    def set_aside(self) -> list[SetAside]:
        """Files to be tried again after an unforeseen exception."""
        ledger = self._opened()
        return [
            SetAside(
                raw_path,
                source_path,
                source,
                batch_no,
                is_listed=bool(ledger.listed_as[place] != NOT_LISTED),
                is_changed=bool(ledger.listed_as[place] == CHANGED),
            )
            for place, raw_path, source_path, source, batch_no in ledger.set_aside
        ]

    def count_resumed(self) -> int:
        """How many files of batches that this run has just finished are listed as they were."""
        ledger = self._opened()
        return int(np.count_nonzero(ledger.listed_as[ledger.resumed] == UNCHANGED))
