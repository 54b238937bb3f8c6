"""Files whose bytes or text a machine has damaged, each with the repairs that give the text back (docs/repairs.md).

A maker takes the header and the paragraphs of a good article and gives the bytes of the file. What has to come out of
all of them is the same: the paragraphs, parted by blank lines. What is left to the reader is read, not guessed: each
maker does the damage itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html.entities import codepoint2name
from typing import NamedTuple

from bench.corpus.chance import Draws, choose, draw_below, happens

__all__ = ["DAMAGES", "Damage", "Damaged", "damage_at_random"]

Maker = Callable[[str, Sequence[str], Draws], bytes]


@dataclass(frozen=True, slots=True)
class Damage:
    """One kind of damage.

    Attributes:
        make: Header, paragraphs and draws in, bytes out.
        encoding: The encoding that has to be told.
        repairs: The repairs that have to be named.
    """

    make: Maker
    encoding: str = "utf-8"
    repairs: tuple[str, ...] = ()


def _whole(header: str, paragraphs: Sequence[str]) -> str:
    return header + "\n\n".join(paragraphs)


def _encoded(encoding: str, mark: bytes = b"") -> Maker:
    return lambda header, paragraphs, _draws: mark + _whole(header, paragraphs).encode(encoding)


def _translated(old: str, new: str) -> Maker:
    return lambda header, paragraphs, _draws: _whole(header, paragraphs).replace(old, new).encode()


def _decomposed(header: str, paragraphs: Sequence[str], _draws: Draws) -> bytes:
    return unicodedata.normalize("NFD", _whole(header, paragraphs)).encode()


# The five bytes that Windows-1252 does not define become control characters, as sloppy tools have it.
_CP1252 = [
    chr(code) if code in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else bytes((code,)).decode("cp1252") for code in range(256)
]


def _read_as_cp1252(text: str) -> str:
    return "".join([_CP1252[byte] for byte in text.encode()])


def _double_encoded(header: str, paragraphs: Sequence[str], draws: Draws) -> bytes:
    text = _whole(header, paragraphs)
    way = draw_below(draws, 4)
    text = text.encode().decode("latin-1") if way == 0 else _read_as_cp1252(text)
    if way == 1:
        text = _read_as_cp1252(text)
    return text.encode()


def _with_stray_byte(header: str, paragraphs: Sequence[str], _draws: Draws) -> bytes:
    before, mark, after = _whole(header, paragraphs).rpartition("’")
    return before.encode() + mark.encode("cp1252") + after.encode()


_LONG_WORD = re.compile(r"[a-z]{9,}")


def _inside_words(put: str, share: float) -> Maker:
    """Put something into the middle of a share of the long words, of one at least."""

    def make(header: str, paragraphs: Sequence[str], draws: Draws) -> bytes:
        is_first = True

        def change(found: re.Match[str]) -> str:
            nonlocal is_first
            if not (is_first or happens(draws, share)):
                return found[0]
            is_first = False
            middle = 3 + draw_below(draws, len(found[0]) - 5)
            return found[0][:middle] + put + found[0][middle:]

        return (header + _LONG_WORD.sub(change, "\n\n".join(paragraphs))).encode()

    return make


def _with_odd_spaces(header: str, paragraphs: Sequence[str], draws: Draws) -> bytes:
    words = "\n\n".join(paragraphs).split(" ")
    spaces = ["\u00a0", *[choose(draws, " " * 19 + "\u00a0\u2009\u202f") for _ in words[2:]]]
    return (header + words[0] + "".join(map("".join, zip(spaces, words[1:], strict=True)))).encode()


_CONTROLS = ("\0", "\0", "\x07", "\x1b", "\x08", "\x7f")


def _with_controls(header: str, paragraphs: Sequence[str], draws: Draws) -> bytes:
    return _inside_words(choose(draws, _CONTROLS), 0.1)(header, paragraphs, draws)


def _untidy(header: str, paragraphs: Sequence[str], draws: Draws) -> bytes:
    """Spaces at line ends, runs of blank lines, white space at either end: no repair, and yet gone."""
    gaps = [choose(draws, ("  \n\n", "\n \n\n", "\n\n\n\n", "\n\t\n")) for _ in paragraphs]
    return ("\n " + header + "".join(map("".join, zip(paragraphs, gaps, strict=True))) + "\n  \n").encode()


def _with_entities(header: str, paragraphs: Sequence[str], draws: Draws) -> bytes:
    by_name = happens(draws, 0.7)
    references = {
        code: f"&{codepoint2name[code]};" if by_name and code in codepoint2name else f"&#{code};"
        for code in set(map(ord, "".join(paragraphs)))
        if code > ord("~")
    }
    return (header + "\n\n".join(paragraphs).translate(references)).encode()


def _with_tags(header: str, paragraphs: Sequence[str], draws: Draws) -> bytes:
    blocks = []
    for paragraph in paragraphs:
        first, space, rest = paragraph.replace("\n", "<br/>").partition(" ")
        first = choose(draws, (first, first, f"<b>{first}</b>", f'<a href="/nieuws/{next(draws)}">{first}</a>'))
        name = choose(draws, ("p", "p", "div"))
        blocks.append(f"<{name}>{first}{space}{rest}</{name}>")
    if happens(draws, 0.3):
        blocks.append('<script type="text/javascript">var teller = {"n": 1}; tel(teller);</script>')
    if happens(draws, 0.3):
        blocks.insert(0, "<!-- artikel -->")
    return (header + "\n".join(blocks)).encode()


def _then(make: Maker, change: Callable[[str], bytes]) -> Maker:
    """Damage upon damage."""
    return lambda header, paragraphs, draws: change(make(header, paragraphs, draws).decode())


def _with_tags_and_entities(header: str, paragraphs: Sequence[str], draws: Draws) -> bytes:
    escaped = _with_entities("", paragraphs, draws).decode()
    return _with_tags(header, escaped.split("\n\n"), draws)


DAMAGES: dict[str, Damage] = {
    "utf8_bom": Damage(_encoded("utf-8", b"\xef\xbb\xbf")),
    "utf16_le": Damage(_encoded("utf-16-le", b"\xff\xfe"), "utf-16"),
    "utf16_be": Damage(_encoded("utf-16-be", b"\xfe\xff"), "utf-16"),
    "utf16_unmarked": Damage(_encoded("utf-16-le"), "utf-16", ("decoded_as_utf16",)),
    "cp1252": Damage(_encoded("cp1252"), "cp1252", ("decoded_as_cp1252",)),
    "stray_byte": Damage(_with_stray_byte, repairs=("decoded_stray_bytes_as_cp1252",)),
    "crlf": Damage(_translated("\n", "\r\n")),
    "cr": Damage(_translated("\n", "\r")),
    "untidy_space": Damage(_untidy),
    "control_characters": Damage(_with_controls, repairs=("removed_control_characters",)),
    "entities": Damage(_with_entities, repairs=("decoded_html_entities",)),
    "mojibake": Damage(_double_encoded, repairs=("fixed_mojibake",)),
    "tags": Damage(_with_tags, repairs=("removed_html_markup",)),
    "odd_spaces": Damage(_with_odd_spaces, repairs=("replaced_odd_spaces",)),
    "zero_width": Damage(_inside_words("\u200b", 0.1), repairs=("removed_invisible_characters",)),
    "soft_hyphens": Damage(_inside_words("\u00ad", 0.4), repairs=("removed_soft_hyphens",)),
    "broken_words": Damage(_inside_words("\u00ad\n", 0.1), repairs=("removed_soft_hyphens",)),
    "nfd": Damage(_decomposed, repairs=("normalised_to_nfc",)),
    # Several at once.
    "tags_and_entities": Damage(_with_tags_and_entities, repairs=("decoded_html_entities", "removed_html_markup")),
    "cp1252_crlf_soft_hyphens": Damage(
        _then(_inside_words("\u00ad", 0.4), lambda text: text.replace("\n", "\r\n").encode("cp1252")),
        "cp1252",
        ("decoded_as_cp1252", "removed_soft_hyphens"),
    ),
    "utf16_crlf_nfd": Damage(
        _then(_decomposed, lambda text: b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le")),
        "utf-16",
        ("normalised_to_nfc",),
    ),
}
"""Every kind of damage by name."""


class Damaged(NamedTuple):
    """The bytes of a file that was damaged at random, the encoding to be told and the repairs to be named."""

    content: bytes
    encoding: str
    repairs: tuple[str, ...]


# In the order in which they are done to a text: what stands in a tag or an entity is not damaged any more.
_IN_TURN = ("zero_width", "soft_hyphens", "broken_words", "nfd", "odd_spaces", "entities", "control_characters", "tags")
_REPAIRS_IN_ORDER = (
    "decoded_as_cp1252",
    "removed_control_characters",
    "decoded_html_entities",
    "removed_html_markup",
    "replaced_odd_spaces",
    "removed_invisible_characters",
    "removed_soft_hyphens",
    "normalised_to_nfc",
)
_ENCODINGS = (
    ("utf-8", b""),
    ("utf-8", b"\xef\xbb\xbf"),
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
    ("cp1252", b""),
)


def damage_at_random(header: str, paragraphs: Sequence[str], draws: Draws) -> Damaged:
    """Any of the damages that go together, all at once, and any encoding and line end."""
    made: set[str] = set()
    for name in _IN_TURN:
        if happens(draws, 0.4):
            made.update(DAMAGES[name].repairs)
            paragraphs = DAMAGES[name].make("", paragraphs, draws).decode().split("\n\n")
    text = _whole(header, paragraphs).replace("\n", choose(draws, ("\n", "\r\n", "\r")))
    encoding, mark = choose(draws, _ENCODINGS)
    if encoding == "cp1252":
        # With characters that Windows-1252 does not have it is UTF-8, and so it is with ASCII alone.
        has_them = set(text) <= set(_CP1252)
        encoding = "cp1252" if has_them and not text.isascii() else "utf-8"
        made.update(("decoded_as_cp1252",) if encoding == "cp1252" else ())
    repairs = tuple(name for name in _REPAIRS_IN_ORDER if name in made)
    return Damaged(mark + text.encode(encoding), encoding.removesuffix("-le").removesuffix("-be"), repairs)
