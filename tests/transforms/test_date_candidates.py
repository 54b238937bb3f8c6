"""Candidates of a batch: those that one pattern, asked of each text by itself, finds."""

from __future__ import annotations

import re2
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.characters import read_characters
from transforms.date_candidates import find_candidates
from transforms.date_mention_eras import DECADE_WORDS
from transforms.tokens import tokenise

_APOSTROPHE = r"(?:['`]|\xe2\x80[\x98\x99]|\xc2\xb4)"
_PATTERN = (
    r"\b(?:1[0-9]|20|21)[0-9]{2}\b"
    rf"|{_APOSTROPHE}[0-9]{{2}}\b"
    rf"|(?i:\bjaren[ \n](?:{DECADE_WORDS}|{_APOSTROPHE}?[2-9]0)\b)"
    rf"|(?i:\b(?:{DECADE_WORDS})er[ \n]jaren\b)"
    r"|(?i:\b(?:[0-9]{1,2}(?:e|de|ste)|[a-z]{4,15}(?:de|ste))[ \n-]eeuws?e?\b)"
)
_OPTIONS = re2.Options()
_OPTIONS.encoding = re2.Options.Encoding.LATIN1
_CANDIDATE = re2.compile(_PATTERN.encode("ascii"), _OPTIONS)

_WRITTEN = (
    "1984 2018 2100 2200 999 18 90 0 é _ a x - – / . , ' ` ’ ‘ \xb4 \u0660 \u2081 jaren Jaren JAREN negentig twintig"
    " dertiger twintiger eeuw eeuwse Eeuw 19e 20ste negentiende Twintigste e de ste \u212a \u017f \xad \u2010 😀"
)
PIECES = st.sampled_from([*_WRITTEN.split(" "), " ", " ", " ", "\n", "\ud800", "\xa0"])
TEXTS = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=20).map(" ".join))


def one_by_one(text: str) -> list[tuple[int, int]]:
    encoded = text.encode("utf-8", "surrogatepass")

    def place(position: int) -> int:
        return len(encoded[:position].decode("utf-8", "surrogatepass"))

    return [(place(found.start()), place(found.end())) for found in _CANDIDATE.finditer(encoded)]


def all_at_once(texts: list[str]) -> list[list[tuple[int, int]]]:
    characters = read_characters(texts)
    found: list[list[tuple[int, int]]] = [[] for _ in texts]
    for document, start, end in zip(*find_candidates(characters, tokenise(characters)), strict=True):
        found[document].append((int(start), int(end)))
    return found


@given(st.lists(TEXTS, max_size=4))
@example([])
@example(["de jaren", "'90 en de jaren", "negentig", "de twintiger", "jaren", "19e", "eeuw"])
@example(["twintiger jaren dertig jaren twintiger jaren '90 '90", "jaren dertiger jaren 20"])
@example(["é1984", "1984é", "'98'99 ’98’99", "\xb498", "20182018 2018_", "'2018 '201 20'18"])
@example(["de negentiende-eeuwse, de " + "z" * 90 + "eeuw 18e-eeuw", "eeuw " * 40 + "20e eeuw"])
def test_the_candidates_of_a_batch_are_those_of_its_texts(texts: list[str]) -> None:
    assert all_at_once(texts) == [one_by_one(text) for text in texts]
