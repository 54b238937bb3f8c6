"""HTML leftovers: what is surely markup goes, what only looks like it or is written about stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.markup import decode_entities, remove_markup
from transforms.paragraphs import clean_body


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("AT&amp;T", "AT&T"),
        ("&eacute;&eacute;n caf&eacute;", "één café"),
        ("&euro;&nbsp;5", "€\xa05"),
        ("&lsquo;ja&rsquo; &ldquo;nee&rdquo; &bdquo;zo&rdquo; &hellip; &ndash;", "‘ja’ “nee” „zo” … –"),
        ("&#233; &#xE9; &#XE9; &#0233;", "é é é é"),
        ("auto&#8217;s auto&#146;s &#128;", "auto’s auto’s €"),
        ("&quot;ja&quot; &apos;t", '"ja" \'t'),
        ("1 &lt; 2 &gt; 0", "1 < 2 > 0"),
        ("&amp;amp;eacute; &#38;eacute; &#x26;amp;", "é é &"),
        ("een&#13;\ntwee&#13;&#10;drie&#xD;vier&#10;vijf&#9;zes", "een\ntwee\ndrie\nvier\nvijf\tzes"),
        ("&#x1F600;", "😀"),
        ("?a=1&amp;b=2", "?a=1&b=2"),
    ],
)
def test_entities_become_the_characters_they_stand_for(text: str, decoded: str) -> None:
    assert decode_entities(text) == decoded


@pytest.mark.parametrize(
    "text",
    [
        "AT&T, R&D; Q&A, DT&V, 9 & 10 juni",
        "?a=1&copy=2&eacute",  # without a semicolon it may be anything
        "&foo; &in; &it; &xxe;",  # no names of HTML 4
        "`&amp;` schrijf je als `&eacute;`",  # what the text is about
        "&#0; &#1; &#127; &#xD800; &#1114112; &#99999999; &#;",  # no characters a text may hold
        "a &lt b",
    ],
)
def test_what_is_no_entity_stays(text: str) -> None:
    assert decode_entities(text) == text


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("<p>Een.</p><p>Twee.</p>", "Een.\n\nTwee."),
        ("<p>Een.</p>\n<p class='x'>Twee.</p>\n", "Een.\n\nTwee."),
        ("Een.<p>Twee.", "Een.\n\nTwee."),
        ("Een. <p> Twee.", "Een.\n\nTwee."),
        ("Een<br>twee<br/>drie <BR /> vier", "Een\ntwee\ndrie\nvier"),
        ("een <b>vet</b> en <em>schuin</em> woord", "een vet en schuin woord"),
        ("een <B>vet</B>, <i>schuin</i>.", "een vet, schuin."),
        ("een <b>vet woord", "een vet woord"),
        ("een vet</b> woord</p>", "een vet woord"),
        (
            '<a href="http://x.nl/?a=1" target=_blank>hier</a> en <a href="http://y.nl"> http://y.nl',
            "hier en  http://y.nl",
        ),
        ("<span style='color: red'>rood</span>", "rood"),
        ('<img src="x.jpg" alt="De brug">De brug', "De brug"),
        ("<ul><li>een</li><li>twee</li></ul>", "een\ntwee"),
        ("<h2>Kop</h2>Tekst.", "Kop\n\nTekst."),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a  b\n c"),
        ("<div class=a><div>Een.</div></div>", "Een."),
        ("Een.<!-- lees ook: <b>dit</b> -->Twee.", "Een.Twee."),
        ("<script>var a = 1;\n\nif (a < 2) {}</script>Tekst", "Tekst"),
        ('<SCRIPT src="x.js"></SCRIPT>Tekst', "Tekst"),
        ("<style type='text/css'>p { color: red }</style>Tekst", "Tekst"),
        ("<!DOCTYPE html>\n<html><head></head><body>Tekst</body></html>", "Tekst"),
        ('<?xml version="1.0" encoding="utf-8"?>Tekst', "Tekst"),
    ],
)
def test_markup_goes_and_blocks_stay_apart(text: str, body: str) -> None:
    assert clean_body(remove_markup(text)) == body


@pytest.mark.parametrize(
    "text",
    [
        "a < b en b > c, I <3 you, <- en ->, x<y>z",
        "Schrijf <naam@krant.nl> of kijk op <https://krant.nl>.",
        "<bestandsnaam> <package> <grin> <zucht> <url> <i) Margarethe> <b Fast neuer, gut e>",
        "Het <p>-element, `<br>`, \"<br>\", '<hr>', ‘<div>’, “<table>” en (<li>)",
        "Gebruik een <div> in plaats van een <table> op de pagina",
        "De tags <b> en </b> maken vet, <script> en </script> niet.",
        "Tussen <style> en </style> staat een stijl.",
        "vul <title> in en <code> en <address>",
        "x<b>y",
        "een <b",
        "<p klaar is Kees",
        "<!-- nooit gesloten",
    ],
)
def test_what_is_not_surely_markup_stays(text: str) -> None:
    assert remove_markup(text) == text


def test_a_script_that_was_never_closed_takes_nothing_with_it() -> None:
    text = "<script> en dan veel tekst = tekst. <script>a = 1</script> Slot."
    assert remove_markup(text) == "<script> en dan veel tekst = tekst.  Slot."


@given(st.text(alphabet="abc <>/&;=\"'-!`.\npbrscript", max_size=60))
def test_nothing_but_tags_and_spaces_is_ever_lost(text: str) -> None:
    outside = re.sub(r"<[^<>]*>|<!--.*?-->", "", text, flags=re.DOTALL)
    kept = remove_markup(text)
    for letter in "abc;&`":
        assert kept.count(letter) >= outside.count(letter)
