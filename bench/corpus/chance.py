"""Draws that come out the same on every machine and every Python: bytes of SHAKE-128, twelve bits at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import chain, count
from typing import TypeVar

import numpy as np

__all__ = ["DRAWS", "Draws", "choose", "draw_below", "draw_from", "happens"]

Thing = TypeVar("Thing")

Draws = Iterator[int]
"""Endless numbers of 0 to `DRAWS` - 1, each as likely as the other."""

_BITS = 12
DRAWS = 1 << _BITS
_BLOCK_BYTES = 1_024  # 512 draws: an article of the mean length takes twice that


def draw_from(key: str) -> Draws:
    """Draws that depend on the key only."""
    return chain.from_iterable(_block(f"{key}/{number}") for number in count())


def draw_below(draws: Draws, bound: int) -> int:
    """A number from 0 up to but not including the bound, which is at most `DRAWS`."""
    return next(draws) * bound >> _BITS


def choose(draws: Draws, things: Sequence[Thing]) -> Thing:
    """One of the things."""
    return things[next(draws) * len(things) >> _BITS]


def happens(draws: Draws, share: float) -> bool:
    """True in so large a share of all cases."""
    return next(draws) < share * DRAWS


def _block(key: str) -> list[int]:
    digest = hashlib.shake_128(key.encode()).digest(_BLOCK_BYTES)
    numbers: list[int] = (np.frombuffer(digest, dtype="<u2") >> (16 - _BITS)).tolist()
    return numbers
