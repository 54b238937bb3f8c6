"""Reading one source file: its bytes and their sha256, or the reason why not just now."""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from transforms.identifiers import bytes_of_source_path

__all__ = [
    "GZIP_ENDING",
    "Deferral",
    "Problem",
    "ReadingLimits",
    "SourceBytes",
    "bomb_by_ratio",
    "hash_open_file",
    "read_source_file",
    "read_steadily",
    "read_stream",
    "too_large",
    "unreadable",
]

PIECE_BYTES = 1024 * 1024
GZIP_ENDING = ".txt.gz"

LEAST_BYTES_OF_A_BOMB = 1_000_000
"""Below it no ratio is suspicious: a short text of one repeated word packs a hundredfold and does no harm."""


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """How much is read before a file becomes a verdict; each is a setting.

    Attributes:
        file_bytes: Size of one source file, expanded.
        archive_members: Source files in one archive.
        archive_bytes: Size of all source files of one archive, expanded.
        archive_ratio: Expanded size by compressed size.
    """

    file_bytes: int
    archive_members: int
    archive_bytes: int
    archive_ratio: float

    def as_text(self) -> str:
        """All limits in one word: files refused under other limits are read again."""
        return f"{self.file_bytes}/{self.archive_members}/{self.archive_bytes}/{self.archive_ratio:g}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the bytes of a file are not taken in; the judge makes the verdict of it.

    Attributes:
        reason: `file_too_large`, `archive_bomb` or `archive_unreadable`.
        measure: What was measured.
        value: What it came to.
        threshold: What it was held against.
    """

    reason: str
    measure: str
    value: str
    threshold: str


@dataclass(frozen=True, slots=True)
class SourceBytes:
    """A source file as read.

    Attributes:
        sha256: Of all its bytes, in hex; of the compressed bytes where those could not be expanded.
        content: The bytes, expanded; None when there is a problem.
        problem: Why they are not taken in, or None.
        byte_count: Size in bytes, expanded.
        listed_byte_count: Size of the file on the disk; of a member of an archive, the archive's.
        modified_at_ns: Its modification time at the moment of reading, nanoseconds since 1970.
    """

    sha256: str
    content: bytes | None
    problem: Problem | None
    byte_count: int
    listed_byte_count: int
    modified_at_ns: int


@dataclass(frozen=True, slots=True)
class Deferral:
    """Why a file was not taken in this time; the next run tries again.

    Attributes:
        cause: `vanished`, `unreadable`, `still_being_written` or `unforeseen_exception`.
        detail: The system's words.
    """

    cause: str
    detail: str


def read_source_file(inbox: Path, source_path: str, limits: ReadingLimits) -> SourceBytes | Deferral:
    """Read a source file whole; of one that is too large only the sum is taken, in pieces."""
    path = os.fsencode(inbox) + b"/" + bytes_of_source_path(source_path)
    return read_steadily(path, _read_gzip if source_path.endswith(GZIP_ENDING) else _read_plain, limits)


def read_steadily(
    path: bytes, read: Callable[[int, os.stat_result, ReadingLimits], SourceBytes | Deferral], limits: ReadingLimits
) -> SourceBytes | Deferral:
    """Read an open file, unless it changes meanwhile or the system refuses it."""
    try:
        # Without O_NONBLOCK a pipe named x.txt would make the run wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError as error:
        return Deferral("vanished", error.strerror or "")
    except OSError as error:
        return Deferral("unreadable", error.strerror or "")
    try:
        before = os.fstat(descriptor)
        found = read(descriptor, before, limits)
        after = os.fstat(descriptor)
    except OSError as error:
        return Deferral("unreadable", error.strerror or str(error))
    finally:
        os.close(descriptor)
    if after.st_size != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        return Deferral("still_being_written", f"{before.st_size} bytes became {after.st_size} while it was read")
    return found


def _read_plain(descriptor: int, before: os.stat_result, limits: ReadingLimits) -> SourceBytes | Deferral:
    if before.st_size > limits.file_bytes:
        sha256, byte_count = hash_open_file(descriptor, before.st_size)
        content, problem = None, too_large(byte_count, limits)
    else:
        content = _read_all(descriptor, before.st_size)
        sha256, byte_count, problem = hashlib.sha256(content).hexdigest(), len(content), None
    if byte_count != before.st_size:
        return Deferral("still_being_written", f"{before.st_size} bytes became {byte_count} while it was read")
    return SourceBytes(sha256, content, problem, byte_count, byte_count, before.st_mtime_ns)


def _read_gzip(descriptor: int, before: os.stat_result, limits: ReadingLimits) -> SourceBytes:
    size, time = before.st_size, before.st_mtime_ns
    try:
        with os.fdopen(os.dup(descriptor), "rb") as file, gzip.GzipFile(fileobj=file) as stream:
            found = read_stream(stream, limits)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        found = unreadable(str(error))
    if not isinstance(found, Problem):
        sha256, content, byte_count = found
        problem = bomb_by_ratio(byte_count, size, limits)
        if problem is None:
            problem = too_large(byte_count, limits) if content is None else None
            return SourceBytes(sha256, content, problem, byte_count, size, time)
        found = problem
    return SourceBytes(hash_open_file(descriptor, size)[0], None, found, size, size, time)


def read_stream(stream: _Stream, limits: ReadingLimits) -> tuple[str, bytes | None, int] | Problem:
    """Expand a compressed stream to its end.

    Returns:
        sha256, bytes (None when they are too many for one file) and their number; a problem when there are more
        than a whole archive may have.
    """
    digest, kept, byte_count = hashlib.sha256(), [], 0
    while piece := stream.read(PIECE_BYTES):
        digest.update(piece)
        byte_count += len(piece)
        if byte_count <= limits.file_bytes:
            kept.append(piece)
        else:
            kept.clear()
        if byte_count > limits.archive_bytes:
            return Problem(
                "archive_bomb", "expanded_byte_count", f"more than {byte_count - 1}", f"at most {limits.archive_bytes}"
            )
    content = b"".join(kept) if byte_count <= limits.file_bytes else None
    return digest.hexdigest(), content, byte_count


def too_large(byte_count: int, limits: ReadingLimits) -> Problem:
    """What is wrong with a file of so many bytes."""
    return Problem("file_too_large", "byte_count", str(byte_count), f"at most {limits.file_bytes}")


def unreadable(detail: str) -> Problem:
    """What is wrong with something compressed that cannot be expanded."""
    return Problem("archive_unreadable", "archive_status", detail, "a whole archive that can be expanded")


def bomb_by_ratio(expanded: int, compressed: int, limits: ReadingLimits) -> Problem | None:
    """What is wrong with something that expands so far, if anything is."""
    ratio = expanded / max(compressed, 1)
    if expanded < LEAST_BYTES_OF_A_BOMB or ratio <= limits.archive_ratio:
        return None
    return Problem("archive_bomb", "compression_ratio", f"{ratio:.0f}", f"at most {limits.archive_ratio:g}")


def hash_open_file(descriptor: int, size: int) -> tuple[str, int]:
    """sha256 and length of an open file from its beginning; where others are reading it is left as it is."""
    digest, byte_count = hashlib.sha256(), 0
    while byte_count <= size and (piece := os.pread(descriptor, PIECE_BYTES, byte_count)):
        digest.update(piece)
        byte_count += len(piece)
    return digest.hexdigest(), byte_count


def _read_all(descriptor: int, size: int) -> bytes:
    """All bytes, and at most one more than expected: a growing file is noticed, not followed.

    Who gets as many as expected asks no further: whoever has written more meanwhile has changed the file's size.
    """
    content = os.read(descriptor, size + 1)
    while len(content) < size and (piece := os.read(descriptor, size + 1 - len(content))):
        content += piece
    return content
