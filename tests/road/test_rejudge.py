"""Changed settings are applied to kept measures: what is published is what would have been accepted from the start."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.articles import article, write_article
from tests.judged_again import (
    LOOSE,
    NOT_OLD,
    SHORT,
    STRICT,
    content,
    deliver,
    documents,
    latest,
    rejudge,
    verdict_files,
    write_short,
)
from tests.plain_road import on_plain_warehouse, rejudge_plain, run_plain, take_in_plain
from tests.ungated import assert_invariants, publish_ungated, release_ungated, rows
from warehouse.layout import Warehouse
from warehouse.rejects import list_rejects
from warehouse.status import look_at


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "inbox"


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


def test_a_file_refused_before_is_published_with_the_batch_it_came_with(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "lang.txt", "2019-01")
    write_short(inbox, "kort.txt", "2019-02")
    release_ungated(inbox, warehouse, now="2026-09-01T06:00:00Z")
    write_article(inbox, "later.txt", "2019-03", "de markt")
    release_ungated(inbox, warehouse, now="2026-10-01T06:00:00Z")
    changes, release = rejudge(inbox, warehouse, **LOOSE)
    assert changes == {("text_too_short", "all_checks_passed"): 1}
    assert release is not None
    found = rows(release, "SELECT source_path, ingested_at_utc::VARCHAR, first_release FROM documents ORDER BY ALL")
    assert found == [
        ("kort.txt", "2026-09-01 06:00:00", "2026.11.0"),
        ("lang.txt", "2026-09-01 06:00:00", "2026.09.0"),
        ("later.txt", "2026-10-01 06:00:00", "2026.10.0"),
    ]
    assert rows(release, "SELECT change, source_path FROM changes WHERE release = '2026.11.0'") == [
        ("added", "kort.txt")
    ]
    assert rows(release, "SELECT source_path, run_id FROM verdicts ORDER BY ALL") == [
        ("kort.txt", "again"), ("lang.txt", "plain"), ("later.txt", "plain"),
    ]  # fmt: skip


def test_a_document_refused_now_is_removed_and_may_come_back(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "lang.txt", "2019-01")
    write_short(inbox, "kort.txt", "2019-02")
    release_ungated(inbox, warehouse, **LOOSE)
    changes, release = rejudge(inbox, warehouse)
    assert changes == {("all_checks_passed", "text_too_short"): 1}
    assert release is not None
    assert documents(release) == [("lang.txt", "2019-01-01")]
    assert rows(release, "SELECT verdict, threshold FROM verdicts WHERE source_path = 'kort.txt'") == [
        ("rejected", "at least 60")
    ]
    changes, release = rejudge(inbox, warehouse, **LOOSE)
    assert changes == {("text_too_short", "all_checks_passed"): 1}
    assert release is not None
    assert documents(release) == [("kort.txt", "2019-02-01"), ("lang.txt", "2019-01-01")]


def test_even_every_document_can_be_removed(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "1.txt", "2019-01")
    shutil.copy(inbox / "1.txt", inbox / "kopie.txt")
    release_ungated(inbox, warehouse)
    _, release = rejudge(inbox, warehouse, **STRICT)
    assert release is not None
    assert documents(release) == rows(release, "FROM duplicates") == rows(release, "FROM months") == []
    assert dict(look_at(Warehouse(warehouse)).verdicts["rejected"]) == {"published": 2, "pending": 0}
    _, release = rejudge(inbox, warehouse)
    assert release is not None
    assert documents(release) == [("1.txt", "2019-01-01")]


def test_a_duplicate_takes_the_place_of_a_survivor_that_is_refused_now(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "oud.txt", "1850-01")
    write_article(inbox, "nieuw.txt", "1950-01")
    release_ungated(inbox, warehouse)
    write_article(inbox, "nieuwer.txt", "1960-01")
    release = release_ungated(inbox, warehouse)
    assert documents(release) == [("oud.txt", "1850-01-01")]
    changes, again = rejudge(inbox, warehouse, **NOT_OLD)
    assert changes == {("exact_duplicate", "all_checks_passed"): 1, ("all_checks_passed", "date_too_early"): 1}
    assert again is not None
    assert documents(again) == [("nieuw.txt", "1950-01-01")]
    assert rows(again, "SELECT source_path, survivor_date_start::VARCHAR FROM duplicates") == [
        ("nieuwer.txt", "1950-01-01")
    ]
    _, back = rejudge(inbox, warehouse)
    assert back is not None
    assert documents(back) == documents(release)
    assert rows(back, "FROM duplicates ORDER BY ALL") == rows(release, "FROM duplicates ORDER BY ALL")


def test_duplicates_are_refused_with_their_survivor_when_the_text_is_what_fails(inbox: Path, warehouse: Path) -> None:
    write_short(inbox, "1.txt", "2019-01")
    write_short(inbox, "2.txt", "2019-02")
    release_ungated(inbox, warehouse, **LOOSE)
    changes, release = rejudge(inbox, warehouse)
    assert changes == {("all_checks_passed", "text_too_short"): 1, ("exact_duplicate", "text_too_short"): 1}
    assert release is not None
    assert documents(release) == rows(release, "FROM duplicates") == []


def test_the_earliest_date_no_longer_follows_a_duplicate_that_is_refused(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "eerst.txt", "1950-01")
    release_ungated(inbox, warehouse)
    write_article(inbox, "oud.txt", "1850-01")
    release_ungated(inbox, warehouse)
    query = "SELECT source_path, earliest_date::VARCHAR, first_release FROM documents"
    assert rows(latest(warehouse), query) == [("eerst.txt", "1850-01-01", "2026.11.0")]
    _, release = rejudge(inbox, warehouse, **NOT_OLD)
    assert release is not None
    assert rows(release, query) == [("eerst.txt", "1950-01-01", "2026.11.0")]
    assert rows(release, "SELECT change FROM changes WHERE release = '2026.11.2'") == [("changed",)]


def test_a_new_version_that_is_refused_now_gives_its_place_back_to_the_good_old_one(
    inbox: Path, warehouse: Path
) -> None:
    write_article(inbox, "1.txt", "2019-01")
    release_ungated(inbox, warehouse, **LOOSE)
    write_short(inbox, "1.txt", "2019-02")
    assert documents(release_ungated(inbox, warehouse, **LOOSE)) == [("1.txt", "2019-02-01")]
    _, release = rejudge(inbox, warehouse)
    assert release is not None
    assert documents(release) == [("1.txt", "2019-01-01")]
    standing = "SELECT batch_no, verdict, standing FROM verdicts ORDER BY batch_no"
    assert rows(release, standing) == [(1, "accepted", "current"), (2, "rejected", "current")]
    _, release = rejudge(inbox, warehouse, **LOOSE)
    assert release is not None
    assert documents(release) == [("1.txt", "2019-02-01")]
    assert rows(release, standing) == [(1, "accepted", "superseded"), (2, "accepted", "current")]


def test_the_same_settings_change_nothing_at_all(inbox: Path, warehouse: Path) -> None:
    deliver(inbox, warehouse, is_released=True)
    before, files, record = (
        latest(warehouse),
        verdict_files(warehouse),
        (warehouse / "staged/judgement.json").read_text(),
    )
    report = rejudge_plain(inbox, warehouse)
    assert (report.judged, report.changed, report.changes) == (16, 0, [])
    assert verdict_files(warehouse) == files
    assert (warehouse / "staged/judgement.json").read_text() == record
    assert publish_ungated(warehouse) is None
    assert latest(warehouse) == before


def test_settings_that_only_refuse_otherwise_make_no_release_and_are_told_at_once(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "lang.txt", "2019-01")
    write_short(inbox, "kort.txt", "2019-02")
    release_ungated(inbox, warehouse)
    changes, release = rejudge(inbox, warehouse, minimum_letter_count=70)
    assert (changes, release) == ({}, None)
    [row] = list_rejects(Warehouse(warehouse)).rows
    assert (row["source_path"], row["threshold"], row["is_pending"]) == ("kort.txt", "at least 70", True)
    write_article(inbox, "2.txt", "2019-03", "de markt")
    assert documents(release_ungated(inbox, warehouse, minimum_letter_count=70)) == [
        ("2.txt", "2019-03-01"),
        ("lang.txt", "2019-01-01"),
    ]
    [row] = list_rejects(Warehouse(warehouse)).rows
    assert (row["threshold"], row["is_pending"]) == ("at least 70", False)


def test_only_files_of_years_and_months_that_change_are_written(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "1.txt", "2017-01")
    write_article(inbox, "2.txt", "2018-01", "de markt")
    first = release_ungated(inbox, warehouse, now="2026-09-01T06:00:00Z")
    write_short(inbox, "kort.txt", "2018-02")
    release_ungated(inbox, warehouse, now="2026-10-01T06:00:00Z")
    _, release = rejudge(inbox, warehouse, **LOOSE)
    assert release is not None

    def is_linked(name: str) -> bool:
        return (release / name).samefile(first / name)

    assert is_linked("documents/documents-2017.parquet")
    assert is_linked("sentences/sentences-2017.parquet")
    assert is_linked("verdicts/verdicts-2026-09.parquet")
    assert not is_linked("documents/documents-2018.parquet")


@pytest.mark.parametrize(
    ("before", "after", "is_released"),
    [
        ({}, LOOSE, True),
        pytest.param(LOOSE, {}, False, marks=pytest.mark.long),
        pytest.param(LOOSE, NOT_OLD, True, marks=pytest.mark.long),
        pytest.param(STRICT, LOOSE, True, marks=pytest.mark.long),
    ],
)
def test_judged_again_is_as_judged_so_from_the_beginning(
    tmp_path: Path,
    before: dict[str, Any],
    after: dict[str, Any],
    is_released: bool,  # noqa: FBT001
) -> None:
    deliver(tmp_path / "inbox", tmp_path / "again", is_released=is_released, **before)
    publish_ungated(tmp_path / "again")
    _, release = rejudge(tmp_path / "inbox", tmp_path / "again", **after)
    assert release is not None
    shutil.rmtree(tmp_path / "inbox")
    deliver(tmp_path / "inbox", tmp_path / "so", is_released=is_released, **after)
    publish_ungated(tmp_path / "so")
    assert content(release) == content(latest(tmp_path / "so"))


PATHS = ("1.txt", "2.txt", "map/3.txt")
DATES = ("1850-01", "1950-01", "2019-03")


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_a_random_walk_judged_again_is_as_judged_so_from_the_beginning(tmp_path: Path, seed: int) -> None:
    """Whatever was released and judged between, the end is that of one judgement over all that came."""
    draw = random.Random(seed)  # noqa: S311 (a walk that can be repeated)
    inbox, warehouse, so = tmp_path / "inbox", tmp_path / "warehouse", tmp_path / "so"
    settings: dict[str, Any] = {}
    for moment in range(1, 9):
        for _ in range(draw.randint(1, 3)):
            path, topic = inbox / draw.choice(PATHS), draw.choice(("de brug", "de markt"))
            path.parent.mkdir(parents=True, exist_ok=True)
            date = draw.choice(DATES)
            text = article(date, topic) if draw.random() < 0.7 else f" date {date} {SHORT}{topic}."
            path.write_text(text, encoding="utf-8")
            os.utime(path, (moment, moment))
        take_in_plain(inbox, warehouse, **settings)
        take_in_plain(inbox, so, **LOOSE, **NOT_OLD)
        if draw.random() < 0.3:
            settings = draw.choice([{}, LOOSE, NOT_OLD, STRICT])
            rejudge_plain(inbox, warehouse, **settings)
        if draw.random() < 0.6 and (release := publish_ungated(warehouse)) is not None:
            assert_invariants(release)
    rejudge(inbox, warehouse, **LOOSE, **NOT_OLD)
    publish_ungated(so)
    assert content(latest(warehouse)) == content(latest(so))


def test_files_that_come_after_it_are_compared_with_what_was_judged_again(inbox: Path, warehouse: Path) -> None:
    write_short(inbox, "kort.txt", "2019-02")
    write_article(inbox, "oud.txt", "1850-01")
    release_ungated(inbox, warehouse)
    rejudge_plain(inbox, warehouse, **LOOSE, **NOT_OLD)
    write_short(inbox, "kopie.txt", "2019-03")  # before the next release
    write_article(inbox, "nieuw.txt", "1950-01")
    release = release_ungated(inbox, warehouse, **LOOSE, **NOT_OLD)
    assert documents(release) == [("kort.txt", "2019-02-01"), ("nieuw.txt", "1950-01-01")]
    write_short(inbox, "nog een.txt", "2019-04")  # after it
    write_short(inbox, "oud.txt", "2019-05", "wind")
    release = release_ungated(inbox, warehouse, **LOOSE, **NOT_OLD)
    assert [path for path, _ in documents(release)] == ["kort.txt", "nieuw.txt", "oud.txt"]
    assert rows(release, "SELECT source_path FROM duplicates ORDER BY ALL") == [("kopie.txt",), ("nog een.txt",)]


def test_verdicts_stay_when_a_setting_changes_until_everything_is_judged_again(inbox: Path, warehouse: Path) -> None:
    write_short(inbox, "1.txt", "2019-01")
    take_in_plain(inbox, warehouse)
    write_short(inbox, "2.txt", "2019-02", "wind")
    release = release_ungated(inbox, warehouse, **LOOSE)
    assert [path for path, _ in documents(release)] == ["2.txt"]
    with on_plain_warehouse(inbox, warehouse, run_id="look", **LOOSE) as (place, settings, _):
        status = look_at(place, settings.judging())
    assert status.is_judged_otherwise
    assert "kroniek rejudge" in status.warnings[-1].what_to_do
    rejudge(inbox, warehouse, **LOOSE)
    assert [path for path, _ in documents(latest(warehouse))] == ["1.txt", "2.txt"]
    status = look_at(Warehouse(warehouse), settings.judging())
    assert (status.is_judged_otherwise, status.warnings) == (False, [])


def test_other_wanted_languages_are_applied_to_the_shares_that_were_measured(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "nl.txt", "2019-01")
    english = (
        "The town council agreed on Thursday to build a new cycle path along the canal. The alderman says that pupils "
        "need it badly, because they now have to use a busy road. Work begins in spring and costs two million euros."
    )
    (inbox / "en.txt").write_text(f" date 2019-02 {english}\n\n{english.replace('canal', 'river')}", encoding="utf-8")
    run_plain(inbox, warehouse)
    assert documents(latest(warehouse)) == [("nl.txt", "2019-01-01")]
    rejudge_plain(inbox, warehouse, languages=("nl", "en"))
    report = run_plain(inbox, warehouse, languages=("nl", "en"))  # with the gate, which looks at the shares
    assert report.published
    assert rows(latest(warehouse), "SELECT source_path, lang, target_lang_share FROM documents ORDER BY ALL") == [
        ("en.txt", "en", 1.0), ("nl.txt", "nl", 1.0),
    ]  # fmt: skip
