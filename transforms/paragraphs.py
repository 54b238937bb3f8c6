"""The body of an article, cleaned, and its paragraphs.

Paragraphs are parted by blank lines; a single line break inside one stays. Offsets count Unicode code points
into the cleaned text, from 0, the end exclusive: `text[start:end]` is the paragraph exactly, has no white space
at either end, and between two paragraphs lies nothing but white space.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

__all__ = ["ParagraphKind", "Span", "clean_body", "split_paragraphs"]

ParagraphKind = Literal["heading", "text", "caption", "quote", "list"]

_LONGEST_HEADING = 80
_MOST_HEADING_WORDS = 12
_MOST_QUESTION_WORDS = 8

_QUOTATION_MARKS = "\"'“”„‘’‚«»"
_STOPS = ".!?…"
_CLOSING_PUNCTUATION = _STOPS + ":;,"
# What may stand after the closing punctuation of a paragraph.
_CLOSERS = _QUOTATION_MARKS + ")]"

# Opening mark -> the marks that may close it. The low marks and „ are how Dutch papers open a quotation; two commas
# and two apostrophes are how typewriters and old systems wrote them.
_QUOTATION_PAIRS = {
    '"': '"”',
    "“": '”"“',
    "„": '”“"',
    "”": "”",
    "‘": "’'",
    "‚": "’‘",
    "'": "'’",
    "’": "’",
    "«": "»",
    "»": "«",
}
_QUOTATION_OPENERS = frozenset(_QUOTATION_PAIRS) | {","}

_BLANK_LINES = re.compile(r"\n{3,}")
_LIST_LINE = re.compile(r"\s*(?:[-*](?=\s)|•|[0-9]{1,3}[.)](?=\s))")


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

    The kinds, in the order in which they are tried:

    - `caption` ends with the maker of a photo, `(foto: AFP)` or `(Foto ANP)`, or begins with `Foto:`;
    - `list`: every line begins with `-`, `*`, `•`, or a number and `.` or `)`;
    - `quote`: the whole paragraph stands inside one pair of quotation marks;
    - `heading`: one line of at most 80 characters and 12 words that begins with a capital, a digit or a quotation
      mark and ends without closing punctuation, or a question of at most 8 words; never the last paragraph.
      Words in quotation marks without a full stop of their own are a heading too, not a quote;
    - `text`: everything else.

    Args:
        text: A text as `clean_body` gives it.

    Returns:
        The paragraphs in the order of the text; none for a text of white space only.
    """
    bounds: list[tuple[int, int]] = []
    offset = 0
    for block in text.split("\n\n"):
        stripped = block.strip()
        if stripped:
            start = offset + len(block) - len(block.lstrip())
            bounds.append((start, start + len(stripped)))
        offset += len(block) + 2
    last = len(bounds) - 1
    return [
        Span(_kind_of(text[start:end], is_last=position == last), start, end)
        for position, (start, end) in enumerate(bounds)
    ]


def _kind_of(paragraph: str, *, is_last: bool) -> ParagraphKind:
    first = paragraph[0]
    if _is_caption(paragraph):
        return "caption"
    if (first in "-*•" or first.isdigit()) and _is_list(paragraph):
        return "list"
    if len(paragraph) <= _LONGEST_HEADING and not is_last and _is_heading(paragraph):
        return "heading"
    if first in _QUOTATION_OPENERS and _is_quote(paragraph):
        return "quote"
    return "text"


def _is_caption(paragraph: str) -> bool:
    if paragraph[-1] == ")":
        credit = paragraph[paragraph.rfind("(") + 1 : -1]
        if credit[:4].lower() == "foto" and credit[4:5] in (":", " "):
            return True
    return paragraph[0] in "Ff" and paragraph[:5].lower() == "foto:"


def _is_list(paragraph: str) -> bool:
    return all(_LIST_LINE.match(line) for line in paragraph.split("\n"))


def _is_quote(paragraph: str) -> bool:
    """Whether one quotation begins with the paragraph and ends with it.

    `"Ja", zei hij. "Nee."` begins and ends with a mark too: the mark must not close before the end.
    """
    if paragraph.startswith((",,", "''")):
        inner, closing = paragraph[2:], "''"
        at = inner.find(closing)
        return at > 0 and at == len(inner) - 2
    closers = _QUOTATION_PAIRS.get(paragraph[0], "")
    if len(paragraph) < 3 or paragraph[-1] not in closers:  # noqa: PLR2004 - two marks with something between them
        return False
    if paragraph[0] in "'‘‚’":
        # Apostrophes inside words look like the closing mark: only one that ends a word counts.
        return not any(mark + after in paragraph[1:-1] for mark in closers for after in " ,.\n")
    return not any(mark in paragraph[1:-1] for mark in closers)


def _is_heading(paragraph: str) -> bool:
    first = paragraph[0]
    if "\n" in paragraph or not (first.isupper() or first.isdigit() or first in _QUOTATION_MARKS):
        return False
    ending = paragraph.rstrip(_CLOSERS)
    if not ending:
        return False
    word_count = len(paragraph.split())
    if ending[-1] == "?" and ending == paragraph:
        return word_count <= _MOST_QUESTION_WORDS
    return ending[-1] not in _CLOSING_PUNCTUATION and word_count <= _MOST_HEADING_WORDS
