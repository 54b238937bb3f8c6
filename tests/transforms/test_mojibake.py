"""Double-encoded text: real cases come back exactly, and what only looks like it stays."""

# ruff: noqa: RUF001 - characters that look like others are what is tried here

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.charsets import CP1252
from transforms.mojibake import fix_mojibake
from transforms.repairs import repair_text

FTFY_CASES = Path(__file__).parents[2].parent / "shared" / "data" / "encodings" / "ftfy"
# We are bolder than ftfy in two of its cases, because our text is Dutch: `Ã¥` is å (ftfy fears for MacRoman), and of
# the characters that lose their last byte a newspaper sets only the closing quotation mark.
BOLDER = {"Bremer/Mccoy – DrÃ¥ber": "Bremer/Mccoy – Dråber", "â€œlossy decodingâ€\ufffd": "“lossy decoding”"}

WORDS = """Daarna zei de burgemeester van die één café coëfficiënt ideeën reünie hè crèche über façade señor Kröger
Erdoğan Šefčovič Yeşilgöz Łódź Chişinău tête-à-tête ’s-Hertogenbosch auto’s zo’n „ja” ‘nee’ ‚tja’ “zeker” «oui» €12,50
– — … 2° 25‰ ½ m² © ® § ± × µg São Ångström naïef geïnd Škoda KIEËN hé! Zoë, Noël. maïs: André; (Thérèse)"""


def garble(text: str, codec: str, times: int) -> str:
    """Text as UTF-8 that was read as another encoding so many times."""
    for _ in range(times):
        encoded = text.encode()
        text = encoded.decode("latin-1") if codec == "latin-1" else "".join(CP1252[byte] for byte in encoded)
    return text


clean_lines = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=12).map(" ".join)


@given(clean_lines, st.sampled_from(["cp1252", "latin-1"]), st.sampled_from([1, 2, 3]))
def test_a_double_encoded_line_comes_back_exactly_however_often_it_was_encoded(
    line: str, codec: str, times: int
) -> None:
    assert fix_mojibake(garble(line, codec, times)) == line


@given(clean_lines, clean_lines, st.sampled_from(["cp1252", "latin-1"]), st.sampled_from([1, 2]))
def test_a_double_encoded_line_between_clean_ones_comes_back_and_they_stay(
    clean: str, line: str, codec: str, times: int
) -> None:
    assert fix_mojibake(f"{clean}\n\n{garble(line, codec, times)}\n{clean}") == f"{clean}\n\n{line}\n{clean}"


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("mevrouw KrÃ¶ger en de heer YeÅ\x9filgÃ¶z", "mevrouw Kröger en de heer Yeşilgöz"),
        ("bijna â\x82¬45.000 per sociale huurwoning", "bijna €45.000 per sociale huurwoning"),
        ("En â\x80\x94 dat is op te maken â\x80\x94", "En — dat is op te maken —"),
        ("Eén keer sprak ErdoÄŸan in ErdÅ‘d, en één keer Å¡tina", "Eén keer sprak Erdoğan in Erdőd, en één keer ština"),
        ("ERDOÄžAN en IDÃ…SEN", "ERDOĞAN en IDÅSEN"),
        ("een Å\xa0koda van Ã…land", "een Škoda van Åland"),
        ("Productâ„¢ voor één euro", "Product™ voor één euro"),
        ("3 Ã  4 personen, 3 Ã 4 en één keer", "3 à 4 personen, 3 à 4 en één keer"),
        ("mooi ðŸ˜€ weer, âœ… één", "mooi 😀 weer, ✅ één"),
        ("â€œHij zei één jaâ€, en gingâ€.", "“Hij zei één ja”, en ging”."),
    ],
)
def test_double_encoding_in_a_line_with_correct_accents_is_fixed_too(text: str, fixed: str) -> None:
    assert fix_mojibake(text) == fixed


@pytest.mark.parametrize(
    "text",
    [
        "CAFÉ’S, «CAFÉ», ‘CAFÉ’, UMEÅ’S, IRMÃ, SÃO PAULO, HYVÄ”, Å i Lofoten, VOCÊ…",
        "Brontë…”, é’s, €’, ’é, è»",
        "Één, ÉÉN, Ë, BELGIË™",
        "âge, pâte, â la carte, Â, Ã",
        "½é, 3×é, ©É",
    ],
)
def test_correct_text_that_looks_a_little_like_it_stays(text: str) -> None:
    assert fix_mojibake(text) == text


def test_control_characters_of_latin_1_alone_are_left_to_their_own_repair() -> None:
    assert fix_mojibake("auto\x92s \x96 één") == "auto\x92s \x96 één"
    assert repair_text("auto\x92s \x96 één") == ("auto’s – één", ("decoded_c1_controls",))


def test_quotation_marks_and_ligatures_that_ftfy_would_rewrite_stay_in_a_line_that_is_fixed() -> None:
    assert fix_mojibake("‘Ja’, „nee”, ﬁets en ＡＢ van KrÃ¶ger") == "‘Ja’, „nee”, ﬁets en ＡＢ van Kröger"


def test_a_long_line_is_fixed_in_pieces() -> None:
    assert fix_mojibake("mevrouw KrÃ¶ger " * 3_000) == "mevrouw Kröger " * 3_000
    assert fix_mojibake("Ã¶" * 6_000) == "ö" * 6_000


def ftfy_cases() -> list[dict[str, Any]]:
    if not FTFY_CASES.is_dir():
        return []
    cases: list[dict[str, Any]] = []
    for path in sorted(FTFY_CASES.glob("*.json")):
        cases += json.loads(path.read_text(encoding="utf-8"))
    return cases


def expected(case: dict[str, Any]) -> str:
    """What ftfy expects of a case, after our own repairs that have nothing to do with mojibake."""
    original = case["original"]
    fixed: str = case["fixed"] if re.search(r"&\w+;", original) else case.get("fixed-encoding", case["fixed"])
    return re.sub("[\xa0\u2009]", " ", re.sub("[\xad\x1a\x81]", "", BOLDER.get(original, fixed)))


@pytest.mark.skipif(not FTFY_CASES.is_dir(), reason="shared is not beside the repository")
def test_every_case_that_ftfy_passes_comes_out_as_ftfy_has_it() -> None:
    cases = [case for case in ftfy_cases() if case["expect"] == "pass"]
    assert len(cases) > 100
    repaired = {case["original"]: repair_text(case["original"])[0] for case in cases}
    assert repaired == {case["original"]: expected(case) for case in cases}
