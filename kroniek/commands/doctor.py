"""`kroniek doctor`: what is wrong with this machine."""

from __future__ import annotations

from kroniek.options import InboxOption, JsonOption, WarehouseOption

__all__ = ["DOCTOR_EXAMPLES", "doctor"]

DOCTOR_EXAMPLES = """\b
Examples:
  kroniek doctor
  kroniek doctor --warehouse /srv/corpus --json
"""


def doctor(inbox: InboxOption = None, warehouse: WarehouseOption = None, as_json: JsonOption = False) -> None:
    """Look whether this machine has what Kroniek needs, and whether the service does its work.

    Versions and pins of libraries, settings, folders, disk, clock, server, worker, and whether the schedules really
    create runs. Changes nothing. Exit code 11 when something is wrong, 0 when there are only warnings.
    """
    from dataclasses import asdict

    from kroniek.checkup import FAILED, examine, show_checkup
    from kroniek.console import write_json
    from transforms.errors import InputUnreadableError

    checks = examine(inbox=inbox, warehouse=warehouse)
    if as_json:
        write_json([asdict(check) for check in checks])
    else:
        show_checkup(checks)
    failed = [check for check in checks if check.verdict == FAILED]
    if failed:
        raise InputUnreadableError(
            f"Something is wrong: {', '.join(check.name for check in failed)}.",
            what_to_do="See above for each; run kroniek doctor again afterwards.",
        )
