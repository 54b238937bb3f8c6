"""Telling a damaged file of the warehouse from every other failure of a Parquet reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from transforms.errors import VerificationError
from warehouse.durable import read_json

__all__ = ["damaged_file", "read_record", "reading"]

ADVICE = {
    "raw": "Restore it from a backup: nothing else holds these bytes. What is published stays as it is.",
    "staged": "Restore it from a backup, or move the batch's folder away from staged/: the next run makes it again "
    "from raw/.",
}
GENERAL_ADVICE = "Restore it from a backup; `kroniek verify` names every damaged file."


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Have an error of pyarrow over a file that is damaged or gone say so.

    pyarrow tells damage as a ValueError of its own, or as OSError without a number. It is not imported here: commands
    that answer at once use this module too.

    Args:
        path: The Parquet file that is read.

    Raises:
        VerificationError: It is not what it was, or is gone.
    """
    try:
        yield
    except (ValueError, OSError) as error:
        is_gone = isinstance(error, FileNotFoundError)
        is_damaged = type(error).__module__.startswith("pyarrow") or (isinstance(error, OSError) and not error.errno)
        if not (is_gone or is_damaged):
            raise
        raise damaged_file(path, str(error)) from error


def read_record(path: Path) -> dict[str, Any]:
    """A small JSON record that a batch's folder holds.

    Raises:
        VerificationError: It is damaged or gone.
    """
    try:
        return read_json(path)
    except (ValueError, TypeError, FileNotFoundError) as error:
        raise damaged_file(path, str(error)) from error


def damaged_file(path: Path, cause: str) -> VerificationError:
    """A file that cannot be read as what it was written as.

    Args:
        path: Which file, or the warehouse's folder when that is not known.
        cause: What the reader said of it.
    """
    advice = [text for part, text in ADVICE.items() if part in path.parts]
    return VerificationError(
        f"A file of the warehouse cannot be read: {cause}", where=str(path), what_to_do=(advice or [GENERAL_ADVICE])[-1]
    )
