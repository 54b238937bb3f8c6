"""`quality` as a person and as a script see it."""

from __future__ import annotations

import json
import shlex
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from expectations.quality_record import quality_json
from expectations.verdict import GateVerdict
from tests.commands.outcome import Command
from tests.conftest import REPOSITORY
from tests.expectations.report_case import BAD, CONTEXT, GOOD, VERDICT, WAIVED, WARNING

EARLIER = quality_json(GateVerdict.over((GOOD, WARNING), metrics={"document_count": 40}), CONTEXT)


def write_record(folder: Path, record: dict[str, object]) -> None:
    folder.mkdir(parents=True)
    (folder / "quality.json").write_text(json.dumps({**record, "version": folder.name}), encoding="utf-8")
    (folder / "manifest.json").write_text("{}", encoding="utf-8")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases and a stopped candidate, of which nothing is there but what the gate found."""
    folder = tmp_path_factory.mktemp("gated")
    write_record(folder / "releases/2026.11.0", EARLIER)
    write_record(folder / "releases/2026.11.1", quality_json(replace(VERDICT, verdict="warned"), CONTEXT))
    write_record(folder / "candidate-failed", quality_json(VERDICT, CONTEXT))
    pointer = {"version": "2026.11.1", "path": "releases/2026.11.1"}
    (folder / "latest.json").write_text(json.dumps(pointer), encoding="utf-8")
    return folder


def test_the_latest_release(warehouse: Path, kroniek: Command) -> None:
    outcome = kroniek("quality", "--warehouse", warehouse)

    assert outcome.exit_code == 0
    verdict, count, _, heading, *rows = outcome.out.splitlines()
    assert verdict == "2026.11.1: passed, with warnings"
    assert count == "1 of 4 checks hold"
    assert heading.split()[:4] == ["result", "check", "found", "wanted"]
    assert [row.split()[:2] for row in rows] == [["fails", BAD.id], ["waived", WAIVED.id], ["warning", WARNING.id]]
    assert "documents.doc_id_unique: ab, cd" in outcome.err
    assert "drift.documents_kept was waived: the publisher withdrew a year" in outcome.err
    assert "--all" in outcome.err


def test_all_checks_come_after_those_that_fail(warehouse: Path, kroniek: Command) -> None:
    outcome = kroniek("quality", "--all", "--warehouse", warehouse)

    assert outcome.out.splitlines()[-1].split()[:2] == ["holds", GOOD.id]
    assert "--all" not in outcome.err


def test_json_is_the_record_itself(warehouse: Path, kroniek: Command) -> None:
    found = kroniek("quality", "2026.11.0", "--json", "--warehouse", warehouse).json

    assert found == read(warehouse / "releases/2026.11.0/quality.json")


def read(path: Path) -> object:
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_real_release(seeds_like_warehouse: Path, kroniek: Command) -> None:
    outcome = kroniek("quality", "--warehouse", seeds_like_warehouse)
    assert outcome.exit_code == 0
    assert outcome.out.startswith("2026.11.0: passed")
    found = kroniek("quality", "--json", "--warehouse", seeds_like_warehouse).json
    assert found == read(seeds_like_warehouse / "releases/2026.11.0/quality.json")
    assert sum(found["distributions"]["new"]["language"].values()) == 6
    page = (seeds_like_warehouse / "releases/2026.11.0/quality.html").read_text(encoding="utf-8")
    assert "6 new documents of 11 files judged; 4 refused, 1 duplicate." in page


def test_the_stopped_candidate(warehouse: Path, kroniek: Command) -> None:
    assert kroniek("quality", "--candidate", "--warehouse", warehouse).out.startswith(
        "candidate-failed: stopped: nothing was published"
    )
    assert kroniek("quality", "--candidate", "--json", "--warehouse", warehouse).json["verdict"] == "stopped"


def test_no_candidate_is_2(seeds_like_warehouse: Path, kroniek: Command) -> None:
    outcome = kroniek("quality", "--candidate", "--json", "--warehouse", seeds_like_warehouse)
    assert outcome.exit_code == 2
    assert "no candidate" in outcome.error["what"]


def test_what_moved_between_two_releases(warehouse: Path, kroniek: Command) -> None:
    outcome = kroniek("quality", "--diff", "2026.11.0", "2026.11.1", "--warehouse", warehouse)

    assert outcome.exit_code == 0
    assert BAD.id in outcome.out
    assert WARNING.id not in outcome.out
    (metric,) = [line.split() for line in outcome.out.splitlines() if line.startswith("document_count")]
    assert metric == ["document_count", "40", "59", "+19"]

    found = kroniek("quality", "--diff", "2026.11.0", "2026.11.1", "--json", "--warehouse", warehouse).json
    assert (found["from"], found["to"]) == ("2026.11.0", "2026.11.1")
    assert found["verdict"] == {"from": "warned", "to": "warned"}
    assert found["metrics"][0] == {
        "name": "document_count", "before": 40, "after": 59, "difference": 19, "result_before": None,
        "result_after": None,
    }  # fmt: skip


def test_nothing_moved(warehouse: Path, kroniek: Command) -> None:
    outcome = kroniek("quality", "--diff", "2026.11.0", "2026.11.0", "--warehouse", warehouse)
    assert outcome.exit_code == 0
    assert "No check and no metric moved." in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [("2026.10.0",), ("--diff", "2026.11.0", "2026.10.0"), ("2026.11.0", "--candidate"), ("--diff", "2026.11.0")],
)
def test_a_wrong_question_is_2(arguments: tuple[str, ...], warehouse: Path, kroniek: Command) -> None:
    outcome = kroniek("quality", "--warehouse", warehouse, *arguments)
    assert outcome.exit_code == 2
    assert "Traceback" not in outcome.err


def test_nothing_published_is_15(kroniek: Command) -> None:
    assert kroniek("quality").exit_code == 15
    assert kroniek("quality", "--diff", "2026.11.0", "2026.11.1").exit_code == 15


def test_a_damaged_record_is_14(warehouse: Path, tmp_path: Path, kroniek: Command) -> None:
    shutil.copytree(warehouse, tmp_path / "warehouse")
    (tmp_path / "warehouse/releases/2026.11.1/quality.json").write_text("{", encoding="utf-8")
    outcome = kroniek("quality", "--json", "--warehouse", tmp_path / "warehouse")
    assert outcome.exit_code == 14
    assert outcome.error["where"].endswith("2026.11.1/quality.json")


def test_the_commands_of_the_page_about_it_run(warehouse: Path, kroniek: Command) -> None:
    page = (REPOSITORY / "docs/quality_report.md").read_text(encoding="utf-8")
    commands = [shlex.split(line, comments=True) for line in page.splitlines() if line.startswith("kroniek quality")]
    assert len(commands) == 4
    for _, *arguments in commands:
        assert kroniek(*arguments, "--warehouse", warehouse).exit_code == 0
