"""The figures about language: intervals that are right, tables from any labelled texts, parts that do not move."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.labelled import Labelled, read_labelled
from bench.language import page, time_measures, wilson
from tests.transforms.language_texts import DUTCH, ENGLISH, FRISIAN, GRONINGS


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (1, 100, 0.0018, 0.0545)],
)
def test_intervals_are_those_of_wilson(count: int, total: int, low: float, high: float) -> None:
    assert wilson(count, total) == pytest.approx((low, high), abs=5e-5)


def test_nothing_seen_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "language").mkdir()
    rows: list[dict[str, Any]] = [
        {"id": f"{kind}-{lang}-{number}", "set": kind, "text": text, "lang": lang, "source": "made"}
        for kind in ("doc", "para", "sent", "head")
        for lang, text in (("nl", DUTCH), ("en", ENGLISH), ("fy", FRISIAN), ("nds", GRONINGS))
        for number in range(8)
    ]
    for number in range(10):
        dutch, foreign = "\n\n".join([DUTCH] * (number + 1)), "\n\n".join([ENGLISH] * (10 - number))
        share = round(len(dutch) / (len(dutch) + len(foreign)), 3)
        text = f"{dutch}\n\n{foreign}"
        rows.append({"id": f"m{number}", "set": "mixed", "text": text, "lang": "nl", "source": "x", "nl_share": share})
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "language" / "dev.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "debian_news" / "nl").mkdir(parents=True)
    (tmp_path / "debian_news" / "nl" / "a.txt").write_text(f" date 2019-04 {DUTCH}", encoding="utf-8")
    return tmp_path


def test_texts_are_read_without_their_header_and_with_their_language(data: Path) -> None:
    news = [text for text in read_labelled(data) if text.source == "debian_news"]
    assert news == [Labelled("debian_news/nl/a.txt", "document", "nl", "debian_news", DUTCH)]


def test_a_text_stands_on_the_same_half_whatever_else_there_is(data: Path) -> None:
    parts = {text.name: text.part for text in read_labelled(data)}
    assert set(parts.values()) == {"choose", "report"}
    (data / "language" / "dev.jsonl").write_text("", encoding="utf-8")
    assert {text.name: text.part for text in read_labelled(data)}.items() <= parts.items()


def test_tables_count_every_text_once(data: Path) -> None:
    tables = page(read_labelled(data))
    dutch_documents = [line for line in tables.splitlines() if line.startswith("| document | nl |")]
    assert sum(int(line.split(" / ")[1].split(" = ")[0]) for line in dutch_documents) == 9


def test_every_measure_is_timed() -> None:
    assert time_measures(documents=3, rounds=1).keys() == {"all", "first voice", "function words"}
