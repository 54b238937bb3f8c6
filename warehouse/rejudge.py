"""Judge everything again: kept measures against changed settings, nothing measured anew.

Every staged batch is judged and settled in the order in which it came, as if these settings had been in force from the
beginning. No release is asked: what one published may be refused now, and the next candidate is made from all batches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from transforms.judge import Thresholds
from transforms.schema import DOCUMENTS, JUDGED_FILES, MEASURED_DOCUMENTS, SETTLED_FILES, VERDICTS_TABLE
from warehouse.decisions import read_decisions
from warehouse.durable import make_folder, remove_tree
from warehouse.engine import count_of, open_engine, view_files, write_query
from warehouse.judgement import Judgement, is_judged_again, next_judgement_no, read_judgement, write_judgement
from warehouse.layout import BatchName, Warehouse
from warehouse.moves import load_aliases, rename_to_present_paths, view_under_present_paths
from warehouse.near_duplicates import find_known, index_batches, match_near_copies
from warehouse.raw_batches import read_batch_record
from warehouse.rejudge_switch import finish_switch, switch_verdicts
from warehouse.releases import latest_folder
from warehouse.sql import load
from warehouse.staging import judged_rows

__all__ = ["ReasonChange", "Rejudged", "count_judged_files", "rejudge_warehouse", "settle_all"]

SIMILARITY_SETTING = "minimum_duplicate_similarity"
"""No file is judged by it on its own: it decides when files are compared with each other."""

JUDGED_COLUMNS = [name for name in MEASURED_DOCUMENTS.column_names if name != "text"]
"""No verdict depends on the text itself, and it is nearly all of the file."""


@dataclass(frozen=True)
class ReasonChange:
    """How many files went from one reason to another."""

    old_reason: str
    new_reason: str
    file_count: int


@dataclass(frozen=True)
class Rejudged:
    """What judging again changed.

    Attributes:
        judged_count: Files judged: every content that was ever taken in, superseded ones too.
        changes: Changes of reason, the most frequent first.
    """

    judged_count: int
    changes: tuple[ReasonChange, ...] = ()

    @property
    def changed_count(self) -> int:
        """Files whose reason is another one now."""
        return sum(change.file_count for change in self.changes)

    def as_rows(self) -> list[dict[str, Any]]:
        """The changes for people and scripts: `from`, `to`, `files`."""
        return [
            {"from": change.old_reason, "to": change.new_reason, "files": change.file_count} for change in self.changes
        ]


def count_judged_files(warehouse: Warehouse) -> int:
    """Files of the staged batches, those set aside too: what a judgement will see at most."""
    return sum(int(read_batch_record(warehouse.raw_batch(batch))["file_count"]) for batch in warehouse.staged_batches())


def rejudge_warehouse(
    warehouse: Warehouse,
    thresholds: Thresholds,
    *,
    run_id: str,
    on_files: Callable[[int], None],
    is_dry_run: bool = False,
) -> Rejudged:
    """Judge every staged file again and replace the verdicts that come out otherwise.

    A kill leaves either all old verdicts or a switch that the next run's sweep finishes. Verdicts that stay what they
    were keep their `run_id`, and a batch of only such verdicts keeps its file.

    Args:
        warehouse: Where; its writer's lock is held.
        thresholds: What the kept measures are held against.
        run_id: Of the run, for verdicts that change.
        on_files: Told how many files were judged since the last call.
        is_dry_run: Tell what would change, and change nothing.
    """
    finish_switch(warehouse)  # this may be another try after a failed one
    batches = warehouse.staged_batches()
    if not batches:
        return Rejudged(0)
    judging = warehouse.temporary / "judging"
    for folder in (judging, warehouse.judged_again):
        remove_tree(folder)
        make_folder(folder)
    with open_engine(warehouse) as engine:
        load_aliases(engine, warehouse)
        judged = otherwise = 0
        for batch in batches:
            judged += _judge_batch(warehouse, batch, thresholds, judging, on_files)
            _view_batch(engine, warehouse, batch, judging)
            otherwise += count_of(engine, load("rejudge_count_otherwise"))
        changes: Counter[tuple[str, str]] = Counter()
        # Settled once more though nothing is judged otherwise: after a rollback to a release of another judgement,
        # because its candidate is made from all batches, whose verdicts may lean on releases that were left.
        similarity = thresholds.minimum_duplicate_similarity
        is_other = any(one.get(SIMILARITY_SETTING) != similarity for one in read_judgement(warehouse).judged_with)
        if otherwise or is_other or is_judged_again(warehouse, latest_folder(warehouse)):
            changes = settle_all(engine, warehouse, batches, judging, run_id=run_id, minimum_similarity=similarity)
    if not is_dry_run:
        _put_in_force(warehouse, thresholds)
    remove_tree(judging)
    remove_tree(warehouse.judged_again)
    in_order = sorted(changes.items(), key=lambda item: (-item[1], item[0]))
    return Rejudged(judged, tuple(ReasonChange(old, new, count) for (old, new), count in in_order))


def _judge_batch(
    warehouse: Warehouse, batch: BatchName, thresholds: Thresholds, folder: Path, on_files: Callable[[int], None]
) -> int:
    """Hold the kept measures of a batch against the thresholds, a part at a time."""
    make_folder(folder / batch.folder)
    count = 0
    for part in sorted((warehouse.staged_batch(batch) / "documents").glob("*.parquet")):
        measured = pq.read_table(part, columns=JUDGED_COLUMNS)
        # Not forced to the disk: nothing of it outlives this run.
        pq.write_table(judged_rows(measured, thresholds), folder / batch.folder / part.name)
        count += measured.num_rows
        on_files(measured.num_rows)
    return count


def _view_batch(engine: duckdb.DuckDBPyConnection, warehouse: Warehouse, batch: BatchName, judging: Path) -> None:
    judged = sorted((judging / batch.folder).glob("*.parquet"))
    view_under_present_paths(engine, "judged_files", judged, JUDGED_FILES, batch_no=batch.batch_no)
    view_files(engine, "old_files", [warehouse.staged_batch(batch) / "verdicts.parquet"], SETTLED_FILES)


def settle_all(
    engine: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    batches: list[BatchName],
    judging: Path,
    *,
    run_id: str,
    minimum_similarity: float,
) -> Counter[tuple[str, str]]:
    """Settle batch after batch; the accepted files so far are a table of the engine, so each file is opened once.

    What a batch brought that is set aside is compared with what stands, and stands for nothing itself.

    Returns:
        Files by old and new reason. Verdict files that differ from the staged ones are in `Warehouse.judged_again`.
    """
    view_files(engine, "parent_documents", [], DOCUMENTS)
    view_files(engine, "parent_verdicts", [], VERDICTS_TABLE)
    view_files(engine, "nothing_settled", [], SETTLED_FILES)
    engine.table("nothing_settled").create("standing_files")
    changes: Counter[tuple[str, str]] = Counter()
    set_aside = read_decisions(warehouse).set_aside
    segments = index_batches(engine, warehouse, batches)
    for batch in batches:
        _view_batch(engine, warehouse, batch, judging)
        folder = warehouse.staged_batch(batch)
        find_known(engine, segments, folder, batch_no=batch.batch_no, minimum_similarity=minimum_similarity)
        engine.execute(load("rejudge_known"))
        record = read_batch_record(warehouse.raw_batch(batch))
        parameters: dict[str, object] = {
            "batch_id": batch.batch_id,
            "batch_no": batch.batch_no,
            "taken_in_at_utc": record["taken_in_at_utc"],
            "run_id": run_id,
        }
        engine.execute("DROP TABLE IF EXISTS settled_exact")
        engine.sql(load("settle_batch"), params=parameters).create("settled_exact")
        match_near_copies(engine, warehouse, folder, minimum_similarity=minimum_similarity)
        engine.execute("DROP TABLE IF EXISTS settled_now")
        engine.sql(load("settle_near"), params={"minimum_similarity": minimum_similarity}).create("settled_now")
        rename_to_present_paths(engine, "settled_now", "settled_present")
        engine.execute(load("rejudge_compared"))
        if count_of(engine, load("rejudge_count_changed")):
            path = warehouse.judged_again / f"{batch.folder}.parquet"
            write_query(engine, load("rejudge_settled"), {}, SETTLED_FILES, path)
        for old, new, count in engine.execute(load("rejudge_changes")).fetchall():
            changes[str(old), str(new)] += int(count)
        if batch.batch_no not in set_aside:
            engine.execute(load("rejudge_forget"))
            engine.execute(load("rejudge_learn"))
    return changes


def _put_in_force(warehouse: Warehouse, thresholds: Thresholds) -> None:
    """Switch to the new verdicts; where all are what they were, only the settings are remembered."""
    settings = (thresholds.settings(),)
    in_force = read_judgement(warehouse)
    if any(warehouse.judged_again.iterdir()):
        settled_after = read_decisions(warehouse).resettling_count
        switch_verdicts(warehouse, Judgement(next_judgement_no(warehouse), settings, settled_after))
    elif in_force.judged_with != settings:
        write_judgement(warehouse, replace(in_force, judged_with=settings))
