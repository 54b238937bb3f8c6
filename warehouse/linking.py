"""Taking over a file that stays as it is: one inode with two names, or a copy where the file system wants no link."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from transforms.errors import VerificationError
from warehouse.disk import naming
from warehouse.durable import hash_file
from warehouse.parquet import read_row_count

__all__ = ["take_over"]

LINK_REFUSED = (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP)
"""Protected links, another file system, too many names of one file, and file systems without links."""


def take_over(source: Path, target: Path, *, byte_count: int, row_count: int, sha256: str) -> None:
    """Give a file of the parent release its place in a candidate, or one of a batch its place in a pack, unread.

    A link is the very bytes that were written, so their sum holds for it as long as the size is right and the name
    leads to the very file that was looked at. A copy is bytes that were written anew: it is hashed, and forced to the
    disk with the whole folder.

    Args:
        source: A file that its folder's record lists.
        target: Its new name, in a folder that is there.
        byte_count: Size that the record gives.
        row_count: Rows that the record gives; the footer has to say the same.
        sha256: Sum that the record gives.

    Raises:
        VerificationError: The file is not what its record says.
    """
    try:
        before = source.lstat()
    except FileNotFoundError as error:
        raise _damaged(source, "it is gone") from error
    if before.st_size != byte_count:
        raise _damaged(source, f"{before.st_size} bytes instead of {byte_count}")
    found = read_row_count(source)
    if found != row_count:
        raise _damaged(source, f"{found} rows instead of {row_count}")
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in LINK_REFUSED:
            raise
        with naming(target):
            shutil.copyfile(source, target)
        if hash_file(target) != sha256:
            raise _damaged(source, "its bytes are not those that its record has the sha256 of") from error
        return
    after = target.stat()
    if (after.st_dev, after.st_ino, after.st_size) != (before.st_dev, before.st_ino, byte_count):
        raise _damaged(source, "it was changed while it was linked")


def _damaged(path: Path, how: str) -> VerificationError:
    return VerificationError(
        f"A file of the warehouse is damaged: {how}.",
        where=str(path),
        what_to_do="Restore the file from a backup; `kroniek verify` names every damaged file.",
    )
