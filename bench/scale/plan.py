"""Which runs a measurement at scale consists of, in their order.

To each size the warehouse grows by one delivery of files of the corpus. On top of each size come the deliveries of an
ordinary day, made for the purpose: all of one month, the last there is, as news is; and once ten files of as many
years, the worst case, in which the files of all these years are written anew. Every run is a day later than the one
before. All are of one month until the last one: it finds a closed month, whose batches are put together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

__all__ = ["DAY_FILES", "FEW_FILES", "GROW", "Step", "plan_steps"]

FIRST_DAY = datetime(2026, 11, 1, 6, tzinfo=UTC)
NEXT_MONTH = datetime(2026, 12, 2, 6, tzinfo=UTC)
DAY_FILES, FEW_FILES = 2_000, 10
GROW, NOTHING, FEW, DAY, FEW_OF_ANY_DATE = "grow", "nothing new", "10 new", "a day's 2,000", "10 of any date"
FEW_A_MONTH_LATER = "10 new, a month later"


@dataclass(frozen=True)
class Step:
    """One run of the road, and the delivery before it.

    Attributes:
        name: Names it in the journal; unique.
        kind: What sort of run.
        size: Files of the corpus that are delivered by then.
        made_files: How many files are made for it.
        first_made: Number of the first of them.
        is_of_one_month: Whether they all bear the last month of the release.
        now: Clock of the run.
    """

    name: str
    kind: str
    size: int
    made_files: int
    first_made: int
    is_of_one_month: bool
    now: datetime


def plan_steps(sizes: list[int]) -> list[Step]:
    """All runs for these sizes, smallest first.

    Raises:
        ValueError: They do not fit into one month.
    """
    steps: list[Step] = []
    made = 0
    for size in sorted(set(sizes)):
        kinds = [(GROW, 0, True), (NOTHING, 0, True), (FEW, FEW_FILES, True), (DAY, DAY_FILES, True),
                 (FEW_OF_ANY_DATE, FEW_FILES, False)]  # fmt: skip
        if size == max(sizes):
            kinds.append((FEW_A_MONTH_LATER, FEW_FILES, True))
        for kind, files, is_of_one_month in kinds:
            now = NEXT_MONTH if kind == FEW_A_MONTH_LATER else FIRST_DAY + timedelta(days=len(steps))
            steps.append(Step(f"{size:,}: {kind}", kind, size, files, made, is_of_one_month, now))
            made += files
    if steps[-2].now.month != FIRST_DAY.month:
        raise ValueError(f"{len(set(sizes))} sizes are too many: all runs lie on days of one month")
    return steps
