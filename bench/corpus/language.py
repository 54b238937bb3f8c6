"""Sentences from the templates and word lists in `languages/`.

A language file has sections. `[sentence]`, `[heading]` and others hold one template a line; `[list NAME]` holds words,
parted by commas or line ends; `[phrase]` and `[cast]` hold `name = template`. In a template, `{name}` is a word of a
list, a phrase, or a member of the cast; `{2-95}` a number. The cast of an article is drawn once: its people, places and
subject come back through the article, as they do in news.

Words are drawn by Zipf's law, in the order of their list, and Dutch compounds, names and places are put together from
two parts: their number grows with the corpus as the vocabulary of a newspaper does (`bench.corpus.statistics` counts).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import gcd
from operator import getitem
from pathlib import Path
from typing import NamedTuple

from bench.corpus.chance import DRAWS, Draws, choose, draw_below

__all__ = ["LANGUAGES", "Language", "Template", "load_language"]

LANGUAGES = {
    "nl": ("nl.txt", "nl_words.txt"),
    "en": ("en.txt",),
    "de": ("de.txt",),
    "fr": ("fr.txt",),
    "fy": ("fy.txt",),
    "nds": ("nds.txt",),
    "af": ("af.txt",),
}
"""Language files by ISO 639 code."""

_FOLDER = Path(__file__).parent / "languages"
_SLOT = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"([0-9]+)-([0-9]+)")
_YEARS = ("year", "last_year")
# Zipf and Mandelbrot: the word at rank r comes 1 / (r + shift) as often. The shift flattens the top of the lists, which
# hold content words only; function words stand in the templates.
_MANDELBROT_SHIFT = 2.7
_TAIL_DRAWS = 0.35 * DRAWS
_OPENING = '“„‘«" '  # may stand before the first letter of a sentence


class Template(NamedTuple):
    """A sentence to be: `form` for `str.format`, whose first places are the cast and whose others are the tables.

    `takes_tail` says whether a clause may follow.
    """

    form: str
    tables: tuple[tuple[str, ...], ...]
    takes_tail: bool = False

    def fill(self, draws: Draws, cast: tuple[str, ...]) -> str:
        """One sentence of it."""
        return self.form.format(*cast, *map(getitem, self.tables, draws))


@dataclass(frozen=True)
class Language:
    """Templates of one language.

    Attributes:
        cast: Members of the cast beside the two years.
        statements: Templates of sentences.
        steps: Steps that go through all statements before one comes again.
        tails: Templates of clauses that may follow a sentence.
        pieces: Templates of what is no sentence by section: `heading`, and in Dutch `caption` and `accent`.
    """

    cast: tuple[Template, ...]
    statements: tuple[Template, ...]
    steps: tuple[int, ...]
    tails: tuple[Template, ...]
    pieces: dict[str, tuple[Template, ...]]

    def draw_cast(self, draws: Draws, year: int) -> tuple[str, ...]:
        """The people, places and subject of an article of that year, each again as it begins a sentence."""
        members = (str(year), str(year - 1), *[template.fill(draws, ()) for template in self.cast])
        return (*members, *map(_capitalise, members))

    def sentences(self, draws: Draws, cast: tuple[str, ...]) -> Iterator[str]:
        """Sentences without end; no template comes again before all have had their turn."""
        count = len(self.statements)
        place = draw_below(draws, count)
        step = choose(draws, self.steps)
        while True:
            place = (place + step) % count
            form, tables, takes_tail = self.statements[place]
            text = form.format(*cast, *map(getitem, tables, draws))
            if takes_tail and next(draws) < _TAIL_DRAWS:
                yield f"{text}{choose(draws, self.tails).fill(draws, cast)}."
            else:
                yield f"{text}."

    def piece(self, section: str, draws: Draws, cast: tuple[str, ...]) -> str:
        """A heading, a caption or another piece that is no sentence."""
        return choose(draws, self.pieces[section]).fill(draws, cast)


@cache
def load_language(code: str) -> Language:
    """Read and compile the templates of a language of `LANGUAGES`."""
    lines: list[str] = []
    for name in LANGUAGES[code]:
        lines += (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    sections = _sections_of(lines)
    tables = {
        name.removeprefix("list "): _zipf_table(words)
        for name, content in sections.items()
        if name.startswith("list ") and (words := [word.strip() for line in content for word in line.split(",")])
    }
    phrases = dict(_named(sections["phrase"]))
    cast_forms = dict(_named(sections["cast"]))
    cast = tuple(_compile(form, phrases, (), tables) for form in cast_forms.values())
    members = (*_YEARS, *cast_forms)
    pieces = {
        name: tuple(_compile(line, phrases, members, tables) for line in content)
        for name, content in sections.items()
        if not name.startswith("list ") and name not in {"phrase", "cast"}
    }
    tails = pieces.pop("tail", ())
    # A quotation ends its sentence, and so does a form that names who spoke.
    statements = tuple(
        template._replace(takes_tail=bool(tails) and not set(template.form) & set("”’:"))
        for template in pieces.pop("sentence")
    )
    steps = tuple(step for step in range(1, len(statements)) if gcd(step, len(statements)) == 1)
    return Language(cast, statements, steps, tails, pieces)


def _sections_of(lines: Iterable[str]) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    content: list[str] = []
    for line in lines:
        if line.startswith("["):
            content = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            content.append(line)
    return sections


def _named(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        name, _, form = line.partition(" = ")
        yield name, form


def _compile(
    form: str, phrases: dict[str, str], members: tuple[str, ...], tables: dict[str, tuple[str, ...]]
) -> Template:
    """Put phrases in, number the places and find their tables."""
    while True:
        expanded = _SLOT.sub(lambda slot: phrases.get(slot[1], slot[0]), form)
        if expanded == form:
            break
        form = expanded
    found: list[tuple[str, ...]] = []

    is_clause = not form[0].isalpha() and form[0] in " ,"

    def number(slot: re.Match[str]) -> str:
        name = slot[1]
        begins = bool(members) and not is_clause and not slot.string[: slot.start()].strip(_OPENING)
        if name in members:
            return f"{{{members.index(name) + len(members) * begins}}}"
        bounds = _RANGE.fullmatch(name)
        table = _range_table(int(bounds[1]), int(bounds[2])) if bounds else tables[name]
        found.append(_capitalised(table) if begins else table)
        return f"{{{2 * len(members) + len(found) - 1}}}"

    numbered = _SLOT.sub(number, form)
    return Template(_capitalise(numbered) if members and not is_clause else numbered, tuple(found))


def _zipf_table(words: list[str]) -> tuple[str, ...]:
    """The words, each in as many of the `DRAWS` places as is its part by Zipf's law."""
    different = [word for word in dict.fromkeys(words) if word]
    ends = list(accumulate(1 / (rank + _MANDELBROT_SHIFT) for rank in range(1, len(different) + 1)))
    places: list[str] = []
    for word, end in zip(different, ends, strict=True):
        places += [word] * (round(end / ends[-1] * DRAWS) - len(places))
    return tuple(places)


@cache
def _range_table(first: int, last: int) -> tuple[str, ...]:
    numbers = [str(number) for number in range(first, last + 1)]
    return tuple(numbers[place * len(numbers) // DRAWS] for place in range(DRAWS))


@cache
def _capitalised(table: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_capitalise, table))


def _capitalise(text: str) -> str:
    """Give the first letter its capital; `’n` and `’s` keep their small one."""
    start = len(text) - len(text.lstrip(_OPENING))
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]
