"""Judge everything again: kept measures against changed settings, nothing measured anew.

Every staged batch is judged and settled in the order in which it came, as if these settings had been in force from the
beginning. No release is asked: what one published may be refused now, and the next candidate is made from all batches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from transforms.judge import Thresholds
from transforms.schema import DOCUMENTS, JUDGED_FILES, SETTLED_FILES, STAGED_TABLES, VERDICTS_TABLE
from warehouse.batches import BatchFolder, BatchFolders
from warehouse.damage import reading
from warehouse.decisions import read_decisions
from warehouse.durable import make_folder, remove_tree
from warehouse.engine import count_of, open_engine, view_files, view_files_of_batches, write_query
from warehouse.fingerprint_index import Segment
from warehouse.judgement import Judgement, is_judged_again, next_judgement_no, read_judgement, write_judgement
from warehouse.layout import BatchName, Warehouse
from warehouse.moves import load_aliases, rename_to_present_paths, view_under_present_paths
from warehouse.near_duplicates import find_known, index_batches, match_near_copies
from warehouse.rejudge_switch import finish_switch, switch_verdicts
from warehouse.releases import latest_folder
from warehouse.sql import load
from warehouse.staged_parts import judged_rows
from warehouse.withdrawals import read_withdrawals

__all__ = ["WHOLE", "ReasonChange", "Rejudged", "count_judged_files", "rejudge_warehouse", "settle_all"]

WHOLE = "all.parquet"
"""Judged files of a folder in one, where they are not made part by part."""

SIMILARITY_SETTING = "minimum_duplicate_similarity"
"""No file is judged by it on its own: it decides when files are compared with each other."""

JUDGED_COLUMNS = [name for name in STAGED_TABLES["documents"].column_names if name != "text"]
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
    raw = warehouse.raw_folders()
    return sum(int(raw.record(batch)["file_count"]) for batch in warehouse.staged_batches())


def rejudge_warehouse(
    warehouse: Warehouse,
    thresholds: Thresholds,
    *,
    run_id: str,
    on_files: Callable[[int], None],
    is_dry_run: bool = False,
    before: BatchFolders | None = None,
) -> Rejudged:
    """Judge every staged file again and replace the verdicts that come out otherwise.

    A kill leaves either all old verdicts or a switch that the next run's sweep finishes. Verdicts that stay what they
    were keep their `run_id`, and a folder of only such verdicts keeps its file.

    Args:
        warehouse: Where; its writer's lock is held.
        thresholds: What the kept measures are held against.
        run_id: Of the run, for verdicts that change.
        on_files: Told how many files were judged since the last call.
        is_dry_run: Tell what would change, and change nothing.
        before: Where the verdicts lie that stood until now, when all batches were measured again and have none yet:
            then every batch is settled and gets its file, whatever the settings are.
    """
    finish_switch(warehouse)  # this may be another try after a failed one
    staged = warehouse.staged_folders()
    if not staged.batches:
        return Rejudged(0)
    judging = warehouse.temporary / "judging"
    for folder in (judging, warehouse.judged_again):
        remove_tree(folder)
        make_folder(folder)
    with open_engine(warehouse) as engine:
        load_aliases(engine, warehouse)
        judged = otherwise = 0
        for together in staged.folders:
            judged += _judge_folder(together, thresholds, judging, on_files)
            if before is None:
                _view_judged(engine, together, together.batches, judging, staged)
                otherwise += count_of(engine, load("rejudge_count_otherwise"))
        changes: Counter[tuple[str, str]] = Counter()
        # Settled once more though nothing is judged otherwise: after a rollback to a release of another judgement,
        # because its candidate is made from all batches, whose verdicts may lean on releases that were left.
        similarity = thresholds.minimum_duplicate_similarity
        is_other = any(one.get(SIMILARITY_SETTING) != similarity for one in read_judgement(warehouse).judged_with)
        if before is not None or otherwise or is_other or is_judged_again(warehouse, latest_folder(warehouse)):
            changes = settle_all(
                engine, warehouse, staged, judging, before, run_id=run_id, minimum_similarity=similarity
            )
    if not is_dry_run:
        _put_in_force(warehouse, thresholds)
    remove_tree(judging)
    remove_tree(warehouse.judged_again)
    in_order = sorted(changes.items(), key=lambda item: (-item[1], item[0]))
    return Rejudged(judged, tuple(ReasonChange(old, new, count) for (old, new), count in in_order))


def _judge_folder(together: BatchFolder, thresholds: Thresholds, judging: Path, on_files: Callable[[int], None]) -> int:
    """Hold the kept measures of some batches against the thresholds, a part at a time."""
    make_folder(judging / together.path.name)
    count = 0
    for part in sorted((together.path / "documents").glob("*.parquet")):
        with reading(part):
            measured = pq.read_table(part, columns=JUDGED_COLUMNS)
        # Not forced to the disk: nothing of it outlives this run.
        pq.write_table(judged_rows(measured, thresholds), judging / together.path.name / part.name)
        count += measured.num_rows
        on_files(measured.num_rows)
    return count


def _view_judged(
    engine: duckdb.DuckDBPyConnection,
    together: BatchFolder,
    batches: Sequence[BatchName],
    judging: Path,
    before: BatchFolders,
) -> None:
    """Views over some batches of a folder: `judged_files`, as they are judged now, and `old_files`, as they stand."""
    names = sorted({path.name for batch in batches for path in together.part_files(batch, "documents")})
    whole = judging / together.path.name / WHOLE
    judged = [whole] if whole.exists() else [whole.with_name(name) for name in names]
    batch_nos = None if len(batches) == len(together.batches) else [batch.batch_no for batch in batches]
    view_under_present_paths(engine, "judged_files", judged, JUDGED_FILES, batch_nos=batch_nos)
    stood = [batch for batch in batches if batch in before]
    old_files, old_batch_nos = before.verdict_files(stood)
    view_files_of_batches(engine, "old_files", old_files, SETTLED_FILES, old_batch_nos)


def settle_all(
    engine: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    staged: BatchFolders,
    judging: Path,
    before: BatchFolders | None,
    *,
    run_id: str,
    minimum_similarity: float,
) -> Counter[tuple[str, str]]:
    """Settle batch after batch; the accepted files so far are a table of the engine, so each file is opened once.

    Returns:
        Files by old and new reason. Verdict files that differ from the staged ones are in `Warehouse.judged_again`.
    """
    view_files(engine, "parent_documents", [], DOCUMENTS)
    view_files(engine, "parent_verdicts", [], VERDICTS_TABLE)
    view_files(engine, "nothing_settled", [], SETTLED_FILES)
    engine.table("nothing_settled").create("standing_files")
    changes: Counter[tuple[str, str]] = Counter()
    set_aside = read_decisions(warehouse).set_aside
    erased = sorted(read_withdrawals(warehouse).erased)
    segments = index_batches(engine, warehouse, staged.batches)
    for together in staged.folders:
        engine.execute("CREATE OR REPLACE TEMP TABLE settled_folder AS FROM nothing_settled")
        changed = 0
        for batch in together.batches:
            _view_judged(engine, together, [batch], judging, staged if before is None else before)
            _settle_again(
                engine,
                warehouse,
                together,
                batch,
                segments,
                erased=erased,
                run_id=run_id,
                minimum_similarity=minimum_similarity,
            )
            changed += count_of(engine, load("rejudge_count_changed"))
            for old, new, count in engine.execute(load("rejudge_changes")).fetchall():
                changes[str(old), str(new)] += int(count)
            # What a batch brought that is set aside is compared with what stands, and stands for nothing itself.
            for step in ("gather",) if batch.batch_no in set_aside else ("gather", "forget", "learn"):
                engine.execute(load(f"rejudge_{step}"), {"erased_doc_ids": erased} if step == "learn" else {})
        if changed or before is not None:
            path = warehouse.judged_again / f"{together.path.name}.parquet"
            write_query(engine, load("rejudge_settled"), {}, SETTLED_FILES, path)
    return changes


def _settle_again(
    engine: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    together: BatchFolder,
    batch: BatchName,
    segments: list[Segment],
    *,
    erased: list[str],
    run_id: str,
    minimum_similarity: float,
) -> None:
    """Tables `settled_present` and `compared`: the files of a batch as they are settled now."""
    find_known(engine, segments, together, batch, minimum_similarity=minimum_similarity)
    engine.execute(load("rejudge_known"))
    parameters: dict[str, object] = {
        "batch_id": batch.batch_id,
        "batch_no": batch.batch_no,
        "taken_in_at_utc": warehouse.raw_folders().record(batch)["taken_in_at_utc"],
        "run_id": run_id,
        "erased_doc_ids": erased,
    }
    engine.execute("DROP TABLE IF EXISTS settled_exact")
    engine.sql(load("settle_batch"), params=parameters).create("settled_exact")
    match_near_copies(engine, warehouse, together, batch, minimum_similarity=minimum_similarity)
    engine.execute("DROP TABLE IF EXISTS settled_now")
    engine.sql(load("settle_near"), params={"minimum_similarity": minimum_similarity}).create("settled_now")
    rename_to_present_paths(engine, "settled_now", "settled_present")
    engine.execute(load("rejudge_compared"))


def _put_in_force(warehouse: Warehouse, thresholds: Thresholds) -> None:
    """Switch to the new verdicts; where all are what they were, only the settings are remembered."""
    settings = (thresholds.settings(),)
    in_force = read_judgement(warehouse)
    if any(warehouse.judged_again.iterdir()):
        settled_after = read_decisions(warehouse).resettling_count
        switch_verdicts(warehouse, Judgement(next_judgement_no(warehouse), settings, settled_after))
    elif in_force.judged_with != settings:
        write_judgement(warehouse, replace(in_force, judged_with=settings))
