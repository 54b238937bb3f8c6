"""datapackage.json: the release as a Data Package (version 2 of the standard), a resource a table."""

from __future__ import annotations

from typing import Any

from transforms.schema import STRUCTURE_TABLES
from transforms.schema_types import Column
from warehouse.describe.facts import UNKNOWN_LICENCE, ReleaseFacts, TableFacts

__all__ = ["PROFILE", "data_package"]

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES = {
    "string": "string",
    "list<string>": "array",
    "int32": "integer",
    "int64": "integer",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime",
    "binary": "string",
}


def data_package(facts: ReleaseFacts) -> dict[str, Any]:
    """The content of datapackage.json."""
    value: dict[str, Any] = {
        "$schema": PROFILE,
        "name": "kroniek",
        "title": facts.title,
        "description": facts.description,
        "version": facts.version,
        "created": facts.created_at_utc,
        "keywords": ["news", "diachronic", "dated text"],
        "resources": [_resource(each) for each in facts.tables],
    }
    if facts.homepage:
        value["homepage"] = facts.homepage
    if facts.publisher:
        value["contributors"] = [{"title": facts.publisher, "roles": ["publisher"]}]
    if facts.licence != UNKNOWN_LICENCE:  # the standard has no word for a licence that nobody knows
        name = {} if facts.licence_address == facts.licence or " " in facts.licence else {"name": facts.licence}
        path = {"path": facts.licence_address} if facts.licence_address else {}
        if name or path:
            value["licenses"] = [{**name, **path, "title": facts.licence}]
    return value


def _resource(each: TableFacts) -> dict[str, Any]:
    table = each.table
    resource: dict[str, Any] = {
        "name": table.name.replace("_", "-"),
        "type": "table",
        "title": table.name,
        "description": f"{table.description} {table.grain[:1].upper()}{table.grain[1:]}.",
        "path": [file.path for file in each.files],
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": each.bytes,
        "schema": _schema(each),
    }
    if table.partition == "single":  # of several files the standard has room for no sums; SHA256SUMS lists them
        [file] = each.files
        resource |= {"path": file.path, "hash": f"sha256:{file.sha256}"}
    return resource


def _schema(each: TableFacts) -> dict[str, Any]:
    table = each.table
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(column) for column in table.columns],
    }
    if each.key and not any(table.column(name).is_nullable for name in each.key):  # a primary key holds no null
        schema["primaryKey"] = list(each.key)
    if table in STRUCTURE_TABLES:
        schema["foreignKeys"] = [{"fields": ["doc_id"], "reference": {"resource": "documents", "fields": ["doc_id"]}}]
    return schema


def _field(column: Column) -> dict[str, Any]:
    unit = f" Unit: {column.unit}." if column.unit else ""
    field: dict[str, Any] = {
        "name": column.name,
        "type": TYPES[column.type],
        "description": column.description + unit,
    }
    constraints: dict[str, Any] = {}
    if not column.is_nullable:
        constraints["required"] = True
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    if constraints:
        field["constraints"] = constraints
    return field
