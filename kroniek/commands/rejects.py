"""`kroniek rejects`: which files were turned away, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kroniek.options import JsonOption, LimitOption, WarehouseOption

if TYPE_CHECKING:
    from warehouse.layout import Warehouse
    from warehouse.rejects import Rejects

__all__ = ["REJECTS_EXAMPLES", "rejects"]

REJECTS_EXAMPLES = """\b
Examples:
  kroniek rejects
  kroniek rejects --reason language_uncertain --limit 0
  kroniek rejects --duplicates
  kroniek rejects --ignored
"""
SHOWN_ROWS = 20


def rejects(
    warehouse: WarehouseOption = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="REASON", help="Only this reason.")] = None,
    is_about_duplicates: Annotated[
        bool, typer.Option("--duplicates", help="List duplicates instead of rejected files.")
    ] = False,
    is_about_ignored: Annotated[
        bool, typer.Option("--ignored", help="List what lies in the inbox and is no source file, so is never read.")
    ] = False,
    limit: LimitOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the files that were not accepted, by reason, with the measure that decided; with --reason also the evidence.

    A refusal shows here at once; the next release carries it too, in its table `verdicts`. `kroniek explain PATH` tells
    the whole story of one file.
    """
    from kroniek.places import find_places
    from transforms.errors import UsageError
    from warehouse.rejects import list_rejects

    if is_about_ignored and (reason is not None or is_about_duplicates):
        raise UsageError(
            "--ignored goes with neither --reason nor --duplicates: ignored files have no verdict.",
            what_to_do="Give one of them.",
        )
    place = find_places(warehouse=warehouse).warehouse
    rows = _row_count(limit, as_json=as_json)
    if is_about_ignored:
        _show_ignored(place, rows, as_json=as_json)
        return
    found = list_rejects(place, reason=reason, is_about_duplicates=is_about_duplicates, limit=rows)
    if as_json:
        from dataclasses import asdict

        from kroniek.console import write_json

        write_json(asdict(found))
        return
    _show_rejects(found)


def _row_count(limit: int | None, *, as_json: bool) -> int | None:
    """How many rows at most; None is all."""
    if limit is None:
        return None if as_json else SHOWN_ROWS
    return limit or None


def _show_rejects(found: Rejects) -> None:
    from kroniek.console import note, show_table, write
    from transforms.reasons import REASONS_BY_NAME

    is_about_duplicates = found.verdict == "duplicate"
    counts = [row for row in found.counts if row["verdict"] == found.verdict]
    others = sum(row["file_count"] for row in found.counts if row["verdict"] != found.verdict)
    if not counts:
        note("There are no duplicates." if is_about_duplicates else "No file was rejected.")
    else:
        rows = [(row["reason"], row["file_count"], REASONS_BY_NAME[row["reason"]].meaning) for row in counts]
        show_table(["reason", "files", "meaning"], rows)
    if found.rows:
        write()
        names = ["source_path", "reason", "measure", "measured_value", "threshold"]
        if is_about_duplicates:
            names = ["source_path", "reason", "duplicate_of"]
        elif any(row.get("evidence") for row in found.rows):
            names = ["source_path", "measure", "measured_value", "threshold", "evidence"]
            for row in found.rows:
                row["evidence"] = "; ".join(row["evidence"])
        show_table(names, [[row[name] for name in names] for row in found.rows], are_numbers=[False])
    if found.total > len(found.rows):
        note(f"The newest {len(found.rows)} of {found.total} files; --limit 0 shows all.")
    pending = sum(row["pending_count"] for row in counts)
    if pending:
        note(f"Of these, {pending} stand in no release yet.")
    if others and not is_about_duplicates:
        note(f"Besides, {others} {_files(others)} of a text that is known: kroniek rejects --duplicates.")


def _files(count: int) -> str:
    return "file is a duplicate" if count == 1 else "files are duplicates"


def _show_ignored(place: Warehouse, rows: int | None, *, as_json: bool) -> None:
    from kroniek.console import note, show_table, write_json
    from warehouse.rejects import list_ignored

    ignored = list_ignored(place, limit=rows)
    if as_json:
        write_json({"total": ignored.total, "rows": ignored.rows})
        return
    if not ignored.rows:
        note("Nothing was ignored.")
        return
    show_table(["inbox", "source_path"], [(row["inbox"], row["source_path"]) for row in ignored.rows])
    if ignored.total > len(ignored.rows):
        note(f"{len(ignored.rows)} of {ignored.total}; --limit 0 shows all.")
