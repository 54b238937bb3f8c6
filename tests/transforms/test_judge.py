"""The judge: one reason a file, asked in a fixed order, right at every boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.articles import article
from transforms.characters import read_characters
from transforms.header_date import parse_header
from transforms.judge import Thresholds, judge
from transforms.quality import measure_quality
from transforms.reasons import REASONS, REASONS_BY_NAME, VERDICTS
from transforms.schema import JUDGED_FILES, MEASURED_DOCUMENTS
from transforms.tokens import tokenise

TODAY = date(2026, 11, 22)
THRESHOLDS = Thresholds(
    today=TODAY,
    languages=("nl",),
    minimum_language_probability=0.8,
    minimum_target_lang_share=0.6,
    minimum_letter_count=60,
    earliest_year=1618,
)
CHARACTERS = read_characters([article("2019-04")])
GOOD: dict[str, Any] = {
    **measure_quality(CHARACTERS, tokenise(CHARACTERS)).to_pylist()[0],
    "doc_id": "0" * 32,
    "inbox_no": 1,
    "source": "krant",
    "source_path": "krant/1.txt",
    "source_sha256": "0" * 64,
    "content_status": "ok",
    "content_measure": None,
    "content_value": None,
    "content_threshold": None,
    "date_status": "ok",
    "byte_count": 900,
    "date_text": "2019-04",
    "date_start": date(2019, 4, 1),
    "date_end": date(2019, 4, 30),
    "date_precision": "month",
    "has_date_conflict": False,
    "published_month": date(2019, 4, 1),
    "lang": "nl",
    "lang_probability": 0.99,
    "second_lang": "nl",
    "second_lang_by": "function_words",
    "second_lang_confidence": 1.0,
    "dutch_word_share": 0.45,
    "neighbour_lang": "nds",
    "neighbour_word_lead": 0.02,
    "lang_shares": ["nl 1.0"],
    "target_lang_share": 1.0,
    "title": None,
    "text": "tekst",
    "char_count": 800,
    "word_count": 120,
    "sentence_count": 9,
    "paragraph_count": 4,
    "latest_year_mentioned": None,
    "is_anachronistic": False,
    "anachronism_evidence": None,
    "encoding": "utf-8",
    "repairs": [],
    "text_sha256": "0" * 64,
    "letter_count": 640,
    "rules_version": "1",
}
NO_DATE = {"date_start": None, "date_end": None, "date_precision": None, "published_month": None}
NO_TEXT: dict[str, Any] = {
    "date_status": "date_missing",
    "date_text": None,
    **NO_DATE,
    "char_count": 0,
    "letter_count": 0,
    "lang": None,
    "lang_probability": 0.0,
    "second_lang": None,
    "second_lang_by": None,
    "second_lang_confidence": 0.0,
    "dutch_word_share": 0.0,
    "neighbour_lang": None,
    "neighbour_word_lead": 0.0,
    "lang_shares": [],
    "target_lang_share": 0.0,
}
ENGLISH = {"lang": "en", "second_lang": "en", "second_lang_by": "cld2", "dutch_word_share": 0.0, "neighbour_lang": None}


def measured(*changes: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist([{**GOOD, **change} for change in changes], schema=MEASURED_DOCUMENTS.arrow_schema)


def judge_one(change: dict[str, Any], thresholds: Thresholds = THRESHOLDS) -> dict[str, Any]:
    [verdict] = judge(measured(change), thresholds).to_pylist()
    assert isinstance(verdict, dict)
    return verdict


def reason_of(change: dict[str, Any]) -> str:
    return str(judge_one(change)["reason"])


def test_what_passes_every_question_is_accepted_without_a_measure() -> None:
    assert judge_one({}) == {
        "verdict": "accepted",
        "reason": "all_checks_passed",
        "measure": None,
        "measured_value": None,
        "threshold": None,
    }


EVIDENCE = [
    ("file_empty", {**NO_TEXT, "content_status": "file_empty", "byte_count": 0}, "byte_count", "0", "at least 1"),
    (
        "file_too_large",
        {
            **NO_TEXT,
            "content_status": "file_too_large",
            "content_measure": "byte_count",
            "content_value": "20000001",
            "content_threshold": "at most 20000000",
        },
        "byte_count",
        "20000001",
        "at most 20000000",
    ),
    (
        "archive_unreadable",
        {
            **NO_TEXT,
            "content_status": "archive_unreadable",
            "content_measure": "archive_status",
            "content_value": "File is not a zip file",
            "content_threshold": "a whole archive that can be expanded",
        },
        "archive_status",
        "File is not a zip file",
        "a whole archive that can be expanded",
    ),
    (
        "archive_bomb",
        {
            **NO_TEXT,
            "content_status": "archive_bomb",
            "content_measure": "compression_ratio",
            "content_value": "1010",
            "content_threshold": "at most 100",
        },
        "compression_ratio",
        "1010",
        "at most 100",
    ),
    ("binary_data", {**NO_TEXT, "content_status": "binary_data"}, "content_status", "binary_data", "text"),
    (
        "date_missing",
        {"date_status": "date_missing", "date_text": None, **NO_DATE},
        "date_text",
        None,
        "date YYYY-MM",
    ),
    (
        "date_malformed",
        {"date_status": "date_malformed", "date_text": "19-04", **NO_DATE},
        "date_text",
        "19-04",
        "YYYY, YYYY-MM or YYYY-MM-DD",
    ),
    (
        "date_impossible",
        {"date_status": "date_impossible", "date_text": "2019-13", **NO_DATE},
        "date_text",
        "2019-13",
        "a date that exists",
    ),
    (
        "date_ambiguous",
        {"date_status": "date_ambiguous", "date_text": "04/05/2019", **NO_DATE},
        "date_text",
        "04/05/2019",
        "a date with one meaning",
    ),
    ("date_in_future", {"date_start": date(2026, 12, 1)}, "date_start", "2026-12-01", "at most 2026-11-22"),
    ("date_too_early", {"date_start": date(1617, 12, 31)}, "date_start", "1617-12-31", "at least 1618-01-01"),
    ("text_missing", {"char_count": 0, "letter_count": 0, "lang": None}, "char_count", "0", "at least 1"),
    ("text_too_short", {"letter_count": 59}, "letter_count", "59", "at least 60"),
    ("text_placeholder", {"placeholder_share": 0.31}, "placeholder_share", "0.31", "at most 0.3"),
    ("text_markup", {"markup_share": 0.51}, "markup_share", "0.51", "at most 0.5"),
    ("text_boilerplate", {"boilerplate_share": 0.51}, "boilerplate_share", "0.51", "at most 0.5"),
    (
        "language_unknown",
        {"lang": None, "lang_probability": 0.0, "neighbour_lang": None},
        "lang",
        "langdetect none 0; function words nl 1; Dutch function words 0.45 of all",
        "nl",
    ),
    (
        "language_not_wanted",
        {**ENGLISH, "target_lang_share": 0.0},
        "lang",
        "langdetect en 0.99; cld2 en 1; Dutch function words 0 of all",
        "nl",
    ),
    (
        "language_uncertain",
        {"second_lang": "fy", "neighbour_lang": "fy", "neighbour_word_lead": 0.75},
        "second_lang",
        "langdetect nl 0.99; function words fy 1; Dutch function words 0.45 of all, fy 0.75 of those that differ",
        "both voices nl",
    ),
    ("text_repetitive", {"repeated_line_share": 0.71}, "repeated_line_share", "0.71", "at most 0.7"),
    ("text_not_prose", {"letter_share": 0.49}, "letter_share", "0.49", "at least 0.5"),
    ("language_uncertain", {"lang_probability": 0.7142849}, "lang_probability", "0.7143", "at least 0.8"),
    ("language_uncertain", {"target_lang_share": 0.5}, "target_lang_share", "0.5", "at least 0.6"),
]


@pytest.mark.parametrize(
    ("reason", "change", "measure", "value", "threshold"), EVIDENCE, ids=[f"{row[0]} by {row[2]}" for row in EVIDENCE]
)
def test_each_refusal_names_its_measure_its_value_and_the_threshold(
    reason: str, change: dict[str, Any], measure: str, value: str | None, threshold: str
) -> None:
    assert judge_one(change) == {
        "verdict": "rejected",
        "reason": reason,
        "measure": measure,
        "measured_value": value,
        "threshold": threshold,
    }


def test_a_text_that_is_not_kept_any_more_is_refused_again_for_the_reason_it_was_refused_for() -> None:
    kept = {"content_measure": "letter_count", "content_value": "12", "content_threshold": "at least 60"}
    assert judge_one({"content_status": "text_too_short", **kept}, replace(THRESHOLDS, minimum_letter_count=1)) == {
        "verdict": "rejected",
        "reason": "text_too_short",
        "measure": "letter_count",
        "measured_value": "12",
        "threshold": "at least 60",
    }
    assert judge_one({"content_status": "text_erased"})["reason"] == "text_erased"


def test_every_reason_of_the_closed_list_is_given_by_measures_alone_but_for_duplicates() -> None:
    shown = {row[0] for row in EVIDENCE} | {"all_checks_passed", "text_anachronistic", "text_erased"}
    assert shown == {reason.name for reason in REASONS if reason.verdict != "duplicate"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"letter_count": 60}, "all_checks_passed"),
        ({"letter_count": 59}, "text_too_short"),
        ({"date_start": TODAY}, "all_checks_passed"),
        ({"date_start": date(2026, 11, 23)}, "date_in_future"),
        ({"date_start": date(1618, 1, 1)}, "all_checks_passed"),
        ({"date_start": date(1617, 12, 31)}, "date_too_early"),
        ({"lang_probability": 0.8}, "all_checks_passed"),
        ({"lang_probability": 0.799999}, "language_uncertain"),
        ({"target_lang_share": 0.6}, "all_checks_passed"),
        ({"target_lang_share": 0.5999999}, "language_uncertain"),
        # Two voices against it are enough; one alone makes it uncertain.
        ({**ENGLISH, "lang_probability": 0.3}, "language_not_wanted"),
        ({"lang": "en", "lang_probability": 1.0}, "language_uncertain"),
        ({"second_lang": "en"}, "language_uncertain"),
        ({"placeholder_share": 0.3}, "all_checks_passed"),
        ({"function_word_share": 0.06}, "all_checks_passed"),
        ({"function_word_share": 0.0599}, "text_not_prose"),
        ({"char_count": 1, "letter_count": 1}, "text_too_short"),
    ],
)
def test_a_threshold_itself_passes_and_the_value_next_to_it_fails(change: dict[str, Any], reason: str) -> None:
    assert reason_of(change) == reason


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("2026-11", "all_checks_passed"),  # the month that is running may be meant
        ("2026-12", "date_in_future"),
        ("2026", "all_checks_passed"),
        ("2027", "date_in_future"),
        ("2026-11-22", "all_checks_passed"),
        ("2026-11-23", "date_in_future"),
        ("1618", "all_checks_passed"),
        ("1617", "date_too_early"),
        ("0019-04", "date_too_early"),
    ],
)
def test_a_date_is_in_the_future_when_the_first_day_it_can_mean_is(header: str, reason: str) -> None:
    parsed = parse_header(f" date {header} tekst")
    change = {"date_status": parsed.status, "date_start": parsed.date_start, "date_end": parsed.date_end}
    assert reason_of(change) == reason


def test_the_shown_value_is_rounded_and_the_comparison_is_not() -> None:
    verdict = judge_one({"lang_probability": 0.79999})
    assert (verdict["reason"], verdict["measured_value"]) == ("language_uncertain", "0.8")


def test_the_first_question_that_fails_gives_the_reason() -> None:
    """Fail everything, then mend the first failure again and again: the reasons come in the order of the list."""
    worst: dict[str, Any] = {
        **NO_TEXT,
        "content_status": "file_empty",
        "date_start": date(2031, 1, 1),
        "placeholder_share": 1.0,
        "markup_share": 1.0,
        "boilerplate_share": 1.0,
        "repeated_line_share": 1.0,
        "letter_share": 0.1,
        "is_anachronistic": True,
        "anachronism_evidence": "In 2021 werd de brug geopend.",
    }
    mendings: list[dict[str, Any]] = [
        {"content_status": "file_too_large"},
        {"content_status": "archive_unreadable"},
        {"content_status": "archive_bomb"},
        {"content_status": "text_erased"},
        {"content_status": "binary_data"},
        {"content_status": "ok"},
        {"date_status": "date_malformed"},
        {"date_status": "date_impossible"},
        {"date_status": "date_ambiguous"},
        {"date_status": "ok"},
        {"date_start": date(1, 1, 1)},
        {"date_start": date(2019, 4, 1)},
        {"char_count": 1},
        {"letter_count": 60},
        {"placeholder_share": 0.0},
        {"markup_share": 0.0},
        {"boilerplate_share": 0.0},
        {**ENGLISH, "lang_probability": 1.0},
        {"lang": "nl", "lang_probability": 0.1},
        {"second_lang": "nl"},
        {"lang_probability": 1.0},
        {"target_lang_share": 1.0},
        {"repeated_line_share": 0.0},
        {"letter_share": 0.8},
        {"is_anachronistic": False},
    ]
    strict = replace(THRESHOLDS, is_anachronism_refused=True)
    found = [str(judge_one(worst, strict)["reason"])]
    for mending in mendings:
        worst |= mending
        found.append(str(judge_one(worst, strict)["reason"]))
    in_order = list(dict.fromkeys(found))
    assert in_order == [reason.name for reason in REASONS if reason.verdict != "duplicate"]


def test_several_wanted_languages_are_all_wanted_and_all_named() -> None:
    thresholds = Thresholds(TODAY, ("nl", "fy"), 0.8, 0.6, 60, 1618)
    assert judge_one({"second_lang": "fy"}, thresholds)["verdict"] == "accepted"
    assert judge_one({"lang": "de", "second_lang": "de"}, thresholds)["threshold"] == "nl or fy"


def test_a_text_that_tells_of_the_future_as_past_is_refused_only_when_the_setting_says_so() -> None:
    change = {"is_anachronistic": True, "anachronism_evidence": "In 2021 werd de brug geopend."}
    assert reason_of(change) == "all_checks_passed"
    assert judge_one(change, replace(THRESHOLDS, is_anachronism_refused=True)) == {
        "verdict": "rejected",
        "reason": "text_anachronistic",
        "measure": "anachronism_evidence",
        "measured_value": "In 2021 werd de brug geopend.",
        "threshold": "no time after the date told as past",
    }


def test_dutch_function_words_are_not_asked_of_a_text_in_another_wanted_language() -> None:
    thresholds = replace(THRESHOLDS, languages=("nl", "en"))
    assert judge_one({**ENGLISH, "function_word_share": 0.0}, thresholds)["verdict"] == "accepted"


def test_no_file_is_judged_to_no_verdict() -> None:
    nothing = judge(measured(), THRESHOLDS)
    assert nothing.num_rows == 0
    assert nothing.column_names == ["verdict", "reason", "measure", "measured_value", "threshold"]


ANY_MEASURES = st.fixed_dictionaries(
    {
        "content_status": st.sampled_from(
            ["ok", "file_empty", "file_too_large", "archive_unreadable", "archive_bomb", "binary_data"]
        ),
        "content_measure": st.just("byte_count"),
        "content_value": st.text(max_size=9),
        "content_threshold": st.just("at most 1"),
        "date_status": st.sampled_from(["ok", "date_missing", "date_malformed", "date_impossible", "date_ambiguous"]),
        "byte_count": st.integers(0, 2**40),
        "date_text": st.none() | st.text(max_size=40),
        "date_start": st.none() | st.dates(),
        "lang": st.none() | st.sampled_from(["nl", "en", "fy", ""]),
        "second_lang": st.none() | st.sampled_from(["nl", "en", "fy", ""]),
        "neighbour_lang": st.none() | st.sampled_from(["fy", "de"]),
        "placeholder_share": st.floats(0, 1),
        "repeated_phrase_share": st.floats(0, 1),
        "function_word_share": st.floats(0, 1),
        "lang_probability": st.floats(0, 1),
        "target_lang_share": st.floats(0, 1),
        "char_count": st.integers(0, 2**31 - 1),
        "letter_count": st.integers(0, 2**31 - 1),
    }
)


@given(st.lists(ANY_MEASURES, max_size=8), st.integers(0, 7))
def test_every_file_has_exactly_one_verdict_whose_reason_belongs_to_it(changes: list[dict[str, Any]], cut: int) -> None:
    files = measured(*changes)
    verdicts = judge(files, THRESHOLDS)
    assert verdicts.num_rows == len(changes)
    for verdict in verdicts.to_pylist():
        assert verdict["verdict"] in VERDICTS
        assert REASONS_BY_NAME[verdict["reason"]].verdict == verdict["verdict"]
        assert (verdict["threshold"] is None) == (verdict["verdict"] == "accepted")
        assert (verdict["measure"] is None) == (verdict["verdict"] == "accepted")
    # A file's verdict does not depend on the files it is judged with, nor on how the table is cut into chunks.
    parts = pa.concat_tables([judge(files.slice(0, cut), THRESHOLDS), judge(files.slice(cut), THRESHOLDS)])
    assert parts.to_pylist() == verdicts.to_pylist()
    chunked = pa.concat_tables([files.slice(0, cut), files.slice(cut)])
    assert judge(chunked, THRESHOLDS).to_pylist() == verdicts.to_pylist()


@given(ANY_MEASURES)
def test_the_answer_has_the_types_that_the_schema_says(change: dict[str, Any]) -> None:
    verdicts = judge(measured(change), THRESHOLDS)
    for name in verdicts.column_names:
        assert verdicts.schema.field(name).type == JUDGED_FILES.arrow_schema.field(name).type


@given(ANY_MEASURES)
def test_laxer_thresholds_never_refuse_what_stricter_ones_accept(change: dict[str, Any]) -> None:
    lax = Thresholds(TODAY, ("nl", "en"), 0.5, 0.1, 10, 1)
    if judge_one(change)["verdict"] == "accepted":
        assert judge_one(change, lax)["verdict"] == "accepted"
