"""The second half of the road, as its schedule uses it: assemble, gate, publish."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.stages import do_publish_and_tidy, run_on_warehouse

__all__ = ["publish"]


@flow(name="publish", description="Publish what was taken in since the last release, if the gate lets it.")
def publish() -> dict[str, Any]:
    """Assemble, judge and publish what is pending in the warehouse of the settings.

    Returns:
        The run's report, as `flows.reports.RunReport` fields.
    """
    with run_on_warehouse("publish") as (warehouse, settings, now, report):
        do_publish_and_tidy(warehouse, settings, now, report)
    return report.fields()
