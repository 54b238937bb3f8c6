"""What a release changed against its parent, counted by month of publication, language and source.

Only the files that the release wrote anew are read, and of those a few narrow columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import duckdb

from transforms.schema import CHANGE_KINDS, CHANGES, DOCUMENTS
from warehouse.assemble import Candidate
from warehouse.describe.parent_files import split_files
from warehouse.engine import view_files
from warehouse.sql import load

__all__ = ["ChangeCount", "count_changes", "totals"]


@dataclass(frozen=True)
class ChangeCount:
    """Documents that changed alike.

    Attributes:
        change: added, removed, withdrawn or changed.
        published_month: First day of their month; None where only the year is known.
        year: Year of their date.
        lang: Their language.
        source: Where they came from.
        documents: How many.
    """

    change: str
    published_month: date | None
    year: int | None
    lang: str | None
    source: str | None
    documents: int

    @property
    def month(self) -> str:
        """`2019-04`; `2019` where only the year is known."""
        if self.published_month is not None:
            return self.published_month.strftime("%Y-%m")
        return "" if self.year is None else f"{self.year:04d}"


def count_changes(engine: duckdb.DuckDBPyConnection, candidate: Candidate) -> list[ChangeCount]:
    """Count the changes that a candidate adds to the table `changes`."""
    documents = split_files(candidate, DOCUMENTS)
    view_files(engine, "new_changes", split_files(candidate, CHANGES).own, CHANGES)
    view_files(engine, "new_documents", documents.own, DOCUMENTS)
    view_files(engine, "replaced_documents", documents.replaced, DOCUMENTS)
    rows = engine.execute(load("describe_changes"), {"release": candidate.version}).fetchall()
    return [ChangeCount(*row) for row in rows]


def totals(changes: Iterable[ChangeCount]) -> dict[str, int]:
    """Documents by kind of change, every kind named."""
    counts = dict.fromkeys(CHANGE_KINDS, 0)
    for each in changes:
        counts[each.change] += each.documents
    return counts
