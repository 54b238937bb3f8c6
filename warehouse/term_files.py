"""The term files of a candidate, counted in processes of their own while its other tables are written.

What they count lies on the disk already, and what they write they leave there: no rows are handed over. In threads the
same work would take turns with the writing, and with the import of what judges the candidate.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from transforms.schema import TERM_MONTHS
from warehouse.partitions import ReleaseFile, file_path
from warehouse.term_months import TouchedMonths, write_term_file
from warehouse.workers import SharedWork, WorkerPool

__all__ = ["DOCUMENTS_WORTH_A_PROCESS", "TermFiles"]

DOCUMENTS_WORTH_A_PROCESS = 4_000
"""Counting them takes twice as long as starting a process does."""


class TermFiles:
    """Writes the term files that texts come to or go from: of years, and of months of large years."""

    def __init__(
        self,
        parent: Path | None,
        folder: Path,
        touched: TouchedMonths,
        rewritten: Collection[str],
        *,
        pool: WorkerPool | None,
    ) -> None:
        """Nothing is counted yet.

        Args:
            parent: Folder of the last release, or None before the first.
            folder: The candidate's.
            touched: Keys of the files, and their months whose terms change.
            rewritten: Paths of files that the candidate does not take over from its parent.
            pool: Processes that count besides this one; None where it is not worth it.
        """
        self._parent = parent
        self._folder = folder
        self._touched = touched
        self._rewritten = rewritten
        self._work = SharedWork(write_term_file, pool)
        self._is_begun = False

    @property
    def paths(self) -> list[str]:
        """Paths of the parent's files that the candidate does not take over, whether others take their place or not."""
        return [file_path(TERM_MONTHS, key) for key in self._touched]

    def begin(self) -> None:
        """Have all files counted as soon as processes are free: their sentences are written now."""
        if not self._is_begun:
            self._is_begun = True
            for key in sorted(self._touched):
                self._work.begin(self._parent, self._folder, key, self._touched[key], self._rewritten)

    def finish(self) -> list[ReleaseFile]:
        """Count here what no other process has begun, and wait for the rest. Returns the files, by key."""
        self.begin()
        return [file for file in self._work.finish() if file is not None]
