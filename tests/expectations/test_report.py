"""The report: one page that needs nothing beside itself, and a JSON file that scripts rely on."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from expectations.chart import bars_over_time
from expectations.checks import Severity
from expectations.report import ReportContext, quality_html, quality_json
from expectations.verdict import CheckResult, GateVerdict, Observed

HOSTILE = "<script>alert('x')</script>\"><img src=https://example.org/x onerror=alert(1)>"

CONTEXT = ReportContext(
    version="2026.11.1",
    parent="2026.11.0",
    created_at_utc=datetime(2026, 11, 22, 9, 5, tzinfo=UTC),
    counts={"documents": 1234, "paragraphs": 15000},
    documents_per_month=[("2018-04", 3), ("2018-06", 1), ("2019", 2)],
    verdicts_by_reason=[("accepted", "all_checks_passed", 6), ("rejected", "date_missing", 2)],
)


def result(
    name: str,
    severity: Severity,
    observed: Observed,
    message: str,
    *,
    success: bool = False,
    offending: tuple[str, ...] = (),
) -> CheckResult:
    return CheckResult(name, name.partition(".")[0], severity, success, observed, "as specified", message, offending)


GOOD = result("documents.lang_wanted", "critical", 0, "Every document is in a wanted language.", success=True)
WARNING = result("drift.growth", "warning", 10.5, "The corpus grew. Found 10.5.")
BAD = result("documents.doc_id_unique", "critical", 25, "No two have the same id.", offending=("ab", "cd"))


class Page(HTMLParser):
    """What a browser would load, and whether every tag is closed."""

    VOID = frozenset(("meta", "link", "br", "rect"))

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "srcset", "action", "data"}]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_json_has_the_shape_that_scripts_rely_on() -> None:
    written = quality_json(GateVerdict.over((GOOD, WARNING, BAD)), CONTEXT)

    assert json.loads(json.dumps(written, allow_nan=False)) == written
    assert (written["version"], written["verdict"]) == ("2026.11.1", "stopped")
    assert written["created_at_utc"] == "2026-11-22T09:05:00Z"
    checks = written["checks"]
    assert isinstance(checks, list)
    assert [check["id"] for check in checks] == ["documents.lang_wanted", "drift.growth", "documents.doc_id_unique"]
    required = {"id", "suite", "severity", "success", "observed", "threshold", "message"}
    assert all(required <= set(check) for check in checks)
    assert checks[1]["observed"] == 10.5


@pytest.mark.parametrize(
    ("checks", "words"),
    [
        ((GOOD,), ("Passed", "All 1 checks hold.")),
        ((GOOD, WARNING), ("Passed, with warnings", "1 of 2 checks do not hold: 1 only to warn.")),
        (
            (GOOD, WARNING, BAD),
            ("Stopped: nothing was published", "2 of 3 checks do not hold: 1 critical, 1 only to warn."),
        ),
    ],
)
def test_the_verdict_stands_at_the_top(checks: tuple[CheckResult, ...], words: tuple[str, str]) -> None:
    html = quality_html(GateVerdict.over(checks), CONTEXT)
    top = html[html.index("<main>") : html.index("<dl")]

    assert all(word in top for word in words)


def test_the_page_loads_nothing() -> None:
    html = quality_html(GateVerdict.over((GOOD, WARNING, BAD)), CONTEXT)
    page = Page(html)

    assert page.addresses == ["data:,"]  # the empty icon, lest the browser asks a server for one
    assert not re.search(r"https?://|url\(|@import", html)
    assert not {"script", "iframe", "img", "object"} & set(page.tags)
    assert "default-src 'none'" in html
    assert page.open == []


def test_hostile_text_stays_text() -> None:
    hostile = replace(result(HOSTILE, "critical", HOSTILE, HOSTILE, offending=(HOSTILE,)), threshold=HOSTILE)
    context = ReportContext(
        HOSTILE, HOSTILE, CONTEXT.created_at_utc, {HOSTILE: 1}, [(HOSTILE, 1)], [(HOSTILE, HOSTILE, 1)]
    )

    page = Page(quality_html(GateVerdict.over((hostile,)), context))

    assert page.addresses == ["data:,"]
    assert not {"script", "img"} & set(page.tags)


def test_the_chart_has_a_title_and_a_table_behind_it() -> None:
    html = quality_html(GateVerdict.over((GOOD,)), CONTEXT)
    chart = html[html.index("<svg") : html.index("</svg>")]

    assert 'role="img"' in chart
    assert '<title id="bars-title">Documents per month</title>' in chart
    assert "<title>2018-04: 3</title>" in chart
    behind = html[html.index("</svg>") : html.index('id="reasons"')]
    for label, count in CONTEXT.documents_per_month:
        assert f'<tr><td>{label}</td><td class="number">{count}</td></tr>' in behind
    assert "Not in the chart: 2 of which only the year is known." in behind


def test_failed_checks_come_with_their_rows() -> None:
    html = quality_html(GateVerdict.over((GOOD, BAD)), CONTEXT)

    assert "<li><code>ab</code></li><li><code>cd</code></li>" in html
    assert "2 rows of 25" in html


def test_a_first_release_without_documents_has_a_page_too() -> None:
    context = ReportContext("2026.11.0", None, datetime(2026, 11, 22, 9, 5), {}, [], [])  # noqa: DTZ001  # taken as UTC

    html = quality_html(GateVerdict.over((GOOD,)), context)

    assert "The first release." in html
    assert "No documents." in html
    assert Page(html).open == []


def test_the_chart_keeps_gaps() -> None:
    chart = bars_over_time([("2018-12", 4), ("2019-02", 1)])

    assert chart is not None
    assert [(bar.position, bar.height, bar.label, bar.count) for bar in chart.bars] == [
        (0, 100.0, "2018-12", 4),
        (2, 25.0, "2019-02", 1),
    ]
    assert (chart.width, chart.unit, chart.left_out) == (3, "month", 0)


def test_centuries_are_shown_by_year() -> None:
    chart = bars_over_time([("1618-06", 1), ("1618", 2), ("2026-11", 5), ("unknown", 1)])

    assert chart is not None
    assert [(bar.position, bar.label, bar.count) for bar in chart.bars] == [(0, "1618", 3), (408, "2026", 5)]
    assert (chart.width, chart.unit, chart.left_out) == (409, "year", 1)


def test_no_chart_of_nothing() -> None:
    assert bars_over_time([]) is None
    assert bars_over_time([("unknown", 3)]) is None
