"""How well near copies are found, what is merged that should not be, and what it costs.

    python -m bench.sameness                              # made articles
    python -m bench.sameness --data ../shared/data        # real Dutch posts too, cut into articles' length

Copies are made here: words replaced, put in and left out, sentences left out, dozens of edits in the end. The true
similarity of every pair is counted on sets of words by `bench.corpus.copies`, which shares no code with the product.
CPU is that of this process; of several rounds the median.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from bench.corpus.articles import make_article
from bench.corpus.copies import jaccard as true_jaccard
from bench.corpus.copies import shingles as true_shingles
from transforms.fingerprints import BAND_COUNT, Bands, fewest_shared_bands, make_bands
from transforms.schema import STAGED_TABLES
from transforms.shingles import distinct, jaccard, number_shingles
from transforms.tokens import tokenise_texts
from warehouse.durable import make_folder
from warehouse.fingerprint_index import Entries, add_segment, look_up, open_segments
from warehouse.layout import BatchName, Warehouse
from warehouse.parquet import write_table

THRESHOLD = 0.8
FIRST_DAY = date(2001, 1, 1)
FORM_WORDS = 150
FORMS, FILLED_IN = 12, 40
ARTICLES = 1_500
BATCH = 500
PAIRS = 10_000
"""Of articles beside each other, and as many of forms that are filled in otherwise."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.sameness", description="Measure how near copies are found.")
    parser.add_argument("--data", type=Path, help="folder with nl_posts, real text to make copies of")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 20_000, 200_000], help="of the index")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    draw = random.Random(7)  # noqa: S311 (edits, no secret)
    texts = {"made articles": [make_article(0, number).text for number in range(ARTICLES)]}
    if arguments.data:
        files = sorted((arguments.data / "nl_posts").glob("*.txt"))
        texts["real posts"] = [file.read_text(encoding="utf-8", errors="replace") for file in files] * 6
    for name, originals in texts.items():
        pairs = [(text, edit(text, draw)) for text in originals]
        print(f"\n{name}: {len(pairs):,} copies")
        report_recall(pairs)
    print("\nPairs that are no copies")
    report_false(texts["made articles"], draw)
    print("\nCost")
    report_cost(texts["made articles"], arguments.rounds)
    for size in arguments.sizes:
        report_look_up(size, arguments.rounds)
    return 0


def edit(text: str, draw: random.Random) -> str:
    """A copy with up to a fifth of its sentences left out and up to a fifteenth of its words edited."""
    sentences = text.split(". ")
    lost = draw.random() * 0.2 if draw.random() < 0.5 else 0.0  # noqa: PLR2004 (every other copy)
    words = ". ".join(one for one in sentences if draw.random() >= lost).split(" ")
    share = draw.random() ** 2 / 15
    edited: list[str] = []
    for word in words:
        kind = draw.random() / share if share else 3.0
        if kind >= 1:
            edited.append(word)
        elif kind < 1 / 3:
            edited.append(draw.choice(words))
        elif kind < 2 / 3:
            edited += [word, draw.choice(words)]
    return " ".join(edited)


def report_recall(pairs: Sequence[tuple[str, str]]) -> None:
    """By tenths of similarity: how many pairs there are, are candidates, and are found to reach the threshold."""
    both = [text for pair in pairs for text in pair]
    shingles = number_shingles(tokenise_texts(both))
    bands, sets = make_bands(shingles), distinct(shingles)
    found: dict[float, list[tuple[bool, bool]]] = defaultdict(list)
    reaching: list[bool] = []
    differing = 0
    for number, (one, other) in enumerate(pairs):
        truth = true_jaccard(true_shingles(one), true_shingles(other))
        is_candidate = int((bands[2 * number] == bands[2 * number + 1]).sum()) >= fewest_shared_bands(THRESHOLD)
        measured = jaccard(sets[2 * number], sets[2 * number + 1])
        differing += abs(measured - truth) > 0.01  # noqa: PLR2004 (words are told apart otherwise in web addresses)
        found[int(truth * 20) / 20].append((is_candidate, is_candidate and measured >= THRESHOLD))
        if measured >= THRESHOLD:
            reaching.append(is_candidate)
    print("  similarity   pairs  candidates  merged")
    for least, outcomes in sorted(found.items()):
        candidates, merged = (sum(outcome[place] for outcome in outcomes) for place in (0, 1))
        print(f"  {least:.2f}-{least + 0.05:.2f}  {len(outcomes):>7,}  {candidates:>10,}  {merged:>6,}")
    print(
        f"  recall from {THRESHOLD} on: {sum(reaching)}/{len(reaching)} = {sum(reaching) / max(len(reaching), 1):.4f}"
    )
    print(f"  similarity more than .01 from the one counted here: {differing}")


def report_false(articles: Sequence[str], draw: random.Random) -> None:
    """Articles beside each other and forms that are filled in otherwise: merged pairs below .6."""
    fill = " ".join(articles[:200]).split()
    texts = list(articles[:300])
    for number in range(FORMS):
        form = " ".join(articles[300 + number * 3 : 303 + number * 3]).split()[:FORM_WORDS]
        places = draw.sample(range(FORM_WORDS), 8)
        texts += [
            " ".join(draw.choice(fill) if place in places else word for place, word in enumerate(form))
            for _ in range(FILLED_IN)
        ]
    shingles = number_shingles(tokenise_texts(texts))
    bands, sets = make_bands(shingles), distinct(shingles)
    first_form = 300
    pairs = [draw.sample(range(len(texts)), 2) for _ in range(PAIRS)]
    for _ in range(PAIRS):
        start = first_form + FILLED_IN * draw.randrange(FORMS)
        pairs.append(draw.sample(range(start, start + FILLED_IN), 2))
    below = merged = candidates = 0
    similarities = []
    for one, other in pairs:
        truth = true_jaccard(true_shingles(texts[one]), true_shingles(texts[other]))
        if one >= first_form and other >= first_form:
            similarities.append(truth)
        is_candidate = int((bands[one] == bands[other]).sum()) >= fewest_shared_bands(THRESHOLD)
        if truth < 0.6:  # noqa: PLR2004 (the claim)
            below += 1
            candidates += is_candidate
            merged += is_candidate and jaccard(sets[one], sets[other]) >= THRESHOLD
    print(f"  pairs below .6: {below:,}; candidates {candidates:,}; merged {merged}")
    print(f"  forms of {FORM_WORDS} words, 8 words filled in: median similarity {statistics.median(similarities):.3f}")


def report_cost(texts: Sequence[str], rounds: int) -> None:
    """CPU a document of the fingerprint, and bytes a document on the disk."""
    tokens = tokenise_texts(texts[:BATCH])
    print(f"  fingerprint: {_cpu(lambda: make_bands(number_shingles(tokens)), rounds) / BATCH * 1e6:.0f} us a document")
    bands = make_bands(number_shingles(tokenise_texts(texts)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fingerprints.parquet"
        ids = [os.urandom(16).hex() for _ in texts]
        columns = {
            "doc_id": sorted(ids),
            "date_start": [FIRST_DAY + timedelta(days=number) for number in range(len(ids))],
            "bands": [row.tobytes() for row in bands],
            "batch_no": [1] * len(ids),
        }
        table = STAGED_TABLES["fingerprints"]
        write_table(pa.table(columns, schema=table.arrow_schema), table, path)
        warehouse = _warehouse(Path(folder), bands, ids)
        kept, index = path.stat().st_size / len(ids), _size(warehouse.fingerprints) / len(ids)
    print(
        f"  on the disk: {kept:.0f} B kept in the batch + {index:.0f} B in the index = {kept + index:.0f} B a document"
    )


def report_look_up(size: int, rounds: int) -> None:
    """CPU of looking ten and five hundred new documents up, the opening of the index counted."""
    generator = np.random.default_rng(size)
    bands = generator.integers(0, 2**32, (size, BAND_COUNT), dtype=np.uint32)
    new = generator.integers(0, 2**32, (BATCH, BAND_COUNT), dtype=np.uint32)
    new[::10] = bands[generator.integers(0, size, BATCH // 10)]
    with tempfile.TemporaryDirectory() as folder:
        warehouse = _warehouse(Path(folder), bands, [os.urandom(16).hex() for _ in range(size)])

        def ask(count: int) -> None:
            found = look_up(open_segments(warehouse), new[:count], before_batch_no=2, fewest_shared=5)
            if len(found.rows) != -(-count // 10):
                raise RuntimeError("the index does not find what was put in")

        ten, many = _cpu(lambda: ask(10), rounds), _cpu(lambda: ask(BATCH), rounds)
    print(
        f"  look-up on {size:>9,}: 10 new {ten * 1e3:.2f} ms in all; {BATCH} new {many / BATCH * 1e6:.0f} us a document"
    )


def _warehouse(folder: Path, bands: Bands, ids: list[str]) -> Warehouse:
    warehouse, batch = Warehouse(folder), BatchName(1, "ab")
    make_folder(warehouse.own_staged_folder(batch))
    add_segment(
        warehouse,
        [batch],
        Entries.of(1, pa.array(ids), np.zeros(len(ids), dtype=np.uint32), lambda band: bands[:, band]),
    )
    return warehouse


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _cpu(work: Callable[[], object], rounds: int) -> float:
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


if __name__ == "__main__":
    sys.exit(main())
