"""A bad batch is kept out, and taken back: as if it had never come, and never two copies of one text."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from expectations.verdict import GateVerdict
from tests.articles import write_article
from tests.plain_road import run_plain
from tests.road.test_interrupted import KilledError, killed_at
from tests.ungated import assert_invariants, publish_ungated, release_ungated, rows
from transforms.errors import GateStoppedError
from warehouse.explanation import explain
from warehouse.layout import Warehouse
from warehouse.publish import sweep
from warehouse.releases import latest_folder
from warehouse.set_aside import find_batch, set_aside, take_back
from warehouse.status import look_at

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)


def published(release: Path) -> dict[str, str]:
    """Path and topic-bearing opening of each document."""
    return dict(rows(release, "SELECT source_path, text[:60] FROM documents ORDER BY ALL"))


@pytest.fixture(scope="module")
def bad_friday(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Batch 1 good; batch 2 bad: it overwrites a file and brings a text; batch 3 good, with a copy of that text."""
    folder = tmp_path_factory.mktemp("friday")
    inbox, warehouse = folder / "inbox", folder / "warehouse"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for number, topic in enumerate(("de brug", "het museum", "de dijk")):
            write_article(inbox, f"{number}.txt", f"201{number}-05", topic)
        run_plain(inbox, warehouse)
        write_article(inbox, "0.txt", "2010-05", "een verkeerde tekst")
        write_article(inbox, "slecht.txt", "2012-08", "de molen")
        release_ungated(inbox, warehouse)
        write_article(inbox, "goed.txt", "2013-08", "de molen")
        write_article(inbox, "nieuw.txt", "2014-08", "het plein")
        release_ungated(inbox, warehouse)
    return inbox, warehouse, folder


def test_what_a_published_batch_brought_counts_as_never_brought_and_comes_back(
    bad_friday: tuple[Path, Path, Path],
) -> None:
    inbox, warehouse, _ = bad_friday
    place = Warehouse(warehouse)
    before = latest_folder(place)
    assert before is not None
    assert set(published(before)) == {"0.txt", "1.txt", "2.txt", "slecht.txt", "nieuw.txt"}

    done = set_aside(place, find_batch(place, "2"), reason="verkeerde levering", now=NOW)
    assert (done.batch_no, done.is_set_aside, done.is_changed) == (2, True, True)
    report = run_plain(inbox, warehouse)  # the gate lets it through, and nothing new had to arrive
    assert report.published
    assert report.gate in {"passed", "warned"}
    without = latest_folder(place)
    assert without is not None
    assert_invariants(without)
    assert set(published(without)) == {"0.txt", "1.txt", "2.txt", "goed.txt", "nieuw.txt"}
    assert "de brug" in published(without)["0.txt"]
    standings = rows(without, "SELECT source_path, standing FROM verdicts WHERE batch_no = 2 ORDER BY ALL")
    assert standings == [("0.txt", "set_aside"), ("slecht.txt", "set_aside")]
    assert rows(without, "SELECT count(*) FROM verdicts") == [(7,)]  # every file has its row all the same
    assert [row["standing"] for row in explain(place, "slecht.txt", inbox=inbox).verdicts] == ["set_aside"]
    assert look_at(place).set_aside[0]["reason"] == "verkeerde levering"
    assert publish_ungated(warehouse) is None

    assert take_back(place, find_batch(place, "2"), now=NOW).is_changed
    assert run_plain(inbox, warehouse).published
    again = latest_folder(place)
    assert again is not None
    assert_invariants(again)
    assert set(published(again)) == {"0.txt", "1.txt", "2.txt", "slecht.txt", "nieuw.txt"}
    assert "verkeerde" in published(again)["0.txt"]
    assert look_at(place).set_aside == []
    assert publish_ungated(warehouse) is None


def test_a_batch_that_the_gate_stopped_is_kept_out_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    place = Warehouse(warehouse)
    write_article(inbox, "1.txt", "2011-05", "de brug")
    release_ungated(inbox, warehouse)
    write_article(inbox, "slecht.txt", "2012-05", "de molen")
    with monkeypatch.context() as patch:
        patch.setattr("tests.plain_road.gate_left_out", lambda *_, **__: (GateVerdict("stopped", ()), {}))
        with pytest.raises(GateStoppedError, match="mend the input"):
            run_plain(inbox, warehouse, is_gated=False)
    set_aside(place, find_batch(place, "2"), reason="", now=NOW)
    assert look_at(place).verdicts["accepted"]["pending"] == 0
    assert not run_plain(inbox, warehouse, is_gated=False).published  # nothing that is published would change
    write_article(inbox, "goed.txt", "2013-05", "de molen")
    release = release_ungated(inbox, warehouse)
    assert set(published(release)) == {"1.txt", "goed.txt"}
    assert rows(release, "SELECT standing FROM verdicts WHERE source_path = 'slecht.txt'") == [("set_aside",)]


@pytest.mark.parametrize("at", [1, *(pytest.param(at, marks=pytest.mark.long) for at in (3, 5, 6, 7))])
def test_death_while_all_is_settled_again_is_finished_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    write_article(inbox, "1.txt", "2011-05", "de brug")
    release_ungated(inbox, warehouse)
    write_article(inbox, "1.txt", "2011-05", "de molen")
    release_ungated(inbox, warehouse)
    write_article(inbox, "2.txt", "2012-05", "de molen")
    release_ungated(inbox, warehouse)
    set_aside(Warehouse(warehouse), find_batch(Warehouse(warehouse), "2"), reason="", now=NOW)
    with killed_at(monkeypatch, os, "replace", at, is_after=True), pytest.raises(KilledError):
        publish_ungated(warehouse)
    sweep(Warehouse(warehouse))
    publish_ungated(warehouse)
    release = latest_folder(Warehouse(warehouse))
    assert release is not None
    assert release.name == "2026.11.3"
    assert_invariants(release)
    assert set(published(release)) == {"1.txt", "2.txt"}
    assert "de brug" in published(release)["1.txt"]
    assert publish_ungated(warehouse) is None


def test_an_id_that_two_batches_have_means_first_the_one_that_is_not_kept_out_yet(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    for name in ("000001-aa", "000002-bb", "000003-bb"):
        (place.staged / name).mkdir(parents=True)
    for expected in (3, 2, 3):  # the gate names the id as long as something of it fails
        batch = find_batch(place, "bb")
        assert batch.batch_no == expected
        set_aside(place, batch, reason="slecht", now=NOW)
    assert find_batch(place, "bb", is_set_aside=True).batch_no == 3
    take_back(place, find_batch(place, "bb", is_set_aside=True), now=NOW)
    assert find_batch(place, "bb", is_set_aside=True).batch_no == 2
    assert find_batch(place, "bb").batch_no == 3
