"""Replacing the verdicts of many batches as if it were one step.

All new files lie whole on the disk before the intent does. From the intent on, a kill is finished by the next run's
sweep; before it, the old verdicts stand and the sweep clears the new ones away.
"""

from __future__ import annotations

from warehouse.durable import fsync_file, fsync_tree, read_json, replace_json
from warehouse.inventory import relist_file
from warehouse.judgement import Judgement, judgement_of, write_judgement
from warehouse.layout import Warehouse

__all__ = ["finish_switch", "switch_verdicts"]


def switch_verdicts(warehouse: Warehouse, judgement: Judgement) -> None:
    """Replace the staged verdicts by those in `Warehouse.judged_again`, and put their judgement in force."""
    fsync_tree(warehouse.judged_again)
    fsync_file(warehouse.temporary)
    replace_json(
        warehouse.judging_intent,
        {
            **judgement.as_json(),
            "folders": sorted(path.stem for path in warehouse.judged_again.glob("*.parquet")),
        },
    )
    finish_switch(warehouse)


def finish_switch(warehouse: Warehouse) -> None:
    """Do what the intent says and has not been done yet; nothing without an intent."""
    if not warehouse.judging_intent.exists():
        return
    intent = read_json(warehouse.judging_intent)
    for name in intent["folders"]:
        new, folder = warehouse.judged_again / f"{name}.parquet", warehouse.staged / name
        if new.exists():  # else it has found its place, but perhaps not its entry in the record
            new.replace(folder / "verdicts.parquet")
            fsync_file(folder)
        relist_file(folder, "verdicts.parquet")
    write_judgement(warehouse, judgement_of(intent))
    warehouse.judging_intent.unlink()
    fsync_file(warehouse.root)
