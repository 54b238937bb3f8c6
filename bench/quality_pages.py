"""Invented pages that no reader would call an article, of the kinds that crawls of news sites bring along.

Made from fragments by a seed: the same seed makes the same pages. They show that each kind is refused, and how often;
that nothing else is refused is shown on real text.
"""

from __future__ import annotations

import random
from collections.abc import Callable

__all__ = ["KINDS", "make_pages"]


def _words(text: str) -> list[str]:
    return text.split()


_NOUNS = _words(
    "gemeente school brug fabriek markt haven kerk winkel trein boerderij rivier bibliotheek ploeg wedstrijd"
)
_VERBS = _words("opent sluit verandert bezoekt steunt betaalt onderzoekt verkoopt bespreekt herstelt")
_ADVERBS = _words("vandaag morgen opnieuw eindelijk alsnog voorlopig waarschijnlijk onverwacht")
_NAMES = _words("Jansen Bakker Visser Smit Meijer Bos Mulder Dekker Brouwer Vos Peters Hendriks Dijkstra Kok")
_TOWNS = _words("Delfzijl Goes Weert Hoorn Assen Tiel Venlo Zeist Gouda Zwolle Meppel Borculo Sneek")
_SECTIONS = _words(
    "Home Nieuws Sport Economie Binnenland Buitenland Cultuur Opinie Regio Weer Contact Colofon Zoeken Inloggen Puzzels"
)


def _sentence(rng: random.Random) -> str:
    return (
        f"De {rng.choice(_NOUNS)} in {rng.choice(_TOWNS)} {rng.choice(_VERBS)} {rng.choice(_ADVERBS)} de"
        f" {rng.choice(_NOUNS)}, zegt {rng.choice(_NAMES)} over het plan van de {rng.choice(_NOUNS)}."
    )


def _headline(rng: random.Random) -> str:
    return f"{rng.choice(_NOUNS).capitalize()} {rng.choice(_TOWNS)} {rng.choice(_VERBS)} {rng.choice(_NOUNS)}"


def _spam_lines(rng: random.Random) -> str:
    offer = f"Bestel nu de goedkoopste {rng.choice(_NOUNS)} van {rng.choice(_TOWNS)} en krijg korting!"
    return "\n\n".join([_sentence(rng), *[offer] * rng.randint(8, 40)])


def _spam_phrases(rng: random.Random) -> str:
    words = " ".join(rng.sample(_NOUNS, rng.randint(4, 9)))
    return " ".join([f"goedkoop {words} kopen in {rng.choice(_TOWNS[:3])} ."] * rng.randint(12, 50))


def _stuttered_article(rng: random.Random) -> str:
    paragraphs = [" ".join(_sentence(rng) for _ in range(3)) for _ in range(4)]
    return "\n\n".join(paragraphs * rng.randint(4, 8))


def _cookie_page(rng: random.Random) -> str:
    lines = [
        "Cookieverklaring",
        "Wij gebruiken cookies om content en advertenties te personaliseren en om ons websiteverkeer te analyseren.",
        "Deze website maakt gebruik van cookies. Door verder te surfen gaat u akkoord met het plaatsen van cookies.",
        "Functionele cookies zijn nodig om de site te laten werken en kunnen niet worden uitgezet.",
        "Analytische cookies laten ons zien welke pagina's het vaakst worden bekeken.",
        "Met marketingcookies kunnen wij en onze partners advertenties tonen die bij uw interesses passen.",
        "Cookies zijn kleine tekstbestanden die bij uw bezoek op de computer worden gezet.",
        "U kunt uw toestemming altijd intrekken via de cookie-instellingen onder aan de pagina.",
        "Accepteer alle cookies",
        "Alleen noodzakelijke cookies",
        "Voorkeuren opslaan",
        "Meer informatie staat in onze privacyverklaring",
    ]
    chosen = [lines[0], *rng.sample(lines[1:], rng.randint(6, len(lines) - 1))]
    return "\n\n".join([*chosen, *[_headline(rng)] * rng.randint(0, 1)])


def _menu_page(rng: random.Random) -> str:
    lines = [
        *rng.sample(_SECTIONS, 8),
        *(f"Lees ook: {_headline(rng)}" for _ in range(rng.randint(3, 8))),
        "Schrijf je in voor onze gratis nieuwsbrief en ontvang elke ochtend het laatste nieuws in je mailbox",
        "Deel dit artikel op Facebook",
        "Facebook | Twitter | WhatsApp | LinkedIn",
        "Log in om te reageren op dit artikel",
        "Al abonnee? Log hier in",
        f"© {rng.randint(2005, 2024)} Alle rechten voorbehouden",
        "Terug naar boven",
    ]
    rng.shuffle(lines)
    return "\n".join([_headline(rng), *lines])


def _paywall_page(rng: random.Random) -> str:
    lines = [
        _headline(rng),
        "Dit artikel is alleen beschikbaar voor abonnees.",
        "Neem een abonnement en krijg onbeperkt toegang tot alle artikelen, de puzzels en de digitale krant.",
        "Nog geen abonnee? Lees dit artikel gratis met een proefabonnement van twee weken.",
        "Log in om verder te lezen",
        "Word nu abonnee en lees de eerste maand voor een euro.",
    ]
    return "\n\n".join(lines[: rng.randint(4, len(lines))])


def _script_page(rng: random.Random) -> str:
    lines = [
        f"var {rng.choice(_NOUNS)} = document.getElementById('{rng.choice(_NOUNS)}');",
        f"function toon{rng.choice(_NAMES)}(event) {{",
        f"  if (event.target.id === '{rng.choice(_NOUNS)}') {{ return false; }}",
        "}",
        f"window.dataLayer = window.dataLayer || []; dataLayer.push({{'krant': '{rng.choice(_TOWNS)}'}});",
        f'{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{_headline(rng)}"}}',
        f"$('#{rng.choice(_NOUNS)}').on('click', function () {{ $(this).hide(); }});",
        f".{rng.choice(_NOUNS)} {{ color: #333; margin: 0 auto; width: {rng.randint(10, 99)}px; }}",
        f"setTimeout(function() {{ console.log('{rng.choice(_TOWNS)}'); }}, {rng.randint(100, 900)});",
    ]
    chosen = rng.choices(lines, k=rng.randint(8, 25))
    return "\n".join([_headline(rng), "", *chosen])


def _template_page(rng: random.Random) -> str:
    rows = [
        f'<tr><td class="{rng.choice(_NOUNS)}">{rng.choice(_TOWNS)}</td><td>{rng.randint(1, 99)}</td></tr>'
        for _ in range(rng.randint(5, 15))
    ]
    wiki = [f"{{{{Infobox {rng.choice(_NOUNS)} | plaats = {rng.choice(_TOWNS)} | jaar = {rng.randint(1900, 2020)} }}}}"]
    return "\n".join(
        rows if rng.choice((True, False)) else [f"| {rng.choice(_NOUNS)} = {rng.choice(_TOWNS)}" for _ in rows] + wiki
    )


def _lorem_page(rng: random.Random) -> str:
    words = _words(
        "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore"
        " magna aliqua ut enim ad minim veniam quis nostrud exercitation ullamco laboris nisi"
    )
    paragraphs = [" ".join(rng.choices(words, k=40)).capitalize() + "." for _ in range(rng.randint(1, 4))]
    return "\n\n".join([_headline(rng), _sentence(rng), *paragraphs])


def _empty_page(rng: random.Random) -> str:
    lines = ["Tekst volgt.", "[Kop]", "Hier komt de tekst", "Dit is een testartikel", "Foto volgt", "Binnenkort meer"]
    head = f"{_headline(rng)}: {_headline(rng).lower()} en {_headline(rng).lower()}"
    return "\n\n".join([head, *rng.sample(lines, 4), "XXXXXX", "Tekst volgt zo spoedig mogelijk"])


def _table_page(rng: random.Random) -> str:
    rows = [
        f"{rng.choice(_TOWNS)} {rng.randint(0, 9)}-{rng.randint(0, 9)} {rng.randint(100, 999)} {rng.randint(1, 99)},00"
        f" {rng.randint(1000, 99999)} {rng.randint(1, 31)}/{rng.randint(1, 12)}"
        for _ in range(rng.randint(15, 60))
    ]
    return "\n".join(["Stand en uitslagen", *rows])


def _name_page(rng: random.Random) -> str:
    names = [
        f"{rng.choice('ABCDEFGHJK')}. {rng.choice(_NAMES)} ({rng.choice(_TOWNS)})" for _ in range(rng.randint(30, 90))
    ]
    return "\n".join(names)


def _symbol_page(rng: random.Random) -> str:
    art = ["*~" * 30, "#" * 60, "=" * 40 + ">" * 9, "|__|" * 14, "^_^ " * 12]
    return "\n".join([_headline(rng), *rng.choices(art, k=rng.randint(6, 12)), _sentence(rng)])


KINDS: dict[str, tuple[str, Callable[[random.Random], str]]] = {
    "spam_lines": ("text_repetitive", _spam_lines),
    "spam_phrases": ("text_repetitive", _spam_phrases),
    "stuttered_article": ("text_repetitive", _stuttered_article),
    "cookie_page": ("text_boilerplate", _cookie_page),
    "menu_page": ("text_boilerplate", _menu_page),
    "paywall_page": ("text_boilerplate", _paywall_page),
    "script_page": ("text_markup", _script_page),
    "template_page": ("text_markup", _template_page),
    "symbol_page": ("text_markup", _symbol_page),
    "lorem_page": ("text_placeholder", _lorem_page),
    "empty_page": ("text_placeholder", _empty_page),
    "table_page": ("text_not_prose", _table_page),
    "name_page": ("text_not_prose", _name_page),
}
"""Each kind: the reason that is expected, and how a page is made."""


def make_pages(kind: str, count: int, seed: int = 0) -> list[str]:
    """Make some pages of one kind.

    Args:
        kind: A key of `KINDS`.
        count: How many.
        seed: The same seed makes the same pages.
    """
    _, make = KINDS[kind]
    return [make(random.Random(f"{kind} {seed} {number}")) for number in range(count)]  # noqa: S311 (no secret is made)
