"""The judge of quality: invented pages are refused for the right reason, real Dutch text is not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from bench.quality import FEWEST_LETTERS, PARTS, measure, read_sets
from bench.quality_pages import KINDS, make_pages
from transforms.characters import read_characters
from transforms.quality import QUALITY_SCHEMA, measure_quality
from transforms.quality_evidence import LONGEST_EVIDENCE, find_evidence
from transforms.quality_measures import QUALITY_FLAGS, QUALITY_MEASURES
from transforms.quality_rule import judge_quality
from transforms.quality_thresholds import QUALITY_REASONS, QUALITY_THRESHOLDS, default_bounds
from transforms.tokens import tokenise

PAGES = 40
# No five words of it come again with other letters.
SENTENCE = "De stad {0}a bouwt in {0}b een brug over {0}c en geeft {0}d aan {0}e, zegt wethouder {0}f."


def articles_about(count: int) -> str:
    return " ".join(SENTENCE.format(f"plaats{number}") for number in range(count))


def verdict_of(text: str, **bounds: float) -> dict[str, Any]:
    characters = read_characters([text])
    tokens = tokenise(characters)
    measured = measure_quality(characters, tokens).append_column("word_count", pa.array(tokens.word_counts))
    row: dict[str, Any] = judge_quality(measured, default_bounds() | bounds).to_pylist()[0]
    return row


def test_every_threshold_judges_a_measure_that_is_taken_and_gives_a_known_reason() -> None:
    assert {threshold.measure for threshold in QUALITY_THRESHOLDS} <= set(QUALITY_SCHEMA.names)
    assert {threshold.reason for threshold in QUALITY_THRESHOLDS} == set(QUALITY_REASONS)
    assert len(default_bounds()) == len(QUALITY_THRESHOLDS)


def test_thresholds_stand_in_the_order_of_the_reasons() -> None:
    places = [QUALITY_REASONS.index(threshold.reason) for threshold in QUALITY_THRESHOLDS]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", KINDS)
def test_invented_pages_are_refused_mostly_for_the_reason_of_their_kind(kind: str) -> None:
    _, judged = measure(make_pages(kind, PAGES, seed=1))
    reasons = Counter(judged["reason"].to_pylist())
    assert reasons[None] == 0
    assert reasons[KINDS[kind][0]] >= 0.9 * judged.num_rows


def test_a_passing_text_has_no_reason_no_measure_and_no_threshold() -> None:
    assert set(verdict_of(articles_about(3)).values()) == {None}


def test_a_refusal_names_measure_value_and_bound() -> None:
    row = verdict_of("Tekst volgt zo spoedig mogelijk.")
    assert row == {
        "reason": "text_placeholder",
        "measure": "placeholder_share",
        "measured_value": "1",
        "threshold": "at most 0.3",
    }
    row = verdict_of("Jansen Bakker Visser Smit Meijer Bos Mulder Dekker Brouwer Vos " * 4)
    assert row["threshold"].startswith("at most")


def test_a_bound_is_a_setting_and_its_own_value_passes() -> None:
    text = f"{articles_about(2)}\n\nTekst volgt."
    share = measure([text])[0]["placeholder_share"][0].as_py()
    assert verdict_of(text, maximum_placeholder_share=share)["reason"] is None
    assert verdict_of(text, maximum_placeholder_share=share - 0.0001)["reason"] == "text_placeholder"


def test_a_long_text_that_repeats_itself_but_holds_an_article_passes() -> None:
    article = articles_about(60)
    assert verdict_of("\n\n".join([article] * 5))["reason"] is None
    assert verdict_of("\n\n".join([articles_about(4)] * 5))["reason"] == "text_repetitive"


def test_an_article_that_was_pasted_twice_passes_and_is_flagged() -> None:
    text = "\n\n".join([articles_about(4)] * 2)
    assert verdict_of(text)["reason"] is None
    assert measure([text])[0]["has_repetition"].to_pylist() == [True]


def test_votes_of_parliament_pass_although_a_formula_follows_every_motion() -> None:
    formula = (
        "Ik constateer dat de leden van de fracties van de linkse en de christelijke partijen voor deze motie hebben"
        " gestemd en de leden van de overige fracties ertegen, zodat zij is verworpen."
    )
    motions = (f"In stemming komt de motie-Bos{number} over plan{number} van minister{number}." for number in range(9))
    text = "\n\n".join(f"{motion}\n\n{formula}" for motion in motions)
    assert verdict_of(text)["reason"] is None
    assert measure([text])[0]["has_repetition"].to_pylist() == [True]


def test_shares_of_words_are_not_asked_of_a_few_words() -> None:
    assert verdict_of("")["reason"] is None
    assert verdict_of("Parken: Zwartenberg, Hoogveld, Lindenhof, Rozenlaan")["reason"] is None


def test_an_article_about_cookies_passes() -> None:
    text = """Twintig sites plaatsen een cookiebanner, maar bij zestien bleek iets mis. Zo moeten bezoekers vaak
meerdere keren klikken om cookies te weigeren.

Volgens de toezichthouder mogen sites pas cookies plaatsen als de bezoeker toestemming heeft gegeven. „Wij zien dat veel
kranten dat niet doen”, zegt een woordvoerder. „De bezoeker heeft geen keus.”

Functionele cookies, die nodig zijn om een winkelwagen te laten werken, mogen altijd. Wie de rest weigert, moet de site
nog kunnen lezen."""
    assert verdict_of(text)["reason"] is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_can_be_shown(kind: str) -> None:
    for text in make_pages(kind, 5, seed=2):
        evidence = find_evidence(text, verdict_of(text)["measure"])
        assert evidence
        assert all(0 < len(piece) <= LONGEST_EVIDENCE for piece in evidence)


@pytest.mark.parametrize("one", [*QUALITY_MEASURES, *QUALITY_FLAGS], ids=lambda one: one.name)
def test_evidence_can_be_asked_for_every_measure(one: Any) -> None:  # noqa: ANN401
    assert find_evidence("", one.name) == []
    assert len(find_evidence(articles_about(9), one.name, 2)) <= 2


def test_evidence_shows_the_line_that_repeats_most_first_and_cut() -> None:
    text = "\n".join(["kort"] * 3 + ["Bestel nu. " + "x" * 100] * 2 + ["één keer"])
    shown = find_evidence(text, "repeated_line_share")
    assert shown[0].startswith("2x Bestel nu. xxx")
    assert shown[0].endswith("…")
    assert shown[1:] == ["3x kort"]


def test_evidence_shows_lines_as_they_are_written() -> None:
    assert find_evidence("Een zin.\n\nLEES OOK: Brug Open", "boilerplate_share") == ["LEES OOK: Brug Open"]


def test_every_measure_flag_setting_and_reason_is_documented() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/text_quality.md").read_text(encoding="utf-8")
    names = [one.name for one in (*QUALITY_MEASURES, *QUALITY_FLAGS)]
    names += [*QUALITY_REASONS, *(threshold.setting for threshold in QUALITY_THRESHOLDS)]
    assert [name for name in names if f"`{name}`" not in page] == []
    for threshold in QUALITY_THRESHOLDS:
        bound = f"at {'most' if threshold.side == 'maximum' else 'least'} {threshold.default:g}"
        assert f"`{threshold.setting}` | `{threshold.measure}` | {bound} |" in page


def test_real_dutch_articles_are_not_refused(seeds: Path) -> None:
    sets = read_sets(seeds.parent / "data")
    for name, texts in sets.items():
        if name not in (*PARTS, "europeana_ocr_nl"):
            assert measure(texts)[1]["reason"].null_count == measure(texts)[1].num_rows, name


def test_hardly_a_real_paragraph_is_refused(seeds: Path) -> None:
    sets = read_sets(seeds.parent / "data")
    judged = [measure(sets[name])[1] for name in PARTS]
    refused = sum(table.num_rows - table["reason"].null_count for table in judged)
    assert refused <= 0.01 * sum(table.num_rows for table in judged)


def test_too_short_texts_are_left_to_the_question_before() -> None:
    assert measure(["Tekst volgt."])[1].num_rows == 0
    assert len("Tekst volgt.") < FEWEST_LETTERS
