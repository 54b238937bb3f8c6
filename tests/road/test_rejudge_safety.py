"""Judging again, around it: death, holds, the gate, what readers are told, and what is left alone."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from flows import stages
from flows.reports import RunReport
from flows.road import preview_rejudge
from flows.settings import load_settings
from tests.articles import write_article
from tests.held import DAY, hold
from tests.judged_again import (
    LOOSE,
    NOT_OLD,
    STRICT,
    changed,
    content,
    deliver,
    documents,
    latest,
    rejudge,
    verdict_files,
    write_short,
)
from tests.packing import assert_records_true
from tests.plain_road import on_plain_warehouse, rejudge_plain, take_in_plain
from tests.road.test_interrupted import KilledError, killed_at
from tests.standing import Standing
from tests.ungated import assert_invariants, publish_ungated, release_ungated
from transforms.paragraphs import clean_body
from warehouse.durable import hash_file
from warehouse.explanation import explain
from warehouse.holds import end_hold
from warehouse.layout import Warehouse
from warehouse.rejects import list_rejects
from warehouse.releases import release_versions
from warehouse.status import look_at

LAST_REPLACE = 8
"""The intent, the verdicts and the record of each of three batches, the judgement."""


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "inbox"


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    return Standing(
        tmp_path_factory.mktemp("delivered"),
        lambda folder: deliver(folder / "inbox", folder / "warehouse", is_released=True),
    )


@pytest.fixture
def delivered(standing: Standing) -> tuple[Path, Path]:
    """An inbox, and a warehouse with three releases of it."""
    folder = standing.again()
    return folder / "inbox", folder / "warehouse"


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(1, marks=pytest.mark.long, id="after the intent"),
        pytest.param(2, id="between verdicts and their entry in the record"),
        pytest.param(3, marks=pytest.mark.long, id="between folders"),
        pytest.param(LAST_REPLACE, marks=pytest.mark.long, id="after the judgement"),
    ],
)
def test_death_between_the_files_is_finished_by_the_next_run(
    delivered: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    inbox, warehouse = delivered
    undisturbed = warehouse.with_name("undisturbed")
    shutil.copytree(warehouse, undisturbed)
    with killed_at(monkeypatch, os, "replace", at, is_after=True), pytest.raises(KilledError):
        rejudge_plain(inbox, warehouse, **LOOSE)
    take_in_plain(inbox, warehouse, **LOOSE)
    rejudge_plain(inbox, undisturbed, **LOOSE)
    assert verdict_files(warehouse) == verdict_files(undisturbed)
    assert_records_true(warehouse)
    assert not (warehouse / ".judging.json").exists()
    for place in (warehouse, undisturbed):
        release = publish_ungated(place)
        assert release is not None
        assert_invariants(release)
    assert content(latest(warehouse)) == content(latest(undisturbed))


def test_death_before_the_first_file_leaves_every_old_verdict(
    delivered: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, warehouse = delivered
    before = verdict_files(warehouse)
    with killed_at(monkeypatch, os, "replace", 1, is_after=False), pytest.raises(KilledError):
        rejudge_plain(inbox, warehouse, **LOOSE)
    take_in_plain(inbox, warehouse)
    assert verdict_files(warehouse) == before
    assert publish_ungated(warehouse) is None
    assert not any((warehouse / ".tmp").iterdir())


def test_a_return_to_a_release_of_another_judgement_publishes_all_again(delivered: tuple[Path, Path]) -> None:
    inbox, warehouse = delivered
    pointer = (warehouse / "latest.json").read_text()
    rejudge(inbox, warehouse, **LOOSE)
    expected = content(latest(warehouse))
    (warehouse / "latest.json").write_text(pointer)
    assert look_at(Warehouse(warehouse)).is_judged_again
    release = publish_ungated(warehouse)
    assert release is not None
    assert_invariants(release)
    assert content(release) == expected
    assert len(release_versions(Warehouse(warehouse))) == 5


def test_what_was_judged_again_is_told_before_it_is_published(inbox: Path, warehouse: Path) -> None:
    deliver(inbox, warehouse, is_released=True, **LOOSE)
    rejudge_plain(inbox, warehouse)
    place = Warehouse(warehouse)
    told = {path: list_of(place, path) for path in ("krant/1.txt", "krant/2.txt", "kort.txt", "kopie.txt", "oud.txt")}
    counts = {verdict: dict(found) for verdict, found in look_at(place).verdicts.items()}
    rejects = list_rejects(place)
    assert told["krant/1.txt"] == [("accepted", "current", True), ("rejected", "current", True)]
    assert told["krant/2.txt"] == [(verdict, standing, False) for verdict, standing in (
        ("accepted", "superseded"), ("accepted", "superseded"), ("accepted", "current"))]  # fmt: skip
    assert told["kopie.txt"] == [("rejected", "current", True)]
    release = publish_ungated(warehouse)
    assert release is not None
    published = {path: list_of(place, path) for path in told}
    assert published == {path: [(*row[:2], False) for row in told[path]] for path in told}
    after = look_at(place)
    assert {verdict: sum(found.values()) for verdict, found in counts.items()} == {
        verdict: found["published"] for verdict, found in after.verdicts.items()
    }
    assert not any(found["pending"] for found in after.verdicts.values())
    again = list_rejects(place)
    assert [row["file_count"] for row in again.counts] == [row["file_count"] for row in rejects.counts]
    assert {row["source_path"] for row in again.rows} == {row["source_path"] for row in rejects.rows}


def list_of(warehouse: Warehouse, path: str) -> list[tuple[str, str, bool]]:
    """Verdict, standing, and whether it waits for a release, of every version of a path."""
    found = explain(warehouse, path, inbox=Path("inbox"))
    return [(row["verdict"], row["standing"], row["is_pending"]) for row in found.verdicts]


def test_a_file_set_aside_has_no_verdict_and_is_judged_when_it_is_mended(
    inbox: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planted(text: str) -> str:
        if "de markt" in text:
            raise ZeroDivisionError("a planted bug")
        return clean_body(text)

    write_article(inbox, "1.txt", "2019-01")
    write_article(inbox, "2.txt", "2019-02", "de markt")
    write_short(inbox, "kort.txt", "2019-02")
    with monkeypatch.context() as patch:
        patch.setattr("transforms.source_documents.clean_body", planted)
        take_in_plain(inbox, warehouse)
        publish_ungated(warehouse)
        report = rejudge_gated(inbox, warehouse, **LOOSE)
        assert (report.judged, changed(report)) == (2, {("text_too_short", "all_checks_passed"): 1})
        assert report.gate == "passed"
    assert [path for path, _ in documents(latest(warehouse))] == ["1.txt", "kort.txt"]
    assert take_in_plain(inbox, warehouse, **LOOSE).accepted == 1
    rejudge(inbox, warehouse)
    assert [path for path, _ in documents(latest(warehouse))] == ["1.txt", "2.txt"]


def rejudge_gated(inbox: Path, warehouse: Path, **settings: Any) -> RunReport:
    """Judge again and publish through the gate, as the flow does."""
    with on_plain_warehouse(inbox, warehouse, run_id="again", **settings) as (place, used, report):
        stages.do_rejudge(place, used, report)
        stages.do_publish(place, used, used.now_utc(), report)
    return report


@pytest.mark.parametrize("settings", [{**LOOSE, **NOT_OLD}, STRICT])
def test_the_gate_lets_an_honest_judgement_pass(delivered: tuple[Path, Path], settings: dict[str, Any]) -> None:
    inbox, warehouse = delivered
    report = rejudge_gated(inbox, warehouse, **settings)
    assert report.gate in {"passed", "warned"}, report.failed_checks
    assert report.published
    assert_invariants(latest(warehouse))
    assert json.loads((latest(warehouse) / "manifest.json").read_text())["judgement_no"] == 1


def everything(warehouse: Path) -> dict[str, str]:
    """sha256 of every file but what a run left in .tmp, which the next one clears away."""
    files = (path for path in warehouse.rglob("*") if path.is_file() and ".tmp" not in path.parts)
    return {path.relative_to(warehouse).as_posix(): hash_file(path) for path in files}


def test_a_dry_run_tells_the_same_and_changes_nothing(delivered: tuple[Path, Path]) -> None:
    inbox, warehouse = delivered
    before = everything(warehouse)
    preview = preview_rejudge(load_settings(warehouse=warehouse, now="2026-11-22T06:00:00Z", **LOOSE))
    assert everything(warehouse) == before
    report = rejudge_plain(inbox, warehouse, **LOOSE)
    assert (preview.judged, preview.changes) == (report.judged, report.changes)
    assert report.changed > 0


def test_nothing_is_measured_again(inbox: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither raw/ nor a text is read: both may be gone."""
    write_short(inbox, "kort.txt", "2019-02")
    take_in_plain(inbox, warehouse)
    for path in (warehouse / "raw").glob("*/part-*.parquet"):
        path.unlink()
    monkeypatch.setattr("warehouse.staged_parts.curate_isolating", None)
    assert changed(rejudge_plain(inbox, warehouse, **LOOSE)) == {("text_too_short", "all_checks_passed"): 1}


def test_an_empty_warehouse_has_nothing_to_judge(inbox: Path, warehouse: Path) -> None:
    report = rejudge_plain(inbox, warehouse)
    assert (report.judged, report.changes) == (0, [])


def test_a_hold_is_honoured_and_the_verdicts_change_all_the_same(inbox: Path, warehouse: Path) -> None:
    write_short(inbox, "kort.txt", "2019-02")
    write_article(inbox, "lang.txt", "2019-01")
    release_ungated(inbox, warehouse)
    hold(warehouse)
    report = rejudge_gated(inbox, warehouse, **LOOSE)
    assert (report.changed, report.published, report.gate) == (1, False, None)
    assert list_rejects(Warehouse(warehouse)).rows == []
    assert [path for path, _ in documents(latest(warehouse))] == ["lang.txt"]
    end_hold(Warehouse(warehouse), now=DAY)
    assert publish_ungated(warehouse) is not None
    assert [path for path, _ in documents(latest(warehouse))] == ["kort.txt", "lang.txt"]
