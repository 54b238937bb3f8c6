"""`kroniek export`: a slice of a release for use elsewhere."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kroniek.options import JsonOption, WarehouseOption

__all__ = ["EXPORT_EXAMPLES", "export"]

EXPORT_EXAMPLES = """\b
Examples:
  kroniek export --out corpus-2019 --from 2019-01 --to 2019-12
  kroniek export --out training --split 2020-01 --format jsonl --gzip --header
  kroniek export --out sentences.parquet --table sentences --where "char_end - char_start > 40"
  kroniek export --out look.csv --sample 500 --seed 7
  kroniek export --out update --since 2026.10.3
"""


class FormatChoice(StrEnum):
    """How the rows are written."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


class PathKind(StrEnum):
    """What is told of the paths of source files."""

    FULL = "full"
    HASH = "hash"
    NONE = "none"


def export(
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="PLACE",
            help="A folder to make, or a file that ends in .parquet, .csv, .csv.gz, .jsonl or .jsonl.gz.",
        ),
    ],
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First year, month or day: 2019, 2019-04, 2019-04-12.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last year, month or day.")] = None,
    is_overlap: Annotated[
        bool,
        typer.Option(
            "--overlap", help="Take documents whose days overlap the range. [default: all of them lie in the range]"
        ),
    ] = False,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="V", help="What was known at this release. [default: the latest]")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="V", help="Only what is new since this release, and what to drop (removed)."),
    ] = None,
    is_not_causal: Annotated[
        bool, typer.Option("--not-causal", help="Keep texts that were revised, or known before the range.")
    ] = False,
    has_no_later_mentions: Annotated[
        bool, typer.Option("--no-later-mentions", help="Leave out texts that name a day after their own date.")
    ] = False,
    split: Annotated[
        str | None,
        typer.Option("--split", metavar="DATE", help="Two files: train of before this date, test of from then on."),
    ] = None,
    sample: Annotated[
        int | None, typer.Option("--sample", metavar="N", min=0, help="At most N documents, drawn at random.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Of that draw.")] = 0,
    table: Annotated[str, typer.Option("--table", metavar="NAME", help="Table of the release.")] = "documents",
    where: Annotated[
        str | None, typer.Option("--where", metavar="SQL", help="Condition on the table's rows, in DuckDB's SQL.")
    ] = None,
    format_: Annotated[
        FormatChoice | None,
        typer.Option(
            "--format", help="How to write. [default: by the ending of --out, else parquet]", show_default=False
        ),
    ] = None,
    is_gzip: Annotated[bool, typer.Option("--gzip", help="Pack CSV or JSON Lines.")] = False,
    has_header: Annotated[
        bool, typer.Option("--header", help="Put ` date YYYY-MM ` back before the text, as in the source files.")
    ] = False,
    paths: Annotated[
        PathKind, typer.Option("--paths", help="Give source_path in full, hashed, or not at all.")
    ] = PathKind.FULL,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Export a slice of a release, with a manifest from which anyone can make it again byte for byte.

    A document counts when all days that its date can mean lie between --from and --to. By default the slice is causal:
    texts that were revised after their date are left out, and so are those of which a copy was known before --from.
    What was withdrawn is never exported, whatever the release. docs/data_access.md tells more.
    """
    from kroniek.console import note, write_json
    from kroniek.export_progress import show_export
    from kroniek.places import find_places
    from transforms.errors import UsageError
    from warehouse.exports.export import export as make_export
    from warehouse.exports.request import ExportRequest, PathChoice, choose_format, parse_day

    place = find_places(warehouse=warehouse).warehouse
    if out.resolve().is_relative_to(place.root.resolve()):
        raise UsageError(
            "An export is not written into the warehouse.", where=str(out), what_to_do="Choose a place elsewhere."
        )
    chosen, is_file = choose_format(None if format_ is None else format_.value, out, is_gzip=is_gzip)
    request = ExportRequest(
        table=table,
        format=chosen,
        start=None if from_ is None else parse_day(from_, "--from"),
        end=None if to is None else parse_day(to, "--to", is_last=True),
        is_overlap=is_overlap,
        is_causal=not is_not_causal,
        has_no_later_mentions=has_no_later_mentions,
        sample_size=sample,
        seed=seed,
        split=None if split is None else parse_day(split, "--split"),
        where=where,
        since=since,
        has_header=has_header,
        paths=PathChoice(paths.value),
    )
    with show_export() as on_file:
        made = make_export(place, request, out, as_of=as_of, is_file=is_file, on_file=on_file)
    if as_json:
        write_json(made.manifest)
        return
    for file in made.manifest["files"]:
        note(f"{file['rows']} rows written to {made.folder / file['path']}.")
    left_out = ", ".join(f"{n} {fate}" for fate, n in made.manifest["documents"].items() if fate != "chosen")
    if left_out:
        note(f"Documents left out: {left_out.replace('_', ' ')}.")
    unpublished = made.manifest["unpublished_withdrawals"]
    if unpublished:
        note(f"{len(unpublished)} of them were withdrawn since; the next release tells of it.")
    note(f"To make it again: {made.manifest['command']} --out PLACE")
