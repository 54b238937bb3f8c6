"""The page in a real browser: nothing sticks out, nothing is logged, nothing is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from expectations.report.page import ReportContext, quality_html
from expectations.verdict import GateVerdict
from tests.browser import Browser, find_chromium, open_browser
from tests.expectations.report_case import CONTEXT, GOOD, VERDICT, hostile_case, result

PAPER_WIDTH = 794  # A4 at 96 pixels an inch
LONG = "een-heel-lang-pad-zonder-spaties/" * 12
CROWDED = replace(
    CONTEXT,
    documents_per_month=[
        (f"{year}-{month:02d}", year % 7 * 100_000 + month) for year in range(2012, 2027) for month in range(1, 13)
    ],
    counts={"documents": 1_234_567, "sentences": 123_456_789, "verdicts": 12_345_678, "duplicates": 1_000_000},
)
CASES: dict[str, tuple[GateVerdict, ReportContext]] = {
    "full": (VERDICT, CONTEXT),
    "crowded": (GateVerdict.over((result(LONG, "critical", LONG, LONG, offending=(LONG,) * 20),)), CROWDED),
    "first": (GateVerdict.over((GOOD,)), replace(CONTEXT, parent=None, history=())),
    "empty": (GateVerdict.over((GOOD,)), ReportContext("2026.11.0", None, CONTEXT.created_at_utc, {}, [])),
    "hostile": hostile_case(),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        pytest.skip("no Chromium on this machine")
    with open_browser(program) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    written = {name: folder / f"{name}.html" for name in CASES}
    for name, path in written.items():
        path.write_text(quality_html(*CASES[name]), encoding="utf-8")
    return written


@pytest.mark.parametrize("name", list(CASES))
@pytest.mark.parametrize("width", [320, 420, 1200])
@pytest.mark.parametrize("is_opened", [False, True], ids=["closed", "opened"])
def test_nothing_sticks_out_and_nothing_is_logged(
    name: str, width: int, *, is_opened: bool, browser: Browser, pages: dict[str, Path]
) -> None:
    look = browser.look(pages[name], width=width, is_opened=is_opened)

    assert look.scroll_width <= width
    assert look.overflowing == []
    assert look.messages == []
    assert look.requests == []


@pytest.mark.parametrize(("scheme", "background"), [("light", "rgb(250, 248, 243)"), ("dark", "rgb(19, 22, 25)")])
def test_the_page_follows_what_the_reader_prefers(
    scheme: Literal["light", "dark"], background: str, browser: Browser, pages: dict[str, Path]
) -> None:
    assert browser.look(pages["full"], width=1200, scheme=scheme).background == background


def test_paper_is_white_fits_and_shows_every_check(browser: Browser, pages: dict[str, Path]) -> None:
    look = browser.look(pages["full"], width=PAPER_WIDTH, scheme="dark", media="print")

    assert look.background == "rgb(255, 255, 255)"
    assert look.scroll_width <= PAPER_WIDTH
    hidden = browser.evaluate("[...document.querySelectorAll('table.checks')].filter(e => !e.checkVisibility()).length")
    assert hidden == 0


def test_charts_are_drawn(browser: Browser, pages: dict[str, Path]) -> None:
    """An empty box would pass every test above: something is painted in the series' colours, and has a size."""
    browser.look(pages["full"], width=420)

    sizes = browser.evaluate(
        "[...document.querySelectorAll('.chart rect.s0')].map(e => e.getBoundingClientRect()).filter("
        "box => box.width > 0.5 && box.height > 0.5).length"
    )
    assert sizes > 10
    colour = browser.evaluate("getComputedStyle(document.querySelector('.chart rect.s0')).fill")
    assert colour == "rgb(47, 103, 153)"


def test_the_browser_would_notice(browser: Browser, tmp_path: Path) -> None:
    """What the tests above rely on: overflow, messages and requests are seen where they are."""
    page = tmp_path / "bad.html"
    page.write_text(
        "<!doctype html><meta name=viewport content='width=device-width'><p style='width:900px'>wide</p>"
        "<img src='absent.png'><script>console.log('said')</script>",
        encoding="utf-8",
    )

    look = browser.look(page, width=420, has_screenshot=True)

    assert look.scroll_width > 420
    assert look.overflowing
    assert "said" in look.messages
    assert any(request.endswith("absent.png") for request in look.requests)
    assert look.screenshot.startswith(b"\x89PNG")
