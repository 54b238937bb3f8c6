"""Which files the server hands out: those that a release's manifest lists, and nothing else on the disk.

A path is looked up in a list, never put together and then checked. So there is no way out of the folder, whatever is
written into an address.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transforms.errors import VerificationError
from warehouse.durable import hash_file
from warehouse.layout import Warehouse
from warehouse.releases import read_manifest, release_versions
from warehouse.versions import is_version

__all__ = ["MEDIA_TYPES", "DamagedFileError", "ListedFile", "ReleaseShelf", "ServedRelease", "media_type"]

MEDIA_TYPES = {
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".cff": "application/yaml",
    ".xml": "application/atom+xml",
    ".duckdb": "application/octet-stream",
}
NAMED_TYPES = {"SHA256SUMS": "text/plain; charset=utf-8", "croissant.json": "application/ld+json"}
UNLISTED = ("manifest.json", "SHA256SUMS")
"""Files of a release that the manifest cannot list, because they are made of it."""


class DamagedFileError(Exception):
    """A file is not as long as its manifest says: its sum would be a lie."""


@dataclass(frozen=True)
class ListedFile:
    """One file of a release.

    Attributes:
        path: Relative to the release folder.
        bytes: Size.
        sha256: Of its bytes, in hex.
        table: Table that it holds rows of, or None.
        rows: Number of rows, or None.
    """

    path: str
    bytes: int
    sha256: str
    table: str | None = None
    rows: int | None = None


@dataclass(frozen=True)
class ServedRelease:
    """A release as it is served.

    Attributes:
        version: Its version.
        folder: Where it lies.
        manifest: Its manifest.
        files: Its files by path.
    """

    version: str
    folder: Path
    manifest: dict[str, Any]
    files: dict[str, ListedFile]

    def locate(self, path: str) -> tuple[ListedFile, Path, os.stat_result] | None:
        """A listed file, its place and its state; None where it is not listed, or reached over a link.

        Raises:
            DamagedFileError: It is not as long as listed.
        """
        listed = self.files.get(path)
        if listed is None:
            return None
        place = self.folder
        for part in path.split("/"):
            place /= part
            try:
                found = place.lstat()
            except OSError:
                return None
            if stat.S_ISLNK(found.st_mode):
                return None
        if not stat.S_ISREG(found.st_mode):
            return None
        if found.st_size != listed.bytes:
            raise DamagedFileError(str(place))
        return listed, place, found


class ReleaseShelf:
    """The releases of a warehouse; a manifest is read again only when it is another file.

    Args:
        warehouse: Whose releases are served.
    """

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self._known: dict[str, tuple[tuple[int, int, int], ServedRelease]] = {}

    def versions(self) -> list[str]:
        """Versions that can be served, newest first."""
        return [version for version in reversed(release_versions(self.warehouse)) if self.release(version)]

    def release(self, version: str) -> ServedRelease | None:
        """A release; None where there is none of that version, or its folder is a link or without a manifest."""
        if not is_version(version):
            return None
        folder = self.warehouse.releases / version
        manifest_file = folder / "manifest.json"
        try:
            is_folder = stat.S_ISDIR(folder.lstat().st_mode)
            found = manifest_file.lstat()
        except OSError:
            return None
        if not is_folder or not stat.S_ISREG(found.st_mode):
            return None
        state = (found.st_ino, found.st_mtime_ns, found.st_size)
        known = self._known.get(version)
        if known is not None and known[0] == state:
            return known[1]
        release = _read(version, folder)
        if release is not None:
            self._known[version] = state, release
        return release


def _read(version: str, folder: Path) -> ServedRelease | None:
    try:
        manifest = read_manifest(folder)
    except VerificationError:
        return None
    files = {
        file["path"]: ListedFile(file["path"], file["bytes"], file["sha256"], file["table"], file["rows"])
        for file in manifest["files"]
    }
    for name in UNLISTED:
        path = folder / name
        if path.is_file() and not path.is_symlink():
            files[name] = ListedFile(name, path.stat().st_size, hash_file(path))
    return ServedRelease(version, folder, manifest, files)


def media_type(path: str) -> str:
    """Media type of a file of a release."""
    name = path.rpartition("/")[2]
    return NAMED_TYPES.get(name) or MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream")
