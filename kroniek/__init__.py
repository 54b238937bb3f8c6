"""Kroniek: dated Dutch news text as a versioned, checked and queryable corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

__all__ = ["__version__", "connect"]

__version__ = "0.1.0"


def connect(release: str | None = None, *, warehouse: str | Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open a release for questions in SQL, from a notebook or a script.

    The connection is read-only and stays with its release: a newer one that is published meanwhile does not
    change its answers. Several may be open at once, also while a run is at work.

    Example:
        >>> import kroniek
        >>> connection = kroniek.connect()
        >>> connection.sql("SELECT published_month, documents FROM months").df()

    Args:
        release: Version such as `2026.11.0`; the latest by default.
        warehouse: Warehouse folder; by default the one of the settings (`kroniek.toml`, `KRONIEK_WAREHOUSE`), else
            `data/warehouse`.

    Returns:
        A DuckDB connection with the tables of the release as views. Close it when done, or use it in a `with`.

    Raises:
        NothingPublishedError: There is no release yet.
        UsageError: There is none of that version.
        SettingsError: A setting is unknown or cannot be used.
    """
    from kroniek.places import find_places
    from warehouse.catalog import open_catalog
    from warehouse.releases import release_folder

    places = find_places(warehouse=None if warehouse is None else Path(warehouse))
    connection = open_catalog(release_folder(places.warehouse, release))
    # A notebook asks many questions of files that never change: reading their footers is a third of a small one.
    connection.execute("SET parquet_metadata_cache = true")
    return connection
