"""The account closes, whatever happens to files between runs."""

from __future__ import annotations

import csv
import os
from functools import partial
from pathlib import Path

import duckdb
import pytest

from tests.articles import article, write_article
from tests.plain_road import run_plain, take_in_plain
from tests.standing import Standing
from transforms.paragraphs import clean_body
from warehouse.layout import Warehouse
from warehouse.releases import release_versions

run_ungated = partial(run_plain, is_gated=False)
FIELDS = ("seen", "accepted", "rejected", "duplicates", "unchanged", "deferred")


AFTER_A_RUN = pytest.mark.parametrize("folder", ["after_a_run"], indirect=True)
AFTER_A_GATED_RUN = pytest.mark.parametrize("folder", ["after_a_gated_run"], indirect=True)
"""The inbox has been published before the test begins."""


def deliver(inbox: Path) -> None:
    for number, topic in enumerate(("de brug", "het museum", "de dijk"), start=1):
        write_article(inbox, f"{number}.txt", f"2019-0{number}", topic)


def publish(folder: Path, *, is_gated: bool) -> None:
    deliver(folder / "inbox")
    assert run_plain(folder / "inbox", folder / "warehouse", is_gated=is_gated).published


@pytest.fixture(scope="module")
def after_a_run(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    return Standing(tmp_path_factory.mktemp("run"), partial(publish, is_gated=False))


@pytest.fixture(scope="module")
def after_a_gated_run(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    return Standing(tmp_path_factory.mktemp("gated"), partial(publish, is_gated=True))


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Three files, and a warehouse of them where a test asks for it."""
    if not hasattr(request, "param"):
        deliver(tmp_path / "inbox")
        return tmp_path
    standing: Standing = request.getfixturevalue(request.param)
    return standing.again()


@pytest.fixture
def inbox(folder: Path) -> Path:
    return folder / "inbox"


@pytest.fixture
def warehouse(folder: Path) -> Path:
    return folder / "warehouse"


def account(report: object) -> tuple[int, ...]:
    return tuple(getattr(report, name) for name in FIELDS)


def documents(warehouse: Path, version: str | None = None) -> dict[str, str]:
    """source_path by doc_id, of the release that latest.json names or of a version."""
    folder = warehouse / "releases" / (version or release_versions(Warehouse(warehouse))[-1])
    with duckdb.connect(folder / "kroniek.duckdb", read_only=True) as catalog:
        return dict(catalog.execute("SELECT source_path, doc_id FROM documents").fetchall())


def verdicts(warehouse: Path) -> list[tuple[str, str, str]]:
    folder = warehouse / "releases" / release_versions(Warehouse(warehouse))[-1]
    with duckdb.connect(folder / "kroniek.duckdb", read_only=True) as catalog:
        return catalog.execute(
            "SELECT source_path, verdict, standing FROM verdicts ORDER BY source_path, batch_no"
        ).fetchall()


def test_every_file_of_the_sample_gets_the_verdict_that_expected_csv_says(sample: Path, warehouse: Path) -> None:
    report = run_plain(sample / "inbox", warehouse)
    with (sample / "expected.csv").open(encoding="utf-8") as file:
        expected = {row["source_path"]: row for row in csv.DictReader(file)}
    folder = warehouse / "releases" / "2026.11.0"
    with duckdb.connect(folder / "kroniek.duckdb", read_only=True) as catalog:
        found = catalog.execute("SELECT source, source_path, verdict, reason FROM verdicts").fetchall()
        dated = catalog.execute(
            "SELECT source_path, date_start::VARCHAR, date_end::VARCHAR, date_precision, encoding FROM documents"
        ).fetchall()
        copies = catalog.execute(
            "SELECT duplicates.source_path, documents.source_path "
            "FROM duplicates JOIN documents ON documents.doc_id = duplicate_of"
        ).fetchall()
    assert {(source, path, verdict, reason) for source, path, verdict, reason in found} == {
        (row["source"], row["source_path"], row["verdict"], row["reason"]) for row in expected.values()
    }
    columns = ("source_path", "date_start", "date_end", "date_precision", "encoding")
    assert set(dated) == {
        tuple(row[name] for name in columns) for row in expected.values() if row["verdict"] == "accepted"
    }
    assert set(copies) == {
        (path, row["duplicate_of_path"]) for path, row in expected.items() if row["verdict"] == "duplicate"
    }
    assert report.is_balanced()
    assert report.seen == len(expected)


def test_nothing_new_makes_no_release(inbox: Path, warehouse: Path) -> None:
    assert account(run_ungated(inbox, warehouse)) == (3, 3, 0, 0, 0, 0)
    second = run_ungated(inbox, warehouse)
    assert account(second) == (3, 0, 0, 0, 3, 0)
    assert not second.published
    assert second.latest == "2026.11.0"
    assert release_versions(Warehouse(warehouse)) == ["2026.11.0"]


@AFTER_A_GATED_RUN
def test_a_new_file_makes_a_release_that_keeps_the_old_documents(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "4.txt", "2021-05", "de markt")
    report = run_plain(inbox, warehouse)
    assert account(report) == (4, 1, 0, 0, 3, 0)
    assert report.release == "2026.11.1"
    assert len(documents(warehouse)) == 4
    assert len(documents(warehouse, "2026.11.0")) == 3


@AFTER_A_RUN
def test_a_refusal_alone_makes_no_release_and_is_carried_by_the_next(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "fout.txt", "2019-13")
    report = run_ungated(inbox, warehouse)
    assert account(report) == (4, 0, 1, 0, 3, 0)
    assert not report.published
    write_article(inbox, "4.txt", "2021-05", "de markt")
    assert run_ungated(inbox, warehouse).release == "2026.11.1"
    assert ("fout.txt", "rejected", "current") in verdicts(warehouse)


@AFTER_A_GATED_RUN
def test_only_duplicates_make_a_release_that_tells_of_them(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "kopie.txt", "2018-02", "de dijk")
    report = run_plain(inbox, warehouse)
    assert account(report) == (4, 0, 0, 1, 3, 0)
    assert report.published
    with duckdb.connect(warehouse / "releases/2026.11.1/kroniek.duckdb", read_only=True) as catalog:
        rows = catalog.execute(
            "SELECT source_path, date_start::VARCHAR, earliest_date::VARCHAR FROM documents WHERE source_path = '3.txt'"
        ).fetchall()
        change = catalog.execute("SELECT change FROM changes WHERE release = '2026.11.1'").fetchall()
    assert rows == [("3.txt", "2019-03-01", "2018-02-01")]  # the published one stays, its earliest date is lowered
    assert change == [("changed",)]


def test_of_equal_texts_in_one_run_the_earliest_dated_survives(tmp_path: Path, warehouse: Path) -> None:
    inbox = tmp_path / "equal"
    write_article(inbox, "a-laat.txt", "2020-06", "de brug")
    write_article(inbox, "b-vroeg.txt", "2019-01", "de brug")
    run_ungated(inbox, warehouse)
    assert list(documents(warehouse)) == ["b-vroeg.txt"]


@AFTER_A_RUN
def test_accepted_new_content_supersedes_the_old_document(inbox: Path, warehouse: Path) -> None:
    old = documents(warehouse)["2.txt"]
    write_article(inbox, "2.txt", "2019-02", "het vernieuwde museum")
    report = run_ungated(inbox, warehouse)
    assert account(report) == (3, 1, 0, 0, 2, 0)
    assert documents(warehouse)["2.txt"] != old
    assert len(documents(warehouse)) == 3
    assert [row for row in verdicts(warehouse) if row[0] == "2.txt"] == [
        ("2.txt", "accepted", "superseded"),
        ("2.txt", "accepted", "current"),
    ]


@AFTER_A_RUN
def test_refused_new_content_leaves_the_old_document_standing(inbox: Path, warehouse: Path) -> None:
    before = documents(warehouse)
    (inbox / "2.txt").write_text("zonder datum, en dus geweigerd", encoding="utf-8")
    report = run_ungated(inbox, warehouse)
    assert account(report) == (3, 0, 1, 0, 2, 0)
    write_article(inbox, "4.txt", "2021-05", "de markt")
    run_ungated(inbox, warehouse)
    assert documents(warehouse)["2.txt"] == before["2.txt"]
    assert [row for row in verdicts(warehouse) if row[0] == "2.txt"] == [
        ("2.txt", "accepted", "current"),
        ("2.txt", "rejected", "current"),
    ]


@AFTER_A_RUN
def test_a_header_date_that_is_mended_supersedes_and_is_no_duplicate_of_itself(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "2.txt", "2018-12", "het museum")
    assert account(run_ungated(inbox, warehouse)) == (3, 1, 0, 0, 2, 0)
    with duckdb.connect(warehouse / "releases/2026.11.1/kroniek.duckdb", read_only=True) as catalog:
        dates = catalog.execute("SELECT date_start::VARCHAR FROM documents WHERE source_path = '2.txt'").fetchall()
    assert dates == [("2018-12-01",)]


@pytest.mark.parametrize("copy_date", ["2019-02", "2020-07"], ids=["byte-equal", "same text, other date"])
def test_when_a_survivor_is_superseded_its_copy_takes_its_place(inbox: Path, warehouse: Path, copy_date: str) -> None:
    write_article(inbox, "z-kopie.txt", copy_date, "het museum")
    run_plain(inbox, warehouse)
    assert "z-kopie.txt" not in documents(warehouse)
    write_article(inbox, "2.txt", "2019-02", "iets heel anders")
    run_plain(inbox, warehouse)
    assert {"2.txt", "z-kopie.txt"} <= set(documents(warehouse))
    assert ("z-kopie.txt", "accepted", "current") in verdicts(warehouse)


@AFTER_A_GATED_RUN
def test_content_that_comes_back_is_current_again(inbox: Path, warehouse: Path) -> None:
    first = documents(warehouse)["2.txt"]
    write_article(inbox, "2.txt", "2019-02", "iets heel anders")
    run_plain(inbox, warehouse)
    write_article(inbox, "2.txt", "2019-02", "het museum")
    run_plain(inbox, warehouse)
    assert documents(warehouse)["2.txt"] == first
    assert len(documents(warehouse)) == 3


@AFTER_A_GATED_RUN
def test_a_document_whose_own_bytes_come_back_does_not_stop_the_gate(inbox: Path, warehouse: Path) -> None:
    good = (inbox / "1.txt").read_bytes()
    (inbox / "1.txt").write_text("zonder datum", encoding="utf-8")
    take_in_plain(inbox, warehouse)
    (inbox / "1.txt").write_bytes(good)
    write_article(inbox, "nieuw.txt", "2020-03", "de molen")
    report = run_plain(inbox, warehouse)
    assert report.published, report.failed_checks


@AFTER_A_RUN
def test_a_moved_file_is_unchanged(inbox: Path, warehouse: Path) -> None:
    (inbox / "archief").mkdir()
    (inbox / "2.txt").rename(inbox / "archief" / "2.txt")
    report = run_ungated(inbox, warehouse)
    assert account(report) == (3, 0, 0, 0, 3, 0)
    assert not report.published
    assert account(run_ungated(inbox, warehouse)) == (3, 0, 0, 0, 3, 0)


@AFTER_A_RUN
def test_a_touched_file_is_unchanged(inbox: Path, warehouse: Path) -> None:
    os.utime(inbox / "2.txt", (1, 1))
    assert account(run_ungated(inbox, warehouse)) == (3, 0, 0, 0, 3, 0)


@AFTER_A_RUN
def test_deleting_a_file_withdraws_nothing(inbox: Path, warehouse: Path) -> None:
    (inbox / "1.txt").unlink()
    write_article(inbox, "4.txt", "2021-05", "de markt")
    assert account(run_ungated(inbox, warehouse)) == (3, 1, 0, 0, 2, 0)
    assert len(documents(warehouse)) == 4


def test_what_is_no_source_file_is_ignored_and_counted(inbox: Path, warehouse: Path) -> None:
    (inbox / "leesmij.md").write_text("geen artikel")
    (inbox / "naar-buiten.txt").symlink_to(Path(os.devnull))
    report = run_ungated(inbox, warehouse)
    assert account(report) == (3, 3, 0, 0, 0, 0)
    assert report.ignored == 2


def test_a_large_file_is_a_verdict_and_its_bytes_are_not_kept(inbox: Path, warehouse: Path) -> None:
    (inbox / "groot.txt").write_text(article("2020-01") * 20, encoding="utf-8")
    report = run_ungated(inbox, warehouse, maximum_file_bytes=5000)
    assert account(report) == (4, 3, 1, 0, 0, 0)
    assert [row for row in verdicts(warehouse) if row[1] == "rejected"] == [("groot.txt", "rejected", "current")]


def test_take_in_alone_publishes_nothing_and_the_next_run_publishes_it(inbox: Path, warehouse: Path) -> None:
    assert account(take_in_plain(inbox, warehouse)) == (3, 3, 0, 0, 0, 0)
    assert release_versions(Warehouse(warehouse)) == []
    report = run_ungated(inbox, warehouse)
    assert account(report) == (3, 0, 0, 0, 3, 0)
    assert report.published
    assert len(documents(warehouse)) == 3


def test_after_take_in_the_inbox_may_be_emptied(inbox: Path, warehouse: Path) -> None:
    take_in_plain(inbox, warehouse)
    for path in inbox.iterdir():
        path.unlink()
    run_ungated(inbox, warehouse)
    assert len(documents(warehouse)) == 3


@AFTER_A_RUN
def test_a_deleted_state_file_is_made_again_without_a_second_verdict(inbox: Path, warehouse: Path) -> None:
    (warehouse / "state.duckdb").unlink()
    write_article(inbox, "4.txt", "2021-05", "de markt")
    assert account(run_ungated(inbox, warehouse)) == (4, 1, 0, 0, 3, 0)
    assert len(documents(warehouse)) == 4


def test_a_file_that_meets_a_bug_is_set_aside_and_goes_through_when_it_is_mended(
    inbox: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planted(text: str) -> str:
        if "museum" in text:
            raise ZeroDivisionError("a planted bug")
        return clean_body(text)

    monkeypatch.setattr("transforms.source_documents.clean_body", planted)
    report = run_ungated(inbox, warehouse)
    assert account(report) == (3, 2, 0, 0, 0, 1)
    assert report.isolated == ["2.txt: ZeroDivisionError: a planted bug"]
    assert report.published

    still = run_ungated(inbox, warehouse)
    assert account(still) == (3, 0, 0, 0, 2, 1)
    assert len(Warehouse(warehouse).raw_batches()) == 1  # its bytes are not copied again

    (inbox / "2.txt").unlink()  # the inbox may be emptied: raw/ has it
    monkeypatch.setattr("transforms.source_documents.clean_body", clean_body)
    after = run_ungated(inbox, warehouse)
    assert account(after) == (3, 1, 0, 0, 2, 0)
    assert set(documents(warehouse)) == {"1.txt", "2.txt", "3.txt"}
    assert run_ungated(inbox, warehouse).is_balanced()
