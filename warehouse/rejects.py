"""The files that were not accepted, grouped by reason and one by one."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.errors import UsageError
from transforms.reasons import REASONS, REASONS_BY_NAME
from warehouse.evidence import add_evidence
from warehouse.inspection import Row, open_inspection, read_state
from warehouse.layout import Warehouse
from warehouse.nearest import did_you_mean, nearest_names

__all__ = ["IgnoredFiles", "Rejects", "count_reasons", "list_ignored", "list_rejects"]


@dataclass(frozen=True)
class Rejects:
    """Files that were not accepted, published and pending ones together.

    Attributes:
        counts: Rows of `rejects_counts.sql`, the most frequent reason first: rejections and duplicates.
        verdict: What `rows` lists: `rejected` or `duplicate`.
        rows: Rows of `rejects.sql`, newest first; with one reason each has its `evidence` (`warehouse.evidence`).
        total: How many rows there would be without a limit.
    """

    counts: list[Row]
    verdict: str
    rows: list[Row]
    total: int


@dataclass(frozen=True)
class IgnoredFiles:
    """What lies in the inboxes and is no source file.

    Attributes:
        rows: Rows of `rejects_ignored.sql`.
        total: How many rows there would be without a limit.
    """

    rows: list[Row]
    total: int


def list_rejects(
    warehouse: Warehouse, *, reason: str | None = None, is_about_duplicates: bool = False, limit: int | None = None
) -> Rejects:
    """List the files that were not accepted.

    Args:
        warehouse: Where to look.
        reason: Only this reason; it also decides between rejections and duplicates.
        is_about_duplicates: List duplicates instead of rejections.
        limit: How many files at most; None for all.

    Raises:
        UsageError: There is no such reason, or it is not one of a file that was turned away.
    """
    verdict = "duplicate" if is_about_duplicates else "rejected"
    if reason is not None:
        verdict = _verdict_of(reason)
    with open_inspection(warehouse) as inspection:
        counts = inspection.rows("rejects_counts")
        rows = inspection.rows("rejects", {"verdict": verdict, "reason": reason, "limit": limit})
    if reason is not None:
        add_evidence(warehouse, rows)
    total = sum(row["file_count"] for row in counts if row["verdict"] == verdict and reason in {None, row["reason"]})
    return Rejects(counts, verdict, rows, total)


def _verdict_of(reason: str) -> str:
    known = REASONS_BY_NAME.get(reason)
    refusing = [one.name for one in REASONS if one.verdict != "accepted"]
    if known is None:
        near = nearest_names(reason, refusing)
        raise UsageError(
            f"There is no reason {reason}.",
            where="--reason",
            what_to_do=" ".join(
                part for part in (did_you_mean(near), f"The reasons are {', '.join(refusing)}.") if part
            ),
        )
    if known.verdict == "accepted":
        raise UsageError(
            f"{reason} is the reason of accepted files.",
            where="--reason",
            what_to_do='List those with kroniek sql "SELECT source_path FROM documents".',
        )
    return known.verdict


def list_ignored(warehouse: Warehouse, *, limit: int | None = None) -> IgnoredFiles:
    """List what lies in the inboxes and is no source file, as the last look found it.

    Args:
        warehouse: Where to look.
        limit: How many at most; None for all.

    Raises:
        InputUnreadableError: The state is held by a run.
    """
    answers = read_state(warehouse, rejects_ignored={"limit": limit}, count_ignored={})
    total = sum(row["file_count"] for row in answers["count_ignored"])
    return IgnoredFiles(answers["rejects_ignored"], total)


def count_reasons(warehouse: Warehouse, *, run_id: str) -> list[Row]:
    """Why the files of one run were not accepted: verdict, reason and file_count, the most frequent first.

    Args:
        warehouse: Where to look.
        run_id: The run.
    """
    with open_inspection(warehouse) as inspection:
        return inspection.rows("reasons_of_run", {"run_id": run_id})
