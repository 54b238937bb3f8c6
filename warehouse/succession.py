"""When a survivor goes: its copies are compared with what stands and with each other, by the same star rule.

A document is dropped when its file holds another text now. A copy of it may be a near copy of the new text, or of some
other document, and is its duplicate from now on; of the others the earliest becomes a document of its own, and the rest
are its duplicates only if they reach the threshold with it. `assemble_succession.sql` has told the clusters; where an
accepted file holds the very text that was dropped, that file takes its place and nothing has to be compared.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from transforms.fingerprints import Bands, fewest_shared_bands, read_bands
from transforms.sameness import choose_survivors
from warehouse.fingerprint_index import look_up, pair_up
from warehouse.judgement import read_judgement
from warehouse.layout import Warehouse
from warehouse.near_duplicates import index_batches, known_places, view_fingerprints
from warehouse.shingle_store import open_shingle_store
from warehouse.sql import load

__all__ = ["reassign_copies"]

LAST_BATCH_NO = 2**31 - 1


class _Copy(NamedTuple):
    """A row of `succession_copies.sql`."""

    inbox_no: int
    source_path: str
    doc_id: str
    date_start: object
    batch_no: int


def reassign_copies(engine: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> None:
    """Table `reassigned`: what becomes of copies whose survivor is dropped. Costs nothing where none is.

    Args:
        engine: Has what `assemble_versions.sql` and `assemble_succession.sql` made.
        warehouse: Where the texts are.
    """
    engine.execute(load("assemble_reassigned"))
    copies = [_Copy(*row) for row in engine.execute(load("succession_copies")).fetchall()]
    if not copies:
        return
    minimum = read_judgement(warehouse).minimum_duplicate_similarity
    batch_nos = {copy.doc_id: copy.batch_no for copy in copies}
    doc_ids = list(batch_nos)  # in the order in which they survive
    rows_of = {doc_id: row for row, doc_id in enumerate(doc_ids)}
    part_nos, bands = _read_fingerprints(engine, warehouse, batch_nos)
    among = pair_up(lambda band: bands[:, band], fewest_shared_bands(minimum)).tolist()
    segments = index_batches(engine, warehouse, warehouse.staged_batches())
    found = look_up(segments, bands, before_batch_no=LAST_BATCH_NO, fewest_shared=fewest_shared_bands(minimum))
    standing = _standing(engine, sorted(set(found.doc_ids)))
    numbers = {doc_id: number for number, doc_id in enumerate(standing)}
    of_known = [
        (int(row), numbers[doc_id], place)
        for row, doc_id, place in zip(found.rows, found.doc_ids, found.places, strict=True)
        if doc_id in numbers
    ]
    own = ((batch_nos[doc_id], part_nos[doc_id], doc_id) for doc_id in doc_ids if doc_id in part_nos)
    others = ((int(place["batch_no"]), int(place["part_no"]), standing[number]) for _, number, place in of_known)
    with open_shingle_store(warehouse) as store:
        store.read_texts(known_places(warehouse, [*own, *others]))
        of_copies = [(a, b, store.similarity(doc_ids[a], doc_ids[b])) for a, b in among]
        of_standing = [(row, number, store.similarity(doc_ids[row], standing[number])) for row, number, _ in of_known]
        duplicates = choose_survivors(
            (pair for pair in of_copies if pair[2] >= minimum), (pair for pair in of_standing if pair[2] >= minimum), {}
        )
        rows = []
        promoted: set[str] = set()
        for copy in copies:
            match = duplicates.get(rows_of[copy.doc_id])
            survivor, similarity, is_same = None, None, None
            if match is not None:
                survivor = standing[match.number] if match.is_known else doc_ids[match.number]
                similarity, is_same = match.similarity, store.is_same_text(copy.doc_id, survivor)
            elif copy.doc_id in promoted:  # the same bytes under another path
                survivor, similarity, is_same = copy.doc_id, 1.0, True
            else:
                promoted.add(copy.doc_id)
            rows.append(
                (copy.inbox_no, copy.source_path, copy.doc_id, survivor, similarity, is_same, f"below {minimum}")
            )
    engine.executemany("INSERT INTO reassigned VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _read_fingerprints(
    engine: duckdb.DuckDBPyConnection, warehouse: Warehouse, batch_nos: dict[str, int]
) -> tuple[dict[str, int], Bands]:
    """Part and bands of each document, in the order of `batch_nos`."""
    of_batch: dict[int, list[str]] = defaultdict(list)
    for doc_id, batch_no in batch_nos.items():
        of_batch[batch_no].append(doc_id)
    tables = []
    staged = warehouse.staged_folders()
    for batch in staged.numbered(of_batch):
        view_fingerprints(engine, staged.folder_of(batch), batch)
        asked: dict[str, object] = {"doc_ids": of_batch[batch.batch_no]}
        tables.append(engine.sql(load("succession_bands"), params=asked).to_arrow_table())
    table = pa.concat_tables(tables)
    places = {doc_id: place for place, doc_id in enumerate(table["doc_id"].to_pylist())}
    bands = read_bands(table["bands"])[[places[doc_id] for doc_id in batch_nos]]
    return dict(zip(table["doc_id"].to_pylist(), table["part_no"].to_pylist(), strict=True)), np.ascontiguousarray(
        bands
    )


def _standing(engine: duckdb.DuckDBPyConnection, doc_ids: list[str]) -> list[str]:
    asked: dict[str, object] = {"doc_ids": doc_ids}
    return [str(row[0]) for row in engine.execute(load("succession_standing"), asked).fetchall()]
