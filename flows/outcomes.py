"""How a deployed run ends: in a state that says what happened, for there is nobody to read an exit code.

A run that a command started raises its failures; the command line makes exit codes of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.sorting import FlowRunSort
from prefect.runtime import deployment, flow_run
from prefect.states import Completed, Failed

from flows.artifacts import rename_run
from flows.events import RUN_REFUSED, VERIFY_FAILED, is_deployed, tell
from flows.logs import log, show_log
from flows.progress import use_reporter
from flows.progress_artifacts import ArtifactReporter
from flows.reports import RunReport
from flows.settings import active_settings
from transforms.errors import GateStoppedError, KroniekError, SettingsError, VerificationError, WarehouseBusyError
from warehouse.layout import Warehouse

__all__ = ["conclude"]

Done = RunReport | dict[str, Any]
"""What the work of a flow gives: its report, or what else the flow returns."""

BUSY_POLL_SECONDS = 5.0
STOPPED = "Stopped"
REFUSED = "Refused"
"""Names of the states of failures that were foreseen. Prefect's own `Failed` is left to those that were not, about
which an automation tells people; of these two a run tells by itself, and once."""


def conclude(work: Callable[[], Done], *, is_patient: bool = False, wait_seconds: float | None = None) -> Any:  # noqa: ANN401 (a report, or one of Prefect's states, which are generic)
    """Do the work of a flow and return what the flow should return.

    Args:
        work: Does it all, and raises what goes wrong; gives its report, or what else the flow returns.
        is_patient: Wait for a warehouse that another run holds, as long as the settings say.
        wait_seconds: That long instead.

    Returns:
        The report's fields; for a deployed run a Prefect state.
    """
    if not is_deployed():
        return _fields(work())
    try:
        settings = active_settings()
    except SettingsError as error:
        return _refused(error, None)
    show_log(settings.log_format)
    warehouse = Warehouse(settings.warehouse.resolve())
    patience = settings.publish_wait_seconds if wait_seconds is None else wait_seconds
    try:
        with use_reporter(ArtifactReporter()):
            report = _do_when_free(work, patience if is_patient else 0.0)
    except KroniekError as error:
        return _not_done(error, warehouse)
    if isinstance(report, RunReport) and report.isolated:
        return _isolated(report, warehouse)
    if isinstance(report, RunReport) and report.held is not None:
        return Completed(message=f"held: {report.held}")
    return _fields(report)


def _fields(report: Done) -> dict[str, Any]:
    return report.fields() if isinstance(report, RunReport) else report


def _not_done(error: KroniekError, warehouse: Warehouse) -> Any:  # noqa: ANN401
    if isinstance(error, WarehouseBusyError):
        log("run.skipped", reason="busy", holder=error.what)
        rename_run(str(flow_run.id), "skipped: busy")
        return Completed(message=f"skipped: busy. {error.what}")
    if isinstance(error, GateStoppedError):  # told already, by what every run announces
        return Failed(name=STOPPED, message=str(error))
    return _refused(error, warehouse)


def _do_when_free(work: Callable[[], Done], patience: float) -> Done:
    deadline = time.monotonic() + patience
    while True:
        try:
            return work()
        except WarehouseBusyError:
            if time.monotonic() + BUSY_POLL_SECONDS > deadline:
                raise
            time.sleep(BUSY_POLL_SECONDS)


def _refused(error: KroniekError, warehouse: Warehouse | None) -> Any:  # noqa: ANN401 (Prefect's states are generic)
    """End a run that could not do its work. People are told by the first of several that end alike."""
    log("run.refused", level="error", exit_code=error.exit_code, what=error.what, where=error.where)
    rename_run(str(flow_run.id), f"refused: {error.what}"[:200])
    message = str(error)
    if not _ended_like_this_before(message):
        is_damage = isinstance(error, VerificationError)
        tell(
            VERIFY_FAILED if is_damage else RUN_REFUSED,
            warehouse or Warehouse(Path.cwd()),  # settings that cannot be read name none
            subject=f"Kroniek: {'damage was found' if is_damage else 'a run could not do its work'}",
            body=message,
            exit_code=error.exit_code,
        )
    return Failed(name=REFUSED, message=message)


def _isolated(report: RunReport, warehouse: Warehouse) -> Any:  # noqa: ANN401
    """End a run that met an unforeseen exception in some files; the others went on."""
    message = "Set aside after an unforeseen exception:\n" + "\n".join(report.isolated)
    if not _ended_like_this_before(message):
        tell(
            RUN_REFUSED,
            warehouse,
            subject=f"Kroniek: {len(report.isolated)} files met a bug and were set aside",
            body=f"{message[:2000]}\nThe rest went on; every run tries these files again. Please report the bug.",
        )
    return Failed(name=REFUSED, message=message)


def _ended_like_this_before(message: str) -> bool:
    """Whether the run before this one, of the same deployment, ended with the same words."""
    ended: dict[str, Any] = {
        "deployment_id": {"any_": [deployment.id]},
        "end_time": {"is_null_": False},
        "id": {"not_any_": [UUID(str(flow_run.id))]},
    }
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(
            flow_run_filter=FlowRunFilter.model_validate(ended), sort=FlowRunSort.END_TIME_DESC, limit=1
        )
    return bool(runs) and runs[0].state is not None and runs[0].state.message == message
