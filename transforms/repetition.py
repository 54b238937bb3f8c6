"""How much of a text says what that text has said before: lines, paragraphs, runs of words.

All counts are within one text; nothing is compared across texts, which is what duplicates are about.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.characters import Characters, sum_stretches
from transforms.quality_lines import Lines
from transforms.tokens import Tokens, strings_of

__all__ = ["repeated_line_shares", "repeated_paragraph_shares", "repeated_phrases", "top_pair_shares"]

# Odd constants of 64 bits with their ones and zeros well mixed (the golden ratio's, and one of MurmurHash3).
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_HALF = np.uint64(32)
_SMALL_DICTIONARY = 1 << 16


def repeated_line_shares(lines: Lines, document_count: int) -> npt.NDArray[np.float64]:
    """Share of the characters that stand in lines which the text has had before; 0 for a text without lines."""
    codes = lines.strings.dictionary_encode().indices.to_numpy(zero_copy_only=False)[lines.rows]
    return _repeated_shares(codes, lines.documents, lines.char_counts, document_count)


def repeated_paragraph_shares(characters: Characters, lines: Lines, document_count: int) -> npt.NDArray[np.float64]:
    """The same of paragraphs: lines up to a blank one."""
    last = np.flatnonzero(lines.ends_paragraph)
    first = np.concatenate(([0], last[:-1] + 1))[: last.size]
    # Paragraphs and what lies between them take turns, so that together they lie one behind another.
    offsets = np.empty(2 * last.size, dtype=np.int64)
    offsets[::2], offsets[1::2] = lines.starts[first], lines.ends[last]
    strings = strings_of(offsets, characters.lowered) if last.size else pa.array([], pa.large_string())
    codes = strings.dictionary_encode().indices.to_numpy(zero_copy_only=False)[::2]
    char_counts = np.add.reduceat(lines.char_counts, first) if last.size else first
    return _repeated_shares(codes, lines.documents[last], char_counts, document_count)


def _repeated_shares(
    codes: npt.NDArray[np.int32],
    documents: npt.NDArray[np.int64],
    char_counts: npt.NDArray[np.int64],
    document_count: int,
) -> npt.NDArray[np.float64]:
    _, first = np.unique((documents << 32) | codes, return_index=True)
    is_repeated = np.ones(codes.size, dtype=np.bool_)
    is_repeated[first] = False
    repeated = np.bincount(documents, weights=char_counts * is_repeated, minlength=document_count)
    total = np.bincount(documents, weights=char_counts, minlength=document_count)
    shares: npt.NDArray[np.float64] = repeated / np.maximum(total, 1)
    return shares


def top_pair_shares(tokens: Tokens) -> npt.NDArray[np.float64]:
    """Share of the words that stand in the most frequent pair of neighbouring words.

    Returns:
        Twice the occurrences of the most frequent pair by the number of words, at most 1 (pairs overlap in
        `ha ha ha`). 0 where no pair comes twice.
    """
    codes = tokens.codes
    # Two codes side by side in one number, the smaller the faster to sort.
    pairs: npt.NDArray[Any]
    if len(tokens.dictionary) <= _SMALL_DICTIONARY:
        narrow = codes.astype(np.uint32)
        pairs = (narrow[:-1] << np.uint32(16)) | narrow[1:]
    else:
        wide = codes.astype(np.uint64)
        pairs = (wide[:-1] << _HALF) | wide[1:]
    is_new, starts = _sort_runs(pairs, tokens, 2)
    shares = np.zeros(starts.size - 1)
    filled = np.flatnonzero(starts[1:] > starts[:-1])
    if filled.size:
        runs = np.flatnonzero(is_new)
        most = np.maximum.reduceat(np.diff(runs, append=is_new.size), np.searchsorted(runs, starts[filled]))
        covered = np.minimum(most * 2 / tokens.word_counts[filled], 1)
        shares[filled] = np.where(most > 1, covered, 0)
    return shares


def repeated_phrases(tokens: Tokens, length: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Share of the runs of some words that the text has had before, and the number of different ones.

    Args:
        tokens: The words.
        length: Words in a run; every word but the last few begins one.

    Returns:
        One less the distinct runs by all runs, 0 for a text of fewer words than a run; and the distinct runs.
    """
    is_new, starts = _sort_runs(_hash_phrases(tokens, length), tokens, length)
    distinct = sum_stretches(is_new, starts)
    total = np.diff(starts)
    shares: npt.NDArray[np.float64] = (total - distinct) / np.maximum(total, 1)
    return shares, distinct


def _hash_phrases(tokens: Tokens, length: int) -> npt.NDArray[np.uint64]:
    """A number for every run of some words, across the ends of texts too.

    Runs are told apart by 64 bits: in a text of a million words the odds that any two are taken for the same are one to
    thirty million, in a newspaper article one to a hundred million million.
    """
    # Each word of the dictionary gets a number of 64 bits without a pattern; runs are polynomials of those.
    words = np.arange(1, len(tokens.dictionary) + 1, dtype=np.uint64) * _SPREAD
    words = (words ^ (words >> _HALF)) * _MIX
    words = (words ^ (words >> _HALF))[tokens.codes]
    total = max(words.size - length + 1, 0)
    hashes = words[:total].copy()
    for place in range(1, length):
        hashes *= _SPREAD
        hashes += words[place : place + total]
    return hashes


def _sort_runs(
    runs: npt.NDArray[Any], tokens: Tokens, length: int
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Sort the runs of every text: whether each differs from the one before, and where each text starts."""
    counts = np.maximum(tokens.word_counts - length + 1, 0)
    starts = np.concatenate(([0], np.cumsum(counts)))
    bounds = list(zip(tokens.document_offsets[:-1].tolist(), starts.tolist(), counts.tolist(), strict=False))
    phrases = np.empty(int(starts[-1]), dtype=runs.dtype)
    # A sort a text: shorter arrays are sorted faster than a long one, and no text needs a place in the number.
    for begin, start, count in bounds:
        one = phrases[start : start + count]
        one[:] = runs[begin : begin + count]
        one.sort()
    is_new = np.ones(phrases.size, dtype=np.bool_)
    is_new[1:] = phrases[1:] != phrases[:-1]
    is_new[starts[:-1][counts > 0]] = True
    return is_new, starts
