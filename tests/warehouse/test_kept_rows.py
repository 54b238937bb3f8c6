"""Rows that an engine answered are read again by their key, whatever batches they came in."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from warehouse.kept_rows import KeptRows, read_kept_batch

KEYS = st.lists(st.tuples(st.sampled_from(["2018", "2019-03", "2020"]), st.integers(1, 5)), max_size=6)


@given(KEYS, st.integers(1, 7))
def test_rows_of_a_key_are_read_together_and_in_order(runs: list[tuple[str, int]], batch_rows: int) -> None:
    keys = [key for key, count in runs for _ in range(count)]
    rows = pa.table({"file_key": pa.array(keys, pa.string()), "number": pa.array(range(len(keys)), pa.int64())})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.arrow"
        kept = KeptRows(rows.to_reader(batch_rows), "file_key", path)
        found = [(key, of_key.column("number").to_pylist()) for key, of_key in kept.by_key()]
        assert [key for key, _ in found] == [key for key, _ in groupby(keys)]
        assert [number for _, numbers in found for number in numbers] == list(range(len(keys)))
        for number, key in enumerate(kept.keys):
            assert set(read_kept_batch(path, number).column("file_key").to_pylist()) == {key}
        kept.remove()
        assert not path.exists()
