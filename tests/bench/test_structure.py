"""The figures of bench.structure: F1 counts what it says, on invented text, and tables come without any library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.structure import Gold, boundary_f1, page, read_gold, word_f1

TEXT = "Dat is zo. Dit ook. En dit."
GOLD = Gold(TEXT, frozenset({10, 19}))


@pytest.mark.parametrize(
    ("ends", "expected"),
    [([10, 19, len(TEXT)], 1.0), ([10, 19], 1.0), ([10, len(TEXT)], 2 / 3), ([5, 10, 12, 19], 2 / 3), ([], 0.0)],
)
def test_f1_counts_the_boundaries_inside_a_paragraph(ends: list[int], expected: float) -> None:
    assert boundary_f1([GOLD], lambda _: ends) == pytest.approx(expected)


def test_without_a_boundary_in_gold_and_found_all_is_right() -> None:
    assert boundary_f1([Gold("Ja.", frozenset())], lambda text: [len(text)]) == 1.0


def test_words_are_held_against_the_tokens_by_their_places() -> None:
    one = Gold("Zie d.w.z. de auto's.", frozenset(), ("Zie", "d.w.z.", "de", "auto's", "."))
    # Found: Zie, d, w, z, de, auto's; wanted: Zie, d.w.z., de, auto's.
    f1, wanted = word_f1([one])
    assert (f1, wanted) == (2 * 3 / (6 + 4), 4)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    gold = {
        "text": "De brug is open. Dat is fijn. Tabel Rij",
        "spans": [[0, 16], [17, 29], [30, 35], [36, 39]],
        "tokens": [["De", "brug", "is", "open", "."], ["Dat", "is", "fijn", "."], ["Tabel"], ["Rij"]],
    }
    single = [{"set": "sent", "lang": "nl", "text": text} for text in ("Zij komt.", "Hij gaat.", "Geen punt", "Nee.")]
    for name in ("ud_gold/UD_Dutch-Alpino.dev.gold.jsonl", "ud_gold/UD_Dutch-LassySmall.dev.gold.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(gold))
    (tmp_path / "language").mkdir()
    (tmp_path / "language/dev.jsonl").write_text("\n".join(map(json.dumps, single)))
    return tmp_path


def test_the_parts_of_the_gold_text_are_what_they_are_called(data: Path) -> None:
    parts = read_gold(data)
    assert [gold.ends for gold in parts["newspaper"]] == [{16, 29, 35}]
    assert parts["encyclopaedia, prose"] == []
    assert [(gold.text, set(gold.ends)) for gold in parts["not looked at"]] == [
        ("Zij komt. Hij gaat.", {9}),
        ("Hij gaat. Geen punt", {9}),
    ]


def test_the_tables_have_the_own_rules_and_every_stage(data: Path) -> None:
    tables = page(data)
    assert "| own rules | 0.800 |" in tables
    assert "| sentences as Arrow |" in tables
