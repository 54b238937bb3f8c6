"""sample.parquet: 100 documents for people who only want a look.

Ids are hashes, so the documents with the smallest ids are a fair draw, and the same one whatever order the files came
in. The sample is kept up to date from the parent's: only where a document of the parent's sample is gone are the ids of
all documents asked again.
"""

from __future__ import annotations

import duckdb

from transforms.schema import DOCUMENTS
from warehouse.assemble import Candidate
from warehouse.durable import hash_file
from warehouse.engine import count_of, view_files, write_query
from warehouse.partitions import ReleaseFile
from warehouse.sql import load

__all__ = ["SAMPLE_NAME", "SAMPLE_SIZE", "write_sample"]

SAMPLE_NAME = "sample.parquet"
SAMPLE_SIZE = 100


def write_sample(candidate: Candidate) -> ReleaseFile:
    """Write the sample of a candidate: the documents with the smallest ids, by id, as rows of `documents`."""
    new = [candidate.folder / file.path for file in _documents(candidate) if file.is_new]
    linked = [candidate.folder / file.path for file in _documents(candidate) if not file.is_new]
    linked_years = [int(path.stem.removeprefix(f"{DOCUMENTS.name}-")) for path in linked]
    parent_sample = [] if candidate.parent is None else [candidate.parent / SAMPLE_NAME]
    known = [path for path in parent_sample if path.is_file()]  # releases of before had none
    target = candidate.folder / SAMPLE_NAME
    with duckdb.connect() as connection:
        view_files(connection, "new_documents", new, DOCUMENTS)
        view_files(connection, "parent_sample", known, DOCUMENTS)
        years: dict[str, object] = {"linked_years": linked_years}
        # The parent's sample speaks for the linked files while none of its documents is gone; one that is not full
        # holds all there were.
        if linked and (not known or count_of(connection, load("sample_missing"), years)):
            view_files(connection, "kept_sample", linked, DOCUMENTS)
        else:
            kept = connection.sql(load("sample_kept"), params=years).to_arrow_table()
            connection.register("kept_sample", kept)
        rows = write_query(connection, load("sample_documents"), {"size": SAMPLE_SIZE}, DOCUMENTS, target)
    return ReleaseFile(SAMPLE_NAME, None, rows, target.stat().st_size, hash_file(target))


def _documents(candidate: Candidate) -> list[ReleaseFile]:
    return [file for file in candidate.files if file.table == DOCUMENTS.name]
