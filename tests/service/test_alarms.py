"""Alarms about an inbox: silence, and an empty folder where a full one was; told by the first run that sees them."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.alarm_names import INBOX_EMPTY, INBOX_SILENT
from flows.alarms import Alarm, look_for_alarms
from flows.announcements import announce, raise_alarms
from flows.reports import RunReport
from flows.service.watching import look_at_service
from flows.settings import Settings, load_settings
from tests.articles import write_article
from tests.plain_road import take_in_plain
from warehouse.layout import Warehouse
from warehouse.records import record_run

BEGINNING = datetime(2026, 11, 22, 6, tzinfo=UTC)


class Place:
    """A warehouse with runs recorded at moments of our choosing."""

    def __init__(self, folder: Path) -> None:
        self.inbox = folder / "inbox"
        self.warehouse = Warehouse((folder / "warehouse").resolve())

    def settings(self, **settings: Any) -> Settings:
        return load_settings(inbox=self.inbox, warehouse=self.warehouse.root, **settings)

    def look(self, hours: float, **settings: Any) -> list[Alarm]:
        """Take in, so many hours after the beginning, and record the run as `run_on_warehouse` does."""
        now = BEGINNING + timedelta(hours=hours)
        report = take_in_plain(self.inbox, self.warehouse.root, run_id=f"run {hours}", now=now.isoformat())
        found = look_for_alarms(self.warehouse, self.settings(**settings), report, now)
        report.alarms = [alarm.event for alarm in found]
        record_run(
            self.warehouse,
            run_id=report.run_id,
            command="take-in",
            started_at=now,
            ended_at=now,
            outcome="nothing new",
            report=json.dumps(report.fields()),
            retention_days=90,
        )
        return found


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    write_article(place.inbox, "krant/een.txt", "2019-01", "de brug")
    return place


def test_silence_is_told_when_it_has_lasted_longer_than_the_setting_allows_and_once(place: Place) -> None:
    assert place.look(0) == []
    assert place.look(71.9) == []
    [first] = place.look(72.1)
    assert (first.event, first.is_new) == (INBOX_SILENT, True)
    assert "72 hours" in first.subject
    assert "2026-11-22 06:00 UTC" in first.body
    [again] = place.look(73)
    assert not again.is_new
    assert [warning.what for warning in look_at_service(place.warehouse).warnings] == [
        "Nothing new has arrived for longer than maximum_silence_hours."
    ]
    write_article(place.inbox, "krant/twee.txt", "2019-02", "het museum")
    assert place.look(74) == []
    assert look_at_service(place.warehouse).warnings == []
    [anew] = place.look(74 + 73)
    assert anew.is_new


def test_an_inbox_that_has_been_empty_from_the_beginning_falls_silent_too(place: Place) -> None:
    shutil.rmtree(place.inbox / "krant")
    assert place.look(0) == []
    assert [alarm.event for alarm in place.look(80)] == [INBOX_SILENT]


def test_no_silence_is_told_where_the_setting_is_0(place: Place) -> None:
    place.look(0, maximum_silence_hours=0)
    assert place.look(1000, maximum_silence_hours=0) == []


def test_an_empty_folder_where_a_full_inbox_was_is_told_once(place: Place) -> None:
    place.look(0)
    shutil.rmtree(place.inbox / "krant")
    [first] = place.look(1)
    assert (first.event, first.is_new) == (INBOX_EMPTY, True)
    assert str(place.inbox.resolve()) in first.body
    [again] = place.look(2)
    assert not again.is_new
    write_article(place.inbox, "krant/drie.txt", "2019-03", "de dijk")
    assert place.look(3) == []


def test_an_inbox_that_somebody_emptied_and_left_its_folders_is_no_alarm(place: Place) -> None:
    place.look(0)
    (place.inbox / "krant" / "een.txt").unlink()
    assert place.look(1) == []


def test_a_run_notes_its_alarms_and_tells_those_that_are_new(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("flows.announcements.tell", lambda event, *_, **__: told.append(event))
    place.look(0)
    later = BEGINNING + timedelta(hours=100)
    report = RunReport("r", seen=1, unchanged=1, is_look_done=True)
    raise_alarms(place.warehouse, place.settings(), report, later)
    assert (report.alarms, told) == ([INBOX_SILENT], [INBOX_SILENT])
    unfinished = RunReport("r")
    raise_alarms(place.warehouse, place.settings(), unfinished, later)
    assert unfinished.alarms == []


def test_what_a_run_did_is_told_as_events(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, dict[str, Any]] = {}
    monkeypatch.setattr("flows.announcements.tell", lambda event, _, **fields: told.update({event: fields}))
    for name in ("show_artifacts", "name_run"):
        monkeypatch.setattr(f"flows.announcements.{name}", lambda *_: None)
    staged = RunReport("r", seen=2, accepted=1, rejected=1, batches=["000001-a"])
    announce(place.warehouse, staged, command="take-in", outcome="nothing new")
    published = RunReport("r", published=True, release="2026.11.0", documents=1, gate="warned")
    announce(place.warehouse, published, command="publish", outcome="published")
    stopped = RunReport("r", gate="stopped", latest="2026.11.0", failed_checks=["ids are unique: 2 of 3"])
    announce(place.warehouse, stopped, command="publish", outcome="exit 12")
    announce(place.warehouse, RunReport("r", seen=2, unchanged=2), command="take-in", outcome="nothing new")
    assert set(told) == {"kroniek.batch.staged", "kroniek.release.published", "kroniek.release.stopped"}
    assert told["kroniek.batch.staged"]["batches"] == ["000001-a"]
    assert told["kroniek.release.published"]["release"] == "2026.11.0"
    assert "ids are unique: 2 of 3" in told["kroniek.release.stopped"]["body"]
    assert "2026.11.0" in told["kroniek.release.stopped"]["body"]
