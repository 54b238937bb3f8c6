"""Options that several commands share, spelled once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["InboxOption", "JsonOption", "LimitOption", "SourceOption", "WarehouseOption", "YesOption"]

WarehouseOption = Annotated[
    Path | None,
    typer.Option(
        "--warehouse", metavar="FOLDER", help="Where everything is kept. [default: the settings, else data/warehouse]"
    ),
]
InboxOption = Annotated[
    Path | None,
    typer.Option(
        "--inbox",
        metavar="FOLDER",
        help="Where files arrive; never written to. [default: the settings, else data/inbox]",
    ),
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="NAME",
        help="Where the files come from. [default: the inbox's first sub-folder, else the inbox's name]",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print the result as JSON on stdout, and errors as JSON on stderr.")
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=0, help="Show at most N rows; 0 shows all. [default: 20, all in JSON]"),
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]
