"""Months of terms come together in the order of the file, whether they fit in memory or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse import term_rows
from warehouse.term_rows import SCHEMA, MonthRows, merge_rows

TERMS = st.sets(st.sampled_from(["de", "de brug", "de-brug", "debrug", "één", "😀", "\uffee", "z"]))
MONTHS = st.dictionaries(st.one_of(st.none(), st.dates(date(2015, 1, 1), date(2015, 12, 1))), TERMS, max_size=5)


def counted(terms: list[str]) -> pa.Table:
    columns = {
        "term": pa.array(terms, pa.string()),
        "n": pa.array([1] * len(terms), pa.int32()),
        "occurrences": pa.array([3] * len(terms), pa.int64()),
        "documents": pa.array([2] * len(terms), pa.int64()),
    }
    return pa.table(columns)


def in_file_order(months: dict[date | None, set[str]]) -> list[tuple[str, date | None]]:
    rows = [(term, month) for month, terms in months.items() for term in terms]
    return sorted(rows, key=lambda row: (row[0].encode(), row[1] is not None, row[1] or date.min))


def of_parent(months: dict[date | None, set[str]]) -> Iterator[pa.RecordBatch]:
    """A stream that holds several months, as the file of a parent does."""
    for term, month in in_file_order(months):
        rows = counted([term])
        rows = rows.append_column("published_month", pa.array([month], pa.date32())).select(SCHEMA.names)
        yield from rows.to_batches()


@pytest.mark.parametrize("kept_rows", [0, 3, 1_000])
@given(MONTHS, st.sets(st.integers(0, 4)))
def test_months_are_merged_by_term_and_month(
    kept_rows: int, months: dict[date | None, set[str]], places_of_parent: set[int]
) -> None:
    before = {month: terms for place, (month, terms) in enumerate(months.items()) if place in places_of_parent}
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(term_rows, "KEPT_ROWS", kept_rows)
        patch.setattr(term_rows, "BATCH_ROWS", 2)
        with MonthRows(Path(folder) / "terms") as rows:
            for month, terms in months.items():
                if month not in before:
                    rows.add(month, counted(sorted(terms)[::-1]))
            merged = list(merge_rows([*rows.streams(), of_parent(before)]))
        assert not list(Path(folder).iterdir())
    found = [row for batch in merged for row in batch.to_pylist()]
    assert [(row["term"], row["published_month"]) for row in found] == in_file_order(months)
