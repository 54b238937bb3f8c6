"""`kroniek rollback`: readers go back to a release that was good."""

from __future__ import annotations

from typing import Annotated

import typer

from kroniek.options import JsonOption, WarehouseOption, YesOption

__all__ = ["ROLLBACK_EXAMPLES", "rollback"]

ROLLBACK_EXAMPLES = """\b
Examples:
  kroniek rollback 2026.11.3
  kroniek rollback 2026.11.3 --yes --json
"""


def rollback(
    version: Annotated[str, typer.Argument(metavar="V", help="The release that readers shall follow.")],
    warehouse: WarehouseOption = None,
    is_agreed: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Point readers at another release and hold publishing until `kroniek publish --resume`.

    Files are taken in and judged as ever meanwhile. Keep what was bad out with `kroniek set-aside BATCH` before you
    resume; the next release is made from this one and gets a version that was never used. No release is removed.
    """
    from flows.settings import load_settings
    from kroniek.confirmation import confirm
    from kroniek.console import note, write, write_json
    from warehouse.layout import Warehouse
    from warehouse.lock import writer_lock
    from warehouse.publish import sweep
    from warehouse.releases import release_folder
    from warehouse.rollback import roll_back

    settings = load_settings(warehouse=warehouse)
    place = Warehouse(settings.warehouse.resolve())
    release_folder(place, version)
    confirm(f"Point readers at {version} and hold publishing?", is_agreed=is_agreed)
    with writer_lock(place, holder="rollback"):
        sweep(place)
        before = roll_back(place, version, now=settings.now_utc())
    if as_json:
        write_json({"latest": version, "before": before or version, "is_changed": before is not None})
        return
    if before is None:
        write(f"Readers follow {version} already; publishing is not held by that.")
        return
    write(f"Readers follow {version} now, and no longer {before}. Publishing is held.")
    note("Keep what was bad out with kroniek set-aside BATCH, then end the hold with kroniek publish --resume.")
