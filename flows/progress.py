"""How a step tells how far it is; the command line shows bars, scheduled runs are silent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

__all__ = ["Reporter", "SilentReporter", "active_reporter", "use_reporter"]


class Reporter(Protocol):
    """Told what a run is doing."""

    def start(self, step: str, total: int | None) -> None:
        """A step begins; `total` is how many files it will see, or None when that is not known."""

    def advance(self, count: int) -> None:
        """So many more files are done."""

    def finish(self) -> None:
        """The step is over."""


class SilentReporter:
    """Shows nothing."""

    def start(self, step: str, total: int | None) -> None:
        """Show nothing."""

    def advance(self, count: int) -> None:
        """Show nothing."""

    def finish(self) -> None:
        """Show nothing."""


_active: ContextVar[Reporter | None] = ContextVar("active_reporter", default=None)


@contextmanager
def use_reporter(reporter: Reporter) -> Iterator[None]:
    """Have flows that run inside report to this reporter."""
    token = _active.set(reporter)
    try:
        yield
    finally:
        _active.reset(token)


def active_reporter() -> Reporter:
    """The reporter in use."""
    return _active.get() or SilentReporter()
