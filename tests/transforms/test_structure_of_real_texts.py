"""All real text at hand is given back by its paragraphs and sentences, and the seeds have the kinds a reader sees."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from transforms.paragraphs import clean_body, split_paragraphs
from transforms.source_documents import SourceDocument, find_sentences, read_document


def read(path: Path) -> SourceDocument:
    return read_document(path.name, "0" * 64, path.read_bytes(), None, is_file_name_dated=False)


def bodies(data: Path) -> Iterator[str]:
    for path in sorted(data.rglob("*.txt")):
        yield read(path).text
    for path in sorted(data.rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield clean_body(json.loads(line).get("text", ""))


def assert_covers(text: str, spans: list[tuple[int, int]], start: int, end: int) -> None:
    """The spans have no white space at their ends, and between them lies nothing else."""
    position = start
    for span_start, span_end in spans:
        assert text[position:span_start].strip() == ""
        assert text[span_start:span_end] == text[span_start:span_end].strip() != ""
        position = span_end
    assert position <= end
    assert text[position:end].strip() == ""


def test_all_real_text_is_covered_by_its_paragraphs_and_these_by_their_sentences(seeds: Path) -> None:
    count = 0
    for text in bodies(seeds.parent):
        paragraphs = split_paragraphs(text)
        assert_covers(text, [(span.start, span.end) for span in paragraphs], 0, len(text))
        for span in paragraphs:
            assert_covers(text, find_sentences(text, span), span.start, span.end)
        count += bool(text)
    assert count > 1000


@pytest.mark.parametrize(("number", "headings", "captions"), [(0, 1, 0), (1, 0, 0), (2, 3, 1), (3, 4, 0), (4, 1, 0)])
def test_the_seeds_have_the_headings_and_captions_that_a_reader_sees(
    seeds: Path, number: int, headings: int, captions: int
) -> None:
    document = read(sorted(seeds.glob("*.txt"))[number])
    kinds = [span.kind for span in document.paragraphs]
    assert (kinds.count("heading"), kinds.count("caption")) == (headings, captions)
    assert document.title == next(
        (document.text[span.start : span.end] for span in document.paragraphs if span.kind == "heading"), None
    )


def test_the_break_that_the_fifth_seed_lost_is_found(seeds: Path) -> None:
    document = read(sorted(seeds.glob("*.txt"))[4])
    inside = [span.start for span in document.paragraphs if span.start and document.text[span.start - 1] != "\n"]
    assert [document.text[start : start + 10] for start in inside] == ["Begin 2017"]
