"""When the road says that the gate will have something to judge, which is when Great Expectations is imported."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.articles import write_article
from tests.plain_road import NOW, recompute_plain, take_in_plain
from tests.ungated import publish_ungated
from warehouse import candidates
from warehouse.candidates import assemble_candidate
from warehouse.layout import Warehouse
from warehouse.settlement import pending_batches

NOTHING, WRITTEN, READ_BACK = "nothing", "its files", "its files and what the gate reads"


def told_of(warehouse: Path) -> list[str]:
    """Assembles what is pending; of each time that it was told of, what lay there of the candidate by then."""
    place = Warehouse(warehouse.resolve())
    told: list[str] = []

    def tell() -> None:
        is_written = any(place.temporary.glob("candidate/documents/*.parquet"))
        is_read_back = any(place.temporary.rglob("frames/*"))
        told.append(READ_BACK if is_read_back else WRITTEN if is_written else NOTHING)

    assemble_candidate(
        place,
        pending_batches(place),
        now=datetime.fromisoformat(NOW).astimezone(UTC),
        today=date.fromisoformat(NOW[:10]),
        languages=("nl",),
        on_sure=tell,
    )
    return told


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Two articles, taken in and not published."""
    for year in (2018, 2019):
        write_article(tmp_path / "inbox", f"krant/{year}.txt", f"{year}-03", f"de brug over vak {year}")
    take_in_plain(tmp_path / "inbox", tmp_path / "warehouse")
    return tmp_path


def test_it_is_said_once_before_anything_is_written(place: Path) -> None:
    assert told_of(place / "warehouse") == [NOTHING]


def test_where_new_files_are_not_few_it_is_said_when_they_are_written(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "FEW_FILES", 1)
    assert told_of(place / "warehouse") == [WRITTEN]


def test_where_documents_are_many_it_is_said_when_they_are_read_back(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FEW_FILES", "LARGE_DELIVERY"):
        monkeypatch.setattr(candidates, name, 1)
    assert told_of(place / "warehouse") == [READ_BACK]


def test_where_nothing_would_change_it_is_not_said(place: Path) -> None:
    publish_ungated(place / "warehouse")
    (place / "inbox" / "krant" / "leeg.txt").write_text("")
    take_in_plain(place / "inbox", place / "warehouse", run_id="refused")
    assert pending_batches(Warehouse(place / "warehouse"))
    assert told_of(place / "warehouse") == []


def test_where_all_is_measured_again_it_is_not_said_before_something_came_out_otherwise(place: Path) -> None:
    publish_ungated(place / "warehouse")
    recompute_plain(place / "inbox", place / "warehouse", is_forced=True)
    assert pending_batches(Warehouse(place / "warehouse"))
    assert told_of(place / "warehouse") == []


def test_where_what_is_measured_again_is_another_it_is_said(place: Path) -> None:
    publish_ungated(place / "warehouse")
    recompute_plain(place / "inbox", place / "warehouse", is_forced=True, earliest_year=2019)
    assert told_of(place / "warehouse") == [WRITTEN]
