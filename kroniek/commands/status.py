"""`kroniek status`: what is going on."""

from __future__ import annotations

from kroniek.options import InboxOption, JsonOption, WarehouseOption

__all__ = ["STATUS_EXAMPLES", "status"]

STATUS_EXAMPLES = """\b
Examples:
  kroniek status
  kroniek status --warehouse ~/corpus --json
"""


def status(inbox: InboxOption = None, warehouse: WarehouseOption = None, as_json: JsonOption = False) -> None:
    """Tell what is going on: last and next runs, last release, what waits, the gate, and what to look after.

    Answers at once, also while a run is at work, and starts nothing.
    """
    from dataclasses import asdict

    from flows.service.watching import look_at_service
    from kroniek.console import write_json
    from kroniek.overview import show_overview
    from kroniek.places import find_places
    from warehouse.status import look_at

    places = find_places(warehouse=warehouse, inbox=inbox)
    found = look_at(places.warehouse, places.judging)
    service = look_at_service(places.warehouse)
    if as_json:
        inbox_facts = {"inbox": str(places.inbox), "inbox_exists": places.inbox.is_dir()}
        warnings = [asdict(warning) for warning in (*found.warnings, *service.warnings)]
        write_json({**inbox_facts, **found.as_json(), **service.as_json(), "warnings": warnings})
    else:
        show_overview(found, places.inbox, service)
