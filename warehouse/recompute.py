"""Measure everything again from raw/, beside what is in force, and put it in force in one switch.

What is done lies in `measured-again/`, outside of `.tmp/`: a run that dies is gone on with by the next one, and no
batch is measured twice under the same rules. When all batches are measured they are judged and settled in their order,
as `warehouse.rejudge` does; then `.measuring.json` says that staged/ and fingerprints/ are to be replaced, and a kill
from there on is finished by the next run's sweep.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from transforms.errors import OtherRulesError, VerificationError
from transforms.judge import Thresholds
from warehouse.batches import BatchFolder, BatchFolders, BatchName
from warehouse.durable import fsync_file, make_folder, move_folder, read_json, remove_tree, replace_json
from warehouse.inventory import list_files
from warehouse.judgement import Judgement, next_judgement_no, write_judgement
from warehouse.layout import Warehouse
from warehouse.measurement import (
    Rules,
    installed_rules,
    next_measurement_no,
    of_installed_schema,
    other_rules,
    write_measurement_no,
)
from warehouse.records import renew_set_aside
from warehouse.rejudge import Rejudged, rejudge_warehouse
from warehouse.releases import last_batch_no, latest_folder
from warehouse.staging import stage_batch, staging_folder

__all__ = ["Plan", "Recomputed", "finish_measuring", "measuring_settings", "plan_measuring", "recompute_warehouse"]

NOTHING = BatchFolders(())


@dataclass(frozen=True)
class Plan:
    """What measuring again would do.

    Attributes:
        rules: Those of this installation.
        found: How many staged batches are of which other rules.
        of_release: Those of the latest release, where they are others.
        batches: Batches to be measured, by number; none where nothing has to be.
        done: Those of them that an earlier run has measured already.
        file_count: Files of `batches` that are yet to be measured.
    """

    rules: Rules
    found: Counter[Rules]
    of_release: Rules | None
    batches: tuple[BatchName, ...]
    done: tuple[BatchName, ...]
    file_count: int

    def as_json(self) -> dict[str, Any]:
        """The object that a dry run prints."""
        return {
            **self.rules.as_record(),
            "batches": len(self.batches),
            "batches_done": len(self.done),
            "files": self.file_count,
            "found": [{**rules.as_record(), "batches": count} for rules, count in sorted(self.found.items())],
            "release": None if self.of_release is None else self.of_release.as_record(),
        }


@dataclass(frozen=True)
class Recomputed:
    """What measuring again came to.

    Attributes:
        measured_count: Files measured in this run; those of batches that a run before had measured are not among them.
        rejudged: What became of the verdicts.
        isolated: Files set aside after an unforeseen exception, with it.
    """

    measured_count: int
    rejudged: Rejudged
    isolated: tuple[str, ...]


def plan_measuring(warehouse: Warehouse, about: Mapping[str, Any], *, is_forced: bool) -> Plan:
    """Tell what measuring again would do; nothing is changed.

    Args:
        warehouse: Where.
        about: Settings that measures depend on: what was begun under others is begun again.
        is_forced: Measure again under the same rules too, and go back to older ones. What was begun so is gone on with
            in any case.

    Raises:
        OtherRulesError: A newer Kroniek measured what is there, and it is not forced.
        VerificationError: raw/ lacks a batch.
    """
    found, of_release = other_rules(warehouse, warehouse.staged_batches())
    newer = [one for one in (*found, of_release) if one is not None and one.is_newer_than_installed]
    if newer and not is_forced:
        raise OtherRulesError(
            f"The warehouse was measured by a newer Kroniek, under rules {max(newer)}.",
            where=str(warehouse.root),
            what_to_do="Install that version or a later one; --force goes back to the older rules of this one.",
        )
    if not (found or of_release or is_forced or _is_begun(warehouse, about)):
        return Plan(installed_rules(), found, of_release, (), (), 0)
    _check_raw(warehouse)
    raw, beside = warehouse.raw_folders(), warehouse.beside.staged_folders()
    done = [batch for batch in raw.batches if batch in beside] if _is_begun(warehouse, about) else []
    left = [batch for batch in raw.batches if batch not in done]
    file_count = sum(int(raw.record(batch)["file_count"]) for batch in left)
    return Plan(installed_rules(), found, of_release, tuple(raw.batches), tuple(done), file_count)


def _check_raw(warehouse: Warehouse) -> None:
    """Documents whose bytes are gone would be lost by measuring again."""
    raw = warehouse.raw_batches()
    numbers = {batch.batch_no for batch in raw}
    last = max([*numbers, last_batch_no(latest_folder(warehouse))], default=0)
    known = set(range(1, last + 1)) | {batch.batch_no for batch in warehouse.staged_batches()}
    missing = sorted(known - numbers)
    if missing:
        raise VerificationError(
            f"raw/ lacks {len(missing)} batches, {missing[0]} the first; without them documents would be lost.",
            where=str(warehouse.raw),
            what_to_do="Restore them from a backup; nothing was changed.",
        )


def recompute_warehouse(
    warehouse: Warehouse,
    thresholds: Thresholds,
    *,
    is_file_name_dated: bool,
    workers: int,
    run_id: str,
    now: datetime,
    is_from_raw_alone: bool,
    on_files: Callable[[int], None],
) -> Recomputed:
    """Measure all batches again, judge and settle them in order, and put that in force.

    Args:
        warehouse: Where; its writer's lock is held.
        thresholds: What the measures are held against.
        is_file_name_dated: Whether a file without a header gets the date that its name holds.
        workers: How many processes at most.
        run_id: Of the run, for verdicts that are new.
        now: Clock of the run (UTC).
        is_from_raw_alone: Ask nothing of what is staged: verdicts are all of this run.
        on_files: Told how many files were measured since the last call.
    """
    _check_raw(warehouse)
    finish_measuring(warehouse)  # this may be another try after a failed one
    _begin(warehouse, measuring_settings(is_file_name_dated=is_file_name_dated))
    beside = warehouse.beside
    is_measured = beside.staged_folders().__contains__
    measured = [batch for batch in warehouse.raw_batches() if not is_measured(batch)]
    file_count = 0
    for batch in measured:
        file_count += _measure_batch(
            beside, batch, thresholds, is_file_name_dated=is_file_name_dated, workers=workers, on_files=on_files
        )
    before = NOTHING if is_from_raw_alone else _stood(warehouse)
    rejudged = rejudge_warehouse(beside, thresholds, run_id=run_id, on_files=lambda _: None, before=before)
    write_measurement_no(beside, next_measurement_no(warehouse))
    _put_in_force(warehouse, run_id=run_id, now=now)
    staged = warehouse.staged_folders()
    isolated = [f"{path}: {detail}" for batch in staged.batches for path, _, detail in staged.record(batch)["isolated"]]
    return Recomputed(file_count, rejudged, tuple(isolated))


def measuring_settings(*, is_file_name_dated: bool) -> dict[str, Any]:
    """Settings that measures depend on; all others judge."""
    return {"is_file_name_dated": is_file_name_dated}


def _stood(warehouse: Warehouse) -> BatchFolders:
    """The folders of staged/ whose verdicts this installation can read."""
    readable = set(of_installed_schema(warehouse, warehouse.staged_batches()))
    folders = [folder for folder in warehouse.staged_folders().folders if readable.issuperset(folder.batches)]
    return BatchFolders(tuple(folders))


def _is_begun(warehouse: Warehouse, about: Mapping[str, Any]) -> bool:
    path = warehouse.measuring_record
    return path.exists() and read_json(path) == {**installed_rules().as_record(), **about}


def _begin(warehouse: Warehouse, about: Mapping[str, Any]) -> None:
    """Go on with what an earlier run has measured, if it was under the same rules and settings."""
    beside = warehouse.beside
    if not _is_begun(warehouse, about):
        remove_tree(beside.staged.parent)
        make_folder(beside.staged)
        # Higher than any: whatever a release says of its verdicts, those that come will be others.
        write_judgement(beside, Judgement(next_judgement_no(warehouse), ()))
        replace_json(warehouse.measuring_record, {**installed_rules().as_record(), **about})


def _measure_batch(
    beside: Warehouse,
    batch: BatchName,
    thresholds: Thresholds,
    *,
    is_file_name_dated: bool,
    workers: int,
    on_files: Callable[[int], None],
) -> int:
    """Curate one batch of raw/ into the staged/ beside; verdicts come when all are there. Returns its files."""
    parts = stage_batch(
        beside, batch, thresholds, is_file_name_dated=is_file_name_dated, workers=workers, on_files=on_files
    )
    folder = BatchFolder(staging_folder(beside, batch), (batch,))
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
    move_folder(folder.path, beside.own_staged_folder(batch))
    return sum(part.file_count for part in parts)


def _put_in_force(warehouse: Warehouse, *, run_id: str, now: datetime) -> None:
    beside = warehouse.beside
    make_folder(beside.fingerprints)
    fsync_file(beside.staged)
    fsync_file(beside.staged.parent)
    replace_json(warehouse.measuring_intent, {"run_id": run_id, "now_utc": now.isoformat()})
    finish_measuring(warehouse)


def finish_measuring(warehouse: Warehouse) -> None:
    """Do what the intent says and has not been done yet; nothing without an intent."""
    if not warehouse.measuring_intent.exists():
        return
    beside, intent = warehouse.beside, read_json(warehouse.measuring_intent)
    make_folder(warehouse.temporary)
    for new, old in ((beside.fingerprints, warehouse.fingerprints), (beside.staged, warehouse.staged)):
        if not new.exists():  # it has found its place
            continue
        if old.exists():
            before = warehouse.temporary / f"{old.name}-before"
            remove_tree(before)
            old.rename(before)
        new.rename(old)
        fsync_file(warehouse.root)
    remove_tree(beside.staged.parent)
    renew_set_aside(warehouse, run_id=intent["run_id"], now=datetime.fromisoformat(intent["now_utc"]))
    warehouse.measuring_intent.unlink()
    fsync_file(warehouse.root)
