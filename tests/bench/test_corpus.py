"""The made corpus: figures of two days can only be compared when it is the same on both."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from bench.corpus import Article, Pieces, make_article, read_pieces, write_corpus
from transforms.header_date import parse_header

NUMBERS = range(600)
STATUS_OF = {None: "ok", "without a date": "date_missing", "month 13": "date_impossible", "foreign language": "ok"}


@pytest.fixture(scope="module")
def pieces(sample: Path) -> Pieces:
    return read_pieces(sample)


@pytest.fixture(scope="module")
def articles(pieces: Pieces) -> list[Article]:
    return [make_article(pieces, number, seed=0) for number in NUMBERS]


def test_same_seed_gives_the_same_bytes(sample: Path, articles: list[Article]) -> None:
    again = read_pieces(sample)
    assert [make_article(again, number, seed=0) for number in NUMBERS] == articles


def test_another_seed_gives_other_bytes(pieces: Pieces, articles: list[Article]) -> None:
    contents = {article.content for article in articles}
    assert not contents & {make_article(pieces, number, seed=1).content for number in NUMBERS}


def test_bytes_do_not_depend_on_the_python_or_the_day() -> None:
    # Pieces of its own, so that an article more in the sample changes nothing here.
    plain = Pieces(tuple(f"Dit is zin {number}." for number in range(300)), ("Kop",), ("A sentence.", "Ein Satz."))
    articles = [make_article(plain, number, seed=0) for number in range(100)]
    digest = hashlib.sha256(b"".join(article.path.encode() + article.content for article in articles)).hexdigest()
    assert digest == "b18f0c1ddb2bb2fbdf9f6d874168c165292b6ab34e7c504862db5b8e12518eb9"


def test_a_corpus_grows_without_changing_what_is_there(tmp_path: Path, pieces: Pieces) -> None:
    write_corpus(tmp_path / "grown", pieces, range(30))
    before = _contents(tmp_path / "grown")
    write_corpus(tmp_path / "grown", pieces, range(30, 40))
    write_corpus(tmp_path / "whole", pieces, range(40))
    grown = _contents(tmp_path / "grown")
    assert grown.items() > before.items()
    assert grown == _contents(tmp_path / "whole")


def test_every_text_is_unique_under_whatever_date(articles: list[Article]) -> None:
    texts = Counter(_body(article) for article in articles)
    assert len(texts) == len(articles)
    assert len({article.path for article in articles}) == len(articles)


def test_headers_are_valid_but_for_those_that_are_to_be_refused(articles: list[Article]) -> None:
    for article in articles:
        found = parse_header(article.content.decode())
        assert found.status == STATUS_OF[article.refusal], article.path
        if found.date_start is not None:
            assert 2012 <= found.date_start.year <= 2025


def test_one_file_in_twenty_is_refused_each_way(articles: list[Article]) -> None:
    refusals = Counter(article.refusal for article in articles)
    assert refusals == {None: 570, "without a date": 10, "month 13": 10, "foreign language": 10}


def test_good_articles_have_the_size_of_news(articles: list[Article]) -> None:
    sizes = [len(article.content) for article in articles if article.refusal is None]
    assert 3_400 < sum(sizes) / len(sizes) < 3_800
    assert 2_000 < min(sizes) < max(sizes) < 6_000


def test_written_files_are_those_that_were_made(tmp_path: Path, pieces: Pieces) -> None:
    accepted = write_corpus(tmp_path, pieces, range(100))
    assert accepted == 95
    made = [make_article(pieces, number, seed=0) for number in range(100)]
    assert _contents(tmp_path) == {article.path: article.content for article in made}


def _body(article: Article) -> str:
    text = article.content.decode()
    return text[parse_header(text).body_start :]


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.txt")}
