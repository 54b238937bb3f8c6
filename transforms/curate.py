"""Curate: the bytes of some source files in, measured documents with their paragraphs and sentences out.

Every file of the input has one row in `documents`, whatever is wrong with it: measures are taken, nothing is
dropped. Paragraphs and sentences are made once a doc_id, however many files hold the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from transforms.decoding import decode
from transforms.file_name_date import date_from_file_name
from transforms.header_date import HeaderDate, parse_header
from transforms.identifiers import doc_id
from transforms.language import detect_languages
from transforms.paragraphs import Span, clean_body, split_paragraphs
from transforms.rules import RULES_VERSION
from transforms.schema import MEASURED_DOCUMENTS, PARAGRAPHS, SENTENCES
from transforms.sentences import split_sentences
from transforms.words import count_letters, count_words

__all__ = ["Curated", "Isolated", "curate", "curate_isolating"]

MINIMUM_CHARS_TO_TELL = 100
"""Shorter paragraphs get no language: of headings, detectors get 10 to 49 % wrong (measured on UD treebanks)."""


PROBABILITY_DIGITS = 6
"""langdetect's last bits differ between Python versions and file systems; the stored probability does not."""


@dataclass(frozen=True)
class Curated:
    """What curate made of some files.

    Attributes:
        documents: Rows of `measured_documents`, one a file, in input order.
        paragraphs: Rows of `paragraphs`, in the order of the documents.
        sentences: Rows of `sentences`, in the order of the paragraphs.
    """

    documents: pa.Table
    paragraphs: pa.Table
    sentences: pa.Table


@dataclass(frozen=True)
class Isolated:
    """A file that an unforeseen exception was met on: a bug of ours, never a verdict.

    Attributes:
        row: Its place in the input.
        detail: Kind and message of the exception.
    """

    row: int
    detail: str


@dataclass
class _Document:
    """One file on its way through the measures."""

    source_sha256: str
    content_status: str = "ok"
    has_date_conflict: bool = False
    header: HeaderDate = field(default_factory=lambda: parse_header(""))
    text: str = ""
    encoding: str = ""
    repairs: tuple[str, ...] = ()
    paragraphs: list[Span] = field(default_factory=list)
    sentences: list[list[tuple[int, int]]] = field(default_factory=list)
    paragraph_langs: list[str | None] = field(default_factory=list)
    lang: str | None = None
    lang_probability: float = 0.0
    target_lang_share: float = 0.0

    @property
    def published_month(self) -> date | None:
        """First of the month of publication; null where only the year is known."""
        day = self.header.date_start
        return None if day is None or self.header.precision == "year" else day.replace(day=1)

    @property
    def title(self) -> str | None:
        """Text of the first heading."""
        for span in self.paragraphs:
            if span.kind == "heading":
                return self.text[span.start : span.end]
        return None


def curate(raw: pa.Table, languages: tuple[str, ...], *, is_file_name_dated: bool = False) -> Curated:
    """Measure some source files.

    Args:
        raw: Rows of `raw_files`.
        languages: Wanted languages, for `target_lang_share`.
        is_file_name_dated: Whether a file without a header gets the date that its name holds.

    Returns:
        Measured documents, paragraphs and sentences.
    """
    names = ("source_path", "source_sha256", "content", "content_problem")
    rows = zip(*(raw.column(name).to_pylist() for name in names), strict=True)
    documents = [_read(*row, is_file_name_dated=is_file_name_dated) for row in rows]
    _tell_languages(documents, languages)
    return Curated(
        _documents_table(raw, documents),
        _rows_table(PARAGRAPHS.arrow_schema, _paragraph_rows(documents)),
        _rows_table(SENTENCES.arrow_schema, _sentence_rows(documents)),
    )


def curate_isolating(
    raw: pa.Table, languages: tuple[str, ...], *, is_file_name_dated: bool = False
) -> tuple[Curated, list[Isolated]]:
    """Curate, and when an exception escapes halve the input until the file that causes it stands alone.

    This is the one broad except of the product. It makes no verdict: the file is reported, deferred and tried
    again by the next run, the run ends with exit code 1, and the other files go on.

    Returns:
        What was curated, and the files that were not.
    """
    try:
        return curate(raw, languages, is_file_name_dated=is_file_name_dated), []
    except Exception as error:  # noqa: BLE001
        if raw.num_rows == 1:
            return curate(raw.slice(0, 0), languages), [Isolated(0, f"{type(error).__name__}: {error}")]
    half = raw.num_rows // 2
    left, left_isolated = curate_isolating(raw.slice(0, half), languages, is_file_name_dated=is_file_name_dated)
    right, right_isolated = curate_isolating(raw.slice(half), languages, is_file_name_dated=is_file_name_dated)
    joined = Curated(
        pa.concat_tables([left.documents, right.documents]),
        pa.concat_tables([left.paragraphs, right.paragraphs]),
        pa.concat_tables([left.sentences, right.sentences]),
    )
    return joined, [*left_isolated, *(Isolated(half + one.row, one.detail) for one in right_isolated)]


def _read(
    source_path: str, sha: str, content: bytes | None, problem: str | None, *, is_file_name_dated: bool
) -> _Document:
    """Decode a file, cut its header and find its structure."""
    if problem is not None or content is None:
        return _Document(sha, content_status=problem or "file_empty")
    decoded = decode(content)
    if decoded.status != "ok":
        return _Document(sha, content_status=decoded.status, encoding=decoded.encoding, repairs=decoded.repairs)
    header = parse_header(decoded.text)
    named = date_from_file_name(source_path)
    if is_file_name_dated and named is not None and header.status == "date_missing":
        header = named
    text = clean_body(decoded.text[header.body_start :])
    paragraphs = split_paragraphs(text)
    sentences = [
        [(span.start, span.end)] if span.kind == "heading" else split_sentences(text, span.start, span.end)
        for span in paragraphs
    ]
    repairs = (*decoded.repairs, *header.repairs)
    conflict = _is_conflict(header, named)
    return _Document(sha, "ok", conflict, header, text, decoded.encoding, repairs, paragraphs, sentences)


def _is_conflict(header: HeaderDate, named: HeaderDate | None) -> bool:
    """Whether two dates have no day in common."""
    if named is None or header.date_start is None or header.date_end is None:
        return False
    if named.date_start is None or named.date_end is None:
        return False
    return named.date_end < header.date_start or named.date_start > header.date_end


def _tell_languages(documents: list[_Document], languages: tuple[str, ...]) -> None:
    """Detect the language of every document and of every paragraph that is long enough, in two batches."""
    for document, (lang, probability) in zip(
        documents, detect_languages([document.text for document in documents]), strict=True
    ):
        document.lang, document.lang_probability = lang, round(probability, PROBABILITY_DIGITS)
    telling = [
        (document, index, span)
        for document in documents
        for index, span in enumerate(document.paragraphs)
        if span.end - span.start >= MINIMUM_CHARS_TO_TELL
    ]
    detected = detect_languages([document.text[span.start : span.end] for document, _, span in telling])
    for document in documents:
        document.paragraph_langs = [None] * len(document.paragraphs)
    for (document, index, _), (lang, _) in zip(telling, detected, strict=True):
        document.paragraph_langs[index] = lang
    for document in documents:
        document.target_lang_share = _target_lang_share(document, languages)


def _target_lang_share(document: _Document, languages: tuple[str, ...]) -> float:
    told = wanted = 0
    for span, lang in zip(document.paragraphs, document.paragraph_langs, strict=True):
        if lang is not None:
            told += span.end - span.start
            wanted += (span.end - span.start) * (lang in languages)
    if told == 0:
        return 1.0 if document.lang in languages else 0.0
    return wanted / told


def _documents_table(raw: pa.Table, documents: list[_Document]) -> pa.Table:
    headers = [document.header for document in documents]
    texts = [document.text for document in documents]
    columns: dict[str, Any] = {
        "doc_id": [doc_id(document.source_sha256) for document in documents],
        "inbox_no": raw.column("inbox_no"),
        "source": raw.column("source"),
        "source_path": raw.column("source_path"),
        "source_sha256": raw.column("source_sha256"),
        "content_status": [document.content_status for document in documents],
        "content_measure": raw.column("problem_measure"),
        "content_value": raw.column("problem_value"),
        "content_threshold": raw.column("problem_threshold"),
        "date_status": [header.status for header in headers],
        "byte_count": raw.column("byte_count"),
        "date_text": [header.date_text for header in headers],
        "date_start": [header.date_start for header in headers],
        "date_end": [header.date_end for header in headers],
        "date_precision": [header.precision for header in headers],
        "has_date_conflict": [document.has_date_conflict for document in documents],
        "published_month": [document.published_month for document in documents],
        "lang": [document.lang for document in documents],
        "lang_probability": [document.lang_probability for document in documents],
        "target_lang_share": [document.target_lang_share for document in documents],
        "title": [document.title for document in documents],
        "text": texts,
        "char_count": [len(text) for text in texts],
        "word_count": [count_words(text) for text in texts],
        "sentence_count": [sum(map(len, document.sentences)) for document in documents],
        "paragraph_count": [len(document.paragraphs) for document in documents],
        "encoding": [document.encoding for document in documents],
        "repairs": [list(document.repairs) for document in documents],
        "text_sha256": [_text_sha256(text) for text in texts],
        "letter_count": [count_letters(text) for text in texts],
        "rules_version": [RULES_VERSION] * len(documents),
    }
    schema = MEASURED_DOCUMENTS.arrow_schema
    arrays = [_array(columns[field.name], field.type) for field in schema]
    return pa.table(arrays, schema=schema)


def _array(values: object, arrow_type: pa.DataType) -> pa.Array:
    return values.cast(arrow_type) if isinstance(values, pa.ChunkedArray) else pa.array(values, arrow_type)


def _text_sha256(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode("utf-8")).hexdigest()


def _once_each(documents: list[_Document]) -> Iterator[_Document]:
    """Documents with structure, each doc_id once: byte-equal copies share their paragraphs."""
    seen: set[str] = set()
    for document in documents:
        if document.source_sha256 not in seen:
            seen.add(document.source_sha256)
            yield document


def _paragraph_rows(documents: list[_Document]) -> Iterator[tuple[Any, ...]]:
    for document in _once_each(documents):
        identifier, month, text = doc_id(document.source_sha256), document.published_month, document.text
        for number, (span, lang) in enumerate(zip(document.paragraphs, document.paragraph_langs, strict=True), start=1):
            body = text[span.start : span.end]
            yield identifier, month, number, span.kind, body, span.start, span.end, lang


def _sentence_rows(documents: list[_Document]) -> Iterator[tuple[Any, ...]]:
    for document in _once_each(documents):
        identifier, month, text = doc_id(document.source_sha256), document.published_month, document.text
        for paragraph_no, spans in enumerate(document.sentences, start=1):
            for sentence_no, (start, end) in enumerate(spans, start=1):
                yield identifier, month, paragraph_no, sentence_no, text[start:end], start, end


def _rows_table(schema: pa.Schema, rows: Iterator[tuple[Any, ...]]) -> pa.Table:
    """A table from row tuples in the order of the schema's columns."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
