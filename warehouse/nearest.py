"""The names that somebody may have meant: for errors that say what would have worked."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = ["did_you_mean", "nearest_names"]

LEAST_LIKENESS = 0.55
"""Below it a suggestion is more puzzling than none; found by trying misspellings of our own column names."""


def nearest_names(name: str, known: Iterable[str], *, count: int = 3) -> list[str]:
    """The known names most like `name`, best first; empty when none is like it.

    Case does not matter. A name that begins with what was typed counts as like it, however long it is: people
    type `date` and mean `date_start`.

    Args:
        name: What was typed.
        known: What would have worked.
        count: How many to give at most.
    """
    typed = name.casefold()
    choices = sorted({choice for choice in known if choice})
    by_folded = {choice.casefold(): choice for choice in reversed(choices)}
    alike = difflib.get_close_matches(typed, by_folded, n=count, cutoff=LEAST_LIKENESS)
    beginning = [folded for folded in sorted(by_folded) if typed and folded.startswith(typed)]
    return [by_folded[folded] for folded in dict.fromkeys([*alike, *beginning])][:count]


def did_you_mean(names: list[str]) -> str:
    """`Did you mean a or b?`, or nothing when there is nothing to suggest."""
    if not names:
        return ""
    *others, last = names
    return f"Did you mean {', '.join(others)} or {last}?" if others else f"Did you mean {last}?"
