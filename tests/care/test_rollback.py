"""Readers go back to a good release; what was bad stays out, and no version is used twice."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.articles import write_article
from tests.plain_road import run_plain
from tests.ungated import assert_invariants, release_ungated, rows
from transforms.errors import UsageError
from warehouse.decisions import record_decision
from warehouse.holds import end_hold
from warehouse.layout import Warehouse
from warehouse.prune import choose_prunable, prune
from warehouse.publish import sweep
from warehouse.releases import latest_folder, latest_version, list_releases, release_versions
from warehouse.rollback import roll_back
from warehouse.set_aside import find_batch, set_aside
from warehouse.status import look_at

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)


def test_bad_friday(tmp_path: Path) -> None:
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    place = Warehouse(warehouse)
    for number, topic in enumerate(("de brug", "het museum", "de dijk")):
        write_article(inbox, f"{number}.txt", f"201{number}-05", topic)
    release_ungated(inbox, warehouse)
    write_article(inbox, "1.txt", "2011-05", "een foute tekst")
    write_article(inbox, "slecht.txt", "2012-05", "een slechte tekst")
    release_ungated(inbox, warehouse)

    assert roll_back(place, "2026.11.0", now=NOW) == "2026.11.1"
    assert roll_back(place, "2026.11.0", now=NOW) is None
    assert latest_version(place) == "2026.11.0"
    assert [hold["reason"] for hold in look_at(place).holds] == ["rolled back to 2026.11.0"]
    assert any("publish --resume" in warning.what_to_do for warning in look_at(place).warnings)
    write_article(inbox, "goed.txt", "2013-05", "het plein")
    held = run_plain(inbox, warehouse)  # as a scheduled run
    assert (held.accepted, held.published, held.held) == (1, False, "rolled back to 2026.11.0")
    assert latest_version(place) == "2026.11.0"

    set_aside(place, find_batch(place, "2"), reason="foute levering", now=NOW)
    end_hold(place, now=NOW)
    report = run_plain(inbox, warehouse)
    assert (report.published, report.release, report.held) == (True, "2026.11.2", None)
    assert report.gate in {"passed", "warned"}
    release = latest_folder(place)
    assert release is not None
    assert_invariants(release)
    assert rows(release, "SELECT source_path FROM documents ORDER BY ALL") == [
        ("0.txt",), ("1.txt",), ("2.txt",), ("goed.txt",)
    ]  # fmt: skip
    assert "het museum" in rows(release, "SELECT text FROM documents WHERE source_path = '1.txt'")[0][0]

    # A kill between the decision and the pointer: the next run's sweep finishes it.
    entry = {"version": "2026.11.1", "from_version": "2026.11.2", "reason": "rolled back to 2026.11.1"}
    record_decision(place, "rollback", now=NOW, **entry)
    assert latest_version(place) == "2026.11.2"
    sweep(place)
    assert latest_version(place) == "2026.11.1"
    assert roll_back(place, "2026.11.2", now=NOW) == "2026.11.1"
    end_hold(place, now=NOW)

    # Pruned releases stay listed, and their numbers are never used again.
    assert [release.version for release in choose_prunable(place, 1)] == ["2026.11.1", "2026.11.0"]
    versions = choose_prunable(place, 1)[:1]
    prune(place, versions, now=NOW)
    assert release_versions(place) == ["2026.11.0", "2026.11.2"]
    listed = [(one.version, one.is_pruned) for one in list_releases(place, with_pruned=True)]
    assert listed == [("2026.11.2", False), ("2026.11.1", True), ("2026.11.0", False)]
    with pytest.raises(UsageError, match="was pruned"):
        roll_back(place, "2026.11.1", now=NOW)
    write_article(inbox, "laatste.txt", "2014-05", "de kerk")
    assert_invariants(release_ungated(inbox, warehouse))
    assert latest_version(place) == "2026.11.3"
    prune(place, choose_prunable(place, 1), now=NOW)
    assert release_versions(place) == ["2026.11.3"]
    assert_invariants(warehouse / "releases" / "2026.11.3")  # what it shared is whole
    told = (warehouse / "feed.xml").read_text(encoding="utf-8")
    assert ("2026.11.3" in told, "2026.11.0/" in told) == (True, False)  # no entry leads to a folder that is gone


def test_pruning_that_a_kill_broke_off_is_finished_by_the_next_run(tmp_path: Path) -> None:
    place = Warehouse(tmp_path / "warehouse")
    for version in ("2026.11.0", "2026.11.1"):
        (place.releases / version).mkdir(parents=True)
    record_decision(place, "prune", now=NOW, versions={"2026.11.0": {}})
    sweep(place)
    assert release_versions(place) == ["2026.11.1"]
    (place.releases / "2026.11.0").mkdir()  # brought back from a backup by hand
    sweep(place)
    assert release_versions(place) == ["2026.11.0", "2026.11.1"]
