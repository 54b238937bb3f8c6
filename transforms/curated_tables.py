"""The Arrow tables that curate makes of measured documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.batch_sentences import Sentences
from transforms.characters import Characters
from transforms.date_mentions import DateMentions
from transforms.identifiers import hash_pieces
from transforms.language_measures import LanguageMeasures
from transforms.paragraph_places import ParagraphPlaces
from transforms.quality import measure_quality
from transforms.rules import RULES_VERSION
from transforms.schema import DATE_MENTIONS, MEASURED_DOCUMENTS, PARAGRAPHS, SENTENCES
from transforms.source_documents import SourceDocument, once_each
from transforms.stretches import cut_strings, find_bytes, level_white_space
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
    paragraphs: ParagraphPlaces,
    sentences: Sentences,
) -> pa.Table:
    """Rows of `measured_documents`, one a file."""
    headers = [document.header for document in documents]
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
        "text": cut_strings(characters, characters.starts, characters.ends),
        "char_count": characters.counts.sum(axis=1),
        "word_count": tokens.word_counts,
        "sentence_count": np.bincount(paragraphs.documents[sentences.paragraphs], minlength=len(documents)),
        "paragraph_count": paragraphs.counts,
        "latest_year_mentioned": mentions.latest_years,
        "is_anachronistic": mentions.are_anachronistic,
        "anachronism_evidence": mentions.evidence,
        "encoding": [document.encoding for document in documents],
        "repairs": [list(document.repairs) for document in documents],
        "text_sha256": [_hash_pieces(pieces) for pieces in level_white_space(characters)],
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


def _hash_pieces(pieces: Iterable[bytes | memoryview]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def paragraphs_table(
    documents: Sequence[SourceDocument],
    paragraphs: ParagraphPlaces,
    languages: LanguageMeasures,
    characters: Characters,
) -> pa.Table:
    """Rows of `paragraphs`."""
    places, kept = _each_once(documents)
    counts = [len(document.paragraphs) for document in kept]
    is_kept = _marks(places, len(documents))[paragraphs.documents]
    starts, ends = paragraphs.first_bytes[is_kept], paragraphs.last_bytes[is_kept]
    data = memoryview(characters.data)
    pieces = (data[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True))
    columns = {
        **_identities(kept, counts),
        "paragraph_no": _number_each(counts),
        "kind": list(compress(paragraphs.kinds, is_kept.tolist())),
        "text": cut_strings(characters, starts, ends),
        "text_hash": hash_pieces(pieces),
        "char_start": paragraphs.starts[is_kept],
        "char_end": paragraphs.ends[is_kept],
        "lang": [lang for place in places for lang in languages.paragraph_langs[place]],
    }
    return _table(PARAGRAPHS.arrow_schema, columns)


def sentences_table(
    documents: Sequence[SourceDocument], paragraphs: ParagraphPlaces, sentences: Sentences, characters: Characters
) -> pa.Table:
    """Rows of `sentences`."""
    numbers = _number_each(paragraphs.counts)
    sentence_counts = np.bincount(sentences.paragraphs, minlength=numbers.size)
    document_of_sentence = paragraphs.documents[sentences.paragraphs]
    places, kept = _each_once(documents)
    rows = np.flatnonzero(_marks(places, len(documents))[document_of_sentence])
    counts = np.bincount(document_of_sentence, minlength=len(documents))[places]
    starts, ends = sentences.starts[rows], sentences.ends[rows]
    bounds = (find_bytes(characters, document_of_sentence[rows], each) for each in (starts, ends))
    columns = {
        **_identities(kept, counts),
        "paragraph_no": numbers[sentences.paragraphs[rows]],
        "sentence_no": _number_each(sentence_counts)[rows],
        "text": cut_strings(characters, *bounds),
        "char_start": starts,
        "char_end": ends,
    }
    return _table(SENTENCES.arrow_schema, columns)


def _each_once(documents: Sequence[SourceDocument]) -> tuple[npt.NDArray[np.int64], list[SourceDocument]]:
    """Places and documents, each doc_id once."""
    kept = list(once_each(documents))
    return np.array([place for place, _ in kept], dtype=np.int64), [document for _, document in kept]


def _marks(places: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.bool_]:
    """Whether each of some places is one of those."""
    marks = np.zeros(count, dtype=np.bool_)
    marks[places] = True
    return marks


def _identities(
    documents: Sequence[SourceDocument], counts: Sequence[int] | npt.NDArray[np.int64]
) -> dict[str, pa.Array]:
    """doc_id and published_month of each row, given how many rows each document has."""
    rows = pa.array(np.repeat(np.arange(len(documents)), counts))
    identifiers = pa.array([document.doc_id for document in documents], pa.string())
    months = pa.array([document.published_month for document in documents], pa.date32())
    return {"doc_id": identifiers.take(rows), "published_month": months.take(rows)}


def _number_each(counts: Sequence[int] | npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
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
