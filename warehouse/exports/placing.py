"""Where an export lies: made beside its place under another name, and put there whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from transforms.errors import UsageError
from warehouse.durable import fsync_file, fsync_tree

__all__ = ["MANIFEST_NAME", "place_files", "place_folder", "temporary_folder"]

MANIFEST_NAME = "manifest.json"


@contextmanager
def temporary_folder(out: Path, *, is_file: bool) -> Iterator[Path]:
    """A folder beside `out` in which everything is made; what is left of it is removed, however it ends.

    Raises:
        UsageError: There is something already, or nothing can be written there.
    """
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise _taken(out)
    if is_file and (out.parent / MANIFEST_NAME).exists():  # of another export; told before the work, not after it
        raise _taken(out.parent / MANIFEST_NAME)
    try:
        folder = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}.", suffix=".part"))
    except OSError as error:
        raise UsageError(
            f"The export cannot be written: {error.strerror}.",
            where=str(out),
            what_to_do="Choose a folder that exists, that you may write, and that has room.",
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def place_folder(folder: Path, out: Path) -> Path:
    """Give a finished folder its place. Returns that."""
    _give_usual_rights(folder)
    fsync_tree(folder)
    if out.is_dir():
        out.rmdir()  # an empty one, as was checked
    folder.rename(out)
    fsync_file(out.parent)
    return out


def place_files(folder: Path, out: Path, names: list[str]) -> Path:
    """Files first and the manifest last: where it lies, the export is whole."""
    _give_usual_rights(folder)
    fsync_tree(folder)
    placed: list[Path] = []
    try:
        for name in (*names, MANIFEST_NAME):
            os.link(folder / name, out.parent / name)  # unlike a rename, it never replaces a file
            placed.append(out.parent / name)
    except FileExistsError as error:
        for path in placed:
            path.unlink()
        raise _taken(out.parent / name) from error
    fsync_file(out.parent)
    return out.parent


def _taken(place: Path) -> UsageError:
    return UsageError(
        "There is something already.",
        where=str(place),
        what_to_do="Name another place, such as a folder of its own, or remove it.",
    )


def _give_usual_rights(folder: Path) -> None:
    """A temporary folder is its owner's alone; what is handed over is not."""
    mask = os.umask(0)
    os.umask(mask)
    folder.chmod(0o777 & ~mask)
