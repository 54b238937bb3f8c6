"""What is taken down is gone from the next release on, and stays down whatever comes later."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.articles import article, write_article
from tests.plain_road import rebuild_plain, run_plain
from tests.standing import Standing
from tests.ungated import assert_invariants, publish_ungated, release_ungated, rows
from transforms.errors import UsageError
from warehouse.clusters import find_cluster, find_documents
from warehouse.layout import Warehouse
from warehouse.releases import latest_folder
from warehouse.rollback import roll_back
from warehouse.withdraw import withdraw
from warehouse.withdrawals import read_withdrawals

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)


def near(topic: str, date: str) -> str:
    """A near copy of the article about a topic: one sentence more."""
    return article(date, topic) + " Dat meldt het Algemeen Nieuwsbureau vandaag."


def latest(warehouse: Path) -> Path:
    folder = latest_folder(Warehouse(warehouse))
    assert folder is not None
    assert_invariants(folder)
    return folder


def take_down(warehouse: Path, inbox: Path, asked: str, *, reason: str = "request_of_subject") -> list[str]:
    place = Warehouse(warehouse)
    [doc_id] = find_documents(place, [asked], inbox=inbox)
    cluster = find_cluster(place, [doc_id], is_alone=reason == "error")
    withdraw(place, cluster, reason=reason, note="geheim", now=NOW)
    return cluster.doc_ids


def published_paths(release: Path) -> list[str]:
    return [path for (path,) in rows(release, "SELECT source_path FROM documents ORDER BY ALL")]


def deliver(inbox: Path) -> None:
    for number, topic in enumerate(("de brug", "het museum", "de dijk", "de markt", "de kerk")):
        write_article(inbox, f"{number}.txt", f"201{number}-05", topic)
    write_article(inbox, "kopie.txt", "2013-01", "de brug")
    (inbox / "bijna.txt").write_text(near("de brug", "2014-02"), encoding="utf-8")


def deliver_and_release(folder: Path) -> None:
    deliver(folder / "inbox")
    release_ungated(folder / "inbox", folder / "warehouse")


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    return Standing(tmp_path_factory.mktemp("withdrawn"), deliver_and_release)


@pytest.fixture
def road(standing: Standing) -> tuple[Path, Path]:
    """An inbox with a document, its copy, its near copy and four others, and a warehouse that has published them."""
    folder = standing.again()
    return folder / "inbox", folder / "warehouse"


@pytest.mark.parametrize("is_published", [True, False])
def test_the_whole_cluster_goes_and_nothing_like_it_comes_back(
    road: tuple[Path, Path],
    is_published: bool,  # noqa: FBT001
) -> None:
    inbox, warehouse = road
    assert published_paths(latest(warehouse)) == ["0.txt", "1.txt", "2.txt", "3.txt", "4.txt"]
    if not is_published:  # a further copy that no release holds yet
        (inbox / "later.txt").write_text(near("de brug", "2015-02") + " Einde.", encoding="utf-8")
        run_plain(inbox, warehouse, is_gated=False)
        assert len(take_down(warehouse, inbox, "later.txt")) == 4
    else:
        assert len(take_down(warehouse, inbox, "bijna.txt")) == 3  # asked for by the path of a duplicate
    report = run_plain(inbox, warehouse)  # no batch is pending, and the gate lets it through
    assert report.published
    assert report.gate in {"passed", "warned"}, report.failed_checks
    release = latest(warehouse)
    assert published_paths(release) == ["1.txt", "2.txt", "3.txt", "4.txt"]
    assert rows(release, "SELECT count(*) FROM duplicates") == [(0,)]
    for table in ("documents", "paragraphs", "sentences"):
        assert rows(release, f"SELECT count(*) FROM {table} WHERE text ILIKE '%de brug%'") == [(0,)]  # noqa: S608
    assert rows(release, "SELECT count(*) FROM term_months WHERE term = 'brug'") == [(0,)]
    assert rows(release, "SELECT change, source_path FROM changes WHERE change <> 'added'") == [("withdrawn", "0.txt")]
    tombstones = rows(release, "SELECT reason, release, withdrawn_at_utc FROM tombstones")
    assert set(tombstones) == {("request_of_subject", release.name, NOW.replace(tzinfo=None))}
    withdrawn = rows(release, "SELECT source_path FROM verdicts WHERE standing = 'withdrawn' ORDER BY ALL")
    assert [path for (path,) in withdrawn][:3] == ["0.txt", "bijna.txt", "kopie.txt"]
    assert not any("geheim" in file.read_text(errors="ignore") for file in release.rglob("*") if file.is_file())

    # The same bytes elsewhere, other line ends, another date, and lightly edited; and an honest new article.
    (inbox / "zelfde.txt").write_bytes((inbox / "0.txt").read_bytes())
    (inbox / "regels.txt").write_bytes((inbox / "0.txt").read_bytes().replace(b"\n", b"\r\n"))
    write_article(inbox, "datum.txt", "2019-01", "de brug")
    (inbox / "bewerkt.txt").write_text(near("de brug", "2018-02") + " Meer volgt.", encoding="utf-8")
    write_article(inbox, "nieuw.txt", "2019-02", "het plein")
    arrived = run_plain(inbox, warehouse, is_gated=is_published)
    assert (arrived.published, arrived.seen - arrived.unchanged) == (True, 5)
    assert published_paths(latest(warehouse)) == ["1.txt", "2.txt", "3.txt", "4.txt", "nieuw.txt"]
    assert rows(latest(warehouse), "SELECT count(*) FROM tombstones") == [(len(tombstones),)]
    assert publish_ungated(warehouse) is None
    if not is_published:  # everything made again from raw/
        (warehouse / "state.duckdb").unlink()
        rebuild_plain(inbox, warehouse)
        write_article(inbox, "slot.txt", "2019-03", "de haven")
        release_ungated(inbox, warehouse)
        assert published_paths(latest(warehouse)) == ["1.txt", "2.txt", "3.txt", "4.txt", "nieuw.txt", "slot.txt"]
    with pytest.raises(UsageError, match="withdrawn since"):
        roll_back(Warehouse(warehouse), "2026.11.0", now=NOW)


def test_an_error_takes_down_one_document_and_its_earliest_copy_takes_its_place(road: tuple[Path, Path]) -> None:
    inbox, warehouse = road
    [wrong] = take_down(warehouse, inbox, "0.txt", reason="error")
    release = release_ungated(inbox, warehouse)
    assert published_paths(release) == ["1.txt", "2.txt", "3.txt", "4.txt", "kopie.txt"]
    assert rows(release, "SELECT source_path FROM duplicates") == [("bijna.txt",)]
    assert rows(release, "SELECT doc_id FROM tombstones") == [(wrong,)]
    write_article(inbox, "0.txt", "2010-06", "de brug")  # the mistake is mended: another document
    release_ungated(inbox, warehouse)
    assert published_paths(latest(warehouse)) == ["1.txt", "2.txt", "3.txt", "4.txt", "kopie.txt"]
    assert set(rows(latest(warehouse), "SELECT source_path FROM duplicates")) == {("0.txt",), ("bijna.txt",)}


def test_an_earlier_version_of_what_is_taken_down_does_not_come_back(road: tuple[Path, Path]) -> None:
    inbox, warehouse = road
    write_article(inbox, "1.txt", "2011-05", "het theater")
    release_ungated(inbox, warehouse)
    take_down(warehouse, inbox, "1.txt")
    assert "1.txt" not in published_paths(release_ungated(inbox, warehouse))
    line = (warehouse / "withdrawals.jsonl").read_text().splitlines()[0]
    assert json.loads(line)["note"] == "geheim"
    assert len(read_withdrawals(Warehouse(warehouse)).tombstones) == 1


def test_taking_down_most_of_what_there_is_is_no_drift(road: tuple[Path, Path]) -> None:
    inbox, warehouse = road
    for path in ("0.txt", "1.txt", "2.txt", "3.txt"):
        take_down(warehouse, inbox, path)
    report = run_plain(inbox, warehouse, minimum_comparison_count=1)
    assert (report.published, report.gate) == (True, "passed"), report.failed_checks
    assert published_paths(latest(warehouse)) == ["4.txt"]
