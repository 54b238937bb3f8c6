"""langdetect itself judges a few new documents of each candidate again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np

from transforms.language import detect_with_langdetect, forget_profiles
from warehouse.forward_rows import ForwardRows
from warehouse.sql import load
from warehouse.workers import SharedWork, WorkerPool

__all__ = ["LanguageAudit"]

SAMPLE_SIZE = 5
"""New documents of each candidate that are judged again: 4 ms each, and the port must agree."""

PROBABILITY_TOLERANCE = 2e-6
"""Stored probabilities are rounded to six digits."""


class LanguageAudit:
    """A few new documents that langdetect itself judges again: begun when it is made, and ended by `finish`."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, *, pool: WorkerPool | None = None) -> None:
        """Draw the documents, and have them judged.

        Args:
            engine: Where the candidate was assembled, with a view over its new documents that tells each row's place.
            pool: Processes, of which one judges; langdetect is plain Python, and takes a quarter of a second to load.
        """
        self._sample = engine.execute(load("frame_audit_sample"), {"sample_size": SAMPLE_SIZE}).fetchall()
        self._work = SharedWork(_judge_again, pool)
        self._work.begin([(Path(path), row) for *_, path, row in self._sample])

    def finish(self) -> tuple[int, int]:
        """How many documents were judged, and of how many it sees the language otherwise."""
        [answers] = self._work.finish()
        disagreed = sum(
            lang != kept_lang or abs(probability - kept_probability) > PROBABILITY_TOLERANCE
            for (_, kept_lang, kept_probability, *_), (lang, probability) in zip(self._sample, answers, strict=True)
        )
        return len(self._sample), disagreed


def _judge_again(places: Sequence[tuple[Path, int]]) -> list[tuple[str | None, float]]:
    answers = detect_with_langdetect([_read_text(path, row) for path, row in places])
    forget_profiles()
    return answers


def _read_text(path: Path, row: int) -> str:
    """A document's text; empty where there is none, which no language has."""
    with ForwardRows(path, ["text"]) as rows:
        [text] = rows.take(np.array([row])).column("text").to_pylist()
    return text or ""
