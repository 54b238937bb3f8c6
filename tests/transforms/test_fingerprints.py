"""Shingles, similarity and bands: the same for the same words, wherever they are counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.articles import article
from transforms.fingerprints import BAND_COUNT, fewest_shared_bands, make_bands
from transforms.shingles import jaccard, number_shingles, shingle_sets
from transforms.tokens import tokenise_texts
from transforms.words import find_words

WORDS = st.sampled_from(["de", "brug", "gaat", "morgen", "open", "één", "café", "3,5", "zee-egel", "ĳs"])
TEXTS = st.lists(st.lists(WORDS, max_size=14).map(" ".join), max_size=6)


def shingles_of(text: str) -> set[tuple[str, ...]]:
    words = [text[start:end].lower() for start, end in find_words(text)]
    if 0 < len(words) < 5:
        return {tuple(words)}
    return set(zip(*(words[start:] for start in range(5)), strict=False))


@given(TEXTS)
def test_the_similarity_is_that_of_the_sets_of_five_word_shingles(texts: list[str]) -> None:
    sets, plain = shingle_sets(texts), [shingles_of(text) for text in texts]
    assert [one.size for one in sets] == [len(one) for one in plain]
    for one, words in zip(sets, plain, strict=True):
        for other, other_words in zip(sets, plain, strict=True):
            either = len(words | other_words)
            assert jaccard(one, other) == (len(words & other_words) / either if words and other_words else 0.0)


@given(TEXTS, TEXTS)
def test_a_text_has_the_same_shingles_in_every_batch(texts: list[str], others: list[str]) -> None:
    alone = [shingle_sets([text])[0].tolist() for text in texts]
    assert [one.tolist() for one in shingle_sets([*others, *texts])[len(others) :]] == alone


def test_case_and_punctuation_do_not_count() -> None:
    one, other = shingle_sets(["De brug gaat morgen weer open.", "DE BRUG, gaat morgen (weer) open!"])
    assert jaccard(one, other) == 1.0


def test_bands_are_those_that_are_kept_in_warehouses() -> None:
    """A warehouse keeps them for years: another release of the library must not come to others."""
    bands = make_bands(number_shingles(tokenise_texts([article("2019-04", "de brug")])))
    assert bands.shape == (1, BAND_COUNT)
    assert bands[0, :4].tolist() == [648245694, 731983100, 2005226189, 536729569]


def test_bands_do_not_depend_on_the_batch_or_on_how_often_a_shingle_comes() -> None:
    text = article("2019-04", "de brug", header="")
    twice = f"{text} {text} {text}"
    alone = make_bands(number_shingles(tokenise_texts([twice])))
    among = make_bands(number_shingles(tokenise_texts(["iets anders hier", f"{twice} {text}", ""])))
    assert (alone[0] == among[1]).all()


@pytest.mark.parametrize(("threshold", "fewest"), [(0.6, 1), (0.8, 5), (1.0, 32)])
def test_more_alike_texts_must_share_more_bands(threshold: float, fewest: int) -> None:
    assert fewest_shared_bands(threshold) == fewest
