"""A small made corpus to measure with: the sentences of the sample's accepted articles, shuffled into new articles.

It stands in until a corpus maker with graded duplicates comes. What is true of it: every text is unique, an article
takes about 3.6 kB, one file in twenty is refused, and the same seed gives the same bytes. What is not: it has some
three hundred different sentences, so its vocabulary is small, it compresses better than news does, and it holds no
duplicates and no damaged bytes. It splits the sample by rules of its own: when those of the road change, the corpus
that they are measured on must not.
"""

from __future__ import annotations

import csv
import os
import random
import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

__all__ = ["Article", "Pieces", "make_article", "read_pieces", "write_corpus"]

SOURCES = ("dorpsbode", "havenkrant")
YEARS = range(2012, 2026)
MEAN_BYTES = 3_600
REFUSED_EVERY = 20
REFUSALS = ("without a date", "month 13", "foreign language")
# Files must not look as if they were still being written, and a corpus made twice must be the same in this too.
MODIFIED_AT = 1_767_225_600
LONGEST_HEADING = 60

_HEADER = re.compile(r"\s*date \S+\s*")
_BETWEEN_SENTENCES = re.compile(
    r"(?:(?<=\w{3}[.!?])|(?<=[.!?][’”'\"])) (?=[A-Z‘“„\"])"
)  # three letters: not after "dr."


@dataclass(frozen=True)
class Pieces:
    """What articles are made of: sentences and sub-headings of the sample, and sentences in other languages."""

    sentences: tuple[str, ...]
    headings: tuple[str, ...]
    foreign: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """A made file. `refusal` says what is wrong with it; None when it is to be accepted."""

    path: str
    content: bytes
    refusal: str | None


def read_pieces(sample: Path) -> Pieces:
    """Take the sample's articles apart, as `sample/expected.csv` says which of them are good."""
    sentences: dict[str, None] = {}
    headings: dict[str, None] = {}
    foreign: dict[str, None] = {}
    with (sample / "expected.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["verdict"] == "accepted":
                encoding, into = row["encoding"], sentences
            elif row["reason"] == "language_not_wanted":
                encoding, into = "utf-8", foreign
            else:
                continue
            text = (sample / "inbox" / row["source_path"]).read_bytes().decode(encoding).removeprefix("\ufeff")
            for paragraph in re.split(r"(?:\r?\n){2,}", _HEADER.sub("", text, count=1).strip()):
                flat = " ".join(paragraph.split())
                if into is sentences and len(flat) <= LONGEST_HEADING and flat[-1].isalnum():
                    headings[flat] = None
                else:
                    into.update(dict.fromkeys(_BETWEEN_SENTENCES.split(flat)))
    return Pieces(tuple(sentences), tuple(headings), tuple(foreign))


def make_article(pieces: Pieces, number: int, *, seed: int) -> Article:
    """Make one article; it depends on its number and the seed only, so a corpus can grow."""
    chance = random.Random(f"{seed}/{number}")  # noqa: S311 (repeatable is what is wanted)
    refusal = REFUSALS[number // REFUSED_EVERY % len(REFUSALS)] if number % REFUSED_EVERY == REFUSED_EVERY - 1 else None
    source, year, month = chance.choice(SOURCES), chance.choice(YEARS), chance.randint(1, 12)
    day = f"-{chance.randint(1, 28):02d}" if chance.random() < 0.1 else ""  # noqa: PLR2004 (one in ten)
    pool = pieces.foreign if refusal == "foreign language" else pieces.sentences
    shuffled = iter(chance.sample(pool, len(pool)))
    wanted = chance.randint(MEAN_BYTES - 1_400, MEAN_BYTES + 1_000)
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < wanted and (taken := list(islice(shuffled, chance.randint(2, 5)))):
        if paragraphs and pool is pieces.sentences and chance.random() < 0.2:  # noqa: PLR2004 (one in five)
            paragraphs.append(chance.choice(pieces.headings))
        paragraphs.append(" ".join(taken))
    paragraphs.append(f"Foto: archief {source}, nummer {number}")  # no two texts are the same
    month = 13 if refusal == "month 13" else month
    header = "" if refusal == "without a date" else f" date {year}-{month:02d}{day} "
    return Article(f"{source}/{year}/{number:07d}.txt", (header + "\n\n".join(paragraphs)).encode(), refusal)


def write_corpus(inbox: Path, pieces: Pieces, numbers: range, *, seed: int = 0) -> int:
    """Write the articles of these numbers into an inbox.

    Returns:
        How many of them are to be accepted.
    """
    accepted = 0
    for number in numbers:
        article = make_article(pieces, number, seed=seed)
        path = inbox / article.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(article.content)
        os.utime(path, (MODIFIED_AT, MODIFIED_AT))
        accepted += article.refusal is None
    return accepted
