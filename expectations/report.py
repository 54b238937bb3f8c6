"""The gate's verdict as `quality.json`, for scripts, and as `quality.html`, for people.

The page is one file: no script, no font, no picture from anywhere, and a policy in its head that forbids them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from expectations.chart import bars_over_time
from expectations.quality_record import quality_json
from expectations.suites import SUITE_TITLES
from expectations.verdict import GateVerdict, Observed
from transforms.reasons import REASONS_BY_NAME

__all__ = ["ReportContext", "quality_html", "quality_json"]

CODE = re.compile("`([^`]*)`")
TEMPLATES = Path(__file__).parent / "templates"

HEADLINES = {
    "passed": "Passed",
    "warned": "Passed, with warnings",
    "stopped": "Stopped: nothing was published",
}


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What the report tells beside the checks.

    Attributes:
        version: Version of the candidate.
        parent: The release it was made from; None for the first.
        created_at_utc: When the candidate was made.
        counts: Rows by table, in the order in which they are shown.
        documents_per_month: `(2019-04, 3)`, and `(2019, 1)` for documents of which only the year is known.
        verdicts_by_reason: `(verdict, reason, files)`.
    """

    version: str
    parent: str | None
    created_at_utc: datetime
    counts: dict[str, int]
    documents_per_month: list[tuple[str, int]]
    verdicts_by_reason: list[tuple[str, str, int]]

    @property
    def created(self) -> datetime:
        """When it was made, in UTC; a time without a zone is taken as UTC."""
        made = self.created_at_utc
        return made.replace(tzinfo=UTC) if made.tzinfo is None else made.astimezone(UTC)


def quality_html(verdict: GateVerdict, context: ReportContext) -> str:
    """The content of `quality.html`: one page that needs nothing beside itself."""
    most = max((files for _, _, files in context.verdicts_by_reason), default=0)
    return _template().render(
        context=context,
        verdict=verdict,
        headline=HEADLINES[verdict.verdict],
        summary=_summary(verdict),
        chart=bars_over_time(context.documents_per_month),
        reasons=[
            (kind, reason, _meaning(reason), files,
             round(100 * files / max(1, most), 1))
            for kind, reason, files in context.verdicts_by_reason
        ],
        suites=[
            (SUITE_TITLES.get(name, name), tuple(checks))
            for name, checks in groupby(verdict.checks, key=lambda check: check.suite)
        ],
    )  # fmt: skip


def _summary(verdict: GateVerdict) -> str:
    total = len(verdict.checks)
    if not verdict.failed:
        return f"All {total} checks hold."
    parts = []
    for severity, word in (("critical", "critical"), ("warning", "only to warn"), ("info", "only to inform")):
        count = sum(check.severity == severity for check in verdict.failed)
        if count:
            parts.append(f"{count} {word}")
    return f"{len(verdict.failed)} of {total} checks do not hold: {', '.join(parts)}."


def _meaning(reason: str) -> str:
    """What a reason means, with the names in it in quotation marks: this is no Markdown."""
    known = REASONS_BY_NAME.get(reason)
    return CODE.sub("\N{LEFT SINGLE QUOTATION MARK}\\1\N{RIGHT SINGLE QUOTATION MARK}", known.meaning) if known else ""


def _shown(observed: Observed) -> str:
    if observed is None:
        return "\N{EN DASH}"
    if isinstance(observed, float):
        return f"{observed:.6g}"
    return f"{observed:,}" if isinstance(observed, int) else observed


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,  # for every template: the default looks at the extension and misses .html.j2
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = _shown
    return environment.get_template("quality.html.j2")
