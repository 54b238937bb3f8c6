"""The body of an article, cleaned, and its paragraphs.

Paragraphs are parted by blank lines; a single line break inside one stays. Where a blank line was surely lost, a
paragraph begins inside a line, and the text stays as it is. Offsets count Unicode code points
into the cleaned text, from 0, the end exclusive: `text[start:end]` is the paragraph exactly, has no white space
at either end, and between two paragraphs lies nothing but white space.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from transforms.lost_breaks import find_inner_starts, find_lost_breaks
from transforms.paragraph_kinds import ParagraphKind, is_glued_heading, kind_of, numbered_heading

__all__ = ["ParagraphKind", "Span", "clean_body", "split_paragraphs"]

_BLANK_LINES = re.compile(r"\n{3,}")


class Span(NamedTuple):
    """One paragraph: what kind it is, and where it starts and ends in the text."""

    kind: ParagraphKind
    start: int
    end: int


def clean_body(text: str) -> str:
    """Reduce the white space of a body to what carries meaning.

    Line ends become LF, white space at the end of lines goes, runs of blank lines become one blank line, and the
    text has no white space at either end. Single line breaks and indents stay. Cleaning twice changes nothing.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Line by line, and not by a pattern for white space before a line end: that is quadratic on long runs of spaces.
    text = "\n".join([line.rstrip() for line in text.split("\n")])
    if "\n\n\n" in text:
        text = _BLANK_LINES.sub("\n\n", text)
    return text.strip()


def split_paragraphs(text: str) -> list[Span]:
    """Split a cleaned body into its paragraphs and tell their kinds.

    Blank lines part paragraphs; where one was surely lost, a paragraph begins inside a line or at a single line break
    (`transforms/lost_breaks.py`). The kinds, in the order in which they are tried:

    - `caption` ends with the maker of a picture, `(foto: AFP)`, `(Foto ANP)` or `Beeld: ANP`, or begins with `Foto:`;
    - `list`: every line begins with `-`, `*`, `•`, or a number and `.` or `)`. One numbered line between paragraphs
      of other kinds that reads as a heading is one;
    - `quote`: the whole paragraph stands inside one pair of quotation marks;
    - `heading`: one line of at most 80 characters and 12 words that begins with a capital, a digit or a quotation
      mark and ends without closing punctuation, or a question of at most 8 words; never the last paragraph, and no
      byline (`Van onze correspondent`). Words in quotation marks without a full stop of their own are a heading too,
      not a quote. A line that lost its break may have 120 characters and 20 words;
    - `text`: everything else.

    Args:
        text: A text as `clean_body` gives it.

    Returns:
        The paragraphs in the order of the text; none for a text of white space only.
    """
    bounds = _find_bounds(text)
    last = len(bounds) - 1
    kinds: list[ParagraphKind] = [
        "heading"
        if was_glued and is_glued_heading(text[start:end])
        else kind_of(text[start:end], is_last=position == last)
        for position, (start, end, was_glued) in enumerate(bounds)
    ]
    if "list" in kinds:
        _tell_numbered_headings(text, bounds, kinds)
    return [Span(kind, start, end) for kind, (start, end, _) in zip(kinds, bounds, strict=True)]


def _find_bounds(text: str) -> list[tuple[int, int, bool]]:
    """Start and end of each paragraph, and whether the next one was glued to it."""
    bounds: list[tuple[int, int, bool]] = []
    lost = find_lost_breaks(text)
    offset = 0
    for block in text.split("\n\n"):
        stripped = block.strip()
        if stripped:
            start = offset + len(block) - len(block.lstrip())
            end = start + len(stripped)
            if lost or "\n" in stripped:
                inside = lost[bisect_right(lost, start) : bisect_left(lost, end)]
                for inner, was_glued in find_inner_starts(text, start, end, inside):
                    bounds.append((start, start + len(text[start:inner].rstrip()), was_glued))
                    start = inner
            bounds.append((start, end, False))
        offset += len(block) + 2
    return bounds


def _tell_numbered_headings(text: str, bounds: list[tuple[int, int, bool]], kinds: list[ParagraphKind]) -> None:
    """A list of one line that stands among other paragraphs is a heading where it reads as one."""
    neighbours = [None, *kinds, None]
    for position, (start, end, _) in enumerate(bounds[:-1]):
        if neighbours[position : position + 3].count("list") == 1 and kinds[position] == "list":
            paragraph = text[start:end]
            if "\n" not in paragraph and numbered_heading(paragraph):
                kinds[position] = "heading"
