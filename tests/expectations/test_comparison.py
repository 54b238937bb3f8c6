"""What moved between two quality records."""

from __future__ import annotations

import json
from dataclasses import replace

from expectations.comparison import compare_records
from expectations.quality_record import quality_json
from expectations.verdict import GateVerdict
from tests.expectations.report_case import CONTEXT, GOOD, VERDICT, WAIVED, WARNING

BEFORE = quality_json(VERDICT, CONTEXT)


def test_nothing_moves_between_equal_records() -> None:
    found = compare_records(BEFORE, json.loads(json.dumps(BEFORE)))

    assert found.checks == found.metrics == ()


def test_checks_and_metrics_that_moved_are_told_with_the_difference() -> None:
    checks = (
        replace(GOOD, threshold="another day"),  # a threshold that follows the calendar moves nothing
        replace(WARNING, observed=10.6, success=True),
        replace(WAIVED, waived_because=None),
    )
    after = quality_json(GateVerdict.over(checks, metrics={"document_count": 60, "refused_share": None}), CONTEXT)

    found = compare_records(BEFORE, after)

    assert [(move.name, move.difference, move.result_before, move.result_after) for move in found.checks] == [
        ("drift.growth", 0.1, "fails", "holds"),
        ("drift.documents_kept", 0.0, "waived", "fails"),
        ("documents.doc_id_unique", None, "fails", "absent"),
    ]
    assert [(move.name, move.before, move.after, move.difference) for move in found.metrics] == [
        ("document_count", 59, 60, 1.0),
        ("refused_share", 0.25, None, None),
    ]


def test_a_record_of_an_older_kroniek_lacks_parts() -> None:
    found = compare_records({"version": "2026.01.0", "verdict": "passed"}, BEFORE)

    assert {move.result_before for move in found.checks} == {"absent"}
    assert [move.name for move in found.metrics] == ["document_count", "refused_share"]
