"""Stand-ins for two libraries that Great Expectations imports and that no check here calls.

`scipy.stats` and `altair` are for comparing and drawing distributions. They are two fifths of what importing Great
Expectations costs: 1.2 s of processor and 80 MB. While a stand-in holds their place nothing is lost: the first time
that anything of it is asked for, the library itself is imported and answers.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

__all__ = ["STOOD_IN_FOR", "stand_in"]

STOOD_IN_FOR = ("scipy.stats", "altair")
"""Libraries that Great Expectations imports at its top, and uses inside functions only."""


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
