"""A covered path leads back to the true one under the warehouse's key, and nowhere without it."""

from __future__ import annotations

import hashlib
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.errors import VerificationError
from transforms.identifiers import source_path_of_bytes
from warehouse.engine import open_engine
from warehouse.layout import Warehouse
from warehouse.path_cover import MARK, PathCover, find_cover, has_cover, make_cover

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
COVER = PathCover(bytes(range(32)), Path("kept-paths"))
PATHS = st.binary(min_size=1, max_size=300).filter(lambda path: b"\0" not in path).map(source_path_of_bytes)


@given(PATHS)
def test_every_path_comes_back_and_is_covered_alike_each_time(path: str) -> None:
    covered = COVER.cover(path)
    assert covered.startswith(MARK)
    assert not path.startswith(MARK)
    assert COVER.uncover(covered) == path
    assert COVER.cover(path) == covered == COVER.cover(covered)
    assert COVER.uncover(path) == path


@given(PATHS, PATHS)
def test_two_paths_are_never_covered_alike_nor_under_two_keys(one: str, other: str) -> None:
    assert (COVER.cover(one) == COVER.cover(other)) == (one == other)
    assert COVER.cover(one) != PathCover(hashlib.sha256(b"another").digest(), COVER.kept).cover(one)


def test_the_length_tells_little() -> None:
    assert len({len(COVER.cover("a" * length)) for length in range(1, 33)}) == 1


def test_a_warehouse_has_one_key_for_good_that_only_its_user_may_read(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    assert find_cover(place) is None
    made = make_cover(place, now=NOW)
    key = place.path_key_file.read_bytes()

    again, found = make_cover(place, now=NOW), find_cover(place)

    assert found is not None
    assert made.cover("a.txt") == again.cover("a.txt") == found.cover("a.txt")
    assert place.path_key_file.read_bytes() == key
    assert stat.S_IMODE(place.path_key_file.stat().st_mode) == 0o600
    assert len(place.decisions_file.read_text().splitlines()) == 1
    assert key.hex() not in place.decisions_file.read_text()


def test_a_kill_between_key_and_entry_costs_nothing(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    make_cover(place, now=NOW)
    key = place.path_key_file.read_bytes()
    place.decisions_file.unlink()

    assert find_cover(place) is None
    make_cover(place, now=NOW)

    assert place.path_key_file.read_bytes() == key
    assert find_cover(place) is not None


@pytest.mark.parametrize("key", [None, bytes(32)])
def test_a_lost_or_exchanged_key_is_told_before_anything_is_read(key: bytes | None, tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    make_cover(place, now=NOW)
    place.path_key_file.unlink()
    if key is not None:
        place.path_key_file.write_bytes(key)

    with pytest.raises(VerificationError, match="key") as error, open_engine(place):
        pass
    assert error.value.where == str(place.path_key_file)
    with pytest.raises(VerificationError):
        make_cover(place, now=NOW)


def test_a_warehouse_that_covers_nothing_pays_nothing(tmp_path: Path) -> None:
    with open_engine(Warehouse(tmp_path)) as engine:
        assert not has_cover(engine)
    assert not (tmp_path / "paths.key").exists()
