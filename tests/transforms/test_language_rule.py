"""The rule on languages: which files pass, which reason the others get, and what a curator is shown."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from tests.transforms.language_texts import AFRIKAANS, DUTCH, ENGLISH, FRISIAN, GRONINGS
from transforms.language_measures import measure_languages
from transforms.language_rule import LanguageCheck, LanguageThresholds, check_languages
from transforms.paragraphs import split_paragraphs
from transforms.words import count_letters

THRESHOLDS = LanguageThresholds(
    languages=("nl",), minimum_letter_count=60, minimum_language_probability=0.5, minimum_target_lang_share=0.6
)
PASSES: dict[str, Any] = {
    "letter_count": 900,
    "lang": "nl",
    "lang_probability": 0.999997,
    "second_lang": "nl",
    "second_lang_by": "function_words",
    "second_lang_confidence": 1.0,
    "dutch_word_share": 0.46,
    "neighbour_lang": "nds",
    "neighbour_word_lead": 0.02,
    "target_lang_share": 1.0,
}
TYPES = pa.schema(
    {
        "letter_count": pa.int64(),
        "lang": pa.string(),
        "lang_probability": pa.float64(),
        "second_lang": pa.string(),
        "second_lang_by": pa.string(),
        "second_lang_confidence": pa.float64(),
        "dutch_word_share": pa.float64(),
        "neighbour_lang": pa.string(),
        "neighbour_word_lead": pa.float64(),
        "target_lang_share": pa.float64(),
    }
)


def first_failed(*files: dict[str, Any], languages: tuple[str, ...] = ("nl",)) -> list[LanguageCheck | None]:
    """For each file the first check that it fails, with the values of that file alone."""
    measured = pa.Table.from_pylist([PASSES | file for file in files], schema=TYPES)
    thresholds = LanguageThresholds(languages, 60, 0.5, 0.6)
    checks = check_languages(measured, thresholds)
    return [
        next(
            (
                LanguageCheck(check.reason, check.measure, check.fails[row], check.value[row], check.threshold)
                for check in checks
                if check.fails[row].as_py()
            ),
            None,
        )
        for row in range(len(files))
    ]


def reasons(*files: dict[str, Any], languages: tuple[str, ...] = ("nl",)) -> list[str | None]:
    return [None if check is None else check.reason for check in first_failed(*files, languages=languages)]


def test_a_file_passes_when_both_voices_name_a_wanted_language() -> None:
    assert reasons({}) == [None]
    assert reasons({}, {"lang": "en", "second_lang": "nl"}, languages=("nl", "en")) == [None, None]


def test_a_file_is_not_wanted_when_neither_voice_names_a_wanted_language() -> None:
    files = [
        {"lang": "en", "second_lang": "en"},
        {"lang": "da", "second_lang": "no"},
        {"lang": "de", "second_lang": "nds"},
    ]
    assert reasons(*files) == ["language_not_wanted"] * 3


def test_a_file_is_uncertain_when_only_one_voice_names_a_wanted_language() -> None:
    files: list[dict[str, Any]] = [
        {"lang": "nl", "second_lang": "fy"},
        {"lang": "de", "second_lang": "nl"},
        {"lang": "nl", "second_lang": None, "second_lang_by": None},
        {"lang": "de", "second_lang": None, "second_lang_by": None},
    ]
    assert reasons(*files) == ["language_uncertain"] * 4
    assert {check.measure for check in first_failed(*files) if check} == {"second_lang"}


def test_too_little_text_has_a_reason_of_its_own_before_any_language() -> None:
    assert reasons({"letter_count": 59, "lang": "en", "second_lang": "en"}, {"letter_count": 60}) == [
        "text_too_short",
        None,
    ]


def test_a_text_without_language_has_a_reason_of_its_own() -> None:
    assert reasons({"lang": None, "lang_probability": 0.0, "second_lang": None}) == ["language_unknown"]


@pytest.mark.parametrize(("measure", "least"), [("lang_probability", 0.5), ("target_lang_share", 0.6)])
def test_a_threshold_itself_is_enough_and_less_is_uncertain(measure: str, least: float) -> None:
    assert reasons({measure: least}, {measure: least - 0.001}) == [None, "language_uncertain"]
    check = first_failed({measure: least - 0.001})[0]
    assert check is not None
    assert (check.measure, check.threshold) == (measure, f"at least {least:g}")


def test_a_curator_sees_what_both_voices_said_and_the_words_that_decided() -> None:
    check = first_failed(
        {
            "lang_probability": 0.857141,
            "second_lang": "af",
            "second_lang_by": "cld2",
            "second_lang_confidence": 0.99,
            "dutch_word_share": 0.21,
            "neighbour_lang": "af",
            "neighbour_word_lead": 0.613333,
        }
    )[0]
    assert check is not None
    assert str(check.value) == (
        "langdetect nl 0.8571; cld2 af 0.99; Dutch function words 0.21 of all, af 0.6133 of those that differ"
    )
    assert check.threshold == "both voices nl"


def test_evidence_is_complete_when_a_voice_has_no_answer_and_no_neighbour_stands_in_the_text() -> None:
    check = first_failed(
        {
            "second_lang": None,
            "second_lang_by": None,
            "second_lang_confidence": 0.0,
            "dutch_word_share": 0.1,
            "neighbour_lang": None,
            "neighbour_word_lead": 0.0,
        }
    )[0]
    assert check is not None
    assert str(check.value) == "langdetect nl 1; second voice none 0; Dutch function words 0.1 of all"


def test_no_check_is_ever_undecided() -> None:
    empty = dict.fromkeys(PASSES) | {"letter_count": 0, "lang_probability": 0.0, "target_lang_share": 0.0}
    measured = pa.Table.from_pylist([empty, PASSES], schema=TYPES)
    assert all(check.fails.null_count == 0 for check in check_languages(measured, THRESHOLDS))


def test_no_files_are_judged_to_nothing() -> None:
    assert all(len(check.fails) == 0 for check in check_languages(TYPES.empty_table(), THRESHOLDS))


def test_measured_texts_get_the_reasons_they_should() -> None:
    texts = [
        DUTCH,
        FRISIAN,
        GRONINGS,
        AFRIKAANS,
        ENGLISH,
        f"{DUTCH}\n\n{DUTCH}\n\n{FRISIAN}",
        f"{DUTCH}\n\n{ENGLISH}",
        "De brug.",
    ]
    measures = measure_languages(texts, [split_paragraphs(text) for text in texts], ("nl",))
    columns = {name: values for name, values in vars(measures).items() if name != "paragraph_langs"}
    measured = pa.table(columns | {"letter_count": [count_letters(text) for text in texts]}).select(TYPES.names)
    checks = check_languages(measured, THRESHOLDS)
    found = [next((check.reason for check in checks if check.fails[row].as_py()), None) for row in range(len(texts))]
    assert found[0] is None
    assert set(found[1:3]) <= {"language_uncertain", "language_not_wanted"}
    assert found[3:] == [
        "language_not_wanted",
        "language_not_wanted",
        None,
        "language_uncertain",
        "text_too_short",
    ]
