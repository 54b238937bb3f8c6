"""Copies: the stated similarity is the true one, and the original is there."""

from __future__ import annotations

from datetime import date

import pytest

from bench.corpus.articles import make_article
from bench.corpus.chance import draw_from
from bench.corpus.copies import FEWEST_WORDS, count_words, jaccard, near_copy, shingles
from bench.corpus.files import MadeFile
from bench.corpus.kinds import GOOD, GRADES, Mixture
from bench.corpus.writer import make_files
from transforms.decoding import decode
from transforms.header_date import parse_header
from transforms.paragraphs import clean_body
from transforms.words import find_words

COPIES = Mixture(3, {"exact_copy": 0.05, "same_text": 0.05} | dict.fromkeys(GRADES, 0.04))


@pytest.fixture(scope="module")
def made() -> dict[str, MadeFile]:
    return {file.truth.path: file for file in make_files(COPIES, range(400))}


def _text_of(file: MadeFile) -> str:
    text = decode(file.content).text
    return clean_body(text[parse_header(text).body_start :])


def test_every_copy_has_its_original_earlier_in_the_corpus(made: dict[str, MadeFile]) -> None:
    copies = [file for file in made.values() if file.truth.duplicate_of]
    assert len(copies) > 140
    for copy in copies:
        original = made[copy.truth.duplicate_of or ""]
        assert original.truth.kind == GOOD
        assert original.truth.number < copy.truth.number
        if copy.truth.duplicate_kind == "bytes":
            assert copy.content == original.content
        elif copy.truth.duplicate_kind == "text":
            assert copy.content != original.content
            assert copy.truth.text_sha256 == original.truth.text_sha256


def test_copies_come_with_earlier_and_later_dates_that_are_not_in_the_future(made: dict[str, MadeFile]) -> None:
    moves = set()
    for copy in made.values():
        if copy.truth.duplicate_kind in {"near", "text"}:
            before = made[copy.truth.duplicate_of or ""].truth.date_start
            after = copy.truth.date_start
            assert before is not None
            assert after is not None
            assert after < date(2026, 11, 22)
            moves.add((after > before) - (after < before))
    assert moves >= {-1, 1}


def test_stated_similarity_is_that_of_the_words_of_the_product(made: dict[str, MadeFile]) -> None:
    def product_shingles(text: str) -> frozenset[tuple[str, ...]]:
        words = [text[start:end].lower() for start, end in find_words(text)]
        return frozenset(zip(*(words[start:] for start in range(5)), strict=False))

    grades = set()
    for copy in made.values():
        if copy.truth.duplicate_kind != "near":
            continue
        assert copy.truth.grade is not None
        assert copy.truth.similarity is not None
        original = product_shingles(_text_of(made[copy.truth.duplicate_of or ""]))
        assert jaccard(original, product_shingles(_text_of(copy))) == copy.truth.similarity
        assert copy.truth.grade <= copy.truth.similarity < copy.truth.grade + 0.02
        grades.add(copy.truth.grade)
    assert grades == set(GRADES.values())


def test_similarity_is_counted_by_hand() -> None:
    one, other = shingles("een twee drie vier vijf zes"), shingles("Een twee, drie vier vijf. Zeven")
    assert one == {("een", "twee", "drie", "vier", "vijf"), ("twee", "drie", "vier", "vijf", "zes")}
    assert jaccard(one, other) == 1 / 3


def test_a_grade_is_met_closely_for_long_and_short_articles() -> None:
    articles = [article for article in (make_article(5, n) for n in range(60)) if count_words(article.text) > 150]
    more = " ".join(f"voor{number}" for number in range(50)), " ".join(f"na{number}" for number in range(50))
    for number, article in enumerate(articles):
        for grade in (0.95, 0.8, 0.5):
            text, similarity = near_copy(article.paragraphs, grade, draw_from(f"{number}/{grade}"), more)
            assert jaccard(shingles(article.text), shingles(text)) == similarity
            assert grade <= similarity <= grade + 1.5 / (FEWEST_WORDS - 5)
            assert clean_body(text) == text
