"""The catalog: opens anywhere, says what everything means, and reads the files of its release and no others."""

from __future__ import annotations

import os
import re
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.articles import write_article
from tests.plain_road import run_plain
from transforms.errors import VerificationError
from transforms.schema import PUBLISHED_TABLES
from transforms.schema_types import Table
from transforms.schema_views import VIEWS
from warehouse import catalog
from warehouse.catalog import SQL_TYPES, build_catalog, count_through_catalog, open_catalog

COUNT = "SELECT count(*) FROM documents"
EVERY_TABLE = pytest.mark.parametrize("table", [*PUBLISHED_TABLES, *VIEWS], ids=lambda table: table.name)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalog")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for number in range(3):
            write_article(folder / "inbox", f"{number}.txt", f"201{number}-05", f"zaak {number}")
        report = run_plain(folder / "inbox", folder / "warehouse")  # with all that a catalog says
    return folder / "warehouse/releases" / str(report.release)


@pytest.fixture
def release(made_once: Path, tmp_path: Path) -> Path:
    """A copy to do as one likes with."""
    copy = tmp_path / "copy" / made_once.name
    shutil.copytree(made_once, copy)
    return copy


def count(path: str | Path) -> int:
    with duckdb.connect(path, read_only=True) as connection:
        [(found,)] = connection.execute(COUNT).fetchall()
    return int(found)


def test_it_opens_from_any_folder_and_by_a_relative_path(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert count(release / "kroniek.duckdb") == 3
    for folder, path in ((release, "kroniek.duckdb"), (release.parent, f"{release.name}/kroniek.duckdb"),
                         (release / "documents", "../kroniek.duckdb")):  # fmt: skip
        monkeypatch.chdir(folder)
        assert count(path) == 3


@pytest.mark.parametrize("name", ["elders", "met spatie", "haken [1]", "aan'haal", "ster *", "100%", "é"])
def test_it_opens_after_the_folder_was_moved(made_once: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(made_once, tmp_path / "eerst")
    (tmp_path / name).mkdir()
    (tmp_path / "eerst").rename(tmp_path / name / "release")
    assert count(tmp_path / name / "release" / "kroniek.duckdb") == 3


def test_it_holds_no_path_of_the_machine_that_made_it(made_once: Path) -> None:
    content = (made_once / "kroniek.duckdb").read_bytes()
    for part in (made_once.parts[-4], "releases/", ".tmp", "candidate", os.fspath(made_once.parents[3])):
        assert part.encode() not in content, part


def test_it_can_be_opened_by_those_who_may_only_read(made_once: Path) -> None:
    assert (made_once / "kroniek.duckdb").stat().st_mode & 0o777 == 0o444
    assert not (made_once / "kroniek.duckdb.wal").exists()


def test_attached_it_works_once_the_folder_is_said(release: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET VARIABLE kroniek = $folder", {"folder": str(release)})
        connection.execute(f"ATTACH '{release}/kroniek.duckdb' AS k (READ_ONLY)")
        [(found,)] = connection.execute("SELECT count(*) FROM k.documents").fetchall()
    assert found == 3


@EVERY_TABLE
def test_views_have_the_columns_and_types_of_the_schema(made_once: Path, table: Table) -> None:
    with open_catalog(made_once) as connection:
        described = connection.execute(f"DESCRIBE {table.name}").fetchall()
    assert [(name, kind) for name, kind, *_ in described] == [
        (column.name, SQL_TYPES[column.type]) for column in table.columns
    ]


@EVERY_TABLE
def test_views_and_columns_say_what_the_schema_says(made_once: Path, table: Table) -> None:
    with open_catalog(made_once) as connection:
        [(view_comment,)] = connection.execute(
            "SELECT comment FROM duckdb_views() WHERE view_name = $name", {"name": table.name}
        ).fetchall()
        comments = dict(
            connection.execute(
                "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = $name", {"name": table.name}
            ).fetchall()
        )
    assert view_comment == f"{table.description} Grain: {table.grain}."
    assert list(comments) == list(table.column_names)
    for column in table.columns:
        assert comments[column.name].startswith(column.description)
        assert comments[column.name].endswith(f"Source: {column.source}.")
        assert (f"Unit: {column.unit}." in comments[column.name]) == bool(column.unit)


def test_a_table_without_a_file_is_empty_and_has_its_columns(made_once: Path) -> None:
    assert not (made_once / "duplicates").exists()
    with open_catalog(made_once) as connection:
        assert connection.execute("SELECT duplicate_of, similarity FROM duplicates").fetchall() == []


def test_a_stray_file_in_a_folder_is_not_read(release: Path) -> None:
    shutil.copy(release / "documents/documents-2010.parquet", release / "documents/documents-2099.parquet")
    assert count(release / "kroniek.duckdb") == 3


def test_a_missing_file_is_an_error_and_no_smaller_answer(release: Path) -> None:
    (release / "documents/documents-2011.parquet").unlink()
    with pytest.raises(duckdb.IOException, match="documents-2011"):
        count(release / "kroniek.duckdb")


def test_rows_are_counted_through_it_once_and_again_when_a_file_is_another(
    release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def open_and_tell(folder: Path) -> duckdb.DuckDBPyConnection:
        opened.append(folder)
        return open_catalog(folder)

    monkeypatch.setattr(catalog, "open_catalog", open_and_tell)
    files = [path.relative_to(release).as_posix() for path in sorted(release.rglob("*.parquet"))]
    for name in ("kroniek.duckdb", *files):
        os.utime(release / name, (0, 0))
    counts = count_through_catalog(release, files)
    assert counts == count_through_catalog(release, files)
    assert (counts["documents"], counts["duplicates"], len(opened)) == (3, 0, 1)
    shutil.copy(release / "documents/documents-2010.parquet", release / "other")
    (release / "other").replace(release / "documents/documents-2010.parquet")
    assert count_through_catalog(release, files) == counts
    assert len(opened) == 2
    (release / "documents/documents-2010.parquet").unlink()
    assert count_through_catalog(release, files)["documents"] is None


@pytest.mark.parametrize("content", [None, b"", b"geen databank" * 1000])
def test_a_catalog_that_is_absent_or_damaged_is_an_expected_failure(release: Path, content: bytes | None) -> None:
    (release / "kroniek.duckdb").unlink()
    if content is not None:
        (release / "kroniek.duckdb").write_bytes(content)
    with pytest.raises(VerificationError, match="catalog cannot be opened") as error:
        open_catalog(release)
    assert error.value.exit_code == 14


def test_nothing_can_be_written_through_it(made_once: Path) -> None:
    with open_catalog(made_once) as connection, pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("DROP VIEW documents")


def test_a_catalog_over_no_file_at_all_can_be_made(tmp_path: Path) -> None:
    with duckdb.connect() as engine:
        build_catalog(engine, tmp_path, {})
    with open_catalog(tmp_path) as connection:
        for table in PUBLISHED_TABLES:
            assert connection.execute(f"SELECT count(*) FROM {table.name}").fetchall() == [(0,)]  # noqa: S608


@pytest.fixture(scope="module")
def recurring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles, of which two share a passage, which one of these holds twice."""
    folder = tmp_path_factory.mktemp("recurring")
    standing = "Dit bericht verscheen eerder in de papieren krant."
    bodies = {
        "2018-01": ("de haven", [standing]),
        "2019-06": ("de molen", [standing, standing]),
        "2020": ("de kade", []),
    }
    (folder / "inbox").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for month, (topic, more) in bodies.items():
            own = [f"Over {topic} wordt al jaren gepraat in de gemeenteraad, en nu is er een plan.",
                   f"Volgend jaar begint het werk aan {topic}. Dat duurt tot de zomer, zegt de wethouder.",
                   f"De bewoners zijn blij met wat er gebeurt rond {topic}. Zij vroegen er al lang om."]  # fmt: skip
            (folder / "inbox" / f"{month}.txt").write_text(f" date {month} " + "\n\n".join((*own, *more)))
        report = run_plain(folder / "inbox", folder / "warehouse")  # with all that a catalog says
    return folder / "warehouse/releases" / str(report.release)


def test_passages_of_several_documents_are_counted_once_a_document(recurring: Path) -> None:
    with open_catalog(recurring) as connection:
        [row] = connection.execute("SELECT * EXCLUDE (text_hash) FROM recurring_paragraphs").fetchall()
    standing = "Dit bericht verscheen eerder in de papieren krant."
    assert row == ("text", 2, 2, date(2018, 1, 1), date(2019, 6, 1), standing)


def test_passages_that_recur_can_be_left_out(recurring: Path) -> None:
    with open_catalog(recurring) as connection:
        [counts] = connection.execute(
            "SELECT (SELECT count(*) FROM paragraphs), (SELECT count(*) FROM unrepeated_paragraphs()),"
            " (SELECT count(*) FROM unrepeated_paragraphs(most_documents := 2))"
        ).fetchall()
    assert counts == (12, 9, 12)


def test_counting_what_recurs_reads_no_text_unless_it_is_asked_for(recurring: Path) -> None:
    with open_catalog(recurring) as connection:
        [(_, plan)] = connection.execute("EXPLAIN SELECT text_hash, documents FROM recurring_paragraphs").fetchall()
        [(_, plan_with_text)] = connection.execute("EXPLAIN SELECT text FROM recurring_paragraphs").fetchall()
    assert "min(text)" not in plan.replace(" ", "")
    assert re.search(r"[^_]text[^_]", plan) is None
    assert re.search(r"[^_]text[^_]", plan_with_text) is not None
