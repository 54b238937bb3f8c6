"""A file of terms of which few documents are new or gone has the bytes of one that is counted anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from transforms.schema import SENTENCES, TERM_MONTHS
from warehouse.changed_months import SlightChange
from warehouse.parquet import write_table
from warehouse.partitions import file_path
from warehouse.term_months import write_term_file

MONTHS = (None, date(2018, 1, 1), date(2018, 2, 1))
KEY = "2018"
PATH = file_path(SENTENCES, KEY)


def write_sentences(folder: Path, numbers: Iterable[int]) -> None:
    """Sentences of documents, in the month of their number modulo 3."""
    rows = [
        {
            "doc_id": f"{number:032x}", "published_month": MONTHS[number % 3], "paragraph_no": 1, "sentence_no": place,
            "text": f"De brug van {number // 3 % 4} gaat {'open' if number % 2 else 'dicht'} om {number % 5}.",
            "char_start": 0, "char_end": 20,
        }
        for number in sorted(numbers, key=lambda number: (number % 3, number))
        for place in range(1, 3 + number % 4)
    ]  # fmt: skip
    (folder / PATH).parent.mkdir(parents=True)
    write_table(pa.Table.from_pylist(rows, SENTENCES.arrow_schema), SENTENCES, folder / PATH)


def ids(numbers: set[int], month: int) -> frozenset[str]:
    return frozenset(f"{number:032x}" for number in numbers if number % 3 == month)


@pytest.mark.parametrize(
    ("came", "went"),
    [({60, 61, 62}, {0, 1}), ({60}, set()), (set(), {1, 4}), ({61, 64}, {61 - 60, 7}), (set(), set())],
    ids=["both", "came", "went", "one month", "neither"],
)
@pytest.mark.parametrize("slight", [{0, 1, 2}, {1}])
def test_it_has_the_bytes_of_a_new_count(tmp_path: Path, came: set[int], went: set[int], slight: set[int]) -> None:
    before = set(range(60))
    parent, anew = tmp_path / "parent", tmp_path / "anew" / "candidate"
    write_sentences(parent, before)
    assert write_term_file(None, parent, KEY, {}, ()) is not None
    write_sentences(anew, before - went | came)
    expected = write_term_file(None, anew, KEY, {}, ())
    changed = tmp_path / "changed" / "candidate"
    shutil.copytree(anew / "sentences", changed / "sentences")
    touched = {
        month: SlightChange(ids(came, place), ids(went, place)) if place in slight else None
        for place, month in enumerate(MONTHS)
        if ids(came | went, place)
    }
    assert write_term_file(parent, changed, KEY, touched, {PATH}) == expected
    assert (changed / file_path(TERM_MONTHS, KEY)).read_bytes() == (anew / file_path(TERM_MONTHS, KEY)).read_bytes()


def test_a_month_that_no_term_is_left_of_has_no_rows(tmp_path: Path) -> None:
    parent, changed = tmp_path / "parent", tmp_path / "changed" / "candidate"
    write_sentences(parent, (0, 3, 6))
    assert write_term_file(None, parent, KEY, {}, ()) is not None
    write_sentences(changed, (0,))
    touched: dict[date | None, SlightChange | None] = {None: SlightChange(frozenset(), ids({3, 6}, 0))}
    assert write_term_file(parent, changed, KEY, touched, {PATH}) is None
