"""`kroniek verify`: is everything still what was written?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kroniek.options import JsonOption, WarehouseOption

if TYPE_CHECKING:
    from warehouse.verification import Verified

__all__ = ["VERIFY_EXAMPLES", "verify"]

VERIFY_EXAMPLES = """\b
Examples:
  kroniek verify
  kroniek verify 2026.11.0
  kroniek verify --json
"""


def verify(
    version: Annotated[
        str | None,
        typer.Argument(metavar="[RELEASE]", help="Verify this release only. [default: all of them, raw/ and staged/]"),
    ] = None,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read everything again: hash every file, open it, count its rows, and hold it against its record.

    Of releases: every file against the manifest, SHA256SUMS, and the catalog by counting every table. Of raw/: the
    bytes of every source file against its own sha256. Of staged/: its rows against raw/. Damage ends with exit code 14
    and names every file, what is wrong with it, and all releases that hold it: releases share the files that did not
    change. Runs may go on meanwhile.
    """
    from flows.settings import load_settings
    from flows.verification import verify_whole
    from kroniek.interruption import ending_at_ctrl_c
    from kroniek.progress import show_progress
    from transforms.errors import VerificationError
    from warehouse.layout import Warehouse
    from warehouse.verification import Verified

    settings = load_settings(warehouse=warehouse)
    place = Warehouse(settings.warehouse.resolve())
    try:
        with ending_at_ctrl_c(), show_progress():
            verified = verify_whole(place, version, now=settings.now_utc())
    except VerificationError as error:
        if as_json and isinstance(error.report, Verified):
            _show(error.report, as_json=True)
        raise
    _show(verified, as_json=as_json)


def _show(verified: Verified, *, as_json: bool) -> None:
    from kroniek.console import byte_size, write, write_json

    if as_json:
        write_json(verified.as_json())
        return
    parts = [f"{len(verified.releases)} {'release' if len(verified.releases) == 1 else 'releases'}"]
    if verified.batch_count is not None:
        parts.append(
            f"{verified.batch_count} {'batch' if verified.batch_count == 1 else 'batches'} of raw/ and staged/"
        )
    write(
        f"Everything is what was written: {' and '.join(parts)}, {verified.file_count} files of "
        f"{byte_size(verified.byte_count)}; a file that releases share was read once."
    )
