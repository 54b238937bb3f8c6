"""Sentences of a batch: those of the documented rules, whatever the text and whatever stands beside it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.batch_sentences import find_batch_sentences
from transforms.characters import read_characters
from transforms.paragraph_places import locate_paragraphs
from transforms.paragraphs import clean_body, split_paragraphs
from transforms.source_documents import find_sentences
from transforms.tokens import tokenise

WORDS = (
    "de Het zei. Ja! Wat? … ... ?! \" ' ” ’ ) ( [ ] dr. prof. J.P. Balkenende enz. d.w.z. nr. 5 3,5 50.000 1. jan. Chr."
    " Dorpsstr. A. b. één. É İng. a\u0301. x\u200dy. 日本。 ☺ - , « »"
)
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n\n", "\t", "\u2028"])
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from([" ", " ", "", "\n"])).map("".join), max_size=40).map("".join)


def one_by_one(text: str) -> list[list[tuple[int, int]]]:
    """The sentences of each paragraph, as the rules for one paragraph give them."""
    return [find_sentences(text, span) for span in split_paragraphs(text)]


def all_at_once(texts: list[str]) -> list[list[tuple[int, int]]]:
    characters = read_characters(texts)
    paragraphs = [split_paragraphs(text) for text in texts]
    sentences = find_batch_sentences(characters, tokenise(characters), texts, locate_paragraphs(characters, paragraphs))
    found: list[list[tuple[int, int]]] = [[] for spans in paragraphs for _ in spans]
    for paragraph, start, end in zip(sentences.paragraphs, sentences.starts, sentences.ends, strict=True):
        found[paragraph].append((int(start), int(end)))
    return found


@given(st.lists(TEXTS.map(clean_body), max_size=4))
@example([])
@example(["", "De brug. De dijk.", ""])
@example(["Hij heet dr. Visser. Zij. En toen…  Daar."])
@example(["- Een. Twee.\n- Drie. Vier."])
def test_the_sentences_of_a_batch_are_those_of_its_paragraphs(texts: list[str]) -> None:
    assert all_at_once(texts) == [sentences for text in texts for sentences in one_by_one(text)]


@pytest.mark.parametrize(
    "words", ["Hij woont aan zee. Zij niet.", "Dat zei ing. De Vries. Waar", "Naar zee. én weer. É"]
)
def test_real_sentences_are_found_in_any_company(words: str) -> None:
    alone = all_at_once([words])
    assert all_at_once(["é…", words, "☺ Ja. Nee."])[1] == alone[0] == one_by_one(words)[0]
