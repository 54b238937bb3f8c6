"""Questions to the latest release: months, one document, counts, terms; on a fresh connection, and once more on it."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from bench.layout import QUESTIONS
from bench.terms import TERMS_OF_EACH_LENGTH, THREE_TERMS
from warehouse.catalog import open_catalog
from warehouse.layout import Warehouse
from warehouse.releases import latest_folder

__all__ = ["Answered", "ask", "last_month"]

ROUNDS = 7
DRAWN = """
SELECT published_month, min(doc_id) FROM documents
WHERE published_month = (SELECT quantile_disc(published_month, 0.5) FROM documents) GROUP BY ALL
"""


@dataclass(frozen=True)
class Answered:
    """Medians for one question, in milliseconds.

    Attributes:
        question: Its name.
        rows: Rows of the answer.
        fresh: Wall time with the opening of the catalog.
        again: Wall time on the same connection.
        cpu: Processor time on the same connection.
    """

    question: str
    rows: int
    fresh: float
    again: float
    cpu: float


def ask(warehouse: Path) -> list[Answered]:
    """Put every question some times; none where nothing is published."""
    release = latest_folder(Warehouse(warehouse))
    if release is None:
        return []
    with open_catalog(release) as catalog:
        [(month, doc_id)] = catalog.execute(DRAWN).fetchall()
        terms = [term for (term,) in catalog.execute(TERMS_OF_EACH_LENGTH).fetchall()]
    values: dict[str, object] = {"month": month, "doc_id": doc_id} | dict(zip("abc", terms, strict=True))
    return [_ask(release, name, sql, values) for name, sql in {**QUESTIONS, "three terms": THREE_TERMS}.items()]


def last_month(warehouse: Path) -> date | None:
    """The last month that the latest release has documents of; None where nothing is published."""
    release = latest_folder(Warehouse(warehouse))
    if release is None:
        return None
    with open_catalog(release) as catalog:
        [(month,)] = catalog.execute("SELECT max(published_month) FROM months").fetchall()
    return month if isinstance(month, date) else None


def _ask(release: Path, name: str, sql: str, values: dict[str, object]) -> Answered:
    wanted = {key: value for key, value in values.items() if f"${key}" in sql}
    fresh, again, cpu = [], [], []
    rows = 0
    for _ in range(ROUNDS):
        begin = time.monotonic()
        with open_catalog(release) as catalog:
            catalog.execute(sql, wanted).fetchall()
            fresh.append(time.monotonic() - begin)
            begin, begin_cpu = time.monotonic(), time.process_time()
            rows = len(_rows(catalog, sql, wanted))
            again.append(time.monotonic() - begin)
            cpu.append(time.process_time() - begin_cpu)
    return Answered(name, rows, *(1000 * statistics.median(found) for found in (fresh, again, cpu)))


def _rows(catalog: duckdb.DuckDBPyConnection, sql: str, values: dict[str, object]) -> list[tuple[object, ...]]:
    return catalog.execute(sql, values).fetchall()
