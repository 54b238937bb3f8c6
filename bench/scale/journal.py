"""What was measured so far, on the disk after every run, so that a measurement of an hour may be interrupted."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.scale.questions import Answered
from bench.stopwatch import Spent

__all__ = ["Done", "Journal"]


@dataclass(frozen=True)
class Done:
    """One run and what it took.

    Attributes:
        name: Of the step.
        kind: Of the step.
        size: Files of the corpus that were delivered by then.
        new_files: Files that came with this delivery.
        known_files: Files that were known before.
        whole: The command from its start until it was gone, with Prefect's server.
        steps: Of the road, by name, and its start-up.
        facts: The account, and bytes written and read.
        peak: Most bytes of memory of all its processes; None where they cannot be known.
        empty_peak: The same of an empty flow, measured just before the warehouse grew to this size.
        peaks: Most bytes by step; what comes after the last step counts with it.
        disk: Bytes by folder of the warehouse, afterwards.
        file_count: Files in the warehouse, afterwards.
        new_bytes: Bytes of files that are new since the run before.
        others_share: Share of all processors that went to other processes meanwhile.
        is_after_interruption: Whether this step was begun before and not ended: part of its work was done already.
        answers: What questions to the release took; asked once a size.
    """

    name: str
    kind: str
    size: int
    new_files: int
    known_files: int
    whole: Spent
    steps: dict[str, Spent]
    facts: dict[str, int]
    peak: int | None
    empty_peak: int | None
    peaks: dict[str, int]
    disk: dict[str, int]
    file_count: int
    new_bytes: int
    others_share: float | None
    is_after_interruption: bool
    answers: list[Answered] = field(default_factory=list)

    @classmethod
    def of(cls, fields: dict[str, Any]) -> Done:
        """From the fields as JSON keeps them."""
        steps = {step: Spent(**spent) for step, spent in fields["steps"].items()}
        answers = [Answered(**answer) for answer in fields["answers"]]
        return cls(**{**fields, "whole": Spent(**fields["whole"]), "steps": steps, "answers": answers})


class Journal:
    """The finished runs of one folder, and the name of the one that is under way."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "journal.json"
        self.mark = folder / "under-way.txt"
        kept = json.loads(self.file.read_text(encoding="utf-8")) if self.file.exists() else []
        self.runs = [Done.of(fields) for fields in kept]

    def has(self, name: str) -> bool:
        """Whether a step is finished."""
        return any(run.name == name for run in self.runs)

    def begin(self, name: str) -> bool:
        """Note that a step begins; gives whether it had begun before and never ended."""
        was_interrupted = self.mark.exists() and self.mark.read_text(encoding="utf-8") == name
        self.mark.write_text(name, encoding="utf-8")
        return was_interrupted

    def end(self, run: Done) -> None:
        """Note that it has ended."""
        self.runs.append(run)
        beside = self.file.with_suffix(".new")
        beside.write_text(json.dumps([asdict(one) for one in self.runs], indent=1), encoding="utf-8")
        beside.replace(self.file)
        self.mark.unlink(missing_ok=True)
