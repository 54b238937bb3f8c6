"""`releases`, `rejects`, `explain` and `status` as a person and as a script see them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.outcome import Command, Outcome
from tests.held import hold
from transforms.reasons import REASONS_BY_NAME
from transforms.rules import RULES_VERSION
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock

REFUSED = {
    "krant/leeg.txt": "file_empty",
    "krant/maand-13.txt": "date_impossible",
    "krant/toekomst.txt": "date_in_future",
    "krant/zonder-datum.txt": "date_missing",
}


@pytest.fixture
def ask(kroniek: Command, seeds_like_warehouse: Path) -> Command:
    def run(*arguments: object) -> Outcome:
        return kroniek(*arguments, "--warehouse", seeds_like_warehouse)

    return run


def test_releases_of_an_empty_warehouse_is_no_failure(kroniek: Command) -> None:
    outcome = kroniek("releases")
    assert outcome.exit_code == 0
    assert outcome.out == ""
    assert "kroniek run" in outcome.err
    assert kroniek("releases", "--json").json == []
    assert list(Path.cwd().iterdir()) == []


def test_releases(ask: Command) -> None:
    heading, row = ask("releases").out.splitlines()
    assert heading.split() == [
        "version", "created", "(UTC)", "documents", "files", "accounted", "size", "parent", "gate", "rules", "state",
    ]  # fmt: skip
    assert row.split()[:5] == ["2026.11.0", "2026-11-22", "06:00:00", "6", "11"]
    assert row.endswith("latest")
    (release,) = ask("releases", "--json").json
    assert (release["version"], release["parent"], release["is_latest"]) == ("2026.11.0", None, True)
    assert release["counts"]["documents"] == 6
    assert (release["gate"], release["rules_version"]) == ("passed", RULES_VERSION)


def test_rejects_by_reason_and_one_by_one(ask: Command) -> None:
    outcome = ask("rejects")
    assert outcome.exit_code == 0
    for path, reason in REFUSED.items():
        assert path in outcome.out
        assert REASONS_BY_NAME[reason].meaning in outcome.out
    assert "kopie-3" not in outcome.out
    assert "1 file is a duplicate" in outcome.err

    found = ask("rejects", "--json").json
    assert {row["source_path"]: row["reason"] for row in found["rows"]} == REFUSED
    assert found["total"] == 4
    future = next(row for row in found["rows"] if row["reason"] == "date_in_future")
    assert future["measure"] == "date_start"
    assert future["measured_value"] == "2093-05-01"
    assert "2026-11-22" in future["threshold"]
    assert future["is_pending"] is False


def test_rejects_of_one_reason(ask: Command) -> None:
    found = ask("rejects", "--reason", "file_empty", "--json").json
    assert [row["source_path"] for row in found["rows"]] == ["krant/leeg.txt"]
    assert found["total"] == 1
    assert ask("rejects", "--reason", "text_too_short", "--json").json["rows"] == []


def test_rejects_are_cut_and_say_so(ask: Command) -> None:
    outcome = ask("rejects", "--limit", 1)
    assert "newest 1 of 4" in outcome.err
    assert len(ask("rejects", "--limit", 1, "--json").json["rows"]) == 1
    assert len(ask("rejects", "--limit", 0, "--json").json["rows"]) == 4


@pytest.mark.parametrize("arguments", [("--duplicates",), ("--reason", "exact_duplicate")])
def test_duplicates(arguments: tuple[str, ...], ask: Command) -> None:
    (row,) = ask("rejects", *arguments, "--json").json["rows"]
    assert row["source_path"] == "krant/kopie-3.txt"
    assert row["duplicate_of"] == row["doc_id"]
    assert "kopie-3" in ask("rejects", *arguments).out


def test_ignored_files(ask: Command) -> None:
    assert [row["source_path"] for row in ask("rejects", "--ignored", "--json").json["rows"]] == ["krant/leesmij.md"]
    assert "krant/leesmij.md" in ask("rejects", "--ignored").out
    assert ask("rejects", "--ignored", "--reason", "file_empty").exit_code == 2


@pytest.mark.parametrize(("reason", "suggested"), [("date_mising", "date_missing"), ("all_checks_passed", "documents")])
def test_a_reason_that_no_reject_has_is_2(reason: str, suggested: str, ask: Command) -> None:
    outcome = ask("rejects", "--reason", reason)
    assert outcome.exit_code == 2
    assert suggested in outcome.err


def test_rejects_of_an_empty_warehouse(kroniek: Command) -> None:
    assert kroniek("rejects").exit_code == 0
    assert kroniek("rejects", "--json").json == {"counts": [], "verdict": "rejected", "rows": [], "total": 0}
    assert kroniek("rejects", "--ignored", "--json").json == {"total": 0, "rows": []}


def test_explain_an_accepted_file(ask: Command) -> None:
    found = ask("explain", "krant/artikel-3.txt", "--json").json
    (verdict,) = found["verdicts"]
    assert (verdict["verdict"], verdict["standing"], verdict["reason"]) == ("accepted", "current", "all_checks_passed")
    assert found["documents"][0]["first_release"] == "2026.11.0"
    assert [row["source_path"] for row in found["duplicates"]] == ["krant/kopie-3.txt"]
    assert [(row["release"], row["change"]) for row in found["changes"]] == [("2026.11.0", "added")]
    assert found["files"][0]["source_path"] == "krant/artikel-3.txt"
    out = ask("explain", "krant/artikel-3.txt").out
    for told in ("accepted, current", "since 2026.11.0", "kopie-3", "2026-11-22 06:00:00 UTC", "batch 1"):
        assert told in out


def test_explain_a_refused_file(ask: Command) -> None:
    out = ask("explain", "krant/toekomst.txt").out
    assert "rejected, current" in out
    assert "date_in_future" in out
    assert "date_start is 2093-05-01; wanted: at most 2026-11-22" in out


def test_explain_a_duplicate_names_the_published_document(ask: Command) -> None:
    found = ask("explain", "krant/kopie-3.txt", "--json").json
    assert found["verdicts"][0]["duplicate_of"] == found["documents"][0]["doc_id"]
    assert found["documents"][0]["source_path"] == "krant/artikel-3.txt"
    assert "same as" in ask("explain", "krant/kopie-3.txt").out


def test_explain_an_ignored_file(ask: Command) -> None:
    outcome = ask("explain", "krant/leesmij.md")
    assert outcome.exit_code == 0
    assert "never read" in outcome.out


def test_explain_by_id_or_its_beginning(ask: Command) -> None:
    doc_id = ask("explain", "krant/artikel-1.txt", "--json").json["doc_ids"][0]
    for asked in (doc_id, doc_id[:8], doc_id.upper()):
        assert ask("explain", asked, "--json").json["source_paths"] == ["krant/artikel-1.txt"]
    assert ask("explain", doc_id[:7]).exit_code == 2


def test_explain_by_id_tells_of_every_file_with_those_bytes(ask: Command) -> None:
    doc_id = ask("explain", "krant/artikel-3.txt", "--json").json["doc_ids"][0]
    found = ask("explain", doc_id, "--json").json
    assert found["source_paths"] == ["krant/artikel-3.txt", "krant/kopie-3.txt"]


def test_explain_takes_the_path_with_the_inbox_before_it(
    ask: Command, seeds_like_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = seeds_like_warehouse.parent / "inbox"
    assert ask("explain", inbox / "krant/leeg.txt", "--inbox", inbox).exit_code == 0
    monkeypatch.chdir(inbox.parent)
    assert ask("explain", "inbox/krant/leeg.txt", "--inbox", "inbox").exit_code == 0
    assert ask("explain", inbox / "krant/leeg.txt", "--inbox", "inbox/").exit_code == 0
    assert ask("explain", "./krant/leeg.txt", "--inbox", "inbox").exit_code == 0


@pytest.mark.parametrize(
    ("asked", "suggested"), [("krant/artikel-33.txt", "krant/artikel-3.txt"), ("leeg.txt", "krant/leeg.txt")]
)
def test_an_unknown_path_is_2_with_the_nearest(asked: str, suggested: str, ask: Command) -> None:
    outcome = ask("explain", asked)
    assert outcome.exit_code == 2
    assert suggested in outcome.err.partition("Did you mean")[2]


def test_explain_in_an_empty_warehouse_is_2(kroniek: Command) -> None:
    assert kroniek("explain", "krant/artikel-1.txt").exit_code == 2
    assert kroniek("explain", "0123456789abcdef").exit_code == 2


def test_status_of_an_absent_warehouse(kroniek: Command) -> None:
    outcome = kroniek("status")
    assert outcome.exit_code == 0
    assert "not made yet" in outcome.out
    found = kroniek("status", "--json").json
    assert found["latest"] is None
    assert found["last_run"] is None
    assert found["warnings"] == []
    assert list(Path.cwd().iterdir()) == []


def test_status(ask: Command) -> None:
    found = ask("status", "--json").json
    assert found["latest"]["version"] == "2026.11.0"
    assert found["verdicts"] == {
        "accepted": {"published": 6, "pending": 0},
        "rejected": {"published": 4, "pending": 0},
        "duplicate": {"published": 1, "pending": 0},
    }
    assert found["ignored_count"] == 1
    assert found["running"] is None
    assert found["disk_bytes"]["total"] > found["disk_bytes"]["raw"] > 0
    out = ask("status").out
    assert "2026.11.0: 6 documents, 11 files accounted for" in out
    assert "kroniek rejects --ignored" in out


def test_status_answers_while_a_run_is_at_work(ask: Command, seeds_like_warehouse: Path) -> None:
    with writer_lock(Warehouse(seeds_like_warehouse), holder="run gentle-heron"):
        assert "run gentle-heron" in ask("status").out


def test_status_goes_on_without_a_state_that_stays_locked(ask: Command, seeds_like_warehouse: Path) -> None:
    with held_state(seeds_like_warehouse):
        outcome = ask("status")
        found = ask("status", "--json").json
        explained = ask("explain", "krant/leeg.txt")
    assert outcome.exit_code == 0
    assert "left out" in outcome.err
    assert found["verdicts"]["accepted"]["published"] == 6
    assert found["last_run"] is None
    assert explained.exit_code == 0
    assert "left out" in explained.err


@contextmanager
def held_state(warehouse: Path) -> Iterator[None]:
    """Another process has the state open for writing."""
    code = (
        "import duckdb, sys\n"
        f"connection = duckdb.connect({str(warehouse / 'state.duckdb')!r})\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield
        process.communicate("")


def test_status_warns_of_a_hold(kroniek: Command, tmp_path: Path) -> None:
    (tmp_path / "held").mkdir()
    hold(tmp_path / "held")
    outcome = kroniek("status", "--warehouse", tmp_path / "held")
    assert "rolled back to 2026.11.0" in outcome.err
    assert "kroniek publish --resume" in outcome.err
