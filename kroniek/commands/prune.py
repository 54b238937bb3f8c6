"""`kroniek prune`: thin out past releases."""

from __future__ import annotations

from typing import Annotated

import typer

from kroniek.options import JsonOption, WarehouseOption, YesOption

__all__ = ["PRUNE_EXAMPLES", "prune"]

PRUNE_EXAMPLES = """\b
Examples:
  kroniek prune --keep 12
  kroniek prune --keep 1 --yes --json
"""


def prune(
    keep: Annotated[int, typer.Option("--keep", metavar="N", help="How many of the newest releases stay.")],
    warehouse: WarehouseOption = None,
    is_agreed: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Remove past releases but the newest N, and never the one that readers follow.

    What is removed can no longer be queried, compared or gone back to; `kroniek releases` lists it as pruned, and its
    version is never used again. Files that a kept release shares stay. Without this command every release is kept.
    """
    from flows.settings import load_settings
    from kroniek.confirmation import confirm
    from kroniek.console import write, write_json
    from transforms.errors import UsageError
    from warehouse.layout import Warehouse
    from warehouse.lock import writer_lock
    from warehouse.prune import choose_prunable
    from warehouse.prune import prune as remove
    from warehouse.publish import sweep

    if keep < 1:
        raise UsageError("--keep takes 1 or more: the release that readers follow is never removed.", where="--keep")
    settings = load_settings(warehouse=warehouse)
    place = Warehouse(settings.warehouse.resolve())
    chosen = [release.version for release in choose_prunable(place, keep)]
    if chosen:
        confirm(f"Remove {len(chosen)} releases for good ({', '.join(chosen)})?", is_agreed=is_agreed)
        with writer_lock(place, holder="prune"):
            sweep(place)
            # A run may have published meanwhile: what was not agreed to stays.
            agreed = [release for release in choose_prunable(place, keep) if release.version in chosen]
            remove(place, agreed, now=settings.now_utc())
            chosen = [release.version for release in agreed]
    if as_json:
        write_json({"pruned": chosen})
        return
    write(f"Removed {', '.join(chosen)}." if chosen else "Nothing to remove.")
