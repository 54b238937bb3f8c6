"""croissant.json: the release in MLCommons' Croissant 1.1, which data set catalogues and mlcroissant read."""

from __future__ import annotations

from typing import Any

from transforms.schema_types import Column
from warehouse.describe.facts import ReleaseFacts, TableFacts

__all__ = ["PARQUET", "croissant"]

PARQUET = "application/x-parquet"
"""What mlcroissant loads; with the registered application/vnd.apache.parquet it validates and does not load."""

TYPES = {
    "string": "sc:Text",
    "int32": "cr:Int32",
    "int64": "cr:Int64",
    "double": "cr:Float64",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "timestamp": "sc:DateTime",
    "binary": "sc:Text",
}
# The context that the specification gives for 1.1.
OWN_TERMS = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet", "format",
    "includes", "isArray", "arrayShape", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet",
    "references", "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in OWN_TERMS},
}


def croissant(facts: ReleaseFacts) -> dict[str, Any]:
    """The content of croissant.json."""
    value: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": facts.title,
        "description": facts.description,
        "version": ".".join(str(int(number)) for number in facts.version.split(".")),  # a month 01 is no number there
        "datePublished": facts.date,
        "dateCreated": facts.created_at_utc,
        "license": facts.licence_address or facts.licence,
        "url": facts.homepage or "./",
        "creator": {"@type": "sc:Organization", "name": facts.publisher or "not named"},
        "inLanguage": facts.languages,
        "keywords": ["news", "diachronic", "dated text"],
        "isAccessibleForFree": True,
        "isLiveDataset": False,
        "citeAs": f"{facts.title} {facts.version}, {facts.date}",
        "rai:personalSensitiveInformation": "Real names of real people occur in these news texts; see README.md.",
        "distribution": [part for each in facts.tables for part in _distribution(each)],
        "recordSet": [_record_set(each) for each in facts.tables],
    }
    if facts.contact:
        value["creator"]["contactPoint"] = {"@type": "sc:ContactPoint", "description": facts.contact}
    return value


def _distribution(each: TableFacts) -> list[dict[str, Any]]:
    files: list[dict[str, Any]] = [
        {
            "@type": "cr:FileObject",
            "@id": file.path,
            "name": file.path.rpartition("/")[2],
            "contentUrl": file.path,
            "contentSize": f"{file.bytes} B",
            "encodingFormat": PARQUET,
            "sha256": file.sha256,
        }
        for file in each.files
    ]
    # Without containedIn: the set is of the files beside this one.
    return [*files, {"@type": "cr:FileSet", "@id": f"{each.table.name}-files", "name": f"{each.table.name} files",
                     "encodingFormat": PARQUET, "includes": each.pattern}]  # fmt: skip


def _record_set(each: TableFacts) -> dict[str, Any]:
    table = each.table
    key = {"key": [{"@id": f"{table.name}/{name}"} for name in each.key]} if each.key else {}
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"{table.description} {table.grain[:1].upper()}{table.grain[1:]}.",
        **key,
        "field": [_field(table.name, column) for column in table.columns],
    }


def _field(table: str, column: Column) -> dict[str, Any]:
    unit = f" Unit: {column.unit}." if column.unit else ""
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table}/{column.name}",
        "name": column.name,
        "description": column.description + unit,
        "dataType": TYPES[column.type.removeprefix("list<").removesuffix(">")],
        "source": {"fileSet": {"@id": f"{table}-files"}, "extract": {"column": column.name}},
    }
    if column.type.startswith("list<"):
        field |= {"isArray": True, "arrayShape": "-1"}
    return field
