"""What a run shows in the Prefect UI: its name, account, verdicts by reason, release, and the gate's verdict."""

from __future__ import annotations

from uuid import UUID

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client

from flows.reports import RunReport
from transforms.errors import VerificationError
from warehouse.layout import Warehouse
from warehouse.rejects import count_reasons

__all__ = ["headline", "name_run", "rename_run", "show_artifacts"]


def show_artifacts(warehouse: Warehouse, report: RunReport) -> None:
    """Make the artifacts of a run that did something."""
    show_account(report)
    if report.rejected or report.duplicates:
        _show_reasons(warehouse, report)
    if report.gate is not None:
        _show_gate(report)
    if report.published:
        _show_release(warehouse, report)


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


def _show_reasons(warehouse: Warehouse, report: RunReport) -> None:
    try:
        rows = count_reasons(warehouse, run_id=report.run_id)
    except VerificationError:  # the damage is the run's own failure, told as that
        return
    create_table_artifact(
        key="verdicts-by-reason",
        description="Files of this run that were not accepted; `kroniek rejects --reason R` lists them.",
        table=[{"verdict": row["verdict"], "reason": row["reason"], "files": row["file_count"]} for row in rows],
    )


def _show_gate(report: RunReport) -> None:
    create_markdown_artifact(
        key="gate",
        description="What the quality gate said.",
        markdown=f"# Quality gate: {report.gate}\n\n"
        + ("\n".join(f"- {line}" for line in report.failed_checks) or "Every check passed."),
    )


def _show_release(warehouse: Warehouse, report: RunReport) -> None:
    folder = warehouse.releases / str(report.release)
    names = ("quality.html", "README.md", "manifest.json")
    links = "\n".join(f"- [{name}]({(folder / name).as_uri()})" for name in names if (folder / name).exists())
    create_markdown_artifact(
        key="release",
        description="The release that this run published.",
        markdown=f"# {report.release}\n\n{report.documents} documents, in `{folder}`.\n\n{links}\n\n"
        f'`kroniek sql --release {report.release} "FROM documents LIMIT 5"`',
    )


def name_run(report: RunReport) -> None:
    """Rename the flow run, so that a list of runs says what each did."""
    rename_run(report.run_id, headline(report))


def rename_run(run_id: str, name: str) -> None:
    """Give a flow run another name."""
    with get_client(sync_client=True) as client:
        client.update_flow_run(UUID(run_id), name=name)


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
        return f"held ({report.held}): {new}"
    if report.judged is not None:
        return f"no release: {new}"
    return f"no release: {new}, {report.unchanged} unchanged"
