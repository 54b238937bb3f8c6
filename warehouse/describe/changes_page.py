"""CHANGES.md: what a release changed against its parent, by month, language and source."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from transforms.schema import CHANGE_KINDS
from warehouse.describe.change_counts import ChangeCount, totals
from warehouse.describe.facts import ReleaseFacts

__all__ = ["changes_page"]

MEANINGS = {
    "added": "documents that the parent did not hold",
    "removed": "documents that gave way to a newer text of the same file, or are refused now",
    "withdrawn": "documents that were taken down: drop them from your copies (`tombstones.parquet`)",
    "changed": "documents that stay, and of which a published column differs",
}


def changes_page(facts: ReleaseFacts) -> str:
    """Text of CHANGES.md."""
    counts = totals(facts.changes)
    against = f"Against its parent {facts.parent}" if facts.parent else "The first release"
    lines = [
        f"# Changes in {facts.title} {facts.version}",
        "",
        f"{against}; made {facts.created_at_utc} under rules {facts.rules_version}. The documents are listed in",
        f"the table `changes` (`WHERE release = '{facts.version}'`), where every earlier release has its rows too.",
        "",
        "| change | documents | what |",
        "|---|---:|---|",
        *(f"| {kind} | {counts[kind]} | {MEANINGS[kind]} |" for kind in CHANGE_KINDS),
    ]
    if not facts.changes:
        lines += ["", "No document changed: only the account or the duplicates did."]
    else:
        for heading, name in (("month", _month), ("language", _language), ("source", _source)):
            lines += ["", f"## By {heading}", "", *_table(facts.changes, heading, name)]
    return "\n".join(lines) + "\n"


def _month(each: ChangeCount) -> str:
    return each.month or "no date"


def _language(each: ChangeCount) -> str:
    return each.lang or "unknown"


def _source(each: ChangeCount) -> str:
    return each.source or "unknown"


def _table(changes: Iterable[ChangeCount], heading: str, name: Callable[[ChangeCount], str]) -> list[str]:
    counts: dict[str, dict[str, int]] = {}
    for each in changes:
        row = counts.setdefault(name(each), dict.fromkeys(CHANGE_KINDS, 0))
        row[each.change] += each.documents
    return [
        f"| {heading} | {' | '.join(CHANGE_KINDS)} |",
        "|---|" + "---:|" * len(CHANGE_KINDS),
        *(
            f"| {_cell(key)} | {' | '.join(str(row[kind] or '') for kind in CHANGE_KINDS)} |"
            for key, row in sorted(counts.items())
        ),
    ]


def _cell(text: str) -> str:
    """A source is named after a folder, which may hold anything."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return shown.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
