"""What a person may let through, what nobody may, and what is said when the gate stops."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer

from expectations.checks import Check
from expectations.gate import judge_candidate
from expectations.suites import all_suites, waivable_checks
from expectations.verdict import CheckResult, GateVerdict
from flows.gating import check_waivers, stopped_error, use_waivers
from flows.publish import publish as publish_flow
from flows.reports import RunReport
from flows.settings import load_settings
from kroniek.cli import command, main
from tests.articles import write_article
from tests.expectations.builder import THRESHOLDS, draft
from tests.plain_road import run_plain
from transforms.errors import GateStoppedError, UsageError

WAIVABLE = {
    "documents.date_not_too_early", "documents.lang_wanted", "documents.second_lang_wanted",
    "documents.lang_probability_high_enough", "documents.target_lang_share_high_enough",
    "duplicates.similarity_reaches_threshold", "drift.documents_kept", "drift.months_kept",
}  # fmt: skip
FAILED = CheckResult(
    "drift.documents_kept", "drift", "critical", success=False, observed=0.7, threshold="at most 0.5 removed",
    message="Most stay. Found 0.7.", is_waivable=True, sentence="Most stay.",
)  # fmt: skip


def test_only_thresholds_that_stop_can_be_waived() -> None:
    checks = {check.id: check for suite in all_suites(THRESHOLDS) for check in suite.checks}

    assert set(waivable_checks(THRESHOLDS)) == WAIVABLE
    assert all(checks[name].severity == "critical" for name in WAIVABLE)


def test_a_waived_check_warns_and_keeps_its_reason() -> None:
    verdict = GateVerdict.over((FAILED,), waivers={"drift.documents_kept": "De rechten zijn op"})

    assert verdict.verdict == "warned"
    assert [(check.id, check.success, check.waived_because) for check in verdict.checks] == [
        ("drift.documents_kept", False, "De rechten zijn op")
    ]
    assert verdict.failed_lines()[0].endswith("Waived: De rechten zijn op")


@pytest.mark.parametrize(
    "check",
    [
        replace(FAILED, is_waivable=False),
        replace(FAILED, is_evaluated=False),
        replace(FAILED, id="drift.months_kept"),
    ],
)
def test_what_cannot_be_waived_stops_all_the_same(check: CheckResult) -> None:
    verdict = GateVerdict.over((check,), waivers={"drift.documents_kept": "toch"})

    assert verdict.verdict == "stopped"
    assert verdict.waived == ()


def test_what_holds_is_not_waived() -> None:
    verdict = GateVerdict.over((replace(FAILED, success=True),), waivers={"drift.documents_kept": "voor de zekerheid"})

    assert (verdict.verdict, verdict.waived) == ("passed", ())


def test_a_waivable_check_that_raised_stops() -> None:
    made = draft()
    frames = made.frames()
    spoiled = replace(frames, documents=frames.documents.drop_columns(["lang"]))

    verdict = judge_candidate(spoiled, THRESHOLDS, waivers=dict.fromkeys(WAIVABLE, "toch"))

    assert verdict.verdict == "stopped"
    assert verdict.waived == ()


@pytest.mark.parametrize("name", ["release.account_closes", "drift.growth", "files.new_as_written", "niets.bestaat"])
def test_another_id_is_refused_with_the_list_of_what_can_be(name: str) -> None:
    with pytest.raises(UsageError) as refused:
        check_waivers({name: "toch"}, load_settings())

    assert name in refused.value.what
    assert all(each in refused.value.what_to_do for each in WAIVABLE)


def test_a_reason_is_needed() -> None:
    with pytest.raises(UsageError, match="without a reason"):
        check_waivers({"drift.documents_kept": "  "}, load_settings())


def test_no_flow_takes_a_waiver_as_a_parameter() -> None:
    """Else a schedule could publish over a failed check for ever."""
    names = list(publish_flow.parameters.properties)

    assert [name for name in names if "accept" in name or "waive" in name or "gate" in name] == []


def test_accept_takes_pairs_and_may_be_repeated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: dict[str, Any] = {}

    def run_publish(*_: object, **given: Any) -> RunReport:
        seen.update(given)
        return RunReport(run_id="geen")

    monkeypatch.setattr("flows.road.run_publish", run_publish)
    words = ["--accept", "drift.documents_kept", "De rechten zijn op", "--accept", "documents.lang_wanted", "Fries"]

    assert main(["publish", "--warehouse", str(tmp_path), "--json", *words]) == 0
    assert seen["waivers"] == {"drift.documents_kept": "De rechten zijn op", "documents.lang_wanted": "Fries"}
    assert main(["publish", "--warehouse", str(tmp_path), "--accept", "drift.documents_kept"]) == 2
    capsys.readouterr()


def test_the_command_refuses_before_it_touches_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["publish", "--warehouse", str(tmp_path / "nieuw"), "--accept", "release.account_closes", "toch"])

    assert code == 2
    assert "drift.documents_kept" in capsys.readouterr().err
    assert not (tmp_path / "nieuw").exists()


def test_no_other_command_takes_accept() -> None:
    made = command()
    for name, each in made.commands.items():
        options = {option for parameter in each.get_params(typer.Context(each)) for option in parameter.opts}
        assert ("--accept" in options) == (name == "publish"), name


def stopping(check: str, **values: Any) -> GateVerdict:
    return GateVerdict.over((replace(FAILED, id=check, **values),))


def test_when_stopped_the_message_says_every_way_on(tmp_path: Path) -> None:
    told = stopped_error(stopping("documents.lang_wanted", offending=("a1",), batches=("b7",)), tmp_path)

    assert told.exit_code == 12
    assert "critical documents.lang_wanted: Most stay. Found 0.7. (threshold: at most 0.5 removed) [a1]" in told.what
    assert "kroniek sql --candidate" in told.what_to_do
    assert "kroniek set-aside b7 --reason" in told.what_to_do
    assert 'kroniek publish --accept documents.lang_wanted "REASON"' in told.what_to_do


def test_what_cannot_be_waived_is_not_offered(tmp_path: Path) -> None:
    told = stopped_error(stopping("release.account_closes", is_waivable=False), tmp_path)

    assert "--accept" not in told.what_to_do
    assert "mend the input" in told.what_to_do


def test_most_documents_gone_stops_until_a_person_accepts_it(tmp_path: Path) -> None:
    """Twelve of 21 documents are superseded at once, by other texts."""
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    for number in range(21):
        write_article(inbox, f"krant/{number}.txt", "2015-03", f"de brug {number} van dorp {number}")
    run_plain(inbox, warehouse)
    for number in range(12):
        write_article(inbox, f"krant/{number}.txt", "2015-04", f"het plein {number} van stad {number}")

    with pytest.raises(GateStoppedError) as stopped:
        run_plain(inbox, warehouse, now="2026-11-23T06:00:00Z")

    assert '--accept drift.documents_kept "REASON"' in stopped.value.what_to_do
    assert json.loads((warehouse / "latest.json").read_text())["version"] == "2026.11.0"
    assert (warehouse / "candidate-failed/quality.json").is_file()
    with use_waivers({"drift.documents_kept": "De stad heet nu anders"}):
        report = run_plain(inbox, warehouse, now="2026-11-24T06:00:00Z")

    assert not (warehouse / "candidate-failed").exists()  # `sql --candidate` would ask what nobody waits for any more
    folder = warehouse / "releases" / str(report.release)
    manifest, quality = (json.loads((folder / name).read_text()) for name in ("manifest.json", "quality.json"))
    [check] = [check for check in quality["checks"] if check["id"] == "drift.documents_kept"]
    assert report.gate == "warned"
    assert manifest["waived"] == [
        {
            "check": "drift.documents_kept",
            "reason": "De stad heet nu anders",
            "observed": pytest.approx(12 / 21),
            "threshold": "at most 0.5 removed",
        }
    ]
    assert (check["success"], check["waived_because"], check["is_waivable"]) == (False, "De stad heet nu anders", True)
    runs = [json.loads(line) for line in (warehouse / "gate-runs.jsonl").read_text().splitlines()]
    assert [run["verdict"] for run in runs] == ["passed", "stopped", "warned"]
    assert runs[1]["metrics"]["removed_document_count"] == 12


def test_every_check_says_what_it_holds() -> None:
    verdict = judge_candidate(draft().frames(), THRESHOLDS)
    sentences = {check.id: check.sentence for suite in all_suites(THRESHOLDS) for check in suite.checks}

    assert {check.id: check.sentence for check in verdict.checks} == sentences
    assert isinstance(all_suites(THRESHOLDS)[0].checks[0], Check)
