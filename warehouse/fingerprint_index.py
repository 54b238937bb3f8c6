"""The index of fingerprints: which documents share bands with a new one, at a cost that hardly grows with the corpus.

It holds every document with a date that was ever staged, whatever its verdict: whether a document stands is asked where
its likeness matters. So it depends on the staged batches alone; a batch is taken up at the end of the run that settled
it, or else when the next one is settled; nothing of it can be half true after a kill, and a folder that is lost is made
again.

The index is a few segments of consecutive batches. In a segment every band is an array of its own, sorted, so
that a look-up is a binary search in a mapped file and touches a few pages of it. Small segments are merged into larger
ones, as log-structured indexes do: there are never more than about log4(documents) + 1 of them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.fingerprints import BAND_COUNT, Bands
from transforms.rules import RULES_VERSION
from warehouse.disk import naming
from warehouse.durable import fsync_tree, make_folder, move_folder, read_json, remove_tree, replace_json
from warehouse.layout import BatchName, Warehouse

__all__ = ["MOST_SHARING", "Entries", "Found", "add_segment", "covered_batches", "look_up", "open_segments",
           "pair_up"]  # fmt: skip

MOST_SHARING = 64
"""Of the documents that share a band, so many are looked at, the earliest first: a form that thousands of documents
are printed on must not make thousands of comparisons of each."""

MERGE_RATIO = 4
"""A segment is merged with the one behind it unless it is this many times as large."""

QUERY_ROWS = 8_192
PLACES = np.dtype([("doc_id", "V16"), ("batch_no", "<u4"), ("part_no", "<u4")])
BANDS = "bands.bin"
SEGMENT_FOLDER = re.compile("[0-9]{6,}-[0-9]{6,}")

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Entries:
    """Documents for a segment, the earliest first.

    Attributes:
        read_band: Gives one band of all documents.
        places: Of each its id, batch and part, as `PLACES`.
    """

    read_band: Callable[[int], Array]
    places: Array

    @classmethod
    def of(
        cls,
        batch_no: int,
        doc_ids: pa.ChunkedArray | pa.Array,
        part_nos: Array,
        read_band: Callable[[int], Array],
    ) -> Entries:
        """Entries of one batch."""
        places = np.zeros(len(doc_ids), dtype=PLACES)
        places["doc_id"] = _raw_ids(doc_ids)
        places["batch_no"] = batch_no
        places["part_no"] = part_nos
        return cls(read_band, places)


def _raw_ids(doc_ids: pa.ChunkedArray | pa.Array) -> Array:
    """Ids as 16 bytes each, from hex digits that lie one behind another: no Python object a document."""
    chunks = doc_ids.chunks if isinstance(doc_ids, pa.ChunkedArray) else [doc_ids]
    raw = []
    for chunk in chunks:
        if len(chunk):
            _, offsets, data = chunk.buffers()
            first, last = np.frombuffer(offsets, dtype=np.int32)[[chunk.offset, chunk.offset + len(chunk)]]
            raw.append(bytes.fromhex(data[first:last].to_pybytes().decode("ascii")))
    return np.frombuffer(b"".join(raw), dtype="V16")


@dataclass(frozen=True)
class Segment:
    """Some consecutive batches.

    Attributes:
        folder: Where it lies.
        batches: Folder names of its batches.
        bands: Mapped: [band, 0] the sorted hashes, [band, 1] their documents. Shape (32, 2, documents).
        places: Mapped: of each document, as `PLACES`.
    """

    folder: Path
    batches: tuple[str, ...]
    bands: Array
    places: Array


@dataclass(frozen=True)
class Found:
    """Documents that share bands with some others.

    Attributes:
        rows: Which of those asked for. int64.
        places: Of each document found, as `PLACES`.
    """

    rows: npt.NDArray[np.int64]
    places: Array

    @property
    def doc_ids(self) -> list[str]:
        """Ids in hex digits."""
        digits = self.places["doc_id"].tobytes().hex()
        return [digits[start : start + 32] for start in range(0, len(digits), 32)]


def open_segments(warehouse: Warehouse) -> list[Segment]:
    """The segments that are true to staged/, by batch; others are cleared away.

    A segment is not true when a batch of it is not staged under that name any more, when other rules made it, when it
    is damaged, or when a larger one holds its batches: a kill came between a merge and its tidying up.
    """
    if not warehouse.fingerprints.is_dir():
        return []
    names = sorted(path.name for path in warehouse.fingerprints.iterdir() if SEGMENT_FOLDER.fullmatch(path.name))
    staged = {batch.folder for batch in warehouse.staged_batches()}
    # Of segments that begin alike the longest comes first.
    spans = sorted((int(first), -int(last), name) for name in names for first, last in [name.split("-")])
    segments: list[Segment] = []
    reached = 0
    for first, last, name in spans:
        folder = warehouse.fingerprints / name
        segment = _open_segment(folder) if first > reached else None
        if segment is None or not staged.issuperset(segment.batches):
            remove_tree(folder)
        else:
            segments.append(segment)
            reached = -last
    return segments


def _open_segment(folder: Path) -> Segment | None:
    if not (folder / "segment.json").is_file():
        return None
    try:
        about = read_json(folder / "segment.json")
        if about["rules_version"] != RULES_VERSION:
            return None
        return _read_segment(folder, tuple(about["batches"]))
    except (ValueError, TypeError, KeyError, EOFError, FileNotFoundError):
        return None  # damaged: numpy and json say so with these; it is made again, as one that was never written


def _read_segment(folder: Path, names: tuple[str, ...]) -> Segment:
    bands_file = folder / BANDS
    if bands_file.stat().st_size == 0:  # an empty file cannot be mapped
        places = np.load(folder / "places.npy")
        if len(places):
            raise ValueError(f"{bands_file} is empty")
        return Segment(folder, names, np.zeros((BAND_COUNT, 2, 0), dtype=np.uint32), places)
    places = np.load(folder / "places.npy", mmap_mode="r")
    shape = (BAND_COUNT, 2, len(places))
    if bands_file.stat().st_size != 4 * BAND_COUNT * 2 * len(places):
        raise ValueError(f"{bands_file} is not of the size that {len(places)} documents take")
    return Segment(folder, names, np.memmap(bands_file, dtype="<u4", mode="r", shape=shape), places)


def covered_batches(segments: Sequence[Segment]) -> set[str]:
    """Folder names of the batches that the index holds."""
    return {batch for segment in segments for batch in segment.batches}


def add_segment(warehouse: Warehouse, batches: Sequence[BatchName], entries: Entries) -> None:
    """Add some batches that follow those of the index, and merge small segments.

    Args:
        warehouse: Where.
        batches: Consecutive batches, by number.
        entries: Their documents.
    """
    segments = open_segments(warehouse)
    segments.append(_write_segment(warehouse, tuple(batch.folder for batch in batches), [entries]))
    while len(segments) > 1 and len(segments[-2].places) < MERGE_RATIO * len(segments[-1].places):
        older, newer = segments[-2:]
        merged = _write_segment(warehouse, older.batches + newer.batches, [older, newer])
        for one in (older, newer):
            remove_tree(one.folder)
        segments[-2:] = [merged]


def _write_segment(warehouse: Warehouse, names: tuple[str, ...], parts: Sequence[Entries | Segment]) -> Segment:
    """Write a segment, a band at a time to keep memory flat, under a temporary name, and give it its own."""
    name = "-".join(f"{BatchName.parse(names[place]).batch_no:06d}" for place in (0, -1))
    folder = warehouse.temporary / f"fingerprints-{name}"
    remove_tree(folder)
    make_folder(folder)
    places = np.concatenate([part.places for part in parts])
    # Not by numpy's own way to a file: it does not tell why a disk refused.
    packed = io.BytesIO()
    np.save(packed, places)
    with naming(folder / "places.npy"):
        (folder / "places.npy").write_bytes(packed.getbuffer())
    shifts = np.cumsum([0, *(len(part.places) for part in parts[:-1])]).astype(np.uint32)
    with naming(folder / BANDS), (folder / BANDS).open("wb") as file:
        for band in range(BAND_COUNT):
            sorted_parts = [_band_of(part, band) for part in parts]
            hashes = np.concatenate([one for one, _ in sorted_parts])
            documents = np.concatenate([one + shift for (_, one), shift in zip(sorted_parts, shifts, strict=True)])
            order = np.argsort(hashes, kind="stable")
            file.write(hashes[order].astype("<u4").data)
            file.write(documents[order].astype("<u4").data)
    replace_json(folder / "segment.json", {"rules_version": RULES_VERSION, "batches": list(names)})
    fsync_tree(folder)
    make_folder(warehouse.fingerprints)
    move_folder(folder, warehouse.fingerprints / name)
    return _read_segment(warehouse.fingerprints / name, names)


def _band_of(part: Entries | Segment, band: int) -> tuple[Array, Array]:
    """Hashes of a band and the documents that have them."""
    if isinstance(part, Segment):
        # Read and not mapped: a merge reads all of a segment, and what is mapped lies in memory as long as it is open.
        count = 2 * len(part.places)
        with naming(part.folder / BANDS):
            found = np.fromfile(part.folder / BANDS, dtype="<u4", count=count, offset=4 * count * band)
        return found[: len(part.places)], found[len(part.places) :]
    return part.read_band(band), np.arange(len(part.places), dtype=np.uint32)


def look_up(segments: Sequence[Segment], bands: Bands, *, before_batch_no: int, fewest_shared: int) -> Found:
    """Documents of earlier batches that share enough bands with some new ones.

    Args:
        segments: The index.
        bands: A row a new document.
        before_batch_no: Later batches do not count.
        fewest_shared: How many bands are enough.
    """
    rows: list[Array] = [np.zeros(0, dtype=np.int64)]
    places: list[Array] = [np.zeros(0, dtype=PLACES)]
    for segment in segments:
        for start in range(0, len(bands), QUERY_ROWS):
            found = _shared(segment, bands[start : start + QUERY_ROWS], fewest_shared)
            documents = segment.places[found & 0xFFFFFFFF]
            counts = documents["batch_no"] < before_batch_no
            rows.append((found[counts] >> 32) + start)
            places.append(documents[counts])
    return Found(np.concatenate(rows), np.concatenate(places))


def _shared(segment: Segment, bands: Bands, fewest_shared: int) -> npt.NDArray[np.int64]:
    """Pairs of a row and a document of the segment that share enough bands, as row << 32 | document."""
    pairs: list[Array] = [np.zeros(0, dtype=np.int64)]
    if len(segment.places) == 0:
        return pairs[0]
    for band in range(BAND_COUNT):
        hashes, documents = segment.bands[band]
        wanted = bands[:, band]
        firsts = np.searchsorted(hashes, wanted)
        rows = np.flatnonzero(hashes[np.minimum(firsts, hashes.size - 1)] == wanted)
        if rows.size:
            firsts = firsts[rows]
            counts = np.minimum(np.searchsorted(hashes, wanted[rows], side="right") - firsts, MOST_SHARING)
            pairs.append((np.repeat(rows, counts) << 32) | documents[_runs(firsts, counts)].astype(np.int64))
    return _often(np.concatenate(pairs), fewest_shared)


def pair_up(read_band: Callable[[int], Array], fewest_shared: int) -> npt.NDArray[np.int64]:
    """Pairs among some documents that share enough bands.

    Args:
        read_band: Gives one band of all documents, the earliest first.
        fewest_shared: How many bands are enough.

    Returns:
        Rows (later, earlier), a pair each.
    """
    pairs: list[Array] = [np.zeros(0, dtype=np.int64)]
    for band in range(BAND_COUNT):
        unsorted = read_band(band)
        if unsorted.size == 0:
            break
        order = np.argsort(unsorted, kind="stable")
        hashes = unsorted[order]
        begins = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1]))
        sizes = np.diff(np.append(begins, hashes.size))
        begins_of = np.repeat(begins, sizes)
        counts = np.minimum(np.arange(hashes.size) - begins_of, MOST_SHARING)
        pairs.append((np.repeat(order, counts) << 32) | order[_runs(begins_of, counts)])
    found = _often(np.concatenate(pairs), fewest_shared)
    return np.stack([found >> 32, found & 0xFFFFFFFF], axis=1)


def _runs(starts: Array, counts: Array) -> npt.NDArray[np.int64]:
    """starts[0], starts[0] + 1, ... counts[0] of them, and so on."""
    ends = np.cumsum(counts)
    runs: npt.NDArray[np.int64] = np.arange(ends[-1] if ends.size else 0) + np.repeat(starts - ends + counts, counts)
    return runs


def _often(pairs: Array, fewest: int) -> npt.NDArray[np.int64]:
    found, counts = np.unique(pairs, return_counts=True)
    often: npt.NDArray[np.int64] = found[counts >= fewest]
    return often
