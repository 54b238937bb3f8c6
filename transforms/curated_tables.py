"""The Arrow tables that curate makes of measured documents."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.characters import Characters
from transforms.date_mentions import DateMentions
from transforms.identifiers import hash_texts
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
    return _table(MEASURED_DOCUMENTS.arrow_schema, columns)


LANGUAGE_COLUMNS = (
    "lang", "lang_probability", "second_lang", "second_lang_by", "second_lang_confidence", "dutch_word_share",
    "neighbour_lang", "neighbour_word_lead", "lang_shares", "target_lang_share",
)  # fmt: skip


def _array(values: object, arrow_type: pa.DataType) -> pa.Array:
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values.cast(arrow_type)
    return pa.array(values, arrow_type)


def _text_sha256(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode("utf-8")).hexdigest()


def paragraphs_table(documents: Sequence[SourceDocument], languages: LanguageMeasures) -> pa.Table:
    """Rows of `paragraphs`."""
    places, kept = _each_once(documents)
    spans = [document.paragraphs for document in kept]
    counts = [len(each) for each in spans]
    texts = [text[start:end] for document in kept for text in (document.text,) for _, start, end in document.paragraphs]
    columns = {
        **_identities(kept, counts),
        "paragraph_no": _number_each(counts),
        "kind": [kind for each in spans for kind, _, _ in each],
        "text": texts,
        "text_hash": hash_texts(texts),
        "char_start": [start for each in spans for _, start, _ in each],
        "char_end": [end for each in spans for _, _, end in each],
        "lang": [lang for place in places for lang in languages.paragraph_langs[place]],
    }
    return _table(PARAGRAPHS.arrow_schema, columns)


def sentences_table(documents: Sequence[SourceDocument]) -> pa.Table:
    """Rows of `sentences`."""
    _, kept = _each_once(documents)
    counts_by_paragraph = [len(spans) for document in kept for spans in document.sentences]
    counts = [sum(map(len, document.sentences)) for document in kept]
    # Column by column: a tuple a row takes twice the time.
    bounds = [bound for document in kept for spans in document.sentences for span in spans for bound in span]
    starts, ends = bounds[::2], bounds[1::2]
    texts = [
        text[start:end]
        for document in kept
        for text in (document.text,)
        for spans in document.sentences
        for start, end in spans
    ]
    columns = {
        **_identities(kept, counts),
        "paragraph_no": np.repeat(_number_each([len(document.sentences) for document in kept]), counts_by_paragraph),
        "sentence_no": _number_each(counts_by_paragraph),
        "text": texts,
        "char_start": starts,
        "char_end": ends,
    }
    return _table(SENTENCES.arrow_schema, columns)


def _each_once(documents: Sequence[SourceDocument]) -> tuple[list[int], list[SourceDocument]]:
    """Places and documents, each doc_id once."""
    kept = list(once_each(documents))
    return [place for place, _ in kept], [document for _, document in kept]


def _identities(documents: Sequence[SourceDocument], counts: Sequence[int]) -> dict[str, pa.Array]:
    """doc_id and published_month of each row, given how many rows each document has."""
    rows = pa.array(np.repeat(np.arange(len(documents)), counts))
    identifiers = pa.array([document.doc_id for document in documents], pa.string())
    months = pa.array([document.published_month for document in documents], pa.date32())
    return {"doc_id": identifiers.take(rows), "published_month": months.take(rows)}


def _number_each(counts: Sequence[int]) -> npt.NDArray[np.int64]:
    """1, 2, 3, ... for each count, one behind another."""
    ends = np.cumsum(counts, dtype=np.int64)
    firsts = np.repeat(ends - counts, counts)
    return np.arange(1, firsts.size + 1) - firsts


def _table(schema: pa.Schema, columns: Mapping[str, Any]) -> pa.Table:
    return pa.table([_array(columns[field.name], field.type) for field in schema], schema=schema)


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
