"""The candidate as a whole: the account closes, every count agrees with every other, nothing is lost."""

from __future__ import annotations

from expectations.candidate import RELEASE_SCHEMA
from expectations.checks import Check, Suite, no_missing_values, none_of

__all__ = ["release_suite"]


def release_suite() -> Suite:
    """The checks on the row of figures about the candidate."""
    return Suite(
        "release",
        "release",
        (
            Check(
                "release.one_row",
                "critical",
                "The figures of the release are one row.",
                "ExpectTableRowCountToEqual",
                {"value": 1},
                "1",
            ),
            no_missing_values("release", "The figures of the release", tuple(RELEASE_SCHEMA.names)),
            *_account(),
            *_documents(),
            *_figures(),
            *_statements(),
        ),
    )


def _agree(name: str, sentence: str, *columns: str) -> Check:
    return Check(
        f"release.{name}",
        "critical",
        sentence,
        "ExpectMulticolumnValuesToBeEqual",
        {"column_list": list(columns), "ignore_row_if": "never"},
        "equal",
    )


def _at_least(name: str, sentence: str, column: str, minimum: str, threshold: str) -> Check:
    return Check(
        f"release.{name}",
        "critical",
        sentence,
        "ExpectColumnPairValuesAToBeGreaterThanB",
        {"column_A": column, "column_B": minimum, "or_equal": True},
        threshold,
    )


def _account() -> tuple[Check, ...]:
    return (
        _agree(
            "account_closes",
            "Every file taken in has one verdict: accepted, rejected and duplicate add up to the files.",
            "taken_in_file_count",
            "new_verdict_count",
            "summed_verdict_count",
        ),
        # Fewer rows than files are rightful: a content that comes twice under one path has one row. None is not.
        _at_least(
            "no_verdict_invented",
            "There are no more new rows in verdicts than new verdicts.",
            "new_verdict_count",
            "judged_verdict_count",
            "as many or fewer",
        ),
        _at_least(
            "verdicts_judged",
            "Where files are new, there are new rows in verdicts.",
            "judged_verdict_count",
            "judged_verdict_minimum",
            "1 or more when files are new",
        ),
        _agree(
            "accepted_is_published",
            "The release has as many more documents than its parent as it has more accepted and current files.",
            "accepted_file_difference",
            "document_difference",
        ),
        _agree(
            "documents_follow_from_changes",
            "The documents are those of the parent, and those added, less those removed or withdrawn.",
            "document_count",
            "expected_document_count",
        ),
        _at_least(
            "holds_what_was_judged",
            "The release holds at least the documents that are new or changed.",
            "document_count",
            "judged_document_count",
            "as many or more",
        ),
    )


def _documents() -> tuple[Check, ...]:
    return (
        none_of("release.doc_ids_unique", "repeated_doc_id_count", "No id occurs twice in the whole release."),
        none_of(
            "release.no_document_lost",
            "lost_document_count",
            "Every document of the parent is here, or `changes` says why not.",
        ),
        none_of(
            "release.additions_told",
            "unexplained_document_count",
            "`changes` names every document that is added, and no other.",
        ),
        none_of(
            "release.changes_complete",
            "untold_change_count",
            "`changes` says what became of every document that was added, removed or changed.",
        ),
        none_of(
            "release.no_orphan_duplicates",
            "orphan_duplicate_count",
            "No duplicate is one of a document that this release removes.",
        ),
        none_of(
            "release.tombstones_kept",
            "tombstone_error_count",
            "What is withdrawn has a tombstone, keeps it, and is not published.",
        ),
        none_of(
            "release.no_future_documents",
            "future_document_count",
            "No document in a file of this release is dated after the day of the run.",
        ),
    )


def _figures() -> tuple[Check, ...]:
    return (
        _agree(
            "months_agree",
            "The documents of all months add up to the documents.",
            "document_count",
            "months_document_count",
        ),
        none_of(
            "release.months_add_up",
            "wrong_month_count",
            "Every month says what its documents, words and sentences add up to.",
        ),
        none_of(
            "release.term_months_possible",
            "wrong_term_month_count",
            "No month has more words or documents in its terms than in itself, or a term below the cut-off.",
        ),
        Check(
            "release.one_rules_version",
            "critical",
            "The whole release was measured under one rules version.",
            "ExpectColumnPairValuesToBeEqual",
            {"column_A": "rules_version_count", "column_B": "expected_rules_version_count"},
            "1 when there are documents",
        ),
        _at_least(
            "language_audited",
            "Where documents are new, langdetect itself judged a sample of them again.",
            "langdetect_audit_count",
            "langdetect_audit_minimum",
            "1 or more when documents are new",
        ),
        none_of(
            "release.langdetect_agrees",
            "langdetect_disagreement_count",
            "langdetect itself gives every document of the sample the same language.",
        ),
    )


def _statements() -> tuple[Check, ...]:
    return (
        _stated("licence", "The release says what its texts may be used for (setting `licence`)."),
        _stated("contact", "The release says whom to write to, for a takedown above all (setting `contact`)."),
    )


def _stated(name: str, sentence: str) -> Check:
    # No more than a warning: that nothing is known of the rights is itself said in the release.
    return Check(
        f"release.{name}_stated",
        "warning",
        sentence,
        "ExpectColumnValuesToBeBetween",
        {"column": f"stated_{name}_count", "min_value": 1},
        "stated",
    )
