"""`kroniek diff`: what differs between two releases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kroniek.options import JsonOption, WarehouseOption

if TYPE_CHECKING:
    from warehouse.difference import Difference

__all__ = ["DIFF_EXAMPLES", "diff"]

DIFF_EXAMPLES = """\b
Examples:
  kroniek diff 2026.11.3 2026.11.4
  kroniek diff 2026.01.0 2026.11.4 --limit 0 --json
"""
SHOWN_ROWS = 20


def diff(
    old: Annotated[str, typer.Argument(metavar="A", help="One release.")],
    new: Annotated[str, typer.Argument(metavar="B", help="The other; any two can be compared.")],
    warehouse: WarehouseOption = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help="List at most N documents; 0 lists all.")
    ] = SHOWN_ROWS,
    as_json: JsonOption = False,
) -> None:
    """Tell which documents were added, removed, withdrawn or changed from release A to release B.

    By month, language and source; and of which reasons there are more or fewer verdicts. Changed means: the same
    document, another value in a column. Files that both releases share are not read.
    """
    from kroniek.console import write_json
    from kroniek.places import find_places
    from warehouse.difference import compare_releases

    found = compare_releases(find_places(warehouse=warehouse).warehouse, old, new, limit=limit or None)
    if as_json:
        write_json(found.as_json())
    else:
        _show(found)


def _show(found: Difference) -> None:
    from kroniek.console import note, show_table, write
    from warehouse.difference import CHANGES

    if not any(found.counts.values()):
        write(f"{found.new} holds the same documents as {found.old}.")
    else:
        write(
            f"From {found.old} to {found.new}: " + ", ".join(f"{found.counts[name]} {name}" for name in CHANGES) + "."
        )
        for heading, rows in (("month", found.months), ("language", found.languages), ("source", found.sources)):
            write()
            show_table([heading, *CHANGES], [tuple(row.values()) for row in rows], are_numbers=[False, *[True] * 4])
    if found.columns:
        write()
        show_table(["changed column", "documents"], list(found.columns.items()))
    if found.reasons:
        write()
        more = [(row["verdict"], row["reason"], f"{row['more']:+d}") for row in found.reasons]
        show_table(["verdict", "reason", "files"], more, are_numbers=[False, False, True])
    if found.documents:
        write()
        names = ["change", "doc_id", "published_month", "source_path"]
        show_table(names, [[row[name] for name in names] for row in found.documents], are_numbers=[False])
    total = sum(found.counts.values())
    if total > len(found.documents):
        note(f"{len(found.documents)} of {total} documents are listed; --limit 0 lists all.")
