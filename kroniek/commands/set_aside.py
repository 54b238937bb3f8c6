"""`kroniek set-aside`: keep a bad batch out."""

from __future__ import annotations

from typing import Annotated

import typer

from kroniek.options import JsonOption, WarehouseOption

__all__ = ["SET_ASIDE_EXAMPLES", "set_aside"]

SET_ASIDE_EXAMPLES = """\b
Examples:
  kroniek set-aside 12 --reason "half of the files are cut off"
  kroniek set-aside 9f3c2a
  kroniek set-aside 12 --undo
"""


def set_aside(
    batch: Annotated[
        str,
        typer.Argument(metavar="BATCH", help="Its number, its batch_id, or the first digits of one (kroniek explain)."),
    ],
    warehouse: WarehouseOption = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kroniek status shows it.")] = "",
    is_undone: Annotated[bool, typer.Option("--undo", help="Let the batch count again.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Keep a batch out: what it brought counts as never brought, from the next release on.

    Its files keep their verdicts, with the standing `set_aside`; a text that another file holds too is published from
    there, and an article that the batch overwrote comes back. The next run publishes all the rest; nothing is lost and
    --undo takes it back. Past releases stay as they are.
    """
    from dataclasses import asdict

    from flows.settings import load_settings
    from kroniek.console import note, write, write_json
    from warehouse.layout import Warehouse
    from warehouse.lock import writer_lock
    from warehouse.publish import sweep
    from warehouse.set_aside import find_batch, take_back
    from warehouse.set_aside import set_aside as keep_out

    settings = load_settings(warehouse=warehouse)
    place = Warehouse(settings.warehouse.resolve())
    name = find_batch(place, batch, is_set_aside=is_undone)
    with writer_lock(place, holder="set-aside"):
        sweep(place)
        if is_undone:
            done = take_back(place, name, now=settings.now_utc())
        else:
            done = keep_out(place, name, reason=reason, now=settings.now_utc())
    if as_json:
        write_json(asdict(done))
        return
    how = "is set aside" if done.is_set_aside else "counts again"
    write(f"Batch {done.batch_no} ({done.batch_id}) {how}{'' if done.is_changed else ' already'}.")
    if done.is_changed:
        note("The next kroniek run or kroniek publish makes a release of it.")
