"""What was read of files is read again when they are not the same files any more, and only then."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from warehouse.read_once import CLOCK_TICK_NS, ReadOnce


class Reading:
    """Reads two files, and counts how often it was asked to."""

    def __init__(self, folder: Path) -> None:
        self.once: ReadOnce[str] = ReadOnce()
        self.files = [folder / "a", folder / "b"]
        self.count = 0
        for file in self.files:
            file.write_text(file.name, encoding="utf-8")
            age(file)

    def read(self) -> str:
        self.count += 1
        return "".join(file.read_text(encoding="utf-8") for file in self.files)

    def ask(self) -> str:
        return self.once.ask(self.files, self.read)


def age(file: Path) -> None:
    before = time.time_ns() - 10 * CLOCK_TICK_NS
    os.utime(file, ns=(before, before))


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(tmp_path)


def test_the_same_files_are_read_once(reading: Reading) -> None:
    assert [reading.ask(), reading.ask()] == ["ab", "ab"]
    assert reading.count == 1


def test_another_name_of_the_same_file_is_the_same_file(reading: Reading, tmp_path: Path) -> None:
    reading.ask()
    (tmp_path / "link").hardlink_to(reading.files[0])
    reading.files[0] = tmp_path / "link"
    assert reading.ask() == "ab"
    assert reading.count == 1


def test_a_changed_file_is_read_again(reading: Reading) -> None:
    reading.ask()
    reading.files[1].write_text("c", encoding="utf-8")
    assert reading.ask() == "ac"


def test_a_file_in_the_place_of_another_is_read_again(reading: Reading, tmp_path: Path) -> None:
    reading.ask()
    other = tmp_path / "other"
    other.write_text("c", encoding="utf-8")
    os.utime(other, ns=(reading.files[1].stat().st_mtime_ns,) * 2)
    other.replace(reading.files[1])
    assert reading.ask() == "ac"


def test_a_missing_file_is_no_file_that_was_read(reading: Reading) -> None:
    reading.ask()
    reading.files[1].unlink()
    with pytest.raises(FileNotFoundError):
        reading.ask()


def test_a_file_that_was_written_just_now_is_read_again_for_its_time_may_stay_the_same(reading: Reading) -> None:
    now = time.time_ns()
    for content in ("c", "d"):
        reading.files[1].write_text(content, encoding="utf-8")
        os.utime(reading.files[1], ns=(now, now))
        assert reading.ask() == f"a{content}"


def test_a_file_that_changes_while_it_is_read_is_read_again(reading: Reading) -> None:
    def read_meanwhile() -> str:
        found = reading.read()
        reading.files[1].write_text("c", encoding="utf-8")
        age(reading.files[1])
        return found

    assert reading.once.ask(reading.files, read_meanwhile) == "ab"
    assert reading.ask() == "ac"


def test_what_cannot_be_read_is_asked_for_again(reading: Reading) -> None:
    def fail() -> str:
        raise ValueError("torn")

    with pytest.raises(ValueError, match="torn"):
        reading.once.ask(reading.files, fail)
    assert reading.ask() == "ab"


def test_it_does_not_remember_without_end(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.read_once.MOST_KEPT", 1)
    for about in ("x", "y", "x"):
        reading.once.ask(reading.files, reading.read, about=about)
    assert reading.count == 3
