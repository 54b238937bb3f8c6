"""Where things lie inside a warehouse folder; nothing else spells out a path of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from warehouse.batches import BatchFolders, BatchName, list_folders

__all__ = ["BatchName", "Warehouse"]


@dataclass(frozen=True)
class Warehouse:
    """Paths of one warehouse; holds no state and touches no file but to list batches.

    Attributes:
        root: The warehouse folder.
        made_from_raw: Folder of what is made from raw/, where that is not the root: see `beside`.
    """

    root: Path
    made_from_raw: Path | None = None

    @property
    def beside(self) -> Warehouse:
        """The same warehouse, but its staged/ and fingerprints/ lie apart.

        Everything is measured again there, while the ones in force stay what they are.
        """
        return replace(self, made_from_raw=self.root / "measured-again")

    @property
    def raw(self) -> Path:
        """Source bytes, in folders of batches."""
        return self.root / "raw"

    @property
    def staged(self) -> Path:
        """What curate made of them, in folders of batches."""
        return (self.made_from_raw or self.root) / "staged"

    @property
    def judgement_file(self) -> Path:
        """Which judgement the staged verdicts are of, and its settings."""
        return self.staged / "judgement.json"

    @property
    def measurement_file(self) -> Path:
        """Which measurement staged/ is of."""
        return self.staged / "measurement.json"

    @property
    def measuring_record(self) -> Path:
        """Under which rules everything is being measured again; there from the beginning of that to its end."""
        return self.root / "measured-again" / "about.json"

    @property
    def measuring_intent(self) -> Path:
        """Says that what was measured again takes its place; there only while the switch is under way."""
        return self.root / ".measuring.json"

    @property
    def judging_intent(self) -> Path:
        """Says which verdicts are being replaced; there only while the switch is under way."""
        return (self.made_from_raw or self.root) / ".judging.json"

    @property
    def judged_again(self) -> Path:
        """Verdicts that are about to replace the staged ones, a file a folder of batches."""
        return self.temporary / "judged-again"

    @property
    def fingerprints(self) -> Path:
        """Index of the fingerprints in staged/, made again where it is missing."""
        return (self.made_from_raw or self.root) / "fingerprints"

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
    def feed_file(self) -> Path:
        """Atom feed of the releases."""
        return self.root / "feed.xml"

    @property
    def candidate_failed(self) -> Path:
        """What the gate stopped last."""
        return self.root / "candidate-failed"

    @property
    def gate_runs_file(self) -> Path:
        """Append-only record of what the gate found, a line a run."""
        return self.root / "gate-runs.jsonl"

    @property
    def verification_file(self) -> Path:
        """What the last verification of everything found."""
        return self.root / "verified.json"

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

    @property
    def path_key_file(self) -> Path:
        """Key of what stands for source paths in releases; there once the setting asked for that."""
        return self.root / "paths.key"

    @property
    def kept_paths(self) -> Path:
        """Source paths of release files that show none; there once the setting asked for that."""
        return self.root / "kept-paths"

    def own_raw_folder(self, batch: BatchName) -> Path:
        """Folder that a batch's bytes are written into; a pack may hold them later (`raw_folders`)."""
        return self.raw / batch.folder

    def own_staged_folder(self, batch: BatchName) -> Path:
        """Folder that a batch's tables are written into; a pack may hold them later (`staged_folders`)."""
        return self.staged / batch.folder

    def raw_folders(self) -> BatchFolders:
        """Where the batches lie whose bytes are safe in raw/."""
        return list_folders(self.raw)[0]

    def staged_folders(self) -> BatchFolders:
        """Where the batches lie that were curated and settled."""
        return list_folders(self.staged)[0]

    def raw_batches(self) -> list[BatchName]:
        """Batches whose bytes are safe in raw/, by number."""
        return self.raw_folders().batches

    def staged_batches(self) -> list[BatchName]:
        """Batches that were curated and settled, by number."""
        return self.staged_folders().batches
