"""Stretches of a batch: places and bytes agree, and what is cut is what slicing gives."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.characters import read_characters
from transforms.stretches import cut_strings, find_bytes, find_places, level_white_space

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1, max_size=5)


@given(TEXTS, st.data())
def test_places_and_bytes_are_two_ways_to_say_the_same(texts: list[str], data: st.DataObject) -> None:
    characters = read_characters(texts)
    document = data.draw(st.integers(0, len(texts) - 1))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(texts[document]))] * 2)))
    documents, places = np.array([document, document]), np.array([start, end])
    positions = find_bytes(characters, documents, places)
    assert find_places(characters, documents, positions).tolist() == [start, end]
    assert cut_strings(characters, positions[:1], positions[1:]).to_pylist() == [texts[document][start:end]]


def levelled(texts: list[str]) -> list[bytes]:
    characters = read_characters(texts)
    return [b"".join(pieces) for pieces in level_white_space(characters)]


@given(TEXTS, st.integers(1, 40))
@example([" een\u3000 twee\u2028\n", "", "\x1f"], 1)
def test_white_space_is_levelled_as_python_splits(texts: list[str], piece_bytes: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("transforms.stretches.PIECE_BYTES", piece_bytes)
        assert levelled(texts) == [" ".join(text.split()).encode() for text in texts]


def test_white_space_is_what_python_takes_for_it() -> None:
    every = "".join(f"a{chr(code)}b" for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF)
    assert levelled([every]) == [" ".join(every.split()).encode()]
