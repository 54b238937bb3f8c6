"""The first half of the road, as its schedule uses it: take in and curate."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.stages import do_take_in, do_tidy, run_on_warehouse

__all__ = ["take_in"]


@flow(name="take-in", description="Take in new and changed files and judge them; publishes nothing.")
def take_in() -> dict[str, Any]:
    """Take in and curate what is new in the inbox of the settings.

    Returns:
        The run's report, as `flows.reports.RunReport` fields.
    """
    with run_on_warehouse("take-in") as (warehouse, settings, now, report):
        do_take_in(warehouse, settings, now, report)
        do_tidy(warehouse, settings, now, report)
    return report.fields()
