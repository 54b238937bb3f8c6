"""A release costs what is new: which files are written, and which are the parent's own."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from tests.articles import write_article
from tests.crash.moments import published_tables
from tests.ungated import release_ungated
from warehouse.durable import hash_file
from warehouse.releases import read_manifest

SMALL_TABLES = {
    "months.parquet",
    "sample.parquet",
    "changes/changes-2026-11.parquet",
    "verdicts/verdicts-2026-11.parquet",
}
"""Written in every release: the denominators, the sample, and what this very month of take-in has brought."""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse that has published three years; not to be written to."""
    folder = tmp_path_factory.mktemp("first")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for number in range(18):
            write_article(folder / "inbox", f"{number}.txt", f"201{number % 3}-0{1 + number % 4}", f"plan{number}")
        release_ungated(folder / "inbox", folder / "warehouse")
    return folder / "warehouse"


def publish_ten_of_one_month(first: Path, folder: Path) -> tuple[Path, Path]:
    """The next release, of ten new documents of May 2011, and its parent."""
    warehouse = Path(shutil.copytree(first, folder / "warehouse"))
    for number in range(10):
        write_article(folder / "delivery", f"{number}.txt", "2011-05", f"zaak{number}")
    return warehouse / "releases/2026.11.0", release_ungated(folder / "delivery", warehouse)


def tables(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet")}


def is_one_file(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def test_ten_documents_of_one_month_write_that_years_files_and_the_small_tables(first: Path, tmp_path: Path) -> None:
    parent, release = publish_ten_of_one_month(first, tmp_path)
    written = {name for name in tables(release) if not is_one_file(release / name, parent / name)}
    of_the_year = {f"{table}/{table}-2011.parquet" for table in ("documents", "paragraphs", "sentences", "term_months")}
    assert written == of_the_year | SMALL_TABLES
    linked = tables(release) - written
    assert {"documents/documents-2010.parquet", "term_months/term_months-2012.parquet", "tombstones.parquet"} <= linked


def test_sums_of_linked_files_are_the_parents_and_right(first: Path, tmp_path: Path) -> None:
    parent, release = publish_ten_of_one_month(first, tmp_path)
    before = {file["path"]: file for file in read_manifest(parent)["files"]}
    after = {file["path"]: file for file in read_manifest(release)["files"]}
    linked = [name for name in tables(release) if is_one_file(release / name, parent / name)]
    assert len(linked) > 5
    for name in linked:
        assert after[name] == before[name]
        assert after[name]["sha256"] == hash_file(release / name)


def test_a_file_system_without_links_gives_the_same_release(
    first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "linked").mkdir()
    (tmp_path / "copied").mkdir()
    publish_ten_of_one_month(first, tmp_path / "linked")

    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "link", refuse)
    parent, release = publish_ten_of_one_month(first, tmp_path / "copied")
    assert not any(is_one_file(release / name, parent / name) for name in tables(release))
    assert published_tables(tmp_path / "copied/warehouse") == published_tables(tmp_path / "linked/warehouse")
