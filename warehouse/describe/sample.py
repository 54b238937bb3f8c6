"""sample.parquet: 100 documents for people who only want a look.

Ids are hashes, so the documents with the smallest ids are a fair draw, and the same one whatever order the files came
in. The sample is kept up to date from the parent's: only where a document of the parent's sample is gone are the ids of
all documents asked again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.schema import DOCUMENTS
from warehouse.assemble import Candidate
from warehouse.describe.parent_files import split_files
from warehouse.durable import hash_file
from warehouse.engine import IDLE_LIMIT, count_of, limited_memory, view_files
from warehouse.forward_rows import ForwardRows
from warehouse.parquet import write_table
from warehouse.partitions import ReleaseFile, file_key_of
from warehouse.sql import load

__all__ = ["SAMPLE_NAME", "SAMPLE_SIZE", "write_sample"]

SAMPLE_NAME = "sample.parquet"
SAMPLE_SIZE = 100


def write_sample(engine: duckdb.DuckDBPyConnection, candidate: Candidate) -> ReleaseFile:
    """Write the sample of a candidate: the documents with the smallest ids, by id, as rows of `documents`."""
    documents = split_files(candidate, DOCUMENTS)
    linked = [file_key_of(path, DOCUMENTS) for path in documents.shared]
    parent_sample = [] if candidate.parent is None else [candidate.parent / SAMPLE_NAME]
    known = [path for path in parent_sample if path.is_file()]  # releases of before had none
    target = candidate.folder / SAMPLE_NAME
    _view(engine, "new_documents", documents.own)
    _view(engine, "parent_sample", known)
    keys: dict[str, object] = {"linked_keys": linked}
    # The parent's sample speaks for the linked files while none of its documents is gone; one that is not full holds
    # all there were.
    is_missing = not known or count_of(engine, load("sample_missing"), keys) > 0
    if not documents.own and not is_missing:
        _link(known[0], target)
        return ReleaseFile(SAMPLE_NAME, None, pq.read_metadata(target).num_rows, target.stat().st_size,
                           hash_file(target))  # fmt: skip
    if documents.shared and is_missing:
        _view(engine, "kept_sample", documents.shared)
    else:
        engine.register("kept_sample", engine.sql(load("sample_kept"), params=keys).to_arrow_table())
    places = engine.execute(load("sample_places"), {"size": SAMPLE_SIZE}).fetchall()
    with limited_memory(engine, IDLE_LIMIT):
        rows = write_table(_read(places), DOCUMENTS, target)
    return ReleaseFile(SAMPLE_NAME, None, rows, target.stat().st_size, hash_file(target))


def _view(connection: duckdb.DuckDBPyConnection, name: str, files: list[Path]) -> None:
    view_files(connection, name, files, DOCUMENTS, with_file_name=True, with_row_number=True)


def _read(places: Sequence[tuple[str, str, int]]) -> pa.Table:
    """Documents by id, file and row, in the order of their ids: a few megabytes of a file are in memory at a time."""
    tables = [DOCUMENTS.arrow_schema.empty_table()]
    for path, of_file in groupby(sorted(places, key=itemgetter(1, 2)), key=itemgetter(1)):
        with ForwardRows(Path(path), DOCUMENTS.column_names) as rows:
            found = rows.take(np.array([row for *_, row in of_file], dtype=np.int64))
        # Copied: each document would keep the megabytes that it was read with.
        copied = found.take(pa.array(np.arange(found.num_rows)))
        tables.append(copied.cast(DOCUMENTS.arrow_schema))
    return pa.concat_tables(tables).sort_by("doc_id")


def _link(source: Path, target: Path) -> None:
    """Hard-link a file, or copy it where that is refused, for whatever reason: the bytes are what counts."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
