"""Releases: whole, checked, immutable; what did not change is the parent's own file."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.articles import write_article
from tests.plain_road import take_in_plain
from tests.ungated import assemble_ungated, assert_invariants, publish_ungated, release_ungated, rows
from transforms.errors import NothingPublishedError, UsageError, VerificationError
from transforms.schema import PUBLISHED_TABLES
from warehouse.layout import Warehouse
from warehouse.publish import verify_candidate, write_manifest
from warehouse.releases import (
    latest_folder,
    latest_version,
    list_releases,
    read_manifest,
    release_folder,
    release_versions,
)

CLOCK = "2026-11-22T06:00:00Z"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    for year, topic in ((2018, "de brug"), (2019, "het museum"), (2020, "de dijk")):
        write_article(tmp_path / "inbox", f"{year}.txt", f"{year}-03", topic)
    return tmp_path / "inbox"


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


def files_of(release: Path) -> dict[str, Path]:
    return {path.relative_to(release).as_posix(): path for path in release.rglob("*") if path.is_file()}


def inodes(release: Path) -> dict[str, int]:
    return {name: path.stat().st_ino for name, path in files_of(release).items() if name.endswith(".parquet")}


def test_the_manifest_lists_every_file_with_its_size_sum_and_rows(inbox: Path, warehouse: Path) -> None:
    release = release_ungated(inbox, warehouse)
    manifest = read_manifest(release)
    listed = {file["path"]: file for file in manifest["files"]}
    assert set(listed) == set(files_of(release)) - {"manifest.json", "SHA256SUMS"}
    assert len(listed) == len(manifest["files"])
    for name, path in files_of(release).items():
        if name in listed:
            content = path.read_bytes()
            assert listed[name]["bytes"] == len(content)
            assert listed[name]["sha256"] == hashlib.sha256(content).hexdigest()
            is_table = name.endswith(".parquet")
            assert listed[name]["rows"] == (pq.read_metadata(path).num_rows if is_table else None)
            assert (listed[name]["table"] is not None) == is_table


def test_the_manifest_counts_every_published_table(inbox: Path, warehouse: Path) -> None:
    release = release_ungated(inbox, warehouse)
    manifest = read_manifest(release)
    assert set(manifest["counts"]) == {table.name for table in PUBLISHED_TABLES}
    for table, count in manifest["counts"].items():
        assert rows(release, f"SELECT count(*) FROM {table}") == [(count,)], table  # noqa: S608
    assert manifest["counts"]["documents"] == 3
    assert manifest["counts"]["duplicates"] == 0
    assert {"rules_version", "schema_version", "settings", "libraries"} <= set(manifest)
    assert {table: [column["name"] for column in columns] for table, columns in manifest["schema"].items()} == {
        table.name: list(table.column_names) for table in PUBLISHED_TABLES
    }
    assert (manifest["version"], manifest["parent"]) == ("2026.11.0", None)
    assert manifest["created_at_utc"] == CLOCK


def test_the_sums_verify(inbox: Path, warehouse: Path) -> None:
    """As `sha256sum -c` reads the file: two spaces between the sum and the path, every file but itself."""
    release = release_ungated(inbox, warehouse)
    lines = (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
    assert list(listed) == sorted(listed)
    assert set(listed) == set(files_of(release)) - {"SHA256SUMS"}
    for name, digest in listed.items():
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest


def test_files_of_a_release_are_read_only(inbox: Path, warehouse: Path) -> None:
    release = release_ungated(inbox, warehouse)
    assert {path.stat().st_mode & 0o777 for path in files_of(release).values()} == {0o444}


def test_only_what_changed_is_written_again(inbox: Path, warehouse: Path) -> None:
    first = release_ungated(inbox, warehouse)
    before = {name: path.read_bytes() for name, path in files_of(first).items()}
    write_article(inbox, "nieuw.txt", "2019-07", "de markt")
    second = release_ungated(inbox, warehouse)
    old, new = inodes(first), inodes(second)
    linked = {name for name in old.keys() & new.keys() if old[name] == new[name]}
    assert linked == {
        *(f"{table}/{table}-{year}.parquet" for table in ("documents", "paragraphs", "sentences")
          for year in (2018, 2020)),
        "tombstones.parquet",
    }  # fmt: skip
    assert {name: path.read_bytes() for name, path in files_of(first).items()} == before
    assert read_manifest(second)["parent"] == "2026.11.0"


def test_a_refusal_that_rides_along_touches_no_document_file(inbox: Path, warehouse: Path) -> None:
    first = release_ungated(inbox, warehouse)
    write_article(inbox, "kopie.txt", "2020-03", "de dijk")  # byte-equal: no document changes
    second = release_ungated(inbox, warehouse)
    old, new = inodes(first), inodes(second)
    changed = {name for name in new if old.get(name) != new[name]}
    assert changed == {
        "verdicts/verdicts-2026-11.parquet",
        "duplicates/duplicates-2026-11.parquet",
        "changes/changes-2026-11.parquet",
        "months.parquet",
    }


def test_a_year_whose_last_document_goes_has_no_file_any_more(inbox: Path, warehouse: Path) -> None:
    release_ungated(inbox, warehouse)
    write_article(inbox, "2018.txt", "2020-05", "de markt")
    second = release_ungated(inbox, warehouse)
    assert not list(second.rglob("*-2018.parquet"))
    assert rows(second, "SELECT year, documents FROM months ORDER BY year, published_month") == [
        (2019, 1), (2020, 1), (2020, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("code", [errno.EXDEV, errno.EPERM])
def test_where_links_are_refused_files_are_copied(
    inbox: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    first = release_ungated(inbox, warehouse)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "link", refuse)
    write_article(inbox, "nieuw.txt", "2021-07", "de markt")
    second = release_ungated(inbox, warehouse)
    name = "documents/documents-2018.parquet"
    assert inodes(first)[name] != inodes(second)[name]
    assert (first / name).read_bytes() == (second / name).read_bytes()
    assert (second / name).stat().st_mode & 0o777 == 0o444
    assert rows(second, "SELECT count(*) FROM documents") == [(4,)]


def test_any_other_failure_of_a_link_stops_the_release(
    inbox: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release_ungated(inbox, warehouse)
    write_article(inbox, "nieuw.txt", "2021-07", "de markt")
    take_in_plain(inbox, warehouse)

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "link", fail)
    with pytest.raises(OSError, match="Input/output error"):
        publish_ungated(warehouse)
    assert latest_version(Warehouse(warehouse)) == "2026.11.0"


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_a_damaged_parent_stops_the_next_release(inbox: Path, warehouse: Path, damage: str) -> None:
    first = release_ungated(inbox, warehouse)
    victim = first / "sentences/sentences-2018.parquet"
    content = victim.read_bytes()
    victim.unlink()
    if damage == "cut":
        victim.write_bytes(content[:-1])
    write_article(inbox, "nieuw.txt", "2021-07", "de markt")
    take_in_plain(inbox, warehouse)
    with pytest.raises(VerificationError, match="damaged") as error:
        publish_ungated(warehouse)
    assert error.value.where == str(victim)
    assert latest_version(Warehouse(warehouse)) == "2026.11.0"


@pytest.mark.parametrize("name", ["documents/documents-2019.parquet", "README.md", "quality.json"])
def test_a_candidate_that_is_not_what_was_written_is_not_published(inbox: Path, warehouse: Path, name: str) -> None:
    take_in_plain(inbox, warehouse)
    candidate = assemble_ungated(warehouse)
    assert candidate is not None
    clock = datetime.fromisoformat(CLOCK)
    texts = {"quality.json": "{}\n"}
    release = write_manifest(candidate, created_at=clock, settings={}, gate="passed", documents=texts)
    path = candidate.folder / name
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(VerificationError, match="not what was written") as error:
        verify_candidate(candidate, release)
    assert error.value.where == str(path)


def test_several_releases_account_for_every_change(inbox: Path, warehouse: Path) -> None:
    first = release_ungated(inbox, warehouse, now="2026-10-30T06:00:00Z")
    write_article(inbox, "2019.txt", "2019-03", "het nieuwe museum")
    write_article(inbox, "kopie.txt", "2017-01", "de dijk")
    second = release_ungated(inbox, warehouse, now="2026-11-02T06:00:00Z")
    (inbox / "fout.txt").write_text("zonder datum", encoding="utf-8")
    write_article(inbox, "jaar.txt", "2020", "de markt")
    third = release_ungated(inbox, warehouse, now="2026-11-03T06:00:00Z")
    assert [first.name, second.name, third.name] == ["2026.10.0", "2026.11.0", "2026.11.1"]
    assert rows(third, "SELECT release, change, source_path FROM changes ORDER BY ALL") == [
        ("2026.10.0", "added", "2018.txt"),
        ("2026.10.0", "added", "2019.txt"),
        ("2026.10.0", "added", "2020.txt"),
        ("2026.11.0", "added", "2019.txt"),
        ("2026.11.0", "changed", "2020.txt"),
        ("2026.11.0", "removed", "2019.txt"),
        ("2026.11.1", "added", "jaar.txt"),
    ]
    assert rows(third, "SELECT year, published_month::VARCHAR, documents FROM months ORDER BY ALL NULLS FIRST") == [
        (2018, "2018-03-01", 1),
        (2019, "2019-03-01", 1),
        (2020, None, 1),
        (2020, "2020-03-01", 1),
    ]
    assert rows(third, "SELECT source_path, verdict, standing, batch_no FROM verdicts ORDER BY ALL") == [
        ("2018.txt", "accepted", "current", 1),
        ("2019.txt", "accepted", "current", 2),
        ("2019.txt", "accepted", "superseded", 1),
        ("2020.txt", "accepted", "current", 1),
        ("fout.txt", "rejected", "current", 3),
        ("jaar.txt", "accepted", "current", 3),
        ("kopie.txt", "duplicate", "current", 2),
    ]
    assert rows(third, "SELECT DISTINCT first_release FROM documents ORDER BY ALL") == [
        ("2026.10.0",), ("2026.11.0",), ("2026.11.1",),
    ]  # fmt: skip
    assert_invariants(first)  # an old release is as it was
    assert rows(first, "SELECT count(*) FROM documents") == [(3,)]


def test_releases_are_listed_newest_first_and_found_by_version(inbox: Path, warehouse: Path) -> None:
    place = Warehouse(warehouse)
    with pytest.raises(NothingPublishedError):
        release_folder(place, None)
    assert (latest_folder(place), list_releases(place)) == (None, [])
    release = release_ungated(inbox, warehouse)
    for number in range(1, 11):
        (warehouse / "releases" / f"2026.11.{number}").mkdir()
        shutil.copy(release / "manifest.json", warehouse / "releases" / f"2026.11.{number}")
    (warehouse / "releases" / "lost+found").mkdir()
    (warehouse / "latest.json").write_text('{"version": "2026.11.10", "path": "releases/2026.11.10"}')
    assert release_versions(place)[-2:] == ["2026.11.9", "2026.11.10"]
    assert [one.version for one in list_releases(place)][:2] == ["2026.11.10", "2026.11.9"]
    assert [one.is_latest for one in list_releases(place)] == [True] + [False] * 10
    assert release_folder(place, None).name == "2026.11.10"
    assert release_folder(place, "2026.11.3").name == "2026.11.3"
    with pytest.raises(UsageError, match=r"no release 2026\.11\.33") as error:
        release_folder(place, "2026.11.33")
    assert "2026.11.3" in error.value.what_to_do


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"version": "2026.11.0"}', "\x00"])
def test_a_damaged_pointer_is_an_expected_failure(inbox: Path, warehouse: Path, content: str) -> None:
    release_ungated(inbox, warehouse)
    (warehouse / "latest.json").write_text(content, encoding="utf-8")
    for look in (latest_version, latest_folder):
        with pytest.raises(VerificationError, match=r"latest\.json cannot be read"):
            look(Warehouse(warehouse))


@pytest.mark.parametrize("content", [None, "", "[]", "{"])
def test_a_damaged_manifest_is_an_expected_failure(inbox: Path, warehouse: Path, content: str | None) -> None:
    release = release_ungated(inbox, warehouse)
    (release / "manifest.json").unlink()
    if content is not None:
        (release / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(VerificationError, match="manifest"):
        read_manifest(release)


def test_the_pointer_is_relative(inbox: Path, warehouse: Path, tmp_path: Path) -> None:
    release_ungated(inbox, warehouse)
    assert json.loads((warehouse / "latest.json").read_text(encoding="utf-8")) == {
        "version": "2026.11.0",
        "path": "releases/2026.11.0",
    }
    warehouse.rename(tmp_path / "verhuisd")
    assert latest_folder(Warehouse(tmp_path / "verhuisd")) == tmp_path / "verhuisd/releases/2026.11.0"
