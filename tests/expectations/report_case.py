"""Reports with everything in them, for tests that read the page and for those that look at it."""

from __future__ import annotations

from datetime import UTC, datetime

from expectations.checks import Severity
from expectations.distributions import Distributions
from expectations.history import PastRelease
from expectations.report.page import ReportContext
from expectations.verdict import CheckResult, GateVerdict, Observed

HOSTILE = "<script>alert('x')</script>\"><img src=https://example.org/x onerror=alert(1)>"


def result(
    name: str,
    severity: Severity,
    observed: Observed,
    message: str,
    *,
    success: bool = False,
    offending: tuple[str, ...] = (),
    is_waivable: bool = False,
    waived_because: str | None = None,
) -> CheckResult:
    return CheckResult(
        name, name.partition(".")[0], severity, success, observed, "as specified", message, offending,
        sentence=message.partition(" Found")[0], is_waivable=is_waivable, waived_because=waived_because,
    )  # fmt: skip


GOOD = result("documents.lang_wanted", "critical", 0, "Every document is in a wanted language.", success=True)
WARNING = result("drift.growth", "warning", 10.5, "The corpus grew. Found 10.5.")
BAD = result("documents.doc_id_unique", "critical", 25, "No two have the same id.", offending=("ab", "cd"))
WAIVED = result(
    "drift.documents_kept", "critical", 0.6, "Most documents are still here. Found 0.6.",
    is_waivable=True, waived_because="the publisher withdrew a year",
)  # fmt: skip


def made_of(number: int) -> Distributions:
    """What a release of a series is made of: each is a little larger, and some bring nothing of a kind."""
    return Distributions(
        {
            "documents/documents-2018.parquet": {
                "language": {"nl": 30 + number},
                "words": {"0": 2, "50": 8, "400": 20 + number},
                "repair": {"none": 28 + number, "fixed_mojibake": 2, "removed_html_markup": 1},
            },
            "documents/documents-2019.parquet": {
                "language": {"nl": 5, "fy": 1}, "words": {"6400": 6}, "repair": {"none": 6}
            },
            "verdicts/verdicts-2026-11.parquet": {
                "verdict": {
                    "accepted: all_checks_passed": 36 + number,
                    "rejected: language_not_wanted": 9,
                    "rejected: date_missing": 3,
                    "duplicate: exact_duplicate": 2,
                },
                "refused_language": dict.fromkeys(("de", "en", "fr", "xx"), 1),
            },
            "duplicates/duplicates-2026-11.parquet": {"kind": {"exact": 2}},
        },
        {
            "language": {"nl": 5 + number % 3},
            "words": {"0": 1, "400": 4 + number % 3},
            "repair": {"none": 5 + number % 3},
            "verdict": {"accepted: all_checks_passed": 5, "rejected: date_missing": number % 4 + 1},
            "kind": {"exact": number % 3} if number % 3 else {},
        },
    )  # fmt: skip


HISTORY = tuple(
    PastRelease(
        f"2026.10.{number}",
        {"drift.growth": 1 + number / 10, "documents.lang_wanted": 0.0},
        {"document_count": 30.0 + number, "refused_share": number / 100},
        made_of(number),
    )
    for number in reversed(range(23))
)

CONTEXT = ReportContext(
    version="2026.11.1",
    parent="2026.11.0",
    created_at_utc=datetime(2026, 11, 22, 9, 5, tzinfo=UTC),
    counts={"documents": 1234, "paragraphs": 15000, "sentences": 50000, "verdicts": 1500, "duplicates": 2},
    documents_per_month=[("2018-04", 3), ("2018-06", 1), ("2019", 2)],
    distributions=made_of(23),
    history=HISTORY,
)

VERDICT = GateVerdict.over((GOOD, WARNING, BAD, WAIVED), metrics={"document_count": 59, "refused_share": 0.25})


def hostile_case() -> tuple[GateVerdict, ReportContext]:
    """Every text that comes from outside, directly or by way of an old record, tries to be markup."""
    counts = {HOSTILE: {HOSTILE: 1}, "language": {HOSTILE: 3}, "repair": {HOSTILE: 2}, "refused_language": {HOSTILE: 1}}
    verdicts = {"verdict": {f"{HOSTILE}: {HOSTILE}": 4, HOSTILE: 1}, "kind": {HOSTILE: 1}, "words": {"0": 1}}
    everything = Distributions({HOSTILE: {**counts, **verdicts}}, {**counts, **verdicts})
    check = result(
        HOSTILE, "critical", HOSTILE, HOSTILE, offending=(HOSTILE, HOSTILE * 20), is_waivable=True,
        waived_because=HOSTILE,
    )  # fmt: skip
    past = PastRelease(HOSTILE, {HOSTILE: 3.0}, {HOSTILE: 2.0}, everything)
    context = ReportContext(
        HOSTILE, HOSTILE, CONTEXT.created_at_utc, {HOSTILE: 1}, [(HOSTILE, 1), ("2019-01", 2)], everything, (past, past)
    )  # fmt: skip
    return GateVerdict("stopped", (check,), {HOSTILE: 1.0}), context
