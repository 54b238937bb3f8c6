"""The version of the schema: equal where tables made by two installations can lie side by side in one release.

Names, types, nulls, order and filing of columns count; descriptions do not: a better sentence makes nothing again.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from transforms.schema import PUBLISHED_TABLES, SETTLED_FILES, STAGED_TABLES
from transforms.schema_types import Table

__all__ = ["SCHEMA_VERSION", "described_columns"]

DIGITS = 16
VERSIONED_TABLES = (*PUBLISHED_TABLES, *STAGED_TABLES.values(), SETTLED_FILES)
"""What is published, and what curate makes of raw/. Nothing can make `raw_files` again."""


def described_columns(table: Table) -> list[dict[str, Any]]:
    """The columns of a table as a manifest lists them: name, type and whether nulls are allowed."""
    return [{"name": column.name, "type": column.type, "is_nullable": column.is_nullable} for column in table.columns]


def _schema_version() -> str:
    about = {
        table.name: {
            "columns": described_columns(table),
            "sort": table.sort,
            "partition": table.partition,
        }
        for table in VERSIONED_TABLES
    }
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:DIGITS]


SCHEMA_VERSION = _schema_version()
