"""Settle every batch again after a decision that changes what stood before: set aside, taken back, rolled back.

Who is a duplicate of whom was settled against what stood at the time. When that is not to count any more, the batches
are settled in the order in which they came, as if what is set aside had never come; no file is judged again. So a copy
of a text that is kept out is published in its place, what comes back finds that copy published or takes its old place,
and no text is ever published twice. The verdicts get a new judgement number, so that the next candidate is made whole.
"""

from __future__ import annotations

from transforms.schema import JUDGED_FILES, SETTLED_FILES
from warehouse.decisions import read_decisions
from warehouse.durable import make_folder, remove_tree
from warehouse.engine import open_engine, view_files, write_query
from warehouse.judgement import Judgement, next_judgement_no, read_judgement
from warehouse.layout import Warehouse
from warehouse.moves import load_aliases
from warehouse.rejudge import WHOLE, settle_all
from warehouse.rejudge_switch import finish_switch, switch_verdicts
from warehouse.sql import load

__all__ = ["is_settled_otherwise", "resettle_warehouse"]


def is_settled_otherwise(warehouse: Warehouse) -> bool:
    """Whether people decided something since the verdicts were settled that may change them."""
    return read_judgement(warehouse).settled_after != read_decisions(warehouse).resettling_count


def resettle_warehouse(warehouse: Warehouse, *, run_id: str) -> None:
    """Settle every batch again and put the verdicts in force; verdicts that stay what they were keep their run.

    A kill leaves either all old verdicts, and the next run begins anew, or a switch that its sweep finishes.

    Args:
        warehouse: Where; its writer's lock is held.
        run_id: Of the run, for verdicts that change.
    """
    finish_switch(warehouse)
    staged = warehouse.staged_folders()
    in_force = read_judgement(warehouse)
    judging = warehouse.temporary / "judging"
    for folder in (judging, warehouse.judged_again):
        remove_tree(folder)
        make_folder(folder)
    with open_engine(warehouse) as engine:
        load_aliases(engine, warehouse)
        for together in staged.folders:
            view_files(engine, "old_files", [together.verdicts_file], SETTLED_FILES)
            make_folder(judging / together.path.name)
            path = judging / together.path.name / WHOLE
            write_query(engine, load("resettle_judged"), {}, JUDGED_FILES, path)
        similarity = in_force.minimum_duplicate_similarity
        settle_all(engine, warehouse, staged, judging, None, run_id=run_id, minimum_similarity=similarity)
    settled_after = read_decisions(warehouse).resettling_count
    switch_verdicts(warehouse, Judgement(next_judgement_no(warehouse), in_force.judged_with, settled_after))
    remove_tree(judging)
    remove_tree(warehouse.judged_again)
