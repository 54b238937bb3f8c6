"""Small file systems, which only root can set up for a test."""

# ruff: noqa: S607 (mount and umount, wherever the system has them)

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

__all__ = ["SmallDisk", "small_disk"]


class SmallDisk:
    """A file system in memory that is soon full.

    Attributes:
        folder: Where it is mounted.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def resize(self, kilobytes: int) -> None:
        """Give it another size; what is on it stays."""
        self._mount("remount", kilobytes)

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Let nobody write on it, root neither; or let them again."""
        option = "remount,ro" if is_read_only else "remount,rw"
        subprocess.run(["mount", "-o", option, str(self.folder)], check=True)

    def _mount(self, option: str, kilobytes: int) -> None:
        options = f"{option},size={kilobytes}k"
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "none", str(self.folder)], check=True, capture_output=True
        )


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """Mount one; the test is skipped where that is not allowed."""
    folder.mkdir()
    disk = SmallDisk(folder)
    if os.geteuid() != 0:
        pytest.skip("only root may mount a file system of a limited size")
    try:
        disk._mount("rw", 1)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"a file system of a limited size cannot be mounted here: {error}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
