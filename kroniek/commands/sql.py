"""`kroniek sql`: ask a release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kroniek.options import WarehouseOption
from kroniek.query_format import Format

__all__ = ["SQL_EXAMPLES", "sql"]

SQL_EXAMPLES = """\b
Examples:
  kroniek sql "SELECT published_month, documents, words FROM months"
  kroniek sql "SHOW TABLES"
  kroniek sql "DESCRIBE documents"
  kroniek sql "SELECT * FROM documents WHERE lang = 'nl'" --out dutch.parquet
  kroniek sql --release 2026.11.0 --format csv "FROM verdicts" | head
"""


def sql(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="One statement in DuckDB's SQL; - reads it from stdin.")
    ],
    release: Annotated[
        str | None, typer.Option("--release", metavar="V", help="Ask this release. [default: the latest]")
    ] = None,
    is_candidate: Annotated[
        bool, typer.Option("--candidate", help="Ask what the quality gate stopped last, instead of a release.")
    ] = False,
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format",
            help="How to write the answer. [default: by the ending of --out, else table]",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write to this file, whole or not at all, instead of stdout."),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", metavar="N", min=0, help="At most N rows; 0 is all. [default: 50 in a table, else all]"
        ),
    ] = None,
    warehouse: WarehouseOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Same as --format json; errors are JSON on stderr.")] = False,
) -> None:
    """Ask a release a question in SQL.

    The tables are documents, paragraphs, sentences, verdicts, duplicates, changes, months and tombstones;
    docs/data_dictionary.md describes their columns. A release is read-only. Answers of any size are streamed.
    """
    import sys

    from kroniek.query_output import Destination, answer
    from transforms.errors import UsageError

    if as_json and format_ not in {None, Format.JSON}:
        raise UsageError("--json is --format json.", what_to_do="Give one of the two.")
    if is_candidate and release is not None:
        raise UsageError("--candidate is no release.", what_to_do="Give --candidate or --release, not both.")
    destination = Destination.choose(Format.JSON if as_json else format_, out)
    answer(
        sys.stdin.read() if query == "-" else query,
        _folder(warehouse, release, is_candidate=is_candidate, out=out),
        destination,
        limit=limit,
    )


def _folder(warehouse: Path | None, release: str | None, *, is_candidate: bool, out: Path | None) -> Path:
    """The release folder to ask."""
    from kroniek.places import find_places
    from transforms.errors import UsageError
    from warehouse.releases import release_folder

    place = find_places(warehouse=warehouse).warehouse
    if out is not None and out.resolve().is_relative_to(place.root.resolve()):
        raise UsageError(
            "An answer is not written into the warehouse.", where=str(out), what_to_do="Choose a file elsewhere."
        )
    if not is_candidate:
        return release_folder(place, release)
    if not (place.candidate_failed / "manifest.json").is_file():
        raise UsageError(
            "There is no candidate: the quality gate has stopped nothing here.",
            where=str(place.candidate_failed),
            what_to_do="Ask the latest release: leave --candidate out.",
        )
    return place.candidate_failed
