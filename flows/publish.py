"""The second half of the road, as its schedule uses it: assemble, gate, publish."""

from __future__ import annotations

from typing import Annotated, Any

from prefect import flow
from pydantic import Field

from flows.outcomes import conclude
from flows.reports import RunReport
from flows.stages import do_publish_and_tidy, run_on_warehouse

__all__ = ["publish"]

LONGEST_SECONDS = 12 * 3600


@flow(
    name="publish",
    description="Publish what was taken in since the last release, if the gate lets it.",
    timeout_seconds=LONGEST_SECONDS,
)
def publish(wait_minutes: Annotated[int, Field(ge=0)] | None = None) -> Any:  # noqa: ANN401
    """Assemble, judge and publish what is pending in the warehouse of the settings.

    Args:
        wait_minutes: How long to wait for a warehouse that another run holds; by default the setting
            publish_wait_seconds. Only a deployed run waits.

    Returns:
        The run's report, as `flows.reports.RunReport` fields; a state where a deployment ran it.
    """

    def work() -> RunReport:
        with run_on_warehouse("publish") as (warehouse, settings, now, report):
            do_publish_and_tidy(warehouse, settings, now, report)
        return report

    return conclude(work, is_patient=True, wait_seconds=None if wait_minutes is None else 60.0 * wait_minutes)
