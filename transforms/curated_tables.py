"""The Arrow tables that curate makes of measured documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.characters import Characters
from transforms.date_mentions import DateMentions
from transforms.language_measures import LanguageMeasures
from transforms.quality import measure_quality
from transforms.rules import RULES_VERSION
from transforms.schema import DATE_MENTIONS, MEASURED_DOCUMENTS, PARAGRAPHS, SENTENCES
from transforms.source_documents import SourceDocument, once_each
from transforms.tokens import Tokens

__all__ = ["date_mentions_table", "documents_table", "paragraphs_table", "sentences_table"]


def documents_table(
    raw: pa.Table,
    documents: Sequence[SourceDocument],
    languages: LanguageMeasures,
    mentions: DateMentions,
    *,
    characters: Characters,
    tokens: Tokens,
) -> pa.Table:
    """Rows of `measured_documents`, one a file."""
    headers = [document.header for document in documents]
    texts = [document.text for document in documents]
    quality = measure_quality(characters, tokens)
    columns: dict[str, Any] = {
        **{name: raw.column(name) for name in ("inbox_no", "source", "source_path", "source_sha256", "byte_count")},
        **{f"content_{part}": raw.column(f"problem_{part}") for part in ("measure", "value", "threshold")},
        **{name: quality.column(name) for name in quality.column_names},
        **{name: getattr(languages, name) for name in LANGUAGE_COLUMNS},
        "doc_id": [document.doc_id for document in documents],
        "content_status": [document.content_status for document in documents],
        "date_status": [header.status for header in headers],
        "date_text": [header.date_text for header in headers],
        "date_start": [header.date_start for header in headers],
        "date_end": [header.date_end for header in headers],
        "date_precision": [header.precision for header in headers],
        "has_date_conflict": [document.has_date_conflict for document in documents],
        "published_month": [document.published_month for document in documents],
        "title": [document.title for document in documents],
        "text": texts,
        "char_count": [len(text) for text in texts],
        "word_count": tokens.word_counts,
        "sentence_count": [sum(map(len, document.sentences)) for document in documents],
        "paragraph_count": [len(document.paragraphs) for document in documents],
        "latest_year_mentioned": mentions.latest_years,
        "is_anachronistic": mentions.are_anachronistic,
        "anachronism_evidence": mentions.evidence,
        "encoding": [document.encoding for document in documents],
        "repairs": [list(document.repairs) for document in documents],
        "text_sha256": [_text_sha256(text) for text in texts],
        "letter_count": characters.letter_counts,
        "rules_version": [RULES_VERSION] * len(documents),
    }
    schema = MEASURED_DOCUMENTS.arrow_schema
    return pa.table([_array(columns[field.name], field.type) for field in schema], schema=schema)


LANGUAGE_COLUMNS = (
    "lang", "lang_probability", "second_lang", "second_lang_by", "second_lang_confidence", "dutch_word_share",
    "neighbour_lang", "neighbour_word_lead", "target_lang_share",
)  # fmt: skip


def _array(values: object, arrow_type: pa.DataType) -> pa.Array:
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values.cast(arrow_type)
    return pa.array(values, arrow_type)


def _text_sha256(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode("utf-8")).hexdigest()


def paragraphs_table(documents: Sequence[SourceDocument], languages: LanguageMeasures) -> pa.Table:
    """Rows of `paragraphs`."""
    return _rows_table(PARAGRAPHS.arrow_schema, _paragraph_rows(documents, languages))


def _paragraph_rows(documents: Sequence[SourceDocument], languages: LanguageMeasures) -> Iterator[tuple[Any, ...]]:
    for place, document in once_each(documents):
        identifier, month, text = document.doc_id, document.published_month, document.text
        labels = languages.paragraph_langs[place]
        for number, (span, lang) in enumerate(zip(document.paragraphs, labels, strict=True), start=1):
            body = text[span.start : span.end]
            yield identifier, month, number, span.kind, body, span.start, span.end, lang


def sentences_table(documents: Sequence[SourceDocument]) -> pa.Table:
    """Rows of `sentences`."""
    return _rows_table(SENTENCES.arrow_schema, _sentence_rows(documents))


def _sentence_rows(documents: Sequence[SourceDocument]) -> Iterator[tuple[Any, ...]]:
    for _, document in once_each(documents):
        identifier, month, text = document.doc_id, document.published_month, document.text
        for paragraph_no, spans in enumerate(document.sentences, start=1):
            for sentence_no, (start, end) in enumerate(spans, start=1):
                yield identifier, month, paragraph_no, sentence_no, text[start:end], start, end


def _rows_table(schema: pa.Schema, rows: Iterator[tuple[Any, ...]]) -> pa.Table:
    """A table from row tuples in the order of the schema's columns."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def date_mentions_table(documents: Sequence[SourceDocument], mentions: DateMentions) -> pa.Table:
    """Rows of `date_mentions`. Documents without a date have none: nothing is before or after what has no date."""
    is_first = np.zeros(len(documents), dtype=bool)
    for place, document in once_each(documents):
        is_first[place] = document.header.date_start is not None
    found = mentions.mentions
    kept = found.filter(pa.array(is_first[found.column("document").to_numpy()]))
    places = kept.column("document")
    identifiers = pa.array([document.doc_id for document in documents], pa.string())
    months = pa.array([document.published_month for document in documents], pa.date32())
    columns = {
        **{name: kept.column(name) for name in kept.column_names if name != "document"},
        "doc_id": pc.take(identifiers, places),
        "published_month": pc.take(months, places),
    }
    schema = DATE_MENTIONS.arrow_schema
    return pa.table([columns[field.name].cast(field.type) for field in schema], schema=schema)
