"""Which folders of raw/ and staged/ count, and which parts are put together."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.errors import VerificationError
from warehouse.batches import BatchName, list_folders, pack_name
from warehouse.compaction import share_out
from warehouse.raw_batches import PartLimits


def single(root: Path, batch: BatchName) -> None:
    (root / batch.folder).mkdir(parents=True)
    (root / batch.folder / "batch.json").write_text(json.dumps({"batch_no": batch.batch_no, "files": []}))


def pack(root: Path, batches: list[BatchName]) -> Path:
    folder = root / pack_name(batches[0], batches[-1])
    folder.mkdir(parents=True)
    records = [{"batch_no": one.batch_no, "batch_id": one.batch_id, "parts": [0]} for one in batches]
    (folder / "batches.json").write_text(json.dumps({"batches": records, "files": []}))
    return folder


NAMES = [BatchName(number, f"{number:016x}") for number in range(1, 10)]


def test_a_batch_lies_in_its_pack_and_its_own_folder_is_a_leftover(tmp_path: Path) -> None:
    for name in NAMES[:6]:
        single(tmp_path, name)
    small = pack(tmp_path, NAMES[:2])
    large = pack(tmp_path, NAMES[:4])
    folders, leftovers = list_folders(tmp_path)
    assert folders.batches == NAMES[:6]
    assert [folder.path for folder in folders.folders[:1]] == [large]
    assert folders.folder_of(NAMES[1]).path == large
    assert sorted(leftovers) == sorted([small, *(tmp_path / name.folder for name in NAMES[:4])])
    assert [folder.path.name for folder in folders.folders_of(NAMES[2:5])] == [large.name, NAMES[4].folder]


def test_a_folder_that_no_pack_names_counts_whatever_its_number(tmp_path: Path) -> None:
    stranger = BatchName(2, "ab" * 8)
    pack(tmp_path, [NAMES[0], NAMES[2]])
    single(tmp_path, stranger)
    folders, leftovers = list_folders(tmp_path)
    assert set(folders.batches) == {NAMES[0], NAMES[2], stranger}
    assert leftovers == []


def test_other_folders_are_left_alone(tmp_path: Path) -> None:
    single(tmp_path, NAMES[0])
    for name in ("lost+found", "000001-000002.pack.old", "copy of 000001", "000003-000004.PACK"):
        (tmp_path / name).mkdir()
    folders, leftovers = list_folders(tmp_path)
    assert (folders.batches, leftovers) == (NAMES[:1], [])
    assert list_folders(tmp_path / "absent")[0].batches == []


@pytest.mark.parametrize("content", [None, "{", '{"files": []}', "[]"])
def test_a_pack_without_its_record_is_told(tmp_path: Path, content: str | None) -> None:
    folder = pack(tmp_path, NAMES[:2])
    if content is None:
        (folder / "batches.json").unlink()
    else:
        (folder / "batches.json").write_text(content)
    with pytest.raises(VerificationError, match="cannot be read"):
        list_folders(tmp_path)


@pytest.mark.parametrize("content", [None, "{", "[]"])
def test_a_batch_without_its_record_is_told(tmp_path: Path, content: str | None) -> None:
    single(tmp_path, NAMES[0])
    record_file = tmp_path / NAMES[0].folder / "batch.json"
    if content is None:
        record_file.unlink()
    else:
        record_file.write_text(content)
    folders, _ = list_folders(tmp_path)
    with pytest.raises(VerificationError) as caught:
        folders.record(NAMES[0])
    assert caught.value.where == str(record_file)


def test_rows_are_chosen_by_batch_only_where_a_folder_holds_others(tmp_path: Path) -> None:
    pack(tmp_path, NAMES[:3])
    single(tmp_path, NAMES[3])
    folders, _ = list_folders(tmp_path)
    assert folders.verdict_files(NAMES[:4])[1] is None
    files, batch_nos = folders.verdict_files(NAMES[1:4])
    assert [path.parent.name for path in files] == ["000001-000003.pack", NAMES[3].folder]
    assert batch_nos == [2, 3, 4]
    shutil.rmtree(tmp_path)
    assert list_folders(tmp_path)[0].verdict_files([]) == ([], None)


@dataclass(frozen=True)
class Part:
    rows: int
    bytes: int


@given(
    st.lists(st.builds(Part, st.integers(0, 600), st.integers(0, 2_000))),
    st.integers(1, 500),
    st.integers(1, 1_000),
)
def test_whole_parts_stay_in_order_within_the_limits(parts: list[Part], files: int, byte_count: int) -> None:
    groups = share_out(parts, PartLimits(files, byte_count))
    assert [part for group in groups for part in group] == parts
    for group in groups:
        assert group
        if len(group) > 1:
            assert sum(part.rows for part in group) <= files
            assert sum(part.bytes for part in group) <= byte_count
    for before, after in pairwise(groups):  # no two neighbours would have fitted together
        assert sum(part.rows for part in [*before, after[0]]) > files or (
            sum(part.bytes for part in [*before, after[0]]) > byte_count
        )
