"""Lines that no journalist wrote, and lines that one did although they look like it."""

from __future__ import annotations

import pytest

from transforms.characters import read_characters
from transforms.quality_lines import Lines, find_lines
from transforms.tokens import tokenise


def lines_of(text: str) -> Lines:
    characters = read_characters([text])
    return find_lines(characters, tokenise(characters))


FURNITURE = [
    "Lees ook: Brug over kanaal gaat open",
    "LEES OOK",
    "Lees meer",
    "Lees meer over dit onderwerp",
    "Bekijk ook: de beelden van de storm",
    "Lees hier het hele artikel",
    "Meer nieuws uit Zwolle",
    "Schrijf je in voor onze nieuwsbrief",
    "Meld u nu aan voor de gratis nieuwsbrief van de redactie.",
    "Ontvang elke ochtend het laatste nieuws in je mailbox",
    "Deel dit artikel",
    "Delen via WhatsApp",
    "Deel dit bericht met je vrienden",
    "Facebook | Twitter | LinkedIn",
    "Advertentie",
    "Lees verder onder de advertentie",
    "Tekst gaat verder onder de foto",
    "Reageer op dit artikel",
    "12 reacties",
    "Home > Nieuws > Binnenland",
    "Terug naar boven",
    "Volgend artikel",
    "Laatst bijgewerkt op 12 mei 2019 om 13:00 uur",
    "© 2019 De Krant. Alle rechten voorbehouden.",
    "Trefwoorden: brug, kanaal, gemeente",
    "Volg ons op Twitter",
    "Dit artikel is alleen voor abonnees",
    "Al abonnee? Log hier in",
    "Heb je al een abonnement?",
    "Zet JavaScript aan om deze pagina te bekijken.",
    "Uw browser ondersteunt geen video.",
    "Pagina niet gevonden",
    "Wij gebruiken cookies om onze site te verbeteren.",
    "Deze website maakt gebruik van functionele en analytische cookies.",
    "Door verder te klikken gaat u akkoord met het plaatsen van cookies.",
    "Noodzakelijke cookies",
    "Accepteer alle cookies",
    "Cookie-instellingen",
    "Privacyverklaring",
]

WRITTEN = [
    "De lezers konden ook meer over de brug lezen dan vorig jaar.",
    "Lees je ook zo graag de krant? Dan ben je niet de enige, blijkt uit onderzoek.",
    "Sport en bewegen is volgens de minister goed voor iedereen.",
    "Het weer in Zwolle was gisteren beter dan verwacht.",
    "Zie ook de brief van de minister aan de Kamer van 12 mei.",
    "Websites moeten van de rechter toestemming vragen voor het plaatsen van cookies.",
    "Volgens de toezichthouder plaatsen kranten cookies zonder dat de bezoeker het weet.",
    "Bijna alle sites zetten een of meer cookies op je computer. Dat zijn kleine bestandjes.",
    "De bakker verkoopt cookies en taart.",
    "De vereniging stuurt haar nieuwsbrief al veertig jaar rond.",
    "Facebook heeft de regels voor adverteerders aangescherpt.",
    "Het advertentiebureau gaat failliet.",
    "De verdachte werd niet gevonden.",
    "In de reacties op het plan klinkt zorg.",
    "Wie abonnee is van de bibliotheek, leent gratis.",
    "Sport",
    "Contact",
    "Economie-hoogleraar Jansen stapt op",
    "Deel de lasten",
    "Mijn motivatie",
    "X",
    "Home is where the heart is, zegt de Engelsman.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_of_a_page_is_told(line: str) -> None:
    assert lines_of(line).is_boilerplate.tolist() == [True]


@pytest.mark.parametrize("line", WRITTEN)
def test_a_written_sentence_is_no_furniture(line: str) -> None:
    assert lines_of(line).is_boilerplate.tolist() == [False]


def test_words_of_menus_are_furniture_when_several_stand_in_a_text() -> None:
    assert lines_of("Een zin.\n\nSport\n\nNog een.\n\nWeer").is_boilerplate.tolist() == [False] * 4
    assert lines_of("Home\nSport\nEen zin.\nWeer").is_boilerplate.tolist() == [True, True, False, True]


CODE = [
    '<div class="artikel"><p>Tekst</p></div>',
    "<!-- begin advertentie -->",
    "var teller = 0;",
    "function toon(element) {",
    "document.getElementById('kop').style.display = 'none';",
    "window.dataLayer = window.dataLayer || [];",
    "$('.menu').hide();",
    "}",
    ".kop { color: #333; }",
    "color: #fff; margin: 0 auto; width=1",
    '{"@type": "NewsArticle", "headline": "Brug open"}',
    "{{Infobox brug | plaats = Zwolle }}",
    "| plaats = Zwolle",
    "[[Bestand:Brug.jpg|thumb]]",
]
LEFTOVERS = [
    "[youtube=https://video.example/1]",
    "[b]Let op[/b]: de brug is dicht.",
    "![foto](brug.jpg)",
    '[caption id="1"]De brug[/caption]',
]
NO_CODE = [
    "De prijs steeg van € 5 naar € 7 (40 %) [red.].",
    "a < b en b > c",
    "- de gemeente(n);",
    "de burgemeester, bedoeld in artikel 5 (oud);",
    "Ik <3 Zwolle",
    "#brug @gemeente_zwolle",
    "Het programma Function loopt nog; de rest [...] volgt.",
    "CD&V = christendemocratisch",
]


@pytest.mark.parametrize("line", CODE)
def test_code_is_told(line: str) -> None:
    lines = lines_of(line)
    assert (lines.is_code.tolist(), lines.has_markup.tolist()) == ([True], [True])


@pytest.mark.parametrize("line", LEFTOVERS)
def test_codes_of_blogs_are_leftovers_and_weigh_nothing(line: str) -> None:
    lines = lines_of(line)
    assert (lines.is_code.tolist(), lines.has_markup.tolist()) == ([False], [True])


@pytest.mark.parametrize("line", NO_CODE)
def test_signs_in_a_sentence_are_no_code(line: str) -> None:
    assert lines_of(line).has_markup.tolist() == [False]


def test_a_sentence_about_a_tag_does_not_count_as_code_as_a_whole() -> None:
    sentence = "Wie op zijn pagina het element <b> gebruikt, kan volgens de makers van het net beter een ander kiezen."
    lines = lines_of(sentence)
    assert (lines.is_code.tolist(), lines.has_markup.tolist()) == ([False], [True])


@pytest.mark.parametrize(
    "line",
    [
        "Tekst volgt",
        "(tekst volgt)",
        "Artikel volgt nog.",
        "Hier komt de tekst",
        "Vul hier uw tekst in",
        "Binnenkort meer",
        "Dit is een test",
        "Dummytekst",
        "[kop]",
        "XXXX",
        "TODO",
        "Deze pagina is nog in aanbouw.",
    ],
)
def test_a_placeholder_is_told(line: str) -> None:
    assert lines_of(line).is_placeholder.tolist() == [True]


@pytest.mark.parametrize(
    "line",
    [
        "De tekst volgt het boek op de voet.",
        "Dit is een test voor het kabinet, zegt Bos.",
        "Binnenkort meer treinen naar Zwolle",
        "De titel komt naar Eindhoven.",
        "Test",
    ],
)
def test_a_sentence_or_heading_is_no_placeholder(line: str) -> None:
    assert lines_of(line).is_placeholder.tolist() == [line == "Test"]


def test_paragraphs_end_at_blank_lines_also_at_those_with_an_indent() -> None:
    assert lines_of("een\ntwee\n \t\ndrie\n\nvier").ends_paragraph.tolist() == [False, True, True, True]


def test_lines_know_their_text_and_their_length_in_characters() -> None:
    characters = read_characters(["één\n\ntwee", "", "’s avonds"])
    lines = find_lines(characters, tokenise(characters))
    assert lines.documents.tolist() == [0, 0, 2]
    assert lines.char_counts.tolist() == [3, 4, 9]


def test_a_very_long_line_is_no_furniture_whatever_it_speaks_of() -> None:
    assert lines_of("Wij gebruiken cookies. " + "De raad stemde voor. " * 60).is_boilerplate.tolist() == [False]
