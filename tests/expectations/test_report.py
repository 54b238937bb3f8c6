"""The report: one page that needs nothing beside itself, and a JSON file that scripts rely on."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser

import pytest

from expectations.distributions import Distributions
from expectations.history import read_past_release
from expectations.quality_record import quality_json
from expectations.report.page import ReportContext, quality_html
from expectations.verdict import CheckResult, GateVerdict
from tests.expectations.report_case import (
    BAD,
    CONTEXT,
    GOOD,
    HISTORY,
    VERDICT,
    WAIVED,
    WARNING,
    hostile_case,
    made_of,
    result,
)

FIRST = replace(CONTEXT, parent=None, history=(), distributions=Distributions(made_of(0).files, made_of(0).new))


class Page(HTMLParser):
    """What a browser would load, and whether every tag is closed."""

    VOID = frozenset(("meta", "link", "br", "rect", "line", "circle", "polyline"))

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.open: list[str] = []
        self.handlers: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "srcset", "action", "data"}]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.labels += [each for name, value in attrs if name == "aria-labelledby" for each in (value or "").split()]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @property
    def outside(self) -> list[str]:
        """Addresses that do not stay in the page."""
        return [address for address in self.addresses if not address.startswith("#")]


def section(html: str, key: str) -> str:
    """One section of the page."""
    start = html.index(f'<section aria-labelledby="{key}">')
    return html[start : html.index("</section>", start)]


@pytest.fixture(scope="module")
def html() -> str:
    return quality_html(VERDICT, CONTEXT)


def test_the_json_has_the_shape_that_scripts_rely_on() -> None:
    written = quality_json(VERDICT, CONTEXT)

    assert json.loads(json.dumps(written, allow_nan=False)) == written
    assert (written["version"], written["parent"], written["verdict"]) == ("2026.11.1", "2026.11.0", "stopped")
    assert written["created_at_utc"] == "2026-11-22T09:05:00Z"
    assert written["metrics"] == {"document_count": 59, "refused_share": 0.25}
    checks = written["checks"]
    assert [check["id"] for check in checks] == [check.id for check in VERDICT.checks]
    required = {
        "id", "suite", "severity", "success", "observed", "threshold", "message", "sentence", "is_waivable",
        "waived_because",
    }  # fmt: skip
    assert all(required <= set(check) for check in checks)
    assert checks[1]["observed"] == 10.5


def test_a_record_is_read_again_as_it_was_written() -> None:
    past = read_past_release(json.loads(json.dumps(quality_json(VERDICT, CONTEXT))))

    assert past.version == CONTEXT.version
    assert past.observed == {check.id: check.observed for check in VERDICT.checks}
    assert past.metrics == VERDICT.metrics
    assert past.distributions.as_json() == CONTEXT.distributions.as_json()


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"checks": None, "metrics": [], "distributions": 3},
        {"checks": [None, {}, {"id": "a", "observed": "text"}, {"id": "b", "observed": True}]},
        {"distributions": {"files": {"a": None, "b": {"language": {"nl": "many"}, "words": []}}, "new": "none"}},
    ],
)
def test_a_record_of_another_shape_is_an_empty_one(record: dict[str, object]) -> None:
    past = read_past_release(record)

    assert past.observed == {}
    assert past.metrics == {}
    assert past.distributions.total("language") == {}
    assert Page(quality_html(VERDICT, replace(CONTEXT, history=(past,)))).open == []


@pytest.mark.parametrize(
    ("checks", "words"),
    [
        ((GOOD,), ("Passed", "All 1 checks hold.")),
        ((GOOD, WARNING), ("Passed, with warnings", "1 of 2 checks do not hold: 1 only to warn.")),
        ((GOOD, WAIVED), ("Passed, with warnings", "1 of 2 checks do not hold: 1 waived by a person.")),
        (
            (GOOD, WARNING, BAD),
            (
                "Stopped: nothing was published",
                "2 of 3 checks do not hold: 1 critical, 1 only to warn.",
                "Readers go on with 2026.11.0.",
            ),
        ),
    ],
)
def test_the_verdict_stands_at_the_top(checks: tuple[CheckResult, ...], words: tuple[str, ...]) -> None:
    verdict = GateVerdict.over(checks, waivers={WAIVED.id: "because"})
    page = quality_html(verdict, CONTEXT)
    top = page[page.index("<main>") : page.index("<dl")]

    assert all(word in top for word in words)
    assert "7 new documents of 9 files judged; 4 refused, 0 duplicates." in top


def test_the_page_loads_nothing(html: str) -> None:
    page = Page(html)

    assert page.outside == ["data:,"]  # the empty icon, lest the browser asks a server for one
    assert not re.search(r"https?://|url\(|@import", html)
    assert not {"script", "iframe", "img", "object"} & set(page.tags)
    assert "default-src 'none'" in html
    assert page.open == []


def test_every_label_and_link_finds_its_end(html: str) -> None:
    page = Page(html)

    assert len(page.ids) == len(set(page.ids))
    assert set(page.labels) <= set(page.ids)
    assert {address.removeprefix("#") for address in page.addresses if address.startswith("#")} <= set(page.ids)


def test_every_drawing_tells_what_it_shows_and_has_its_figures_in_a_table(html: str) -> None:
    drawings = re.findall(r"<svg.*?</svg>", html, re.DOTALL)

    assert len(drawings) > 10
    for drawing in drawings:
        assert 'role="img"' in drawing
        assert re.search(r"<title[^>]*>[^<]+</title>", drawing)
        assert re.search(r"<desc[^>]*>[^<]+</desc>", drawing)
    for chart in re.findall(r'<div class="chart".*?<details class="data">.*?</details>', html, re.DOTALL):
        assert "<table" in chart
    assert html.count('<div class="chart"') == html.count("<summary>The figures as a table</summary>") - 1  # the cards


def test_hostile_text_stays_text() -> None:
    page = Page(quality_html(*hostile_case()))

    assert page.outside == ["data:,"]
    assert not {"script", "img"} & set(page.tags)
    assert page.handlers == []
    assert page.open == []


def test_the_same_input_gives_the_same_bytes(html: str) -> None:
    shuffled = Distributions(dict(reversed(list(CONTEXT.distributions.files.items()))), CONTEXT.distributions.new)

    assert quality_html(VERDICT, replace(CONTEXT, distributions=shuffled)) == html


def test_months_have_a_chart_and_a_table(html: str) -> None:
    months = section(html, "months")

    assert "Documents per month" in months
    assert "<title>2018-04: 3</title>" in months
    for label, count in CONTEXT.documents_per_month:
        assert f'<tr><th scope="row">{label}</th><td class="number">{count}</td></tr>' in months
    assert "Not in the chart: 2 of which only the year is known." in months


def test_files_are_told_by_verdict_and_reason(html: str) -> None:
    files = section(html, "files")

    assert "accepted 59 (80.8 %), rejected 12 (16.4 %), duplicate 2 (2.7 %)" in files
    assert files.index("all_checks_passed") < files.index("language_not_wanted") < files.index("date_missing")
    assert files.index("date_missing") < files.index("exact_duplicate")
    assert "The text does not begin with ‘date’ or ‘datum’." in files
    assert '<td class="number">3</td><td class="number">4</td><td class="number wide">4.1 %</td>' in files


def test_languages_of_documents_and_of_refused_files(html: str) -> None:
    languages = section(html, "languages")

    assert languages.index("Dutch") < languages.index("Frisian") < languages.index("German")
    assert '<td class="number">58</td><td class="number">0</td>' in languages
    assert '<td class="number">0</td><td class="number">1</td>' in languages


def test_lengths_of_new_documents_stand_beside_those_of_all(html: str) -> None:
    lengths = section(html, "lengths")

    assert "<title>400 to 799: 72.9 % all documents, 85.7 % new documents</title>" in lengths
    assert "<title>6,400 or more: 10.2 % all documents, 0 % new documents</title>" in lengths
    assert "new documents" not in section(quality_html(VERDICT, FIRST), "lengths")


def test_repairs_are_told_in_words(html: str) -> None:
    repairs = section(html, "repairs")

    assert "2 of 59 documents" in repairs
    assert "Removed HTML markup" in repairs


def test_trends_go_from_the_oldest_release_to_this_one(html: str) -> None:
    trends = section(html, "trends")

    assert "the 23 before it, from 2026.10.0" in trends
    assert "24 releases: from 36 to 59; least 36, greatest 59." in trends
    newest_first = re.findall(r'<th scope="col" class="number">(2026\.\d+\.\d+)</th>', trends)[:24]
    assert newest_first == ["2026.11.1", *(f"2026.10.{number}" for number in reversed(range(23)))]
    assert '<code>refused_share</code></th><td class="number">25 %</td><td class="number">22 %</td>' in trends


def test_checks_have_their_history(html: str) -> None:
    checks = section(html, "checks")

    assert "drift.growth over the releases" in checks
    assert "documents.lang_wanted over the releases" not in checks  # it never moved: no line, but a row in the table
    assert checks.count('<th scope="row"><code>documents.lang_wanted</code></th>') == 1


def test_failed_checks_come_with_their_rows_and_what_can_be_done(html: str) -> None:
    failed = section(html, "failed")

    assert "<li><code>ab</code></li><li><code>cd</code></li>" in failed
    assert "Show 2 of 25" in failed
    waivable = result("drift.documents_kept", "critical", 0.6, "Most are here.", is_waivable=True)
    assert "--accept drift.documents_kept" in quality_html(GateVerdict.over((waivable,)), CONTEXT)


def test_a_waived_check_says_why(html: str) -> None:
    assert "Waived by a person: <q>the publisher withdrew a year</q>" in section(html, "failed")
    assert "waived" in section(html, "checks")


def test_a_first_release_has_nothing_to_compare_with() -> None:
    page = quality_html(GateVerdict.over((GOOD,)), FIRST)

    assert "The first release." in page
    assert "There is no earlier release to compare with." in page
    assert ">New</th>" not in page
    assert Page(page).open == []


def test_a_release_without_anything_has_a_page_too() -> None:
    context = ReportContext("2026.11.0", None, datetime(2026, 11, 22, 9, 5), {}, [])  # noqa: DTZ001  # taken as UTC

    page = quality_html(GateVerdict.over((GOOD,)), context)

    assert "No documents." in page
    assert "No files." in page
    assert Page(page).open == []
    assert (
        Page(quality_html(GateVerdict.over((GOOD,)), replace(context, parent="2026.10.0", history=HISTORY))).open == []
    )
