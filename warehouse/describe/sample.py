"""sample.parquet: 100 documents for people who only want a look.

Ids are hashes, so the documents with the smallest ids are a fair draw, and the same one whatever order the files came
in. The sample is kept up to date from the parent's: only where a document of the parent's sample is gone are the ids of
all documents asked again.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from transforms.schema import DOCUMENTS
from warehouse.assemble import Candidate
from warehouse.describe.parent_files import split_files
from warehouse.durable import hash_file
from warehouse.engine import count_of, view_files, write_query
from warehouse.partitions import ReleaseFile, file_key_of
from warehouse.sql import load

__all__ = ["SAMPLE_NAME", "SAMPLE_SIZE", "write_sample"]

SAMPLE_NAME = "sample.parquet"
SAMPLE_SIZE = 100


def write_sample(candidate: Candidate) -> ReleaseFile:
    """Write the sample of a candidate: the documents with the smallest ids, by id, as rows of `documents`."""
    documents = split_files(candidate, DOCUMENTS)
    linked = [file_key_of(path, DOCUMENTS) for path in documents.shared]
    parent_sample = [] if candidate.parent is None else [candidate.parent / SAMPLE_NAME]
    known = [path for path in parent_sample if path.is_file()]  # releases of before had none
    target = candidate.folder / SAMPLE_NAME
    with duckdb.connect() as connection:
        view_files(connection, "new_documents", documents.own, DOCUMENTS)
        view_files(connection, "parent_sample", known, DOCUMENTS)
        keys: dict[str, object] = {"linked_keys": linked}
        # The parent's sample speaks for the linked files while none of its documents is gone; one that is not full
        # holds all there were.
        is_missing = not known or count_of(connection, load("sample_missing"), keys) > 0
        if not documents.own and not is_missing:
            _link(known[0], target)
            return ReleaseFile(SAMPLE_NAME, None, pq.read_metadata(target).num_rows, target.stat().st_size,
                               hash_file(target))  # fmt: skip
        if documents.shared and is_missing:
            view_files(connection, "kept_sample", documents.shared, DOCUMENTS)
        else:
            kept = connection.sql(load("sample_kept"), params=keys).to_arrow_table()
            connection.register("kept_sample", kept)
        rows = write_query(connection, load("sample_documents"), {"size": SAMPLE_SIZE}, DOCUMENTS, target)
    return ReleaseFile(SAMPLE_NAME, None, rows, target.stat().st_size, hash_file(target))


def _link(source: Path, target: Path) -> None:
    """Hard-link a file, or copy it where that is refused, for whatever reason: the bytes are what counts."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
