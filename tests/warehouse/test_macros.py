"""The macros of the catalog: words in context, and a term through time, as a reader asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.articles import article
from tests.ungated import release_ungated
from transforms.tokens import tokenise_texts
from warehouse.catalog import MACROS, open_catalog

BODY = """De brug bij Noord-Korea: Korea, korea! Zegt men de de de Korea-kenner 'korea' na?

Er is 50.000 euro en 50 euro. De nieuwe, brug en de nieuwe
brug liggen bij de nieuwe

Brug van één, ÉÉN of één man. Deken deken de man en a.*b; zo'n 3,5 ton."""


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("macros")
    inbox = folder / "inbox"
    inbox.mkdir()
    for number, month in enumerate(("2018-01", "2018-03", "2018-03", "2018")):
        text = article(month, f"zaak {number}") + "\n\n" + BODY
        (inbox / f"{number}.txt").write_text(text, encoding="utf-8", newline="\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        release = release_ungated(inbox, folder / "warehouse")
    with open_catalog(Path(release)) as connection:
        yield connection


def kwic(catalog: duckdb.DuckDBPyConnection, term: str, width: int = 40) -> list[tuple[Any, ...]]:
    """Left, match, right of the places in the paragraphs of BODY of the first document."""
    return catalog.execute(
        'SELECT "left", match, "right" FROM kwic($term, width := $width) JOIN documents USING (doc_id) '
        "WHERE source_path = '0.txt' AND char_start >= position('De brug bij' IN text) - 1 ORDER BY char_start",
        {"term": term, "width": width},
    ).fetchall()


def test_a_word_is_found_whole_and_in_any_case(catalog: duckdb.DuckDBPyConnection) -> None:
    assert kwic(catalog, "KOREA", 6) == [
        ("orea: ", "Korea", ", kore"),
        ("orea, ", "korea", "! Zegt"),
        ("nner '", "korea", "' na?\n"),
    ]


def test_neighbours_are_all_found(catalog: duckdb.DuckDBPyConnection) -> None:
    assert [right for _, _, right in kwic(catalog, "de", 3)][:4] == [" br", " de", " de", " Ko"]


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("50", 1), ("50.000", 1), ("3,5", 1), ("5", 0), ("zo'n", 1), ("n", 0), ("noord-korea", 1), ("noord", 0),
        ("één", 3), ("een", 0), ("deken de", 1), ("a.*", 0), ("a", 1), (".", 0), ("", 0), ("   ", 0),
        ("(", 0), ("[", 0),
    ],
)  # fmt: skip
def test_what_a_word_is_is_what_the_tokeniser_says(catalog: duckdb.DuckDBPyConnection, term: str, found: int) -> None:
    assert len(kwic(catalog, term)) == found


def test_every_word_of_a_text_is_found_as_often_as_it_is_counted(catalog: duckdb.DuckDBPyConnection) -> None:
    [(doc_id, text)] = catalog.execute("SELECT doc_id, text FROM documents WHERE source_path = '0.txt'").fetchall()
    words = tokenise_texts([text]).words_of(0)
    found = {
        word: len(catalog.execute("FROM kwic($1) WHERE doc_id = $2", [word, doc_id]).fetchall()) for word in set(words)
    }
    assert found == {word: words.count(word) for word in set(words)}


def test_a_phrase_runs_over_commas_and_line_breaks_and_over_no_blank_line(catalog: duckdb.DuckDBPyConnection) -> None:
    assert [match for _, match, _ in kwic(catalog, " nieuwe  brug ")] == ["nieuwe, brug", "nieuwe\nbrug"]
    assert kwic(catalog, "noord korea") == []
    assert kwic(catalog, "euro de") == []


def test_the_match_stands_where_it_says(catalog: duckdb.DuckDBPyConnection) -> None:
    [(places, wrong)] = catalog.execute(
        "SELECT count(*), count(*) FILTER (WHERE substring(text, char_start + 1, length(match)) <> match) "
        "FROM kwic('één') JOIN documents USING (doc_id)"
    ).fetchall()
    assert (places, wrong) == (12, 0)


def test_every_document_is_searched_and_has_its_month(catalog: duckdb.DuckDBPyConnection) -> None:
    found = catalog.execute("SELECT published_month FROM kwic('50') ORDER BY date_start, doc_id").fetchall()
    assert sorted(month for (month,) in found if month) == [date(2018, 1, 1), date(2018, 3, 1), date(2018, 3, 1)]
    assert len(found) == 4


def test_a_trend_has_every_month_and_zeros(catalog: duckdb.DuckDBPyConnection) -> None:
    words = dict(catalog.execute("SELECT published_month, words FROM months").fetchall())
    january, march = date(2018, 1, 1), date(2018, 3, 1)
    assert catalog.execute("FROM term_trend('De  Nieuwe')").fetchall() == [
        (january, 0, 0, words[january], 1, 0.0),
        (march, 6, 2, words[march], 2, 6e6 / words[march]),
    ]
    assert [row[1] for row in catalog.execute("FROM term_trend('nergens')").fetchall()] == [0, 0]


def test_the_pattern_of_a_phrase_finds_the_documents_that_kwic_finds(catalog: duckdb.DuckDBPyConnection) -> None:
    for term in ("zaak", "zaak 2", "nieuwe brug", "niets", "", "a.*"):
        [(found,)] = catalog.execute(
            "SELECT list(doc_id ORDER BY doc_id) FROM documents WHERE regexp_matches(text, phrase_pattern($1))", [term]
        ).fetchall()
        [(expected,)] = catalog.execute("SELECT list(DISTINCT doc_id ORDER BY doc_id) FROM kwic($1)", [term]).fetchall()
        assert found == expected
        assert (found or []) != [] or term in ("niets", "", "a.*")


def test_macros_say_what_they_are_for(catalog: duckdb.DuckDBPyConnection) -> None:
    found = dict(
        catalog.execute(
            "SELECT function_name, comment FROM duckdb_functions() WHERE database_name = 'kroniek'"
        ).fetchall()
    )
    assert {name: found[name] for name in MACROS} == MACROS
