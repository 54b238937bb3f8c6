"""A gate that cannot judge lets nothing through."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from expectations import gate
from expectations.candidate import CandidateFrames, GateThresholds
from expectations.checks import Check, FrameName, Severity, Suite
from expectations.findings import read_result
from expectations.frames import JudgedFrame, judged_frames
from expectations.gate import judge_candidate
from expectations.suites import SUITE_TITLES, all_suites
from expectations.verdict import CheckResult, GateVerdict
from tests.expectations.builder import THRESHOLDS, draft

REPOSITORY = Path(__file__).parents[2]


def check(name: str, severity: Severity = "info", **arguments: object) -> Check:
    return Check(name, severity, "Something holds.", "ExpectColumnValuesToBeBetween", arguments, "as specified")


def with_suite(monkeypatch: pytest.MonkeyPatch, *checks: Check) -> None:
    """A specification of one suite on documents in place of the real one, which takes a second to judge."""

    def suites(_: GateThresholds) -> tuple[Suite, ...]:
        return (Suite("extra", "documents", checks),)

    monkeypatch.setattr(gate, "all_suites", suites)


def test_an_expectation_that_raises_stops_whatever_its_severity(monkeypatch: pytest.MonkeyPatch) -> None:
    with_suite(
        monkeypatch,
        check("extra.raises", column="doc_id", max_value=3),  # a text is no number
        check("extra.no_such_column", column="colour", max_value=3),
        check("extra.refused", column=3, max_value=[]),  # arguments that the expectation does not take
        check("extra.holds", column="char_count", min_value=1),
    )

    verdict = judge_candidate(draft().frames(), THRESHOLDS)
    results = {result.id: result for result in verdict.checks}

    assert verdict.verdict == "stopped"
    for name in ("extra.raises", "extra.no_such_column", "extra.refused"):
        assert (results[name].success, results[name].severity, results[name].is_evaluated) == (False, "critical", False)
    assert results["extra.holds"].success
    assert '"colour"' in results["extra.no_such_column"].message


def test_a_check_that_runs_twice_or_never_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = check("extra.twice", column="char_count", min_value=1)
    with_suite(monkeypatch, twice, replace(twice, sentence="Another."))

    verdict = judge_candidate(draft().frames(), THRESHOLDS)

    assert verdict.verdict == "stopped"
    assert [(each.id, each.is_evaluated) for each in verdict.failed] == [("extra.twice", False)] * 2


def test_a_result_that_goes_missing_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    from expectations import engine  # noqa: PLC0415  # imports Great Expectations

    whole = engine._expectations

    def forgetful(checks: tuple[Check, ...]) -> Any:  # noqa: ANN401  # as the function it stands in for
        expectations, refused = whole(checks)
        return [each for each in expectations if each.meta != {"check": "extra.lost"}], refused

    monkeypatch.setattr(engine, "_expectations", forgetful)
    with_suite(
        monkeypatch,
        check("extra.holds", column="char_count", min_value=1),
        check("extra.lost", column="word_count", min_value=1),
    )

    verdict = judge_candidate(draft().frames(), THRESHOLDS)

    assert verdict.verdict == "stopped"
    assert [each.id for each in verdict.failed] == ["extra.lost", "extra.every_check_ran"]


def test_other_rows_than_were_handed_in_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    def one_row_lost(frames: CandidateFrames, thresholds: GateThresholds) -> Mapping[FrameName, JudgedFrame]:
        whole = judged_frames(frames, thresholds)
        return {**whole, "documents": replace(whole["documents"], rows=whole["documents"].rows.slice(1))}

    monkeypatch.setattr(gate, "judged_frames", one_row_lost)
    with_suite(monkeypatch, check("extra.holds", column="char_count", min_value=1))

    verdict = judge_candidate(draft(accepted=3).frames(), THRESHOLDS)

    assert verdict.verdict == "stopped"
    assert "2 rows were judged, 3 were handed in" in verdict.failed[0].message


@pytest.mark.parametrize(("table", "column"), [("documents", "date_start"), ("release", "lost_document_count")])
def test_a_missing_column_stops_and_is_named(table: str, column: str) -> None:
    frames = draft().frames()
    spoiled = replace(frames, **{table: getattr(frames, table).drop_columns([column])})

    verdict = judge_candidate(spoiled, THRESHOLDS)

    assert verdict.verdict == "stopped"
    assert any(f'"{column}"' in each.message and not each.is_evaluated for each in verdict.failed)
    named = next(each for each in verdict.checks if each.id == "schema.columns_as_described")
    assert named.offending == (f"frame {table}.{column}",)


def test_a_column_of_another_type_stops_and_is_named() -> None:
    frames = draft().frames()
    at = frames.documents.column_names.index("date_start")
    as_text = frames.documents["date_start"].cast(pa.string())

    verdict = judge_candidate(
        replace(frames, documents=frames.documents.set_column(at, "date_start", as_text)), THRESHOLDS
    )

    assert verdict.verdict == "stopped"
    named = next(each for each in verdict.checks if each.id == "schema.types_as_described")
    assert named.offending == ("frame documents.date_start",)


@pytest.mark.parametrize("rows", [0, 2])
def test_figures_that_are_not_one_row_stop(rows: int) -> None:
    frames = draft().frames()
    release, metrics = (
        pa.concat_tables([table] * rows) if rows else table.slice(1) for table in (frames.release, frames.metrics)
    )

    verdict = judge_candidate(replace(frames, release=release, metrics=metrics), THRESHOLDS)

    assert verdict.verdict == "stopped"
    assert {"release.one_row", "drift.one_row", "drift.growth"} <= {each.id for each in verdict.failed}


RAISED = {"raised_exception": True, "exception_message": "boom", "exception_traceback": "..."}
FINE = {"raised_exception": False, "exception_message": None, "exception_traceback": None}
FOUR_FINE = {"element_count": 4, "unexpected_count": 0}


@pytest.mark.parametrize(
    ("result", "why"),
    [
        ({"success": True, "exception_info": RAISED, "result": FOUR_FINE}, "boom"),
        ({"success": True, "exception_info": {"metric 1": FINE, "metric 2": RAISED}, "result": FOUR_FINE}, "boom"),
        ({"success": True, "exception_info": None, "result": FOUR_FINE}, "does not say whether it raised"),
        ({"success": True, "exception_info": FINE, "result": {}}, "holds no figures"),
        ({"success": True, "exception_info": FINE, "result": FOUR_FINE | {"element_count": 3}}, "3 rows were judged"),
        ({"success": True, "exception_info": FINE, "result": FOUR_FINE | {"unexpected_count": 1}}, "1 rows fail"),
        ({"success": None, "exception_info": FINE, "result": FOUR_FINE}, "success is None"),
    ],
)
def test_a_result_that_proves_nothing_is_not_believed(result: dict[str, Any], why: str) -> None:
    frame = JudgedFrame(pa.table({"doc_id": list("abcd")}), 4, "doc_id")
    stand_in: Any = SimpleNamespace(**result)

    read = read_result(check("extra.any", "info", column="doc_id"), "extra", [stand_in], frame, [])

    assert why in read.message
    assert GateVerdict.over((read,)).verdict == "stopped"


def result_of(severity: Severity, *, success: bool) -> CheckResult:
    return CheckResult("suite.check", "suite", severity, success, 1, "0", "Something holds. Found 1.")


def test_the_verdict_follows_from_the_worst_result() -> None:
    fine = tuple(result_of(severity, success=True) for severity in ("critical", "warning", "info"))

    assert GateVerdict.over(fine).verdict == "passed"
    assert GateVerdict.over((*fine, result_of("info", success=False))).verdict == "passed"
    assert GateVerdict.over((*fine, result_of("warning", success=False))).verdict == "warned"
    assert (
        GateVerdict.over((*fine, result_of("warning", success=False), result_of("critical", success=False))).verdict
        == "stopped"
    )
    assert GateVerdict.over((*fine, replace(result_of("info", success=True), is_evaluated=False))).verdict == "stopped"
    assert GateVerdict.over(()).verdict == "stopped"


def test_figures_of_the_drift_that_are_missing_without_reason_stop() -> None:
    made = draft(already_published=10)
    made.metrics |= {"document_count": None}

    verdict = judge_candidate(made.frames(), THRESHOLDS)

    assert verdict.verdict == "stopped"
    assert {each.id for each in verdict.failed if not each.is_evaluated} >= {"drift.growth", "drift.documents_kept"}
    assert verdict.metrics["document_count"] is None


def test_at_most_twenty_ids_and_one_line_each() -> None:
    made = draft(accepted=30, rejected=0, duplicates=0)
    for number, (row, verdict_row) in enumerate(zip(made.documents, made.verdicts, strict=True)):
        row["lang"] = "de"
        row["source_path"] = verdict_row["source_path"] = f"/\x1b[31m\n{number}"

    verdict = judge_candidate(made.frames(), THRESHOLDS)
    lines = verdict.failed_lines()
    of_language = next(each for each in verdict.failed if each.id == "documents.lang_wanted")

    assert (of_language.observed, len(of_language.offending)) == (30, 20)
    assert "30 of 30 rows fail" in of_language.message
    assert len(lines) == len(verdict.failed) == 2
    assert all(line.isprintable() and line.startswith("critical ") for line in lines)


def test_every_check_is_told_apart() -> None:
    suites = all_suites(THRESHOLDS)
    checks = [(suite, each) for suite in suites for each in suite.checks]

    assert len({each.id for _, each in checks}) == len(checks)
    assert {suite.name for suite in suites} == set(SUITE_TITLES)
    for suite, each in checks:
        assert each.id.startswith(f"{suite.name}.")
        assert each.sentence.endswith(".")
        assert each.threshold


def test_importing_the_gate_does_not_import_the_engine() -> None:
    program = (
        "import sys, expectations.gate, expectations.report\n"
        "print(sorted(set(sys.modules) & {'great_expectations', 'pandas'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=REPOSITORY)

    assert done.stdout.strip() == "[]"


def test_judging_is_silent_and_writes_nothing(tmp_path: Path) -> None:
    program = (
        "from tests.expectations.builder import THRESHOLDS, draft\n"
        "from expectations.gate import judge_candidate\n"
        "made = draft()\n"
        "made.documents[0]['lang'] = None\n"
        "assert judge_candidate(made.frames(), THRESHOLDS).verdict == 'stopped'\n"
    )
    environment = dict(os.environ) | {"PYTHONPATH": str(REPOSITORY), "HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", program],
        capture_output=True, text=True, check=False, cwd=tmp_path, env=environment,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []
