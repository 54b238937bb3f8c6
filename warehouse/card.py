"""README.md of a release: what it is, what its tables hold, how to read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transforms.schema import PUBLISHED_TABLES

__all__ = ["dataset_card"]

INTRODUCTION = """\
# Kroniek {version}

A checked, immutable release of dated text, made by Kroniek at {created_at_utc} (UTC) under rules {rules_version}.
It follows {parent}. The quality gate's verdict: **{gate}** (`quality.html`, `quality.json`).

The folder is the product: copied elsewhere it still works. `SHA256SUMS` lists every file.

## Read it
```
duckdb -readonly kroniek.duckdb "SELECT published_month, count(*) FROM documents GROUP BY ALL ORDER BY ALL"
```
```python
import duckdb

duckdb.connect("kroniek.duckdb", read_only=True).sql("FROM documents LIMIT 5").show()
```
Or read the Parquet files with any tool: `documents/*.parquet` holds one row a document.

## Tables
| table | rows | what | grain |
|---|---:|---|---|
"""


def dataset_card(manifest: Mapping[str, Any]) -> str:
    """Text of README.md, from the manifest and the schema module."""
    lines = [
        f"| {table.name} | {manifest['counts'].get(table.name, 0)} | {table.description} | {table.grain} |"
        for table in PUBLISHED_TABLES
    ]
    parent = manifest["parent"] or "no release: it is the first"
    return INTRODUCTION.format(**{**manifest, "parent": parent}) + "\n".join(lines) + "\n"
