"""What is going on in a warehouse, also while a run is at work in it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from transforms.errors import InputUnreadableError, VerificationError
from warehouse.decisions import read_decisions
from warehouse.inspection import Row, open_inspection, read_state
from warehouse.judgement import read_judgement
from warehouse.last_verification import read_verification
from warehouse.layout import Warehouse
from warehouse.lock import lock_holder
from warehouse.measurement import find_mixture
from warehouse.releases import read_manifest, release_folder, release_versions

__all__ = ["Status", "Warn", "look_at"]

LITTLE_DISK_BYTES = 2 * 1024**3
EVERY_VERDICT = ("accepted", "rejected", "duplicate")


@dataclass(frozen=True)
class Warn:
    """Something to look after.

    Attributes:
        what: What is the matter.
        what_to_do: The next step.
    """

    what: str
    what_to_do: str


SETTINGS_DIFFER = Warn(
    "The settings differ from those that verdicts were made with.", "Apply them to every file with kroniek rejudge."
)


@dataclass(frozen=True)
class Status:
    """What is going on in a warehouse.

    Attributes:
        warehouse: Its folder.
        warehouse_exists: Whether it was made yet.
        running: Who holds the warehouse for writing now, or None.
        latest: version, created_at_utc, documents and files of the latest release, or None.
        release_count: How many releases there are.
        last_run: run_id, command, started_at_utc, ended_at_utc, outcome and report of the last run, or None.
        verdicts: For each verdict how many files: `published` and `pending`.
        pending_batches: Judged batches that no release holds yet.
        unfinished_batches: Batches taken in whose account is not closed: the next run finishes them.
        is_judged_again: Whether everything was judged again since the latest release.
        is_judged_otherwise: Whether verdicts were made with other settings than those in force; None when not asked.
        deferred: Files put off until the next run, with the cause.
        ignored_count: What lies in the inboxes and is no source file.
        holds: What is held, and why: kind, reason and placed_at_utc.
        set_aside: Batches that are kept out: batch_no, batch_id, reason and decided_at_utc.
        verification: What the last `verify` of everything found, with verified_at_utc; None before the first.
        disk_bytes: Size on the disk by part; a file that releases share counts once.
        disk_free_bytes: What is left on that disk.
        state_note: Why the state could not be read; empty when it could.
        warnings: What to look after.
    """

    warehouse: str
    warehouse_exists: bool
    running: str | None
    latest: Row | None
    release_count: int
    last_run: Row | None
    verdicts: dict[str, dict[str, int]]
    pending_batches: int
    unfinished_batches: int
    is_judged_again: bool
    is_judged_otherwise: bool | None
    deferred: list[Row]
    ignored_count: int
    holds: list[Row]
    set_aside: list[Row]
    verification: Row | None
    disk_bytes: dict[str, int]
    disk_free_bytes: int
    state_note: str
    warnings: list[Warn]

    def as_json(self) -> dict[str, Any]:
        """Everything, for `status --json`."""
        return asdict(self)


@dataclass(frozen=True)
class _State:
    """What state.duckdb says."""

    last_run: Row | None
    deferred: list[Row]
    ignored_count: int
    recorded: set[int]
    note: str


def look_at(warehouse: Warehouse, judging: Mapping[str, Any] | None = None) -> Status:
    """Look at a warehouse, which may be empty, absent, damaged, or at work.

    Args:
        warehouse: Where to look.
        judging: Judging settings in force, to be compared with those that the verdicts were made with.
    """
    running = lock_holder(warehouse)
    state = _read_state(warehouse)
    decisions = read_decisions(warehouse)
    holds = [] if decisions.hold is None else [_hold(decisions.hold)]
    verdicts = {verdict: {"published": 0, "pending": 0} for verdict in EVERY_VERDICT}
    pending, latest, damage, is_judged_again, mixture = 0, None, None, False, None
    try:
        latest = _latest(warehouse)
        with open_inspection(warehouse) as inspection:
            pending = len(inspection.pending)
            is_judged_again = inspection.is_judged_again
            for row in inspection.rows("status_verdicts"):
                verdicts[row["verdict"]] = {"published": row["published_count"], "pending": row["pending_count"]}
            mixture = find_mixture(warehouse, warehouse.staged_batches())
    except VerificationError as error:
        damage = Warn(f"{error.what} {error.where}", error.what_to_do)
    raw = warehouse.raw_batches()
    unfinished = 0 if state.note else sum(1 for batch in raw if batch.batch_no not in state.recorded)
    free = shutil.disk_usage(_existing(warehouse.root)).free
    accepted = verdicts["accepted"]["pending"]
    warnings = _warnings(
        state, holds, is_running=running is not None, unfinished=unfinished, accepted=accepted, free=free
    )
    is_judged_otherwise = None if judging is None or damage else not read_judgement(warehouse).is_of(judging)
    verification = read_verification(warehouse)
    if verification is not None and not verification["is_whole"]:
        warnings.append(_damage_found(verification))
    if running is None and warehouse.measuring_record.exists():
        warnings.append(
            Warn("Measuring again was begun and not finished.", "Go on with kroniek recompute, or kroniek rebuild.")
        )
    if mixture is not None:
        advice = "Install that version or a later one." if mixture.is_newer else "Run kroniek recompute."
        warnings.append(Warn(f"Nothing is published, because rules are never mixed: {mixture}", advice))
    if is_judged_otherwise:
        warnings.append(SETTINGS_DIFFER)
    return Status(
        warehouse=str(warehouse.root),
        warehouse_exists=warehouse.root.is_dir(),
        running=running,
        latest=latest,
        release_count=len(release_versions(warehouse)),
        last_run=state.last_run,
        verdicts=verdicts,
        pending_batches=pending,
        unfinished_batches=unfinished,
        is_judged_again=is_judged_again,
        is_judged_otherwise=is_judged_otherwise,
        deferred=state.deferred,
        ignored_count=state.ignored_count,
        holds=holds,
        set_aside=[_set_aside(entry) for entry in decisions.set_aside.values()],
        verification=verification,
        disk_bytes=_disk_bytes(warehouse),
        disk_free_bytes=free,
        state_note=state.note,
        warnings=[damage, *warnings] if damage else warnings,
    )


def _latest(warehouse: Warehouse) -> Row | None:
    if not warehouse.latest_file.exists():
        return None
    manifest = read_manifest(release_folder(warehouse, None))
    counts = manifest["counts"]
    return {
        "version": manifest["version"],
        "created_at_utc": manifest["created_at_utc"],
        "documents": counts.get("documents", 0),
        "files": counts.get("verdicts", 0),
    }


def _hold(entry: Row) -> Row:
    return {"kind": "publishing", "reason": entry["reason"], "placed_at_utc": entry["decided_at_utc"]}


def _set_aside(entry: Row) -> Row:
    return {name: entry[name] for name in ("batch_no", "batch_id", "reason", "decided_at_utc")}


def _read_state(warehouse: Warehouse) -> _State:
    try:
        answers = read_state(warehouse, status_last_run={}, status_deferred={}, count_ignored={}, status_batches={})
    except InputUnreadableError as error:
        return _State(None, [], 0, set(), f"{error.what} {error.what_to_do}")
    last_run = next(iter(answers["status_last_run"]), None)
    if last_run is not None:
        last_run["report"] = json.loads(last_run["report"])
    return _State(
        last_run,
        answers["status_deferred"],
        sum(row["file_count"] for row in answers["count_ignored"]),
        {row["batch_no"] for row in answers["status_batches"]},
        "",
    )


def _warnings(
    state: _State, holds: list[Row], *, is_running: bool, unfinished: int, accepted: int, free: int
) -> list[Warn]:
    found = [
        Warn(f"Publishing is held: {hold['reason']}.", "End the hold with kroniek publish --resume.") for hold in holds
    ]
    if unfinished and not is_running:
        found.append(
            Warn(f"A run died and left {unfinished} batches unfinished.", "The next kroniek run finishes them.")
        )
    if accepted and not holds and not is_running:
        found.append(Warn(f"{accepted} accepted files are in no release yet.", "Publish them with kroniek publish."))
    isolated = sum(1 for row in state.deferred if row["cause"] == "unforeseen_exception")
    if isolated:
        found.append(
            Warn(
                f"{isolated} files met an unforeseen exception and were set aside.",
                "Report the bug with the details of kroniek status --json; every run tries them again.",
            )
        )
    if free < LITTLE_DISK_BYTES:
        found.append(Warn(f"Little room is left on the disk: {free // 1024**2} MB.", "Make room before the next run."))
    return found


def _damage_found(verification: Row) -> Warn:
    paths = sorted({damage["path"] for damage in verification["damaged"]})
    files = f"{paths[0]} is" if len(paths) == 1 else f"{len(paths)} files are"
    return Warn(
        f"The last verification, {verification['verified_at_utc']}, found damage: {files} not what was written.",
        "Restore from a backup what kroniek verify names, then verify again.",
    )


def _existing(path: Path) -> Path:
    """The path itself, or the nearest folder above it that exists."""
    return next(folder for folder in (path.absolute(), *path.absolute().parents) if folder.exists())


def _disk_bytes(warehouse: Warehouse) -> dict[str, int]:
    """Bytes by part of the warehouse. Releases share files by hard links: an inode counts once."""
    seen: set[tuple[int, int]] = set()
    parts = {"raw": warehouse.raw, "staged": warehouse.staged, "releases": warehouse.releases}
    sizes = {name: _tree_bytes(folder, seen) for name, folder in parts.items()}
    sizes["total"] = _tree_bytes(warehouse.root, seen) + sum(sizes.values())
    return sizes


def _tree_bytes(folder: Path, seen: set[tuple[int, int]]) -> int:
    total = 0
    waiting = [folder]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:  # not made yet, or a run is just clearing it away
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            else:
                total += _new_bytes(entry, seen)
    return total


def _new_bytes(entry: os.DirEntry[str], seen: set[tuple[int, int]]) -> int:
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:  # a run clears up after itself
        return 0
    inode = (status.st_dev, status.st_ino)
    if inode in seen:
        return 0
    seen.add(inode)
    return status.st_size
