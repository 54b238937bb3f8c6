"""What is known of a made file: one row of truth, and the table that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

__all__ = ["TRUTH_SCHEMA", "Truth"]


def _column(name: str, kind: pa.DataType, description: str) -> pa.Field:
    return pa.field(name, kind, metadata={"description": description})


TRUTH_SCHEMA = pa.schema(
    [
        _column("number", pa.int64(), "Number of the file in the corpus, from 0."),
        _column("path", pa.string(), "Where it lies in the inbox: `source_path` of the product."),
        _column("source_sha256", pa.string(), "SHA-256 of its bytes."),
        _column("byte_count", pa.int64(), "Its size."),
        _column("kind", pa.string(), "What was made on purpose; see `bench.corpus.kinds`."),
        _column("base_verdict", pa.string(), "accepted or rejected, languages and duplicates not looked at."),
        _column("base_reason", pa.string(), "The reason of that verdict, by its name in `transforms.reasons`."),
        _column("language", pa.string(), "ISO 639 code; `mixed` where half is not Dutch; null where there is no text."),
        _column("other_language", pa.string(), "Language of the other half of a mixed article."),
        _column("date_status", pa.string(), "ok, or why there is no date; null where no header can be read."),
        _column("date_text", pa.string(), "The date as written, or what stands in its place."),
        _column("date_start", pa.date32(), "First day that the date can mean."),
        _column("date_end", pa.date32(), "Last day."),
        _column("date_precision", pa.string(), "year, month or day."),
        _column("encoding", pa.string(), "Encoding that has to be told; null where there is no text."),
        _column("repairs", pa.list_(pa.string()), "Names of the repairs, in the order of docs/repairs.md."),
        _column(
            "text_sha256", pa.string(), "SHA-256 of the text that has to come out, exactly, in UTF-8; null if none."
        ),
        _column("char_count", pa.int64(), "Code points of that text."),
        _column("is_repetitive", pa.bool_(), "Whether the text says the same again and again."),
        _column("duplicate_of", pa.string(), "Path of the original of a copy, which is a good article."),
        _column("duplicate_kind", pa.string(), "bytes, text (other date, line ends or spacing) or near."),
        _column("similarity", pa.float64(), "True Jaccard index of the five-word shingles of copy and original."),
        _column("grade", pa.float64(), "The similarity that was aimed at; `similarity` is not below it."),
    ]
)
"""Columns of the truth, in order."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One row; the attributes are the columns of `TRUTH_SCHEMA`."""

    number: int
    path: str
    source_sha256: str
    byte_count: int
    kind: str
    base_verdict: str
    base_reason: str
    language: str | None = None
    other_language: str | None = None
    date_status: str | None = None
    date_text: str | None = None
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str | None = None
    encoding: str | None = None
    repairs: tuple[str, ...] = ()
    text_sha256: str | None = None
    char_count: int | None = None
    is_repetitive: bool = False
    duplicate_of: str | None = None
    duplicate_kind: str | None = None
    similarity: float | None = None
    grade: float | None = None

    def values(self) -> tuple[Any, ...]:
        """The row in the order of the columns."""
        return tuple(getattr(self, name) for name in TRUTH_SCHEMA.names)
