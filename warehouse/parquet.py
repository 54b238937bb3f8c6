"""Writing Parquet: one layout for every table, the same bytes for the same rows.

The layout is what measured best for dated text (month ranges, look-ups by id, counts): rows sorted by month and
id, zstd 3, row groups of 16,384 rows (a table may ask for fewer), page index, bloom filters on ids, dictionaries on
columns of few values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.schema_types import ROW_GROUP_ROWS, Table
from warehouse.damage import reading
from warehouse.disk import naming
from warehouse.durable import fsync_file
from warehouse.read_once import ReadOnce

__all__ = ["ROW_GROUP_ROWS", "Footer", "read_footer", "read_row_count", "write_batches", "write_table"]

FALSE_POSITIVE_SHARE = 0.01


def write_table(rows: pa.Table, table: Table, path: Path, *, compression_level: int = 3) -> int:
    """Write rows of one table to a new file, forced to the disk. Returns the number of rows."""
    return write_batches(rows.to_batches(), table, path, compression_level=compression_level)


def write_batches(
    batches: Iterable[pa.RecordBatch],
    table: Table,
    path: Path,
    *,
    compression_level: int = 3,
    change: Callable[[pa.Table], pa.Table] | None = None,
    footer: Callable[[], Mapping[str, str]] | None = None,
) -> int:
    """Stream record batches of one table to a new file, forced to the disk.

    The bytes depend on the rows alone, not on how the batches were cut: rows are gathered into row groups of a
    fixed size, each of one contiguous chunk.

    Args:
        batches: The rows.
        table: Their table.
        path: The new file.
        compression_level: Of zstd.
        change: What a row group becomes before it is written; None leaves it as it is.
        footer: Asked, after the last row, what the file's footer says besides.

    Returns:
        The number of rows written.
    """
    schema = table.arrow_schema
    dictionary = [column.name for column in table.columns if column.is_dictionary]
    # A filter covers one row group; pyarrow's own default makes room for a million values in each.
    bloom_filter = {"ndv": table.row_group_rows, "fpp": FALSE_POSITIVE_SHARE}
    row_count = 0
    with (
        naming(path),
        pq.ParquetWriter(
            path,
            schema,
            compression="zstd",
            compression_level=compression_level,
            use_dictionary=dictionary,
            write_page_index=True,
            bloom_filter_options=dict.fromkeys(table.bloom_filters, bloom_filter) or None,
        ) as writer,
    ):
        for group in _row_groups(batches, schema, table.row_group_rows):
            writer.write_table(group if change is None else change(group), row_group_size=table.row_group_rows)
            row_count += group.num_rows
        if footer is not None:
            writer.add_key_value_metadata(dict(footer()))
    fsync_file(path)
    return row_count


def _row_groups(batches: Iterable[pa.RecordBatch], schema: pa.Schema, row_count: int) -> Iterator[pa.Table]:
    waiting: list[pa.RecordBatch] = []
    waiting_rows = 0
    for batch in batches:
        rest = batch
        while waiting_rows + rest.num_rows >= row_count:
            taken = row_count - waiting_rows
            group = _contiguous([*waiting, rest.slice(0, taken)], schema)
            rest = rest.slice(taken)
            waiting, waiting_rows = [], 0  # before the group is written: nobody needs its rows twice meanwhile
            yield group
        if rest.num_rows:
            waiting.append(rest)
            waiting_rows += rest.num_rows
    if waiting:
        group = _contiguous(waiting, schema)
        waiting = []
        yield group


def _contiguous(batches: list[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    gathered = pa.Table.from_batches(batches)
    return gathered.select(schema.names).cast(schema).combine_chunks()


class Footer(NamedTuple):
    """What the end of a Parquet file says of it.

    Attributes:
        row_count: Its rows.
        schema: Its Arrow schema.
    """

    row_count: int
    schema: pa.Schema


_FOOTERS: ReadOnce[Footer] = ReadOnce()
_SCHEMAS: dict[bytes, pa.Schema] = {}


def read_footer(path: Path) -> Footer:
    """The footer of a Parquet file; that of the same unchanged file is read once in a run.

    Raises:
        OSError: It is damaged or gone.
        pyarrow.ArrowInvalid: It is damaged.
    """
    return _FOOTERS.ask([path], lambda: _read_footer(path))


def _read_footer(path: Path) -> Footer:
    metadata = pq.read_metadata(path)
    schema = metadata.schema.to_arrow_schema()
    # The files of a table have equal ones, with all that they say of their columns: one of them is kept.
    return Footer(int(metadata.num_rows), _SCHEMAS.setdefault(schema.serialize().to_pybytes(), schema))


def read_row_count(path: Path) -> int:
    """Rows of a Parquet file, from its footer.

    Raises:
        VerificationError: It is damaged or gone.
    """
    with reading(path):
        return read_footer(path).row_count
