"""How well sentences and words are found, against gold text and against libraries, and what each stage costs.

    python -m bench.structure --data ../shared/data                                  # print the tables
    python -m bench.structure --data ../shared/data --page docs/structure.md         # renew them on that page
    python -m bench.structure                                                        # cost alone, on a made corpus

Libraries are compared when they are installed and left out when not; none of them is a dependency:
`pip install nupunkt pysbd blingfire syntok sentencex sentence-splitter`. spaCy and NLTK need models for Dutch that
their wheels do not hold. F1 is of boundaries inside paragraphs: ends of sentences, the last of a paragraph left out.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.corpus.files import make_file
from bench.corpus.kinds import Mixture
from transforms.batch_sentences import find_batch_sentences
from transforms.characters import read_characters
from transforms.curated_tables import paragraphs_table, sentences_table
from transforms.language_measures import measure_languages_of_batch
from transforms.lost_breaks import find_lost_breaks
from transforms.paragraph_places import locate_paragraphs
from transforms.paragraphs import clean_body, split_paragraphs
from transforms.sentences import split_sentences
from transforms.source_documents import read_document
from transforms.tokens import tokenise
from transforms.words import find_words

__all__ = ["SPLITTERS", "Gold", "boundary_f1", "page", "time_stages", "word_f1"]

MARK = "<!-- from here on: python -m bench.structure --page -->"
OWN = "own rules"
CLOSERS = "\"'”’)»"
STOPS = ".!?…"
ROUNDS = 9
Splitter = Callable[[str], list[int]]


@dataclass(frozen=True)
class Gold:
    """A text with the ends of its sentences, the last left out, and its words with punctuation where known."""

    text: str
    ends: frozenset[int]
    tokens: tuple[str, ...] = ()


def read_gold(data: Path) -> dict[str, list[Gold]]:
    """The parts of the gold text.

    *newspaper* and *encyclopaedia* are treebank paragraphs that the rules were written with in view. Of the
    encyclopaedia, *prose* leaves out paragraphs in which a sentence but the last ends without a stop: tables and lists
    whose line breaks the treebank lost. *not looked at* pairs neighbouring single sentences of the sets for language
    that are in neither, the first of which ends with a stop; nobody chose rules by them.
    """
    files = {"newspaper": "UD_Dutch-Alpino.dev", "encyclopaedia": "UD_Dutch-LassySmall.dev"}
    parts = {}
    for part, name in files.items():
        lines = (data / "ud_gold" / f"{name}.gold.jsonl").read_text(encoding="utf-8").splitlines()
        parts[part] = [
            Gold(
                row["text"],
                frozenset(end for _, end in row["spans"][:-1]),
                tuple(token for sentence in row["tokens"] for token in sentence),
            )
            for row in map(json.loads, lines)
        ]
    known = "\n".join(gold.text for golds in parts.values() for gold in golds)
    parts["encyclopaedia, prose"] = [
        gold for gold in parts["encyclopaedia"] if all(_ends_with_stop(gold.text[:end]) for end in gold.ends)
    ]
    rows = map(json.loads, (data / "language" / "dev.jsonl").read_text(encoding="utf-8").splitlines())
    unseen = [row["text"] for row in rows if (row["set"], row["lang"]) == ("sent", "nl") and row["text"] not in known]
    parts["not looked at"] = [
        Gold(f"{one} {other}", frozenset({len(one)})) for one, other in pairwise(unseen) if _ends_with_stop(one)
    ]
    return parts


def _ends_with_stop(text: str) -> bool:
    return text.rstrip(CLOSERS + " ")[-1:] in STOPS


def boundary_f1(golds: Iterable[Gold], split: Splitter) -> float:
    """F1 of the boundaries inside some paragraphs."""
    right = found = wanted = 0
    for gold in golds:
        ends = set(split(gold.text)) - {len(gold.text)}
        right, found, wanted = right + len(ends & gold.ends), found + len(ends), wanted + len(gold.ends)
    return 2 * right / (found + wanted) if found + wanted else 1.0


def word_f1(golds: Iterable[Gold]) -> tuple[float, int]:
    """F1 of words against the gold tokens that hold a letter or digit, by their places; and how many those are."""
    right = found = wanted = 0
    for gold in golds:
        places = set(_places(gold))
        words = set(find_words(gold.text))
        right, found, wanted = right + len(places & words), found + len(words), wanted + len(places)
    return 2 * right / (found + wanted), wanted


def _places(gold: Gold) -> Iterator[tuple[int, int]]:
    position = 0
    for token in gold.tokens:
        start = gold.text.find(token, position)
        # The treebank writes some tokens otherwise than the text: a token out of place would count as an error of ours.
        if start != -1 and not gold.text[position:start].strip():
            position = start + len(token)
            if any(map(str.isalnum, token)):
                yield start, position


def _own() -> Splitter:
    return lambda text: [end for _, end in split_sentences(text, 0, len(text))]


def _ends_of(text: str, sentences: Iterable[str]) -> list[int]:
    """Where sentences end that a library gives as strings."""
    ends, position = [], 0
    for sentence in map(str.strip, sentences):
        start = text.find(sentence, position)
        if sentence and start != -1:
            position = start + len(sentence)
            ends.append(position)
    return ends


def _nupunkt(module: Any) -> Splitter:  # noqa: ANN401 (a library without types)
    return lambda text: _ends_of(text, module.sent_tokenize(text))


def _pysbd(module: Any) -> Splitter:  # noqa: ANN401
    segmenter = module.Segmenter(language="nl", clean=False)
    return lambda text: _ends_of(text, segmenter.segment(text))


def _blingfire(module: Any) -> Splitter:  # noqa: ANN401
    return lambda text: _ends_of(text, module.text_to_sentences(text).split("\n"))


def _syntok(module: Any) -> Splitter:  # noqa: ANN401
    def split(text: str) -> list[int]:
        sentences = (sentence for paragraph in module.analyze(text) for sentence in paragraph)
        return [sentence[-1].offset + len(sentence[-1].value) for sentence in sentences]

    return split


def _sentencex(module: Any) -> Splitter:  # noqa: ANN401
    return lambda text: _ends_of(text, module.segment("nl", text))


def _sentence_splitter(module: Any) -> Splitter:  # noqa: ANN401
    splitter = module.SentenceSplitter(language="nl")
    return lambda text: _ends_of(text, splitter.split(text))


# Package, module, how it is called, licence and last release as its index tells them (looked up in November 2026).
SPLITTERS: tuple[tuple[str, str, Callable[[Any], Splitter], str, str], ...] = (
    ("nupunkt", "nupunkt", _nupunkt, "MIT", "2026-09"),
    ("pysbd", "pysbd", _pysbd, "MIT", "2021-02"),
    ("blingfire", "blingfire", _blingfire, "MIT", "2021-09"),
    ("syntok", "syntok.segmenter", _syntok, "MIT", "2022-03"),
    ("sentencex", "sentencex", _sentencex, "MIT", "2026-09"),
    ("sentence-splitter", "sentence_splitter", _sentence_splitter, "LGPL", "2019-01"),
)


def installed_splitters() -> dict[str, tuple[Splitter, str, str]]:
    """Splitter, licence and last release of the own rules and of each library that is there."""
    found = {OWN: (_own(), "", "")}
    for package, module, make, licence, released in SPLITTERS:
        try:
            found[f"{package} {importlib.metadata.version(package)}"] = (
                make(importlib.import_module(module)), licence, released,
            )  # fmt: skip
        except ImportError:
            continue
    return found


def made_bodies(count: int) -> list[str]:
    """Articles of about 3.6 kB without their headers."""
    files = (make_file(Mixture(0, {}), number) for number in range(count))
    return [
        read_document(file.truth.path, "0" * 64, file.content, None, is_file_name_dated=False).text for file in files
    ]


def time_splitter(split: Splitter, bodies: Sequence[str]) -> float:
    """CPU microseconds an article, paragraph by paragraph; the median of three rounds, because some take a second."""
    paragraphs = [[body[span.start : span.end] for span in split_paragraphs(body)] for body in bodies]
    spent = []
    for _ in range(3):
        start = time.process_time()
        for body in paragraphs:
            for paragraph in body:
                split(paragraph)
        spent.append((time.process_time() - start) / len(bodies) * 1e6)
    return statistics.median(spent)


def time_stages(*, documents: int = 500, rounds: int = ROUNDS) -> dict[str, float]:
    """CPU microseconds an article by stage: medians of some rounds."""
    files = [make_file(Mixture(0, {}), number) for number in range(documents)]
    read = [
        read_document(file.truth.path, f"{number:064x}", file.content, None, is_file_name_dated=False)
        for number, file in enumerate(files)
    ]
    bodies = [document.text for document in read]
    characters = read_characters(bodies)
    tokens = tokenise(characters)
    places = locate_paragraphs(characters, [document.paragraphs for document in read])
    sentences = find_batch_sentences(characters, tokens, bodies, places)
    languages = measure_languages_of_batch(characters, tokens, bodies, places, ("nl",))
    stages: dict[str, Callable[[], object]] = {
        "clean": lambda: [clean_body(body) for body in bodies],
        "lost breaks (part of paragraphs)": lambda: [find_lost_breaks(body) for body in bodies],
        "paragraphs and kinds": lambda: [split_paragraphs(body) for body in bodies],
        "sentences": lambda: find_batch_sentences(characters, tokens, bodies, places),
        "characters": lambda: read_characters(bodies),
        "words": lambda: tokenise(characters),
        "paragraphs as Arrow": lambda: paragraphs_table(read, places, languages, characters),
        "sentences as Arrow": lambda: sentences_table(read, places, sentences, characters),
    }
    spent: dict[str, list[float]] = {name: [] for name in stages}
    for _ in range(rounds):
        for name, stage in stages.items():
            start = time.process_time()
            stage()
            spent[name].append((time.process_time() - start) / documents * 1e6)
    return {name: statistics.median(each) for name, each in spent.items()}


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in (header, ["---"] * len(header), *rows))


def page(data: Path | None) -> str:
    """All tables, those of gold text only where it is at hand."""
    sections = []
    if data is not None:
        parts, bodies = read_gold(data), made_bodies(60)
        counts = [f"{part} ({sum(len(gold.ends) for gold in golds)})" for part, golds in parts.items()]
        rows = [
            [name, *[f"{boundary_f1(golds, split):.3f}" for golds in parts.values()],
             f"{time_splitter(split, bodies):,.0f}", licence, released]
            for name, (split, licence, released) in installed_splitters().items()
        ]  # fmt: skip
        header = ["library", *counts, "µs an article", "licence", "last release"]
        sections.append(f"### Sentence boundaries: F1 by part (boundaries)\n\n{_table(header, rows)}")
        words = [
            [part, f"{f1:.4f}", f"{count:,}"]
            for part in ("newspaper", "encyclopaedia")
            for f1, count in [word_f1(parts[part])]
        ]
        sections.append(f"### Words against the tokens of the treebanks\n\n{_table(['part', 'F1', 'tokens'], words)}")
    times = [[name, f"{microseconds:.0f}"] for name, microseconds in time_stages().items()]
    sections.append(f"### CPU an article of about 3.6 kB\n\n{_table(['stage', 'µs'], times)}")
    return "\n\n".join(sections) + "\n"


def main() -> int:
    """Print the tables, or renew a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of real text with ud_gold and language")
    parser.add_argument("--page", type=Path, help="page whose tables are renewed")
    arguments = parser.parse_args()
    tables = page(arguments.data)
    if arguments.page is None:
        print(tables)
    else:
        prose, mark, _ = arguments.page.read_text(encoding="utf-8").partition(MARK)
        arguments.page.write_text(f"{prose}{mark or MARK}\n\n{tables}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
