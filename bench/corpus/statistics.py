"""`python -m bench.corpus.statistics`: does a made corpus behave like news?

Prints how the vocabulary grows with the number of words (Heaps), how word frequency falls with rank (Zipf), how long
articles are, how many different sentences there are and how similar unrelated articles are.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bench.corpus.articles import make_article
from bench.corpus.copies import jaccard, shingles

__all__ = ["Vocabulary", "count_vocabulary", "highest_similarity", "slope"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class Vocabulary:
    """Words of a text.

    Attributes:
        growth: Number of words, and of different words among them, at several sizes.
        frequencies: How often each word comes, the most frequent first.
    """

    growth: tuple[tuple[int, int], ...]
    frequencies: tuple[int, ...]

    @property
    def heaps_exponent(self) -> float:
        """Slope of the growth on logarithmic scales; 0.5 to 0.75 in newspapers."""
        return slope([(math.log(words), math.log(different)) for words, different in self.growth])

    @property
    def zipf_exponent(self) -> float:
        """Slope of frequency by rank, ranks 10 to 5,000; about -1 in newspapers."""
        ranks = [round(10 * 500 ** (step / 40)) for step in range(41)]
        counts = [(rank, self.frequencies[rank - 1]) for rank in ranks if rank <= len(self.frequencies)]
        return slope([(math.log(rank), math.log(count)) for rank, count in counts])


def count_vocabulary(seed: int, files: int) -> Vocabulary:
    """Count the words of good articles, in lower case."""
    counts: Counter[str] = Counter()
    growth: list[tuple[int, int]] = []
    words, look_at = 0, 10_000
    for number in range(files):
        found = _WORD.findall(make_article(seed, number).text.lower())
        counts.update(found)
        words += len(found)
        if words >= look_at or number == files - 1:
            growth.append((words, len(counts)))
            look_at = max(look_at * 2, words)
    return Vocabulary(tuple(growth), tuple(sorted(counts.values(), reverse=True)))


def highest_similarity(seed: int, files: int, pairs: int) -> tuple[float, float]:
    """Mean and highest Jaccard index of the shingles of pairs of unrelated articles."""
    sets = [shingles(make_article(seed, number).text) for number in range(files)]
    chance = random.Random(0)  # noqa: S311 (which pairs are looked at)
    values = [jaccard(*chance.sample(sets, 2)) for _ in range(pairs)]
    return statistics.fmean(values), max(values)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Slope of the straight line through points, by least squares."""
    return statistics.linear_regression([x for x, _ in points], [y for _, y in points]).slope


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus.statistics", description=main.__doc__)
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    vocabulary = count_vocabulary(arguments.seed, arguments.files)
    for words, different in vocabulary.growth:
        print(f"  {words:>12,} words, {different:>9,} different")
    once = sum(count == 1 for count in vocabulary.frequencies) / len(vocabulary.frequencies)
    print(f"Heaps exponent {vocabulary.heaps_exponent:.2f}, Zipf exponent {vocabulary.zipf_exponent:.2f}")
    print(f"{once:.0%} of the different words come once")
    sizes = sorted(len(make_article(arguments.seed, n).text.encode()) for n in range(min(arguments.files, 2_000)))
    shown = " ".join(f"{sizes[len(sizes) * share // 100]:,}" for share in (5, 25, 50, 75, 95))
    print(f"bytes of the text: mean {statistics.fmean(sizes):,.0f}; 5, 25, 50, 75, 95 % at {shown}")
    mean, highest = highest_similarity(arguments.seed, min(arguments.files, 300), 10_000)
    print(f"similarity of unrelated articles: mean {mean:.4f}, highest of 10,000 pairs {highest:.4f}")


if __name__ == "__main__":
    main()
