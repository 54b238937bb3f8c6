"""Years and months of many rows lie in finer files: what is published is the same, and less of it is written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from kroniek.cli import main
from tests.articles import write_article
from tests.erasing import erase
from tests.plain_road import recompute_plain, run_plain
from tests.standing import Standing
from tests.ungated import assert_invariants, rows
from transforms.schema import PUBLISHED_TABLES
from warehouse import filing
from warehouse.clusters import find_cluster
from warehouse.layout import Warehouse
from warehouse.verification import verify_warehouse
from warehouse.withdraw import withdraw

TABLES_BY_DATE = ("documents", "paragraphs", "sentences", "term_months")
BY_YEAR = {"2017", "2018"}
BY_MONTH = {"2017", "2018-01", "2018-03", "2018-04"}
OF_2018 = {"2018-01", "2018-03", "2018-04"}


def few(inbox: Path) -> None:
    for number in range(2):
        write_article(inbox, f"jaar-{number}.txt", "2018", f"de dijk nummer {number}")
        write_article(inbox, f"maart-{number}.txt", "2018-03", f"de brug nummer {number}")
        write_article(inbox, f"eerder-{number}.txt", "2017-03", f"de markt nummer {number}")
    write_article(inbox, "april-0.txt", "2018-04-12", "het museum nummer 0")


def many(inbox: Path) -> None:
    for number in range(1, 4):
        write_article(inbox, f"april-{number}.txt", f"2018-04-0{number}", f"het museum nummer {number}")


def one_more(inbox: Path) -> None:
    write_article(inbox, "april-9.txt", "2018-04", "het museum nummer 9")


def another_year(inbox: Path) -> None:
    for number in range(1, 4):
        write_article(inbox, f"april-{number}.txt", "2016-05", f"het theater nummer {number}")


DELIVERIES = (few, many, one_more, another_year)


def few_are_many_in(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(filing, "MOST_DOCUMENTS_OF_A_YEAR_FILE", 6)
    patch.setattr(filing, "MOST_ROWS_OF_A_MONTH_FILE", 9)


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    few_are_many_in(monkeypatch)


def publish(folder: Path, day: int, **settings: Any) -> Path:
    report = run_plain(folder / "inbox", folder / "warehouse", now=f"2026-11-{day:02d}T06:00:00Z", **settings)
    assert report.published, report
    assert report.gate in {"passed", "warned"}, report.failed_checks
    return folder / "warehouse/releases" / str(report.release)


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two warehouses with the same four releases; in the second no year has many documents. Not to be written to."""
    by_month, by_year = tmp_path_factory.mktemp("by-month"), tmp_path_factory.mktemp("by-year")
    with pytest.MonkeyPatch.context() as patch:
        for folder, most_documents, most_rows in ((by_month, 6, 9), (by_year, 10_000, 100_000)):
            patch.chdir(folder)
            patch.setattr(filing, "MOST_DOCUMENTS_OF_A_YEAR_FILE", most_documents)
            patch.setattr(filing, "MOST_ROWS_OF_A_MONTH_FILE", most_rows)
            for day, deliver in enumerate(DELIVERIES, 1):
                deliver(folder / "inbox")
                publish(folder, day, is_gated=folder is by_month)
    return by_month, by_year


def release(folder: Path, number: int) -> Path:
    return folder / f"warehouse/releases/2026.11.{number}"


def keys(folder: Path, table: str) -> set[str]:
    return {path.stem.removeprefix(f"{table}-") for path in folder.glob(f"{table}/*.parquet")}


def linked(folder: Path, parent: Path, table: str) -> set[str]:
    return {
        key
        for key in keys(folder, table) & keys(parent, table)
        if (folder / f"{table}/{table}-{key}.parquet").samefile(parent / f"{table}/{table}-{key}.parquet")
    }


@pytest.mark.parametrize("table", TABLES_BY_DATE)
def test_a_year_gets_a_file_a_month_when_it_has_many_documents_and_one_file_when_it_has_few(
    lives: tuple[Path, Path], table: str
) -> None:
    folder, _ = lives
    terms_of_one_document = {"2018-03"} if table == "term_months" else set()
    assert keys(release(folder, 0), table) == BY_YEAR
    assert keys(release(folder, 1), table) >= BY_MONTH - terms_of_one_document
    assert keys(release(folder, 1), table) <= BY_MONTH
    assert keys(release(folder, 3), table) == {"2016", "2017", "2018"}


def test_of_a_year_with_a_file_a_month_only_the_months_that_something_comes_to_are_written(
    lives: tuple[Path, Path],
) -> None:
    folder, _ = lives
    for table in TABLES_BY_DATE:
        before = release(folder, 1)
        assert linked(release(folder, 2), before, table) == keys(before, table) - {"2018-04"}, table


def test_every_document_lies_in_the_file_of_its_month_and_those_of_year_precision_in_januarys(
    lives: tuple[Path, Path],
) -> None:
    folder, _ = lives
    for key in OF_2018:
        read = pq.read_table(release(folder, 1) / f"documents/documents-{key}.parquet").to_pylist()
        assert {f"{row['date_start']:%Y-%m}" for row in read} == {key}
        ids = pq.read_table(release(folder, 1) / f"sentences/sentences-{key}.parquet").column("doc_id").to_pylist()
        assert list(dict.fromkeys(ids)) == [row["doc_id"] for row in read]
    [january] = {key for key in OF_2018 if key.endswith("01")}
    read = pq.read_table(release(folder, 1) / f"documents/documents-{january}.parquet").to_pylist()
    assert {row["date_precision"] for row in read} == {"year"}


def test_verdicts_of_a_month_get_a_file_a_day_and_changes_a_file_a_release_when_they_are_many(
    lives: tuple[Path, Path],
) -> None:
    folder, _ = lives
    assert keys(release(folder, 0), "verdicts") == keys(release(folder, 0), "changes") == {"2026-11"}
    assert keys(release(folder, 1), "verdicts") == {"2026-11-01", "2026-11-02"}
    assert keys(release(folder, 1), "changes") == {"2026.11.0", "2026.11.1"}
    for table, new in (("verdicts", "2026-11-03"), ("changes", "2026.11.2")):
        before = release(folder, 1)
        assert keys(release(folder, 2), table) == keys(before, table) | {new}
        assert linked(release(folder, 2), before, table) == keys(before, table)
    # Three files were superseded, so that day's verdicts stand otherwise.
    assert linked(release(folder, 3), release(folder, 2), "verdicts") == {"2026-11-01", "2026-11-03"}


@pytest.mark.parametrize("number", range(len(DELIVERIES)))
def test_a_release_describes_its_changes_the_same_however_they_are_filed(lives: tuple[Path, Path], number: int) -> None:
    told = [(release(folder, number) / "CHANGES.md").read_text() for folder in lives]
    assert told[0] == told[1]


@pytest.mark.parametrize("number", range(len(DELIVERIES)))
def test_all_tables_hold_the_same_rows_however_they_are_filed(lives: tuple[Path, Path], number: int) -> None:
    by_month, by_year = lives
    for table in PUBLISHED_TABLES:
        hidden = "EXCLUDE (run_id)" if table.name == "verdicts" else ""
        query = f"SELECT * {hidden} FROM {table.name} ORDER BY ALL"  # noqa: S608
        assert rows(release(by_month, number), query) == rows(release(by_year, number), query), table.name


def test_the_invariants_hold_and_the_whole_warehouse_is_sound(lives: tuple[Path, Path]) -> None:
    folder, _ = lives
    for number in range(len(DELIVERIES)):
        assert_invariants(release(folder, number))
    assert verify_warehouse(Warehouse(folder / "warehouse")).is_whole


def publish_by_month(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        few_are_many_in(patch)
        for deliver in (few, many):
            deliver(folder / "inbox")
        publish(folder, 1)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    return Standing(tmp_path_factory.mktemp("at-once"), publish_by_month)


@pytest.fixture
def by_month(standing: Standing, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse of one's own whose last release has files a month."""
    folder = standing.again()
    monkeypatch.chdir(folder)
    return folder


def test_what_is_published_at_once_is_filed_as_what_came_bit_by_bit(lives: tuple[Path, Path], by_month: Path) -> None:
    for table in TABLES_BY_DATE:
        assert keys(release(by_month, 0), table) == keys(release(lives[0], 1), table)


def test_measuring_everything_again_gives_the_same_files(by_month: Path) -> None:
    recompute_plain(by_month / "inbox", by_month / "warehouse", now="2026-11-02T06:00:00Z", is_forced=True)
    one_more(by_month / "inbox")
    after = publish(by_month, 3)
    assert keys(after, "documents") == BY_MONTH
    assert_invariants(after)


def test_paths_are_shown_otherwise_in_every_file(by_month: Path) -> None:
    one_more(by_month / "inbox")
    after = publish(by_month, 2, publish_paths="hash")
    assert keys(after, "documents") == BY_MONTH
    assert linked(after, release(by_month, 0), "documents") == set()
    assert not any(path.endswith(".txt") for (path,) in rows(after, "SELECT source_path FROM documents"))


def test_erasing_makes_the_file_of_the_month_anew_in_past_releases(by_month: Path) -> None:
    place = Warehouse(by_month / "warehouse")
    before = rows(release(by_month, 0), "SELECT term, n, occurrences FROM term_months ORDER BY ALL")
    [(doc_id,)] = rows(release(by_month, 0), "SELECT doc_id FROM documents WHERE source_path LIKE '%april-2%'")
    now = datetime(2026, 11, 2, 6, tzinfo=UTC)
    untouched = pq.read_table(release(by_month, 0) / "documents/documents-2018-03.parquet")
    withdraw(place, find_cluster(place, [doc_id], is_alone=True), reason="error", note=None, now=now)
    publish(by_month, 2)
    erase(place, [doc_id], is_past_included=True, now=now)
    past = release(by_month, 0)
    assert keys(past, "documents") == BY_MONTH
    assert rows(past, f"SELECT 1 FROM sentences WHERE doc_id = '{doc_id}'") == []  # noqa: S608
    assert rows(past, "SELECT documents FROM months WHERE published_month = DATE '2018-04-01'") == [(3,)]
    assert rows(past, "SELECT term, n, occurrences FROM term_months ORDER BY ALL") != before
    assert pq.read_table(past / "documents/documents-2018-03.parquet").equals(untouched)
    assert verify_warehouse(place).is_whole


def test_an_export_holds_the_same_bytes_however_they_are_filed(lives: tuple[Path, Path]) -> None:
    exported = []
    for folder in lives:
        place = ["--warehouse", str(folder / "warehouse"), "--as-of", "2026.11.2", "--out", str(folder / "out")]
        assert main(["export", *place, "--not-causal", "--from", "2018-03", "--to", "2018"]) == 0
        exported.append((folder / "out/documents.parquet").read_bytes())
    assert exported[0] == exported[1]
    assert pq.read_table(lives[0] / "out/documents.parquet").num_rows == 7
