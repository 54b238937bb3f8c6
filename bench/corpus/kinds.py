"""Which file of a corpus is of which kind, and how many are of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate
from zlib import crc32

from bench.corpus.encodings import DAMAGES
from bench.corpus.headers import BAD_HEADERS
from bench.corpus.language import LANGUAGES

__all__ = ["DEFAULT_SHARES", "GOOD", "GRADES", "KINDS", "Mixture"]

GOOD = "good"

GRADES = {f"near_{percent}": percent / 100 for percent in (95, 90, 85, 80, 70, 60, 50)}
"""Least similarity of each kind of near copy to its original."""

DEFAULT_SHARES: dict[str, float] = {
    # Copies of good articles that come earlier in the corpus.
    "exact_copy": 0.008,
    "same_text": 0.006,
    **dict.fromkeys(GRADES, 0.003),
    # Other languages, whole or half.
    **{f"language_{code}": 0.002 for code in LANGUAGES if code != "nl"},
    "language_en": 0.012,
    "language_de": 0.006,
    "language_fr": 0.004,
    "language_mixed": 0.003,
    # Headers that are refused, or read with a remark.
    **dict.fromkeys(BAD_HEADERS, 0.003),
    "date_missing": 0.005,
    "date_malformed": 0.004,
    "date_tolerated": 0.008,
    # Bytes and text that need a repair.
    **dict.fromkeys(DAMAGES, 0.002),
    "several_damages": 0.004,
    "cp1252": 0.006,
    "crlf": 0.006,
    "mojibake": 0.004,
    "tags": 0.004,
    "soft_hyphens": 0.004,
    "odd_spaces": 0.004,
    # No article at all.
    "file_empty": 0.001,
    "binary_data": 0.001,
    "text_missing": 0.002,
    "text_too_short": 0.002,
    "repetition": 0.002,
    "file_too_large": 0.0,
}
"""Share of every kind but good articles, which are the rest: about 84 in a hundred. Others only when asked for."""

KINDS = (GOOD, *DEFAULT_SHARES)
"""Every kind of file."""

# Multiples of the golden ratio, modulo one, fill the unit interval as evenly as can be: any run of numbers holds each
# kind in its share, and a kind with a share of a thousandth comes within three thousand files.
_GOLDEN = 0x9E3779B97F4A7C15
_WORD = 1 << 64


class Mixture:
    """Shares of kinds, and the kind of every number under a seed."""

    def __init__(self, seed: int, shares: Mapping[str, float] = DEFAULT_SHARES) -> None:
        """Take the shares of the kinds that are not good articles.

        Raises:
            ValueError: A kind that does not exist, a negative share, or more than a whole.
        """
        unknown = sorted(set(shares) - set(DEFAULT_SHARES))
        if unknown:
            raise ValueError(f"there is no kind {', '.join(unknown)}; the kinds are {', '.join(DEFAULT_SHARES)}")
        if any(share < 0 for share in shares.values()) or sum(shares.values()) > 1:
            raise ValueError("shares lie between 0 and 1, and so does their sum")
        self.seed = seed
        self.shares = dict(shares)

    @cached_property
    def _offset(self) -> int:
        return crc32(f"kinds/{self.seed}".encode()) << 32

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return (*self.shares, GOOD)

    @cached_property
    def _ends(self) -> list[int]:
        return [round(end * _WORD) for end in accumulate(self.shares.values())]

    def kind_of(self, number: int) -> str:
        """The kind of the file of that number."""
        return self._names[bisect_right(self._ends, (number * _GOLDEN + self._offset) % _WORD)]
