"""Files of every kind on their way in: compressed, young, moved, in several inboxes, dated by their name."""

from __future__ import annotations

import gzip
import os
import time
import zipfile
from pathlib import Path

import pytest

from tests.articles import article, write_article
from tests.plain_road import take_in_plain
from tests.ungated import publish_ungated, release_ungated, rows
from warehouse.explanation import explain
from warehouse.layout import Warehouse


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


def put_zip(path: Path, members: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)


def paths_of(release: Path) -> set[str]:
    return {path for (path,) in rows(release, "SELECT source_path FROM documents")}


def verdicts_of(release: Path) -> set[tuple[str, str, str]]:
    return set(rows(release, "SELECT source_path, reason, standing FROM verdicts"))


def test_compressed_files_are_published_and_known_again(inbox: Path, warehouse: Path) -> None:
    (inbox / "a.txt.gz").write_bytes(gzip.compress(article("2019-01", "de brug").encode()))
    put_zip(
        inbox / "krant/drop.zip",
        {"b.txt": article("2019-02", "de dijk"), "map/c.txt": article("2019-03", "het plein"), "foto.jpg": "x"},
    )
    first = take_in_plain(inbox, warehouse)
    assert (first.seen, first.accepted, first.ignored) == (3, 3, 1)
    release = publish_ungated(warehouse)
    assert release is not None
    assert set(rows(release, "SELECT source, source_path FROM documents")) == {
        ("inbox", "a.txt.gz"), ("krant", "krant/drop.zip!/b.txt"), ("krant", "krant/drop.zip!/map/c.txt"),
    }  # fmt: skip
    again = take_in_plain(inbox, warehouse)
    assert (again.seen, again.unchanged, again.ignored) == (3, 3, 1)


def test_of_an_archive_that_changed_only_what_is_new_in_it_is_judged(inbox: Path, warehouse: Path) -> None:
    members = {"b.txt": article("2019-02", "de dijk"), "c.txt": article("2019-03", "het plein")}
    put_zip(inbox / "drop.zip", members)
    release_ungated(inbox, warehouse)
    put_zip(
        inbox / "drop.zip", {**members, "b.txt": article("2019-02", "de kade"), "d.txt": article("2020", "de beek")}
    )
    report = take_in_plain(inbox, warehouse)
    assert (report.seen, report.accepted, report.unchanged) == (3, 2, 1)
    release = publish_ungated(warehouse)
    assert release is not None
    assert paths_of(release) == {"drop.zip!/b.txt", "drop.zip!/c.txt", "drop.zip!/d.txt"}
    assert rows(release, "SELECT standing FROM verdicts WHERE source_path = 'drop.zip!/b.txt' ORDER BY batch_no") == [
        ("superseded",), ("current",),
    ]  # fmt: skip


def test_a_file_that_is_unpacked_is_a_moved_file(inbox: Path, warehouse: Path) -> None:
    put_zip(inbox / "drop.zip", {"b.txt": article("2019-02", "de dijk")})
    release_ungated(inbox, warehouse)
    (inbox / "drop.zip").unlink()
    write_article(inbox, "b.txt", "2019-02", "de dijk")
    report = take_in_plain(inbox, warehouse)
    assert (report.seen, report.unchanged) == (1, 1)


def test_bombs_and_damaged_archives_are_one_verdict_each_and_known_again(inbox: Path, warehouse: Path) -> None:
    put_zip(inbox / "bom.zip", {"nullen.txt": "\0" * 3_000_000, "b.txt": article("2019-02", "de dijk")})
    (inbox / "stuk.zip").write_bytes(b"PK\x03\x04 geen archief")
    (inbox / "stuk.txt.gz").write_bytes(gzip.compress(b"tekst")[:-3])
    write_article(inbox, "goed.txt", "2019-01", "de brug")
    release = release_ungated(inbox, warehouse)
    assert verdicts_of(release) == {
        ("bom.zip", "archive_bomb", "current"),
        ("stuk.zip", "archive_unreadable", "current"),
        ("stuk.txt.gz", "archive_unreadable", "current"),
        ("goed.txt", "all_checks_passed", "current"),
    }
    assert rows(release, "SELECT count(*) FROM verdicts WHERE measured_value IS NULL AND verdict = 'rejected'") == [
        (0,)
    ]
    again = take_in_plain(inbox, warehouse)
    assert (again.seen, again.unchanged) == (4, 4)


def test_an_archive_without_a_file_is_counted_as_ignored_at_every_look(inbox: Path, warehouse: Path) -> None:
    put_zip(inbox / "leeg.zip", {})
    put_zip(inbox / "mappen.zip", {"map/": ""})
    for _ in range(2):
        report = take_in_plain(inbox, warehouse)
        assert (report.seen, report.ignored) == (0, 2)
    assert explain(Warehouse(warehouse), "leeg.zip", inbox=inbox).is_ignored


def test_what_other_limits_kept_out_is_read_again_when_they_change(inbox: Path, warehouse: Path) -> None:
    small = article("2019-03", "het plein")
    large = article("2019-01", "de brug") + "\n\nDe raad sprak er lang over en stemde toen in met het plan."
    (inbox / "groot.txt").write_text(large, encoding="utf-8")
    put_zip(inbox / "drop.zip", {"groot.txt": large.replace("brug", "dijk"), "c.txt": small})
    release = release_ungated(inbox, warehouse, maximum_file_bytes=len(small))
    assert paths_of(release) == {"drop.zip!/c.txt"}
    assert take_in_plain(inbox, warehouse, maximum_file_bytes=len(small)).unchanged == 3
    report = take_in_plain(inbox, warehouse, maximum_file_bytes=20_000)
    assert (report.accepted, report.unchanged) == (2, 1)
    assert take_in_plain(inbox, warehouse, maximum_file_bytes=20_000).unchanged == 3


def test_a_young_file_or_archive_is_put_off_and_taken_later(inbox: Path, warehouse: Path) -> None:
    old = time.time() - 60
    write_article(inbox, "oud.txt", "2019-01", "de brug")
    os.utime(inbox / "oud.txt", (old, old))
    write_article(inbox, "jong.txt", "2019-02", "de dijk")
    put_zip(inbox / "jong.zip", {"c.txt": article("2019-03", "het plein"), "d.txt": article("2019-04", "de beek")})
    write_article(inbox, "toekomst.txt", "2019-05", "de kade")
    os.utime(inbox / "toekomst.txt", (old + 10**9, old + 10**9))  # a wrong clock must not keep a file out for ever
    report = take_in_plain(inbox, warehouse, minimum_file_age_seconds=30)
    assert (report.seen, report.accepted, report.deferred) == (4, 2, 2)
    story = explain(Warehouse(warehouse), "jong.txt", inbox=inbox)
    assert [row["cause"] for row in story.deferred] == ["still_being_written"]
    for name in ("jong.txt", "jong.zip"):
        os.utime(inbox / name, (old, old))
    report = take_in_plain(inbox, warehouse, minimum_file_age_seconds=30)
    assert (report.seen, report.accepted, report.unchanged, report.deferred) == (5, 3, 2, 0)


def test_a_known_file_is_unchanged_however_young(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "a.txt", "2019-01", "de brug")
    take_in_plain(inbox, warehouse)
    report = take_in_plain(inbox, warehouse, minimum_file_age_seconds=3600)
    assert (report.unchanged, report.deferred) == (1, 0)


def test_files_of_one_path_in_two_inboxes_are_two_documents(tmp_path: Path, warehouse: Path) -> None:
    one, other = tmp_path / "een/inbox", tmp_path / "twee/inbox"
    write_article(one, "krant/a.txt", "2019-01", "de brug")
    write_article(other, "krant/a.txt", "2019-02", "de dijk")
    release_ungated(one, warehouse)
    release = release_ungated(other, warehouse)
    assert rows(release, "SELECT inbox_no, source, source_path FROM documents ORDER BY inbox_no") == [
        (1, "krant", "krant/a.txt"), (2, "krant", "krant/a.txt"),
    ]  # fmt: skip
    # New content in one of them supersedes that one.
    write_article(one, "krant/a.txt", "2019-01", "de kade")
    release = release_ungated(one, warehouse)
    assert rows(release, "SELECT count(*), count(*) FILTER (WHERE text LIKE '%de dijk%') FROM documents") == [(2, 1)]


def test_an_inbox_that_was_moved_is_the_same_inbox(tmp_path: Path, warehouse: Path) -> None:
    inbox = tmp_path / "inbox"
    for number, topic in enumerate(("de brug", "de dijk", "het plein"), start=1):
        write_article(inbox, f"krant/{number}.txt", f"2019-0{number}", topic)
    release_ungated(inbox, warehouse)
    moved = tmp_path / "elders"
    inbox.rename(moved)
    report = take_in_plain(moved, warehouse)
    assert (report.seen, report.unchanged) == (3, 3)
    write_article(moved, "krant/1.txt", "2019-01", "de kade")
    release = release_ungated(moved, warehouse)
    assert rows(release, "SELECT inbox_no, count(*) FROM documents GROUP BY inbox_no") == [(1, 3)]


def test_a_moved_file_takes_its_document_along_in_the_next_release(inbox: Path, warehouse: Path) -> None:
    for number, topic in enumerate(("de brug", "de dijk"), start=1):
        write_article(inbox, f"{number}.txt", f"2019-0{number}", topic)
    release_ungated(inbox, warehouse)
    (inbox / "archief").mkdir()
    (inbox / "1.txt").rename(inbox / "archief/1.txt")
    take_in_plain(inbox, warehouse)
    assert publish_ungated(warehouse) is None  # a move alone makes no release
    write_article(inbox, "3.txt", "2019-03", "het plein")
    release = release_ungated(inbox, warehouse)
    assert rows(release, "SELECT source, source_path FROM documents ORDER BY ALL") == [
        ("archief", "archief/1.txt"), ("inbox", "2.txt"), ("inbox", "3.txt"),
    ]  # fmt: skip
    assert rows(release, "SELECT change, source_path FROM changes WHERE release LIKE '%.1' ORDER BY ALL") == [
        ("added", "3.txt"), ("changed", "archief/1.txt"),
    ]  # fmt: skip
    story = explain(Warehouse(warehouse), "1.txt", inbox=inbox)
    assert [row["source_path"] for row in story.verdicts] == ["archief/1.txt"]


def test_new_content_of_a_moved_file_supersedes_it(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "1.txt", "2019-01", "de brug")
    release_ungated(inbox, warehouse)
    (inbox / "1.txt").rename(inbox / "2.txt")
    take_in_plain(inbox, warehouse)
    write_article(inbox, "2.txt", "2019-01", "de vernieuwde brug")
    release = release_ungated(inbox, warehouse)
    assert paths_of(release) == {"2.txt"}
    assert {(path, standing) for path, _, standing in verdicts_of(release)} == {
        ("2.txt", "superseded"), ("2.txt", "current"),
    }  # fmt: skip


def test_a_newcomer_under_the_old_path_of_a_moved_file_is_another_file(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "1.txt", "2019-01", "de brug")
    release_ungated(inbox, warehouse)
    (inbox / "1.txt").rename(inbox / "2.txt")
    write_article(inbox, "1.txt", "2019-02", "de dijk")
    report = take_in_plain(inbox, warehouse)
    assert report.is_balanced()
    release = publish_ungated(warehouse)
    assert release is not None
    assert paths_of(release) == {"1.txt", "2.txt"}
    for name in ("1.txt", "2.txt"):  # and back again, each with its own life
        (inbox / name).rename(inbox / f"weg-{name}")
    write_article(inbox, "3.txt", "2019-03", "het plein")
    assert paths_of(release_ungated(inbox, warehouse)) == {"weg-1.txt", "weg-2.txt", "3.txt"}


def test_a_file_that_moves_back_and_forth_between_releases_keeps_its_document(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "a.txt", "2019-01", "de brug")
    release_ungated(inbox, warehouse)
    for step, (old, new) in enumerate([("a.txt", "b.txt"), ("b.txt", "a.txt"), ("a.txt", "c.txt"), ("c.txt", "a.txt")]):
        (inbox / old).rename(inbox / new)
        write_article(inbox, f"nieuw-{step}.txt", "2019-02", f"plan {'abcd'[step]}")
        release = release_ungated(inbox, warehouse)
        assert new in paths_of(release)
        assert old not in paths_of(release)
    write_article(inbox, "a.txt", "2019-01", "de vernieuwde brug")
    release = release_ungated(inbox, warehouse)
    assert rows(release, "SELECT count(*) FROM documents WHERE text LIKE '%brug%'") == [(1,)]


def test_a_copy_that_moved_takes_the_place_of_its_survivor(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "a.txt", "2019-01", "de brug")
    write_article(inbox, "b.txt", "2019-01", "de brug")
    release_ungated(inbox, warehouse)
    (inbox / "b.txt").rename(inbox / "c.txt")
    write_article(inbox, "a.txt", "2019-02", "de dijk")
    release = release_ungated(inbox, warehouse)
    assert set(rows(release, "SELECT source_path, text LIKE '%de brug%' FROM documents")) == {
        ("a.txt", False), ("c.txt", True),
    }  # fmt: skip


def test_a_file_without_a_header_is_dated_by_its_name_when_the_setting_says_so(inbox: Path, warehouse: Path) -> None:
    text = article("2019-01", "de brug", header="")
    (inbox / "2019-04-12_brug.txt").write_text(text, encoding="utf-8")
    (inbox / "zonder.txt").write_text(text.replace("brug", "dijk"), encoding="utf-8")
    write_article(inbox, "krant-2018-07.txt", "2019-03", "het plein")
    report = take_in_plain(inbox, warehouse / "uit")
    assert (report.accepted, report.rejected) == (1, 2)
    release = release_ungated(inbox, warehouse, is_file_name_dated=True)
    found = rows(
        release, "SELECT source_path, date_start::VARCHAR, date_precision, repairs, has_date_conflict FROM documents"
    )
    assert sorted(found) == [
        ("2019-04-12_brug.txt", "2019-04-12", "day", ["date_from_file_name"], False),
        ("krant-2018-07.txt", "2019-03-01", "month", [], True),
    ]


def test_a_folder_named_like_an_opened_archive_is_told_apart_from_it(inbox: Path, warehouse: Path) -> None:
    put_zip(inbox / "drop.zip", {"a.txt": article("2019-02", "de dijk")})
    write_article(inbox, "drop.zip!/a.txt", "2019-03", "de markt")
    release = release_ungated(inbox, warehouse)
    assert paths_of(release) == {"drop.zip!/a.txt", "drop.zip%21/a.txt"}
    told = explain(Warehouse(warehouse.resolve()), "drop.zip!/a.txt", inbox=inbox)
    assert {row["source_path"] for row in told.verdicts} == paths_of(release)
