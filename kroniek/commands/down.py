"""`kroniek down`: stop what `kroniek up` started."""

from __future__ import annotations

from kroniek.options import JsonOption, WarehouseOption

__all__ = ["DOWN_EXAMPLES", "down"]

DOWN_EXAMPLES = """\b
Examples:
  kroniek down
  kroniek down --warehouse /srv/corpus --json
"""


def down(warehouse: WarehouseOption = None, as_json: JsonOption = False) -> None:
    """Stop the service of a warehouse: its server, its worker and any run that is under way.

    A run that is stopped loses nothing: the next one goes on from there.
    """
    from kroniek.service import take_down

    take_down(warehouse=warehouse, as_json=as_json)
