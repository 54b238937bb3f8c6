"""The folder that files arrive in, as such: whether it can be read, and what it is called.

Apart from `warehouse.discovery`, because a service that runs for a year asks for no more, and needs no Arrow for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from transforms.errors import InputUnreadableError

__all__ = ["check_inbox", "inbox_name", "scan_inbox"]


def check_inbox(inbox: Path) -> None:
    """Raise InputUnreadableError when an inbox does not exist or cannot be listed."""
    next(scan_inbox(inbox), None)


def inbox_name(inbox: Path) -> str:
    r"""The absolute path of an inbox as the ledger and raw/ name it; bytes that are not UTF-8 as \xNN."""
    return os.fsencode(inbox.resolve()).decode("utf-8", "backslashreplace")


def scan_inbox(inbox: Path) -> Iterator[os.DirEntry[bytes]]:
    """What lies in an inbox itself, not in its sub-folders; one by one, because a million names may lie there.

    Raises:
        InputUnreadableError: It does not exist or cannot be listed.
    """
    try:
        with os.scandir(os.fsencode(inbox)) as entries:
            yield from entries
    except OSError as error:
        raise InputUnreadableError(
            f"The inbox cannot be read: {error.strerror}.",
            where=str(inbox),
            what_to_do="Name the folder that holds your text files with --inbox, or make it.",
        ) from error
