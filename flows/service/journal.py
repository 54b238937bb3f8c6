"""Logs of a service: what its processes print, in files that are turned over, and what the supervisor itself tells."""

from __future__ import annotations

import logging
import logging.handlers
import threading
from pathlib import Path
from typing import IO, TextIO

from flows.logs import log_line

__all__ = ["Journal"]

FILE_BYTES = 5_000_000
OLD_FILES = 3


class Journal:
    """Files of one service.

    Args:
        folder: Where they lie.
        log_format: Of the supervisor's own lines.
        screen: Where the supervisor's lines and those of runs are shown too, or None.
    """

    def __init__(self, folder: Path, *, log_format: str, screen: TextIO | None) -> None:
        self.folder = folder
        self.log_format = log_format
        self.screen = screen
        self._own = self._file("supervisor")

    def tell(self, event: str, *, level: str = "info", **fields: object) -> None:
        """Log something that the supervisor did or saw."""
        line = log_line(event, fields, log_format=self.log_format, level=level)
        self._own.info(line)
        self._show(line)

    def follow(self, name: str, stream: IO[bytes], *, is_shown: bool) -> threading.Thread:
        """Copy what a process prints into its file until it ends, in a thread.

        Args:
            name: Of the file.
            stream: Output of the process.
            is_shown: Whether to show it on the screen as well.
        """
        into = self._file(name)

        def copy() -> None:
            for raw in stream:
                line = raw.decode("utf-8", "backslashreplace").rstrip("\n")
                into.info(line)
                if is_shown:
                    self._show(line)
            _close(into)

        thread = threading.Thread(target=copy, name=f"log of {name}", daemon=True)
        thread.start()
        return thread

    def close(self) -> None:
        """Close the supervisor's own file; those of processes close when their processes end."""
        _close(self._own)

    def _show(self, line: str) -> None:
        if self.screen is not None:
            try:
                self.screen.write(line + "\n")
                self.screen.flush()
            except (OSError, ValueError):  # the terminal is gone; the service is not
                self.screen = None

    def _file(self, name: str) -> logging.Logger:
        """A logger of its own, handed to nobody: it only turns its files over."""
        logger = logging.Logger(name)  # noqa: LOG001 (outside of the tree on purpose)
        logger.propagate = False
        handler = logging.handlers.RotatingFileHandler(
            self.folder / f"{name}.log", maxBytes=FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8"
        )
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
        return logger


def _close(logger: logging.Logger) -> None:
    for handler in logger.handlers:
        handler.close()
