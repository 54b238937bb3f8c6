"""Verify: read everything again and name what is not what it was.

It takes no lock: a run may be at work. What such a run replaces or clears away in these moments is no damage, so
whatever looks wrong is looked at once more before it is told.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any

from transforms.errors import VerificationError
from warehouse.batch_checks import Counts, check_raw, check_staged
from warehouse.batches import BatchFolder, BatchName
from warehouse.file_checks import Damage, FileReader, Inode
from warehouse.kept_path_checks import check_kept_paths
from warehouse.layout import Warehouse
from warehouse.release_checks import Holders, check_pointer, check_release, find_holders
from warehouse.releases import release_folder, release_versions

__all__ = ["Verified", "count_bytes", "damage_error", "verify_warehouse"]

PATIENCE_SECONDS = 0.5
"""How long a run may need between replacing a file and saying so in its record."""

TOLD_FILES = 20
ROUNDS = 3
"""How often folders are listed: a run may put others in their place meanwhile."""


@dataclass(frozen=True)
class Verified:
    """What verifying found.

    Attributes:
        releases: Versions that were verified.
        batch_count: Batches of raw/ that were verified; None when one release was asked for.
        file_count: Files hashed; a linked file counts once.
        byte_count: Bytes read to hash them.
        damages: What is wrong, by path.
    """

    releases: tuple[str, ...]
    batch_count: int | None
    file_count: int
    byte_count: int
    damages: tuple[Damage, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything is what its record says."""
        return not self.damages

    def as_json(self) -> dict[str, Any]:
        """The object that `verify --json` prints."""
        return {
            "is_whole": self.is_whole,
            "releases": list(self.releases),
            "batches": self.batch_count,
            "files": self.file_count,
            "bytes": self.byte_count,
            "damaged": [asdict(damage) | {"releases": list(damage.releases)} for damage in self.damages],
        }


@dataclass
class _Findings:
    """What is wrong so far; damage in a file that several releases link is one finding."""

    files: FileReader
    damages: dict[tuple[Inode | str, str], Damage] = field(default_factory=dict)

    def add(self, found: Iterable[Damage]) -> None:
        for damage in found:
            status = _status(self.files.root / damage.path) if damage.releases else None
            place = damage.path if status is None else (status.st_dev, status.st_ino)
            self.damages.setdefault((place, damage.problem), damage)


def verify_warehouse(
    warehouse: Warehouse, version: str | None = None, *, on_bytes: Callable[[int], None] = lambda _: None
) -> Verified:
    """Read a release, or all releases, raw/, staged/ and kept paths, and hold everything against its record.

    Args:
        warehouse: Where; nothing is written, and no lock is taken.
        version: The release to verify; None for all there is.
        on_bytes: Told how many bytes were read since the last call.

    Raises:
        UsageError: There is no release of that version.
        NothingPublishedError: A release was asked for, and there is none yet.
    """
    files = FileReader(warehouse.root, on_bytes)
    findings = _Findings(files)
    if version is not None:
        # The release asked for may be there though what latest.json says is damaged.
        if version not in release_versions(warehouse):
            release_folder(warehouse, version)
        _verify_releases(warehouse, [version], files, findings)
        return _verified([version], None, findings)
    findings.add(_twice(lambda: check_pointer(warehouse)))
    versions = release_versions(warehouse)
    _verify_releases(warehouse, versions, files, findings)
    findings.add(_twice(lambda: check_kept_paths(warehouse, files)))
    batch_count = _verify_batches(warehouse, files, findings)
    return _verified(versions, batch_count, findings)


def _verified(versions: list[str], batch_count: int | None, findings: _Findings) -> Verified:
    files = findings.files
    damages = tuple(sorted(findings.damages.values()))
    return Verified(tuple(versions), batch_count, files.file_count, files.read_bytes, damages)


def _verify_releases(warehouse: Warehouse, versions: list[str], files: FileReader, findings: _Findings) -> None:
    holders: Holders = find_holders(warehouse)
    for version in versions:
        found = _twice(partial(check_release, warehouse, version, files, holders))
        if (warehouse.releases / version).is_dir():  # else it was pruned meanwhile
            findings.add(found)


def _verify_batches(warehouse: Warehouse, files: FileReader, findings: _Findings) -> int:
    counts = Counts()
    seen: set[Path] = set()
    raw: dict[int, BatchName] = {}
    unlisted: list[Damage] = []
    for _ in range(ROUNDS):
        unlisted = _twice(lambda: _unlisted(warehouse))
        if unlisted:  # which batches there are is not known, so nothing can be compared
            findings.add(unlisted)
            break
        raw_folders = [one for one in warehouse.raw_folders().folders if one.path not in seen]
        for stored in raw_folders:
            _verify_folder(stored, lambda one: check_raw(one, files, counts), findings)
            raw.update((batch.batch_no, batch) for batch in stored.batches)
        staged_folders = [one for one in warehouse.staged_folders().folders if one.path not in seen]
        for stored in staged_folders:
            _verify_folder(stored, lambda one: check_staged(one, files, counts), findings)
        seen.update(stored.path for stored in (*raw_folders, *staged_folders))
        if not raw_folders and not staged_folders:
            break
    if not unlisted:
        findings.add(_twice(lambda: _without_raw(warehouse)))
    return len(raw)


def _unlisted(warehouse: Warehouse) -> list[Damage]:
    """Records of packs that cannot be read."""
    found = []
    for list_them in (warehouse.raw_folders, warehouse.staged_folders):
        try:
            list_them()
        except VerificationError as error:
            path = Path(error.where).relative_to(warehouse.root).as_posix()
            found.append(Damage(path, "unreadable", error.what))
    return found


def _verify_folder(stored: BatchFolder, check: Callable[[BatchFolder], list[Damage]], findings: _Findings) -> None:
    found = _twice(lambda: check(stored))
    if stored.path.is_dir():  # else a run has put another folder in its place
        findings.add(found)


def _without_raw(warehouse: Warehouse) -> list[Damage]:
    """Staged batches whose bytes are gone: nothing could be made again from raw/."""
    staged = {batch for one in warehouse.staged_folders().folders for batch in one.batches}
    raw = {batch for one in warehouse.raw_folders().folders for batch in one.batches}
    return [
        Damage(f"raw/{batch.folder}", "absent", "It is not there, and staged/ has what was made of it.")
        for batch in sorted(staged - raw)
    ]


def _twice(check: Callable[[], list[Damage]]) -> list[Damage]:
    """Check again after a moment what looks wrong; only what is wrong both times is damage."""
    found = check()
    if not found:
        return []
    sleep(PATIENCE_SECONDS)
    again = {(damage.path, damage.problem) for damage in found}
    return [damage for damage in check() if (damage.path, damage.problem) in again]


def count_bytes(warehouse: Warehouse, version: str | None) -> int:
    """Bytes that verifying will read, linked files once: what a progress bar runs up to."""
    if version is not None:
        roots = [warehouse.releases / version]
    else:
        roots = [
            warehouse.raw,
            warehouse.staged,
            warehouse.kept_paths,
            *(warehouse.releases / one for one in release_versions(warehouse)),
        ]
    sizes: dict[Inode, int] = {}
    for root in roots:
        for parent, _, names in os.walk(root):
            for name in names:
                status = _status(Path(parent) / name)
                if status is not None:
                    sizes[status.st_dev, status.st_ino] = status.st_size
    return sum(sizes.values())


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def damage_error(warehouse: Warehouse, verified: Verified) -> VerificationError:
    """What to tell of damage: each file, what is wrong with it, and the releases that hold it."""
    lines = []
    for damage in verified.damages[:TOLD_FILES]:
        held = f" In {', '.join(damage.releases)}." if damage.releases else ""
        lines.append(f"{damage.path}: {damage.detail}{held}")
    rest = len(verified.damages) - TOLD_FILES
    if rest > 0:
        lines.append(f"and {rest} more; --json names all")
    count = len({damage.path for damage in verified.damages})
    return VerificationError(
        f"{count} {'file is' if count == 1 else 'files are'} not what was written.",
        where="\n".join([str(warehouse.root), *lines]),
        what_to_do=(
            "Restore them from a backup. What raw/ still holds can be made again: `kroniek rebuild`; a release that is "
            "damaged stays as it is."
        ),
    )
