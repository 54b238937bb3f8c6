"""The whole road once: take in, curate, assemble, gate, publish."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.stages import do_publish_and_tidy, do_take_in, run_on_warehouse

__all__ = ["whole_road"]


@flow(name="whole-road", description="Take in, curate, assemble, gate and publish, once.")
def whole_road() -> dict[str, Any]:
    """Run the whole road on the inbox and warehouse of the settings.

    Returns:
        The run's report, as `flows.reports.RunReport` fields.
    """
    with run_on_warehouse("run") as (warehouse, settings, now, report):
        do_take_in(warehouse, settings, now, report)
        do_publish_and_tidy(warehouse, settings, now, report)
    return report.fields()
