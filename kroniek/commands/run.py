"""`kroniek run`: the whole road once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kroniek.options import InboxOption, JsonOption, SourceOption, WarehouseOption

if TYPE_CHECKING:
    from flows.reports import RunReport
    from flows.settings import Settings

__all__ = ["RUN_EXAMPLES", "run"]

RUN_EXAMPLES = """\b
Examples:
  kroniek run --inbox ~/news
  kroniek run --inbox ~/news --warehouse ~/corpus --json
"""


def run(
    inbox: InboxOption = None,
    warehouse: WarehouseOption = None,
    source: SourceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take new files in, judge them, and publish a release if it would differ from the last.

    Every file is accounted for: seen = accepted + rejected + duplicates + unchanged + deferred. A release is published
    only when the quality gate lets it pass; until then readers go on with the last one. Running it again is safe.
    """
    from kroniek.journey import travel

    def walk(settings: Settings) -> RunReport:
        from flows.road import run_road

        return run_road(settings)

    travel(walk, as_json=as_json, inbox=inbox, warehouse=warehouse, source=source)
