"""Measured again from raw/: under new rules, or because everything else was lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from flows import gating, stages
from tests.articles import write_article
from tests.judged_again import content, deliver, latest
from tests.packing import tidy
from tests.plain_road import on_plain_warehouse, rebuild_plain, recompute_plain, rejudge_plain, run_plain, take_in_plain
from tests.road.test_interrupted import KilledError, killed_at
from tests.ungated import assert_invariants, publish_ungated, rows
from transforms import curated_tables, rules
from transforms.errors import OtherRulesError, VerificationError
from transforms.paragraphs import clean_body
from warehouse import fingerprint_index, recompute, rejudge_switch
from warehouse.durable import hash_file
from warehouse.layout import Warehouse
from warehouse.releases import latest_folder, read_manifest, release_versions
from warehouse.status import look_at
from warehouse.verification import verify_warehouse

NEWER = "2093.01.1"
OLDER = "2001.01.1"


@contextmanager
def under_rules(version: str) -> Iterator[None]:
    """As if another Kroniek were installed."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (rules, curated_tables, fingerprint_index):
            patch.setattr(module, "RULES_VERSION", version)
        yield


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three batches in three releases: copies, refusals, superseded paths. Not to be written to."""
    folder = tmp_path_factory.mktemp("delivered")
    deliver(folder / "inbox", folder / "warehouse", is_released=True)
    return folder


@pytest.fixture
def place(delivered: Path, tmp_path: Path) -> Path:
    shutil.copytree(delivered, tmp_path / "place", copy_function=shutil.copy2)
    return tmp_path / "place"


def tables(release: Path) -> dict[str, str]:
    return {
        path.relative_to(release).as_posix(): hash_file(path)
        for path in release.rglob("*.parquet")
        if path.parent.name not in {"verdicts", "changes", "documents"} and path.name != "sample.parquet"
    }


def test_rules_of_two_versions_are_never_mixed(place: Path) -> None:
    inbox, warehouse = place / "inbox", place / "warehouse"
    before = release_versions(Warehouse(warehouse))
    with under_rules(NEWER):
        write_article(inbox, "nieuw.txt", "2019-07", "de vuurtoren")
        report = take_in_plain(inbox, warehouse)
        assert (report.accepted, report.is_balanced()) == (1, True)
        with pytest.raises(OtherRulesError) as error:
            publish(inbox, warehouse)
        assert error.value.exit_code == 10
        assert f"the latest release is of rules {rules_before()}" in error.value.where
        assert NEWER in error.value.where
        assert "kroniek recompute" in error.value.what_to_do
        with pytest.raises(OtherRulesError):
            rejudge_plain(inbox, warehouse)
        [warning] = [one for one in look_at(Warehouse(warehouse)).warnings if "rules" in one.what]
        assert "kroniek recompute" in warning.what_to_do
    assert release_versions(Warehouse(warehouse)) == before
    with under_rules(OLDER), pytest.raises(OtherRulesError, match="newer Kroniek"):
        recompute_plain(inbox, warehouse)


def rules_before() -> str:
    return "2026.11.7" if rules.RULES_VERSION == NEWER else rules.RULES_VERSION


def publish(inbox: Path, warehouse: Path) -> None:
    """As the stages do it, without the gate."""
    with on_plain_warehouse(inbox, warehouse, run_id="publish", is_gated=False) as (place, used, report):
        stages.do_publish(place, used, used.now_utc(), report)


def test_recompute_makes_every_document_anew_and_tells_what_changed(place: Path) -> None:
    inbox, warehouse = place / "inbox", place / "warehouse"
    parent = latest(warehouse)
    with under_rules(NEWER):
        report = recompute_plain(inbox, warehouse)
        assert report.measured == report.judged == 16
        assert report.changes == []
        release = publish_ungated(warehouse)
        assert release is not None
        assert_invariants(release)
        assert verify_warehouse(Warehouse(warehouse)).damages == ()
        assert recompute_plain(inbox, warehouse).measured == 0
        assert publish_ungated(warehouse) is None
    manifest = read_manifest(release)
    assert (manifest["rules_version"], manifest["parent"]) == (NEWER, parent.name)
    inodes = {path.stat().st_ino for path in parent.rglob("*.parquet")}
    assert not inodes & {path.stat().st_ino for path in release.rglob("*.parquet")}
    assert rows(release, "SELECT DISTINCT rules_version FROM documents") == [(NEWER,)]
    assert content_but_rules(release) == content_but_rules(parent)
    count = len(rows(release, "FROM documents"))
    changes = rows(release, "SELECT release, change, count(*) FROM changes GROUP BY ALL ORDER BY ALL")
    assert [row[1:] for row in changes if row[0] == release.name] == [("changed", count)]
    told = "SELECT doc_id, change, release, source_path FROM changes WHERE release <> 'x' ORDER BY ALL"
    assert set(rows(parent, told)) <= set(rows(release, told))
    firsts = "SELECT doc_id, first_release, batch_id, ingested_at_utc FROM documents ORDER BY ALL"
    assert rows(release, firsts) == rows(parent, firsts)
    assert tables(release) == tables(parent)


def content_but_rules(release: Path) -> dict[str, list[tuple[Any, ...]]]:
    found = content(release)
    found["documents"] = rows(release, "SELECT * EXCLUDE (rules_version) FROM documents ORDER BY doc_id")
    return found


def test_measuring_again_under_the_same_rules_changes_nothing(place: Path) -> None:
    inbox, warehouse = place / "inbox", place / "warehouse"
    assert recompute_plain(inbox, warehouse).measured == 0
    report = recompute_plain(inbox, warehouse, is_forced=True)
    assert (report.measured, report.changed) == (16, 0)
    assert publish_ungated(warehouse) is None
    status = look_at(Warehouse(warehouse))
    assert (status.is_judged_again, status.pending_batches) == (False, 0)
    write_article(place / "andere", "nieuw.txt", "2019-07", "de vuurtoren")
    take_in_plain(place / "andere", warehouse)
    parent = latest(warehouse)
    release = publish_ungated(warehouse)
    assert release is not None
    assert_invariants(release)
    # Linked again: what was measured again came out as it was.
    before = {path.name: path.stat().st_ino for path in (parent / "documents").iterdir()}
    now = {path.name: path.stat().st_ino for path in (release / "documents").iterdir()}
    assert {name for name in now if now[name] != before.get(name)} == {"documents-2019.parquet"}


def test_packs_are_measured_again_batch_by_batch(place: Path) -> None:
    inbox, warehouse = place / "inbox", place / "warehouse"
    before = content(latest(warehouse))
    tidy(warehouse, "2027-12-01T06:00:00Z")
    for part in ("releases", "staged", "fingerprints"):
        shutil.rmtree(warehouse / part)
    (warehouse / "latest.json").unlink()
    assert rebuild_plain(inbox, warehouse).measured == 16
    release = publish_ungated(warehouse)
    assert release is not None
    assert content(release) == before
    tidy(warehouse, "2027-12-01T06:00:00Z")
    assert len(Warehouse(warehouse).staged_folders().folders) == 1
    assert verify_warehouse(Warehouse(warehouse)).damages == ()


@pytest.mark.parametrize("is_released", [True, False])
def test_everything_is_made_again_from_raw_alone(
    delivered: Path, place: Path, tmp_path: Path, *, is_released: bool
) -> None:
    inbox, warehouse = delivered / "inbox", place / "warehouse"
    undisturbed = latest(warehouse)
    expected = content(undisturbed)
    bare = tmp_path / "bare"
    shutil.copytree(warehouse / "raw", bare / "raw")
    if is_released:
        shutil.copytree(warehouse / "releases", bare / "releases")
        shutil.copy(warehouse / "latest.json", bare)
    report = rebuild_plain(inbox, bare)
    assert (report.measured, report.changes) == (16, [])
    release = publish_ungated(bare)
    if is_released:  # nothing that is published would change
        assert release is None
    else:
        assert release is not None
        assert release.name == "2026.11.0"
        assert content(release) == expected
        assert tables(release) == tables(undisturbed)
    assert verify_warehouse(Warehouse(bare)).damages == ()
    again = take_in_plain(inbox, bare)
    assert (again.seen, again.unchanged) == (10, 10)


def test_a_damaged_staged_folder_and_state_are_made_again(place: Path) -> None:
    inbox, warehouse = place / "inbox", place / "warehouse"
    expected = content(latest(warehouse))
    (warehouse / "state.duckdb").write_bytes(b"no state")
    for path in (warehouse / "staged").rglob("*.parquet"):
        path.write_bytes(b"no table")
    (warehouse / "latest.json").unlink()
    shutil.rmtree(warehouse / "releases")
    rebuild_plain(inbox, warehouse)
    release = publish_ungated(warehouse)
    assert release is not None
    assert content(release) == expected


def test_death_while_everything_is_made_again_loses_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state is forgotten by then: whatever command comes next, the batches of raw/ are recorded again."""
    inbox, warehouse = place / "inbox", place / "warehouse"
    with killed_at(monkeypatch, recompute, "move_folder", 1, is_after=False), pytest.raises(KilledError):
        rebuild_plain(inbox, warehouse)
    assert not verify_warehouse(Warehouse(warehouse)).damages
    (place / "andere").mkdir()
    take_in_plain(place / "andere", warehouse)
    assert any("Measuring again was begun" in one.what for one in look_at(Warehouse(warehouse)).warnings)
    assert look_at(Warehouse(warehouse)).unfinished_batches == 0
    assert publish_ungated(warehouse) is None
    assert recompute_plain(inbox, warehouse).measured == 16
    assert publish_ungated(warehouse) is None


def test_without_a_batch_of_raw_nothing_is_made_again(place: Path) -> None:
    inbox, warehouse = place / "inbox", place / "warehouse"
    first = Warehouse(warehouse).raw_folders().folders[0]
    shutil.rmtree(first.path)
    with pytest.raises(VerificationError, match="raw/ lacks 1 batches, 1 the first"):
        rebuild_plain(inbox, warehouse)
    assert len(Warehouse(warehouse).staged_batches()) == 3


@pytest.mark.parametrize(
    ("module", "name", "at"),
    [(recompute, "move_folder", 2), (os, "rename", 5), (recompute, "renew_set_aside", 1),
     (rejudge_switch, "relist_file", 2)],
)  # fmt: skip
def test_death_while_measuring_again_is_gone_on_with(
    place: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, at: int
) -> None:
    inbox, warehouse = place / "inbox", place / "warehouse"
    parent = content_but_rules(latest(warehouse))
    with under_rules(NEWER):
        with killed_at(monkeypatch, module, name, at, is_after=False), pytest.raises(KilledError):
            recompute_plain(inbox, warehouse)
        report = recompute_plain(inbox, warehouse)
        assert report.measured is not None
        assert report.measured < 16
        release = publish_ungated(warehouse)
    assert release is not None
    assert content_but_rules(release) == parent
    assert not (warehouse / "measured-again").exists()
    assert not (warehouse / ".measuring.json").exists()


def test_a_file_that_new_rules_stumble_over_is_set_aside_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planted(text: str) -> str:
        if "de brug" in text:
            raise ZeroDivisionError("a planted bug")
        return clean_body(text)

    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    write_article(inbox, "1.txt", "2019-01", "het museum")
    write_article(inbox, "2.txt", "2019-02", "de brug")
    take_in_plain(inbox, warehouse)
    publish_ungated(warehouse)
    with under_rules(NEWER):
        with monkeypatch.context() as patch:
            patch.setattr("transforms.source_documents.clean_body", planted)
            report = recompute_plain(inbox, warehouse)
        assert report.isolated == ["2.txt: ZeroDivisionError: a planted bug"]
        [deferred] = look_at(Warehouse(warehouse)).deferred
        assert (deferred["source_path"], deferred["cause"]) == ("2.txt", "unforeseen_exception")
        publish_ungated(warehouse)
        assert rows(latest(warehouse), "SELECT source_path FROM documents") == [("1.txt",)]
        assert take_in_plain(inbox, warehouse).accepted == 1
        release = publish_ungated(warehouse)
        assert release is not None
        assert_invariants(release)
        assert len(rows(release, "FROM documents")) == 2
        assert look_at(Warehouse(warehouse)).deferred == []


def test_the_gate_lets_a_recomputed_release_through(tmp_path: Path) -> None:
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    for number, topic in enumerate(("de brug", "het museum", "de dijk")):
        write_article(inbox, f"krant/{number}.txt", f"201{number}-0{number + 1}", topic)
    run_plain(inbox, warehouse)
    with under_rules(NEWER), pytest.MonkeyPatch.context() as patch:
        patch.setattr(gating, "RULES_VERSION", NEWER)
        recompute_plain(inbox, warehouse)
        report = run_plain(inbox, warehouse)
    assert (report.published, report.gate) == (True, "passed")
    folder = latest_folder(Warehouse(warehouse))
    assert folder is not None
    assert read_manifest(folder)["rules_version"] == NEWER
