"""Shows in the Prefect UI how far a long step is; short ones, which most are, leave nothing behind."""

from __future__ import annotations

import time
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact

__all__ = ["ArtifactReporter"]

LONG_SECONDS = 20.0
UPDATE_SECONDS = 10.0


class ArtifactReporter:
    """A progress artifact for each step that takes longer than some seconds and knows its total."""

    def __init__(self) -> None:
        self._step, self._total, self._done = "", 0, 0
        self._artifact: UUID | None = None
        self._next = 0.0

    def start(self, step: str, total: int | None) -> None:
        """A step begins."""
        self._step, self._total, self._done, self._artifact = step, total or 0, 0, None
        self._next = time.monotonic() + LONG_SECONDS

    def advance(self, count: int) -> None:
        """So many more files are done."""
        self._done += count
        if self._total and time.monotonic() >= self._next:
            self._next = time.monotonic() + UPDATE_SECONDS
            self._show(100 * self._done / self._total)

    def finish(self) -> None:
        """The step is over."""
        if self._artifact is not None:
            self._show(100.0)

    def _show(self, percent: float) -> None:
        share = min(percent, 100.0)
        if self._artifact is None:
            key = f"progress-{self._step.replace(' ', '-')}"
            made = create_progress_artifact(progress=share, key=key, description=f"How far {self._step} is.")
            self._artifact = made if isinstance(made, UUID) else None
        else:
            update_progress_artifact(artifact_id=self._artifact, progress=share)
