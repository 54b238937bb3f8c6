"""Reading one source file: its bytes and their sha256, or the reason why not just now."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from transforms.identifiers import bytes_of_source_path

__all__ = ["Deferral", "SourceBytes", "read_source_file"]

HASH_CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceBytes:
    """A source file as read.

    Attributes:
        sha256: Of all its bytes, in hex.
        content: The bytes; None when the file is too large to be taken in.
        problem: `file_too_large`, or None.
        byte_count: Size in bytes.
        modified_at_ns: Modification time at the moment of reading, nanoseconds since 1970.
    """

    sha256: str
    content: bytes | None
    problem: str | None
    byte_count: int
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


def read_source_file(inbox: Path, source_path: str, *, maximum_bytes: int) -> SourceBytes | Deferral:
    """Read a source file whole; one larger than `maximum_bytes` is hashed in pieces and its bytes left alone."""
    path = os.fsencode(inbox) + b"/" + bytes_of_source_path(source_path)
    try:
        # Without O_NONBLOCK a pipe named x.txt would make the run wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError as error:
        return Deferral("vanished", error.strerror or "")
    except OSError as error:
        return Deferral("unreadable", error.strerror or "")
    try:
        before = os.fstat(descriptor)
        if before.st_size > maximum_bytes:
            return _hash_large(descriptor, before)
        content = _read_all(descriptor, before.st_size)
        after = os.fstat(descriptor)
    except OSError as error:
        return Deferral("unreadable", error.strerror or "")
    finally:
        os.close(descriptor)
    if len(content) != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        return _still_being_written(before.st_size, len(content))
    return SourceBytes(hashlib.sha256(content).hexdigest(), content, None, len(content), after.st_mtime_ns)


def _hash_large(descriptor: int, before: os.stat_result) -> SourceBytes | Deferral:
    digest, byte_count = hashlib.sha256(), 0
    while byte_count <= before.st_size and (piece := os.read(descriptor, HASH_CHUNK_BYTES)):
        digest.update(piece)
        byte_count += len(piece)
    if byte_count != before.st_size or os.fstat(descriptor).st_mtime_ns != before.st_mtime_ns:
        return _still_being_written(before.st_size, byte_count)
    return SourceBytes(digest.hexdigest(), None, "file_too_large", byte_count, before.st_mtime_ns)


def _still_being_written(expected: int, found: int) -> Deferral:
    return Deferral("still_being_written", f"{expected} bytes became {found} while it was read")


def _read_all(descriptor: int, size: int) -> bytes:
    """All bytes, and at most one more than expected: a growing file is noticed, not followed."""
    content = os.read(descriptor, size + 1)
    while len(content) <= size and (piece := os.read(descriptor, size + 1 - len(content))):
        content += piece
    return content
