"""Where things lie inside a warehouse folder; nothing else spells out a path of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BatchName", "Warehouse"]

BATCH_FOLDER = re.compile("[0-9]{6,}-[0-9a-f]+")


@dataclass(frozen=True, order=True)
class BatchName:
    """A batch's number in this warehouse and the hash of its members, as its folders are named.

    The number orders batches and keeps two batches of the same bytes apart.
    """

    batch_no: int
    batch_id: str

    @property
    def folder(self) -> str:
        """Folder name under raw/ and staged/."""
        return f"{self.batch_no:06d}-{self.batch_id}"

    @classmethod
    def parse(cls, folder: str) -> BatchName:
        """The batch of a folder name; raises ValueError when it is none."""
        number, _, batch_id = folder.partition("-")
        return cls(int(number), batch_id)


@dataclass(frozen=True)
class Warehouse:
    """Paths of one warehouse; holds no state and touches no file but to list batches.

    Attributes:
        root: The warehouse folder.
    """

    root: Path

    @property
    def raw(self) -> Path:
        """Source bytes, a folder a batch."""
        return self.root / "raw"

    @property
    def staged(self) -> Path:
        """What curate made of them, a folder a batch."""
        return self.root / "staged"

    @property
    def judgement_file(self) -> Path:
        """Which judgement the staged verdicts are of, and its settings."""
        return self.staged / "judgement.json"

    @property
    def judging_intent(self) -> Path:
        """Says which verdicts are being replaced; there only while the switch is under way."""
        return self.root / ".judging.json"

    @property
    def judged_again(self) -> Path:
        """Verdicts that are about to replace the staged ones, a file a batch."""
        return self.temporary / "judged-again"

    @property
    def fingerprints(self) -> Path:
        """Index of the fingerprints in staged/, made again where it is missing."""
        return self.root / "fingerprints"

    @property
    def releases(self) -> Path:
        """Published releases, a folder a version."""
        return self.root / "releases"

    @property
    def state_file(self) -> Path:
        """Ledger, batches, runs."""
        return self.root / "state.duckdb"

    @property
    def latest_file(self) -> Path:
        """The one pointer that readers follow."""
        return self.root / "latest.json"

    @property
    def candidate_failed(self) -> Path:
        """What the gate stopped last."""
        return self.root / "candidate-failed"

    @property
    def lock_file(self) -> Path:
        """Held by the one run that writes."""
        return self.root / ".lock"

    @property
    def temporary(self) -> Path:
        """Everything half done; swept at the start of the next run. On the same file system as the rest."""
        return self.root / ".tmp"

    @property
    def withdrawals_file(self) -> Path:
        """Append-only record of documents taken down."""
        return self.root / "withdrawals.jsonl"

    @property
    def retention_file(self) -> Path:
        """Through which batch the bytes of refused files are forgotten."""
        return self.staged / "retention.json"

    @property
    def erasing_plan(self) -> Path:
        """Says what is being erased, by paths too; there only while it is under way."""
        return self.root / ".erasing.json"

    @property
    def decisions_file(self) -> Path:
        """Append-only record of batches set aside, rollbacks and pruned releases."""
        return self.root / "decisions.jsonl"

    def raw_batch(self, batch: BatchName) -> Path:
        """Folder of a batch's bytes."""
        return self.raw / batch.folder

    def staged_batch(self, batch: BatchName) -> Path:
        """Folder of a batch's tables."""
        return self.staged / batch.folder

    def raw_batches(self) -> list[BatchName]:
        """Batches whose bytes are safe in raw/, by number."""
        return _batches(self.raw)

    def staged_batches(self) -> list[BatchName]:
        """Batches that were curated and settled, by number."""
        return _batches(self.staged)


def _batches(folder: Path) -> list[BatchName]:
    if not folder.is_dir():
        return []
    names = (entry.name for entry in folder.iterdir() if entry.is_dir())
    # Anything else is not ours: lost+found, a folder that somebody copied aside.
    return sorted(BatchName.parse(name) for name in names if BATCH_FOLDER.fullmatch(name))
