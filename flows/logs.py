"""The log of scheduled runs: one line a thing that happened, as event and key=value or as JSON.

Never a text of an article, at no level: only names, counts and paths. Commands that people type stay quiet; they show
their results themselves.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import Any

__all__ = ["log", "log_line", "show_log"]

LOGGER = logging.getLogger("kroniek")
# Without a handler Python would print warnings of ours into what a command prints.
LOGGER.addHandler(logging.NullHandler())
LOGGER.propagate = False
LEVELS = {"info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_formats = {"chosen": "text"}


def show_log(log_format: str) -> None:
    """Have this process show its log on stderr.

    Args:
        log_format: `text` or `json`.
    """
    _formats["chosen"] = log_format
    LOGGER.setLevel(logging.INFO)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOGGER.addHandler(handler)


def log(event: str, *, level: str = "info", **fields: Any) -> None:
    """Log that something happened.

    Args:
        event: Such as `release.published`.
        level: `info`, `warning` or `error`.
        fields: Names and values.
    """
    LOGGER.log(LEVELS[level], "%s", log_line(event, fields, log_format=_formats["chosen"], level=level))


def log_line(event: str, fields: dict[str, Any], *, log_format: str, level: str = "info") -> str:
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
