"""The report of a run: the account, and the object that `run --json` prints."""

from __future__ import annotations

import json

import pytest

from flows.reports import RunReport

NAMES = [
    "run_id", "seen", "accepted", "rejected", "duplicates", "unchanged", "deferred", "ignored", "published", "release",
    "latest", "gate", "seconds",
]  # fmt: skip


@pytest.mark.parametrize("part", ["accepted", "rejected", "duplicates", "unchanged", "deferred"])
def test_the_account_is_balanced_by_each_of_its_five_parts(part: str) -> None:
    assert RunReport("r", seen=2, **{part: 2}).is_balanced()  # type: ignore[arg-type]
    assert not RunReport("r", seen=3, **{part: 2}).is_balanced()  # type: ignore[arg-type]
    assert not RunReport("r", seen=1, **{part: 2}).is_balanced()  # type: ignore[arg-type]


def test_ignored_paths_are_no_part_of_the_account() -> None:
    assert RunReport("r", seen=1, accepted=1, ignored=7).is_balanced()


def test_the_json_object_has_the_names_that_scripts_rely_on() -> None:
    report = RunReport("r", seconds={"take in": 0.12345}, isolated=["x"], failed_checks=["y"], documents=3)
    written = report.as_json()
    assert list(written) == NAMES
    assert written["seconds"] == {"take in": 0.123}
    assert json.loads(json.dumps(written)) == written


def test_a_report_survives_being_returned_by_a_flow() -> None:
    report = RunReport("r", seen=1, accepted=1, published=True, release="2026.11.0", isolated=["x"], documents=4)
    assert RunReport(**json.loads(json.dumps(report.fields()))) == report


def test_reports_share_nothing() -> None:
    one, other = RunReport("1"), RunReport("2")
    one.seconds["take in"] = 1.0
    one.isolated.append("x")
    one.failed_checks.append("y")
    assert (other.seconds, other.isolated, other.failed_checks) == ({}, [], [])
