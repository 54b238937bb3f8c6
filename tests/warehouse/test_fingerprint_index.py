"""The index of fingerprints finds what comparing everything with everything finds, after merges and kills too."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from transforms.fingerprints import BAND_COUNT, Bands
from warehouse.band_file import open_band_file
from warehouse.fingerprint_index import (
    MOST_SHARING,
    Entries,
    add_segment,
    covered_batches,
    look_up,
    open_segments,
    pair_up,
)
from warehouse.index_entries import order_entries
from warehouse.layout import BatchName, Warehouse

FEWEST = 3


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse")


def draw_bands(seed: int, count: int) -> Bands:
    """Few values, so that many documents share some bands."""
    return np.random.default_rng(seed).integers(0, 40, (count, BAND_COUNT), dtype=np.uint32)


def doc_id(batch_no: int, row: int) -> str:
    return f"{batch_no:016x}{row:016x}"


def band_of(bands: Bands) -> Callable[[int], np.ndarray]:
    return lambda band: bands[:, band]


def test_bands_on_the_disk_come_back_band_by_band(warehouse: Warehouse) -> None:
    blocks = [draw_bands(seed, count) for seed, count in enumerate((7, 0, 20))]
    with open_band_file(warehouse) as file:
        for block in blocks:
            file.write(block)
        found = [file.read(band) for band in range(BAND_COUNT)]
    assert (np.stack(found, axis=1) == np.concatenate(blocks)).all()


@pytest.mark.parametrize("count", [0, 1, 40])
def test_documents_are_indexed_by_date_and_id_and_byte_equal_copies_once(warehouse: Warehouse, count: int) -> None:
    draw = np.random.default_rng(count)
    rows = [
        {"doc_id": doc_id(row % 25, 1), "date_start": date(2020, 1, 1 + int(draw.integers(9))), "part_no": row // 7}
        for row in draw.permutation(count).tolist()
    ]
    types = pa.schema([("doc_id", pa.string()), ("date_start", pa.date32()), ("part_no", pa.int32())])
    bands = draw_bands(1, 25)
    with open_band_file(warehouse) as file:
        file.write(bands[[int(row["doc_id"][:16], 16) for row in rows]])
        entries = order_entries(3, pa.Table.from_pylist(rows, types), file)
        found = np.stack([entries.read_band(band) for band in range(BAND_COUNT)], axis=1)
    alike = {name: [row for row in rows if row["doc_id"] == name] for name in {row["doc_id"] for row in rows}}
    expected = sorted(
        (min(one["date_start"] for one in copies), name, min(one["part_no"] for one in copies))
        for name, copies in alike.items()
    )
    assert [place["doc_id"].tobytes().hex() for place in entries.places] == [name for _, name, _ in expected]
    assert entries.places["part_no"].tolist() == [part_no for *_, part_no in expected]
    assert set(entries.places["batch_no"].tolist()) <= {3}
    assert (found == bands[[int(name[:16], 16) for _, name, _ in expected]]).all()


def add(warehouse: Warehouse, batch_no: int, bands: Bands) -> None:
    batch = BatchName(batch_no, "ab")
    warehouse.own_staged_folder(batch).mkdir(parents=True)
    ids = pa.array([doc_id(batch_no, row) for row in range(len(bands))], pa.string())
    add_segment(warehouse, [batch], Entries.of(batch_no, ids, np.arange(len(bands)), band_of(bands)))


def by_brute_force(new: Bands, batches: dict[int, Bands]) -> set[tuple[int, str]]:
    return {
        (row, doc_id(batch_no, other))
        for batch_no, bands in batches.items()
        for other in range(len(bands))
        for row in range(len(new))
        if (new[row] == bands[other]).sum() >= FEWEST
    }


def found(warehouse: Warehouse, new: Bands, *, before: int = 100) -> set[tuple[int, str]]:
    answer = look_up(open_segments(warehouse), new, before_batch_no=before, fewest_shared=FEWEST)
    return set(zip(answer.rows.tolist(), answer.doc_ids, strict=True))


@pytest.mark.parametrize("sizes", [[30], [5, 5, 5, 5, 5], [40, 3, 0, 1, 9], [0], [1, 0, 2]])
def test_it_finds_what_brute_force_finds(warehouse: Warehouse, sizes: list[int]) -> None:
    batches = {number: draw_bands(number, size) for number, size in enumerate(sizes, start=1)}
    for number, bands in batches.items():
        add(warehouse, number, bands)
    new = draw_bands(99, 20)
    assert found(warehouse, new) == by_brute_force(new, batches)
    earlier = {number: bands for number, bands in batches.items() if number < 3}
    assert found(warehouse, new, before=3) == by_brute_force(new, earlier)


def test_segments_stay_few(warehouse: Warehouse) -> None:
    for number in range(1, 31):
        add(warehouse, number, draw_bands(number, 2))
    segments = open_segments(warehouse)
    assert len(segments) <= 4
    assert len(covered_batches(segments)) == 30


def test_what_a_kill_left_between_a_merge_and_its_tidying_up_is_cleared_away(warehouse: Warehouse) -> None:
    for number in (1, 2):
        add(warehouse, number, draw_bands(number, 5))
    [merged] = open_segments(warehouse)
    for name in ("000001-000001", "000002-000002"):
        shutil.copytree(merged.folder, merged.folder.with_name(name))
    assert [segment.folder.name for segment in open_segments(warehouse)] == ["000001-000002"]
    assert len(list(warehouse.fingerprints.iterdir())) == 1


def test_a_segment_of_a_batch_that_is_not_staged_any_more_is_not_believed(warehouse: Warehouse) -> None:
    add(warehouse, 1, draw_bands(1, 5))
    shutil.rmtree(warehouse.staged)
    assert open_segments(warehouse) == []


def test_pairs_among_some_documents_are_those_of_brute_force() -> None:
    bands = draw_bands(5, 60)
    expected = {
        (later, earlier)
        for later in range(60)
        for earlier in range(later)
        if (bands[later] == bands[earlier]).sum() >= FEWEST
    }
    assert {(int(later), int(earlier)) for later, earlier in pair_up(band_of(bands), FEWEST)} == expected
    assert pair_up(band_of(bands[:0]), FEWEST).shape == (0, 2)


def test_of_many_that_share_a_band_the_earliest_are_looked_at(warehouse: Warehouse) -> None:
    """A form that thousands are printed on costs each of them no more than this many comparisons a band."""
    bands = np.ones((3 * MOST_SHARING, BAND_COUNT), dtype=np.uint32)
    add(warehouse, 1, bands)
    assert found(warehouse, bands[:1]) == {(0, doc_id(1, row)) for row in range(MOST_SHARING)}
    assert pair_up(band_of(bands), FEWEST)[:, 1].max() == MOST_SHARING - 1
