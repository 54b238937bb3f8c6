"""How the figures of a release went over the releases before it, and what came in with each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from expectations.distributions import Distributions
from expectations.report.chart import ColumnChart, column_chart
from expectations.report.numbers import percent, shown
from expectations.report.sparkline import Sparkline, sparkline

__all__ = ["VERDICTS", "Release", "Trend", "by_verdict", "duplicates_chart", "trends", "verdicts_chart"]

VERDICTS = ("accepted", "rejected", "duplicate")
MAXIMUM_LABELS = 5

Release = tuple[str, Distributions]
"""A version, and what it is made of."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One figure over the releases.

    Attributes:
        label: What it is.
        value: The present one, as text.
        change: Against the release before, as text; empty where there is none to compare with.
        line: How it went; None where it never changed.
        cells: Each release's figure as text, oldest first.
    """

    label: str
    value: str
    change: str
    line: Sparkline | None
    cells: tuple[str, ...]


def by_verdict(counts: Mapping[str, int]) -> dict[str, int]:
    """Files by verdict, from counts by `verdict: reason`."""
    sums = dict.fromkeys(VERDICTS, 0)
    for label, count in counts.items():
        verdict = label.partition(": ")[0]
        sums[verdict] = sums.get(verdict, 0) + count
    return sums


def trends(releases: Sequence[Release]) -> list[Trend]:
    """The figures worth following, over releases from the oldest to the present one."""
    return [_trend(label, [figure(made_of) for _, made_of in releases], say) for label, figure, say in FIGURES]


def verdicts_chart(releases: Sequence[Release]) -> ColumnChart:
    """What became of the files that each release took in, in percent."""
    slots = []
    for position, (version, made_of) in enumerate(releases):
        counts = by_verdict(made_of.added("verdict"))
        total = sum(counts.values())
        if total:
            slots.append((position, version, tuple(counts[verdict] / total for verdict in VERDICTS)))
    return column_chart(
        "verdicts-by-release",
        "What became of the new files of each release",
        f"Shares of {', '.join(VERDICTS)} files over {len(releases)} releases.",
        VERDICTS, slots, slot_count=len(releases), x_ticks=_version_ticks(releases), say=percent, end=1.0,
    )  # fmt: skip


def duplicates_chart(releases: Sequence[Release]) -> ColumnChart:
    """Duplicate files that came in with each release, exact and near."""
    kinds = ("exact", "near")
    slots = []
    for position, (version, made_of) in enumerate(releases):
        counts = made_of.added("kind")
        if any(counts.values()):
            slots.append((position, version, tuple(float(counts.get(kind, 0)) for kind in kinds)))
    total = sum(sum(values) for _, _, values in slots)
    return column_chart(
        "duplicates-by-release",
        "New duplicates of each release",
        f"{shown(total)} duplicate files over {len(releases)} releases.",
        kinds, slots, slot_count=len(releases), x_ticks=_version_ticks(releases),
    )  # fmt: skip


def _version_ticks(releases: Sequence[Release]) -> list[tuple[int, str]]:
    """The first and the last release, and some between, evenly."""
    step = max(1, -(-len(releases) // MAXIMUM_LABELS))
    return [(position, version) for position, (version, _) in enumerate(releases) if position % step == 0]


def _trend(label: str, values: Sequence[float | None], say: Callable[[float | None], str]) -> Trend:
    present = values[-1]
    before = values[-2] if len(values) > 1 else None
    change = ""
    if present is not None and before is not None:
        change = "as before" if present == before else f"was {say(before)}"
    return Trend(label, say(present), change, sparkline(values, say=say), tuple(say(value) for value in values))


def _documents(made_of: Distributions) -> float | None:
    return float(sum(made_of.total("language").values())) if made_of.files else None


def _new_files(made_of: Distributions) -> float | None:
    return float(sum(made_of.added("verdict").values())) if made_of.files else None


def _share(dimension: str, is_counted: Callable[[str], bool]) -> Callable[[Distributions], float | None]:
    """Share of what was added whose label is counted; None where nothing was added."""

    def figure(made_of: Distributions) -> float | None:
        counts = made_of.added(dimension)
        total = sum(counts.values())
        return sum(count for label, count in counts.items() if is_counted(label)) / total if total else None

    return figure


def _repaired_share(made_of: Distributions) -> float | None:
    # A document counts once a repair, so the documents are those of the languages.
    documents = sum(made_of.added("language").values())
    return 1 - made_of.added("repair").get("none", 0) / documents if documents else None


FIGURES: tuple[tuple[str, Callable[[Distributions], float | None], Callable[[float | None], str]], ...] = (
    ("Documents", _documents, shown),
    ("New files judged", _new_files, shown),
    ("Refused", _share("verdict", lambda label: label.startswith("rejected: ")), percent),
    ("Refused for the language", _share("verdict", lambda label: label.startswith("rejected: language_")), percent),
    ("Refused for the date", _share("verdict", lambda label: label.startswith("rejected: date_")), percent),
    ("Duplicates", _share("verdict", lambda label: label.startswith("duplicate: ")), percent),
    ("New ones repaired", _repaired_share, percent),
    ("New ones under 100 words", _share("words", lambda label: int(label) < 100), percent),  # noqa: PLR2004
)
"""What is followed: the shares are of the new files, and where it says new ones, of the new documents."""
