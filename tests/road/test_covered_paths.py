"""With `publish_paths = "hash"` or `"none"` no release tells a path; everything else is as it is with true paths."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.articles import write_article
from tests.erasing import erase
from tests.plain_road import recompute_plain, rejudge_plain, run_plain
from tests.twins import (
    PERSON,
    TABLES,
    Twins,
    as_told,
    contents,
    cover_of,
    deliver_first,
    deliver_second,
    release_of,
    shown,
    table_rows,
    tellers,
)
from transforms.errors import VerificationError
from warehouse.clusters import find_cluster, find_documents
from warehouse.difference import compare_releases
from warehouse.explanation import explain
from warehouse.layout import Warehouse
from warehouse.path_cover import MARK
from warehouse.rejects import list_rejects
from warehouse.releases import read_manifest, release_versions
from warehouse.withdraw import withdraw

NOW = datetime(2026, 11, 30, 7, tzinfo=UTC)


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Twins]:
    """Two releases, gated, of each warehouse over one inbox: one with true paths, and one of each kind without."""
    folder = tmp_path_factory.mktemp("twins")
    inbox = folder / "inbox"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for day, deliver in ((20, deliver_first), (21, deliver_second)):
            deliver(inbox)
            for paths in ("full", "hash", "none"):
                report = run_plain(inbox, folder / paths, now=f"2026-11-{day}T06:00:00Z", publish_paths=paths)
                assert (report.published, report.gate) == (True, "passed"), report.failed_checks
    return {paths: Twins(inbox, folder, paths, covered=paths) for paths in ("hash", "none")}


@pytest.fixture(scope="module", params=["hash", "none"])
def walk(walks: dict[str, Twins], request: pytest.FixtureRequest) -> Twins:
    return walks[request.param]


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
    kept = [pq.read_table(path).to_pydict() for path in (twins.covered / "kept-paths").glob("*.parquet")]
    assert bool(kept) == (twins.paths == "none")
    assert paths not in str(kept)

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
