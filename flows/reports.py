"""What a run did, as people and scripts read it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
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
        judged: Files judged again; None in every run but `rejudge`.
        held: Why publishing is held, or None.
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
    judged: int | None = None
    held: str | None = None
    changes: list[dict[str, Any]] = field(default_factory=list)

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
            **(judged if self.judged is not None else {}),
            **{name: getattr(self, name) for name in names},
            "seconds": {step: round(seconds, 3) for step, seconds in self.seconds.items()},
        }
