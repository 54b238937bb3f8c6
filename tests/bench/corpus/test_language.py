"""Made text behaves like news: its vocabulary, its variety, its length, and what language detectors call it."""

from __future__ import annotations

import pytest

from bench.corpus.articles import make_article
from bench.corpus.chance import DRAWS, choose, draw_below, draw_from, happens
from bench.corpus.language import LANGUAGES, load_language
from bench.corpus.statistics import count_vocabulary, highest_similarity
from transforms.language import detect_languages
from transforms.paragraphs import split_paragraphs


def test_there_are_thousands_of_different_sentences() -> None:
    language = load_language("nl")
    sentences: set[str] = set()
    for number in range(60):
        draws = draw_from(f"sentences/{number}")
        drawn = language.sentences(draws, language.draw_cast(draws, 2019))
        sentences.update(next(drawn) for _ in range(100))
    assert len(sentences) >= 5_000
    for sentence in sentences:
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "  " not in sentence
        assert sentence.lstrip("“„‘")[0].isupper() or sentence.lstrip("“„‘")[0].isdigit(), sentence


def test_no_template_comes_again_before_all_had_their_turn() -> None:
    language = load_language("nl")
    draws = draw_from("turns")
    sentences = language.sentences(draws, language.draw_cast(draws, 2019))
    openings = [" ".join(next(sentences).split()[-2:]) for _ in range(len(language.statements))]
    assert len(openings) == len(language.statements)
    assert len(set(openings)) > 0.8 * len(openings)


def test_vocabulary_grows_and_falls_off_as_in_news() -> None:
    vocabulary = count_vocabulary(seed=0, files=600)
    assert 0.5 < vocabulary.heaps_exponent < 0.75
    assert -1.35 < vocabulary.zipf_exponent < -0.85


def test_unrelated_articles_have_little_in_common() -> None:
    mean, highest = highest_similarity(seed=0, files=150, pairs=3_000)
    assert mean < 0.02
    assert highest < 0.1


def test_articles_have_the_size_and_structure_of_news() -> None:
    articles = [make_article(2, number) for number in range(500)]
    sizes = sorted(len(article.text.encode()) for article in articles)
    assert 3_200 < sum(sizes) / len(sizes) < 4_000
    assert sizes[50] < 1_700
    assert sizes[450] > 5_500
    kinds = {span.kind for article in articles for span in split_paragraphs(article.text)}
    assert kinds >= {"heading", "text", "caption", "quote"}
    assert len({article.text for article in articles}) == len(articles)


@pytest.mark.parametrize("code", ["nl", "en", "de", "fr", "af"])
def test_detectors_know_the_language(code: str) -> None:
    found = detect_languages([make_article(4, number, code).text for number in range(40)])
    assert {lang for lang, _ in found} == {code}
    assert min(probability for _, probability in found) > 0.8


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_every_template_of_a_language_can_be_filled(code: str) -> None:
    language = load_language(code)
    draws = draw_from("fill")
    cast = language.draw_cast(draws, 2019)
    for template in (
        *language.statements,
        *language.tails,
        *(one for some in language.pieces.values() for one in some),
    ):
        assert template.fill(draws, cast)
        assert all(len(table) == DRAWS for table in template.tables)


def test_draws_depend_on_their_key_only_and_keep_their_bounds() -> None:
    assert [next(draw_from("a")) for _ in range(3)] == [next(draw_from("a"))] * 3
    draws = draw_from("bounds")
    assert {draw_below(draws, 3) for _ in range(200)} == {0, 1, 2}
    assert {choose(draws, "ab") for _ in range(100)} == {"a", "b"}
    assert 60 < sum(happens(draws, 0.1) for _ in range(1_000)) < 140
