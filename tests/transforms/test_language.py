"""Language: both detectors say the same, the same every time, and have no answer where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import langdetect
import langdetect_rs
import pytest

from transforms.language import CHARACTERS_READ, detect_languages, detect_with_langdetect, forget_profiles

DEV_FILE = Path(__file__).parents[2].parent / "shared" / "data" / "language" / "dev.jsonl"

DUTCH = (
    "De gemeenteraad heeft dinsdagavond besloten dat de oude brug over het kanaal blijft staan. Bewoners waren al "
    "maanden in actie voor het behoud ervan. Volgens de wethouder is de beslissing een wijs besluit."
)
ENGLISH = (
    "The city council decided on Tuesday evening that the old bridge over the canal will stay. Residents had been "
    "campaigning for months to keep it. According to the alderman the decision is a wise one."
)
GERMAN = (
    "Der Gemeinderat hat am Dienstagabend beschlossen, dass die alte Brücke über den Kanal stehen bleibt. Die "
    "Bewohner hatten sich monatelang für ihren Erhalt eingesetzt."
)
FRENCH = "Le conseil municipal a décidé mardi soir que le vieux pont sur le canal serait conservé par la ville."
MIXED = f"{DUTCH} {GERMAN}"
CHINESE = "市议会星期二晚上决定保留运河上的旧桥。居民们几个月来一直在为保留它而努力。"
NOTHING = ["", "   \n", "12.345 67,8 %", "https://www.example.org/nieuws?id=3", "👍🏽 ❤️ 🎉", "!?…"]
SURROGATES = ["De \ud83d gemeente besluit dat de brug over het kanaal blijft staan.", "\udcff", "\ud800\udfff"]


def test_the_language_of_a_text_is_told_with_its_probability() -> None:
    answers = detect_languages([DUTCH, ENGLISH, GERMAN, FRENCH, CHINESE])
    assert [language for language, _ in answers] == ["nl", "en", "de", "fr", "zh-cn"]
    assert all(0.99 < probability <= 1.0 for _, probability in answers)


@pytest.mark.parametrize("text", NOTHING)
def test_a_text_without_anything_to_go_by_has_no_language(text: str) -> None:
    assert detect_languages([text]) == [(None, 0.0)]
    assert detect_with_langdetect([text]) == [(None, 0.0)]


def test_no_texts_have_no_answers() -> None:
    assert detect_languages([]) == []
    assert detect_with_langdetect([]) == []


def test_only_the_beginning_of_a_text_is_read() -> None:
    dutch = (DUTCH * 10)[:CHARACTERS_READ]
    assert detect_languages([dutch + ENGLISH * 50]) == detect_languages([dutch])
    assert detect_with_langdetect([dutch + ENGLISH * 50]) == detect_with_langdetect([dutch])


def test_answers_do_not_depend_on_who_else_is_asked_about_or_when() -> None:
    texts = [MIXED, "Kim en Poetin in Moskou", DUTCH, ENGLISH, "Trump"]
    together = detect_languages(texts)
    assert [detect_languages([text])[0] for text in texts] == together
    assert detect_languages(texts[::-1]) == together[::-1]


def test_a_seed_that_others_set_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    # A text on the edge, so that another walk really ends elsewhere.
    edge = "Kim en Poetin in Moskou"
    fast, slow = detect_languages([edge]), detect_with_langdetect([edge])
    monkeypatch.setattr(langdetect_rs.DetectorFactory, "seed", 5)
    monkeypatch.setattr(langdetect.DetectorFactory, "seed", 5)
    other = langdetect_rs.detect_langs(edge)[0]
    assert (other.lang, other.prob) != fast[0]
    assert detect_languages([edge]) == fast
    assert detect_with_langdetect([edge]) == slow


def test_a_lone_surrogate_counts_as_white_space() -> None:
    texts = ["Kim\ud83den Poetin\udcffin Moskou", "Kim en Poetin in Moskou"]
    for detect in (detect_languages, detect_with_langdetect):
        damaged, clean = detect(texts)
        assert damaged == clean


def assert_both_agree(texts: list[str]) -> None:
    fast, slow = detect_languages(texts), detect_with_langdetect(texts)
    assert [language for language, _ in fast] == [language for language, _ in slow]
    assert [probability for _, probability in fast] == pytest.approx(
        [probability for _, probability in slow], rel=0, abs=1e-9
    )


def test_both_detectors_agree_on_invented_texts() -> None:
    headings = ["Trump", "Rol van China", "Rusland wil munitie", "DE GROTE BRUG", "Prijs: € 12,50"]
    assert_both_agree([DUTCH, ENGLISH, GERMAN, FRENCH, CHINESE, MIXED, DUTCH * 30, *headings, *NOTHING, *SURROGATES])


def test_both_detectors_agree_on_real_texts_of_many_languages() -> None:
    if not DEV_FILE.exists():
        pytest.skip("the labelled texts are not on this machine")
    lines = DEV_FILE.read_text(encoding="utf-8").splitlines()
    sample = [json.loads(line)["text"] for line in lines[:: len(lines) // 80]]
    assert len(sample) >= 80
    assert_both_agree(sample)


def test_profiles_that_were_forgotten_are_read_again() -> None:
    text = "De brug over de rivier ging gisteren voor het eerst weer open."
    before = detect_with_langdetect([text])
    forget_profiles()
    assert detect_with_langdetect([text]) == before
