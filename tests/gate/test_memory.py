"""What the gate reads of a large delivery fits into the memory that a step may use."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.multiplied import write_articles
from tests.plain_road import run_plain

DOCUMENTS = 4_000
"""Of which a plan that carries a text along with each of its sentences takes more than `engine.MEMORY_LIMIT`."""


@pytest.mark.long
def test_texts_are_not_held_once_a_sentence(tmp_path: Path) -> None:
    write_articles(tmp_path / "inbox", range(DOCUMENTS))
    report = run_plain(tmp_path / "inbox", tmp_path / "warehouse")
    assert (report.published, report.gate) == (True, "passed"), report.failed_checks
