"""Rows are read by their numbers, whatever row groups and batches they lie in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.errors import VerificationError
from warehouse import forward_rows
from warehouse.forward_rows import ForwardRows

ROWS = pa.table({"number": pa.array(range(50), pa.int32()), "text": [f"rij {n}" for n in range(50)], "other": [0] * 50})
WANTED = st.lists(st.integers(0, 49), unique=True).map(sorted)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rows") / "rows.parquet"
    pq.write_table(ROWS, path, row_group_size=16)
    return path


@given(asked=st.lists(WANTED, min_size=1, max_size=3), batch_rows=st.sampled_from([1, 5, 100]))
def test_rows_are_those_that_were_asked_for(path: Path, asked: list[list[int]], batch_rows: int) -> None:
    with pytest.MonkeyPatch.context() as patch, ForwardRows(path, ["text", "number"]) as rows:
        patch.setattr(forward_rows, "MAXIMUM_BATCH_ROWS", batch_rows)
        for numbers in asked:  # what is asked later may lie further back, too
            found = rows.take(np.array(numbers, dtype=np.int64))
            assert found.column_names == ["text", "number"]
            assert found.equals(ROWS.select(["text", "number"]).take(pa.array(numbers, pa.int64())))


def test_a_damaged_file_is_told(path: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.parquet"
    torn.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(VerificationError, match="cannot be read"):
        ForwardRows(torn, ["text"])
