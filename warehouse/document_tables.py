"""The tables of documents and of their parts, written by several processes side by side.

Where a document's parts go is known from its place alone. So others begin to write them at once, sentences first, for
the terms are counted from those; meanwhile this process writes the documents, and then what nobody has begun.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import NamedTuple

from transforms.schema import DATE_MENTIONS, DOCUMENTS, PARAGRAPHS, SENTENCES
from transforms.schema_types import Table
from warehouse.document_files import write_documents
from warehouse.memory import keep_freed, keep_little
from warehouse.partitions import ReleaseFile
from warehouse.path_cover import ShownPaths
from warehouse.placed_files import PlacedDocuments
from warehouse.workers import WorkerPool

__all__ = ["DocumentTables"]

PARTS = {table.name: table for table in (SENTENCES, PARAGRAPHS, DATE_MENTIONS)}
"""In the order in which they are begun."""


class _Order(NamedTuple):
    """What a process is told that writes one of `PARTS`; see `DocumentTables`."""

    placed: PlacedDocuments
    name: str
    parent: Path | None
    folder: Path
    replaced: Sequence[str]
    languages: Sequence[str]


class DocumentTables:
    """Writes the files of `documents` and of `STRUCTURE_TABLES`."""

    def __init__(
        self,
        placed: PlacedDocuments,
        parent: Path | None,
        folder: Path,
        *,
        replaced: Mapping[Table, Sequence[str]],
        languages: Sequence[str],
        pool: WorkerPool | None,
    ) -> None:
        """Other processes begin with the parts of documents.

        Args:
            placed: The documents in order.
            parent: Folder of the last release, or None where nothing of it is kept.
            folder: The candidate's.
            replaced: Keys of the parent's files that are replaced, by table.
            languages: Wanted ones.
            pool: Processes that write besides this one; None where it is not worth it.
        """
        self._placed = placed
        self._parent = parent
        self._folder = folder
        self._replaced = replaced
        self._languages = languages
        self._is_rest_written = False
        self._begun: dict[str, Future[list[ReleaseFile]]] = {}
        if pool is not None:
            self._begun = {name: pool.submit(write_elsewhere, self._order(name)) for name in PARTS}

    def write_documents(self, shown: ShownPaths | None) -> list[ReleaseFile]:
        """Write the documents here; `shown` stands for source paths in their files."""
        return write_documents(
            self._placed,
            DOCUMENTS,
            self._parent,
            self._folder,
            replaced=self._replaced[DOCUMENTS],
            languages=self._languages,
            shown=shown,
        )

    def write_parts(self, on_file: Callable[[], None]) -> list[ReleaseFile]:
        """Write here what no other process has begun.

        Args:
            on_file: Called after each file.
        """
        files: list[ReleaseFile] = []
        # The last ones first: the others are at the first.
        for name in reversed(PARTS):
            if name not in self._begun or self._begun[name].cancel():
                self._begun.pop(name, None)
                files += write_part(self._order(name), on_file)
        self._is_rest_written = True
        return files

    @property
    def are_sentences_written(self) -> bool:
        """Whether all of their files are there."""
        if SENTENCES.name not in self._begun:
            return self._is_rest_written
        sentences = self._begun[SENTENCES.name]
        return sentences.done() and sentences.exception() is None

    def wait_for_sentences(self) -> None:
        """Until another process has written them.

        Raises:
            Exception: What it raised.
        """
        if SENTENCES.name in self._begun:
            self._begun[SENTENCES.name].result()

    def finish(self) -> list[ReleaseFile]:
        """Wait for what other processes have begun; gives its files, and removes what was needed for all."""
        files = [file for future in self._begun.values() for file in future.result()]
        self._placed.remove()
        return files

    def _order(self, name: str) -> _Order:
        return _Order(
            self._placed, name, self._parent, self._folder, tuple(self._replaced[PARTS[name]]), tuple(self._languages)
        )


def write_elsewhere(order: _Order) -> list[ReleaseFile]:
    """Write the files of one of `PARTS` in a process that does other things afterwards."""
    keep_little(order.placed.document_count)
    try:
        return write_part(order)
    finally:
        keep_freed()


def write_part(order: _Order, on_file: Callable[[], None] = lambda: None) -> list[ReleaseFile]:
    """Write the files of one of `PARTS`."""
    return write_documents(
        order.placed,
        PARTS[order.name],
        order.parent,
        order.folder,
        replaced=order.replaced,
        languages=order.languages,
        on_file=on_file,
    )
