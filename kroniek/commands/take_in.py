"""`kroniek take-in`: the first half of the road."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kroniek.options import InboxOption, JsonOption, SourceOption, WarehouseOption

if TYPE_CHECKING:
    from flows.reports import RunReport
    from flows.settings import Settings

__all__ = ["TAKE_IN_EXAMPLES", "take_in"]

TAKE_IN_EXAMPLES = """\b
Examples:
  kroniek take-in --inbox ~/news
  kroniek take-in --inbox ~/news --source nieuwsblad --json
"""


def take_in(
    inbox: InboxOption = None,
    warehouse: WarehouseOption = None,
    source: SourceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take new files in and judge them, without publishing.

    The first half of `kroniek run`: new and changed files are copied into the warehouse and get their verdict. From
    then on the inbox may be emptied. `kroniek publish` makes the release.
    """
    from kroniek.journey import travel

    def walk(settings: Settings) -> RunReport:
        from flows.road import run_take_in

        return run_take_in(settings)

    travel(walk, as_json=as_json, inbox=inbox, warehouse=warehouse, source=source)
