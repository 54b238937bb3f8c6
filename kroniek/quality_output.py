"""Shows what the gate found, and what moved between two releases, in lines to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from expectations.comparison import Move, compare_records
from expectations.report.numbers import shown
from kroniek.console import note, show_table, warn, write, write_json

__all__ = ["show_comparison", "show_quality"]

HEADLINES = {"passed": "passed", "warned": "passed, with warnings", "stopped": "stopped: nothing was published"}
SEVERITIES = {"critical": "fails", "warning": "warning", "info": "note"}
ORDER = ("not checked", "fails", "waived", "warning", "note", "holds")


def show_quality(record: Mapping[str, Any], *, are_all_shown: bool) -> None:
    """Show a quality record: the verdict, then its checks, those that fail first.

    Args:
        record: Content of a `quality.json`.
        are_all_shown: Show the checks that hold, too.
    """
    checks: list[dict[str, Any]] = record.get("checks", [])
    failed = [check for check in checks if not check["success"]]
    verdict = str(record.get("verdict"))
    write(f"{record['version']}: {HEADLINES.get(verdict, verdict)}")
    write(f"{len(checks) - len(failed)} of {len(checks)} checks hold" + ("" if failed else "."))
    asked = sorted(checks if are_all_shown else failed, key=lambda check: ORDER.index(_result(check)))
    if asked:
        write()
        show_table(
            ["result", "check", "found", "wanted", "what should hold"],
            [
                (
                    _result(check),
                    check["id"],
                    shown(check["observed"]),
                    check["threshold"],
                    check.get("sentence") or check["message"],
                )
                for check in asked
            ],
            are_numbers=[False, False, True],
        )
    for check in failed:
        if check.get("waived_because") is not None:
            note(f"{check['id']} was waived: {check['waived_because']}")
        if check.get("offending"):
            warn(f"{check['id']}: {', '.join(check['offending'])}")
    if not are_all_shown and len(failed) < len(checks):
        note("--all shows the checks that hold, too.")


def show_comparison(before: Mapping[str, Any], after: Mapping[str, Any], *, as_json: bool) -> None:
    """Show which checks and metrics moved between two records, and by how much.

    Args:
        before: Content of a `quality.json`.
        after: Content of another.
        as_json: Print one object instead of tables.
    """
    found = compare_records(before, after)
    ends = {"from": before["version"], "to": after["version"]}
    verdicts = {"from": before.get("verdict"), "to": after.get("verdict")}
    if as_json:
        write_json({**ends, "verdict": verdicts, **asdict(found)})
        return
    write(f"{ends['from']} {verdicts['from']}, {ends['to']} {verdicts['to']}")
    if not found.checks and not found.metrics:
        note("No check and no metric moved.")
    names = [str(ends["from"]), str(ends["to"])]
    if found.checks:
        write()
        rows = [(*_moved(move), move.result_before, move.result_after) for move in found.checks]
        show_table(
            ["check", *names, "change", *(f"result {name}" for name in names)], rows, are_numbers=[False, *[True] * 3]
        )
    if found.metrics:
        write()
        show_table(
            ["metric", *names, "change"], [_moved(move) for move in found.metrics], are_numbers=[False, *[True] * 3]
        )


def _moved(move: Move) -> Sequence[str]:
    change = "" if move.difference is None else f"{'+' if move.difference > 0 else ''}{shown(move.difference)}"
    return move.name, shown(move.before), shown(move.after), change


def _result(check: Mapping[str, Any]) -> str:
    if not check.get("is_evaluated", True):
        return "not checked"
    if check["success"]:
        return "holds"
    if check.get("waived_because") is not None:
        return "waived"
    return SEVERITIES.get(check["severity"], "fails")
