"""A folder that costs seconds to make, made once and put back as it was for each test that changes it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

__all__ = ["Standing"]


class Standing:
    """An inbox and what runs made of it, under one name for all tests of a module.

    A ledger knows its inbox by its path: in a copy elsewhere every file would be a new one of another inbox.
    """

    def __init__(self, root: Path, make: Callable[[Path], object]) -> None:
        self._folder, self._kept = root / "standing", root / "kept"
        self._folder.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self._folder)
            make(self._folder)
        _copy(self._folder, self._kept)

    def again(self) -> Path:
        """The folder as it was made, whatever the last test did to it."""
        for folder, _, _ in os.walk(self._folder):
            Path(folder).chmod(0o755)  # those of a release are read-only
        shutil.rmtree(self._folder)
        _copy(self._kept, self._folder)
        return self._folder


def _copy(source: Path, target: Path) -> None:
    """Copy with times, and with links between files, such as those of a release to the one before."""
    copies: dict[int, str] = {}

    def copy(one: str, other: str) -> str:
        known = copies.setdefault(Path(one).stat().st_ino, other)
        if known == other:
            return str(shutil.copy2(one, other))
        os.link(known, other)
        return other

    shutil.copytree(source, target, symlinks=True, copy_function=copy)
