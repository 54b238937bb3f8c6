"""The gate's verdict as `quality.html`: one page for people.

The page is one file: no script, no font, no picture from anywhere, and a policy in its head that forbids them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.distributions import Distributions
from expectations.history import PastRelease
from expectations.report.check_rows import suite_tables
from expectations.report.metric_rows import metric_rows
from expectations.report.numbers import percent, shown
from expectations.report.sections import language_rows, lengths_chart, reason_rows, repair_rows, verdict_bands
from expectations.report.time_chart import documents_over_time
from expectations.report.trends import by_verdict, duplicates_chart, trends, verdicts_chart
from expectations.verdict import GateVerdict

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["ReportContext", "quality_html"]

TEMPLATES = Path(__file__).parent / "templates"

HEADLINES = {
    "passed": "Passed",
    "warned": "Passed, with warnings",
    "stopped": "Stopped: nothing was published",
}
COUNT_NAMES = {
    "documents": "Documents",
    "sentences": "Sentences",
    "verdicts": "Files judged",
    "duplicates": "Duplicate files",
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
        distributions: What the candidate is made of.
        history: Earlier releases, newest first.
    """

    version: str
    parent: str | None
    created_at_utc: datetime
    counts: dict[str, int]
    documents_per_month: list[tuple[str, int]]
    distributions: Distributions = field(default_factory=Distributions)
    history: Sequence[PastRelease] = ()

    @property
    def created(self) -> datetime:
        """When it was made, in UTC; a time without a zone is taken as UTC."""
        made = self.created_at_utc
        return made.replace(tzinfo=UTC) if made.tzinfo is None else made.astimezone(UTC)


def quality_html(verdict: GateVerdict, context: ReportContext) -> str:
    """The content of `quality.html`: one page that needs nothing beside itself."""
    made_of = context.distributions
    past = tuple(reversed([one for one in context.history if one.version != context.version]))
    releases = [*((one.version, one.distributions) for one in past), (context.version, made_of)]
    is_first = context.parent is None
    return _template().render(
        context=context,
        verdict=verdict,
        is_first=is_first,
        headline=HEADLINES[verdict.verdict],
        story=_story(verdict, context),
        summary=_summary(verdict),
        figures=_figures(context),
        months=documents_over_time(context.documents_per_month),
        bands=verdict_bands(made_of),
        reasons=reason_rows(made_of),
        languages=language_rows(made_of),
        lengths=lengths_chart(made_of, is_first=is_first),
        repairs=repair_rows(made_of),
        unrepaired=made_of.total("repair").get("none", 0),
        document_count=sum(made_of.total("language").values()),
        releases=[version for version, _ in releases],
        trends=trends(releases),
        arrivals=verdicts_chart(releases),
        duplicates=duplicates_chart(releases),
        metrics=metric_rows(verdict.metrics, past),
        suites=suite_tables(verdict.checks, past),
    )


def _figures(context: ReportContext) -> list[tuple[str, int, int | None]]:
    """Name, count, and how many of them this release added where that is known and not all of it."""
    new = by_verdict(context.distributions.added("verdict"))
    added = {
        "documents": sum(context.distributions.added("language").values()),
        "verdicts": sum(new.values()),
        "duplicates": new["duplicate"],
    }
    return [
        (title, context.counts[name], None if context.parent is None else added.get(name))
        for name, title in COUNT_NAMES.items()
        if name in context.counts
    ]


def _story(verdict: GateVerdict, context: ReportContext) -> str:
    """What the release brings, in words."""
    documents = sum(context.distributions.added("language").values())
    new = by_verdict(context.distributions.added("verdict"))
    brought = (
        f"{_counted(documents, 'new document')} of {_counted(sum(new.values()), 'file')} judged; "
        f"{shown(new['rejected'])} refused, {_counted(new['duplicate'], 'duplicate')}."
    )
    if verdict.verdict != "stopped":
        return brought
    return (
        f"{brought} Readers go on with {context.parent}." if context.parent else f"{brought} No release is there yet."
    )


def _counted(count: int, thing: str) -> str:
    return f"{shown(count)} {thing}{'' if count == 1 else 's'}"


def _summary(verdict: GateVerdict) -> str:
    """The verdict in one sentence of numbers."""
    total = len(verdict.checks)
    if not verdict.failed:
        return f"All {total} checks hold."
    counted = {"critical": 0, "only to warn": 0, "only to inform": 0, "waived by a person": 0}
    words = {"critical": "critical", "warning": "only to warn", "info": "only to inform"}
    for check in verdict.failed:
        counted["waived by a person" if check.waived_because is not None else words[check.severity]] += 1
    parts = ", ".join(f"{count} {word}" for word, count in counted.items() if count)
    return f"{len(verdict.failed)} of {total} checks do not hold: {parts}."


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 (most runs report nothing)

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,  # for every template: the default looks at the extension and misses .html.j2
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    environment.filters["percent"] = percent
    return environment.get_template("quality.html.j2")
