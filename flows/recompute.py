"""Measure everything again from raw/, and publish what that makes: under new rules, or because the rest was lost."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.outcomes import conclude
from flows.reports import RunReport
from flows.stages import do_publish_and_tidy, do_rebuild, do_recompute, run_on_warehouse

__all__ = ["rebuild", "recompute"]


@flow(name="recompute", description="Measure everything again from raw/ under the installed rules, and publish that.")
def recompute(*, is_forced: bool = False) -> Any:  # noqa: ANN401
    """Measure the warehouse of the settings again, where something in it is of other rules; then publish as ever.

    Args:
        is_forced: Measure again under the same rules too.

    Returns:
        The run's report, as `flows.reports.RunReport` fields; a state where a deployment ran it.
    """

    def work() -> RunReport:
        with run_on_warehouse("recompute") as (warehouse, settings, now, report):
            do_recompute(warehouse, settings, now, report, is_forced=is_forced)
            do_publish_and_tidy(warehouse, settings, now, report)
        return report

    return conclude(work, is_patient=True)


@flow(name="rebuild", description="Make staged/, fingerprints, the state and a release again from raw/ alone.")
def rebuild() -> Any:  # noqa: ANN401
    """Make everything of the warehouse of the settings again from raw/; then publish as ever.

    Returns:
        The run's report, as `flows.reports.RunReport` fields; a state where a deployment ran it.
    """

    def work() -> RunReport:
        with run_on_warehouse("rebuild") as (warehouse, settings, now, report):
            do_rebuild(warehouse, settings, now, report)
            do_publish_and_tidy(warehouse, settings, now, report)
        return report

    return conclude(work, is_patient=True)
