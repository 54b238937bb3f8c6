"""`kroniek up`: everything that runs by itself, from one command."""

from __future__ import annotations

from typing import Annotated

import typer

from kroniek.options import InboxOption, JsonOption, WarehouseOption

__all__ = ["UP_EXAMPLES", "up"]

UP_EXAMPLES = """\b
Examples:
  kroniek up
  kroniek up --detach --inbox /srv/news --warehouse /srv/corpus
"""


def up(
    inbox: InboxOption = None,
    warehouse: WarehouseOption = None,
    is_detached: Annotated[
        bool, typer.Option("--detach", help="Go on in the background; kroniek down stops it.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Start the Prefect server, the schedules and a worker, and keep them running.

    New files in the inbox are then taken in every ten minutes and published every day; prefect.yaml holds the
    schedules. What dies is started again. Ctrl-C stops every process that was started; nothing is lost by it. Where
    it is up already, it says so. With PREFECT_API_URL set it joins that server instead of starting one.
    """
    from kroniek.service import bring_up

    bring_up(inbox=inbox, warehouse=warehouse, is_detached=is_detached, as_json=as_json)
