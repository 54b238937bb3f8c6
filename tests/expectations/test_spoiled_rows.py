"""Every way to spoil a candidate is caught by the check that names it.

Judging costs a second, so many spoiled rows share a candidate: each spoils a row of its own, and the check must name
that row.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from expectations.gate import judge_candidate
from expectations.verdict import CheckResult, GateVerdict
from tests.expectations.builder import (
    THRESHOLDS,
    Row,
    document_row,
    draft,
    duplicate_row,
    sha256_of,
    verdict_row,
)


def by_id(verdict: GateVerdict) -> dict[str, CheckResult]:
    return {check.id: check for check in verdict.checks}


def month(year: int, number: int, last_day: int) -> Row:
    start = date(year, number, 1)
    return {
        "date_precision": "month", "date_start": start, "date_end": date(year, number, last_day),
        "published_month": start, "earliest_date": start,
    }  # fmt: skip


def day(on: date) -> Row:
    return {
        "date_precision": "day", "date_start": on, "date_end": on, "published_month": on.replace(day=1),
        "earliest_date": on,
    }  # fmt: skip


YEAR_1999 = {
    "date_precision": "year", "date_start": date(1999, 1, 1), "date_end": date(1999, 12, 31), "published_month": None,
    "earliest_date": date(1999, 1, 1),
}  # fmt: skip

# name of the way to spoil: (the check that must name it, what is changed in one document)
SPOILED_DOCUMENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "no language": ("documents.no_missing_values", {"lang": None}),
    "no encoding": ("documents.no_missing_values", {"encoding": None}),
    "unknown precision": ("documents.date_precision_allowed", {"date_precision": "decade"}),
    "no precision": ("documents.date_start_fits_precision", {"date_precision": None}),
    "a month that starts on its second": (
        "documents.date_start_fits_precision", month(2018, 4, 30) | {"date_start": date(2018, 4, 2)},
    ),
    "a year that starts in May": (
        "documents.date_start_fits_precision", YEAR_1999 | {"date_start": date(1999, 5, 1)},
    ),
    "an end before the start": (
        "documents.date_end_fits_precision", month(2018, 4, 30) | {"date_end": date(2018, 3, 31)},
    ),
    "29 February forgotten": ("documents.date_end_fits_precision", month(2024, 2, 28)),
    "a day of two days": (
        "documents.date_end_fits_precision", day(date(2020, 5, 5)) | {"date_end": date(2020, 5, 6)},
    ),
    "the month of another date": (
        "documents.month_fits_date", month(2018, 4, 30) | {"published_month": date(2018, 5, 1)},
    ),
    "no month though it is known": ("documents.month_fits_date", month(2018, 4, 30) | {"published_month": None}),
    "a month though only the year is known": (
        "documents.month_fits_date", YEAR_1999 | {"published_month": date(1999, 1, 1)},
    ),
    "tomorrow's paper": ("documents.date_not_in_future", day(date(2026, 11, 23))),
    "the year 2999": ("documents.date_not_in_future", month(2999, 1, 31)),
    "the year before the first newspaper": ("documents.date_not_too_early", day(date(1617, 12, 31))),
    "the year 19": ("documents.date_not_too_early", day(date(19, 4, 1))),
    "an earliest date after its own": (
        "documents.earliest_date_not_later", month(2018, 4, 30) | {"earliest_date": date(2018, 4, 2)},
    ),
    "German": ("documents.lang_wanted", {"lang": "de"}),
    "a language that is hardly sure": ("documents.lang_probability_high_enough", {"lang_probability": 0.8999}),
    "a probability above 1": ("documents.lang_probability_high_enough", {"lang_probability": 1.2}),
    "mostly another language": ("documents.target_lang_share_high_enough", {"target_lang_share": 0.59}),
    "an emptied text": ("documents.text_not_empty", {"char_count": 0}),
    "no words": ("documents.text_has_structure", {"word_count": 0}),
    "no sentences": ("documents.text_has_structure", {"sentence_count": 0}),
    "no paragraphs": ("documents.text_has_structure", {"paragraph_count": 0}),
    "other rules": ("documents.rules_version_current", {"rules_version": "0"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def spoiled_documents() -> tuple[GateVerdict, dict[str, str]]:
    made = draft(accepted=len(SPOILED_DOCUMENTS) + 3)
    ids = {}
    for row, (name, (_, changes)) in zip(made.documents, SPOILED_DOCUMENTS.items(), strict=False):
        row.update(changes)
        ids[name] = row["doc_id"]
    *_, first, second, third = made.documents
    second["source_path"] = first["source_path"]
    ids["a path twice"] = second["doc_id"]
    made.documents.append(dict(third) | {"source_path": "elders.txt"})
    ids["an id twice"] = third["doc_id"]
    made.documents.append(document_row("vorm.txt", "year", date(2001, 1, 1), date(2001, 12, 31)) | {"doc_id": "ABC"})
    ids["an id that is none"] = "ABC"
    made.documents.append(document_row("leeg.txt", "year", date(2001, 1, 1), date(2001, 12, 31)) | {"doc_id": None})
    ids["no id"] = "(no doc_id)"
    return judge_candidate(made.frames(), THRESHOLDS), ids


@pytest.mark.parametrize(
    ("name", "check"),
    [
        *((name, check) for name, (check, _) in SPOILED_DOCUMENTS.items()),
        ("a path twice", "documents.source_file_unique"),
        ("an id twice", "documents.doc_id_unique"),
        ("an id that is none", "documents.doc_id_form"),
        ("no id", "documents.no_missing_values"),
    ],
)
def test_spoiled_document(name: str, check: str, spoiled_documents: tuple[GateVerdict, dict[str, str]]) -> None:
    verdict, ids = spoiled_documents
    result = by_id(verdict)[check]

    assert ids[name] in result.offending
    assert (result.success, result.severity, result.is_evaluated) == (False, "critical", True)
    assert GateVerdict.over((result,)).verdict == verdict.verdict == "stopped"


def test_a_check_names_no_row_that_is_not_spoiled(spoiled_documents: tuple[GateVerdict, dict[str, str]]) -> None:
    verdict, ids = spoiled_documents
    checks = by_id(verdict)

    assert set(checks["documents.lang_wanted"].offending) == {ids["German"]}  # a missing language is not a wrong one
    assert set(checks["documents.date_not_in_future"].offending) == {ids["tomorrow's paper"], ids["the year 2999"]}
    assert set(checks["documents.text_not_empty"].offending) == {ids["an emptied text"]}


SPOILED_VERDICTS: dict[str, tuple[str, dict[str, Any]]] = {
    "no batch": ("source_files.no_missing_values", {"batch_id": None}),
    "a reason of another verdict": ("source_files.reason_fits_verdict", {"reason": "exact_duplicate"}),
    "a reason of no list": ("source_files.reason_fits_verdict", {"reason": "internal_error"}),
    "a verdict of no list": ("source_files.reason_fits_verdict", {"verdict": "maybe"}),
    "a standing of no list": ("source_files.standing_allowed", {"standing": "lost"}),
    "an id of other bytes": ("source_files.doc_id_from_bytes", {"doc_id": "0" * 32}),
    "a sha256 that is none": ("source_files.doc_id_from_bytes", {"source_sha256": "0" * 32, "doc_id": "0" * 32}),
    "an accepted file without a document": (
        "source_files.accepted_is_published", {"verdict": "accepted", "reason": "all_checks_passed"},
    ),
    "a duplicate that is not listed": (
        "source_files.duplicate_is_listed", {"verdict": "duplicate", "reason": "exact_duplicate"},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def spoiled_verdicts() -> tuple[GateVerdict, dict[str, str]]:
    made = draft(accepted=1, rejected=len(SPOILED_VERDICTS))
    ids = {}
    rejected = (row for row in made.verdicts if row["verdict"] == "rejected")
    for row, (name, (_, changes)) in zip(list(rejected), SPOILED_VERDICTS.items(), strict=True):
        row.update(changes)
        ids[name] = row["source_path"]
    for name, path in (("a path out of the inbox", "a/../../b.txt"), ("an absolute path", "/b.txt")):
        made.verdicts.append(verdict_row(path, "rejected", "date_missing"))
        ids[name] = path
    made.verdicts += [verdict_row("dubbel.txt", "rejected", "date_missing")] * 2
    ids["two verdicts on one file"] = "dubbel.txt"
    return judge_candidate(made.frames(), THRESHOLDS), ids


@pytest.mark.parametrize(
    ("name", "check"),
    [
        *((name, check) for name, (check, _) in SPOILED_VERDICTS.items()),
        ("a path out of the inbox", "source_files.path_relative"),
        ("an absolute path", "source_files.path_relative"),
        ("two verdicts on one file", "source_files.file_unique"),
    ],
)
def test_spoiled_verdict(name: str, check: str, spoiled_verdicts: tuple[GateVerdict, dict[str, str]]) -> None:
    verdict, ids = spoiled_verdicts
    result = by_id(verdict)[check]

    assert ids[name] in result.offending
    assert GateVerdict.over((result,)).verdict == verdict.verdict == "stopped"


SPOILED_DUPLICATES: dict[str, tuple[str, dict[str, Any]]] = {
    "no date": ("duplicates.no_missing_values", {"survivor_date_start": None}),
    "a kind of no list": ("duplicates.kind_allowed", {"kind": "similar"}),
    "a similarity above 1": ("duplicates.similarity_in_range", {"kind": "near", "similarity": 1.01}),
    "exact but not identical": ("duplicates.exact_is_identical", {"similarity": 0.99}),
    "a chain": ("duplicates.star_not_chain", {"duplicate_of": sha256_of("kopie/0.txt")[:32]}),
}


@pytest.fixture(scope="module")
def spoiled_duplicates() -> tuple[GateVerdict, dict[str, str]]:
    made = draft(accepted=2, duplicates=len(SPOILED_DUPLICATES) + 2)
    ids = {}
    for row, (name, (_, changes)) in zip(made.duplicates, SPOILED_DUPLICATES.items(), strict=False):
        row.update(changes)
        ids[name] = row["source_path"]
    twice, published = made.duplicates[-2:]
    made.duplicates.append(dict(twice))
    ids["listed twice"] = twice["source_path"]
    made.documents.append(document_row(published["source_path"], "year", date(2001, 1, 1), date(2001, 12, 31)))
    ids["published as well"] = published["source_path"]
    made.verdicts.append(verdict_row("geweigerd.txt", "rejected", "date_missing"))
    made.duplicates.append(duplicate_row("geweigerd.txt", "2018/artikel-0.txt", date(2018, 4, 1)))
    ids["refused"] = "geweigerd.txt"
    return judge_candidate(made.frames(), THRESHOLDS), ids


@pytest.mark.parametrize(
    ("name", "check"),
    [
        *((name, check) for name, (check, _) in SPOILED_DUPLICATES.items()),
        ("listed twice", "duplicates.file_unique"),
        ("published as well", "duplicates.not_published_itself"),
        ("refused", "duplicates.verdict_agrees"),
    ],
)
def test_spoiled_duplicate(name: str, check: str, spoiled_duplicates: tuple[GateVerdict, dict[str, str]]) -> None:
    verdict, ids = spoiled_duplicates
    result = by_id(verdict)[check]

    assert set(result.offending) == {ids[name]}
    assert GateVerdict.over((result,)).verdict == verdict.verdict == "stopped"


def test_a_report_may_name_failing_rows_otherwise_than_by_path() -> None:
    made = draft()
    path = made.verdicts[0]["source_path"]
    made.verdicts[0]["source_sha256"] = "no sum"
    made.duplicates[0]["kind"] = "like"
    verdict = judge_candidate(made.frames(), THRESHOLDS)
    paths = {row["source_path"] for row in made.verdicts}
    assert any(path in check.message for check in verdict.failed)

    shown = verdict.with_paths(lambda told: f"%~{len(told)}")

    assert not [check for check in shown.checks for one in paths if one in check.message or one in check.offending]
    assert f"%~{len(path)}" in {one for check in shown.failed for one in check.offending}
    assert (shown.verdict, [check.id for check in shown.failed]) == (verdict.verdict, [c.id for c in verdict.failed])
    by_document = [check for check in verdict.checks if check.suite == "documents"]
    assert [check for check in shown.checks if check.suite == "documents"] == by_document
