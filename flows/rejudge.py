"""Judge everything again after a changed setting, and publish what that changes."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.stages import do_publish_and_tidy, do_rejudge, run_on_warehouse

__all__ = ["rejudge"]


@flow(name="rejudge", description="Apply changed thresholds to kept measures, and publish what that changes.")
def rejudge() -> dict[str, Any]:
    """Judge every file of the warehouse of the settings again; then assemble, judge and publish as ever.

    Returns:
        The run's report, as `flows.reports.RunReport` fields.
    """
    with run_on_warehouse("rejudge") as (warehouse, settings, now, report):
        do_rejudge(warehouse, settings, report)
        do_publish_and_tidy(warehouse, settings, now, report)
    return report.fields()
