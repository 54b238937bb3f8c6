"""What a run did, as people and scripts read it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from dataclasses import fields as fields_of
from typing import Any

__all__ = ["RunReport"]


@dataclass
class RunReport:
    """The account of one run and what became of its release.

    Attributes:
        run_id: Prefect flow run.
        seen: Source files seen: accepted + rejected + duplicates + unchanged + deferred.
        accepted: Files accepted in this run.
        rejected: Files rejected in this run.
        duplicates: Files that are duplicates.
        unchanged: Known files with the bytes they had.
        deferred: Files put off until the next run.
        ignored: Paths that are no source files; not part of `seen`.
        published: Whether this run published a release.
        release: The release it published, or None.
        latest: The release that readers follow after it, or None.
        gate: `passed`, `warned` or `stopped`; None when there was nothing to judge.
        seconds: Wall time of each step.
        isolated: Files set aside after an unforeseen exception; part of `deferred`.
        failed_checks: One line a failed check of the gate.
        documents: Documents in the latest release.
        measured: Files measured again; None in every run but `recompute` and `rebuild`.
        judged: Files judged again; None in every run but `rejudge`, `recompute` and `rebuild`.
        batches: Batches that the run took in or finished, by their folders' names.
        held: Why publishing is held; None where it was not asked, or is not.
        is_look_done: Whether the inbox was looked at to the end.
        alarms: Events of what is the matter with the inbox; told once, by the first run that sees it.
        changes: From which reason to which the verdicts changed, and of how many files: `from`, `to`, `files`.
    """

    run_id: str
    seen: int = 0
    accepted: int = 0
    rejected: int = 0
    duplicates: int = 0
    unchanged: int = 0
    deferred: int = 0
    ignored: int = 0
    published: bool = False
    release: str | None = None
    latest: str | None = None
    gate: str | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    isolated: list[str] = field(default_factory=list)
    failed_checks: list[str] = field(default_factory=list)
    documents: int | None = None
    measured: int | None = None
    batches: list[str] = field(default_factory=list)
    held: str | None = None
    is_look_done: bool = False
    alarms: list[str] = field(default_factory=list)
    judged: int | None = None
    changes: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of_json(cls, text: str) -> RunReport:
        """A report as the state keeps it; what another version of Kroniek wrote besides is passed over."""
        known = {one.name for one in fields_of(cls)}
        return cls(**{name: value for name, value in json.loads(text).items() if name in known})

    @property
    def is_eventful(self) -> bool:
        """Whether there is anything to show but that nothing was new."""
        counts = self.accepted + self.rejected + self.duplicates + self.deferred
        return bool(counts or self.gate or self.held or self.alarms or self.isolated or self.judged is not None)

    @property
    def changed(self) -> int:
        """Files judged again that have another reason now."""
        return sum(change["files"] for change in self.changes)

    def is_balanced(self) -> bool:
        """Whether every file seen has its place in the account."""
        return self.seen == self.accepted + self.rejected + self.duplicates + self.unchanged + self.deferred

    def fields(self) -> dict[str, Any]:
        """All of it, for a flow to return: `RunReport(**fields)` makes it again."""
        return asdict(self)

    def as_json(self) -> dict[str, Any]:
        """The object that `run --json` prints; `rejudge --json` begins with what changed."""
        names = (
            "run_id", "seen", "accepted", "rejected", "duplicates", "unchanged", "deferred", "ignored", "published",
            "release", "latest", "gate",
        )  # fmt: skip
        judged = {"judged": self.judged, "changed": self.changed, "changes": self.changes}
        return {
            **({"measured": self.measured} if self.measured is not None else {}),
            **(judged if self.judged is not None else {}),
            **{name: getattr(self, name) for name in names},
            "seconds": {step: round(seconds, 3) for step, seconds in self.seconds.items()},
        }
