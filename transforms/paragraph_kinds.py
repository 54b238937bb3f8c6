"""What kind a paragraph is: told by its form alone, never by what it is about.

The same words may be a heading in one paper and a sentence in another; what cannot be told by form is `text`.
"""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["LIST_LINE", "ParagraphKind", "is_glued_heading", "is_heading", "kind_of", "numbered_heading"]

ParagraphKind = Literal["heading", "text", "caption", "quote", "list"]

LONGEST_HEADING = 80
_MOST_HEADING_WORDS = 12
_MOST_QUESTION_WORDS = 8
# A heading whose line break was lost may be a whole sentence: what tells it is that no stop ends it and something
# that can only begin a sentence follows. The seeds hold one of 18 words and 112 characters.
_LONGEST_GLUED_HEADING = 120
_MOST_GLUED_HEADING_WORDS = 20

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

LIST_LINE = re.compile(r"\s*(?:[-*](?=\s)|•|[0-9]{1,3}[.)](?=\s))")
_NUMBER = re.compile(r"[0-9]{1,3}[.)]\s+")

# A maker without brackets at the very end: behind a stop, a bar or a dash, and written as a name (`Beeld: ANP`).
_BARE_CREDIT = re.compile(r"(?:[.!?…\"”’)|–—]\s*(?:Foto|FOTO|Beeld|BEELD)(?::\s*|\s+)|©\s*)[A-Z][\w./&' -]{1,40}$")
_LONGEST_CREDIT = 60
_CREDITED = ("foto", "beeld")

# Who wrote it and where it came from stand alone on a line too, and are no headings.
_BYLINE_OPENERS = frozenset({"Door", "Door:", "Tekst:", "Auteur:", "Redactie:"})
_BYLINES = ("Van onze ", "Door onze ", "Van een onzer ", "Door een onzer ")
_NAME_PARTICLES = frozenset({"van", "de", "der", "den", "het", "'t", "’t", "in", "ten", "ter", "te", "en", "&", "von"})
_FEWEST_NAMES = 2
_AGENCY = re.compile(r"\((?:ANP|AFP|AP|Reuters|REUTERS|Belga|BELGA|Novum|dpa|DPA)(?:/[A-Za-z]+)*\)$")
# Lines of the page that lead to other pages.
_SIGNPOST = re.compile(r"(?:Lees|Bekijk|Kijk|Luister) (?:hier )?(?:ook|meer|verder|terug)\b|Deel (?:dit|deze|via)\b")


def kind_of(paragraph: str, *, is_last: bool) -> ParagraphKind:
    """The kind of a paragraph that has no white space at either end.

    Args:
        paragraph: Its text.
        is_last: Whether no paragraph follows; then it is no heading.
    """
    first = paragraph[0]
    if _is_caption(paragraph):
        return "caption"
    if (first in "-*•" or first.isdigit()) and _is_list(paragraph):
        return "list"
    if len(paragraph) <= LONGEST_HEADING and not is_last and is_heading(paragraph):
        return "heading"
    if first in _QUOTATION_OPENERS and _is_quote(paragraph):
        return "quote"
    return "text"


def _is_caption(paragraph: str) -> bool:
    if paragraph[-1] == ")":
        credit = paragraph[paragraph.rfind("(") + 1 : -1]
        if credit[:1] == "©" or _names_maker(credit):
            return True
    if paragraph[0] in "FfBb" and paragraph[:6].lower().startswith(("foto:", "beeld:")):
        return True
    # Most paragraphs end as a sentence does; a name ends with a letter.
    if not paragraph[-1].isalpha() or "\n" in paragraph:
        return False
    return _BARE_CREDIT.search(paragraph, max(len(paragraph) - _LONGEST_CREDIT, 0)) is not None


def _names_maker(credit: str) -> bool:
    return any(
        credit[: len(word)].lower() == word and credit[len(word) : len(word) + 1] in (":", " ") for word in _CREDITED
    )


def _is_list(paragraph: str) -> bool:
    return all(LIST_LINE.match(line) for line in paragraph.split("\n"))


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


def is_heading(paragraph: str, *, most_words: int = _MOST_HEADING_WORDS) -> bool:
    """Whether a line reads as a heading: of few words, begins like a sentence, does not end like one, no byline."""
    first = paragraph[0]
    if "\n" in paragraph or not (first.isupper() or first.isdigit() or first in _QUOTATION_MARKS):
        return False
    ending = paragraph.rstrip(_CLOSERS)
    if not ending:
        return False
    word_count = len(paragraph.split())
    if ending[-1] == "?" and ending == paragraph:
        return word_count <= _MOST_QUESTION_WORDS
    return ending[-1] not in _CLOSING_PUNCTUATION and word_count <= most_words and not _is_page_line(paragraph)


def is_glued_heading(line: str) -> bool:
    """Whether a line that lost its break reads as a heading: it may be longer than one that kept it."""
    return len(line) <= _LONGEST_GLUED_HEADING and is_heading(line, most_words=_MOST_GLUED_HEADING_WORDS)


def _is_page_line(paragraph: str) -> bool:
    if paragraph.startswith(_BYLINES) or _SIGNPOST.match(paragraph) or _AGENCY.search(paragraph):
        return True
    opener, *names = paragraph.split()
    return (
        opener in _BYLINE_OPENERS
        and sum(name[0].isupper() for name in names) >= _FEWEST_NAMES
        and all(name[0].isupper() or name in _NAME_PARTICLES for name in names)
    )


def numbered_heading(paragraph: str) -> bool:
    """Whether a list of one line is rather a heading that counts: `2. Wat gebeurt er nu?`."""
    number = _NUMBER.match(paragraph)
    if number is None or len(paragraph) > LONGEST_HEADING:
        return False
    # A pictogram may stand between the number and the words.
    words = paragraph[number.end() :]
    letter = next((place for place, character in enumerate(words) if character.isalnum()), None)
    return letter is not None and is_heading(words[letter:])
