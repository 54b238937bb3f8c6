"""What `run`, `take-in` and `publish` print and how they end, with the flows themselves replaced.

That the flows do what they say is shown elsewhere; here each way to end is needed, and a Prefect run costs seconds.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import flows.road
from flows.reports import RunReport
from flows.settings import Settings
from tests.commands.outcome import Command
from tests.held import hold
from transforms.errors import GateStoppedError, KroniekError
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock

PUBLISHED = RunReport(
    run_id="plain", seen=11, accepted=6, rejected=4, duplicates=1, ignored=1, published=True, release="2026.11.0",
    latest="2026.11.0", gate="passed", seconds={"take in": 0.25, "gate": 4.0}, documents=6,
)  # fmt: skip


def answer_with(monkeypatch: pytest.MonkeyPatch, result: RunReport | KroniekError) -> list[Settings]:
    """Have every flow end in this way; gives the settings they were called with."""
    called = []

    def walk(settings: Settings, **_: object) -> RunReport:
        called.append(settings)
        if isinstance(result, KroniekError):
            raise result
        return result

    for name in ("run_road", "run_take_in", "run_publish", "run_rejudge"):
        monkeypatch.setattr(flows.road, name, walk)
    return called


def test_a_published_run(kroniek: Command, seeds_like_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, PUBLISHED)
    outcome = kroniek("run", "--warehouse", seeds_like_warehouse)
    assert outcome.exit_code == 0
    rows = {line.rpartition(" ")[0].strip(): line.rpartition(" ")[2] for line in outcome.out.splitlines()}
    assert rows["seen"] == "11"
    assert rows["ignored (not part of seen)"] == "1"
    assert rows["date_in_future"] == rows["exact_duplicate"] == "1"
    assert "The account closes: 11 seen = 6 accepted + 4 rejected + 1 duplicates" in outcome.out
    assert "Published 2026.11.0: 6 documents." in outcome.out
    assert "Quality gate: passed." in outcome.out
    assert "take in 0.2, gate 4.0" in outcome.out
    assert "kroniek rejects" in outcome.err
    assert "kroniek sql" in outcome.err


@pytest.mark.parametrize("command", ["run", "take-in", "publish"])
def test_json_is_the_object_that_scripts_rely_on(
    command: str, kroniek: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_with(monkeypatch, PUBLISHED)
    outcome = kroniek(command, "--json")
    assert outcome.exit_code == 0
    assert outcome.err == ""
    assert outcome.json == {
        "run_id": "plain", "seen": 11, "accepted": 6, "rejected": 4, "duplicates": 1, "unchanged": 0, "deferred": 0,
        "ignored": 1, "published": True, "release": "2026.11.0", "latest": "2026.11.0", "gate": "passed",
        "seconds": {"take in": 0.25, "gate": 4.0},
    }  # fmt: skip


def test_nothing_new(kroniek: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, RunReport(run_id="r", seen=5, unchanged=5, latest="2026.11.0", documents=5))
    assert "Nothing new: no release made, the latest is 2026.11.0." in kroniek("run").out


def test_refusals_alone_make_no_release(kroniek: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, RunReport(run_id="r", seen=1, rejected=1))
    out = kroniek("run").out
    assert "No release made: there is no release yet." in out
    assert "Nothing new" not in out


def test_a_hold_is_named(kroniek: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "held").mkdir()
    hold(tmp_path / "held")
    answer_with(monkeypatch, RunReport(run_id="r", seen=1, accepted=1, latest="2026.11.0"))
    assert "held (rolled back to 2026.11.0)" in kroniek("run", "--warehouse", tmp_path / "held").out


def test_what_the_gate_stopped_is_12_with_the_account(kroniek: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = GateStoppedError("The quality gate stopped the release.", where="candidate-failed", what_to_do="Look.")
    stopped.report = RunReport(run_id="r", seen=2, accepted=2, gate="stopped", latest="2026.11.0")
    answer_with(monkeypatch, stopped)
    plain, as_json = kroniek("run"), kroniek("run", "--json")
    assert plain.exit_code == as_json.exit_code == 12
    assert "the quality gate stopped it" in plain.out
    assert "Error: The quality gate stopped the release." in plain.err
    assert "--candidate" in plain.err
    assert (as_json.json["gate"], as_json.json["published"]) == ("stopped", False)
    assert as_json.error["exit_code"] == 12


def test_warnings_of_the_gate_are_told(kroniek: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = ["rejected_share: 0.7, wanted at most 0.5"]
    answer_with(monkeypatch, RunReport(run_id="r", seen=1, accepted=1, gate="warned", failed_checks=checks))
    outcome = kroniek("run")
    assert "Quality gate: warned." in outcome.out
    assert checks[0] in outcome.err


def test_files_set_aside_after_a_bug_end_with_1_and_a_clear_line(
    kroniek: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolated = [f"krant/{number}.txt: ValueError: unforeseen" for number in range(7)]
    answer_with(monkeypatch, RunReport(run_id="r", seen=9, accepted=2, deferred=7, isolated=isolated))
    plain, as_json = kroniek("run"), kroniek("run", "--json")
    assert plain.exit_code == as_json.exit_code == 1
    assert "7 files" in plain.err
    assert isolated[0] in plain.err
    assert "and 2 more" in plain.err
    assert "Traceback" not in plain.err
    assert as_json.json["deferred"] == 7
    assert as_json.error["exit_code"] == 1


def test_flags_become_settings(kroniek: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    called = answer_with(monkeypatch, RunReport(run_id="r"))
    monkeypatch.setenv("KRONIEK_INBOX", "elsewhere")
    kroniek("run", "--inbox", tmp_path / "in", "--warehouse", tmp_path / "out", "--source", "krant")
    kroniek("take-in", "--source", "krant")
    kroniek("publish", "--warehouse", tmp_path / "out")
    assert [(one.inbox, one.warehouse, one.source) for one in called] == [
        (tmp_path / "in", tmp_path / "out", "krant"),
        (Path("elsewhere"), Path("data/warehouse"), "krant"),
        (Path("elsewhere"), tmp_path / "out", None),
    ]


def test_resume_is_passed_on(kroniek: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def publish(_: Settings, *, resume: bool, waivers: dict[str, str]) -> RunReport:
        assert waivers == {}
        asked.append(resume)
        return RunReport(run_id="r")

    monkeypatch.setattr(flows.road, "run_publish", publish)
    kroniek("publish")
    kroniek("publish", "--resume")
    assert asked == [False, True]


def test_a_run_while_another_holds_the_warehouse_is_13(
    kroniek: Command, seeds_like_warehouse: Path, tmp_path: Path
) -> None:
    shutil.copytree(seeds_like_warehouse.parent / "inbox", tmp_path / "inbox")
    with writer_lock(Warehouse(seeds_like_warehouse), holder="run gentle-heron"):
        outcome = kroniek("run", "--inbox", tmp_path / "inbox", "--warehouse", seeds_like_warehouse)
    assert outcome.exit_code == 13
    assert "gentle-heron" in outcome.err
