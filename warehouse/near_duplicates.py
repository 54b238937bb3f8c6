"""Near copies among the files of a batch and of what stands before: found by bands, settled by true similarity.

`find_known` comes before a batch is settled by exact texts, `match_near_copies` after it: it fills the table
`near_matches`, by which `settle_near.sql` makes the verdicts. `transforms.sameness` chooses. `index_new_batches` ends a
run: it is the delivery that pays for its own place in the index, and not the next one, which may be ten files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.fingerprints import fewest_shared_bands, read_bands
from transforms.sameness import choose_survivors
from transforms.schema import STAGED_TABLES
from warehouse.band_file import open_band_file
from warehouse.batches import BatchFolder, part_name
from warehouse.durable import remove_tree
from warehouse.engine import ARROW_BATCH_ROWS, NARROW_LIMIT, in_little_room, limited_memory, open_engine, view_files
from warehouse.fingerprint_index import (
    Segment,
    add_segment,
    covered_batches,
    look_up,
    open_segments,
    pair_up,
)
from warehouse.index_entries import order_entries
from warehouse.layout import BatchName, Warehouse
from warehouse.measurement import of_installed_schema
from warehouse.memory import give_back
from warehouse.shingle_store import Place, open_shingle_store
from warehouse.sql import load

__all__ = ["find_known", "index_batches", "index_new_batches", "known_places", "match_near_copies", "view_fingerprints"]

INDEX_LIMIT = "256MB"
"""Room for reading the fingerprints of a batch, which go to the disk as they come."""
FINGERPRINTS_FOLDER = "fingerprints"

Longs = npt.NDArray[np.int64]

KNOWN_SCHEMA = pa.schema(
    [("doc_id", pa.string()), ("known_doc_id", pa.string()), ("batch_no", pa.int32()), ("part_no", pa.int32())]
)
MATCH_SCHEMA = pa.schema(
    [
        ("doc_id", pa.string()),
        ("duplicate_of", pa.string()),
        ("similarity", pa.float64()),
        ("is_same_text", pa.bool_()),
    ]
)


class _KnownPair(NamedTuple):
    """A row of `near_pairs.sql`."""

    file_no: int
    known_no: int
    known_doc_id: str
    batch_no: int
    part_no: int
    replaced_by: int | None


def index_batches(
    engine: duckdb.DuckDBPyConnection, warehouse: Warehouse, batches: Iterable[BatchName]
) -> list[Segment]:
    """Take batches up in the index that it lacks; costs nothing where it lacks none.

    Args:
        engine: Reads the fingerprints.
        warehouse: Where.
        batches: All staged batches up to some number, in order.

    Returns:
        The segments of the index.
    """
    wanted = list(batches)
    segments = open_segments(warehouse)
    covered = covered_batches(segments)
    missing = [batch for batch in wanted if batch.folder not in covered]
    if missing and any(BatchName.parse(name) > missing[0] for name in covered):
        # A hole: segments are of consecutive batches, so the index is made again as a whole.
        remove_tree(warehouse.fingerprints)
        missing = wanted
    if not missing:
        return segments
    staged = warehouse.staged_folders()
    with limited_memory(engine, INDEX_LIMIT):
        for batch in missing:
            view_fingerprints(engine, staged.folder_of(batch), batch)
            with open_band_file(warehouse) as bands:
                entries = order_entries(batch.batch_no, bands.write_query(engine, load("near_entries")), bands)
                add_segment(warehouse, [batch], entries)
    return open_segments(warehouse)


def index_new_batches(warehouse: Warehouse) -> None:
    """Take up in the index what was staged since; a kill loses nothing, for who settles next takes up what lacks."""
    covered = covered_batches(open_segments(warehouse))
    staged = warehouse.staged_batches()
    if of_installed_schema(warehouse, (batch for batch in staged if batch.folder not in covered)):
        give_back()  # what the steps before were done with
        with open_engine(warehouse) as engine:
            index_batches(engine, warehouse, of_installed_schema(warehouse, staged))


def view_fingerprints(engine: duckdb.DuckDBPyConnection, folder: BatchFolder, batch: BatchName) -> None:
    """View `fingerprints` over the fingerprints of a batch; each with its part, as the batch itself counts them."""
    files = folder.part_files(batch, FINGERPRINTS_FOLDER)
    view_files(engine, "fingerprint_files", files, STAGED_TABLES[FINGERPRINTS_FOLDER], with_file_name=True)
    numbers = folder.part_numbers(batch, FINGERPRINTS_FOLDER)
    parts: dict[str, object] = {
        "batch_no": batch.batch_no,
        "first_number": numbers[0],
        "part_nos": [place for place, number in enumerate(numbers) if place == 0 or number != numbers[place - 1]],
    }
    engine.sql(load("near_fingerprints"), params=parts).create_view("fingerprints", replace=True)


def find_known(
    engine: duckdb.DuckDBPyConnection,
    segments: list[Segment],
    folder: BatchFolder,
    batch: BatchName,
    *,
    minimum_similarity: float,
) -> None:
    """Table `near_known`: documents of earlier batches that may be near copies of accepted files of a batch.

    Args:
        engine: Has the view `judged_files`.
        segments: The index; what it holds of this batch and later ones does not count.
        folder: Where the batch is staged.
        batch: Which batch.
        minimum_similarity: From which two texts are near copies.
    """
    view_fingerprints(engine, folder, batch)
    fewest = fewest_shared_bands(minimum_similarity)
    found: list[pa.Table] = []
    if segments:
        for rows in engine.sql(load("near_asked")).to_arrow_reader(ARROW_BATCH_ROWS):
            shared = look_up(segments, read_bands(rows["bands"]), before_batch_no=batch.batch_no, fewest_shared=fewest)
            columns = [
                rows["doc_id"].take(pa.array(shared.rows)), shared.doc_ids, shared.places["batch_no"],
                shared.places["part_no"],
            ]  # fmt: skip
            arrays = [pa.array(column) for column in columns]
            found.append(pa.table(arrays, names=KNOWN_SCHEMA.names).cast(KNOWN_SCHEMA))
    engine.register("near_found", pa.concat_tables([KNOWN_SCHEMA.empty_table(), *found]))
    engine.execute(load("near_known"))
    engine.unregister("near_found")


def match_near_copies(
    engine: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    folder: BatchFolder,
    batch: BatchName,
    *,
    minimum_similarity: float,
) -> None:
    """Table `near_matches`: which accepted files of the batch are copies after all, and of what.

    Args:
        engine: Has `settled_exact`, `near_known`, the view `fingerprints` and what `settle_batch.sql` reads.
        warehouse: Where.
        folder: Where the batch is staged.
        batch: Which batch.
        minimum_similarity: From which two texts are near copies.
    """
    for step in ("near_files", "near_pairs"):
        in_little_room(engine, partial(engine.execute, load(step)), NARROW_LIMIT)
    with open_band_file(warehouse) as bands:
        with limited_memory(engine, NARROW_LIMIT):
            files = bands.write_query(engine, load("near_bands"))
        files_once = _in_order_once(files["file_no"].to_numpy(), files["part_no"].to_numpy())
        file_nos = files["file_no"].to_numpy()[files_once]
        among = file_nos[pair_up(lambda band: bands.read(band)[files_once], fewest_shared_bands(minimum_similarity))]
    known = [_KnownPair(*row) for row in engine.execute("FROM near_pairs ORDER BY ALL").fetchall()]
    involved = np.unique(np.append(among, [pair.file_no for pair in known]).astype(np.int64))
    located = (
        files.select(["file_no", "doc_id", "part_no"]).take(files_once[np.searchsorted(file_nos, involved)]).to_pylist()
    )
    doc_ids = {row["file_no"]: row["doc_id"] for row in located}
    wanted: dict[Place, set[str]] = defaultdict(set)
    for row in located:
        wanted[place_of(folder, batch, row["part_no"])].add(row["doc_id"])
    known_ids = {pair.known_no: pair.known_doc_id for pair in known}
    with open_shingle_store(warehouse) as store:
        store.read_texts(wanted)
        store.read_texts(known_places(warehouse, ((pair.batch_no, pair.part_no, pair.known_doc_id) for pair in known)))
        of_batch = [(a, b, store.similarity(doc_ids[a], doc_ids[b])) for a, b in among.tolist()]
        of_known = [(p.file_no, p.known_no, store.similarity(doc_ids[p.file_no], p.known_doc_id)) for p in known]
        duplicates = choose_survivors(
            (pair for pair in of_batch if pair[2] >= minimum_similarity),
            (pair for pair in of_known if pair[2] >= minimum_similarity),
            {pair.known_no: pair.replaced_by for pair in known if pair.replaced_by is not None},
        )
        matches = []
        for file_no, match in sorted(duplicates.items()):
            doc_id = doc_ids[file_no]
            survivor = known_ids[match.number] if match.is_known else doc_ids[match.number]
            matches.append((doc_id, survivor, match.similarity, store.is_same_text(doc_id, survivor)))
    rows = [dict(zip(MATCH_SCHEMA.names, match, strict=True)) for match in matches]
    engine.register("near_matches", pa.Table.from_pylist(rows, schema=MATCH_SCHEMA))


def _in_order_once(file_nos: Longs, part_nos: Longs) -> Longs:
    """Rows in the order of their files, of each file the one of the first part."""
    in_order = np.lexsort((part_nos, file_nos))
    are_first = np.ones(in_order.size, dtype=np.bool_)
    are_first[1:] = np.diff(file_nos[in_order]) != 0
    rows: Longs = in_order[are_first]
    return rows


def known_places(warehouse: Warehouse, documents: Iterable[tuple[int, int, str]]) -> dict[Place, set[str]]:
    """Where the texts of documents lie, from (batch_no, part_no, doc_id); parts as the batch itself counts them."""
    staged = warehouse.staged_folders()
    batches = {batch.batch_no: batch for batch in staged.batches}
    places: dict[Place, set[str]] = defaultdict(set)
    for batch_no, part_no, doc_id in documents:
        batch = batches[batch_no]
        places[place_of(staged.folder_of(batch), batch, part_no)].add(doc_id)
    return places


def place_of(folder: BatchFolder, batch: BatchName, part_no: int) -> Place:
    """File that holds the documents of a part of a batch."""
    return folder.path / "documents" / part_name(folder.part_number(batch, part_no))
