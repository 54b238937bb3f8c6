"""How a deployed run ends, for each way that its work can end; without a server: what would be sent is caught."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from prefect.client.schemas.objects import State

from flows import outcomes
from flows.reports import RunReport
from flows.settings import load_settings, use_settings
from transforms.errors import (
    GateStoppedError,
    InputUnreadableError,
    KroniekError,
    SettingsError,
    VerificationError,
    WarehouseBusyError,
)


class Sent:
    """What a run would have told the server."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.events: list[str] = []
        self.is_repeated = False


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    caught = Sent()
    monkeypatch.setattr(outcomes, "is_deployed", lambda: True)
    monkeypatch.setattr(outcomes, "rename_run", lambda _, name: caught.names.append(name))
    monkeypatch.setattr(outcomes, "tell", lambda event, *_, **__: caught.events.append(event))
    monkeypatch.setattr(outcomes, "show_log", lambda _: None)
    monkeypatch.setattr(outcomes, "_ended_like_this_before", lambda _: caught.is_repeated)
    monkeypatch.setattr(outcomes, "BUSY_POLL_SECONDS", 0.01)
    return caught


def raising(*errors: KroniekError, then: RunReport | None = None) -> Callable[[], RunReport]:
    waiting = list(errors)

    def work() -> RunReport:
        if waiting:
            raise waiting.pop(0)
        assert then is not None
        return then

    return work


def conclude(work: Callable[[], RunReport | dict[str, Any]], **options: Any) -> Any:  # noqa: ANN401
    with use_settings(load_settings(warehouse=Path("w"), publish_wait_seconds=0.1)):
        return outcomes.conclude(work, **options)


def test_a_run_that_a_command_started_raises_what_goes_wrong() -> None:
    with pytest.raises(WarehouseBusyError):
        outcomes.conclude(raising(WarehouseBusyError("held")))
    assert outcomes.conclude(lambda: RunReport("r", seen=3))["seen"] == 3


def test_what_went_well_is_returned(sent: Sent) -> None:
    assert conclude(lambda: RunReport("r", seen=3))["seen"] == 3
    assert conclude(lambda: {"files": 3}) == {"files": 3}
    assert (sent.names, sent.events) == ([], [])


def test_a_busy_warehouse_is_no_failure(sent: Sent) -> None:
    state = conclude(raising(WarehouseBusyError("Another run holds the warehouse: x.")))
    assert (state.type.value, state.message) == (
        "COMPLETED",
        "skipped: busy. Another run holds the warehouse: x.",
    )
    assert (sent.names, sent.events) == (["skipped: busy"], [])


def test_who_is_patient_waits_and_who_waits_in_vain_leaves_it(sent: Sent) -> None:
    busy = WarehouseBusyError("held")
    assert conclude(raising(busy, busy, then=RunReport("r", published=True)), is_patient=True)["published"]
    assert sent.names == []
    state = conclude(raising(*[busy] * 1000), is_patient=True)
    assert state.message == "skipped: busy. held"
    assert conclude(raising(busy, then=RunReport("r")), is_patient=True, wait_seconds=0.0).message


def test_a_hold_is_no_failure(sent: Sent) -> None:
    state = conclude(lambda: RunReport("r", held="rolled back"))
    assert (state.type.value, state.message) == ("COMPLETED", "held: rolled back")
    assert sent.events == []


def test_the_gate_s_no_is_a_state_of_its_own_that_no_automation_takes_for_a_bug(sent: Sent) -> None:
    state = conclude(raising(GateStoppedError("The quality gate stopped the release.")))
    assert (state.type.value, state.name) == ("FAILED", "Stopped")
    assert sent.events == []  # every run announces that by itself, also one that a command started


@pytest.mark.parametrize(
    ("error", "event"),
    [
        (InputUnreadableError("The inbox cannot be read."), "kroniek.run.refused"),
        (SettingsError("Unknown setting x."), "kroniek.run.refused"),
        (VerificationError("A file is damaged."), "kroniek.verify.failed"),
    ],
)
def test_what_was_foreseen_is_told_once_however_often_it_happens(sent: Sent, error: KroniekError, event: str) -> None:
    state: State[Any] = conclude(raising(error))
    assert (state.type.value, state.name, state.message) == ("FAILED", "Refused", str(error))
    assert sent.events == [event]
    assert sent.names == [f"refused: {error.what}"]
    sent.is_repeated = True
    conclude(raising(error))
    assert sent.events == [event]


def test_settings_that_cannot_be_read_are_told_too(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRONIEK_NONSENSE", "1")
    state = outcomes.conclude(raising(then=RunReport("r")))
    assert (state.name, sent.events) == ("Refused", ["kroniek.run.refused"])


def test_files_that_met_a_bug_fail_the_run_and_are_told(sent: Sent) -> None:
    state = conclude(lambda: RunReport("r", seen=1, deferred=1, isolated=["a.txt: ValueError"]))
    assert (state.type.value, state.name) == ("FAILED", "Refused")
    assert "a.txt: ValueError" in (state.message or "")
    assert sent.events == ["kroniek.run.refused"]


def test_a_bug_is_left_to_prefect(sent: Sent) -> None:
    def work() -> RunReport:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        conclude(work)
    assert sent.events == []
