"""Which invented Dutch sentences tell of a later time as past. The document is of April 2018."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.date_mentions import find_date_mentions

TOLD_AS_PAST = [
    "In 2021 werd de brug geopend door de burgemeester.",
    "De brug werd in 2021 geopend.",
    "In 2020 was het feest al voorbij.",
    "Op 3 mei 2019 kwam de commissie met haar rapport.",
    "In maart 2020 ging het land op slot.",
    "Eind 2019 verscheen zijn laatste boek.",
    "Hij overleed in 2022 in zijn woonplaats.",
    "De club heeft in 2021 de beker gewonnen.",
    "Het museum is in 2020 verhuisd naar Venlo.",
    "In 2021, na lang wachten, werd de tunnel geopend.",
    "Sinds 2020 woont zij in Assen.",
    "Sinds eind 2019 is de winkel dicht.",
    "Het museum, dat in 2021 is geopend, trekt veel volk.",
    "In de zomer van 2020 stonden de terrassen leeg.",
    "Op dinsdag 4 juni 2019 stemde de raad over het plan.",
    "In februari 2020 schakelden we over op een ander systeem.",
    "Dat blijkt uit een rapport uit 2021.",
    "Laatst bijgewerkt op 3 mei 2021.",
    "In 2019 organiseerde de school een kamp.",
    "Begin 2021 begon de bouw.",
    "De omzet steeg in 2019 met 3 procent.",
    "In 2020 zijn 300 bomen geplant.",
    "2020 was een zwaar jaar.",
    "In 2021 en 2022 daalde de werkloosheid.",
    "Medio 2019 vertrok de directeur.",
]

NOT_TOLD_AS_PAST = [
    # Plain futures.
    "In 2026 komt het WK naar Noord-Amerika.",
    "In 2021 wordt de brug geopend.",
    "De brug zal in 2021 zijn geopend.",
    "In 2021 zal de brug geopend worden.",
    "De brug moet in 2021 klaar zijn.",
    "Tot 2030 blijft de centrale open.",
    "De gemeente wil in 2030 klimaatneutraal zijn.",
    "Vanaf 2020 gelden andere regels.",
    "In 2050 wonen er 9 miljard mensen op aarde.",
    "De plannen voor 2030 liggen klaar.",
    "De verbouwing is in 2021 klaar.",
    "Het festival is in 2019 weer in juni.",
    "Op 3 mei 2019 is de volgende zitting.",
    # Futures told in the past tense.
    "De brug zou in 2021 opengaan.",
    "Hij wilde in 2020 stoppen met werken.",
    "Het was de bedoeling dat de brug in 2021 opengaat.",
    "De minister zei dat in 2030 het gas dicht gaat.",
    "De raad besloot in maart dat de school in 2021 sluit.",
    "Het WK van 2022 werd toegewezen aan Qatar.",
    "De Spelen in 2024 werden toegewezen aan Parijs.",
    "De begroting voor 2019 werd goedgekeurd.",
    "De doelen voor 2030 waren al bekend.",
    "Gisteren werd bekend dat het station in 2021 opengaat.",
    "Hij tekende een contract tot 2021.",
    "Zij verlengde haar contract tot medio 2020.",
    "De opening was gepland in 2020.",
    "In 2020 stond een concert gepland.",
    "De oplevering werd uitgesteld tot eind 2019.",
    "De verwachting was dat de omzet in 2019 steeg.",
    "Als de brug in 2021 klaar was, zou dat mooi zijn.",
    "De stemming van 3 mei 2019 was al aangekondigd.",
    "Hij kreeg een baan vanaf 1 juli 2018.",
    "De film speelt in 2049 en was een succes.",
    "Er was geld tot 2025.",
    "Het akkoord kwam er: de mijn gaat in 2021 dicht.",
    "De kaarten voor 2019 waren snel weg.",
    # No verb that tells.
    "WK 2022 in Qatar.",
    "Strategie 2020-2024",
    "De agenda van 3 mei 2019 staat online.",
    # Not after the document.
    "In 2018 werd de brug geopend.",
    "In april 2018 was het koud.",
    "In 2015 werd de brug geopend.",
    # A decade or century names no year.
    "In de 22e eeuw was alles anders.",
]


def _flag(text: str) -> bool:
    found = find_date_mentions([text], [date(2018, 4, 1)], [date(2018, 4, 30)])
    (flag,) = found.are_anachronistic.to_pylist()
    assert found.mentions.column("is_told_as_past").to_pylist().count(True) >= flag
    return bool(flag)


@pytest.mark.parametrize("sentence", TOLD_AS_PAST)
def test_a_later_time_told_as_past_is_anachronistic(sentence: str) -> None:
    assert _flag(sentence)


@pytest.mark.parametrize("sentence", NOT_TOLD_AS_PAST)
def test_a_later_time_told_as_coming_is_not(sentence: str) -> None:
    assert not _flag(sentence)


def test_the_tense_of_another_sentence_does_not_count() -> None:
    assert not _flag("Gisteren werd er gestemd. In 2026 komt het WK. De zaal was vol.")
    assert _flag("Straks komt er meer. In 2021 werd de brug geopend. Wij verwachten regen.")


def test_a_condition_is_one_in_the_middle_of_a_text_too() -> None:
    condition = "Als in 2021 de brug werd geopend, was het feest."
    for text in (condition, f"Het is mooi weer. {condition}", f"Het is mooi weer.\n\n„{condition}”"):
        assert not _flag(text), text


def test_the_evidence_is_the_sentence_of_the_first_such_mention() -> None:
    text = "Eerst iets anders.\n\nIn 2021 werd de\nbrug geopend. Daarna werd in 2022 gefeest."
    found = find_date_mentions([text, "In 2026 komt het WK."], [date(2018, 4, 1)] * 2, [date(2018, 4, 30)] * 2)
    assert found.evidence.to_pylist() == ["In 2021 werd de brug geopend", None]


def test_the_evidence_of_an_endless_sentence_is_cut_about_the_time() -> None:
    text = "woord " * 100 + "dat in 2021 werd geopend" + " woord" * 100
    (evidence,) = find_date_mentions([text], [date(2018, 4, 1)], [date(2018, 4, 30)]).evidence.to_pylist()
    assert "in 2021 werd" in evidence
    assert len(evidence) <= 200
