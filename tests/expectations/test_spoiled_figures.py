"""Figures of the release and schemas that are off, each stopped by the check that names it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from expectations.gate import judge_candidate
from expectations.verdict import CheckResult, GateVerdict
from tests.expectations.builder import THRESHOLDS, Draft, draft, file_row, verdict_row


def by_id(verdict: GateVerdict) -> dict[str, CheckResult]:
    return {check.id: check for check in verdict.checks}


# Every count of wrong things gets a figure of its own, so that a check that reads another's column is found out.
WRONG_COUNTS = {
    "release.doc_ids_unique": ("repeated_doc_id_count", 8),
    "release.no_document_lost": ("lost_document_count", 9),
    "release.additions_told": ("unexplained_document_count", 10),
    "release.changes_complete": ("untold_change_count", 11),
    "release.no_orphan_duplicates": ("orphan_duplicate_count", 12),
    "release.tombstones_kept": ("tombstone_error_count", 13),
    "release.no_future_documents": ("future_document_count", 14),
    "release.months_add_up": ("wrong_month_count", 15),
    "release.term_months_possible": ("wrong_term_month_count", 16),
    "release.langdetect_agrees": ("langdetect_disagreement_count", 1),
}

WRONG_PARTS = {
    "structure.no_orphan_paragraphs": ("orphan_paragraph_count", 3),
    "structure.no_orphan_sentences": ("orphan_sentence_count", 4),
    "structure.no_orphan_date_mentions": ("orphan_date_mention_count", 4),
    "structure.paragraphs_complete": ("found_paragraph_count", 11),
    "structure.sentences_complete": ("found_sentence_count", 31),
    "structure.months_agree": ("wrong_month_count", 1),
    "structure.paragraphs_numbered": ("paragraph_number_error_count", 1),
    "structure.sentences_numbered": ("sentence_number_error_count", 1),
    "structure.paragraph_offsets_exact": ("paragraph_offset_error_count", 5),
    "structure.sentence_offsets_exact": ("sentence_offset_error_count", 6),
    "structure.date_mention_offsets_exact": ("date_mention_offset_error_count", 6),
    "structure.paragraphs_contiguous": ("paragraph_gap_error_count", 1),
    "structure.sentences_contiguous": ("sentence_gap_error_count", 1),
    "structure.sentences_in_paragraph": ("stray_sentence_count", 1),
    "structure.date_mentions_apart": ("repeated_date_mention_count", 1),
    "structure.date_mentions_end_after_start": ("wrong_value_count", 1),
    "structure.relations_follow_from_dates": ("wrong_relation_count", 1),
    "structure.labels_allowed": ("unlisted_label_count", 1),
}


def test_every_error_of_a_part_names_its_document() -> None:
    made = draft(accepted=len(WRONG_PARTS))
    ids = {}
    for row, (name, (column, figure)) in zip(made.structure, WRONG_PARTS.items(), strict=True):
        row[column] = figure
        ids[name] = (row["doc_id"],)

    verdict = judge_candidate(made.frames(), THRESHOLDS)

    assert {check.id: check.offending for check in verdict.failed} == ids
    assert {GateVerdict.over((check,)).verdict for check in verdict.failed} == {"stopped"}
    assert {check.batches for check in verdict.failed} == {("b1",)}


def test_every_count_of_wrong_things_stops_under_its_own_name() -> None:
    made = draft()
    made.release |= dict(WRONG_COUNTS.values())

    verdict = judge_candidate(made.frames(), THRESHOLDS)

    assert {check.id: check.observed for check in verdict.failed} == {
        name: figure for name, (_, figure) in WRONG_COUNTS.items()
    }
    assert {GateVerdict.over((check,)).verdict for check in verdict.failed} == {"stopped"}


@pytest.mark.parametrize("what", ["licence", "contact"])
def test_a_release_that_does_not_say_its_licence_or_contact_is_published_with_a_warning(what: str) -> None:
    made = draft()
    made.release[f"stated_{what}_count"] = 0

    verdict = judge_candidate(made.frames(), THRESHOLDS)

    assert [(check.id, check.severity) for check in verdict.failed] == [(f"release.{what}_stated", "warning")]
    assert (verdict.verdict, verdict.failed[0].observed) == ("warned", 0)


def test_every_count_that_must_agree_stops_under_its_own_name() -> None:
    made = draft()
    made.release["accepted_file_difference"] += 1
    made.release["parent_document_count"] += 1
    made.release["months_document_count"] -= 1
    made.release["taken_in_file_count"] += 1
    made.release["rules_version_count"] = 2
    made.release["langdetect_audit_count"] = 0
    made.tables[0]["catalog_rows"] = None
    made.tables[1]["manifest_rows"] = 99
    made.tables[2]["catalog_rows"] = 101

    verdict = judge_candidate(made.frames(), THRESHOLDS)

    assert [check.id for check in verdict.failed] == [
        "tables.no_missing_values", "tables.rows_agree", "release.account_closes", "release.accepted_is_published",
        "release.documents_follow_from_changes", "release.months_agree", "release.one_rules_version",
        "release.language_audited",
    ]  # fmt: skip
    assert by_id(verdict)["tables.rows_agree"].offending == tuple(row["table"] for row in made.tables[:3])


SPOILED_FILES: dict[str, dict[str, Any]] = {
    "files.present": {"state": "absent", "footer_rows": None, "found_bytes": None, "content": "none"},
    "files.readable": {"state": "unreadable"},
    "files.rows_agree": {"footer_rows": 9},
    "files.sizes_agree": {"found_bytes": 999},
    "files.new_as_written": {"content": "other bytes"},
    "files.linked_as_published": {"is_new": False, "content": "other bytes"},
}


def test_every_fault_of_a_file_names_the_file() -> None:
    made = draft()
    made.files += [file_row(name) | spoiled for name, spoiled in SPOILED_FILES.items()]

    verdict = judge_candidate(made.frames(), THRESHOLDS)
    failed = {check.id: check.offending for check in verdict.failed}

    assert {
        name: (name,) for name in SPOILED_FILES if name not in ("files.rows_agree", "files.sizes_agree")
    }.items() <= failed.items()
    assert "files.rows_agree" in failed["files.rows_agree"]
    assert "files.sizes_agree" in failed["files.sizes_agree"]
    assert verdict.verdict == "stopped"


def renamed(schema: pa.Schema, old: str, new: str) -> pa.Schema:
    return pa.schema([column.with_name(new) if column.name == old else column for column in schema])


def test_every_departure_from_the_schema_is_named() -> None:
    made = draft()
    made.schemas["documents"] = renamed(made.schemas["documents"], "lang", "language")
    made.schemas["verdicts"] = made.schemas["verdicts"].append(pa.field("note", pa.string()))
    at = made.schemas["paragraphs"].get_field_index("char_start")
    made.schemas["paragraphs"] = made.schemas["paragraphs"].set(at, pa.field("char_start", pa.int64(), nullable=False))
    made.schemas["months"] = made.schemas["months"].set(0, made.schemas["months"].field(0).with_nullable(nullable=True))
    made.schemas["notes"] = pa.schema([pa.field("note", pa.string())])
    del made.schemas["duplicates"]

    verdict = judge_candidate(made.frames(), THRESHOLDS)
    checks = by_id(verdict)

    assert {"documents.lang", "documents.language", "verdicts.note", "notes.note", "duplicates.kind"} <= set(
        checks["schema.columns_as_described"].offending
    )
    assert checks["schema.types_as_described"].offending == ("paragraphs.char_start",)
    assert checks["schema.nulls_as_described"].offending == ("months.year",)
    assert {check.suite for check in verdict.failed} == {"schema"}
    assert verdict.verdict == "stopped"


def no_id(made: Draft) -> None:
    made.documents[0]["doc_id"] = made.verdicts[0]["doc_id"] = None


def verdicts_lost_on_the_way(made: Draft) -> None:
    made.verdicts.clear()


def verdicts_from_nowhere(made: Draft) -> None:
    made.verdicts.append(verdict_row("nergens.txt", "rejected", "date_missing"))


def a_document_lost_on_the_way(made: Draft) -> None:
    made.documents.pop()


def everything_zero(made: Draft) -> None:
    """A metrics query that found nothing: zeros agree with each other, and must not pass."""
    made.release = dict.fromkeys(made.release, 0)


def no_figures(made: Draft) -> None:
    made.release = dict.fromkeys(made.release)


@pytest.mark.parametrize(
    ("spoil", "failed"),
    [
        (no_id, {"documents.no_missing_values", "source_files.no_missing_values", "source_files.doc_id_from_bytes"}),
        (verdicts_lost_on_the_way, {"release.verdicts_judged"}),
        (verdicts_from_nowhere, {"release.no_verdict_invented"}),
        (a_document_lost_on_the_way, {"source_files.accepted_is_published"}),
        (everything_zero, {"release.no_verdict_invented", "release.holds_what_was_judged", "release.language_audited"}),
        (no_figures, {"release.no_missing_values"}),
    ],
)
def test_one_fault_stops_the_release(spoil: Callable[[Draft], None], failed: set[str]) -> None:
    made = draft()
    spoil(made)

    verdict = judge_candidate(made.frames(), THRESHOLDS)

    assert failed <= {check.id for check in verdict.failed}
    assert verdict.verdict == "stopped"
