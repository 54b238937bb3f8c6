"""langdetect itself judges a few new documents of each candidate again."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np

from transforms.language import detect_with_langdetect
from warehouse.forward_rows import ForwardRows
from warehouse.sql import load

__all__ = ["audit_languages"]

SAMPLE_SIZE = 5
"""New documents of each candidate that are judged again: 4 ms each, and the port must agree."""

PROBABILITY_TOLERANCE = 2e-6
"""Stored probabilities are rounded to six digits."""


def audit_languages(engine: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Let langdetect itself judge a few new documents again.

    Args:
        engine: Where the candidate was assembled, with a view over its new documents that tells each row's place.

    Returns:
        How many documents were judged, and of how many it sees the language otherwise.
    """
    sample = engine.execute(load("frame_audit_sample"), {"sample_size": SAMPLE_SIZE}).fetchall()
    answers = detect_with_langdetect([_read_text(Path(path), row) for *_, path, row in sample])
    disagreed = sum(
        lang != kept_lang or abs(probability - kept_probability) > PROBABILITY_TOLERANCE
        for (_, kept_lang, kept_probability, *_), (lang, probability) in zip(sample, answers, strict=True)
    )
    return len(sample), disagreed


def _read_text(path: Path, row: int) -> str:
    """A document's text; empty where there is none, which no language has."""
    with ForwardRows(path, ["text"]) as rows:
        [text] = rows.take(np.array([row])).column("text").to_pylist()
    return text or ""
