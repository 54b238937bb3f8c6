"""Language on the labelled texts beside the repository: few Dutch ones refused, few others accepted.

The bounds are those the project set itself; figures by language and source stand in docs/language.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.labelled import Labelled, accepted, measure, read_labelled

DATA = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.fixture(scope="module")
def texts() -> list[Labelled]:
    if not (DATA / "language" / "dev.jsonl").exists():
        pytest.skip("the labelled texts are not on this machine")
    return read_labelled(DATA)


def wrong(texts: list[Labelled]) -> tuple[float, float]:
    """Shares of the Dutch texts that are refused, and of the others that are accepted."""
    passes = accepted(measure(texts))
    dutch = [passed for passed, text in zip(passes, texts, strict=True) if text.lang == "nl"]
    others = [passed for passed, text in zip(passes, texts, strict=True) if text.lang != "nl"]
    assert len(dutch) >= 40
    assert len(others) >= 40
    return dutch.count(False) / len(dutch), others.count(True) / len(others)


def test_hardly_a_dutch_document_is_refused_and_hardly_another_accepted(texts: list[Labelled]) -> None:
    refused, taken = wrong([text for text in texts if text.kind == "document"])
    assert refused <= 0.005
    assert taken <= 0.01


def test_few_dutch_paragraphs_are_refused_and_few_others_accepted(texts: list[Labelled]) -> None:
    refused, taken = wrong([text for text in texts if text.kind == "paragraph"])
    assert refused <= 0.01
    assert taken <= 0.02


def test_frisian_low_saxon_and_afrikaans_documents_and_paragraphs_stay_out(texts: list[Labelled]) -> None:
    neighbours = [text for text in texts if text.lang in {"fy", "nds", "af"} and text.kind in {"document", "paragraph"}]
    assert len(neighbours) >= 250
    assert accepted(measure(neighbours)).count(True) / len(neighbours) <= 0.01


def test_the_share_of_a_mixed_document_is_the_share_of_its_dutch_text(texts: list[Labelled]) -> None:
    mixed = [text for text in texts if text.dutch_share is not None]
    assert len(mixed) >= 80
    off = [
        abs(measured - (text.dutch_share or 0.0))
        for text, measured in zip(mixed, measure(mixed).target_lang_share, strict=True)
    ]
    assert sorted(off)[len(off) * 95 // 100] <= 0.05
