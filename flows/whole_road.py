"""The whole road once: take in, curate, assemble, gate, publish."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.outcomes import conclude
from flows.reports import RunReport
from flows.stages import do_publish_and_tidy, do_take_in, do_tidy, run_on_warehouse

__all__ = ["whole_road"]


@flow(name="whole-road", description="Take in, curate, assemble, gate and publish, once.")
def whole_road(is_publishing: bool = True) -> Any:  # noqa: ANN401, FBT001, FBT002 (a switch in the UI)
    """Run the whole road on the inbox and warehouse of the settings.

    Args:
        is_publishing: Whether to publish at the end; off while a backfill comes in several parts.

    Returns:
        The run's report, as `flows.reports.RunReport` fields; a state where a deployment ran it.
    """

    def work() -> RunReport:
        with run_on_warehouse("run") as (warehouse, settings, now, report):
            do_take_in(warehouse, settings, now, report)
            if is_publishing:
                do_publish_and_tidy(warehouse, settings, now, report)
            else:
                do_tidy(warehouse, settings, now, report)
        return report

    return conclude(work, is_patient=True)
