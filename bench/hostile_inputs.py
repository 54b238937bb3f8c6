"""Inputs that were made to break the road: what goes wrong in files, all at once and on purpose.

Every input depends on a seed and its number only, so one that breaks something can be made again. Most begin with a
good header, because what is refused for its date is not looked at much further.
"""

from __future__ import annotations

import codecs
import gzip
import io
import random
import zipfile
from collections.abc import Callable, Sequence

from bench.corpus.articles import make_article
from bench.corpus.files import make_file
from bench.corpus.kinds import Mixture

__all__ = ["make_input"]

Draw = random.Random
Maker = Callable[[Draw], bytes]

_MIXTURE = Mixture(seed=1618)
_LONGEST = 3_000
"""Characters of most inputs: long enough for every measure, short enough for a hundred thousand."""

_HEADERS = (
    " date 2019-04 ", "date 2019\n", "\ufeffdate 2019-04-12 ", "Datum: 12 apr. 2018\n\n", "date 25/04/2019\t",
    "date april 2019 ", "date 04/2019 ", "date 2019-4 ",
)  # fmt: skip
_WRONG_HEADERS = (
    "date ", "date", "", "datum", "date:", "date 19-04 ", "date 2019-13 ", "date 2021-02-31 ", "date 04/05/2019 ",
    "date 9999-12-31 ", "date 0000 ", "date 0001-01-01 ", "date 1617-12 ", "date 2093 ", "date 99999-01 ",
    "date 2019-04\x00", "date 2019\u201104 ", "date \uff12\uff10\uff11\uff19 ", "date\u00a02019-04\u00a0",
    "dat\u0435 2019-04 ",
    "date 2019-04T ", "date \u0662\u0660\u0661\u0669 ", "DATE\u20282019-04\u2029", "date " + "9" * 5_000, "date" * 500,
    "date 2019-04-", "date -2019-04 ", "date +2019 ", "date 2019e3 ", "date 31 februari 2019 ", "date 0 mei 2019 ",
    "date 00/00/0000 ", "date 00/2019 ", "date 2019-00-00 ", "date mei ", "date 29/02/2019 ",
)  # fmt: skip

_ALPHABETS = (
    "\x00\x01\x08\x0b\x0c\x1b\x1c\x1f\x7f\t\n\r ab",
    "\x80\x85\x8d\x91\x92\x9d\x9f\u2028\u2029 \na.",
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\u2069 a1A\n",
    "\u0300\u0301\u0327\u0338\u1dc4\u20dd\u3099\U000e0100\ufe0f e\u0041\u00e9",
    "\u00c3\u00c2\u00e2\u20ac\u2122\u0153\u017e\u00a9\u00bc\u00f0\u0178\u02dc\u0192\u00ef\u00bb\u00bf\u00c0\u0080 a\n",
    "&#;ampltgquoxX0123456789 <>/",
    "<>/='\" pbdivscriptstylea!--[]&;\n",
    "\u05d0\u05d1\u0627\u0644\u0639\u0631\u0628\u064a\u064b\u0651 .\n",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\ufe0f\U0001f3fd\U0001f1f3\U0001f1f1 ",
    "\ufffd\ufffe\uffff\ufdd0\U0010ffff\U0001fffe\ue000\U000f0000 a",
    "\ud7ff\u1100\u1161\u11a8\uac00\u0e33\u0eb3\u0f71\u0f72\u0f74 ",
    "0123456789.,-/:'\u2019 \n",
    ".!?\u2026\"'\u201c\u201d\u201e\u00ab\u00bb()[] Aa\n",
    "\u0130\u0131\u017f\u212a\u1e9e\u00df\ufb01\u0132\u0133\u01c5\u03a3\u03c2 aI\n",
    "{}[]|=$`~;:*#@_\\ a\n",
)
_FRAGMENTS = (
    "in 2021 werd ", "op 31 februari 2021 ", "de jaren '90 ", "19e eeuw ", "0000 ", "9999 ", "1.", "'s ",
    "<p>", "</p>", "<script>", "</script>", "<!--", "-->", "&amp;amp;eacute;", "&#0;",
    "&#xD800;", "&#1114112;", "&#13;", "1 april 2020", "â€œ",
    "Ã©", "Â\xad", "À\x80", "í\xa0\x80", "í\xa0½í\xb8\x80", "\r\r\n", "\r", "\n\n\n\n", "Lees ook: ", "[caption]",
    "{{", "}}", "- ", "1) ", "(foto: ANP)", '"', "„", "dr. J.P. ", "o.a. ", "€ 5,-", "http://a.b/c?d=2019 ",
    "tot 2020-05 ",
    "1 2 3 4 5 ", "\u00ad\n", "e\u0301", "\u0301", "\u200d", "\ufeff", "van 1990 tot ", "eind ",
    "12/13/2014 ", "99-99-9999 ",
)  # fmt: skip
_ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-7", "cp1252", "latin-1",
    "cp437", "cp850", "cp037", "cp500", "mac_roman", "iso8859_15", "cp1250", "cp1251", "koi8_r", "iso8859_7", "cp1255",
    "cp1256", "shift_jis", "euc_jp", "iso2022_jp", "gb18030", "big5", "euc_kr", "hz", "iso2022_kr", "cp932", "tis_620",
)  # fmt: skip
_MEGABYTE_CHARACTERS = "\x00\t\n\r a0.A\u00ad\u200d\u0301\u00c3\u00a0\u2028\ufeff<&'\"-\u2026\U0001f600"


def make_input(seed: int, number: int, naughty: Sequence[str] = ()) -> bytes:
    """Make one input.

    Args:
        seed: Another seed makes other inputs.
        number: Of the input.
        naughty: Strings that are known to break programs, to be strewn in.
    """
    draw = random.Random(f"{seed}/{number}")  # noqa: S311 (inputs that can be made again)
    if number % 5_000 == 0:
        return _one_character(draw)
    weights, makers = zip(*_MAKERS, strict=True)
    content: bytes = draw.choices(makers, weights)[0](draw)
    if naughty and _happens(draw, 0.15):
        content = _strew(draw, content, [text.encode("utf-8", "surrogatepass") for text in draw.choices(naughty, k=3)])
    return content


def _happens(draw: Draw, share: float) -> bool:
    return draw.random() < share


def _header(draw: Draw) -> str:
    return draw.choice(_HEADERS if _happens(draw, 0.8) else _WRONG_HEADERS)


def _words(draw: Draw) -> str:
    return make_article(_MIXTURE.seed, draw.randrange(2_000)).text[: draw.randrange(1, _LONGEST)]


def _good(draw: Draw) -> bytes:
    return make_file(_MIXTURE, draw.randrange(3_000)).content[: 3 * _LONGEST]


def _from_alphabet(draw: Draw) -> bytes:
    text = "".join(draw.choices(draw.choice(_ALPHABETS), k=draw.randrange(_LONGEST // 2)))
    return (_header(draw) + text).encode("utf-8", "surrogatepass")


def _from_any_character(draw: Draw) -> bytes:
    text = "".join(chr(draw.randrange(0x110000)) for _ in range(draw.randrange(300)))
    return (_header(draw) + text).encode("utf-8", "surrogatepass")


def _from_fragments(draw: Draw) -> bytes:
    pieces = draw.choices(_FRAGMENTS, k=draw.randrange(200))
    words = _words(draw).split(" ")
    mixed = [draw.choice((piece, draw.choice(words) + " ")) for piece in pieces]
    return (_header(draw) + "".join(mixed)).encode("utf-8", "surrogatepass")


def _flipped(draw: Draw) -> bytes:
    content = bytearray(_good(draw) or b"date")
    for _ in range(draw.choice((1, 2, 5, 50, 500))):
        content[draw.randrange(len(content))] = draw.randrange(256)
    return bytes(content)


def _cut(draw: Draw) -> bytes:
    content = _good(draw)
    start = draw.choice((0, 0, draw.randrange(len(content) + 1)))
    return content[start : draw.randrange(len(content) + 1)]


def _spliced(draw: Draw) -> bytes:
    """Files of several encodings, joined."""
    return b"".join(_encoded(draw)[: draw.randrange(400)] for _ in range(draw.randrange(1, 6)))


def _encoded(draw: Draw) -> bytes:
    text = _header(draw) + _words(draw)
    if _happens(draw, 0.5):
        text += (
            draw.choice(("Ελληνικά κείμενο", "Привет мир, это текст", "日本語の文章", "één café à ‘vijf’ €", "שלום"))
            * 30
        )
    content = text.encode(draw.choice(_ENCODINGS), "replace")
    return draw.choice((b"", b"", b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE)) + content


def _misread(draw: Draw) -> bytes:
    """Double encoding, several times and through several encodings."""
    text = _words(draw)[:800] + " één ‘café’ – € 5…"
    for _ in range(draw.randrange(1, 5)):
        text = text.encode("utf-8", "surrogatepass").decode(draw.choice(("latin-1", "cp1252", "cp437")), "replace")
    return (_header(draw) + text).encode()


def _nested(draw: Draw) -> bytes:
    depth = draw.randrange(1, 400)
    name = draw.choice(("p", "div", "b", "script", "style", "table", "li", "a href='x'", "!--", "br"))
    escaped = "&" + "amp;" * draw.randrange(40) + draw.choice(("lt;p&gt;", "eacute;", "#13;", "#233;", "#x0;"))
    uncovered = "&am<b></b>p;" * draw.randrange(20)
    tags = (
        f"<{name}>" * depth + escaped + uncovered + _words(draw)[:300] + f"</{name.split()[0]}>" * draw.randrange(depth)
    )
    return (_header(draw) + tags).encode()


def _noise(draw: Draw) -> bytes:
    start = draw.choice((b"", b"", b"date 2019-04 ", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", *_MARKS))
    return start + draw.randbytes(draw.randrange(2_000))


_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def _packed(draw: Draw) -> bytes:
    """An archive under a name that says that it is text, whole, cut, or behind a header."""
    if _happens(draw, 0.5):
        packed = gzip.compress(_good(draw), 1)
    else:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a.txt", _good(draw))
        packed = buffer.getvalue()
    return draw.choice((b"", b"date 2019-04 ")) + packed[: draw.randrange(len(packed) + 1)]


def _repeated(draw: Draw) -> bytes:
    piece = draw.choice((*_FRAGMENTS, *map(chr, range(0x20, 0x100)), _words(draw)[:40]))
    return (_header(draw) + piece * draw.randrange(1, 1 + 20_000 // len(piece))).encode("utf-8", "surrogatepass")


def _one_character(draw: Draw) -> bytes:
    character = draw.choice(_MEGABYTE_CHARACTERS)
    return (draw.choice(_HEADERS) + character * (1_000_000 // len(character.encode()))).encode()


def _strew(draw: Draw, content: bytes, pieces: Sequence[bytes]) -> bytes:
    for piece in pieces:
        at = draw.randrange(len(content) + 1)
        content = content[:at] + piece + content[at:]
    return content


_MAKERS: tuple[tuple[int, Maker], ...] = (
    (3, _good), (12, _from_alphabet), (6, _from_any_character), (14, _from_fragments), (14, _flipped), (8, _cut),
    (8, _spliced), (10, _encoded), (7, _misread), (6, _nested), (5, _noise), (3, _packed), (4, _repeated),
)  # fmt: skip
