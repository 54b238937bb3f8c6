"""Near copies on the road: found in a run and across runs, the earliest kept, told as what they are."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from flows import stages
from tests.articles import article
from tests.judged_again import content, rejudge
from tests.plain_road import on_plain_warehouse, take_in_plain
from tests.ungated import assert_invariants, release_ungated, rows
from warehouse import near_duplicates
from warehouse.explanation import explain
from warehouse.fingerprint_index import covered_batches, open_segments
from warehouse.layout import Warehouse

WORDS = article("", "de brug", header="").split(" ")
OTHER = article("", "het museum", header="")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


def edited(*places: int) -> str:
    """The article with some words replaced: one costs a similarity of .877, two far apart .77."""
    return " ".join(f"anders{place}" if place in places else word for place, word in enumerate(WORDS))


def put(inbox: Path, name: str, date: str, text: str) -> None:
    (inbox / name).write_text(f" date {date} {text}", encoding="utf-8")


def documents(release: Path) -> list[tuple[Any, ...]]:
    return rows(release, "SELECT source_path, earliest_date::VARCHAR FROM documents ORDER BY ALL")


def duplicates(release: Path) -> list[tuple[Any, ...]]:
    return rows(
        release,
        "SELECT duplicates.source_path, documents.source_path, kind, round(similarity, 3), "
        "duplicates.date_start::VARCHAR, survivor_date_start::VARCHAR "
        "FROM duplicates JOIN documents ON documents.doc_id = duplicate_of ORDER BY ALL",
    )


def test_within_a_run_the_earliest_dated_survives(inbox: Path, warehouse: Path) -> None:
    put(inbox, "a-laat.txt", "2012-01", edited(10))
    put(inbox, "b-vroeg.txt", "2010-01", edited())
    release = release_ungated(inbox, warehouse)
    assert documents(release) == [("b-vroeg.txt", "2010-01-01")]
    assert duplicates(release) == [("a-laat.txt", "b-vroeg.txt", "near", 0.877, "2012-01-01", "2010-01-01")]
    assert rows(
        release, "SELECT reason, measure, measured_value, threshold FROM verdicts WHERE verdict = 'duplicate'"
    ) == [("near_duplicate", "similarity", "0.8765432098765432", "below 0.8")]


def test_across_runs_what_is_published_stays_and_an_earlier_copy_lowers_its_date(inbox: Path, warehouse: Path) -> None:
    put(inbox, "eerst.txt", "2012-01", edited())
    first = release_ungated(inbox, warehouse)
    put(inbox, "vroeger.txt", "2010-01", edited(10))
    release = release_ungated(inbox, warehouse)
    assert documents(first) == [("eerst.txt", "2012-01-01")]
    assert documents(release) == [("eerst.txt", "2010-01-01")]
    assert duplicates(release) == [("vroeger.txt", "eerst.txt", "near", 0.877, "2010-01-01", "2012-01-01")]
    assert rows(release, "SELECT change, source_path FROM changes WHERE release = '2026.11.1'") == [
        ("changed", "eerst.txt")
    ]


def test_an_exact_copy_of_a_near_copy_goes_to_the_survivor(inbox: Path, warehouse: Path) -> None:
    put(inbox, "a.txt", "2010-01", edited())
    put(inbox, "b.txt", "2011-01", edited(10))
    put(inbox, "c.txt", "2012-01", edited(10))
    release = release_ungated(inbox, warehouse)
    assert [row[:3] for row in duplicates(release)] == [("b.txt", "a.txt", "near"), ("c.txt", "a.txt", "near")]


def test_duplicates_are_a_star_and_not_a_chain(inbox: Path, warehouse: Path) -> None:
    """The third is like the second, not like the first: it is a document of its own."""
    put(inbox, "a.txt", "2010-01", edited())
    put(inbox, "b.txt", "2011-01", edited(10))
    put(inbox, "c.txt", "2012-01", edited(10, 70))
    release = release_ungated(inbox, warehouse)
    assert [row[0] for row in documents(release)] == ["a.txt", "c.txt"]
    assert [row[:2] for row in duplicates(release)] == [("b.txt", "a.txt")]


def test_a_new_version_of_a_file_is_no_copy_of_the_old_one(inbox: Path, warehouse: Path) -> None:
    put(inbox, "a.txt", "2010-01", edited())
    release_ungated(inbox, warehouse)
    put(inbox, "a.txt", "2010-01", edited(10))
    put(inbox, "0.txt", "2001-01", edited(11))
    release = release_ungated(inbox, warehouse)
    assert documents(release) == [("a.txt", "2001-01-01")]
    assert duplicates(release)[0][:3] == ("0.txt", "a.txt", "near")


def test_a_file_that_becomes_a_copy_leaves_its_old_document_standing(inbox: Path, warehouse: Path) -> None:
    put(inbox, "a.txt", "2010-01", edited())
    put(inbox, "b.txt", "2011-01", OTHER)
    release_ungated(inbox, warehouse)
    put(inbox, "b.txt", "2011-01", edited(10))
    put(inbox, "c.txt", "2012-01", OTHER)
    release = release_ungated(inbox, warehouse)
    assert documents(release) == [("a.txt", "2010-01-01"), ("b.txt", "2011-01-01")]
    assert [row[:3] for row in duplicates(release)] == [("b.txt", "a.txt", "near"), ("c.txt", "b.txt", "exact")]


@pytest.mark.parametrize("is_released", [True, False])
def test_when_the_survivor_goes_its_copies_are_compared_with_the_promoted_one(
    inbox: Path, warehouse: Path, *, is_released: bool
) -> None:
    put(inbox, "a.txt", "2010-01", edited())
    put(inbox, "b.txt", "2011-01", edited(10))
    put(inbox, "c.txt", "2012-01", edited(70))
    put(inbox, "d.txt", "2013-01", edited(10))
    if is_released:
        release_ungated(inbox, warehouse)
    else:
        take_in_plain(inbox, warehouse)
    put(inbox, "a.txt", "2010-01", OTHER)
    release = release_ungated(inbox, warehouse)
    assert [row[0] for row in documents(release)] == ["a.txt", "b.txt", "c.txt"]
    assert [row[:4] for row in duplicates(release)] == [("d.txt", "b.txt", "exact", 1.0)]
    if is_released:
        told = rows(release, "SELECT change, source_path FROM changes WHERE release = '2026.11.1' ORDER BY ALL")
        assert told == [("added", "a.txt"), ("added", "b.txt"), ("added", "c.txt"), ("removed", "a.txt")]


def test_when_a_survivor_is_revised_its_copies_follow_where_they_are_like_the_revision(
    inbox: Path, warehouse: Path
) -> None:
    put(inbox, "a.txt", "2010-01", edited())
    put(inbox, "b.txt", "2011-01", edited(10))
    put(inbox, "c.txt", "2012-01", edited(70))
    release_ungated(inbox, warehouse)
    put(inbox, "a.txt", "2010-01", edited(12))
    release = release_ungated(inbox, warehouse)
    assert [row[0] for row in documents(release)] == ["a.txt", "c.txt"]
    assert [row[:3] for row in duplicates(release)] == [("b.txt", "a.txt", "near")]


def test_a_form_filled_in_otherwise_is_no_copy(inbox: Path, warehouse: Path) -> None:
    """Eight of a hundred and fifty words differ: half of the shingles of either text are the other's too."""
    form = [*WORDS, *OTHER.split(" ")]
    for number in range(12):
        filled = [f"invulling{number}" if place % 19 == 3 else word for place, word in enumerate(form)]
        put(inbox, f"{number}.txt", f"20{10 + number}-01", " ".join(filled))
    release = release_ungated(inbox, warehouse)
    assert rows(release, "SELECT count(*) FROM documents") == [(12,)]


def test_the_threshold_is_a_setting_and_judging_again_applies_it(inbox: Path, warehouse: Path) -> None:
    put(inbox, "a.txt", "2010-01", edited())
    put(inbox, "b.txt", "2011-01", edited(10))
    release_ungated(inbox, warehouse)
    put(inbox, "c.txt", "2012-01", edited(20, 60))
    before = release_ungated(inbox, warehouse)
    assert [row[0] for row in documents(before)] == ["a.txt", "c.txt"]
    changes, release = rejudge(inbox, warehouse, minimum_duplicate_similarity=0.9)
    assert release is not None
    assert changes == {("near_duplicate", "all_checks_passed"): 1}
    assert [row[0] for row in documents(release)] == ["a.txt", "b.txt", "c.txt"]
    changes, release = rejudge(inbox, warehouse, minimum_duplicate_similarity=0.6)
    assert release is not None
    assert changes == {("all_checks_passed", "near_duplicate"): 2}
    changes, release = rejudge(inbox, warehouse)
    assert release is not None
    assert content(release)["duplicates"] == content(before)["duplicates"]


def test_an_index_that_is_lost_is_made_again(inbox: Path, warehouse: Path) -> None:
    for number, text in enumerate((edited(), OTHER)):
        put(inbox, f"{number}.txt", "2010-01", text)
        release_ungated(inbox, warehouse)
    shutil.rmtree(warehouse / "fingerprints")
    put(inbox, "b.txt", "2011-01", edited(10))
    put(inbox, "c.txt", "2011-01", OTHER.replace("donderdag", "vrijdag"))
    release = release_ungated(inbox, warehouse)
    assert [row[:3] for row in duplicates(release)] == [("b.txt", "0.txt", "near"), ("c.txt", "1.txt", "near")]
    assert_invariants(release)


def index_at_the_end(inbox: Path, warehouse: Path) -> None:
    """What a run does after its release is out."""
    with on_plain_warehouse(inbox, warehouse, run_id="plain") as (place, used, report):
        stages.do_tidy(place, used, used.now_utc(), report)


def indexed(warehouse: Path) -> set[str]:
    return covered_batches(open_segments(Warehouse(warehouse)))


def test_a_run_leaves_its_own_batch_in_the_index(inbox: Path, warehouse: Path) -> None:
    put(inbox, "a.txt", "2010-01", edited())
    take_in_plain(inbox, warehouse)
    assert indexed(warehouse) == set()
    index_at_the_end(inbox, warehouse)
    assert indexed(warehouse) == {batch.folder for batch in Warehouse(warehouse).staged_batches()}
    before = {path: path.stat().st_mtime_ns for path in (warehouse / "fingerprints").rglob("*")}
    index_at_the_end(inbox, warehouse)
    assert {path: path.stat().st_mtime_ns for path in (warehouse / "fingerprints").rglob("*")} == before


@pytest.mark.parametrize("at", ["add_segment", "open_band_file"])
def test_a_run_that_dies_while_it_indexes_loses_nothing(
    inbox: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    class KilledError(BaseException):
        pass

    def dying(*_: object) -> None:
        raise KilledError

    put(inbox, "a.txt", "2010-01", edited())
    release_ungated(inbox, warehouse)
    with monkeypatch.context() as patch:
        patch.setattr(near_duplicates, at, dying)
        with pytest.raises(KilledError):
            index_at_the_end(inbox, warehouse)
    put(inbox, "b.txt", "2011-01", edited(10))
    release = release_ungated(inbox, warehouse)
    assert [row[:3] for row in duplicates(release)] == [("b.txt", "a.txt", "near")]
    index_at_the_end(inbox, warehouse)
    assert len(indexed(warehouse)) == 2


def test_the_size_of_parts_and_the_order_of_names_do_not_matter(tmp_path: Path) -> None:
    found = []
    for place, names in enumerate(("abcdef", "fedcba")):
        inbox = tmp_path / str(place)
        inbox.mkdir()
        for number, name in enumerate(names):
            put(inbox, f"{name}.txt", f"201{number}-01", edited(*range(10, 10 + number)))
        release = release_ungated(inbox, tmp_path / f"w{place}", part_files=2 + 5 * place)
        found.append(rows(release, "SELECT doc_id, duplicate_of, similarity FROM duplicates ORDER BY ALL"))
    assert found[0] == found[1]
    assert len(found[0]) > 1


def test_explain_lists_the_whole_cluster_by_date_whichever_file_is_asked_for(inbox: Path, warehouse: Path) -> None:
    put(inbox, "x.txt", "2010-01", edited())
    put(inbox, "b.txt", "2013-01", edited(10))
    put(inbox, "c.txt", "2011-01", edited(70))
    release_ungated(inbox, warehouse)
    place = Warehouse(warehouse.resolve())
    of_survivor = explain(place, "x.txt", inbox=inbox).duplicates
    assert [(row["source_path"], row["kind"], round(row["similarity"], 3)) for row in of_survivor] == [
        ("c.txt", "near", 0.877),
        ("b.txt", "near", 0.877),
    ]
    of_copy = explain(place, "b.txt", inbox=inbox)
    assert [row["source_path"] for row in of_copy.documents] == ["x.txt"]
    assert [row["source_path"] for row in of_copy.duplicates] == ["c.txt"]
