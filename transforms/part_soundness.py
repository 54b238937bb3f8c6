"""Which documents' paragraphs, sentences and date mentions are wholly sound.

This clears documents; it does not say what is wrong with the others: their errors are counted in SQL. Normally there
are none, and a database walks through a text anew for each part that it slices from it. Whatever is unusual (a null,
rows out of order, a document without paragraphs) is left to SQL too, so that nothing is cleared wrongly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.joined_texts import Booleans, Bytes, Integers, JoinedTexts, bytes_of, one_array
from transforms.schema import DATE_MENTIONS, PARAGRAPHS

__all__ = ["WHITE_SPACE", "find_sound_documents"]

WHITE_SPACE = (
    "\t\n\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What may lie between two parts: `[\\s\\p{Z}\\x{85}]` of RE2, as `frame_structure.sql` has it."""

PLAIN_WHITE_SPACE = tuple(ord(character) for character in WHITE_SPACE if character.isascii())
"""What of it is one byte."""

MISSING = -1
"""Stands for a null among numbers that are never negative."""


@dataclass(frozen=True)
class Parts:
    """Parts of some documents, one document behind another.

    Attributes:
        owners: Number of the document that each is of.
        starts: Where each starts in the document's text.
        ends: Where each ends.
        gap_starts: Where the gap before each starts: at the end of the part before it, which may not lie further on.
        texts: What each says that it is, as bytes.
    """

    owners: Integers
    starts: Integers
    ends: Integers
    gap_starts: Integers
    texts: pa.BinaryArray

    @classmethod
    def of(cls, rows: pa.Table, owners: Integers, *, group: str | None = None, is_first_gap_counted: bool) -> Parts:
        """Parts of which those of one document, or of one group in it, follow on each other.

        Args:
            rows: One a part.
            owners: Number of each row's document.
            group: Column that names the group.
            is_first_gap_counted: Whether the gap before the first part starts at the text's start; else there is none.
        """
        starts, ends = _numbers(rows, "char_start"), _numbers(rows, "char_end")
        first_gap_starts = np.zeros_like(starts) if is_first_gap_counted else starts
        follow = _follow(owners) if group is None else _follow(owners, _numbers(rows, group))
        gap_starts = np.where(follow, _before(ends), first_gap_starts)
        return cls(owners, starts, ends, gap_starts, one_array(rows.column("text")).cast(pa.binary()))

    def are_misplaced(self, lengths: Integers) -> Booleans:
        """Which end before they start, overlap the one before them, or lie outside of their text."""
        earliest, latest = np.maximum(self.gap_starts, 0), lengths[self.owners]
        are_misplaced: Booleans = (self.starts < earliest) | (self.ends < self.starts) | (self.ends > latest)
        return are_misplaced

    def of_documents(self, are_asked: Booleans) -> Parts:
        """Those of some documents."""
        if are_asked.all():
            return self
        kept = are_asked[self.owners]
        offsets = (self.owners[kept], self.starts[kept], self.ends[kept], self.gap_starts[kept])
        return Parts(*offsets, self.texts.filter(pa.array(kept)))


def find_sound_documents(
    documents: pa.Table, paragraphs: pa.Table, sentences: pa.Table, date_mentions: pa.Table
) -> Booleans:
    """Find the documents of which every part is as it should be.

    Args:
        documents: One row a document: `text`, `char_count`, `date_start`, `date_end`, and how many rows the other three
            have of it: `paragraph_count`, `sentence_count`, `date_mention_count`.
        paragraphs: `paragraph_no`, `kind`, `text`, `char_start`, `char_end`. Here and in the next two, rows of the
            first document come first, then those of the second, and so on.
        sentences: `paragraph_no`, `sentence_no`, `text`, `char_start`, `char_end`.
        date_mentions: `text`, `char_start`, `char_end`, `value_start`, `value_end`, `precision`, `relation`.

    Returns:
        For each document whether it is sound. Its text is as long as it counts and holds no control characters but tabs
        and line ends. Paragraphs are numbered from 1 in the document, and sentences in their paragraph, as their
        offsets have them follow. Slicing the text by the offsets of a part gives the part's. Parts do not overlap,
        sentences lie in their paragraph, and nothing but white space lies between the sentences of one, and between,
        before and behind the paragraphs. Labels are of the closed lists. Values of date mentions do not end before
        they start, and their relation is what they and the document's dates say.
    """
    texts = JoinedTexts.of(documents.column("text"))
    paragraph_counts = _numbers(documents, "paragraph_count")
    of_paragraphs = Parts.of(paragraphs, _owners(paragraph_counts), is_first_gap_counted=True)
    of_sentences = Parts.of(
        sentences,
        _owners(_numbers(documents, "sentence_count")),
        group="paragraph_no",
        is_first_gap_counted=False,
    )
    of_mentions = Parts.of(
        date_mentions, _owners(_numbers(documents, "date_mention_count")), is_first_gap_counted=False
    )
    has_text = _booleans(pc.is_valid(documents.column("text")))
    are_sound: Booleans = (
        has_text
        & ~texts.have_control_characters()
        & (texts.lengths == _numbers(documents, "char_count"))
        & (paragraph_counts > 0)
    )
    for parts, are_wrong in (
        (of_paragraphs, _wrong_paragraphs(paragraphs, of_paragraphs, texts.lengths)),
        (of_sentences, _wrong_sentences(sentences, of_sentences, of_paragraphs, paragraph_counts)),
        (of_mentions, _wrong_date_mentions(date_mentions, of_mentions, documents)),
    ):
        are_sound[parts.owners[are_wrong | parts.are_misplaced(texts.lengths)]] = False
    # From here on offsets are places in a text, and parts lie one behind another.
    for parts in (of_paragraphs, of_sentences, of_mentions):
        _drop_other_texts(are_sound, texts, parts)
    for parts in (of_paragraphs, of_sentences):
        _drop_filled_gaps(are_sound, texts, parts)
    return are_sound


def _drop_other_texts(are_sound: Booleans, texts: JoinedTexts, parts: Parts) -> None:
    """Documents with a part that does not say what lies between its offsets are not sound."""
    asked = parts.of_documents(are_sound)
    starts, ends = texts.place_of(asked.owners, asked.starts), texts.place_of(asked.owners, asked.ends)
    have_other_size = np.asarray(pc.fill_null(pc.binary_length(asked.texts), MISSING)) != ends - starts
    if have_other_size.any():
        are_sound[asked.owners[have_other_size]] = False
        _drop_other_texts(are_sound, texts, parts)
        return
    told, _ = bytes_of(asked.texts)
    if 2 * told.size < texts.data.size:
        read, read_ends = bytes_of(texts.cut(starts, ends))
    else:
        # Fewer bytes are cut when not the parts are, but what lies between them: with it they make the texts again.
        told, _ = bytes_of(pc.binary_join_element_wise(texts.cut(_before(ends), starts), asked.texts, b""))
        read, read_ends = texts.data[: told.size], ends
    if not pa.py_buffer(told).equals(pa.py_buffer(read)):
        are_sound[asked.owners[np.searchsorted(read_ends, np.flatnonzero(told != read), side="right")]] = False


def _drop_filled_gaps(are_sound: Booleans, texts: JoinedTexts, parts: Parts) -> None:
    """Documents with more than white space in a gap between parts are not sound; the parts are slices of the texts."""
    if are_sound.all() and _has_no_other(texts.data, bytes_of(parts.texts)[0]):
        return
    asked = parts.of_documents(are_sound)
    gaps = texts.cut(texts.place_of(asked.owners, asked.gap_starts), texts.place_of(asked.owners, asked.starts))
    are_filled = [bool(gap.decode(errors="replace").strip(WHITE_SPACE)) for gap in gaps.to_pylist()]
    are_sound[asked.owners[np.array(are_filled, dtype=bool)]] = False


def _has_no_other(texts: Bytes, parts: Bytes) -> bool:
    """Whether all that is not white space in texts lies in their parts; no where that is hard to say."""
    white_count = sum(np.count_nonzero(texts == character) for character in PLAIN_WHITE_SPACE)
    return bool(texts.size - white_count == np.count_nonzero(parts > ord(" ")))


def _wrong_paragraphs(rows: pa.Table, parts: Parts, lengths: Integers) -> Booleans:
    """Which have another number than their place, an unlisted kind, or text behind them though they are the last."""
    are_last = np.ones(parts.owners.size, dtype=bool)
    are_last[:-1] = parts.owners[1:] != parts.owners[:-1]
    are_numbered = _numbers(rows, "paragraph_no") == _places(_follow(parts.owners))
    are_listed = _listed(rows, "kind", PARAGRAPHS.column("kind").allowed)
    are_wrong: Booleans = ~are_numbered | ~are_listed | (are_last & (parts.ends != lengths[parts.owners]))
    return are_wrong


def _wrong_sentences(rows: pa.Table, parts: Parts, paragraphs: Parts, paragraph_counts: Integers) -> Booleans:
    """Which have another number than their place in their paragraph, or do not lie in it."""
    paragraph_nos = _numbers(rows, "paragraph_no")
    are_of_one = _follow(parts.owners)
    are_numbered = _numbers(rows, "sentence_no") == _places(_follow(parts.owners, paragraph_nos))
    go_back = are_of_one & (paragraph_nos < _before(paragraph_nos))
    exist = (paragraph_nos >= 1) & (paragraph_nos <= paragraph_counts[parts.owners])
    firsts = np.cumsum(paragraph_counts) - paragraph_counts
    # A row that nothing lies in stands for paragraphs that do not exist.
    own = np.where(exist, firsts[parts.owners] + paragraph_nos - 1, paragraphs.starts.size)
    start_early = parts.starts < np.append(paragraphs.starts, 0)[own]
    end_late = parts.ends > np.append(paragraphs.ends, 0)[own]
    are_wrong: Booleans = ~are_numbered | go_back | ~exist | start_early | end_late
    return are_wrong


def _wrong_date_mentions(rows: pa.Table, parts: Parts, documents: pa.Table) -> Booleans:
    """Which have an unlisted label, a value that ends before it starts, or another relation than the dates say."""
    starts, ends = rows.column("value_start"), rows.column("value_end")
    owners = pa.array(parts.owners)
    relations = pc.if_else(
        pc.less(ends, documents.column("date_start").take(owners)),
        "before",
        pc.if_else(pc.greater(starts, documents.column("date_end").take(owners)), "after", "same"),
    )
    are_right = pc.and_(pc.less_equal(starts, ends), pc.equal(rows.column("relation"), relations))
    return (
        ~_booleans(are_right)
        | ~_listed(rows, "precision", DATE_MENTIONS.column("precision").allowed)
        | ~_listed(rows, "relation", DATE_MENTIONS.column("relation").allowed)
    )


def _follow(*keys: Integers) -> Booleans:
    """Which rows have the keys of the row before them."""
    follow = np.zeros(keys[0].size, dtype=bool)
    follow[1:] = np.logical_and.reduce([key[1:] == key[:-1] for key in keys])
    return follow


def _before(values: Integers) -> Integers:
    """The value before each; 0 before the first."""
    before = np.zeros_like(values)
    before[1:] = values[:-1]
    return before


def _places(follow: Booleans) -> Integers:
    """1, 2, 3, ... from each that follows on none."""
    rows = np.arange(follow.size, dtype=np.int64)
    return rows - np.maximum.accumulate(np.where(follow, 0, rows)) + 1


def _listed(rows: pa.Table, name: str, allowed: tuple[str, ...]) -> Booleans:
    return _booleans(pc.is_in(rows.column(name), pa.array(allowed, pa.string())))


def _booleans(values: pa.ChunkedArray) -> Booleans:
    """Nulls are false."""
    return np.asarray(pc.fill_null(values, fill_value=False), dtype=bool)


def _numbers(rows: pa.Table, name: str) -> Integers:
    return np.asarray(pc.fill_null(rows.column(name), MISSING), dtype=np.int64)


def _owners(counts: Integers) -> Integers:
    """The number of each row's document, given how many rows each has."""
    return np.repeat(np.arange(counts.size, dtype=np.int64), counts)
