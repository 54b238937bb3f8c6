"""Taking documents down: one entry in the record, from which everything else follows."""

from __future__ import annotations

from datetime import datetime

from transforms.errors import UsageError
from transforms.schema import WITHDRAWAL_REASONS
from warehouse.clusters import Cluster
from warehouse.layout import Warehouse
from warehouse.withdrawals import Erasure, record_erasure, record_withdrawal

__all__ = ["check_reason", "withdraw"]


def check_reason(reason: str) -> None:
    """Raise UsageError for a reason that is not of the closed list."""
    if reason not in WITHDRAWAL_REASONS:
        raise UsageError(
            f"There is no reason {reason}.",
            where="--reason",
            what_to_do=f"The reasons are {', '.join(WITHDRAWAL_REASONS)}.",
        )


def withdraw(
    warehouse: Warehouse,
    cluster: Cluster,
    *,
    reason: str,
    note: str | None,
    now: datetime,
    erasure: Erasure | None = None,
) -> None:
    """Take down what a cluster covers; documents that were taken down before get no second entry.

    Args:
        warehouse: Where; the writer's lock is held.
        cluster: As `find_cluster` told it under the same lock.
        reason: Of the closed list; published.
        note: Private.
        now: Clock of the command (UTC).
        erasure: What of it is to be erased; `warehouse.erase.finish_erasures` does it.
    """
    if cluster.documents:
        record_withdrawal(
            warehouse,
            cluster.documents,
            reason=reason,
            note=note,
            is_alone=cluster.is_alone,
            now=now,
            erasure=erasure,
        )
    elif erasure is not None:
        record_erasure(warehouse, erasure, now=now)
