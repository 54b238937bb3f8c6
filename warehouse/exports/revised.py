"""Which documents of a release were written again after their date: what a causal export leaves out."""

from __future__ import annotations

from pathlib import Path

from transforms.errors import UsageError
from transforms.schema import DOCUMENTS, VERDICTS_TABLE
from warehouse.engine import view_files
from warehouse.exports.selection import open_reader
from warehouse.layout import Warehouse
from warehouse.path_cover import find_cover, register_cover
from warehouse.releases import shown_paths, table_files
from warehouse.sql import load

__all__ = ["find_revised"]


def find_revised(warehouse: Warehouse, release: Path, spill: Path) -> list[str]:
    """Documents that took the place of an accepted one under the same path.

    Args:
        warehouse: Where; it is asked for true paths only where the release leaves them out.
        release: Folder of the release.
        spill: Folder for what does not fit into memory.

    Raises:
        UsageError: The release shows no paths, and this is not the warehouse that knows them.
    """
    is_left_out = shown_paths(release) == "none"
    cover = find_cover(warehouse) if is_left_out else None
    if is_left_out and cover is None:
        raise UsageError(
            f"Release {release.name} shows no source paths: only its own warehouse knows which texts were revised.",
            where=str(release),
            what_to_do="Export there, or keep revised texts with --not-causal.",
        )
    # A connection of its own: what is exported is what the release shows, never the true path.
    with open_reader(spill) as connection:
        register_cover(connection, cover)
        for table in (DOCUMENTS, VERDICTS_TABLE):
            view_files(connection, table.name, table_files(release, table.name), table)
        return [str(doc_id) for (doc_id,) in connection.execute(load("export_revised")).fetchall()]
