"""Logs of a service: what its processes print, in files that are turned over, and what the supervisor itself tells."""

from __future__ import annotations

import json
import logging
import logging.handlers
import threading
import time
from pathlib import Path
from typing import IO, TextIO

__all__ = ["Journal", "log_line"]

FILE_BYTES = 5_000_000
OLD_FILES = 3


def log_line(event: str, fields: dict[str, object], *, log_format: str, level: str = "info") -> str:
    """One line of a log: when, how grave, which event, and key=value; or all of that as one JSON object.

    Args:
        event: Such as `release.published`.
        fields: Names and values; never a text of an article.
        log_format: `text` or `json`.
        level: `info`, `warning` or `error`.
    """
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    if log_format == "json":
        return json.dumps({"time": moment, "level": level, "event": event, **fields}, ensure_ascii=False, default=str)
    pairs = "".join(f" {name}={_quoted(value)}" for name, value in fields.items())
    return f"{moment} {level} event={event}{pairs}"


def _quoted(value: object) -> str:
    text = str(value)
    return text if text and text.isprintable() and not set(' "=') & set(text) else json.dumps(text, ensure_ascii=False)


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

        thread = threading.Thread(target=copy, name=f"log of {name}", daemon=True)
        thread.start()
        return thread

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
