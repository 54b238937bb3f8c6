"""The parts of the report that show what a release is made of: rows with bars, and the columns of lengths."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from expectations.distributions import Distributions
from expectations.report.chart import ColumnChart, column_chart
from expectations.report.language_names import language_name
from expectations.report.numbers import percent, shown
from expectations.report.trends import VERDICTS, by_verdict
from transforms.reasons import REASONS_BY_NAME

__all__ = [
    "Bar",
    "LanguageRow",
    "VerdictBand",
    "language_rows",
    "lengths_chart",
    "reason_rows",
    "repair_rows",
    "verdict_bands",
]

CODE = re.compile("`([^`]*)`")
WORDS = {
    "c1": "C1", "cp1252": "Windows-1252", "html": "HTML", "nfc": "NFC", "utf8": "UTF-8", "utf16": "UTF-16",
}  # fmt: skip
"""Words of a repair's name that people write otherwise."""
ALL_AND_NEW = ("all documents", "new documents")


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a table whose figure is drawn as a bar too.

    Attributes:
        group: What it belongs to, such as its verdict.
        code: Name in the tables of the release.
        name: In words; empty where the code says it.
        count: In the whole release.
        new: Of it, what this release added.
        width: Length of the bar, in percent of the longest.
        share: Of all, as text.
    """

    group: str
    code: str
    name: str
    count: int
    new: int
    width: float
    share: str


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """A language among the documents, and among the files that were refused for their language."""

    code: str
    name: str
    accepted: int
    refused: int
    accepted_width: float
    refused_width: float


@dataclass(frozen=True, slots=True)
class VerdictBand:
    """A verdict's part of all files.

    Attributes:
        verdict: Which.
        files: How many.
        share: Of all, as text.
        left: Where its part of the band begins, in percent.
        width: How wide it is, in percent.
    """

    verdict: str
    files: int
    share: str
    left: float
    width: float


def verdict_bands(made_of: Distributions) -> list[VerdictBand]:
    """The account as one band: accepted, rejected, duplicate. Empty where no file was judged."""
    counts = by_verdict(made_of.total("verdict"))
    total = sum(counts.values())
    bands: list[VerdictBand] = []
    left = 0.0
    for verdict, files in counts.items():
        if files:
            width = 100 * files / total
            bands.append(VerdictBand(verdict, files, percent(files / total), round(left, 3), round(width, 3)))
            left += width
    return bands


def reason_rows(made_of: Distributions) -> list[tuple[str, list[Bar]]]:
    """Files by reason, under their verdict: accepted, rejected, duplicate; the most frequent of each first."""
    counts, new = made_of.total("verdict"), made_of.added("verdict")
    order = {verdict: number for number, verdict in enumerate(VERDICTS)}
    labels = sorted(counts, key=lambda each: (order.get(each.partition(": ")[0], len(order)), -counts[each], each))
    rows = _bars(labels, counts, new, total=sum(counts.values()))
    return [(verdict, list(of_verdict)) for verdict, of_verdict in groupby(rows, key=attrgetter("group"))]


def repair_rows(made_of: Distributions) -> list[Bar]:
    """Documents by repair, the most frequent first; those that needed none stand in the sentence above, not here."""
    counts, new = made_of.total("repair"), made_of.added("repair")
    labels = sorted((label for label in counts if label != "none"), key=lambda each: (-counts[each], each))
    return _bars(labels, counts, new, total=sum(made_of.total("language").values()))


def language_rows(made_of: Distributions) -> list[LanguageRow]:
    """Languages of the documents and of files refused for it, the most frequent first."""
    accepted, refused = made_of.total("language"), made_of.total("refused_language")
    most = max((*accepted.values(), *refused.values()), default=0)
    languages = sorted(
        {*accepted, *refused}, key=lambda each: (-accepted.get(each, 0), -refused.get(each, 0), each)
    )  # fmt: skip
    return [
        LanguageRow(
            code,
            language_name(code),
            accepted.get(code, 0),
            refused.get(code, 0),
            _width(accepted.get(code, 0), most),
            _width(refused.get(code, 0), most),
        )
        for code in languages
    ]


def lengths_chart(made_of: Distributions, *, is_first: bool) -> ColumnChart | None:
    """Documents by length, in percent; the new ones beside all of them, unless all are new. None without documents."""
    every, new = made_of.total("words"), made_of.added("words")
    if not every:
        return None
    sides = [every] if is_first or not new else [every, new]
    bounds = sorted({int(label) for label in every} | {0, *LENGTH_BOUNDS})
    slots = []
    for position, least in enumerate(bounds):
        values = tuple(side.get(str(least), 0) / sum(side.values()) for side in sides)
        if any(values):
            slots.append((position, _between(bounds, position), values))
    middle = max(slots, key=lambda slot: slot[2][0])[1]
    return column_chart(
        "lengths",
        "Documents by number of words",
        f"The most frequent length is {middle} words.",
        ALL_AND_NEW[: len(sides)],
        slots,
        slot_count=len(bounds),
        x_ticks=[(position, _short(bounds, position)) for position in range(len(bounds))],
        is_stacked=False,
        say=percent,
    )


LENGTH_BOUNDS = (50, 100, 200, 400, 800, 1600, 3200, 6400)
"""Least numbers of words; what counts the documents uses the same."""


def _bars(labels: Sequence[str], counts: Mapping[str, int], new: Mapping[str, int], *, total: int) -> list[Bar]:
    most = max((counts[label] for label in labels), default=0)
    rows = []
    for label in labels:
        group, _, code = label.rpartition(": ")
        share = percent(counts[label] / total) if total else ""
        rows.append(
            Bar(group, code, _meaning(code), counts[label], new.get(label, 0), _width(counts[label], most), share)
        )
    return rows


def _width(count: int, most: int) -> float:
    return round(100 * count / most, 1) if most else 0.0


def _meaning(code: str) -> str:
    """What a reason means, with the names in it in quotation marks: this is no Markdown. A repair says it itself."""
    known = REASONS_BY_NAME.get(code)
    if known is None:
        words = " ".join(WORDS.get(word, word) for word in code.split("_"))
        return words[:1].upper() + words[1:]
    return CODE.sub("\N{LEFT SINGLE QUOTATION MARK}\\1\N{RIGHT SINGLE QUOTATION MARK}", known.meaning)


def _between(bounds: Sequence[int], position: int) -> str:
    if position + 1 == len(bounds):
        return f"{shown(bounds[position])} or more"
    return f"{shown(bounds[position])} to {shown(bounds[position + 1] - 1)}"


def _short(bounds: Sequence[int], position: int) -> str:
    least = bounds[position]
    text = f"{least / 1000:g}k" if least >= 1000 else str(least)  # noqa: PLR2004 (from here on it is written in thousands)
    return f"{text}+" if position + 1 == len(bounds) else text
