"""The pages of `kroniek serve` in headless Chromium: narrow and wide, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from tests.browser import Browser, find_chromium, open_browser
from tests.server.serving import Serving, serving

CHROMIUM = find_chromium()
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt install chromium)")

SMALL_CONTRAST = 4.5
CONTRASTS = """
(() => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(each => each / 255)
      .map(each => each <= .04045 ? each / 12.92 : ((each + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = each => {
    while (each) {
      const colour = getComputedStyle(each).backgroundColor;
      if (!/, 0\\)$/.test(colour) && colour !== 'transparent') return colour;
      each = each.parentElement;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll('body *')]
    .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
    .map(each => {
      const [a, b] = [light(getComputedStyle(each).color), light(behind(each))];
      return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), each.textContent.trim().slice(0, 40)];
    }).sort((one, other) => one[0] - other[0])[0];
})()
"""
UNNAMED = """
[...document.querySelectorAll('a, summary, [tabindex]')].filter(each =>
  !(each.textContent.trim() || each.getAttribute('aria-label'))).map(each => each.outerHTML.slice(0, 80))
"""


@pytest.fixture(scope="module")
def server(seeds_like_warehouse: Path) -> Iterator[Serving]:
    with serving(seeds_like_warehouse) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM is not None
    with open_browser(CHROMIUM) as opened:
        yield opened


@pytest.mark.parametrize("path", ["", "releases/2026.11.0/"])
@pytest.mark.parametrize("width", [420, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_fits_its_window_in_either_scheme(
    path: str, width: int, scheme: Literal["light", "dark"], server: Serving, browser: Browser
) -> None:
    look = browser.look(server.url + path, width=width, scheme=scheme, is_opened=True)
    assert look.messages == []
    assert look.requests == []  # a page needs nothing beside itself
    assert look.overflowing == []
    assert look.scroll_width <= width
    is_dark = sum(int(part) for part in look.background.removeprefix("rgb(").removesuffix(")").split(",")) < 3 * 128
    assert is_dark is (scheme == "dark")
    least, text = browser.evaluate(CONTRASTS)
    assert least >= SMALL_CONTRAST, text
    assert browser.evaluate(UNNAMED) == []
    assert browser.evaluate("document.querySelectorAll('h1').length") == 1
    assert browser.evaluate("document.querySelectorAll('td, th').length > 20") is True
    assert browser.evaluate("[...document.querySelectorAll('table')].every(t => t.closest('[role=region]'))") is True
    assert browser.evaluate("document.documentElement.lang") == "en"


def test_every_link_of_the_pages_leads_to_something(server: Serving, browser: Browser) -> None:
    for path in ("", "releases/2026.11.0/"):
        browser.look(server.url + path, width=1200)
        links = browser.evaluate("[...document.querySelectorAll('a[href]')].map(each => each.href)")
        assert len(links) > 20
        for link in {str(one).partition("#")[0] for one in links}:
            assert link.startswith(server.url)
            assert server.get("/" + link.removeprefix(server.url), method="HEAD").status == 200, link
