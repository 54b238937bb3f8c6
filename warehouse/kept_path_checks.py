"""Is all whole from which the warehouse knows paths that releases do not show? Key by its sum, kept paths by name."""

from __future__ import annotations

import duckdb

from transforms.errors import VerificationError
from warehouse.file_checks import Damage, FileReader, first_line
from warehouse.kept_paths import kept_file, named_paths
from warehouse.layout import Warehouse
from warehouse.path_cover import find_cover

__all__ = ["check_kept_paths"]


def check_kept_paths(warehouse: Warehouse, files: FileReader) -> list[Damage]:
    """What is wrong with that from which the warehouse knows paths that its releases do not show."""
    try:
        cover = find_cover(warehouse)
    except VerificationError as error:
        return [Damage(files.name(warehouse.path_key_file), "absent", error.what)]
    if cover is None:
        return []
    try:
        named = named_paths(warehouse)
    except (duckdb.Error, VerificationError):
        return []  # a damaged file of a release, which its own check names
    found = []
    for name, versions in sorted(named.items()):
        path = kept_file(cover.kept, name)
        try:
            is_whole = cover.name_of_kept(files.sha256(path)) == name
        except FileNotFoundError:
            found.append(Damage(files.name(path), "absent", "It is not there.", tuple(versions)))
            continue
        except OSError as error:
            found.append(Damage(files.name(path), "unreadable", f"It cannot be read: {first_line(error)}."))
            continue
        if not is_whole:
            found.append(Damage(files.name(path), "sha256", "Its sum is not the one that it was named by."))
    return found
