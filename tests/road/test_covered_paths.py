"""With `publish_paths = "hash"` or `"none"` no release tells a path; everything else is as it is with true paths."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from flows.reports import RunReport
from tests.articles import article, write_article
from tests.erasing import erase
from tests.plain_road import recompute_plain, rejudge_plain, run_plain
from tests.ungated import assert_invariants
from transforms.errors import VerificationError
from warehouse.clusters import find_cluster, find_documents
from warehouse.covered_rows import read_true_rows
from warehouse.difference import compare_releases
from warehouse.explanation import explain
from warehouse.layout import Warehouse
from warehouse.path_cover import MARK, PathCover, find_cover
from warehouse.rejects import list_rejects
from warehouse.releases import latest_folder, read_manifest, release_versions
from warehouse.withdraw import withdraw

PERSON = "jan-jansen"
TABLES = ("documents", "verdicts", "duplicates", "changes")
UNLIKE = {"verdicts": {"run_id"}}
NOW = datetime(2026, 11, 30, 7, tzinfo=UTC)


def deliver_first(inbox: Path) -> None:
    for number, topic in enumerate(("de brug", "het museum", "de dijk", "het zwembad")):
        write_article(inbox, f"krant/{PERSON}-{number}.txt", f"201{number}-05", topic)
    shutil.copy(inbox / f"krant/{PERSON}-1.txt", inbox / f"krant/{PERSON}-kopie.txt")
    (inbox / f"krant/{PERSON}-leeg.txt").write_bytes(b"")


def deliver_second(inbox: Path) -> None:
    """One article is superseded, one moved, one goes so far that its copy takes its place, and others come."""
    write_article(inbox, f"krant/{PERSON}-0.txt", "2010-05", "de rotonde")
    (inbox / f"krant/{PERSON}-2.txt").rename(inbox / f"krant/{PERSON}-verplaatst.txt")
    write_article(inbox, f"krant/{PERSON}-1.txt", "2011-06", "de kerk")
    write_article(inbox, f"blad/{PERSON}-9.txt", "2012-07", "de markt")
    (inbox / f"blad/{PERSON}-bijna.txt").write_text(article("2012-08", "de markt") + "\n\nFoto: de redactie.")
    (inbox / f"blad/{PERSON}-zonder.txt").write_text("De burgemeester opent morgen de nieuwe brug over het kanaal.")


def cover_of(warehouse: Path) -> PathCover:
    cover = find_cover(Warehouse(warehouse))
    assert cover is not None
    return cover


def release_of(warehouse: Path) -> Path:
    folder = latest_folder(Warehouse(warehouse))
    assert folder is not None
    return folder


def table_rows(release: Path, table: str) -> list[dict[str, Any]]:
    files = [release / file["path"] for file in read_manifest(release)["files"] if file["table"] == table]
    return [row for path in files for row in pq.read_table(path).to_pylist()]


def as_told(release: Path, cover: PathCover | None) -> dict[str, list[str]]:
    """Rows of the tables that name paths, with the true ones, and without what no two warehouses have alike."""
    told: dict[str, list[str]] = {table: [] for table in TABLES}
    for file in read_manifest(release)["files"]:
        if file["table"] in TABLES:
            unlike = dict.fromkeys(UNLIKE.get(file["table"], set()))
            rows = read_true_rows(release / file["path"], None, cover).to_pylist()
            told[file["table"]] += [str({**row, **unlike}) for row in rows]
    return {table: sorted(rows) for table, rows in told.items()}


def shown(release: Path) -> set[str]:
    """What stands for paths in a release: full, hash or none, and whether it does so everywhere."""
    paths = [row["source_path"] for table in TABLES for row in table_rows(release, table)]
    return {"none" if not path else "hash" if path.startswith(MARK) else "full" for path in paths}


def contents(release: Path) -> Iterator[tuple[str, str]]:
    """Everything that a release holds, as text."""
    for path in sorted(path for path in release.rglob("*") if path.is_file()):
        yield path.name, path.read_bytes().decode("utf-8", "replace")
        if path.suffix == ".parquet":
            yield path.name, str(pq.read_table(path).to_pylist())
    with duckdb.connect(release / "kroniek.duckdb", read_only=True) as connection:
        for (view,) in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
            yield view, str(connection.execute(f'FROM "{view}"').fetchall())


def tellers(warehouse: Path) -> list[str]:
    """What of all releases tells a path."""
    folders = [Warehouse(warehouse).releases / version for version in release_versions(Warehouse(warehouse))]
    return [f"{folder.name}/{name}" for folder in folders for name, text in contents(folder) if PERSON in text.lower()]


class Twins:
    """Two warehouses over one inbox: one tells the paths in its releases, the other covers them or leaves them out."""

    def __init__(self, inbox: Path, folder: Path, paths: str) -> None:
        self.inbox, self.full, self.covered, self.paths = inbox, folder / "full", folder / "covered", paths

    def run(self, day: int, **settings: Any) -> tuple[RunReport, RunReport]:
        now = f"2026-11-{day:02d}T06:00:00Z"
        one = run_plain(self.inbox, self.full, now=now, **settings)
        other = run_plain(self.inbox, self.covered, now=now, publish_paths=self.paths, **settings)
        return one, other

    def assert_invariants(self, release: Path) -> None:
        """Where no path is told, verdicts on copies of one file are rows alike, and no key is held."""
        if self.paths == "hash":
            assert_invariants(release)

    def are_alike(self) -> bool:
        told = as_told(release_of(self.full), None)
        return as_told(release_of(self.covered), cover_of(self.covered)) == told


@pytest.fixture(scope="module", params=["hash", "none"])
def walk(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Twins:
    """Two releases of each, gated."""
    folder = tmp_path_factory.mktemp("twins")
    twins = Twins(folder / "inbox", folder, request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(twins.inbox.parent)
        deliver_first(twins.inbox)
        for report in twins.run(20):
            assert (report.published, report.gate) == (True, "passed"), report.failed_checks
        deliver_second(twins.inbox)
        for report in twins.run(21):
            assert (report.published, report.gate) == (True, "passed"), report.failed_checks
    return twins


@pytest.fixture
def twins(walk: Twins, tmp_path: Path) -> Iterator[Twins]:
    """Copies that may be written to, over the same inbox, which is put back afterwards: elsewhere it is another one."""
    shutil.copytree(walk.full, tmp_path / "full")
    shutil.copytree(walk.covered, tmp_path / "covered")
    shutil.copytree(walk.inbox, tmp_path / "inbox-before")
    yield Twins(walk.inbox, tmp_path, walk.paths)
    shutil.rmtree(walk.inbox)
    shutil.copytree(tmp_path / "inbox-before", walk.inbox)


def test_no_release_tells_a_path(walk: Twins) -> None:
    assert tellers(walk.covered) == []
    assert tellers(walk.full) != []  # the search finds what is there
    assert all(table_rows(release_of(walk.covered), table) for table in TABLES)
    assert shown(release_of(walk.covered)) == {walk.paths}


def test_every_row_is_that_of_a_warehouse_that_tells_them(walk: Twins) -> None:
    assert walk.are_alike()
    walk.assert_invariants(release_of(walk.covered))


def test_people_ask_by_true_paths_and_are_told_them(walk: Twins) -> None:
    place = Warehouse(walk.covered)
    story = explain(place, f"krant/{PERSON}-0.txt", inbox=walk.inbox)
    assert {row["source_path"] for row in story.verdicts} == {f"krant/{PERSON}-0.txt"}
    assert [row["verdict"] for row in story.verdicts] == ["accepted", "accepted"]
    refused = list_rejects(place)
    assert f"krant/{PERSON}-leeg.txt" in str(refused)
    assert MARK not in str(refused)
    differences = [
        compare_releases(Warehouse(root), "2026.11.0", "2026.11.1", limit=None) for root in (walk.full, walk.covered)
    ]
    assert differences[0] == differences[1]
    assert PERSON in str(differences[1].documents)


def test_judging_and_measuring_again_go_on_with_true_paths(twins: Twins) -> None:
    for root, paths in ((twins.full, "full"), (twins.covered, twins.paths)):
        settings: dict[str, Any] = {"now": "2026-11-22T06:00:00Z", "publish_paths": paths}
        rejudge_plain(twins.inbox, root, **settings, minimum_letter_count=100_000)
        rejudge_plain(twins.inbox, root, **settings)
        recompute_plain(twins.inbox, root, is_forced=True, **settings)
    write_article(twins.inbox, f"blad/{PERSON}-10.txt", "2013-07", "de vuurtoren")

    assert all(report.published for report in twins.run(23, is_gated=False))

    assert twins.are_alike()
    assert tellers(twins.covered) == []


def test_nothing_new_makes_no_release(twins: Twins) -> None:
    assert [report.published for report in twins.run(22)] == [False, False]


def test_after_a_change_of_the_setting_the_next_release_is_all_of_one_kind(twins: Twins) -> None:
    write_article(twins.inbox, f"blad/{PERSON}-11.txt", "2013-07", "de vuurtoren")

    for root, paths in ((twins.full, twins.paths), (twins.covered, "full")):  # each the other way round
        report = run_plain(twins.inbox, root, now="2026-12-01T06:00:00Z", publish_paths=paths)
        assert (report.published, report.gate) == (True, "passed"), report.failed_checks

    now_covered, now_told = release_of(twins.full), release_of(twins.covered)
    assert shown(now_covered) == {twins.paths}
    assert shown(now_told) == {"full"}
    assert [name for name, text in contents(now_covered) if PERSON in text.lower()] == []
    assert as_told(now_covered, cover_of(twins.full)) == as_told(now_told, None)
    twins.assert_invariants(now_covered)
    before = {file["path"] for file in read_manifest(now_covered)["files"] if file["table"] == "sentences"}
    linked = [path for path in before if (now_covered / path).stat().st_nlink > 1]
    assert linked  # what holds no path is taken over as ever


def test_erasing_from_past_releases_finds_what_is_covered(twins: Twins) -> None:
    paths = f"krant/{PERSON}-3.txt"
    for root in (twins.full, twins.covered):
        place = Warehouse(root)
        cluster = find_cluster(place, find_documents(place, [paths], inbox=twins.inbox), is_alone=False)
        withdraw(place, cluster, reason="request_of_subject", note=None, now=NOW)
        erase(place, cluster.doc_ids, is_past_included=True, now=NOW)
    (twins.inbox / paths).unlink()
    covered = cover_of(twins.covered).cover(paths)
    for version in release_versions(Warehouse(twins.covered)):
        folder = Warehouse(twins.covered).releases / version
        assert [name for name, text in contents(folder) if covered in text or PERSON in text.lower()] == []
        assert as_told(folder, cover_of(twins.covered)) == as_told(Warehouse(twins.full).releases / version, None)

    write_article(twins.inbox, f"krant/{PERSON}-4.txt", "2013-05", "de vuurtoren")  # of the same year
    assert all(report.published for report in twins.run(30, is_gated=False))

    assert twins.are_alike()


def test_without_the_key_nothing_is_made_of_the_release(twins: Twins) -> None:
    (twins.covered / "paths.key").unlink()
    write_article(twins.inbox, f"blad/{PERSON}-12.txt", "2013-07", "de vuurtoren")
    before = (twins.covered / "latest.json").read_bytes()

    with pytest.raises(VerificationError, match="key"):
        run_plain(twins.inbox, twins.covered, now="2026-11-23T06:00:00Z", publish_paths="full", is_gated=False)

    assert (twins.covered / "latest.json").read_bytes() == before
