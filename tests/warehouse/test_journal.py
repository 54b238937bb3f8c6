"""Append-only records: what has its line end counts, what a kill cut off does not."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.errors import VerificationError
from warehouse.journal import append_entry, read_entries

ENTRIES = st.lists(st.dictionaries(st.text(max_size=5), st.text() | st.integers() | st.none(), max_size=3), max_size=4)


@given(ENTRIES, st.integers(0, 200))
def test_entries_come_back_and_a_torn_one_leaves_no_trace(entries: list[dict[str, object]], torn_at: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "record.jsonl"
        for entry in entries:
            append_entry(path, entry)
        assert read_entries(path) == entries
        whole = path.read_bytes() if entries else b""
        append_entry(path, {"last": "x" * 100})
        line = path.read_bytes()[len(whole) :]
        path.write_bytes(whole + line[: min(torn_at, len(line) - 1)])  # a kill in the middle of the line
        assert read_entries(path) == entries
        append_entry(path, {"next": 1})
        assert read_entries(path) == [*entries, {"next": 1}]


def test_a_damaged_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    append_entry(path, {"a": 1})
    path.write_bytes(path.read_bytes() + b"{]\n")
    with pytest.raises(VerificationError, match="Line 2"):
        read_entries(path)
