"""What a column and a table are; the tables themselves stand in `transforms.schema`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ROW_GROUP_ROWS", "TYPES", "Column", "Table", "arrow_types"]

TYPES = ("string", "list<string>", "int32", "int64", "double", "boolean", "date", "timestamp", "binary")
"""The types that columns have. Timestamps are UTC without a zone, and their columns end in `_utc`."""

ROW_GROUP_ROWS = 16_384
"""Rows of a Parquet row group, where a table does not ask for fewer."""


def arrow_types() -> dict[str, pa.DataType]:
    """Arrow type of each of `TYPES`."""
    import pyarrow as pa  # noqa: PLC0415 (costs .4 s, and the catalog, which reads descriptions only, needs none of it)

    return {
        "string": pa.string(),
        "list<string>": pa.list_(pa.string()),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "double": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "timestamp": pa.timestamp("us"),
        "binary": pa.binary(),
    }


@dataclass(frozen=True)
class Column:
    """One column, described once.

    Attributes:
        name: Full words, the unit in the name (`_count`, `_utc`, `_share`).
        type: One of `TYPES`.
        description: What the value means, for the person who queries it.
        source: Where the value comes from: the step or rule that makes it.
        unit: Unit of the value, empty where the type says enough.
        is_nullable: Whether null is a legal value.
        allowed: The closed list of values, empty where the list is open.
        is_dictionary: Whether Parquet should dictionary-encode it (few distinct values).
    """

    name: str
    type: str
    description: str
    source: str
    unit: str = ""
    is_nullable: bool = False
    allowed: tuple[str, ...] = ()
    is_dictionary: bool = False

    @property
    def arrow_field(self) -> pa.Field:
        """The Arrow field, with description, unit and source as metadata."""
        import pyarrow as pa  # noqa: PLC0415 (see arrow_types)

        metadata = {"description": self.description, "source": self.source}
        if self.unit:
            metadata["unit"] = self.unit
        return pa.field(self.name, arrow_types()[self.type], nullable=self.is_nullable, metadata=metadata)


@dataclass(frozen=True)
class Table:
    """One table of a release, or one that stays inside the warehouse.

    Attributes:
        name: Plural, as in the catalog.
        description: What the table is for.
        grain: What one row is.
        key: Columns that name a row; rows are unique by them.
        sort: Columns that rows are ordered by inside a file.
        partition: How rows are filed: `year` of `date_start`, `month` of take-in (finer where large), `single` file,
            or `view`: not at all.
        columns: In the order in which they are stored.
        is_published: Whether releases hold it.
        bloom_filters: Columns that get a Parquet bloom filter for look-ups by id.
        row_group_rows: Rows of a Parquet row group: what a look-up reads at least.
    """

    name: str
    description: str
    grain: str
    key: tuple[str, ...]
    sort: tuple[str, ...]
    partition: str
    columns: tuple[Column, ...]
    is_published: bool = True
    bloom_filters: tuple[str, ...] = ()
    row_group_rows: int = ROW_GROUP_ROWS

    @cached_property
    def arrow_schema(self) -> pa.Schema:
        """Arrow schema with the descriptions as field metadata."""
        import pyarrow as pa  # noqa: PLC0415 (see arrow_types)

        return pa.schema(
            [column.arrow_field for column in self.columns],
            metadata={"table": self.name, "description": self.description, "grain": self.grain},
        )

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in stored order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; raises KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}")
