"""Zip archives of an inbox: their members as source files, `drop.zip!/member.txt`.

An archive is looked into before anything of it is read. Too many members, too many bytes, or a ratio that no text has
make it a bomb, and what cannot be opened is no archive: each is one verdict, on the archive's own path.
"""

from __future__ import annotations

import errno
import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from transforms.identifiers import bytes_of_source_path, source_path_of_bytes
from warehouse.reading import (
    Deferral,
    Problem,
    ReadingLimits,
    SourceBytes,
    bomb_by_ratio,
    hash_open_file,
    read_steadily,
    read_stream,
    too_large,
    unreadable,
)

__all__ = ["ARCHIVE_ENDING", "ArchiveContents", "MemberReader", "list_archive"]

ARCHIVE_ENDING = b".zip"
MEMBER_ENDING = ".txt"

# What zipfile and zlib raise for archives that are damaged, encrypted, or packed in a way they do not know.
DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError, struct.error)

_NAME_IS_UTF8 = 0x800  # bit 11 of the general purpose flags

# The record at the end of a zip archive, the locator before it, and the zip64 record that one points at
# (APPNOTE.TXT 4.3.14 to 4.3.16); each begins with its mark.
_END, _END_MARK = struct.Struct("<4s4H2LH"), b"PK\x05\x06"
_LOCATOR, _LOCATOR_MARK = struct.Struct("<4sLQL"), b"PK\x06\x07"
_END64, _END64_MARK = struct.Struct("<4sQ2H2L4Q"), b"PK\x06\x06"
_LONGEST_COMMENT = 65_535
_LIKELY_ENTRY_BYTES = 512  # of the directory: an end record may lie about the number of entries


@dataclass(frozen=True)
class ArchiveContents:
    """What lies in an archive.

    Attributes:
        members: Source paths of its source files.
        ignored: Source paths of its other members.
        refused: The archive as one source file with its problem, when nothing of it is read; else None.
    """

    members: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    refused: SourceBytes | None = None


@dataclass(frozen=True)
class _Member:
    """An entry of an archive that is no folder."""

    source_path: str
    is_source: bool
    info: zipfile.ZipInfo


def list_archive(inbox: Path, archive_path: str, limits: ReadingLimits) -> ArchiveContents | Deferral:
    """Look into an archive; nothing of its members is read."""
    members: list[_Member] = []

    def look(descriptor: int, before: os.stat_result, limits: ReadingLimits) -> SourceBytes:
        problem = _too_many_members(descriptor, before.st_size, limits)
        if problem is None:
            try:
                with _opened(descriptor) as archive:
                    members.extend(_members(archive, archive_path))
            except (OSError, *DAMAGE) as error:
                problem = _damage(error)
            else:
                problem = _bomb(members, before.st_size, limits)
        sha256 = "" if problem is None else hash_open_file(descriptor, before.st_size)[0]
        return SourceBytes(sha256, None, problem, before.st_size, before.st_size, before.st_mtime_ns)

    found = read_steadily(_path(inbox, archive_path), look, limits)
    if isinstance(found, Deferral):
        return found
    if found.problem is not None:
        return ArchiveContents(refused=found)
    return ArchiveContents(
        [member.source_path for member in members if member.is_source],
        [member.source_path for member in members if not member.is_source],
    )


class MemberReader:
    """Reads members one by one and keeps their archive open as long as the next one lies in it too."""

    def __init__(self, inbox: Path, limits: ReadingLimits) -> None:
        self.inbox = inbox
        self.limits = limits
        self.archive_path: str | None = None
        self.open_files = ExitStack()
        self.descriptor = -1
        self.before: os.stat_result | None = None
        self.archive: zipfile.ZipFile | None = None
        self.infos: dict[str, zipfile.ZipInfo] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def read(self, archive_path: str, source_path: str) -> SourceBytes | Deferral:
        """Read a member whole; one that is damaged, encrypted or too large has a problem, and its archive goes on."""
        try:
            if archive_path != self.archive_path:
                self._open(archive_path)
            return self._read(source_path)
        except DAMAGE as error:  # the archive was whole when it was listed
            return Deferral("still_being_written", _words(error))
        except OSError as error:
            return Deferral("unreadable", error.strerror or str(error))

    def _read(self, source_path: str) -> SourceBytes | Deferral:
        info = self.infos.get(source_path)
        if info is None or self.archive is None or self.before is None:
            return Deferral("vanished", "the archive has no such member any more")
        found: tuple[str, bytes | None, int] | Problem
        try:
            with self.archive.open(info) as stream:
                found = read_stream(stream, self.limits)
        except (OSError, *DAMAGE) as error:
            found = _damage(error)
        after = os.fstat(self.descriptor)
        size, time = self.before.st_size, self.before.st_mtime_ns
        if (after.st_size, after.st_mtime_ns) != (size, time):
            return Deferral("still_being_written", f"{size} bytes became {after.st_size} while it was read")
        if isinstance(found, Problem):
            # What cannot be expanded has no bytes to sum: the archive's sum stands for them.
            return SourceBytes(hash_open_file(self.descriptor, size)[0], None, found, info.file_size, size, time)
        sha256, content, byte_count = found
        problem = too_large(byte_count, self.limits) if content is None else None
        return SourceBytes(sha256, content, problem, byte_count, size, time)

    def _open(self, archive_path: str) -> None:
        self._close()
        self.descriptor = os.open(_path(self.inbox, archive_path), os.O_RDONLY | os.O_NONBLOCK)
        self.open_files.callback(os.close, self.descriptor)
        self.archive_path = archive_path
        self.before = os.fstat(self.descriptor)
        self.archive = self.open_files.enter_context(_opened(self.descriptor))
        self.infos = {member.source_path: member.info for member in _members(self.archive, archive_path)}

    def _close(self) -> None:
        self.open_files.close()
        self.archive_path, self.archive, self.infos = None, None, {}


def _path(inbox: Path, source_path: str) -> bytes:
    return os.fsencode(inbox) + b"/" + bytes_of_source_path(source_path)


QUOTED_NAME = re.compile(r"""b?(?P<quote>['"]).*(?P=quote)""", re.DOTALL)


def _words(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _damage(error: Exception) -> Problem:
    """What is wrong with an archive by the exception it made; a failure of the system's goes on."""
    # bz2 calls damage an OSError too, and an offset before the beginning of the file ends in EINVAL.
    if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
        raise error
    # zipfile quotes names of members. The words are published as a measured value, the name only if paths are.
    return unreadable(QUOTED_NAME.sub("...", _words(error)))


@contextmanager
def _opened(descriptor: int) -> Iterator[zipfile.ZipFile]:
    with os.fdopen(os.dup(descriptor), "rb") as file, zipfile.ZipFile(file) as archive:
        yield archive


def _members(archive: zipfile.ZipFile, archive_path: str) -> list[_Member]:
    """Every entry but folders, in the order of the archive's directory.

    An archive may hold two entries of one name; tools unpack the last, and a text would be lost without a word. Here
    the second is `name~2`.
    """
    # `info.is_dir()` fails on an entry without a name.
    infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
    paths = [f"{archive_path}!/{source_path_of_bytes(_name_bytes(info))}" for info in infos]
    members: list[_Member] = []
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    names = set(paths)
    for path, info in zip(paths, infos, strict=True):
        numbered = path
        while numbered in taken or (numbered != path and numbered in names):
            numbers[path] = numbers.get(path, 1) + 1
            numbered = f"{path}~{numbers[path]}"
        taken.add(numbered)
        members.append(_Member(numbered, path.endswith(MEMBER_ENDING), info))
    return members


def _name_bytes(info: zipfile.ZipInfo) -> bytes:
    """The name as it stands in the archive; zipfile reads names without the UTF-8 flag as code page 437."""
    if info.flag_bits & _NAME_IS_UTF8:
        return info.orig_filename.encode("utf-8", "surrogateescape")
    return info.orig_filename.encode("cp437", "replace")


def _bomb(members: list[_Member], archive_bytes: int, limits: ReadingLimits) -> Problem | None:
    """What is wrong with an archive by the sizes that its directory declares; zipfile reads no more than those."""
    sources = [member.info for member in members if member.is_source]
    expanded = sum(info.file_size for info in sources)
    if len(sources) > limits.archive_members:
        return _member_problem(len(sources), limits)
    if expanded > limits.archive_bytes:
        return Problem("archive_bomb", "expanded_byte_count", str(expanded), f"at most {limits.archive_bytes}")
    # Entries may overlap, so that their compressed sizes add up to more than there is.
    compressed = min(sum(info.compress_size for info in sources), archive_bytes)
    return bomb_by_ratio(expanded, compressed, limits)


def _too_many_members(descriptor: int, size: int, limits: ReadingLimits) -> Problem | None:
    """Ask the end record before zipfile makes an object of every entry: a directory of gigabytes must not be loaded."""
    count = _declared_members(descriptor, size)
    # Entries that are no source files count here too: they cost the same memory.
    return _member_problem(count, limits) if count > 2 * limits.archive_members else None


def _member_problem(count: int, limits: ReadingLimits) -> Problem:
    return Problem("archive_bomb", "member_count", str(count), f"at most {limits.archive_members}")


def _declared_members(descriptor: int, size: int) -> int:
    """How many entries the end of an archive declares; 0 where there is no end record."""
    length = min(size, _END.size + _LONGEST_COMMENT + _LOCATOR.size)
    tail = os.pread(descriptor, length, size - length)
    place = tail.rfind(_END_MARK)
    if place < 0 or len(tail) - place < _END.size:
        return 0
    end = _END.unpack_from(tail, place)
    count = max(int(end[4]), int(end[5]) // _LIKELY_ENTRY_BYTES)
    place -= _LOCATOR.size
    if place >= 0 and tail.startswith(_LOCATOR_MARK, place):
        offset = int(_LOCATOR.unpack_from(tail, place)[2])
        record = os.pread(descriptor, _END64.size, offset) if offset < size else b""
        if len(record) == _END64.size and record.startswith(_END64_MARK):
            end64 = _END64.unpack(record)
            return max(count, int(end64[7]), int(end64[8]) // _LIKELY_ENTRY_BYTES)
    return count
