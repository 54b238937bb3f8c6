"""A file of a corpus: its bytes, and the truth about it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bench.corpus.articles import Article, file_path, make_article, write_paragraphs
from bench.corpus.chance import Draws, choose, draw_below, draw_from, happens
from bench.corpus.copies import FEWEST_WORDS, count_words, near_copy
from bench.corpus.encodings import DAMAGES, Damaged, damage_at_random
from bench.corpus.headers import BAD_HEADERS, FIRST_YEAR, Header, draw_day, good_header, moved, tolerated_header
from bench.corpus.kinds import GOOD, GRADES, Mixture
from bench.corpus.language import load_language
from bench.corpus.truth import Truth

__all__ = ["MadeFile", "make_file"]

LARGEST_FILE_BYTES = 20_000_000  # `maximum_file_bytes` of the product
_LONGEST_SHORT_TEXT = 50  # characters; the product wants 60 letters
_MOST_MONTHS_EARLIER, _MOST_MONTHS_LATER = 24, 10
_MOST_LOOKS = 200
_WORDS_ON_TOP = 50

ACCEPTED = "all_checks_passed"


@dataclass(frozen=True, slots=True)
class MadeFile:
    """The bytes of a file, and the truth about them."""

    content: bytes
    truth: Truth


def make_file(mixture: Mixture, number: int) -> MadeFile:
    """Make one file; it depends on the seed and shares of the mixture and on its number only."""
    kind = mixture.kind_of(number)
    if kind == GOOD:
        return _good(mixture, number)
    draws = draw_from(f"{mixture.seed}/{number}/{kind}")
    return _maker_of(kind)(mixture, number, kind, draws)


Maker = Callable[[Mixture, int, str, Draws], MadeFile]


def _maker_of(kind: str) -> Maker:
    if kind in GRADES or kind in {"exact_copy", "same_text"}:
        return _copy
    if kind in DAMAGES or kind == "several_damages":
        return _damaged
    if kind in BAD_HEADERS:
        return _badly_dated
    return {
        "date_tolerated": _oddly_dated,
        "language_mixed": _mixed,
        "file_empty": _no_text,
        "binary_data": _no_text,
        "file_too_large": _no_text,
        "text_missing": _no_article,
        "text_too_short": _no_article,
        "repetition": _repetition,
    }.get(kind, _foreign)


def _good(mixture: Mixture, number: int) -> MadeFile:
    article = make_article(mixture.seed, number)
    content = f"{article.header.written}{article.text}".encode()
    return _made(article.number, article.path, GOOD, content=content, header=article.header, text=article.text)


def _made(
    number: int,
    path: str,
    kind: str,
    *,
    content: bytes,
    header: Header,
    text: str,
    reason: str = ACCEPTED,
    language: str = "nl",
    encoding: str = "utf-8",
    repairs: tuple[str, ...] = (),
    **more: Any,
) -> MadeFile:
    """A file that is read as text, with its truth."""
    if header.status != "ok":
        reason = header.status
    # Why a date is refused is told by the header, but for the two reasons that depend on the day of the run.
    date_status = "ok" if header.date_start else header.status
    return MadeFile(
        content,
        Truth(
            number,
            path,
            hashlib.sha256(content).hexdigest(),
            len(content),
            kind,
            "accepted" if reason == ACCEPTED else "rejected",
            reason,
            language,
            date_status=date_status,
            date_text=header.date_text,
            date_start=header.date_start,
            date_end=header.date_end,
            date_precision=header.precision,
            encoding=encoding,
            repairs=repairs + header.repairs,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            char_count=len(text),
            **more,
        ),
    )


def _copy(mixture: Mixture, number: int, kind: str, draws: Draws) -> MadeFile:
    """A copy of a good article that comes earlier in the corpus; a good article where there is none."""
    original = _find_original(mixture, number, draws)
    if original is None:
        return _good(mixture, number)
    header, text, similarity, grade = original.header, original.text, 1.0, None
    later = happens(draws, 0.5)
    months = 1 + draw_below(draws, _MOST_MONTHS_LATER) if later else -1 - draw_below(draws, _MOST_MONTHS_EARLIER)
    if kind in GRADES:
        grade = GRADES[kind]
        day = header.date_start or date(FIRST_YEAR, 1, 1)
        words = " ".join(write_paragraphs(load_language("nl"), draws, day.year, 1_000)).split()
        more = " ".join(words[:_WORDS_ON_TOP]), " ".join(words[_WORDS_ON_TOP : 2 * _WORDS_ON_TOP])
        text, similarity = near_copy(original.paragraphs, grade, draws, more)
        name = "near"
    else:
        name = "bytes" if kind == "exact_copy" else "text"
    if kind != "exact_copy":
        header = moved(header, months)
    content = f"{header.written}{text}".encode()
    if kind == "same_text":
        content = choose(
            draws, (content, content.replace(b"\n", b"\r\n"), content.replace(b"\n\n", b" \n\n\n") + b"\n")
        )
    return _made(
        number,
        file_path(mixture.seed, number, header.year),
        kind,
        content=content,
        header=header,
        text=text,
        duplicate_of=original.path,
        duplicate_kind=name,
        similarity=similarity,
        grade=grade,
    )


def _find_original(mixture: Mixture, number: int, draws: Draws) -> Article | None:
    """A good article that is long enough, mostly of the newest, as news is taken over soon."""
    near = draw_below(draws, 1 + number // 50) if happens(draws, 0.7) else 0
    place = number - 1 - (near or _draw_below_large(draws, number))
    for candidate in range(place, max(place - _MOST_LOOKS, -1), -1):
        if mixture.kind_of(candidate) == GOOD:
            article = make_article(mixture.seed, candidate)
            if count_words(article.text) >= FEWEST_WORDS:
                return article
    return None


def _draw_below_large(draws: Draws, bound: int) -> int:
    """A number below a bound that may be larger than a draw."""
    return (next(draws) << 24 | next(draws) << 12 | next(draws)) * bound >> 36


def _damaged(mixture: Mixture, number: int, kind: str, draws: Draws) -> MadeFile:
    article = make_article(mixture.seed, number)
    language = load_language("nl")
    # Without a character beyond ASCII some damages are none.
    accents = language.piece("accent", draws, language.draw_cast(draws, article.header.year))
    paragraphs = (*article.paragraphs, accents)
    if damage := DAMAGES.get(kind):
        content = damage.make(article.header.written, paragraphs, draws)
        damaged = Damaged(content, damage.encoding, damage.repairs)
    else:
        damaged = damage_at_random(article.header.written, paragraphs, draws)
    return _made(
        number,
        article.path,
        kind,
        content=damaged.content,
        header=article.header,
        text="\n\n".join(paragraphs),
        encoding=damaged.encoding,
        repairs=damaged.repairs,
    )


def _badly_dated(mixture: Mixture, number: int, kind: str, draws: Draws) -> MadeFile:
    article = make_article(mixture.seed, number)
    header = BAD_HEADERS[kind](draws, article.header.date_start or draw_day(draws))
    text = header.written + article.text if kind == "date_missing" else article.text
    content = f"{header.written}{article.text}".encode()
    made = _made(number, article.path, kind, content=content, header=header, text=text.strip())
    if kind != "date_malformed":
        return made
    # Where the body begins behind something that is no date, nobody can say.
    return replace(made, truth=replace(made.truth, text_sha256=None, char_count=None))


def _oddly_dated(mixture: Mixture, number: int, kind: str, draws: Draws) -> MadeFile:
    article = make_article(mixture.seed, number)
    header = tolerated_header(draws, article.header.date_start or draw_day(draws))
    content = f"{header.written}{article.text}".encode()
    return _made(number, article.path, kind, content=content, header=header, text=article.text)


def _foreign(mixture: Mixture, number: int, kind: str, _draws: Draws) -> MadeFile:
    code = kind.removeprefix("language_")
    article = make_article(mixture.seed, number, code)
    content = f"{article.header.written}{article.text}".encode()
    return _made(number, article.path, kind, content=content, header=article.header, text=article.text, language=code)


def _mixed(mixture: Mixture, number: int, kind: str, draws: Draws) -> MadeFile:
    """Half Dutch, half another language: one after the other, or paragraph by paragraph."""
    article = make_article(mixture.seed, number)
    year, other = article.header.year, choose(draws, ("en", "de", "fr"))
    wanted = max(len(article.text), 2_000) // 2
    dutch = write_paragraphs(load_language("nl"), draws, year, wanted)
    foreign = write_paragraphs(load_language(other), draws, year, wanted)
    paragraphs = dutch + foreign if happens(draws, 0.5) else foreign + dutch
    text = "\n\n".join(paragraphs)
    content = f"{article.header.written}{text}".encode()
    return _made(
        number,
        article.path,
        kind,
        content=content,
        header=article.header,
        text=text,
        language="mixed",
        other_language=other,
    )


def _no_text(mixture: Mixture, number: int, kind: str, draws: Draws) -> MadeFile:
    """Nothing, too much, or bytes that are no text."""
    noise = hashlib.shake_128(f"{mixture.seed}/{number}/noise".encode()).digest(1_000 + next(draws))
    if kind == "file_empty":
        content = b""
    elif kind == "file_too_large":
        content = (b"date 2019-04 " + b"regel\n" * (LARGEST_FILE_BYTES // 6))[: LARGEST_FILE_BYTES + 1]
    else:
        starts = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"%PDF-1.4\n", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"")
        content = choose(draws, starts) + noise
    path = file_path(mixture.seed, number, draw_day(draws).year)
    sha = hashlib.sha256(content).hexdigest()
    return MadeFile(content, Truth(number, path, sha, len(content), kind, "rejected", kind))


def _no_article(mixture: Mixture, number: int, kind: str, draws: Draws) -> MadeFile:
    """A header with nothing behind it, or hardly anything."""
    header = good_header(draws, draw_day(draws))
    language, text = load_language("nl"), ""
    while kind == "text_too_short" and not 0 < len(text) <= _LONGEST_SHORT_TEXT:
        text = language.piece("heading", draws, language.draw_cast(draws, header.year))
    path = file_path(mixture.seed, number, header.year)
    content = f"{header.written}{text}".encode()
    return _made(number, path, kind, content=content, header=header, text=text, reason=kind)


def _repetition(mixture: Mixture, number: int, kind: str, draws: Draws) -> MadeFile:
    """One sentence, a few, or a paragraph, again and again."""
    header = good_header(draws, draw_day(draws))
    language = load_language("nl")
    sentences = language.sentences(draws, language.draw_cast(draws, header.year))
    count, between = choose(draws, ((1, " "), (1, "\n"), (3, " "), (5, "\n\n")))
    piece = " ".join(next(sentences) for _ in range(count))
    text = between.join([piece] * (2 + 3_000 // len(piece)))
    path = file_path(mixture.seed, number, header.year)
    content = f"{header.written}{text}".encode()
    reason = "text_repetitive"
    return _made(number, path, kind, content=content, header=header, text=text, reason=reason, is_repetitive=True)
