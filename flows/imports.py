"""Importing libraries that take seconds: with less work, and while something else goes on."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

__all__ = ["collecting_only_new", "loading_engine", "uncollected"]

ENGINE = "expectations.engine"
"""The module that brings Great Expectations."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage inside, nor later in what came of it: of modules it is a sixth of their import."""
    is_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_collecting:
            gc.freeze()
            gc.enable()


@contextmanager
def collecting_only_new() -> Iterator[None]:
    """Look for garbage inside among what is made there only.

    Great Expectations makes so much of it that all that was imported, a million objects, would be walked through again:
    a quarter of what the gate costs.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def loading_engine() -> Iterator[Callable[[], None]]:
    """Have Great Expectations imported beside what is done inside, once it is known that the gate will need it.

    Reading a candidate back mostly waits for DuckDB and Arrow, which leave Python to others. No thread outlives the
    block, however that ends. An import that fails fails again, and is heard of, where the gate needs it.

    Returns:
        What starts the import; to be called once at most. Without it nothing is imported.
    """
    thread = Thread(target=_load_engine, name="load Great Expectations")
    try:
        yield thread.start
    finally:
        if thread.ident is not None:
            thread.join()


def _load_engine() -> None:
    with uncollected(), suppress(Exception):
        importlib.import_module(ENGINE)
