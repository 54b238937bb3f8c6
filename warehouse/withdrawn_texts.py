"""Telling what matches a text that was taken down: the same normalised text, or a near copy by the star rule's measure.

The text itself may be erased by then. Its shingles are kept as hashes, and they are enough: bands propose, the true
similarity decides, as everywhere.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from transforms.fingerprints import fewest_shared_bands, make_bands, read_bands
from transforms.schema import SETTLED_FILES
from transforms.shingles import Numbers, Shingles, shingle_sets
from warehouse.engine import ARROW_BATCH_ROWS, view_files_of_batches
from warehouse.fingerprint_index import PLACES, Segment, look_up
from warehouse.layout import BatchName, Warehouse
from warehouse.near_duplicates import known_places, view_fingerprints
from warehouse.shingle_store import open_shingle_store
from warehouse.sql import load
from warehouse.withdrawals import WithdrawnDocument

__all__ = ["describe_texts", "find_matches"]

EVERY_BATCH = 2**31 - 1


def describe_texts(texts: Mapping[str, tuple[str, str]]) -> list[WithdrawnDocument]:
    """What is kept of texts that are taken down.

    Args:
        texts: Text and text_sha256 of each document.
    """
    sets = shingle_sets([text for text, _ in texts.values()])
    return [
        WithdrawnDocument(doc_id, text_sha256, base64.b64encode(numbers.astype("<u8").tobytes()).decode())
        for (doc_id, (_, text_sha256)), numbers in zip(texts.items(), sets, strict=True)
    ]


def find_matches(
    engine: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    batches: Iterable[BatchName],
    withdrawn: Mapping[str, WithdrawnDocument],
    *,
    minimum_similarity: float,
) -> dict[str, str]:
    """Documents of batches that match one that was taken down; costs nothing where none was.

    Args:
        engine: Reads the batches.
        warehouse: Where.
        batches: Staged batches; files refused by their own measures do not count.
        withdrawn: What they are compared with, by doc_id.
        minimum_similarity: From which two texts are near copies.

    Returns:
        For each document the most similar one of `withdrawn`.
    """
    if not withdrawn:
        return {}
    by_text = {one.text_sha256: doc_id for doc_id, one in sorted(withdrawn.items(), reverse=True)}
    sets = {doc_id: _read_shingles(one) for doc_id, one in sorted(withdrawn.items())}
    segment = _segment(sets)
    found: dict[str, str] = {}
    staged = warehouse.staged_folders()
    for batch in batches:
        folder = staged.folder_of(batch)
        view_files_of_batches(engine, "batch_files", [folder.verdicts_file], SETTLED_FILES, [batch.batch_no])
        asked: dict[str, object] = {"text_sha256s": sorted(text for text in by_text if text)}
        for doc_id, text_sha256 in engine.execute(load("withdrawn_same_texts"), asked).fetchall():
            found[doc_id] = by_text[text_sha256]
        view_fingerprints(engine, folder, batch)
        pairs = _pair_up(engine, segment, fewest_shared_bands(minimum_similarity))
        found |= _compare(warehouse, batch, [pair for pair in pairs if pair[0] not in found], sets, minimum_similarity)
    return found


def _read_shingles(document: WithdrawnDocument) -> Numbers:
    return np.frombuffer(base64.b64decode(document.shingles or ""), dtype="<u8").astype(np.uint64)


def _segment(sets: Mapping[str, Numbers]) -> Segment:
    """An index in memory of what was taken down."""
    offsets = np.cumsum([0, *(numbers.size for numbers in sets.values())])
    bands = make_bands(Shingles(np.concatenate(list(sets.values())), offsets.astype(np.int64)))
    orders = [np.argsort(band, kind="stable") for band in bands.T]
    by_band = [np.stack([band[order], order.astype(np.uint32)]) for band, order in zip(bands.T, orders, strict=True)]
    places = np.zeros(len(sets), dtype=PLACES)
    places["doc_id"] = np.frombuffer(bytes.fromhex("".join(sets)), dtype="V16")
    return Segment(Path(), (), np.stack(by_band), places)


def _pair_up(engine: duckdb.DuckDBPyConnection, segment: Segment, fewest: int) -> list[tuple[str, int, str]]:
    """Documents of a batch, the part of each, and a withdrawn one that shares enough bands with it."""
    pairs: list[tuple[str, int, str]] = []
    for rows in engine.sql(load("withdrawn_asked")).to_arrow_reader(ARROW_BATCH_ROWS):
        shared = look_up([segment], read_bands(rows["bands"]), before_batch_no=EVERY_BATCH, fewest_shared=fewest)
        found = rows.take(pa.array(shared.rows))
        pairs += zip(found["doc_id"].to_pylist(), found["part_no"].to_pylist(), shared.doc_ids, strict=True)
    return pairs


def _compare(
    warehouse: Warehouse,
    batch: BatchName,
    pairs: Sequence[tuple[str, int, str]],
    sets: Mapping[str, Numbers],
    minimum_similarity: float,
) -> dict[str, str]:
    if not pairs:
        return {}
    best: dict[str, tuple[float, str]] = {}
    with open_shingle_store(warehouse) as store:
        places = ((batch.batch_no, part_no, doc_id) for doc_id, part_no, _ in pairs)
        store.read_texts(known_places(warehouse, places))
        for doc_id, _, other in sorted(pairs):
            similarity = store.similarity_with(doc_id, sets[other])
            if similarity >= minimum_similarity and similarity > best.get(doc_id, (0.0, ""))[0]:
                best[doc_id] = (similarity, other)
    return {doc_id: other for doc_id, (_, other) in best.items()}
