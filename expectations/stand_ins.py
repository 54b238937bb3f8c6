"""Stand-ins for libraries that Great Expectations imports and that no check here calls.

`scipy.stats` and `altair` are for comparing and drawing distributions. They are two fifths of what importing Great
Expectations costs: 1.2 s of processor and 80 MB. While a stand-in holds their place nothing is lost: the first time
that anything of it is asked for, the library itself is imported and answers.

`sqlalchemy` it can do without, and says so itself: it is for checks on tables of a database, and is a sixth of what is
left to import: .25 s and 20 MB. Who needs it for other things imports it as ever.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from types import ModuleType

__all__ = ["LEFT_OUT", "STOOD_IN_FOR", "leave_out", "stand_in"]

STOOD_IN_FOR = ("scipy.stats", "altair")
"""Libraries that Great Expectations imports at its top, and uses inside functions only."""

LEFT_OUT = ("sqlalchemy",)
"""Libraries that Great Expectations uses where they are installed."""


class _StandIn(ModuleType):
    """A module that is imported when something of it is asked for."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # Python's own questions about a module: not having it is an answer
            raise AttributeError(name)
        _give_way(self)
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def stand_in() -> Iterator[None]:
    """Have what is imported inside take the stand-ins; who imports the libraries afterwards gets them themselves."""
    made = [_StandIn(name) for name in STOOD_IN_FOR if name not in sys.modules]
    sys.modules.update({module.__name__: module for module in made})
    try:
        yield
    finally:
        for module in made:
            _give_way(module)


def _give_way(module: ModuleType) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]


class _NotInstalled(MetaPathFinder):
    """Finds nothing, and has nobody else look for some libraries, in one thread: the others of a run go on as ever."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, name: str, *_: object) -> None:
        if name in LEFT_OUT and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(f"{name} is left out", name=name)


@contextmanager
def leave_out() -> Iterator[None]:
    """Have what is imported inside, in this thread, go without the libraries, unless somebody has imported them."""
    finder = _NotInstalled()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
