"""`kroniek explain`: the whole life of one file."""

from __future__ import annotations

from typing import Annotated

import typer

from kroniek.options import InboxOption, JsonOption, WarehouseOption

__all__ = ["EXPLAIN_EXAMPLES", "explain"]

EXPLAIN_EXAMPLES = """\b
Examples:
  kroniek explain nieuwsblad/2019-04/poetin.txt
  kroniek explain 41dfcd73cb6164b4
  kroniek explain ~/news/poetin.txt --inbox ~/news --json
"""


def explain(
    path_or_id: Annotated[
        str,
        typer.Argument(
            metavar="PATH_OR_ID", help="Path in the inbox, or a document id; eight hex digits of an id are enough."
        ),
    ],
    inbox: InboxOption = None,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell the whole life of one file: verdicts and why, batches, releases, duplicates, and what it waits for."""
    from kroniek.console import write_json
    from kroniek.places import find_places
    from kroniek.story import tell
    from warehouse.explanation import explain as look_up

    places = find_places(warehouse=warehouse, inbox=inbox)
    found = look_up(places.warehouse, path_or_id, inbox=places.inbox)
    if as_json:
        write_json(found.as_json())
    else:
        tell(found)
