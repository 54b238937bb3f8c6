"""Explicit years and dates in the texts of documents, beside the dates of the documents themselves.

A mention is told as past where its clause says that it has happened (`transforms.tense`). A document that tells of a
time after its own date as past is anachronistic: its date is wrong, or its text was changed later. That is a flag
with its evidence and no verdict, because newspapers speak of coming years all the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from transforms.characters import Characters, read_characters
from transforms.date_candidates import find_candidates
from transforms.date_mention_eras import Mention
from transforms.date_mention_forms import read_candidate
from transforms.tense import fragment_around, is_told_as_past
from transforms.tokens import Tokens, tokenise

__all__ = ["MENTION_FIELDS", "DateMentions", "find_date_mentions", "find_date_mentions_of_batch", "find_mentions",
           "relation_to"]  # fmt: skip

_YEAR_PRECISIONS = frozenset({"day", "month", "year", "range"})
"""Mentions that name a year. Decades and centuries do not: their last day says nothing about what was known."""

MENTION_FIELDS = pa.schema(
    [
        pa.field("document", pa.int32(), nullable=False),
        pa.field("char_start", pa.int32(), nullable=False),
        pa.field("char_end", pa.int32(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("value_start", pa.date32(), nullable=False),
        pa.field("value_end", pa.date32(), nullable=False),
        pa.field("precision", pa.string(), nullable=False),
        pa.field("relation", pa.string()),
        pa.field("is_told_as_past", pa.bool_(), nullable=False),
    ]
)
"""Columns of `DateMentions.mentions`; `document` is the row of the document in what was asked, from 0."""


class _Row(NamedTuple):
    document: int
    char_start: int
    char_end: int
    text: str
    value_start: date
    value_end: date
    precision: str
    relation: str | None
    is_told_as_past: bool


@dataclass(frozen=True)
class DateMentions:
    """What some documents mention.

    Attributes:
        mentions: Rows of `MENTION_FIELDS`, by document and place.
        latest_years: Per document the last year that is named, null where none is.
        are_anachronistic: Per document whether a time after its date is told as past.
        evidence: Per document the words around the first such mention, null where there is none.
    """

    mentions: pa.Table
    latest_years: pa.Array
    are_anachronistic: pa.Array
    evidence: pa.Array


def find_date_mentions(
    texts: Sequence[str], date_starts: Sequence[date | None], date_ends: Sequence[date | None]
) -> DateMentions:
    """Find the mentions of some documents; `find_date_mentions_of_batch` for who has read their words already."""
    characters = read_characters(texts)
    return find_date_mentions_of_batch(characters, tokenise(characters), texts, date_starts, date_ends)


def find_date_mentions_of_batch(
    characters: Characters,
    tokens: Tokens,
    texts: Sequence[str],
    date_starts: Sequence[date | None],
    date_ends: Sequence[date | None],
) -> DateMentions:
    """Find the explicit years and dates of some documents and hold them against the dates of those documents.

    Args:
        characters: The characters of the texts.
        tokens: Their words.
        texts: Text of each document; any Unicode, lone surrogates too.
        date_starts: First day that the date of each document can mean; None where it has no date.
        date_ends: Last day.

    Returns:
        The mentions and what follows from them for each document. Without a date there is no relation, nothing is
        anachronistic, and decades and years of two digits are not read.
    """
    candidates = find_candidates(characters, tokens)
    bounds = np.searchsorted(candidates.documents, np.arange(len(texts) + 1)).tolist()
    places = list(zip(candidates.starts.tolist(), candidates.ends.tolist(), strict=True))
    rows: list[_Row] = []
    latest: list[int | None] = []
    evidence: list[str | None] = []
    for number, (text, start, end) in enumerate(zip(texts, date_starts, date_ends, strict=True)):
        latest_year: int | None = None
        fragment: str | None = None
        of_text = places[bounds[number] : bounds[number + 1]]
        for mention in _read_candidates(text, of_text, end.year if end else None):
            relation = relation_to(mention, start, end)
            names_year = mention.precision in _YEAR_PRECISIONS
            is_past = relation == "after" and names_year and is_told_as_past(text, mention.start, mention.end)
            if is_past and fragment is None:
                fragment = fragment_around(text, mention.start, mention.end)
            if names_year and (latest_year is None or mention.value_end.year > latest_year):
                latest_year = mention.value_end.year
            written = text[mention.start : mention.end]
            rows.append(_Row(number, mention.start, mention.end, written, *mention[2:], relation, is_past))
        latest.append(latest_year)
        evidence.append(fragment)
    columns = list(zip(*rows, strict=True)) or [()] * len(MENTION_FIELDS)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, MENTION_FIELDS, strict=True)]
    return DateMentions(
        pa.table(arrays, schema=MENTION_FIELDS),
        pa.array(latest, pa.int32()),
        pa.array([fragment is not None for fragment in evidence], pa.bool_()),
        pa.array(evidence, pa.string()),
    )


def find_mentions(text: str, known_year: int | None) -> list[Mention]:
    """The mentions of one text, in order; none lies in another.

    Args:
        text: The text.
        known_year: Last year that the date of the document can mean, None where it has no date.
    """
    characters = read_characters([text])
    _, starts, ends = find_candidates(characters, tokenise(characters))
    return list(_read_candidates(text, zip(starts.tolist(), ends.tolist(), strict=True), known_year))


def _read_candidates(text: str, places: Iterable[tuple[int, int]], known_year: int | None) -> Iterator[Mention]:
    last_end = 0
    for start, end in places:
        # What a mention before it took in is no candidate any more.
        if start >= last_end:
            for mention in read_candidate(text, start, end, known_year):
                if mention.start >= last_end:
                    yield mention
                    last_end = mention.end


def relation_to(mention: Mention, date_start: date | None, date_end: date | None) -> str | None:
    """`before`, `same` or `after`: `same` where the days of the mention and those of the document overlap."""
    if date_start is None or date_end is None:
        return None
    if mention.value_end < date_start:
        return "before"
    return "after" if mention.value_start > date_end else "same"
