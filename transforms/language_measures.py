"""What is measured about the language of documents: two voices, the small words, and a label for each paragraph.

The first voice is langdetect on the beginning of a document. The second voice labels every paragraph that is long
enough to tell; of a document it says what more than half of the labelled text is in, so that a long quotation does not
sway it. Where no paragraph is labelled, or no language has more than half, it is asked about the document itself. Each
voice reads a text once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.characters import Characters, read_characters
from transforms.function_words import NEIGHBOURS, FunctionWords, count_in_stretches
from transforms.language import detect_languages
from transforms.paragraph_places import ParagraphPlaces, locate_paragraphs
from transforms.paragraphs import Span
from transforms.second_voice import SecondVoice, ask_second_voice, likeliest_neighbours
from transforms.tokens import Tokens, tokenise

__all__ = ["MINIMUM_CHARS_TO_TELL", "PROBABILITY_DIGITS", "LanguageMeasures", "measure_languages",
           "measure_languages_of_batch", "target_shares"]  # fmt: skip

MINIMUM_CHARS_TO_TELL = 100
"""Shorter paragraphs get no language: of headings, detectors get 10 to 49 % wrong (measured on UD treebanks)."""

PROBABILITY_DIGITS = 6
"""langdetect's last bits differ between Python versions and file systems; the stored probability does not."""

_MAJORITY = 0.5


@dataclass(frozen=True)
class LanguageMeasures:
    """Language measures of some documents, one entry a document.

    Attributes:
        lang: What langdetect finds likeliest; None when it finds nothing.
        lang_probability: langdetect's probability.
        second_lang: What the second voice says; None when it has no answer.
        second_lang_by: `function_words` or `cld2`, whoever said so of more text; None without an answer.
        second_lang_confidence: Share of the labelled text that is in this language; where no paragraph decides, how
            sure the second voice is of the whole. 0 without an answer.
        dutch_word_share: Share of the words that are function words of Dutch.
        neighbour_lang: The neighbour whose function words contest Dutch most; None when none stands in the text.
        neighbour_word_lead: Of the function words that only one of the two has, the share that is that neighbour's.
        paragraph_langs: For each paragraph its language, None where it is too short to tell or nothing is found.
        lang_shares: Languages of the labelled paragraphs with their shares of the labelled characters, the greatest
            first, as `nl 0.931`. Where no paragraph is labelled, what the second voice, or else langdetect, names.
        target_lang_share: Sum of the shares of wanted languages.
    """

    lang: list[str | None]
    lang_probability: list[float]
    second_lang: list[str | None]
    second_lang_by: list[str | None]
    second_lang_confidence: list[float]
    dutch_word_share: list[float]
    neighbour_lang: list[str | None]
    neighbour_word_lead: list[float]
    paragraph_langs: list[list[str | None]]
    lang_shares: list[list[str]]
    target_lang_share: list[float]


def measure_languages(
    texts: Sequence[str], paragraphs: Sequence[Sequence[Span]], languages: Sequence[str]
) -> LanguageMeasures:
    """Measure the languages of many documents; `measure_languages_of_batch` for who has read their words already."""
    characters = read_characters(texts)
    places = locate_paragraphs(characters, paragraphs)
    return measure_languages_of_batch(characters, tokenise(characters), texts, places, languages)


def measure_languages_of_batch(
    characters: Characters,
    tokens: Tokens,
    texts: Sequence[str],
    paragraphs: ParagraphPlaces,
    languages: Sequence[str],
) -> LanguageMeasures:
    """Measure the languages of many documents at once.

    Args:
        characters: The characters of the texts.
        tokens: Their words.
        texts: The cleaned texts; anything a string can hold.
        paragraphs: Where their paragraphs lie.
        languages: Wanted languages, for `target_lang_share` alone.
    """
    lengths = paragraphs.ends - paragraphs.starts
    is_long = lengths >= MINIMUM_CHARS_TO_TELL
    long = np.flatnonzero(is_long)
    words = count_in_stretches(characters, tokens, paragraphs.first_bytes, paragraphs.last_bytes)
    document_words = words.sum_by(paragraphs.documents, len(texts))

    def text_of(row: int) -> str:
        """One of the paragraphs that are long enough to tell."""
        text: str = texts[paragraphs.documents[long[row]]]
        span = paragraphs.span(long[row])
        return text[span.start : span.end]

    first = detect_languages(texts)
    labels = ask_second_voice(text_of, words.take(is_long))
    tally = _tally(labels, paragraphs.documents[long], lengths[long], len(texts))
    second = _answer_for_documents(texts, document_words, tally)

    shares = _shares(tally, [lang or langdetects for lang, (langdetects, _) in zip(second.lang, first, strict=True)])
    neighbour, lead = likeliest_neighbours(document_words)
    return LanguageMeasures(
        lang=[lang for lang, _ in first],
        lang_probability=[round(probability, PROBABILITY_DIGITS) for _, probability in first],
        second_lang=second.lang,
        second_lang_by=second.by,
        second_lang_confidence=[round(confidence, PROBABILITY_DIGITS) for confidence in second.confidence],
        dutch_word_share=_rounded(document_words.dutch / np.maximum(document_words.words, 1)),
        neighbour_lang=[NEIGHBOURS[place] if value else None for place, value in zip(neighbour, lead, strict=True)],
        neighbour_word_lead=_rounded(lead),
        paragraph_langs=_labels_by_document(labels.lang, is_long, paragraphs.counts),
        lang_shares=shares,
        target_lang_share=target_shares(pa.array(shares, pa.list_(pa.string())), languages).to_pylist(),
    )


def target_shares(lang_shares: pa.Array, languages: Sequence[str]) -> pa.Array:
    """Share of the text that is in a wanted language, for every document.

    Asked again when the wanted languages change: nothing has to be measured for that.

    Args:
        lang_shares: As `LanguageMeasures.lang_shares`, lists of strings.
        languages: Wanted languages.
    """
    parts = pc.split_pattern(pc.list_flatten(lang_shares), " ")
    is_wanted = pc.is_in(pc.list_element(parts, 0), value_set=pa.array(languages, pa.string()))
    wanted = pc.if_else(is_wanted, pc.cast(pc.list_element(parts, 1), pa.float64()), 0.0)
    rows = pc.list_parent_indices(lang_shares).to_numpy()
    summed = np.bincount(rows, weights=wanted.to_numpy(zero_copy_only=False), minlength=len(lang_shares))
    return pa.array(np.round(summed, PROBABILITY_DIGITS), pa.float64())


def _shares(tally: _Tally, whole: Sequence[str | None]) -> list[list[str]]:
    """Languages with their shares, the greatest first; `whole` is what a text without any label is in."""
    langs = sorted({lang for lang, _ in tally.answers})
    columns = [[named == lang for named, _ in tally.answers] for lang in langs]
    by_lang = [tally.characters[:, column].sum(axis=1).tolist() for column in columns]
    told = tally.characters.sum(axis=1).tolist()
    shares = []
    for row, lang_of_whole in enumerate(whole):
        if told[row]:
            counts = [(-counts[row], lang) for lang, counts in zip(langs, by_lang, strict=True) if counts[row]]
            shares.append([f"{lang} {round(-count / told[row], PROBABILITY_DIGITS)}" for count, lang in sorted(counts)])
        else:
            shares.append([] if lang_of_whole is None else [f"{lang_of_whole} 1.0"])
    return shares


@dataclass(frozen=True)
class _Tally:
    """How many characters of each document (rows) got which answer (columns): a language and who named it."""

    answers: list[tuple[str, str]]
    characters: npt.NDArray[np.int64]


def _tally(
    labels: SecondVoice, documents: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64], document_count: int
) -> _Tally:
    place_of: dict[tuple[str, str], int] = {}
    places = [
        -1 if lang is None or by is None else place_of.setdefault((lang, by), len(place_of))
        for lang, by in zip(labels.lang, labels.by, strict=True)
    ]
    columns = np.array(places, dtype=np.int64)
    is_told = columns >= 0
    keys = documents[is_told] * len(place_of) + columns[is_told]
    characters = np.bincount(keys, weights=lengths[is_told], minlength=document_count * len(place_of))
    return _Tally(list(place_of), characters.astype(np.int64).reshape(document_count, len(place_of)))


def _answer_for_documents(texts: Sequence[str], words: FunctionWords, tally: _Tally) -> SecondVoice:
    """What more than half of the labelled text is in; where there is no such language, the whole text is asked."""
    langs = sorted({lang for lang, _ in tally.answers})
    is_in_lang = np.array([[lang == other for other in langs] for lang, _ in tally.answers], dtype=np.int64)
    by_lang = tally.characters @ is_in_lang.reshape(len(tally.answers), len(langs))
    told = by_lang.sum(axis=1)
    most = by_lang.max(axis=1, initial=0)
    is_decided = most > _MAJORITY * told
    undecided = np.flatnonzero(~is_decided).tolist()
    asked = ask_second_voice(lambda row: texts[undecided[row]], words.take(~is_decided))
    answers = iter(zip(asked.lang, asked.by, asked.confidence, strict=True))
    decided = SecondVoice([], [], [])
    for row, is_by_paragraphs in enumerate(is_decided.tolist()):
        lang: str | None
        by: str | None
        if is_by_paragraphs:
            lang = langs[int(by_lang[row].argmax())]
            mine = [place for place, (named, _) in enumerate(tally.answers) if named == lang]
            by = tally.answers[mine[int(tally.characters[row, mine].argmax())]][1]
            confidence = float(most[row] / told[row])
        else:
            lang, by, confidence = next(answers)
        decided.lang.append(lang)
        decided.by.append(by)
        decided.confidence.append(confidence)
    return decided


def _labels_by_document(
    labels: list[str | None], is_long: npt.NDArray[np.bool_], paragraph_counts: list[int]
) -> list[list[str | None]]:
    told = iter(labels)
    every = [next(told) if is_told else None for is_told in is_long.tolist()]
    ends = np.cumsum(paragraph_counts, dtype=np.int64).tolist()
    return [every[end - count : end] for end, count in zip(ends, paragraph_counts, strict=True)]


def _rounded(values: npt.NDArray[np.float64]) -> list[float]:
    rounded: list[float] = np.round(values, PROBABILITY_DIGITS).tolist()
    return rounded
