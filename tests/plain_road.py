"""The road without Prefect: the stages as they are, their tasks called as plain functions.

Most tests are about what the road does, not about who schedules it; a flow run costs seconds, this does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from expectations.verdict import GateVerdict
from flows import stages
from flows.reports import RunReport
from flows.settings import Settings, load_settings
from warehouse import candidates, catalog
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock
from warehouse.publish import sweep
from warehouse.releases import latest_version

TASKS = (
    "take_in_step",
    "curate_step",
    "rejudge_step",
    "resettle_step",
    "recompute_step",
    "assemble_step",
    "gate_step",
    "publish_step",
    "tidy_step",
)
NOW = "2026-11-22T06:00:00Z"
STATED = {"licence": "CC-BY-4.0", "contact": "https://krant.example/contact"}
"""What the gate warns of where it is not said."""


def gate_left_out(*_: Any, **__: Any) -> tuple[GateVerdict, dict[str, str]]:
    """Lets everything pass, for tests of what comes before and after the gate; the gate has tests of its own."""
    return GateVerdict("passed", ()), {}


@contextmanager
def plain_steps(*, is_gated: bool) -> Iterator[None]:
    """Have the stages call the functions behind their Prefect tasks."""
    with pytest.MonkeyPatch.context() as patch:
        for name in TASKS:
            patch.setattr(stages, name, getattr(stages, name).fn)
        if is_gated:
            yield
            return
        patch.setattr(stages, "gate_step", gate_left_out)
        with unread_left_out():
            yield


@contextmanager
def unread_left_out() -> Iterator[None]:
    """Leave out what only the gate reads, a fifth of what a small run costs, and the catalog's two hundred comments."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "collect_frames", lambda *_, **__: None)
        patch.setattr(catalog, "_add_comments", lambda *_: None)
        yield


def run_plain(
    inbox: Path, warehouse: Path, *, run_id: str = "plain", is_gated: bool = True, **settings: Any
) -> RunReport:
    """Take in, curate, assemble, gate and publish once."""
    with on_plain_warehouse(inbox, warehouse, run_id=run_id, is_gated=is_gated, **settings) as (place, used, report):
        stages.do_take_in(place, used, used.now_utc(), report)
        stages.do_publish(place, used, used.now_utc(), report)
        report.latest = latest_version(place)
    return report


def take_in_plain(inbox: Path, warehouse: Path, *, run_id: str = "plain", **settings: Any) -> RunReport:
    """Take in and curate once."""
    with on_plain_warehouse(inbox, warehouse, run_id=run_id, **settings) as (place, used, report):
        stages.do_take_in(place, used, used.now_utc(), report)
    return report


def rejudge_plain(inbox: Path, warehouse: Path, *, run_id: str = "again", **settings: Any) -> RunReport:
    """Judge everything again once; publish nothing."""
    with on_plain_warehouse(inbox, warehouse, run_id=run_id, **settings) as (place, used, report):
        stages.do_rejudge(place, used, report)
    return report


def recompute_plain(
    inbox: Path, warehouse: Path, *, run_id: str = "recompute", is_forced: bool = False, **settings: Any
) -> RunReport:
    """Measure everything again once; publish nothing."""
    with on_plain_warehouse(inbox, warehouse, run_id=run_id, **settings) as (place, used, report):
        stages.do_recompute(place, used, used.now_utc(), report, is_forced=is_forced)
    return report


def rebuild_plain(inbox: Path, warehouse: Path, *, run_id: str = "rebuild", **settings: Any) -> RunReport:
    """Make everything again from raw/ once; publish nothing."""
    with on_plain_warehouse(inbox, warehouse, run_id=run_id, **settings) as (place, used, report):
        stages.do_rebuild(place, used, used.now_utc(), report)
    return report


@contextmanager
def on_plain_warehouse(
    inbox: Path, warehouse: Path, *, run_id: str, is_gated: bool = True, **settings: Any
) -> Iterator[tuple[Warehouse, Settings, RunReport]]:
    used = load_settings(
        **{
            "inbox": inbox,
            "warehouse": warehouse,
            "now": NOW,
            "workers": 1,
            "minimum_file_age_seconds": 0,
            **STATED,
            **settings,
        }
    )
    place = Warehouse(warehouse.resolve())
    with plain_steps(is_gated=is_gated), writer_lock(place, holder="plain run"):
        sweep(place)
        yield place, used, RunReport(run_id=run_id)
