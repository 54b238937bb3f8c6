"""Articles that look like those of a newspaper: paragraphs, sub-headings, captions, quotations, lengths."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist
from zlib import crc32

from bench.corpus.chance import DRAWS, Draws, choose, draw_below, draw_from, happens
from bench.corpus.headers import Header, draw_day, good_header
from bench.corpus.language import Language, load_language

__all__ = ["Article", "file_path", "make_article", "write_paragraphs"]

SOURCES = ("dorpsbode", "dorpsbode", "dorpsbode", "havenkrant", "havenkrant", "streekblad", "weekpost")

# Characters of an article: log-normal, as the lengths of news articles are. The mean is that of the seeds (3.6 kB with
# the header), median 3.0 thousand, a tenth below 1.4 and a tenth above 6.5 thousand.
MEDIAN_CHARACTERS = 2_920
SPREAD = 0.6
SHORTEST, LONGEST = 600, 16_000

HEADING_SHARE, CAPTION_SHARE, QUOTE_SHARE = 0.2, 0.06, 0.06
TITLE_SHARE = 0.6
SHORTEST_BEHIND_HEADING = 200  # characters
BROKEN_LINES_SHARE = 0.03
_QUOTATION_MARKS = (("“", "”"), ("„", "”"), ("‘", "’"), ('"', '"'))


@dataclass(frozen=True, slots=True)
class Article:
    """A good article.

    Attributes:
        number: Its number in the corpus.
        path: Where it lies in the inbox.
        header: Its date.
        paragraphs: Its text, which is `text` when parted by blank lines.
    """

    number: int
    path: str
    header: Header
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """What has to come out when it is taken in, exactly."""
        return "\n\n".join(self.paragraphs)


def file_path(seed: int, number: int, year: int) -> str:
    """Where a file lies in the inbox: the source, the year it says it is of, its number."""
    source = SOURCES[crc32(f"{seed}/{number}".encode()) % len(SOURCES)]
    return f"{source}/{year:04d}/{number:07d}.txt"


def make_article(seed: int, number: int, code: str = "nl") -> Article:
    """Make one article; it depends on the seed, its number and the language only."""
    draws = draw_from(f"{seed}/{number}")
    day = draw_day(draws)
    header = good_header(draws, day)
    paragraphs = write_paragraphs(load_language(code), draws, day.year, _draw_length(draws))
    return Article(number, file_path(seed, number, day.year), header, tuple(paragraphs))


def write_paragraphs(language: Language, draws: Draws, year: int, characters: int) -> list[str]:
    """Paragraphs of about so many characters in all."""
    cast = language.draw_cast(draws, year)
    sentences = language.sentences(draws, cast)
    between = "\n" if happens(draws, BROKEN_LINES_SHARE) else " "
    paragraphs = [language.piece("heading", draws, cast)] if happens(draws, TITLE_SHARE) else []
    left = characters - sum(map(len, paragraphs))
    while left > 0:
        kind = next(draws) / DRAWS
        if kind < CAPTION_SHARE and "caption" in language.pieces and paragraphs:
            paragraphs.append(language.piece("caption", draws, cast))
        elif kind > 1 - HEADING_SHARE and paragraphs and left > SHORTEST_BEHIND_HEADING:
            paragraphs.append(language.piece("heading", draws, cast))
        else:
            paragraph = _write_paragraph(sentences, between, min(200 + draw_below(draws, 500), left))
            if CAPTION_SHARE < kind < CAPTION_SHARE + QUOTE_SHARE:
                opening, closing = choose(draws, _QUOTATION_MARKS)
                paragraph = f"{opening}{paragraph}{closing}"
            paragraphs.append(paragraph)
        left -= len(paragraphs[-1])
    return paragraphs


def _write_paragraph(sentences: Iterator[str], between: str, characters: int) -> str:
    taken = []
    while characters > 0:
        taken.append(next(sentences))
        characters -= len(taken[-1])
    return between.join(taken)


def _draw_length(draws: Draws) -> int:
    deviation = NormalDist().inv_cdf((next(draws) + 0.5) / DRAWS)
    return min(max(round(MEDIAN_CHARACTERS * math.exp(SPREAD * deviation)), SHORTEST), LONGEST)
