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
            *_counts_agree(),
            *_nothing_wrong(),
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
            "The documents are the accepted and current files, no more and no fewer.",
            "document_count",
            "published_accepted_current_count",
        ),
        _at_least(
            "holds_what_was_judged",
            "The release holds at least the documents that are new or changed.",
            "document_count",
            "judged_document_count",
            "as many or more",
        ),
    )


def _counts_agree() -> tuple[Check, ...]:
    return (
        _agree(
            "documents_agree",
            "Parquet, catalog and manifest hold as many documents.",
            "document_count",
            "catalog_document_count",
            "manifest_document_count",
        ),
        _agree(
            "paragraphs_agree",
            "Parquet and manifest hold as many paragraphs.",
            "paragraph_count",
            "manifest_paragraph_count",
        ),
        _agree(
            "sentences_agree",
            "Parquet and manifest hold as many sentences.",
            "sentence_count",
            "manifest_sentence_count",
        ),
        _agree(
            "date_mentions_agree",
            "Parquet and manifest hold as many date mentions.",
            "date_mention_count",
            "manifest_date_mention_count",
        ),
        _agree(
            "term_months_agree",
            "Parquet and manifest hold as many terms by month.",
            "term_month_count",
            "manifest_term_month_count",
        ),
        _agree(
            "verdicts_agree",
            "Parquet and manifest hold as many verdicts.",
            "verdict_count",
            "manifest_verdict_count",
        ),
        _agree(
            "months_agree",
            "The documents of all months add up to the documents.",
            "document_count",
            "months_document_count",
        ),
    )


def _nothing_wrong() -> tuple[Check, ...]:
    return (
        none_of("release.doc_ids_unique", "repeated_doc_id_count", "No id occurs twice in the whole release."),
        none_of(
            "release.no_document_lost",
            "lost_document_count",
            "Every document of the parent is here, or `changes` says why not.",
        ),
        none_of("release.files_present", "missing_file_count", "Every file of the manifest is in the folder."),
        none_of(
            "release.file_rows_agree",
            "wrong_row_count_file_count",
            "Every file holds as many rows as the manifest says.",
        ),
        none_of(
            "release.term_months_possible",
            "wrong_term_month_count",
            "No month has more words or documents in its terms than in itself, or a term below the cut-off.",
        ),
        none_of(
            "release.no_future_documents",
            "future_document_count",
            "No document of the whole release is dated after the day of the run.",
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
