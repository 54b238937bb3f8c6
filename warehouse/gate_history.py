"""What the gate found before: figures of past releases, and a record of every run of the gate.

Releases keep their own figures in `quality.json`, which is all that drift is compared with: what was stopped is no
measure of what is usual. `gate-runs.jsonl` keeps those of stopped candidates too, a line a run, for people; neither
needs the state file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from warehouse.durable import fsync_file
from warehouse.layout import Warehouse
from warehouse.quality_history import past_quality

__all__ = ["read_past_metrics", "record_gate_run"]


def read_past_metrics(warehouse: Warehouse, *, count: int) -> tuple[dict[str, Any], ...]:
    """The `metrics` of the last releases, the newest first.

    Args:
        warehouse: Where.
        count: At most so many releases are looked at; one without figures is passed over.
    """
    found = (record.get("metrics") for record in past_quality(warehouse, limit=count))
    return tuple(metrics for metrics in found if metrics and isinstance(metrics, dict))


def record_gate_run(warehouse: Warehouse, quality: Mapping[str, Any], *, run_id: str) -> None:
    """Append what the gate found to `gate-runs.jsonl`, one line, forced to the disk.

    Args:
        warehouse: Where.
        quality: The content of the candidate's `quality.json`.
        run_id: Flow run that asked.
    """
    line = {
        "run_id": run_id,
        **{name: quality[name] for name in ("version", "parent", "created_at_utc", "verdict")},
        "failed": [
            {name: check[name] for name in ("id", "severity", "observed", "threshold", "waived_because")}
            for check in quality["checks"]
            if not check["success"]
        ],
        "observed": {check["id"]: check["observed"] for check in quality["checks"]},
        "metrics": quality["metrics"],
    }
    path = warehouse.gate_runs_file
    is_first = not path.exists()
    # One write: a kill leaves a whole line or the beginning of one, which ends at the next line's own beginning.
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    with path.open("ab") as file:
        file.write((("" if is_first or _ends_whole(warehouse) else "\n") + text + "\n").encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    if is_first:
        fsync_file(warehouse.root)


def _ends_whole(warehouse: Warehouse) -> bool:
    """Whether the record ends with a line end, so that a line torn by a kill spoils no other."""
    with warehouse.gate_runs_file.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
