"""What a run shows in the Prefect UI: its name, the account, and the gate's failed checks."""

from __future__ import annotations

from uuid import UUID

from prefect.artifacts import create_markdown_artifact
from prefect.client.orchestration import get_client

from flows.reports import RunReport

__all__ = ["name_run", "show_account"]


def show_account(report: RunReport) -> None:
    """Make the artifact with the account and the release."""
    rows = "\n".join(
        f"| {name} | {getattr(report, name)} |"
        for name in ("seen", "accepted", "rejected", "duplicates", "unchanged", "deferred", "ignored")
    )
    rows += "".join(f"\n| {one['from']} → {one['to']} | {one['files']} |" for one in report.changes)
    checks = "".join(f"\n- {line}" for line in report.failed_checks)
    create_markdown_artifact(
        key="account",
        description="The account of the run and the release it made.",
        markdown=(
            f"# {headline(report)}\n\n| files | count |\n|---|---:|\n{rows}\n\n"
            f"Gate: {report.gate or 'nothing to judge'}. Latest release: {report.latest or 'none yet'}.\n{checks}"
        ),
    )


def name_run(report: RunReport) -> None:
    """Rename the flow run, so that a list of runs says what each did."""
    with get_client(sync_client=True) as client:
        client.update_flow_run(UUID(report.run_id), name=headline(report))


def headline(report: RunReport) -> str:
    """One line: new verdicts and release."""
    new = f"{report.accepted} accepted, {report.rejected} rejected, {report.duplicates} duplicates"
    if report.judged is not None:
        new = f"{report.changed} of {report.judged} verdicts changed"
    if report.gate == "stopped":
        return f"stopped by the gate: {new}"
    if report.published:
        return f"published {report.release}: {new}"
    if report.held is not None:
        return f"publishing is held ({report.held}): {new}"
    if report.judged is not None:
        return f"no release: {new}"
    return f"no release: {new}, {report.unchanged} unchanged"
