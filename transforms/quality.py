"""The measures of text quality, all texts of a batch at once.

They are taken and dropped nothing for: `transforms/quality_thresholds.py` says which value refuses a text. What each
measure means stands in `transforms/quality_measures.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.characters import DIGIT, LETTER, SPACE, SYMBOL, UPPER, Characters, sum_stretches
from transforms.dutch_words import DUTCH_FUNCTION_WORDS, FILLER_WORDS
from transforms.line_patterns import CUT, WHOLE
from transforms.quality_lines import Lines, find_lines
from transforms.quality_measures import QUALITY_FLAGS, QUALITY_MEASURES
from transforms.repetition import (
    repeated_line_shares,
    repeated_paragraph_shares,
    repeated_phrases,
    top_pair_shares,
)
from transforms.tokens import Tokens

__all__ = ["PHRASE_LENGTH", "QUALITY_SCHEMA", "SHARE_DIGITS", "measure_quality"]

SHARE_DIGITS = 4
"""Decimals that a measure keeps: a threshold is never finer, and rounded columns are a third smaller."""

PHRASE_LENGTH = 5
"""Words of a phrase, the same as of a shingle."""

TAIL_BYTES = 200
"""How much of a last line is looked at: a web address must fit in."""

LONG_LINE = 60
"""Characters; a shorter last line without a full stop is rather a name, a credit or a heading."""

_TYPES = {"double": pa.float64(), "int32": pa.int32(), "bool": pa.bool_()}
QUALITY_SCHEMA = pa.schema([(one.name, _TYPES[one.type]) for one in (*QUALITY_MEASURES, *QUALITY_FLAGS)])

_NUMPY_TYPES = {column.name: column.type.to_pandas_dtype() for column in QUALITY_SCHEMA}

_Shares = npt.NDArray[np.float64]

# Gopher's bounds on repetition (appendix A1.1, table A1) and FineWeb's on the ends of lines (section 3.6).
_MOST_REPEATED_LINES, _MOST_TOP_PAIR, _MOST_REPEATED_PHRASES = 0.20, 0.20, 0.15
_MOST_BULLETS, _FEWEST_LIST_LINES, _LEAST_FINISHED = 0.90, 3, 0.12
_MOST_CAPITALS = 0.5
# The longest word in use that Dutch dictionaries know has 49 letters; longer ones are encoded data or joined lines.
_LONGEST_WORD = 100


def measure_quality(characters: Characters, tokens: Tokens) -> pa.Table:
    """Take every measure of quality and flag.

    Args:
        characters: What `read_characters` made of the texts; cleaned bodies, so that a blank line parts paragraphs.
        tokens: What `tokenise` made of them.

    Returns:
        One row a text in the same order, with the columns of `QUALITY_SCHEMA`. A text without words has 0 everywhere
        and no flag.
    """
    lines = find_lines(characters, tokens)
    columns: dict[str, Any] = {
        **_measure_characters(characters),
        **_measure_words(characters, tokens),
        **_measure_repetition(characters, tokens, lines),
        **_measure_lines(lines, characters.starts.size),
    }
    for name, values in columns.items():
        if values.dtype == np.float64:
            columns[name] = values.round(SHARE_DIGITS)
    columns |= _flag(columns, _find_cut_off(lines, characters, tokens))
    arrays = [pa.array(columns[name].astype(_NUMPY_TYPES[name], copy=False)) for name in QUALITY_SCHEMA.names]
    return pa.table(arrays, schema=QUALITY_SCHEMA)


def _divide(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> _Shares:
    shares: _Shares = part / np.maximum(whole, 1)
    return shares


def _measure_characters(characters: Characters) -> dict[str, Any]:
    counts, letters = characters.counts, characters.letter_counts
    inked = counts.sum(axis=1) - counts[:, SPACE]
    return {
        "letter_share": _divide(letters, inked),
        "digit_share": _divide(counts[:, DIGIT], inked),
        "symbol_share": _divide(counts[:, SYMBOL], inked),
        "capital_share": _divide(counts[:, UPPER], letters),
    }


def _measure_words(characters: Characters, tokens: Tokens) -> dict[str, Any]:
    # What is true of a word is found once in the dictionary, and carried to every place where it stands.
    dictionary, offsets, codes = tokens.dictionary, tokens.document_offsets, tokens.codes.astype(np.intp)
    lengths = pc.utf8_length(dictionary).to_numpy()[codes]
    longest = np.zeros(offsets.size - 1, dtype=np.int32)
    filled = tokens.word_counts > 0
    if filled.any():
        longest[filled] = np.maximum.reduceat(lengths, offsets[:-1][filled])

    def share(is_one: npt.NDArray[np.bool_]) -> _Shares:
        return _divide(sum_stretches(is_one[codes], offsets), tokens.word_counts)

    def listed(words: tuple[str, ...]) -> npt.NDArray[np.bool_]:
        is_listed: npt.NDArray[np.bool_] = pc.is_in(dictionary, value_set=pa.array(words)).to_numpy(
            zero_copy_only=False
        )
        return is_listed

    return {
        "mean_word_length": _divide(sum_stretches(lengths, offsets), tokens.word_counts),
        "longest_word_length": longest,
        "lettered_word_share": share(_have_letters(characters, tokens)),
        "function_word_share": share(listed(DUTCH_FUNCTION_WORDS)),
        "filler_word_share": share(listed(FILLER_WORDS)),
    }


def _have_letters(characters: Characters, tokens: Tokens) -> npt.NDArray[np.bool_]:
    """Whether each word of the dictionary holds a letter."""
    have = np.ones(len(tokens.dictionary), dtype=np.bool_)
    # Nearly all begin with a letter; of those that begin with a digit, most are digits and joiners to the end.
    begin_with_digit = np.unique(tokens.codes[characters.classes[tokens.starts] == DIGIT])
    words = tokens.dictionary.take(pa.array(begin_with_digit))
    holds_more = pc.match_substring_regex(words, "[^0-9.,-]").to_numpy(zero_copy_only=False)
    have[begin_with_digit] = holds_more
    # What is left is `35-jarige`, and numbers of other scripts.
    mixed = begin_with_digit[holds_more]
    have[mixed] = [any(map(str.isalpha, word)) for word in tokens.dictionary.take(pa.array(mixed)).to_pylist()]
    return have


def _measure_repetition(characters: Characters, tokens: Tokens, lines: Lines) -> dict[str, Any]:
    count = characters.starts.size
    shares, distinct = repeated_phrases(tokens, PHRASE_LENGTH)
    return {
        "repeated_line_share": repeated_line_shares(lines, count),
        "repeated_paragraph_share": repeated_paragraph_shares(characters, lines, count),
        "top_pair_share": top_pair_shares(tokens),
        "repeated_phrase_share": shares,
        "distinct_phrase_count": distinct,
    }


def _measure_lines(lines: Lines, document_count: int) -> dict[str, Any]:
    def count(is_one: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        return np.bincount(lines.documents[is_one], minlength=document_count)

    line_counts = np.bincount(lines.documents, minlength=document_count)
    char_counts = np.bincount(lines.documents, weights=lines.char_counts, minlength=document_count)

    def share(is_one: npt.NDArray[np.bool_]) -> _Shares:
        chars = np.bincount(lines.documents[is_one], weights=lines.char_counts[is_one], minlength=document_count)
        return _divide(chars, char_counts)

    return {
        "line_count": line_counts,
        "finished_share": share(_in_finished_paragraph(lines)),
        "bullet_line_share": _divide(count(lines.is_bullet), line_counts),
        "ellipsis_line_share": _divide(count(lines.ends_in_ellipsis), line_counts),
        "boilerplate_line_count": count(lines.is_boilerplate),
        "boilerplate_share": share(lines.is_boilerplate),
        "markup_line_count": count(lines.has_markup),
        "markup_share": share(lines.is_code),
        "placeholder_share": share(lines.is_placeholder),
    }


def _in_finished_paragraph(lines: Lines) -> npt.NDArray[np.bool_]:
    """Whether each line stands in a paragraph whose last line ends like a sentence."""
    last = np.flatnonzero(lines.ends_paragraph)
    in_finished: npt.NDArray[np.bool_] = np.repeat(lines.is_finished[last], np.diff(last, prepend=-1))
    return in_finished


def _flag(columns: dict[str, Any], is_cut_off: npt.NDArray[np.bool_]) -> dict[str, npt.NDArray[np.bool_]]:
    return {
        "is_cut_off": is_cut_off,
        "has_boilerplate_lines": columns["boilerplate_line_count"] > 0,
        "has_markup_leftovers": (columns["markup_line_count"] > 0) | (columns["longest_word_length"] > _LONGEST_WORD),
        "has_repetition": (columns["repeated_line_share"] > _MOST_REPEATED_LINES)
        | (columns["repeated_paragraph_share"] > _MOST_REPEATED_LINES)
        | (columns["top_pair_share"] > _MOST_TOP_PAIR)
        | (columns["repeated_phrase_share"] > _MOST_REPEATED_PHRASES),
        "is_in_capitals": columns["capital_share"] > _MOST_CAPITALS,
        "is_list": (columns["line_count"] >= _FEWEST_LIST_LINES)
        & ((columns["bullet_line_share"] > _MOST_BULLETS) | (columns["finished_share"] < _LEAST_FINISHED)),
    }


def _find_cut_off(lines: Lines, characters: Characters, tokens: Tokens) -> npt.NDArray[np.bool_]:
    """Whether the last line of each text that is no furniture breaks off in the middle of a sentence."""
    document_count = characters.starts.size
    written = np.flatnonzero(~lines.is_boilerplate & ~lines.has_markup)
    documents = lines.documents[written]
    is_last = np.zeros(lines.documents.size, dtype=np.bool_)
    is_last[written[np.diff(documents, append=document_count) > 0]] = True
    is_long = is_last & ~lines.is_finished & (lines.char_counts >= LONG_LINE)
    # A long line without an end breaks off if its last word has a small letter; names, years and links end lists.
    # A line without words has none: the word before it is another line's, or another text's.
    begins = np.concatenate(([0], tokens.starts))[np.searchsorted(tokens.starts, lines.ends[is_long])]
    is_long[is_long] = (begins >= lines.starts[is_long]) & (characters.classes[begins] == LETTER)
    is_cut = np.zeros(is_last.size, dtype=np.bool_)
    for line in np.flatnonzero(is_last & (~lines.is_finished | lines.ends_in_ellipsis)):
        end = int(lines.ends[line])
        tail = characters.lowered[max(end - TAIL_BYTES, int(lines.starts[line])) : end].decode("utf-8", "ignore")
        is_cut[line] = CUT.search(tail) is not None or (is_long[line] and WHOLE.search(tail) is None)
    cut_off = np.zeros(document_count, dtype=np.bool_)
    cut_off[lines.documents[is_cut]] = True
    return cut_off
