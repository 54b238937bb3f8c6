"""The sentences of a paragraph, by rules for Dutch newspaper prose.

A sentence ends at `.`, `!`, `?` or `…`, with the closing quotation marks and brackets behind it, when white space
follows and then something that can begin a sentence: a capital, a digit, or a letter of a script without capitals,
whatever quotation marks, brackets, dashes or `'s`, `'t`, `'n`, `'k` stand before it. A small letter goes on:
`"..." zei hij`, `... en toen`. A full stop does not end a sentence

- after an abbreviation that asks for more (`dr.`, `o.a.`, `vs.`), or one that asks for a number when one follows
  (`nr. 5`, `ca. 40`, `12 jan. 2019`); after one that often stands last (`enz.`, `jl.`, `a.s.`) it may;
- after initials (`J.P. Balkenende`, `Th. Visser`), unless the next word is one that begins sentences and no names;
- after the number or letter of a list item at the beginning of a sentence (`1. Kaas`).

A stop with its closing bracket does not end a sentence when the bracket opened in the middle of that sentence.
Sentences never cross the paragraph they are asked for, and between two of them lies white space only. Line breaks
are white space. A heading is one sentence whatever it holds; who knows the kind of a paragraph need not ask here.
"""

from __future__ import annotations

import re

__all__ = ["ends_plainly", "find_end", "set_of", "split_sentences"]


def set_of(words: str) -> frozenset[str]:
    """The words of a line, as lists of words are written here."""
    return frozenset(words.split())


# Abbreviations are written here without their last full stop and in lower case; a first capital is understood.
# Those of single letters with stops between them (d.w.z., t.a.v.) need no entry: their form tells.

# Before a name or in the middle of a phrase: the sentence always goes on.
_GOES_ON = set_of(
    "bc dhr dr drs ds ing ir jhr jkvr kard kapt kol lt luit maj mej mevr mgr mr mrs mw prof sgt st wed wnd zr fa gebr"
    " adj alg cf cfr geb gem geref herv lic ned weth"
    " aant afd bijv bv bvb corr ed evt excl geb gest getr gez hfd hoofdinsp incl incluis insp inz n nl overl pl plm"
    " prov red resp tgov uitg v vert vgl vnl voorm voorz vs zg zgn zn"
)
# Before a number the sentence goes on; before anything else it may end.
_GOES_ON_BEFORE_NUMBER = set_of(
    "aanh afb afl alin art bijl blz ca cap circa dl fig hfst max min no nr nrs p pag par pp stb stcrt sub tab tel vol"
    " jan feb febr mrt apr jun jul aug sep sept okt nov dec"
)
# First names and the like that only look like an abbreviation with a capital.
_NAMES = frozenset({"Jan", "Max"})
# Single letters with stops between them that often stand last.
_MAY_END = set_of("a.s a.u.b c.a c.s e.a e.d e.o e.v h.t.l j.l m.i n.v.t o.i.d p.m p.p p.s s.v.p t.z.t z.o.z z.s.m")
# Initials of more than one letter.
_LONG_INITIALS = set_of("Th Chr Ph Ch Joh Jac Jos Fr Sj Tj IJ Ij Kl Wm Alb Aug Ant Corn Hub Ed Eug")
_LONGEST_INITIAL = max(map(len, _LONG_INITIALS))

# Words that begin sentences and no names: before them, even initials end a sentence.
_STARTERS = set_of(
    "Afgelopen Alle Alleen Als Behalve Beide Bovendien Daar Daarbij Daardoor Daarmee Daarna Daarnaast Daarom Dan"
    " Dankzij Dat Deze Die Dit Dus Eerder Eerst Elk Elke En Er Geen Gisteren Haar Hier Hiermee Hij Hoe Hoewel Hun"
    " Iedereen Ik Inmiddels Intussen Je Jij Later Maar Men Mijn Morgen Naast Niemand Niet Nog Nu Of Omdat Ondanks Onze"
    " Ook Sinds Sommige Terwijl Tijdens Toch Toen U Uiteindelijk Vanaf Vandaag Veel Verder Vervolgens Volgende Volgens"
    " Vorig Vorige Waar Waarom Wanneer Want Wat We Wel Welke Wie Wij Ze Zelfs Zij Zijn Zo Zodra Zonder Zowel"
)
# These begin names too (J. De Vries, A. In 't Veld): they count with a small letter behind them only, and not when
# that is a particle of the name.
_STARTERS_BEFORE_SMALL_LETTER = set_of("Aan Bij De Door Een Het In Met Na Om Onder Op Over Tot Uit Voor")
_PARTICLES = set_of("de den der het la le t")

# A run of stops, what closes behind it, and a look at the white space. Old texts part the closing mark from the stop
# (`. ''`): a mark with white space on both sides of it closes, but for `"`, which may open as well (`_opens`).
# The look-behind keeps a search from starting again inside a run of stops: that would be quadratic on a long one.
_CANDIDATE = re.compile(r"[.!?…](?<![.!?…]{2})[.!?…]*+[\"'”’“‘»«)\]]*+(?:\s(?:''|[\"”])(?=\s))?+(?=\s)")
# What may stand before the first word of a sentence: marks, pictograms (posts have them), and `(...)`, which is how
# papers show that they left something out.
_PICTOGRAMS = "\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d"
_BEFORE_FIRST_WORD = re.compile(
    rf"[\s\"'“”„‘’‚«»(\[,*•€$£#@–—{_PICTOGRAMS}-]*+(?:(?:\.{{3}}|…)[\s)\]]*+)?+(?:(?<=['’‘])[stnk]\s++)?+"
)
_FIRST_TWO_WORDS = re.compile(r"(\w++)\W*+(\w*+)")
_MARKS = " \"'“”„‘’‚«»([,*•–—-/"
_LIST_ITEM = re.compile(r"[\s\"'“”„‘’‚«»(\[,*•/–—-]*+(?:[0-9]{1,3}|[A-Za-z])?")
# Longest list item or run of marks that may open a sentence.
_LONGEST_OPENING = 6
_LONGEST_ABBREVIATION = 14
_LONGEST_QUOTATION = 4_000
_ERAS = (" v. Chr", " n. Chr")
# `Van de(r)` in old papers.
_SPACED = (" v. d", " a. d")
_BRACKETS = (("(", ")"), ("[", "]"))
# Every word that may stand before a full stop inside a sentence, in small letters.
_ABBREVIATIONS = _GOES_ON | _GOES_ON_BEFORE_NUMBER | {initial.lower() for initial in _LONG_INITIALS}


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split one paragraph into sentences.

    Args:
        text: The whole cleaned body.
        start: Where the paragraph starts in it, in code points.
        end: Where it ends, exclusive.

    Returns:
        Start and end of each sentence in the body, in order; none for a paragraph of white space only.
    """
    sentences: list[tuple[int, int]] = []
    sentence_start = _skip_white_space(text, start, end)
    for match in _CANDIDATE.finditer(text, sentence_start, end):
        ending = _read_candidate(text, match, sentence_start, start, end)
        if ending is not None:
            sentences.append((sentence_start, ending[0]))
            sentence_start = ending[1]
    last_end = sentence_start + len(text[sentence_start:end].rstrip())
    if last_end > sentence_start:
        sentences.append((sentence_start, last_end))
    return sentences


def find_end(text: str, stop: int, sentence_start: int, start: int, end: int) -> tuple[int, int] | None:
    """What one stop does in a paragraph.

    Args:
        text: The whole cleaned body.
        stop: Where the stop stands, in code points.
        sentence_start: Where the sentence starts that it may end.
        start: Where the paragraph starts.
        end: Where the paragraph ends, exclusive.

    Returns:
        Where the sentence ends, and where the next one starts. None where it does not end, or ends the paragraph.
    """
    match = _CANDIDATE.match(text, stop, end)
    return _read_candidate(text, match, sentence_start, start, end) if match else None


def ends_plainly(word: str) -> bool:
    """Whether a full stop behind a word ends the sentence, whatever stands before the word.

    It does where white space parts off the word, and one space and a capital follow.

    Args:
        word: The word in small letters.
    """
    return len(word) > 1 and word.isalpha() and word not in _ABBREVIATIONS


def _read_candidate(
    text: str, match: re.Match[str], sentence_start: int, start: int, end: int
) -> tuple[int, int] | None:
    stop, sentence_end = match.span()
    if sentence_end - stop > 2 and text[sentence_end - 1] == '"' and _opens(text, start, sentence_end, end):  # noqa: PLR2004
        sentence_end -= 2
    if not _is_boundary(text, stop, sentence_end, sentence_start, end):
        return None
    return sentence_end, _skip_white_space(text, sentence_end, end)


def _skip_white_space(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position


def _opens(text: str, start: int, mark_end: int, end: int) -> bool:
    """Whether a `"` with white space on both sides opens: none is open before it, and one comes to close it."""
    return (
        text[mark_end - 2].isspace()
        and text.count('"', max(start, mark_end - _LONGEST_QUOTATION), mark_end - 1) % 2 == 0
        # Of two in a row the first closes.
        and text.find('"', mark_end, end) > mark_end + 1
    )


def _is_boundary(text: str, stop: int, sentence_end: int, sentence_start: int, end: int) -> bool:
    """Whether the sentence that starts at `sentence_start` ends at `sentence_end`, with the stop at `stop`."""
    # The plain case first, because it is most of them: a capital right behind one space.
    first = sentence_end + 1
    if first < end and not text[first].isupper():
        marks = _BEFORE_FIRST_WORD.match(text, sentence_end, end)
        first = marks.end() if marks else end
    if first >= end or text[first].islower() or not text[first].isalnum():
        return False
    is_plain_stop = sentence_end - stop == 1 and text[stop] == "."
    if stop - sentence_start <= _LONGEST_OPENING:
        item = _LIST_ITEM.match(text, sentence_start, stop)
        # Marks alone are no sentence; a number or letter alone is one only before `!` or `?`.
        if item and item.end() == stop and (is_plain_stop or not text[sentence_start:stop].strip(_MARKS)):
            return False
    if is_plain_stop:
        return not _is_abbreviation(text, sentence_start, stop, first, end)
    ending = text[stop:sentence_end]
    return not any(
        closing in ending and _opened_inside(text, opening, closing, sentence_start, stop)
        for opening, closing in _BRACKETS
    )


def _opened_inside(text: str, opening: str, closing: str, sentence_start: int, stop: int) -> bool:
    """Whether the bracket that closes behind the stop opened after the beginning of the sentence."""
    opened = text.rfind(opening, sentence_start, stop)
    if opened == -1 or text.find(closing, opened, stop) != -1:
        return False
    return opened - sentence_start > _LONGEST_OPENING or bool(text[sentence_start:opened].strip(_MARKS))


def _is_abbreviation(text: str, sentence_start: int, stop: int, first: int, end: int) -> bool:
    """Whether the full stop at `stop` belongs to an abbreviation or initial behind which the sentence goes on."""
    written = _word_before(text, sentence_start, stop)
    # In capitals it is no abbreviation but an acronym (VS, NL); of one letter, an initial.
    if written[1:].islower() or written in ("n", "p", "v"):
        word = written.lower()
        if word in _GOES_ON:
            return True
        # Streets are written in one word with their name: `Dorpsstr. 12`.
        if (word in _GOES_ON_BEFORE_NUMBER and written not in _NAMES) or word.endswith("str"):
            return text[first].isdigit()
    if ("." not in written and len(written) > _LONGEST_INITIAL) or text.endswith(_SPACED, sentence_start, stop):
        return len(written) == 1
    parts = written.replace("-", "").split(".")
    if len(parts) > 1 and parts[-1].islower():
        return all(len(part) == 1 and part.isalpha() for part in parts) and written.lower() not in _MAY_END
    if all((len(part) == 1 and part.isupper()) or part in _LONG_INITIALS for part in parts):
        is_era = text.endswith(_ERAS, sentence_start, stop)
        return not is_era and not _begins_sentence(text, first, end)
    return False


def _word_before(text: str, sentence_start: int, stop: int) -> str:
    """What is written right before a stop, without opening marks; the end of it, where it is very long."""
    window = text[max(sentence_start, stop - _LONGEST_ABBREVIATION) : stop]
    words = window.rsplit(None, 1)
    return words[-1].lstrip(_MARKS) if words and not window[-1].isspace() else ""


def _begins_sentence(text: str, first: int, end: int) -> bool:
    """Whether the word at `first` begins a sentence rather than goes on with a name."""
    words = _FIRST_TWO_WORDS.match(text, first, end)
    if words is None or words[1][0].isdigit() or words[1] in _STARTERS:
        return True
    if words[1] not in _STARTERS_BEFORE_SMALL_LETTER:
        return False
    return words[2][:1].islower() and words[2] not in _PARTICLES
