"""Settle a batch: compare its files with each other and with what is known, and name its staged folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from transforms.schema import DOCUMENTS, JUDGED_FILES, SETTLED_FILES, VERDICTS_TABLE
from warehouse.batches import BatchFolder
from warehouse.damage import damaged_file
from warehouse.decisions import read_decisions
from warehouse.durable import move_folder, remove_tree, replace_json
from warehouse.engine import NARROW_LIMIT, in_little_room, open_engine, view_files, write_query
from warehouse.inventory import list_files
from warehouse.judgement import is_judged_again
from warehouse.layout import BatchName, Warehouse
from warehouse.measurement import installed_rules, is_measured_again, of_installed_schema, release_rules
from warehouse.moves import load_aliases, view_under_present_paths
from warehouse.near_duplicates import find_known, index_batches, match_near_copies
from warehouse.releases import last_batch_no, latest_folder, table_files
from warehouse.retry import DeferredFile
from warehouse.sql import load
from warehouse.staged_parts import StagedPart
from warehouse.staging import staging_folder
from warehouse.state import open_state
from warehouse.withdrawals import read_withdrawals

__all__ = ["BatchAccount", "pending_batches", "published_batch_no", "settle_batch", "unrecorded_batches"]


@dataclass(frozen=True)
class BatchAccount:
    """Verdicts of one batch, counted.

    Attributes:
        batch: Which batch.
        accepted_count: Files accepted.
        rejected_count: Files rejected.
        duplicate_count: Files that are duplicates.
        isolated: Files set aside after an unforeseen exception; they are deferred and have no verdict.
    """

    batch: BatchName
    accepted_count: int
    rejected_count: int
    duplicate_count: int
    isolated: tuple[DeferredFile, ...] = ()

    @property
    def file_count(self) -> int:
        """Files of the batch: each has a verdict or is isolated."""
        return self.accepted_count + self.rejected_count + self.duplicate_count + len(self.isolated)


def unrecorded_batches(warehouse: Warehouse) -> list[BatchName]:
    """Batches whose bytes are in raw/ and whose account is not closed, by number.

    The ledger does not know them, because a run died; or no release holds them and they are in staged/ no more.
    """
    batches = warehouse.raw_batches()
    if not batches:
        return []
    with open_state(warehouse) as state:
        known = {row[0] for row in state.execute("SELECT batch_no FROM batches").fetchall()}
    published, staged = published_batch_no(warehouse), set(warehouse.staged_batches())
    return [
        batch
        for batch in batches
        if batch.batch_no not in known or (batch.batch_no > published and batch not in staged)
    ]


def published_batch_no(warehouse: Warehouse) -> int:
    """Number of the last batch that the latest release holds."""
    return last_batch_no(latest_folder(warehouse))


def pending_batches(warehouse: Warehouse) -> list[BatchName]:
    """Settled batches that the latest release does not hold, by number.

    All of them, when everything was judged or measured again since.
    """
    latest = latest_folder(warehouse)
    is_whole = is_judged_again(warehouse, latest) or is_measured_again(warehouse, latest)
    published = 0 if is_whole else last_batch_no(latest)
    return [batch for batch in warehouse.staged_batches() if batch.batch_no > published]


def settle_batch(
    warehouse: Warehouse,
    batch: BatchName,
    parts: Sequence[StagedPart],
    *,
    run_id: str,
    minimum_duplicate_similarity: float,
) -> None:
    """Write the verdicts of a batch that was just staged, and give its staged folder its name.

    Args:
        warehouse: Where.
        batch: Which batch.
        parts: What curate made of it.
        run_id: Of the run that judged it.
        minimum_duplicate_similarity: From which two texts are near copies.

    Raises:
        VerificationError: Files of the batch are gone from raw/, or another file that is read is damaged.
    """
    folder = BatchFolder(staging_folder(warehouse, batch), (batch,))
    raw = warehouse.raw_folders()
    record = raw.record(batch)
    file_count = sum(part.file_count for part in parts)
    if file_count != record["file_count"]:
        cause = f"{file_count} of its {record['file_count']} files can be read."
        raise damaged_file(raw.folder_of(batch).path, cause)
    latest = latest_folder(warehouse)
    # Documents of a judgement that is over may be refused now: only the staged batches say what is known.
    known = None if is_judged_again(warehouse, latest) else latest
    # After an upgrade that changed the schema, older tables cannot be asked; recompute will settle all in order.
    if known is not None and release_rules(known).schema_version != installed_rules().schema_version:
        known = None
    set_aside = read_decisions(warehouse).set_aside
    pending = [
        one for one in pending_batches(warehouse) if one.batch_no < batch.batch_no and one.batch_no not in set_aside
    ]
    earlier = of_installed_schema(warehouse, pending)
    with open_engine(warehouse) as engine:
        view_files(engine, "parent_documents", table_files(known, "documents"), DOCUMENTS)
        load_aliases(engine, warehouse)
        view_under_present_paths(engine, "judged_files", folder.part_files(batch, "judged"), JUDGED_FILES)
        view_under_present_paths(engine, "parent_verdicts", table_files(known, "verdicts"), VERDICTS_TABLE)
        settled, batch_nos = warehouse.staged_folders().verdict_files(earlier)
        view_under_present_paths(engine, "pending_files", settled, SETTLED_FILES, batch_nos=batch_nos)
        parameters: dict[str, object] = {
            "batch_id": batch.batch_id,
            "batch_no": batch.batch_no,
            "taken_in_at_utc": record["taken_in_at_utc"],
            "run_id": run_id,
            "erased_doc_ids": sorted(read_withdrawals(warehouse).erased),
        }
        before = [one for one in warehouse.staged_batches() if one.batch_no < batch.batch_no]
        staged = of_installed_schema(warehouse, before)
        segments = index_batches(engine, warehouse, staged)
        find_known(engine, segments, folder, batch, minimum_similarity=minimum_duplicate_similarity)

        def settle() -> None:
            engine.sql(load("settle_batch"), params=parameters).create("settled_exact")

        in_little_room(engine, settle, NARROW_LIMIT)
        match_near_copies(engine, warehouse, folder, batch, minimum_similarity=minimum_duplicate_similarity)
        threshold: dict[str, object] = {"minimum_similarity": minimum_duplicate_similarity}
        write = partial(write_query, engine, load("settle_near"), threshold, SETTLED_FILES, folder.verdicts_file)
        in_little_room(engine, write, NARROW_LIMIT)
    remove_tree(folder.path / "judged")
    replace_json(
        folder.record_file,
        {
            "batch_no": batch.batch_no,
            "batch_id": batch.batch_id,
            **installed_rules().as_record(),
            "isolated": sorted(one for part in parts for one in part.isolated),
            "files": list_files(folder.path),
        },
    )
    move_folder(folder.path, warehouse.own_staged_folder(batch))
