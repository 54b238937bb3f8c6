"""Progress of long work on a terminal; nothing at all where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["show_progress"]


class TerminalReporter:
    """Shows each step of a run as a line on stderr: a bar where its length is known, else a moving one.

    Args:
        progress: Where the lines are drawn.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        # Importing Prefect and starting its server takes seconds, before the first step can report.
        self._current: TaskID | None = progress.add_task("start", total=None)

    def start(self, step: str, total: int | None) -> None:
        """Begin a step; the one before it is over."""
        self.finish()
        self._current = self._progress.add_task(step, total=total)

    def advance(self, count: int) -> None:
        """Some more of the step is done."""
        if self._current is not None:
            self._progress.advance(self._current, count)

    def finish(self) -> None:
        """The step is over."""
        if self._current is None:
            return
        task = self._progress.tasks[self._progress.task_ids.index(self._current)]
        done = task.total or task.completed or 1
        self._progress.update(self._current, total=done, completed=done)
        self._progress.stop_task(self._current)
        self._current = None


@contextmanager
def show_progress() -> Iterator[None]:
    """Show the progress of what happens inside, if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        reporter = TerminalReporter(progress)
        from flows.progress import use_reporter

        with use_reporter(reporter):
            yield
