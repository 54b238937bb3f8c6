"""The colours of the page keep their contrast in the light, in the dark and on paper (WCAG 2.2, level AA)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PALETTE = Path(__file__).resolve().parents[2] / "expectations" / "report" / "templates" / "palette.css"
TEXT = 4.5
DRAWING = 3.0
PAIRS = (
    *((ink, ground, TEXT) for ink in ("ink", "soft", "link") for ground in ("paper", "sheet", "wash")),
    *((ink, ground, TEXT) for ink in ("ok", "warn", "stop") for ground in ("sheet", "paper", f"{ink}-wash")),
    *(("ink", f"{state}-wash", TEXT) for state in ("ok", "warn", "stop")),
    *((series, ground, DRAWING) for series in ("first", "second", "third") for ground in ("sheet", "paper", "wash")),
)


def schemes() -> dict[str, dict[str, str]]:
    """Colours by name, of each of the three sets."""
    text = PALETTE.read_text(encoding="utf-8")
    light, dark, paper = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", part)) for part in text.split("@media"))
    assert set(light) == set(dark) == set(paper)
    return {"light": light, "dark": dark, "paper": paper}


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "paper"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_contrast(scheme: str, ink: str, ground: str, least: float) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[ink], colours[ground]) >= least


def test_black_on_white_is_21() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
