"""The sentences of a whole batch: the same ones that `transforms/sentences.py` finds in one paragraph after another.

Most sentences end with a full stop behind a word that is no abbreviation, with a space and a capital behind it. Those
are found in the bytes of the batch, all at once; only the other stops are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.characters import Characters
from transforms.paragraph_places import ParagraphPlaces
from transforms.sentences import ends_plainly, find_end
from transforms.source_documents import find_sentences
from transforms.stretches import find_places
from transforms.tokens import Tokens

__all__ = ["Sentences", "find_batch_sentences"]

_Places = npt.NDArray[np.int64]
_Marks = npt.NDArray[np.bool_]

_ELLIPSIS = "…".encode()
# What may stand right behind a stop that ends a sentence, in ASCII: white space, another stop, what closes.
_BEHIND_STOP = np.frombuffer(b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f .!?\"')]*", dtype=np.uint8)
_FIRST_WIDE = 0x80
# A number of 64 bits holds a paragraph's in its upper half, and a place in a text in its lower one.
_PLACE_BITS = 32
_PLACE_MASK = (1 << _PLACE_BITS) - 1


@dataclass(frozen=True)
class Sentences:
    """The sentences of some texts, in order.

    Attributes:
        paragraphs: Which paragraph of the batch, from 0, each of them stands in; never falling.
        starts: Where it starts in its text, in code points.
        ends: Where it ends, exclusive.
    """

    paragraphs: _Places
    starts: _Places
    ends: _Places


class _Paragraphs(NamedTuple):
    """Paragraphs in which stops are looked for: what number they have, where they are, in bytes and in code points."""

    numbers: _Places
    documents: _Places
    starts: _Places
    ends: _Places
    first_bytes: _Places
    last_bytes: _Places


def find_batch_sentences(
    characters: Characters, tokens: Tokens, texts: Sequence[str], paragraphs: ParagraphPlaces
) -> Sentences:
    """Find the sentences of a batch. A heading is one, and each line of a list begins one.

    Args:
        characters: The characters of the texts.
        tokens: Their words.
        texts: The cleaned texts.
        paragraphs: Where their paragraphs lie.
    """
    numbers = np.arange(len(paragraphs.kinds))
    is_list = np.array([kind == "list" for kind in paragraphs.kinds], dtype=np.bool_)
    is_split = ~is_list & np.array([kind != "heading" for kind in paragraphs.kinds], dtype=np.bool_)

    listed = [
        (number, *sentence)
        for number in np.flatnonzero(is_list).tolist()
        for sentence in find_sentences(texts[paragraphs.documents[number]], paragraphs.span(number))
    ]
    in_lists = np.array(listed, dtype=np.int64).reshape(-1, 3)
    where, ends, next_starts = _find_inner_ends(
        characters, tokens, texts, _Paragraphs(*(column[is_split] for column in (numbers, *paragraphs.arrays())))
    )
    # Every paragraph but a list has a sentence more than it has ends inside it: its first start, its last end.
    whole = numbers[~is_list]
    paragraph_numbers = np.concatenate([whole, where, in_lists[:, 0]]) << _PLACE_BITS
    by_start = paragraph_numbers | np.concatenate([paragraphs.starts[whole], next_starts, in_lists[:, 1]])
    by_end = paragraph_numbers | np.concatenate([paragraphs.ends[whole], ends, in_lists[:, 2]])
    for keys in (by_start, by_end):
        keys.sort(kind="stable")  # fast on what consists of sorted runs
    return Sentences(by_start >> _PLACE_BITS, by_start & _PLACE_MASK, by_end & _PLACE_MASK)


def _find_inner_ends(
    characters: Characters, tokens: Tokens, texts: Sequence[str], paragraphs: _Paragraphs
) -> tuple[_Places, _Places, _Places]:
    """Ends of sentences with another one behind them: number of the paragraph, end, start of the next sentence."""
    stops, rows = _find_stops(characters, paragraphs)
    is_plain = _are_plain(characters, tokens, stops, rows, paragraphs)
    may_end = is_plain | _may_end(characters, stops)
    stops, rows, is_plain = stops[may_end], rows[may_end], is_plain[may_end]
    places = find_places(characters, paragraphs.documents[rows], stops)
    numbers = paragraphs.numbers[rows]
    plain_numbers, plain_ends = numbers[is_plain], places[is_plain] + 1

    # Where the sentence starts that a stop may end, as far as plain ends tell.
    others = np.flatnonzero(~is_plain)
    last_plain = np.cumsum(is_plain)[others] - 1
    starts = paragraphs.starts[rows[others]]
    follows = last_plain >= 0
    follows[follows] = plain_numbers[last_plain[follows]] == numbers[others[follows]]
    starts[follows] = plain_ends[last_plain[follows]] + 1

    found: list[tuple[int, int, int]] = []
    number = next_start = -1
    asked = zip(
        numbers[others].tolist(),
        paragraphs.documents[rows[others]].tolist(),
        places[others].tolist(),
        starts.tolist(),
        paragraphs.starts[rows[others]].tolist(),
        paragraphs.ends[rows[others]].tolist(),
        strict=True,
    )
    for paragraph, document, place, plain_start, first, last in asked:
        if paragraph != number:
            number, next_start = paragraph, -1
        ending = find_end(texts[document], place, max(plain_start, next_start), first, last)
        if ending is not None:
            end, next_start = ending
            found.append((number, end, next_start))
    ends = np.array(found, dtype=np.int64).reshape(-1, 3)
    return (
        np.concatenate([plain_numbers, ends[:, 0]]),
        np.concatenate([plain_ends, ends[:, 1]]),
        np.concatenate([plain_ends + 1, ends[:, 2]]),
    )


def _find_stops(characters: Characters, paragraphs: _Paragraphs) -> tuple[_Places, _Places]:
    """Where the stops of some paragraphs start, in bytes, and which row of `paragraphs` each stands in."""
    data = np.frombuffer(characters.data, dtype=np.uint8)
    stops = np.flatnonzero((data == ord(".")) | (data == ord("!")) | (data == ord("?")))
    wide = characters.wide_positions
    wide = wide[(data[wide] == _ELLIPSIS[0]) & (characters.wide_lengths == len(_ELLIPSIS))]
    wide = wide[(data[wide + 1] == _ELLIPSIS[1]) & (data[wide + 2] == _ELLIPSIS[2])]
    stops = np.sort(np.concatenate([stops, wide]))
    rows = np.searchsorted(paragraphs.first_bytes, stops, side="right") - 1
    is_inside = rows >= 0
    is_inside[is_inside] = stops[is_inside] < paragraphs.last_bytes[rows[is_inside]]
    return stops[is_inside], rows[is_inside]


def _are_plain(
    characters: Characters, tokens: Tokens, stops: _Places, rows: _Places, paragraphs: _Paragraphs
) -> _Marks:
    """Which stops are full stops behind a word that is no abbreviation, with a space and a capital of ASCII behind."""
    data = np.frombuffer(characters.data, dtype=np.uint8)
    # Two bytes behind a stop lie in the batch where its paragraph goes on.
    is_plain = (data[stops] == ord(".")) & (stops + 2 < paragraphs.last_bytes[rows])
    some = stops[is_plain]
    capitals = data[some + 2]
    is_plain[is_plain] = (data[some + 1] == ord(" ")) & (capitals >= ord("A")) & (capitals <= ord("Z"))
    some = stops[is_plain]
    words = np.minimum(np.searchsorted(tokens.ends, some), max(tokens.ends.size - 1, 0))
    if not some.size or not tokens.ends.size:
        return np.zeros(stops.size, dtype=np.bool_)
    before = tokens.starts[words] - 1
    stands_alone = (tokens.ends[words] == some) & ((data[before] == ord(" ")) | (data[before] == ord("\n")))
    codes, places = np.unique(tokens.codes[words], return_inverse=True)
    ends = np.array(list(map(ends_plainly, tokens.dictionary.take(pa.array(codes)).to_pylist())), dtype=np.bool_)
    is_plain[is_plain] = stands_alone & ends[places]
    marks: _Marks = is_plain
    return marks


def _may_end(characters: Characters, stops: _Places) -> _Marks:
    """Which stops may end a sentence, by the byte behind them."""
    data = np.frombuffer(characters.data, dtype=np.uint8)
    behind = data[stops + np.where(data[stops] == _ELLIPSIS[0], len(_ELLIPSIS), 1)]
    may_end: _Marks = (behind >= _FIRST_WIDE) | np.isin(behind, _BEHIND_STOP)
    return may_end
