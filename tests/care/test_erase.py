"""Nothing of an erased text is left in any file of the warehouse, and a kill leaves nothing half done."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.articles import article, write_article
from tests.erasing import erase
from tests.plain_road import rebuild_plain, recompute_plain, rejudge_plain, run_plain, take_in_plain
from tests.road.test_interrupted import KilledError, killed_at
from tests.standing import Standing
from tests.ungated import assert_invariants, publish_ungated, release_ungated, rows
from warehouse.clusters import find_cluster, find_documents
from warehouse.durable import hash_file, make_folder, read_json, replace_json
from warehouse.erased_rows import erase_from_tree
from warehouse.erasure_plan import ErasurePlan
from warehouse.layout import Warehouse
from warehouse.publish import sweep
from warehouse.releases import latest_folder, read_manifest, release_versions
from warehouse.withdraw import withdraw
from warehouse.withdrawals import Erasure

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
WORD, THREE_GRAM, PATH = "kwetsbaarwoord", "het kwetsbaarwoord en", "naam-van-iemand"


def contents(root: Path) -> Iterator[tuple[Path, str]]:
    """Every file of a warehouse as text, decompressed: each cell of Parquet and DuckDB, names of files too.

    What releases share is one file under several names, and read once.
    """
    shared: dict[int, list[str]] = {}
    for path in sorted(root.rglob("*")):
        yield path, path.name
        if path.is_file():
            inode = path.stat().st_ino
            if inode not in shared:
                shared[inode] = list(texts_of(path))
            yield from ((path, text) for text in shared[inode])


def texts_of(path: Path) -> Iterator[str]:
    yield path.read_bytes().decode("utf-8", "replace")
    if path.suffix == ".parquet":
        yield str(pq.read_table(path).to_pylist())
    elif path.suffix == ".duckdb":
        with duckdb.connect(path, read_only=True) as connection:
            for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                yield str(connection.execute(f'FROM "{table}"').fetchall())


def traces(root: Path) -> dict[str, list[str]]:
    needles = (WORD, THREE_GRAM, PATH)
    found: dict[str, list[str]] = {}
    for path, text in contents(root):
        hits = [needle for needle in needles if needle in text.lower()]
        if hits:
            found[path.relative_to(root).as_posix()] = hits
    return found


def deliver(inbox: Path) -> None:
    for number, topic in enumerate(("de brug", "het museum", "de dijk", "de markt")):
        write_article(inbox, f"{number}.txt", f"201{number}-05", topic)
    for name in ("a", "b"):  # twice the same year and month, so that a term passes the cut-off
        write_article(inbox, f"{PATH}-{name}.txt", "2010-05", f"{THREE_GRAM} de zaak {name}")
    write_article(inbox, f"kopie/{PATH}.txt", "2010-06", f"{THREE_GRAM} de zaak a")


def take_down(warehouse: Path, inbox: Path, *, is_past_included: bool) -> list[str]:
    place = Warehouse(warehouse)
    doc_ids: list[str] = []
    for name in ("a", "b"):
        found = find_documents(place, [f"{PATH}-{name}.txt"], inbox=inbox)
        cluster = find_cluster(place, found, is_alone=False)
        withdraw(place, cluster, reason="request_of_subject", note=None, now=NOW)
        doc_ids += cluster.doc_ids
    erase(place, doc_ids, is_past_included=is_past_included, now=NOW)
    return doc_ids


def deliver_and_release(folder: Path) -> None:
    inbox, warehouse = folder / "inbox", folder / "warehouse"
    deliver(inbox)
    release_ungated(inbox, warehouse)
    write_article(inbox, "later.txt", "2015-05", "de kerk")
    release_ungated(inbox, warehouse)
    (inbox / f"{PATH}-a.txt").rename(inbox / f"verplaatst-{PATH}.txt")
    write_article(inbox, "nieuw.txt", "2016-05", "het plein")
    take_in_plain(inbox, warehouse)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    return Standing(tmp_path_factory.mktemp("erased"), deliver_and_release)


@pytest.fixture
def road(standing: Standing) -> tuple[Path, Path]:
    """Two releases that hold the documents, and a batch that none holds yet."""
    folder = standing.again()
    return folder / "inbox", folder / "warehouse"


def assert_sums(warehouse: Path) -> None:
    for version in release_versions(Warehouse(warehouse)):
        folder = warehouse / "releases" / version
        for line in (folder / "SHA256SUMS").read_text().splitlines():
            sha, name = line.split("  ", 1)
            assert hash_file(folder / name) == sha
        assert_invariants(folder)


def empty_inbox(inbox: Path) -> None:
    for path in inbox.rglob(f"*{PATH}*"):
        path.unlink()


def test_no_trace_is_left_and_the_road_goes_on(road: tuple[Path, Path]) -> None:
    inbox, warehouse = road
    kept = warehouse.with_name("copy.parquet")
    os.link(warehouse / "releases/2026.11.0/documents/documents-2010.parquet", kept)
    (warehouse / "gate-runs.jsonl").write_text(f'{{"found": "{PATH}-a.txt"}}\n', encoding="utf-8")
    inode = (warehouse / "releases/2026.11.0/documents/documents-2011.parquet").stat().st_ino
    assert set(traces(warehouse)) >= {"state.duckdb", "releases/2026.11.0/documents/documents-2010.parquet"}
    assert len(take_down(warehouse, inbox, is_past_included=True)) == 3
    assert traces(warehouse) == {}
    assert_sums(warehouse)
    for version in ("2026.11.0", "2026.11.1"):
        folder = warehouse / "releases" / version
        assert read_manifest(folder)["revision"] == 1
        assert "Revision 1" in (folder / "README.md").read_text()
        assert rows(folder, "SELECT count(*) FROM tombstones") == [(3,)]
        assert rows(folder, "SELECT count(*) FROM documents WHERE year(date_start) = 2010") == [(1,)]
        assert (folder / "documents/documents-2011.parquet").stat().st_ino == inode  # what stays is not rewritten
    assert (warehouse / "feed.xml").read_text(encoding="utf-8").count("revision 1, made anew") == 2
    one, other = (warehouse / f"releases/2026.11.{n}/documents/documents-2010.parquet" for n in (0, 1))
    assert one.stat().st_ino == other.stat().st_ino != kept.stat().st_ino  # shared as before, under a new inode
    assert WORD in str(pq.read_table(kept).to_pylist())  # somebody's copy is theirs

    # The files still lie in the inbox: known, and never kept again.
    report = run_plain(inbox, warehouse)
    assert (report.seen, report.unchanged, report.accepted) == (9, 9, 0)
    assert report.published
    assert report.gate in {"passed", "warned"}, report.failed_checks
    assert traces(warehouse) == {}
    # The same article with other line ends and lightly edited: it stays out, and the next run erases it as well.
    empty_inbox(inbox)
    text = article("2010-05", f"{THREE_GRAM} de zaak a")
    (inbox / f"{PATH}-1.txt").write_bytes(text.replace("\n", "\r\n").encode())
    (inbox / f"{PATH}-2.txt").write_text(text + " Meer volgt later.", encoding="utf-8")
    release_ungated(inbox, warehouse)
    empty_inbox(inbox)
    write_article(inbox, "laatste.txt", "2017-05", "het water")
    release_ungated(inbox, warehouse)
    assert traces(warehouse) == {}
    assert_sums(warehouse)
    rejudge_plain(inbox, warehouse, earliest_year=2012)
    release = publish_ungated(warehouse)
    assert release is not None
    assert_invariants(release)
    assert traces(warehouse) == {}
    # Everything made again from raw/: erased files have no text to be judged by, and the account closes all the same.
    (warehouse / "state.duckdb").unlink()
    for name in ("staged", "fingerprints"):
        shutil.rmtree(warehouse / name)
    again = take_in_plain(inbox, warehouse, earliest_year=2012)
    assert again.is_balanced()
    assert traces(warehouse) == {}
    write_article(inbox, "slot.txt", "2018-05", "de haven")
    release = release_ungated(inbox, warehouse, earliest_year=2012)
    assert rows(release, "SELECT count(*) FROM documents WHERE starts_with(source_path, 'erased/')") == [(0,)]
    rebuild_plain(inbox, warehouse, earliest_year=2012)
    publish_ungated(warehouse)
    assert traces(warehouse) == {}


def test_without_past_releases_only_these_keep_the_text(road: tuple[Path, Path]) -> None:
    inbox, warehouse = road
    take_down(warehouse, inbox, is_past_included=False)
    with_words = {path for path, hits in traces(warehouse).items() if WORD in hits}
    assert with_words
    assert all(path.startswith("releases/2026.11.") for path in with_words)
    assert run_plain(inbox, warehouse).published
    latest = latest_folder(Warehouse(warehouse))
    assert latest is not None
    assert_invariants(latest)
    assert not any(WORD in hits for path, hits in traces(latest).items())


@pytest.mark.parametrize(
    ("name", "at"),
    [
        pytest.param("replace", 2, marks=pytest.mark.long),
        pytest.param("replace", 4, marks=pytest.mark.long),
        ("replace", 7),
        pytest.param("fsync", 9, marks=pytest.mark.long),
        pytest.param("fsync", 60, marks=pytest.mark.long),
        pytest.param("fsync", 85, marks=pytest.mark.long),
    ],
)
def test_a_killed_erasure_is_finished_by_the_next_run(
    road: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, name: str, at: int
) -> None:
    inbox, warehouse = road
    with killed_at(monkeypatch, os, name, at, is_after=True), pytest.raises(KilledError):
        take_down(warehouse, inbox, is_past_included=True)
    sweep(Warehouse(warehouse))
    assert traces(warehouse) == {}
    assert not (warehouse / ".erasing.json").exists()
    assert_sums(warehouse)
    assert {read_json(path)["revision"] for path in warehouse.glob("releases/*/manifest.json")} == {1}
    assert publish_ungated(warehouse) is not None


@pytest.mark.parametrize("is_past_included", [False, True])
def test_an_older_version_of_an_erased_file_does_not_come_back(
    tmp_path: Path,
    is_past_included: bool,  # noqa: FBT001
) -> None:
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    name = f"{PATH}-a.txt"
    write_article(inbox, "0.txt", "2010-05", "de brug")
    older = write_article(inbox, name, "2010-06", "de dijk").read_bytes()
    release_ungated(inbox, warehouse)
    write_article(inbox, name, "2010-06", f"{THREE_GRAM} de zaak a")
    write_article(inbox, f"{PATH}-b.txt", "2010-06", f"{THREE_GRAM} de zaak b")
    release_ungated(inbox, warehouse)
    take_down(warehouse, inbox, is_past_included=is_past_included)
    publish_ungated(warehouse)
    assert paths(warehouse) == ["0.txt"]
    recompute_plain(inbox, warehouse, is_forced=True)  # nothing is left by which the file would be accepted once more
    publish_ungated(warehouse)
    assert paths(warehouse) == ["0.txt"]
    (inbox / name).write_bytes(older)  # somebody puts it back: a new arrival, like any other
    release_ungated(inbox, warehouse)
    assert paths(warehouse) == ["0.txt", name]


@pytest.mark.parametrize("together", [1, pytest.param(2, marks=pytest.mark.long)])
def test_an_erased_document_stands_for_nobody_when_batches_are_settled_again(tmp_path: Path, together: int) -> None:
    """Its copy took its place and keeps it; a near copy of both is compared with that: the erased text is gone."""
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    place = Warehouse(warehouse)
    text = article("2010-05", f"{THREE_GRAM} de zaak a")
    brought = {
        f"{PATH}-a.txt": text,
        "b.txt": text.replace("2010-05", "2010-06"),
        "c.txt": text.replace("2010-05", "2010-07") + " Meer volgt later.",
    }
    inbox.mkdir()
    for number, (name, content) in enumerate(brought.items(), start=1):
        (inbox / name).write_text(content, encoding="utf-8")
        if number >= together:  # the document and its copy in one batch, or each in its own
            release_ungated(inbox, warehouse)
    cluster = find_cluster(place, find_documents(place, [f"{PATH}-a.txt"], inbox=inbox), is_alone=True)
    withdraw(place, cluster, reason="error", note=None, now=NOW)
    publish_ungated(warehouse)
    assert paths(warehouse) == ["b.txt"]
    erase(place, cluster.doc_ids, is_past_included=True, now=NOW)
    publish_ungated(warehouse)
    assert paths(warehouse) == ["b.txt"]
    recompute_plain(inbox, warehouse, is_forced=True)
    publish_ungated(warehouse)
    assert paths(warehouse) == ["b.txt"]


def test_a_copy_of_an_erased_document_stands_as_withdrawn_in_past_releases_and_takes_its_place_in_the_next(
    tmp_path: Path,
) -> None:
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    place = Warehouse(warehouse)
    for name, month, topic in (("0.txt", "2011-05", "de brug"), ("a.txt", "2010-05", "a"), ("b.txt", "2010-06", "a")):
        write_article(inbox, name, month, topic)
    release = release_ungated(inbox, warehouse)
    assert rows(release, "SELECT source_path FROM duplicates") == [("b.txt",)]
    cluster = find_cluster(place, find_documents(place, ["a.txt"], inbox=inbox), is_alone=True)
    erasure = Erasure(is_past_included=True, doc_ids=cluster.doc_ids)
    withdraw(place, cluster, reason="error", note=None, now=NOW, erasure=erasure)
    sweep(place)
    assert_sums(warehouse)
    verdicts = "SELECT source_path, verdict, standing FROM verdicts ORDER BY ALL"
    assert rows(release, verdicts) == [
        ("0.txt", "accepted", "current"),
        ("b.txt", "duplicate", "withdrawn"),
        (f"erased/{cluster.doc_ids[0]}", "accepted", "withdrawn"),
    ]
    assert rows(release, "SELECT count(*) FROM duplicates") == [(0,)]
    publish_ungated(warehouse)
    assert paths(warehouse) == ["0.txt", "b.txt"]


def test_an_earlier_copy_that_is_erased_takes_the_earliest_date_with_it(tmp_path: Path) -> None:
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    place = Warehouse(warehouse)
    first = (("0.txt", "2011-05", "de brug"), ("a.txt", "2010-05", "a"))
    for names in (first, (("c.txt", "2010-03", "a"), ("d.txt", "2010-02", "a"))):
        for name, month, topic in names:
            write_article(inbox, name, month, topic)
        release = release_ungated(inbox, warehouse)
    earliest = "SELECT source_path, earliest_date FROM documents WHERE source_path = 'a.txt'"
    assert rows(release, earliest) == [("a.txt", date(2010, 2, 1))]
    for name, left in (("d.txt", date(2010, 3, 1)), ("c.txt", date(2010, 5, 1))):
        cluster = find_cluster(place, find_documents(place, [name], inbox=inbox), is_alone=True)
        erasure = Erasure(is_past_included=True, doc_ids=cluster.doc_ids)
        withdraw(place, cluster, reason="error", note=None, now=NOW, erasure=erasure)
        sweep(place)
        assert_sums(warehouse)
        assert rows(release, earliest) == [("a.txt", left)]
    publish_ungated(warehouse)
    assert paths(warehouse) == ["0.txt", "a.txt"]


def paths(warehouse: Path) -> list[str]:
    release = latest_folder(Warehouse(warehouse))
    assert release is not None
    assert_invariants(release)
    return [path for (path,) in rows(release, "SELECT source_path FROM documents ORDER BY ALL")]


def test_a_file_isolated_after_an_exception_leaves_no_path_in_the_record_of_a_pack(tmp_path: Path) -> None:
    plan = ErasurePlan(("0" * 32,), ("0" * 32,), {(1, f"{PATH}.txt", "0" * 32): f"erased/{'0' * 32}"})
    for name in ("one", "two.pack"):
        make_folder(tmp_path / name)
    told = {"isolated": [[f"{PATH}.txt", "krant", f"ValueError: {PATH}.txt"]]}
    replace_json(tmp_path / "one/batch.json", {**told, "files": []})
    replace_json(tmp_path / "two.pack/batches.json", {"batches": [told, {"isolated": []}], "files": []})
    erase_from_tree(tmp_path, plan)
    assert traces(tmp_path) == {}
