"""Judge everything again after a changed setting, and publish what that changes."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.outcomes import conclude
from flows.reports import RunReport
from flows.stages import do_publish_and_tidy, do_rejudge, run_on_warehouse

__all__ = ["rejudge"]


@flow(name="rejudge", description="Apply changed thresholds to kept measures, and publish what that changes.")
def rejudge() -> Any:  # noqa: ANN401
    """Judge every file of the warehouse of the settings again; then assemble, judge and publish as ever.

    Returns:
        The run's report, as `flows.reports.RunReport` fields; a state where a deployment ran it.
    """

    def work() -> RunReport:
        with run_on_warehouse("rejudge") as (warehouse, settings, now, report):
            do_rejudge(warehouse, settings, report)
            do_publish_and_tidy(warehouse, settings, now, report)
        return report

    return conclude(work, is_patient=True)
