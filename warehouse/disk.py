"""What a disk refuses, whoever of us asked it: one kind of error, and always the path.

DuckDB has errors of its own and tells the operating system's reason as text; pyarrow and Python's files keep the number
and leave out the path. A person wants both, and the exit code of a full disk, not that of a bug.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["REFUSALS", "naming", "refusal_of"]

REFUSALS = (
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO,
)  # fmt: skip
"""What a disk or its permissions refuse wherever we touch them; no bug of ours."""


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Have an OSError that comes without a path name this one."""
    try:
        yield
    except OSError as error:
        if error.errno is None or error.filename is not None:
            raise
        raise OSError(error.errno, os.strerror(error.errno), str(path)) from error


def refusal_of(error: Exception, path: Path) -> OSError | None:
    """What the disk refused when a database failed; None when it failed for another reason.

    Args:
        error: Of DuckDB, its reason in words: `Could not write file "x": No space left on device`.
        path: What it was at work on.
    """
    for number in REFUSALS:
        if os.strerror(number) in str(error):
            return OSError(number, os.strerror(number), str(path))
    return None
