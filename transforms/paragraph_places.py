"""Where the paragraphs of a batch lie, found once for all that is asked about them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from transforms.characters import Characters
from transforms.paragraphs import ParagraphKind, Span
from transforms.stretches import find_bytes

__all__ = ["ParagraphPlaces", "locate_paragraphs"]

_Integers = npt.NDArray[np.int64]


class ParagraphPlaces(NamedTuple):
    """The paragraphs of a batch, in order, one entry each.

    Attributes:
        counts: How many paragraphs each text has; one entry a text.
        kinds: Their kinds.
        documents: Which text each of them stands in.
        starts: Where it starts in its text, in code points.
        ends: Where it ends, exclusive.
        first_bytes: Where it starts in `Characters.data`.
        last_bytes: Where it ends there, exclusive.
    """

    counts: list[int]
    kinds: list[ParagraphKind]
    documents: _Integers
    starts: _Integers
    ends: _Integers
    first_bytes: _Integers
    last_bytes: _Integers

    def span(self, paragraph: int) -> Span:
        """One of them, as it was given."""
        return Span(self.kinds[paragraph], int(self.starts[paragraph]), int(self.ends[paragraph]))

    def arrays(self) -> tuple[_Integers, ...]:
        """Documents, starts, ends, first and last bytes."""
        return (self.documents, self.starts, self.ends, self.first_bytes, self.last_bytes)


def locate_paragraphs(characters: Characters, paragraphs: Sequence[Sequence[Span]]) -> ParagraphPlaces:
    """Find the paragraphs of some texts in the bytes of their batch.

    Args:
        characters: The characters of the texts.
        paragraphs: The paragraphs of each text.
    """
    counts = [len(spans) for spans in paragraphs]
    kinds, starts, ends = zip(*chain.from_iterable(paragraphs), strict=True) if any(counts) else ((), (), ())
    documents = np.repeat(np.arange(len(counts)), counts)
    first, last = (np.array(bounds, dtype=np.int64) for bounds in (starts, ends))
    return ParagraphPlaces(
        counts,
        list(kinds),
        documents,
        first,
        last,
        find_bytes(characters, documents, first),
        find_bytes(characters, documents, last),
    )
