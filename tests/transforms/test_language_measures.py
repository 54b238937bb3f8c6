"""Language measures of documents: paragraph labels, shares, and a document's answer that quotations do not sway."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.language_texts import AFRIKAANS, DUTCH, ENGLISH, FRISIAN, GRONINGS
from transforms.language import detect_languages
from transforms.language_measures import MINIMUM_CHARS_TO_TELL, LanguageMeasures, measure_languages
from transforms.paragraphs import clean_body, split_paragraphs


def measure(*texts: str, languages: tuple[str, ...] = ("nl",)) -> LanguageMeasures:
    cleaned = [clean_body(text) for text in texts]
    return measure_languages(cleaned, [split_paragraphs(text) for text in cleaned], languages)


def test_the_first_voice_is_langdetect() -> None:
    measures = measure(DUTCH, ENGLISH, FRISIAN)
    expected = detect_languages([DUTCH, ENGLISH, FRISIAN])
    assert measures.lang == [lang for lang, _ in expected]
    assert measures.lang_probability == [round(probability, 6) for _, probability in expected]


def test_every_paragraph_long_enough_is_labelled() -> None:
    measures = measure(f"{DUTCH}\n\nEen kop\n\n{ENGLISH}\n\n{DUTCH}")
    assert measures.paragraph_langs == [["nl", None, "en", "nl"]]


def test_a_paragraph_is_labelled_from_a_hundred_characters_on() -> None:
    long = DUTCH[:MINIMUM_CHARS_TO_TELL].strip().ljust(MINIMUM_CHARS_TO_TELL, "n")
    measures = measure(f"{long}\n\n{long[:-1]}")
    assert measures.paragraph_langs == [["nl", None]]


def test_the_share_counts_the_characters_of_labelled_paragraphs() -> None:
    measures = measure(f"{DUTCH}\n\nEen kop\n\n{ENGLISH}\n\n{DUTCH}")
    assert measures.target_lang_share == [round(2 * len(DUTCH) / (2 * len(DUTCH) + len(ENGLISH)), 6)]


def test_the_share_follows_the_wanted_languages() -> None:
    text = f"{DUTCH}\n\n{ENGLISH}\n\n{DUTCH}"
    assert measure(text, languages=("nl", "en")).target_lang_share == [1.0]
    assert measure(text, languages=("de",)).target_lang_share == [0.0]


def test_a_document_of_short_paragraphs_gets_its_share_from_the_voices() -> None:
    lines = "\n\n".join(DUTCH.replace(", ", ". ").split(". "))
    measures = measure(lines, lines, "", languages=("nl",))
    assert set(measures.paragraph_langs[0]) == {None}
    assert measures.second_lang == ["nl", "nl", None]
    assert measures.target_lang_share == [1.0, 1.0, 0.0]


def test_a_long_quotation_does_not_sway_the_answer_for_the_document() -> None:
    for quotation in (FRISIAN, AFRIKAANS, ENGLISH):
        measures = measure(f"{DUTCH}\n\n{DUTCH}\n\n{quotation}")
        assert measures.second_lang == ["nl"]
        assert measures.second_lang_by == ["function_words"]
        assert 0.6 < measures.second_lang_confidence[0] < 0.75


def test_a_dutch_lead_does_not_make_a_frisian_article_dutch() -> None:
    measures = measure(f"{DUTCH}\n\n{FRISIAN}\n\n{FRISIAN}\n\n{FRISIAN}")
    assert measures.second_lang == ["fy"]
    assert measures.target_lang_share[0] < 0.3


def test_evidence_names_the_neighbour_and_its_lead() -> None:
    measures = measure(GRONINGS, DUTCH, ENGLISH.upper())
    assert measures.neighbour_lang[0] == "nds"
    assert measures.neighbour_word_lead[0] > 0.5
    assert measures.neighbour_word_lead[1] < 0.1
    assert measures.dutch_word_share[1] > 0.35 > measures.dutch_word_share[2]


def test_no_documents_have_no_measures() -> None:
    measures = measure()
    assert all(values == [] for values in vars(measures).values())


def test_a_document_without_text_has_no_language_and_no_share() -> None:
    measures = measure("", DUTCH)
    assert (measures.lang[0], measures.second_lang[0], measures.neighbour_lang[0]) == (None, None, None)
    assert measures.paragraph_langs == [[], ["nl"]]
    assert measures.target_lang_share == [0.0, 1.0]


PIECES = st.sampled_from(
    [DUTCH, ENGLISH, FRISIAN, GRONINGS, "Een kop", "12.345 67,8", "👍🏽", "De \ud83d brug", "a\x00b"]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=4).map("\n\n".join), st.text(st.characters(codec=None), max_size=150))


@given(st.lists(TEXTS, max_size=5))
def test_any_documents_can_be_measured_and_no_measure_depends_on_the_others(texts: list[str]) -> None:
    together = measure(*texts)
    for row, text in enumerate(texts):
        alone = measure(text)
        for name, values in vars(alone).items():
            assert vars(together)[name][row] == values[0], name
    assert all(0.0 <= share <= 1.0 for share in together.target_lang_share)
    assert all(0.0 <= lead <= 1.0 for lead in together.neighbour_word_lead)
