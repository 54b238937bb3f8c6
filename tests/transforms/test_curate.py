"""Curate: a row a file whatever is wrong with it, exact offsets, and bugs that hit nobody else."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.articles import article
from transforms.curate import Curated, curate, curate_isolating
from transforms.paragraphs import clean_body
from transforms.schema import MEASURED_DOCUMENTS, PARAGRAPHS, RAW_FILES, SENTENCES

LANGUAGES = ("nl",)


def raw_files(*contents: bytes | None, problem: str | None = None) -> pa.Table:
    rows = [
        {
            "inbox_no": 1,
            "inbox": "/inbox",
            "source": "krant",
            "source_path": f"krant/{number}.txt",
            "source_sha256": hashlib.sha256(content or b"").hexdigest(),
            "byte_count": len(content or b""),
            "listed_byte_count": len(content or b""),
            "modified_at_ns": number,
            "content": content,
            "content_problem": problem,
        }
        for number, content in enumerate(contents)
    ]
    return pa.Table.from_pylist(rows, schema=RAW_FILES.arrow_schema)


def encoded(*topics: str, header: str = "2019-04") -> list[bytes]:
    return [article(header, topic).encode() for topic in topics]


def assert_equal(one: Curated, other: Curated) -> None:
    assert one.documents.equals(other.documents)
    assert one.paragraphs.equals(other.paragraphs)
    assert one.sentences.equals(other.sentences)
    assert one.date_mentions.equals(other.date_mentions)
    assert one.fingerprints.sort_by("doc_id").equals(other.fingerprints.sort_by("doc_id"))


def test_the_tables_have_the_schemas_that_are_written_down() -> None:
    for curated in (curate(raw_files(*encoded("de brug")), LANGUAGES), curate(raw_files(), LANGUAGES)):
        assert curated.documents.schema.equals(MEASURED_DOCUMENTS.arrow_schema, check_metadata=True)
        assert curated.paragraphs.schema.equals(PARAGRAPHS.arrow_schema, check_metadata=True)
        assert curated.sentences.schema.equals(SENTENCES.arrow_schema, check_metadata=True)


def test_an_article_is_measured() -> None:
    [row] = curate(raw_files(*encoded("de brug")), LANGUAGES).documents.to_pylist()
    assert row["content_status"] == "ok"
    assert (row["date_text"], row["date_start"], row["date_end"]) == ("2019-04", date(2019, 4, 1), date(2019, 4, 30))
    assert (row["date_precision"], row["published_month"]) == ("month", date(2019, 4, 1))
    assert (row["lang"], row["target_lang_share"]) == ("nl", 1.0)
    assert row["title"] == "Wat kost het?"
    assert row["text"].startswith("Er is veel te doen over de brug.")
    assert row["char_count"] == len(row["text"])
    assert (row["paragraph_count"], row["sentence_count"]) == (5, 6)
    assert (row["encoding"], row["repairs"]) == ("utf-8", [])
    assert row["doc_id"] == row["source_sha256"][:32]


@pytest.mark.parametrize(
    ("header", "month"), [("2019", None), ("2019-04", date(2019, 4, 1)), ("2019-04-25", date(2019, 4, 1))]
)
def test_a_date_is_never_made_finer_than_it_is_written(header: str, month: date | None) -> None:
    curated = curate(raw_files(*encoded("de brug", header=header)), LANGUAGES)
    assert curated.documents.column("published_month").to_pylist() == [month]
    assert set(curated.paragraphs.column("published_month").to_pylist()) == {month}


@pytest.mark.parametrize(
    ("content", "problem", "status"),
    [
        (b"", None, "file_empty"),
        (b"\x00\x01\x02", None, "binary_data"),
        (None, "file_too_large", "file_too_large"),
        (b" date 2019-04 ", None, "ok"),
        (b"\xff\xfe\x00\xd8", None, "binary_data"),
    ],
)
def test_whatever_is_wrong_with_a_file_it_has_its_row(content: bytes | None, problem: str | None, status: str) -> None:
    curated = curate(raw_files(content, problem=problem), LANGUAGES)
    [row] = curated.documents.to_pylist()
    assert row["content_status"] == status
    assert (row["text"], row["char_count"], row["lang"], row["target_lang_share"]) == ("", 0, None, 0.0)
    assert curated.paragraphs.num_rows == curated.sentences.num_rows == 0


def test_byte_equal_copies_give_their_structure_once_and_each_a_row() -> None:
    [content] = encoded("de brug")
    once = curate(raw_files(content), LANGUAGES)
    thrice = curate(raw_files(content, content, content), LANGUAGES)
    assert thrice.documents.num_rows == 3
    assert thrice.paragraphs.equals(once.paragraphs)
    assert thrice.sentences.equals(once.sentences)


def test_rows_are_numbered_from_one_in_their_document_and_paragraph() -> None:
    curated = curate(raw_files(b"", *encoded("de brug", "de dijk"), b" date 2019-04 "), LANGUAGES)
    paragraphs, sentences = curated.paragraphs.to_pylist(), curated.sentences.to_pylist()
    assert [row["paragraph_no"] for row in paragraphs] == [1, 2, 3, 4, 5] * 2
    numbers = [(row["paragraph_no"], row["sentence_no"]) for row in sentences]
    assert numbers == [(1, 1), (1, 2), (2, 1), (3, 1), (4, 1), (5, 1)] * 2
    documents = curated.documents.column("doc_id").to_pylist()
    assert [row["doc_id"] for row in paragraphs] == [documents[1]] * 5 + [documents[2]] * 5


def test_a_passage_has_the_same_hash_in_every_document_and_date() -> None:
    contents = [*encoded("de brug"), *encoded("de dijk", header="2020")]
    rows = curate(raw_files(*contents), LANGUAGES).paragraphs.to_pylist()
    by_hash = {row["text_hash"]: row["text"] for row in rows}
    assert len(by_hash) == len({row["text"] for row in rows}) < len(rows)


PIECES = st.sampled_from(
    [
        "Kop", "De raad stemt. Dr. Bos zegt: 'Ja!' En?", "\n\n", "\n", "\r\n\r\n", "  ", "\t", "é", "e\u0301", "😀",
        "\u2028", "\xa0", "\x0c", "- punt", '"Nee."', "(foto: ANP)", "12.30", "\u200b", "\ufb01", "…", "\ufeff",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=4))
def test_offsets_reproduce_paragraphs_and_sentences_exactly(bodies: list[str]) -> None:
    contents = [f" date 2019-04 {number} {body}".encode() for number, body in enumerate(bodies)]
    curated = curate(raw_files(*contents), LANGUAGES)
    texts = {row["doc_id"]: row["text"] for row in curated.documents.to_pylist()}
    covered: dict[str, list[tuple[int, int]]] = {identifier: [] for identifier in texts}
    spans: dict[tuple[str, int], tuple[int, int]] = {}
    for row in curated.paragraphs.to_pylist():
        assert texts[row["doc_id"]][row["char_start"] : row["char_end"]] == row["text"] != ""
        covered[row["doc_id"]].append((row["char_start"], row["char_end"]))
        spans[row["doc_id"], row["paragraph_no"]] = row["char_start"], row["char_end"]
    within: dict[tuple[str, int], list[tuple[int, int]]] = {key: [] for key in spans}
    for row in curated.sentences.to_pylist():
        assert texts[row["doc_id"]][row["char_start"] : row["char_end"]] == row["text"] != ""
        within[row["doc_id"], row["paragraph_no"]].append((row["char_start"], row["char_end"]))
    for identifier, text in texts.items():
        assert uncovered(text, 0, len(text), covered[identifier]).strip() == ""
    for (identifier, number), (start, end) in spans.items():
        assert uncovered(texts[identifier], start, end, within[identifier, number]).strip() == ""


def uncovered(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> str:
    """What of text[start:end] no span holds; spans in order, none overlapping."""
    assert spans == sorted(spans)
    rest = ""
    for span_start, span_end in spans:
        assert start <= span_start < span_end <= end
        rest += text[start:span_start]
        start = span_end
    return rest + text[start:end]


@settings(max_examples=12, deadline=None)
@given(cuts=st.sets(st.integers(1, 5)))
def test_the_output_does_not_depend_on_how_the_rows_are_split(cuts: set[int]) -> None:
    contents = [*encoded("de brug", "het museum", "de dijk", "de markt"), b"", b"The bridge was opened by the mayor."]
    raw = raw_files(*contents)
    bounds = [0, *sorted(cuts), raw.num_rows]
    parts = [curate(raw.slice(start, end - start), LANGUAGES) for start, end in pairwise(bounds)]
    together = Curated(
        pa.concat_tables([part.documents for part in parts]),
        pa.concat_tables([part.paragraphs for part in parts]),
        pa.concat_tables([part.sentences for part in parts]),
        pa.concat_tables([part.date_mentions for part in parts]),
        pa.concat_tables([part.fingerprints for part in parts]),
    )
    assert_equal(together, curate(raw, LANGUAGES))


@settings(max_examples=25, deadline=None)
@given(failing=st.sets(st.integers(0, 6)))
def test_halving_isolates_exactly_the_files_that_fail(failing: set[int]) -> None:
    contents = encoded(*(f"zaak nummer {number}" for number in range(7)))
    marks = {f"zaak nummer {number}" for number in failing}

    def planted(text: str) -> str:
        if any(mark in text for mark in marks):
            raise ZeroDivisionError("a planted bug")
        return clean_body(text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("transforms.source_documents.clean_body", planted)
        curated, isolated = curate_isolating(raw_files(*contents), LANGUAGES)
    assert [one.row for one in isolated] == sorted(failing)
    assert {one.detail for one in isolated} <= {"ZeroDivisionError: a planted bug"}
    sound = raw_files(*contents).filter(pa.array([number not in failing for number in range(7)]))
    assert_equal(curated, curate(sound, LANGUAGES))


def test_only_the_share_of_wanted_languages_depends_on_the_languages() -> None:
    raw = raw_files(*encoded("de brug"))
    wanted, other = curate(raw, ("nl",)).documents, curate(raw, ("de",)).documents
    assert wanted.column("target_lang_share").to_pylist() == [1.0]
    assert other.column("target_lang_share").to_pylist() == [0.0]
    assert wanted.drop_columns("target_lang_share").equals(other.drop_columns("target_lang_share"))


def test_the_same_text_with_other_spacing_and_another_date_has_the_same_fingerprint() -> None:
    one = article("2019-04").encode()
    other = article("2020-12-31").replace("\n\n", "\r\n \r\n\r\n").replace(" is ", "  is ").encode()
    [first, second] = curate(raw_files(one, other), LANGUAGES).documents.column("text_sha256").to_pylist()
    assert first == second
