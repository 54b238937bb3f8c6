"""Running a flow from the command line; Prefect is imported only here, after its surroundings are set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flows.gating import check_waivers, use_waivers
from flows.imports import uncollected
from flows.prefect_environment import join_service, prepare_prefect
from flows.reports import RunReport
from flows.settings import Settings, use_settings
from warehouse.durable import check_writable
from warehouse.holds import end_hold
from warehouse.inbox import check_inbox
from warehouse.layout import Warehouse
from warehouse.lock import busy_error, lock_holder, writer_lock
from warehouse.publish import sweep
from warehouse.recompute import Plan, measuring_settings, plan_measuring
from warehouse.releases import latest_version

__all__ = [
    "plan_recompute",
    "preview_rejudge",
    "run_publish",
    "run_rebuild",
    "run_recompute",
    "run_rejudge",
    "run_road",
    "run_take_in",
]


def run_road(settings: Settings) -> RunReport:
    """Run the whole road once as a Prefect flow.

    Without an API URL Prefect starts a server of its own for the run; with one the run is recorded there.

    Raises:
        KroniekError: Anything expected; its `report` says what the run had done until then.
    """
    check_inbox(settings.inbox)
    _check_warehouse(settings)
    prepare_prefect()
    with uncollected():
        from flows.whole_road import whole_road

    return _run(whole_road, settings)


def run_take_in(settings: Settings) -> RunReport:
    """Run the first half of the road: take in and curate."""
    check_inbox(settings.inbox)
    _check_warehouse(settings)
    prepare_prefect()
    with uncollected():
        from flows.take_in import take_in

    return _run(take_in, settings)


def run_publish(settings: Settings, *, resume: bool = False, waivers: Mapping[str, str] | None = None) -> RunReport:
    """Run the second half of the road: assemble, gate, publish.

    Args:
        settings: Of the run.
        resume: End a hold first.
        waivers: Reasons to publish this candidate although a threshold check fails, by check id.

    Raises:
        UsageError: A check cannot be waived.
    """
    check_waivers(waivers or {}, settings)
    _check_warehouse(settings)
    if resume:
        warehouse = Warehouse(settings.warehouse.resolve())
        with writer_lock(warehouse, holder="publish --resume"):
            end_hold(warehouse, now=settings.now_utc())
    prepare_prefect()
    with uncollected():
        from flows.publish import publish

    with use_waivers(waivers or {}):
        return _run(publish, settings)


def run_rejudge(settings: Settings) -> RunReport:
    """Judge everything again under the settings, then assemble, gate and publish."""
    _check_warehouse(settings)
    prepare_prefect()
    with uncollected():
        from flows.rejudge import rejudge

    return _run(rejudge, settings)


def preview_rejudge(settings: Settings) -> RunReport:
    """Tell what `run_rejudge` would change, and change nothing; no flow, so that it is there sooner."""
    report = RunReport(run_id="dry run", judged=0)
    warehouse = Warehouse(settings.warehouse.resolve())
    if not warehouse.root.is_dir():
        return report
    _check_warehouse(settings)
    prepare_prefect()
    with uncollected():
        from flows.steps import rejudge_files

    with writer_lock(warehouse, holder="rejudge --dry-run"):
        sweep(warehouse)
        rejudged = rejudge_files(warehouse, settings, run_id=report.run_id, is_dry_run=True)
    report.judged, report.changes = rejudged.judged_count, rejudged.as_rows()
    report.latest = latest_version(warehouse)
    return report


def plan_recompute(settings: Settings, *, is_forced: bool) -> Plan | None:
    """Tell what `run_recompute` would do, and do nothing but tidy up after runs that died.

    Returns:
        The plan; None where there is no warehouse yet.

    Raises:
        OtherRulesError: A newer Kroniek measured what is there, and it is not forced.
    """
    warehouse = Warehouse(settings.warehouse.resolve())
    if not warehouse.root.is_dir():
        return None
    _check_warehouse(settings)
    with writer_lock(warehouse, holder="recompute"):
        sweep(warehouse)
        about = measuring_settings(is_file_name_dated=settings.is_file_name_dated)
        return plan_measuring(warehouse, about, is_forced=is_forced)


def run_recompute(settings: Settings, *, is_forced: bool) -> RunReport:
    """Measure everything again from raw/ under the installed rules, then assemble, gate and publish."""
    _check_warehouse(settings)
    prepare_prefect()
    with uncollected():
        from flows.recompute import recompute

    run: Callable[..., dict[str, Any]] = recompute
    return _run(partial(run, is_forced=is_forced), settings)


def run_rebuild(settings: Settings) -> RunReport:
    """Make everything again from raw/ alone, then assemble, gate and publish."""
    _check_warehouse(settings)
    prepare_prefect()
    with uncollected():
        from flows.recompute import rebuild

    return _run(rebuild, settings)


def _check_warehouse(settings: Settings) -> None:
    """Say at once what would fail after Prefect's start-up of some seconds."""
    warehouse = Warehouse(settings.warehouse.resolve())
    check_writable(warehouse.root)
    holder = lock_holder(warehouse)
    if holder is not None:
        raise busy_error(warehouse, holder)
    join_service(warehouse)


def _run(run: Callable[[], dict[str, Any]], settings: Settings) -> RunReport:
    with use_settings(settings):
        return RunReport(**run())
