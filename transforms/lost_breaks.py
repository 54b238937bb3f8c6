"""Where a paragraph begins inside a block of lines, because a blank line was lost on the way.

Three forms are sure enough to act on; the text itself is never changed:

- **A line that is glued to the next sentence by a space**: `... de sancties te omzeilen Begin 2017 verkocht het land`.
  Dutch writes no capital inside a sentence but for names and titles. The words below begin sentences, and no names
  and hardly a title; one of them with a capital, a small letter behind it and no stop before it begins a sentence.
  Words that begin titles and surnames as well (`De`, `Het`, `In`, `Van`, `Ik`, `Dit`) are left out: they would find
  more, and cut through `Zij las De avonden`.
- **A heading with a single line break behind it**, where the next line is longer than wrapped lines are, so that the
  break was made on purpose.
- **A list with its introduction on top**: the line above ends with a colon, and every line from there on is an item.
"""

from __future__ import annotations

import re

import re2

from transforms.paragraph_kinds import LIST_LINE, LONGEST_HEADING, is_heading
from transforms.sentences import set_of, split_sentences

__all__ = ["find_inner_starts", "find_lost_breaks"]

_LONGEST_WRAPPED_LINE = 120
"""Text that was wrapped for mail or a terminal has lines of 60 to 80 characters, seldom up to 120."""
_FEWEST_ITEMS = 2
# Behind a heading the sentence before it ends within its length; farther away there is nothing to learn.
_FARTHEST_LOOK = 400

_STARTERS = (
    "Aangezien|Aanvankelijk|Afgelopen|Alhoewel|Allereerst|Als|Behalve|Bovendien|Daaraan|Daarbij|Daardoor|Daarentegen|"
    "Daarin|Daarmee|Daarna|Daarnaast|Daarom|Daarop|Daarover|Daarvan|Daarvoor|Dankzij|Desondanks|Destijds|Deze|Dus|"
    "Echter|Eerder|Enerzijds|Er|Gelukkig|Gezien|Gisteren|Halverwege|Helaas|Hierbij|Hierdoor|Hiermee|Hiervoor|Hij|"
    "Hoewel|Immers|Indien|Inmiddels|Integendeel|Intussen|Kennelijk|Kortom|Later|Maar|Medio|Misschien|Mogelijk|Momenteel|"
    "Namens|Natuurlijk|Niettemin|Omdat|Ondanks|Ondertussen|Ook|Overigens|Sinds|Sindsdien|Sommige|Tegelijkertijd|"
    "Terwijl|Tijdens|Toch|Toen|Uiteindelijk|Uiteraard|Vanaf|Vandaar|Vanwege|Verder|Vermoedelijk|Vervolgens|Volgens|"
    "Voordat|Vooral|Voorlopig|Vorig|Vorige|Waarschijnlijk|Wanneer|Want|We|Weliswaar|Zelfs|Zij|Zodra|Zolang|Zowel"
)
# These are parts of names and of words that bad scans have cut (`Eind hoven`, `En geland`): only with what follows.
_STARTERS_WITH = (
    "(?:Begin|Eind) (?:[0-9]|dit jaar|vorig|deze maand)|En (?:dus|toch|dan|toen|nu|ook|er|dat|die|wat|wie|als|zo) "
)
_BEGINS_SENTENCE = rf"(?:(?:{_STARTERS}) [a-z0-9]|{_STARTERS_WITH})"
# A stop, or what opens or joins, before the space: then there is nothing to find, or nothing is sure.
_GLUED = re.compile(rf"(?<![.!?…:;,„“‘‚«(\[/|&+*•·–—-]) (?<![.!?…:;,][\"”’'»)\]] )(?={_BEGINS_SENTENCE})")
# Asked first, because it takes a seventeenth of the time: RE2 on bytes, and only what ASCII can say of the above.
_OPTIONS = re2.Options()
_OPTIONS.encoding = re2.Options.Encoding.LATIN1
_MAY_BE_GLUED = re2.compile(rf"[^.!?:;,(\[/|&+*-] {_BEGINS_SENTENCE}".encode("ascii"), _OPTIONS)

# After these a name or title goes on the sentence, or the sentence cannot have ended.
_LEADS_ON = set_of(
    "de het een 't van in op bij met als over voor door naar uit en of te aan tegen om tot per onder na sinds is zijn"
    " was dat die wie wat wanneer omdat terwijl hoewel zoals waarop waarin heet heette genaamd getiteld kunnen kan"
    " film boek roman lied liedje nummer serie programma single album musical toneelstuk voorstelling podcast krant"
    " blad tijdschrift weekblad dagblad maandblad stichting vereniging partij beweging actie campagne project titel"
    " rubriek column quiz documentaire hit bundel gedicht verhaal opera expositie tentoonstelling festival spel show"
    " motto slogan leus kop site website band groep the a an and of"
)
_LEADING_ENDINGS = (
    "programma", "serie", "film", "boek", "blad", "lied", "roman", "krant", "show", "quiz", "spel", "project",
)  # fmt: skip
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("„", "”"), ("«", "»"), ("‘", "’"))
_CLOSED = re.compile(r"[.!?…][\"”’'»)\]]*$")
_WORD_MARKS = "\"'“”„‘’‚«»()[]"


def find_lost_breaks(text: str) -> list[int]:
    """Where in a text a sentence starts behind a space and no stop; in order, not yet held against paragraphs."""
    if _MAY_BE_GLUED.search(text.encode("utf-8", "surrogatepass")) is None:
        return []
    return [match.end() for match in _GLUED.finditer(text)]


def find_inner_starts(text: str, start: int, end: int, glued: list[int]) -> list[tuple[int, bool]]:
    """Where paragraphs begin inside one block.

    Args:
        text: The cleaned body.
        start: Where the block starts in it.
        end: Where it ends, exclusive.
        glued: What `find_lost_breaks` found inside the block.

    Returns:
        Each start, in order, and whether the piece before it may be a heading of more than the usual length.
    """
    starts: dict[int, bool] = {}
    if "\n" in text[start:end]:
        starts.update(dict.fromkeys(_line_starts(text, start, end), False))
    elif glued and _CLOSED.search(text, start, end):
        # The last piece must end as a sentence does: menus and tables do not.
        for place in glued:
            found = _glued_starts(text, start, place)
            starts.update(found)
            start = max(found, default=start)
    return sorted(starts.items())


def _line_starts(text: str, start: int, end: int) -> list[int]:
    lines = text[start:end].split("\n")
    heading, following = lines[0], lines[1].lstrip()
    if (
        len(heading) <= LONGEST_HEADING
        and len(following) > _LONGEST_WRAPPED_LINE
        and not following[0].islower()
        and is_heading(heading)
    ):
        return [start + len(heading) + 1 + len(lines[1]) - len(following)]
    items = len(lines)
    while items and LIST_LINE.match(lines[items - 1]):
        items -= 1
    if 0 < items <= len(lines) - _FEWEST_ITEMS and lines[items - 1].endswith(":"):
        first = start + sum(len(line) + 1 for line in lines[:items])
        return [first + len(lines[items]) - len(lines[items].lstrip())]
    return []


def _glued_starts(text: str, start: int, place: int) -> dict[int, bool]:
    """What a lost break at `place` says about the paragraph that starts at `start`: one start, two, or none."""
    looked_from = max(start, place - _FARTHEST_LOOK)
    sentence_start, _ = split_sentences(text, looked_from, place)[-1]
    piece = text[sentence_start:place].rstrip()
    last_word = piece.split()[-1].strip(_WORD_MARKS)
    if (
        not last_word[-1:].isalnum()
        or last_word.lower() in _LEADS_ON
        or last_word.endswith(_LEADING_ENDINGS)
        or _is_inside(piece)
    ):
        return {}
    if sentence_start == start:
        return {place: True}
    if sentence_start > looked_from and len(piece) <= LONGEST_HEADING and is_heading(piece):
        return {sentence_start: False, place: False}
    return {place: False}


def _is_inside(piece: str) -> bool:
    """Whether a bracket or quotation is still open at the end."""
    return piece.count('"') % 2 == 1 or any(piece.rfind(opening) > piece.rfind(closing) for opening, closing in _PAIRS)
