"""`python -m bench.quality --data DIR`: how the measures of text quality fall on real Dutch text, and what they cost.

Prints, for every measure, its distribution over the real sets and how far the default threshold lies from it; what is
refused of real text, file by file; what is refused of invented pages, kind by kind, with precision and recall of
publishing; and microseconds of CPU a document. DIR is a folder of sets as `shared/data` has them.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from bench.corpus.files import make_file
from bench.corpus.kinds import Mixture
from bench.quality_pages import KINDS, make_pages
from transforms.characters import read_characters
from transforms.decoding import decode
from transforms.header_date import parse_header
from transforms.paragraphs import clean_body
from transforms.quality import measure_quality
from transforms.quality_evidence import find_evidence
from transforms.quality_lines import find_lines
from transforms.quality_measures import QUALITY_FLAGS, QUALITY_MEASURES
from transforms.quality_rule import judge_quality
from transforms.quality_thresholds import QUALITY_THRESHOLDS, default_bounds
from transforms.repetition import repeated_line_shares, repeated_phrases, top_pair_shares
from transforms.tokens import tokenise
from transforms.words import count_letters, count_words

PERCENTILES = (0, 1, 50, 99, 100)
ROUNDS = 9
BATCH = 500
CHARACTERS_AN_ARTICLE = 3_300
"""At least; the last paragraph makes it about 3,600."""
FEWEST_LETTERS = 60
"""Texts with fewer letters are refused as too short before their quality is asked (setting `minimum_letter_count`)."""
PAGES_A_KIND = 200
MADE_ARTICLES = 400
PARTS = ("ud_gold", "dev_paragraphs")
"""Sets of single paragraphs, parts of articles rather than articles."""
OCR = "europeana_ocr_nl"
"""Pages of old newspapers as a machine read them: notices, tables and prices among the articles."""


def read_bodies(folder: Path, pattern: str) -> list[str]:
    """The cleaned bodies of some files, as the road sees them."""
    bodies = []
    for path in sorted(folder.glob(pattern)):
        text = decode(path.read_bytes()).text
        bodies.append(clean_body(text[parse_header(text).body_start :]))
    return bodies


def read_rows(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The rows of some JSON Lines files."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def read_sets(data: Path) -> dict[str, list[str]]:
    """The real Dutch sets, by name; those that are absent are left out."""
    gold = read_rows(sorted(data.glob("ud_gold/*.jsonl")))
    dutch = [row for row in read_rows(data.glob("language/dev.jsonl")) if row["lang"] == "nl"]
    sets = {
        "nl_posts": read_bodies(data, "nl_posts/*.txt"),
        "handelingen_tk": read_bodies(data, "handelingen_tk/*.txt"),
        "seeds": read_bodies(data.parent, "seeds/*.txt"),
        "debian_news_nl": read_bodies(data, "debian_news/nl/*.txt"),
        "dev_documents": [row["text"] for row in dutch if row["set"] == "doc"],
        "dev_paragraphs": [row["text"] for row in dutch if row["set"].startswith("par")],
        "ud_gold": [row["text"] for row in gold],
        OCR: read_bodies(data, "europeana_ocr/nl*.txt"),
    }
    return {name: texts for name, texts in sets.items() if texts}


def measure(texts: list[str]) -> tuple[pa.Table, pa.Table]:
    """Measures and judgement of some texts; those that are too short for the question pass."""
    characters = read_characters(texts)
    tokens = tokenise(characters)
    measured = measure_quality(characters, tokens).append_column("word_count", pa.array(tokens.word_counts))
    judged = judge_quality(measured, default_bounds())
    is_long = pa.array(characters.letter_counts >= FEWEST_LETTERS)
    return measured.filter(is_long), judged.append_column("text", pa.array(texts)).filter(is_long)


def print_distributions(measured: dict[str, pa.Table]) -> None:
    """Every measure: percentiles a set, and the distance of the thresholds to the nearest article."""
    for one in QUALITY_MEASURES:
        print(f"\n{one.name}: {one.meaning}")
        for name, table in measured.items():
            values = np.percentile(table[one.name].to_numpy(), PERCENTILES)
            figures = "  ".join(
                f"{'min' if at == 0 else 'max' if at == PERCENTILES[-1] else f'p{at}'} {value:9.4g}"
                for at, value in zip(PERCENTILES, values, strict=True)
            )
            print(f"    {name:18}{figures}")
        articles = np.concatenate(
            [table[one.name].to_numpy() for name, table in measured.items() if name not in (*PARTS, OCR)]
        )
        for threshold in QUALITY_THRESHOLDS:
            if threshold.measure == one.name:
                nearest = articles.max() if threshold.side == "maximum" else articles.min()
                print(f"    -> {threshold.setting} {threshold.default:g}; nearest article {nearest:g}")
    for one in QUALITY_FLAGS:
        shares = "  ".join(f"{name} {np.mean(table[one.name].to_numpy()):.3f}" for name, table in measured.items())
        print(f"\n{one.name}: {shares}")


def print_refusals(judged: dict[str, pa.Table]) -> None:
    """What is refused of each real set, and why."""
    for name, table in judged.items():
        rows = [row for row in table.to_pylist() if row["reason"]]
        print(f"{name:18}{len(rows):4} of {table.num_rows}")
        for row in rows:
            evidence = find_evidence(row["text"], row["measure"], 1)
            print(
                f"    {row['reason']}: {row['measure']} {row['measured_value']} ({row['threshold']});"
                f" {row['text'][:50]!r}; {evidence}"
            )


def print_invented(judged: dict[str, pa.Table]) -> None:
    """What is refused of invented pages, and precision and recall of publishing with the real articles as good."""
    made = (make_file(Mixture(0, {}), number) for number in range(MADE_ARTICLES))
    good = [clean_body(article.content.decode().split(" ", 3)[-1]) for article in made]
    refused_good = sum(reason is not None for reason in measure(good)[1]["reason"].to_pylist())
    print(f"{'made articles':18}{refused_good:4} of {len(good)} refused")
    bad_count = bad_refused = 0
    for kind, (expected, _) in KINDS.items():
        measured, table = measure(make_pages(kind, PAGES_A_KIND))
        reasons = Counter(table["reason"].to_pylist())
        refused = sum(count for reason, count in reasons.items() if reason)
        flags = np.zeros(measured.num_rows, dtype=np.bool_)
        for flag in QUALITY_FLAGS:
            flags |= measured[flag.name].to_numpy()
        print(
            f"{kind:18}{refused:4} of {table.num_rows} refused, {reasons[expected]} as {expected};"
            f" {int(flags.sum())} flagged; {PAGES_A_KIND - table.num_rows} too short to be asked"
        )
        bad_count, bad_refused = bad_count + table.num_rows, bad_refused + refused
    real = [reason for name, table in judged.items() if name not in PARTS for reason in table["reason"].to_pylist()]
    published = sum(reason is None for reason in real) + len(good) - refused_good
    print(
        f"publish precision {published / (published + bad_count - bad_refused):.4f},"
        f" recall {published / (len(real) + len(good)):.4f}"
        f" ({len(real)} real and {len(good)} made articles, {bad_count} invented pages)"
    )


def cut_into_articles(texts: list[str]) -> list[str]:
    """Paragraphs put together to articles of the usual size, no two alike: a batch of news has as many words."""
    articles, current = [], ""
    for paragraph in (paragraph for text in texts for paragraph in text.split("\n\n")):
        current += f"{paragraph}\n\n"
        if len(current) >= CHARACTERS_AN_ARTICLE:
            articles.append(current.strip())
            current = ""
    return articles


def print_costs(texts: list[str]) -> None:
    """Median CPU a document of every step, over some rounds."""
    texts = cut_into_articles(texts)
    distinct = len(texts)
    texts = (texts * (BATCH // distinct + 1))[:BATCH]
    characters = read_characters(texts)
    tokens = tokenise(characters)
    lines = find_lines(characters, tokens)
    steps: dict[str, Callable[[], Any]] = {
        "count_words and count_letters, text by text": lambda: [
            (count_words(text), count_letters(text)) for text in texts
        ],
        "read_characters": lambda: read_characters(texts),
        "tokenise": lambda: tokenise(characters),
        "measure_quality, all": lambda: measure_quality(characters, tokens),
        "  lines and their patterns": lambda: find_lines(characters, tokens),
        "  repeated lines": lambda: repeated_line_shares(lines, len(texts)),
        "  most frequent pair": lambda: top_pair_shares(tokens),
        "  repeated phrases": lambda: repeated_phrases(tokens, 5),
    }
    print(f"µs of CPU a document; {len(texts)} documents of {np.mean([len(text) for text in texts]):.0f} characters,")
    print(f"{distinct} distinct; {len(tokens.dictionary)} distinct words; {tokens.codes.size / len(texts):.0f}")
    print(f"words and {lines.rows.size / len(texts):.1f} lines a document; median of {ROUNDS}")
    spent: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(ROUNDS):
        for name, step in steps.items():
            before = time.process_time()
            step()
            spent[name].append((time.process_time() - before) / len(texts) * 1e6)
    for name, times in spent.items():
        print(f"    {name:45}{statistics.median(times):8.1f}   (least {min(times):.1f})")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the real sets, such as shared/data")
    sets = read_sets(parser.parse_args().data)
    both = {name: measure(texts) for name, texts in sets.items()}
    measured = {name: pair[0] for name, pair in both.items()}
    judged = {name: pair[1] for name, pair in both.items()}
    print("# Distributions")
    print_distributions(measured)
    print("\n# Refused of real text")
    print_refusals(judged)
    print("\n# Invented pages")
    print_invented(judged)
    print("\n# Cost")
    print_costs([text for name, texts in sets.items() if name not in PARTS for text in texts])


if __name__ == "__main__":
    main()
