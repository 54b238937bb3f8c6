"""An inbox that grows: files of a corpus under a second name, and new ones made for the purpose."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import date
from pathlib import Path

from bench.multiplied import write_articles

__all__ = ["link_files", "list_corpus", "make_new_files"]

NEW_SOURCE = "dagblad"
FIRST_NUMBER = 100_000_000
"""Made articles are told apart by number; no corpus is so large that it holds these."""

NO_LINK = (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP)


def list_corpus(corpus: Path) -> list[str]:
    """Paths of all text files of a corpus, relative to it, by name.

    A made corpus names its files by number, whatever folder they lie in: the first ten thousand by name are then a
    small corpus like the large one, with every source and year in it.
    """
    root = os.fspath(corpus)
    found = [
        os.path.relpath(os.path.join(folder, name), root)  # noqa: PTH118 (a million of them)
        for folder, _, names in os.walk(root)
        for name in names
        if name.endswith(".txt")
    ]
    return sorted(found, key=lambda path: (os.path.basename(path), path))  # noqa: PTH119


def link_files(corpus: Path, paths: list[str], inbox: Path) -> None:
    """Give files of a corpus a place in an inbox, as hard links; copied where the system refuses them.

    Those that are there already stay.
    """
    folders: set[str] = set()
    is_linking = True
    for path in paths:
        source, target = f"{corpus}/{path}", f"{inbox}/{path}"
        folder = target.rpartition("/")[0]
        if folder not in folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            folders.add(folder)
        if is_linking:
            try:
                os.link(source, target)
            except FileExistsError:
                continue
            except OSError as error:
                if error.errno not in NO_LINK:
                    raise
                is_linking = False
        if not is_linking and not Path(target).exists():
            shutil.copy2(source, target)


def make_new_files(inbox: Path, first: int, count: int, month: date | None) -> None:
    """Write so many good articles that no corpus holds.

    Args:
        inbox: Where to.
        first: Number of the first; other numbers, other articles.
        count: How many.
        month: That they all bear; None for a date of each one's own.
    """
    start = FIRST_NUMBER + first
    written = f"{month:%Y-%m}" if month else None
    write_articles(inbox / NEW_SOURCE, range(start, start + count), written)
