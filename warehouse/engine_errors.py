"""Telling a damaged file or a full disk from every other failure of DuckDB.

Apart from `warehouse.damage`, so that who only reads Parquet does without DuckDB: every worker of curate starts with
what it imports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.damage import damaged_file
from warehouse.disk import refusal_of
from warehouse.layout import Warehouse

__all__ = ["explaining"]

PLACE = re.compile(r"""(?P<quote>["'])(?P<path>/.*?)(?P=quote)""")
"""DuckDB quotes the file that an error is about."""


@contextmanager
def explaining(warehouse: Warehouse) -> Iterator[None]:
    """Have an error of DuckDB that is the disk's or a damaged file's say so.

    Args:
        warehouse: Whose files are read and written.

    Raises:
        OSError: The disk refused something.
        VerificationError: A file of the warehouse is not what it was, or is gone.
    """
    try:
        yield
    except duckdb.Error as error:
        message = str(error)
        found = PLACE.search(message)
        path = Path(found["path"]) if found else warehouse.root
        refusal = refusal_of(error, path)
        if refusal is not None:
            raise refusal from error
        is_about_a_file = isinstance(error, (duckdb.IOException, duckdb.InvalidInputException))
        # What DuckDB has no class for comes from inside a Parquet file, and does not say from which.
        if type(error) is duckdb.Error or (is_about_a_file and str(warehouse.root) in message):
            raise damaged_file(path, message.splitlines()[0]) from error
        raise
