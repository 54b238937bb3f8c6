"""Reading one source file: whole and unchanged, or not this time."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from warehouse import reading
from warehouse.reading import Deferral, Problem, ReadingLimits, SourceBytes, read_source_file

LIMIT = 1000


def read(inbox: Path, path: str = "a.txt", *, limit: int = LIMIT) -> SourceBytes | Deferral:
    limits = ReadingLimits(file_bytes=limit, archive_members=10, archive_bytes=10 * LIMIT, archive_ratio=100)
    return read_source_file(inbox, path, limits)


@pytest.mark.parametrize("content", [b"", b"x", b"x" * LIMIT, bytes(range(256))])
def test_a_file_is_its_bytes_their_sum_and_its_time(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    os.utime(tmp_path / "a.txt", ns=(5, 1234567890123456789))
    assert read(tmp_path) == SourceBytes(
        hashlib.sha256(content).hexdigest(), content, None, len(content), len(content), 1234567890123456789
    )


def test_one_byte_too_many_is_hashed_and_not_kept(tmp_path: Path) -> None:
    content = b"x" * (LIMIT + 1)
    (tmp_path / "a.txt").write_bytes(content)
    found = read(tmp_path)
    assert isinstance(found, SourceBytes)
    assert (found.content, found.byte_count) == (None, LIMIT + 1)
    assert found.problem == Problem("file_too_large", "byte_count", "1001", "at most 1000")
    assert found.sha256 == hashlib.sha256(content).hexdigest()


def test_a_large_file_is_hashed_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PIECE_BYTES", 7)
    content = os.urandom(100)
    (tmp_path / "a.txt").write_bytes(content)
    found = read(tmp_path, limit=10)
    assert isinstance(found, SourceBytes)
    assert found.sha256 == hashlib.sha256(content).hexdigest()


def test_a_name_that_is_not_utf8_is_read(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff%.txt")).write_bytes(b"inhoud")
    found = read(tmp_path, "%FF%25.txt")
    assert isinstance(found, SourceBytes)
    assert found.content == b"inhoud"


def test_a_file_that_vanished_is_put_off(tmp_path: Path) -> None:
    assert read(tmp_path) == Deferral("vanished", "No such file or directory")


def test_what_is_no_file_any_more_is_put_off(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    assert read(tmp_path) == Deferral("unreadable", "Is a directory")


def test_a_file_that_may_not_be_opened_is_put_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: bytes, _flags: int) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refuse)
    assert read(tmp_path) == Deferral("unreadable", "Permission denied")


def test_a_disk_that_fails_while_it_is_read_is_put_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")

    def fail(_descriptor: int, _count: int) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.read", fail)
    assert read(tmp_path) == Deferral("unreadable", "Input/output error")


@pytest.mark.parametrize("size", [10, LIMIT + 10], ids=["small", "too large"])
@pytest.mark.parametrize("what", ["grows", "is cut", "is written over"])
def test_a_file_that_changes_while_it_is_read_is_put_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, size: int
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * size)
    os.utime(path, (1, 1))
    system_call = "os.read" if size <= LIMIT else "os.pread"
    real = getattr(os, system_call.removeprefix("os."))

    def change_first(*arguments: int) -> bytes:
        monkeypatch.setattr(system_call, real)
        content = {"grows": b"x" * (size + 1), "is cut": b"", "is written over": b"y" * size}[what]
        path.write_bytes(content)
        return bytes(real(*arguments))

    monkeypatch.setattr(system_call, change_first)
    found = read(tmp_path)
    assert isinstance(found, Deferral)
    assert found.cause == "still_being_written"


def test_short_reads_are_put_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"abcdefghij")
    real = os.read
    monkeypatch.setattr("os.read", lambda descriptor, count: real(descriptor, min(count, 3)))
    found = read(tmp_path)
    assert isinstance(found, SourceBytes)
    assert found.content == b"abcdefghij"


def test_a_pipe_does_not_make_the_run_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    found = read(tmp_path)
    assert isinstance(found, SourceBytes)
    assert found.content == b""


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 2 * LIMIT)
    (tmp_path / "b.txt").mkdir()
    descriptors = Path("/proc/self/fd")
    if not descriptors.is_dir():
        pytest.skip("no /proc here to count descriptors in")
    before = len(list(descriptors.iterdir()))
    for path in ("a.txt", "b.txt", "c.txt"):
        read(tmp_path, path)
    assert len(list(descriptors.iterdir())) == before
