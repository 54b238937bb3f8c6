"""Compressed files: their members are source files, what is damaged or a bomb is one verdict, and memory is bounded."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from warehouse.archives import ArchiveContents, MemberReader, list_archive
from warehouse.reading import Deferral, Problem, ReadingLimits, SourceBytes, read_source_file

LIMITS = ReadingLimits(file_bytes=2_000_000, archive_members=50, archive_bytes=20_000_000, archive_ratio=100)


def make_zip(path: Path, members: dict[str, bytes], *, how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def look(inbox: Path, limits: ReadingLimits = LIMITS) -> ArchiveContents:
    found = list_archive(inbox, "drop.zip", limits)
    assert isinstance(found, ArchiveContents)
    return found


def problem_of(found: ArchiveContents) -> Problem:
    assert found.members == []
    assert found.refused is not None
    assert found.refused.content is None
    assert found.refused.problem is not None
    return found.refused.problem


def read_all(inbox: Path, limits: ReadingLimits = LIMITS) -> dict[str, SourceBytes | Deferral]:
    with MemberReader(inbox, limits) as reader:
        return {path: reader.read("drop.zip", path) for path in look(inbox, limits).members}


def test_members_that_are_text_files_are_source_files_and_the_rest_is_ignored(tmp_path: Path) -> None:
    make_zip(tmp_path / "drop.zip", {"a.txt": b"een", "map/b.txt": b"twee", "foto.jpg": b"x", "c.txt.gz": b"x"})
    found = look(tmp_path)
    assert found.members == ["drop.zip!/a.txt", "drop.zip!/map/b.txt"]
    assert found.ignored == ["drop.zip!/foto.jpg", "drop.zip!/c.txt.gz"]
    assert found.refused is None


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_the_bytes_that_count_are_the_expanded_ones(tmp_path: Path, how: int) -> None:
    path = make_zip(tmp_path / "drop.zip", {"a.txt": b"een", "leeg.txt": b""}, how=how)
    read = read_all(tmp_path)
    size, time = path.stat().st_size, path.stat().st_mtime_ns
    for name, content in (("a.txt", b"een"), ("leeg.txt", b"")):
        sha256 = hashlib.sha256(content).hexdigest()
        assert read[f"drop.zip!/{name}"] == SourceBytes(sha256, content, None, len(content), size, time)


def test_names_are_bytes_as_they_stand_in_the_archive(tmp_path: Path) -> None:
    make_zip(tmp_path / "drop.zip", {"één 100%.txt": b"x"})
    assert look(tmp_path).members == ["drop.zip!/één 100%25.txt"]
    # A tool that writes UTF-8 without saying so: zipfile reads code page 437 into it.
    content = (tmp_path / "drop.zip").read_bytes()
    info = zipfile.ZipFile(tmp_path / "drop.zip").infolist()[0]
    assert info.flag_bits & 0x800
    plain = content.replace(struct.pack("<H", info.flag_bits), struct.pack("<H", 0))
    (tmp_path / "drop.zip").write_bytes(plain)
    assert look(tmp_path).members == ["drop.zip!/één 100%25.txt"]
    assert isinstance(read_all(tmp_path)["drop.zip!/één 100%25.txt"], SourceBytes)


def test_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "drop.zip", "w") as archive:
        archive.writestr("a.txt", b"een")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", b"twee")
    read = read_all(tmp_path)
    assert [one.content for one in read.values() if isinstance(one, SourceBytes)] == [b"een", b"twee"]
    assert list(read) == ["drop.zip!/a.txt", "drop.zip!/a.txt~2"]


@pytest.mark.parametrize("names", [("a.txt", "a.txt", "a.txt~2"), ("a.txt~2", "a.txt", "a.txt")])
def test_a_second_member_never_takes_the_name_of_a_third(tmp_path: Path, names: tuple[str, ...]) -> None:
    with zipfile.ZipFile(tmp_path / "drop.zip", "w") as archive, warnings.catch_warnings(action="ignore"):
        for number, name in enumerate(names):
            archive.writestr(name, f"{name} {number}".encode())
    read = read_all(tmp_path)
    assert [one.content[:6] for one in read.values() if isinstance(one, SourceBytes) and one.content] == [b"a.txt "] * 2
    assert look(tmp_path).ignored == ["drop.zip!/a.txt~2"]
    assert len({*read, *look(tmp_path).ignored}) == 3


def test_an_entry_without_a_name_is_ignored(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "drop.zip", "w") as archive:
        archive.writestr("a.txt", b"een")
        nameless = zipfile.ZipInfo("x")
        nameless.filename = ""
        archive.writestr(nameless, b"niets")
    assert look(tmp_path) == ArchiveContents(["drop.zip!/a.txt"], ["drop.zip!/"])
    assert list(read_all(tmp_path)) == ["drop.zip!/a.txt"]


def test_a_member_that_is_too_large_is_a_verdict_with_its_sum_and_the_others_are_read(tmp_path: Path) -> None:
    large = os.urandom(1_500_000).hex().encode()
    make_zip(tmp_path / "drop.zip", {"groot.txt": large, "a.txt": b"een"})
    read = read_all(tmp_path)
    found = read["drop.zip!/groot.txt"]
    assert isinstance(found, SourceBytes)
    assert found.problem == Problem("file_too_large", "byte_count", "3000000", "at most 2000000")
    assert (found.content, found.sha256) == (None, hashlib.sha256(large).hexdigest())
    assert isinstance(read["drop.zip!/a.txt"], SourceBytes)


BOMBS = {
    "ratio": ({"a.txt": b"0" * 1_900_000}, "compression_ratio", "at most 100"),
    "bytes": ({f"{n}.txt": os.urandom(900_000) for n in range(23)}, "expanded_byte_count", "at most 20000000"),
    "members": ({f"{n}.txt": b"x" for n in range(51)}, "member_count", "at most 50"),
    "members that are no text": ({f"{n}.jpg": b"x" for n in range(101)}, "member_count", "at most 50"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_one_verdict_on_the_archive(tmp_path: Path, kind: str) -> None:
    members, measure, threshold = BOMBS[kind]
    path = make_zip(tmp_path / "drop.zip", members)
    found = look(tmp_path)
    problem = problem_of(found)
    assert (problem.reason, problem.measure, problem.threshold) == ("archive_bomb", measure, threshold)
    assert found.refused is not None
    assert found.refused.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_short_text_of_one_word_is_no_bomb(tmp_path: Path) -> None:
    make_zip(tmp_path / "drop.zip", {"a.txt": b"ja " * 200_000})
    assert look(tmp_path).members == ["drop.zip!/a.txt"]


def test_an_archive_that_is_damaged_or_none_is_a_verdict(tmp_path: Path) -> None:
    whole = make_zip(tmp_path / "drop.zip", {"a.txt": b"een" * 1000}).read_bytes()
    for content in (b"", b"geen archief", whole[:-30], whole[: len(whole) // 2]):
        (tmp_path / "drop.zip").write_bytes(content)
        assert problem_of(look(tmp_path)).reason == "archive_unreadable"


def test_a_damaged_member_is_a_verdict_and_the_others_are_read(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "drop.zip", {"a.txt": b"een" * 99, "b.txt": b"twee"}, how=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"eeneen", b"eenEEN", 1))
    read = read_all(tmp_path)
    damaged, whole = read["drop.zip!/a.txt"], read["drop.zip!/b.txt"]
    assert isinstance(damaged, SourceBytes)
    assert damaged.problem is not None
    assert (damaged.problem.reason, damaged.content) == ("archive_unreadable", None)
    assert isinstance(whole, SourceBytes)
    assert whole.content == b"twee"


@pytest.mark.parametrize("name", ["jan-jansen.txt", "jan's brief.txt", "een 'jan' twee.txt", 'de "jan".txt'])
def test_what_is_measured_of_a_damaged_member_does_not_tell_its_name(name: str, tmp_path: Path) -> None:
    path = make_zip(tmp_path / "drop.zip", {name: b"een" * 99}, how=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"eneen", b"enEEN", 1))
    [damaged] = read_all(tmp_path).values()
    assert isinstance(damaged, SourceBytes)
    assert damaged.problem is not None
    assert damaged.problem.value == "Bad CRC-32 for file ..."


def test_an_encrypted_member_is_a_verdict(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "drop.zip", {"a.txt": b"geheim"})
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    path.write_bytes(bytes(content))
    [found] = read_all(tmp_path).values()
    assert isinstance(found, SourceBytes)
    assert found.problem is not None
    assert found.problem.reason == "archive_unreadable"
    assert "encrypted" in found.problem.value


def test_any_byte_of_an_archive_may_be_wrong_without_an_exception(tmp_path: Path) -> None:
    whole = make_zip(tmp_path / "drop.zip", {"a.txt": b"een" * 9, "b.txt": b"twee"}).read_bytes()
    for place in range(len(whole)):
        for flip in (0x01, 0x80, 0xFF):
            spoiled = bytearray(whole)
            spoiled[place] ^= flip
            (tmp_path / "drop.zip").write_bytes(bytes(spoiled))
            found = list_archive(tmp_path, "drop.zip", LIMITS)
            assert isinstance(found, ArchiveContents)
            with MemberReader(tmp_path, LIMITS) as reader:
                for path in found.members:
                    read = reader.read("drop.zip", path)
                    assert isinstance(read, SourceBytes), (place, flip, read)
                    assert (read.content is None) == (read.problem is not None)


def test_a_directory_of_lies_is_not_loaded(tmp_path: Path) -> None:
    """An end record that declares a directory of gigabytes is refused before anybody reads it."""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 3, 3, 0xF0000000, 0, 0)
    (tmp_path / "drop.zip").write_bytes(b"x" * 100 + end)
    assert problem_of(look(tmp_path)).measure == "member_count"


def test_an_archive_that_vanished_is_put_off(tmp_path: Path) -> None:
    assert list_archive(tmp_path, "drop.zip", LIMITS) == Deferral("vanished", "No such file or directory")
    make_zip(tmp_path / "drop.zip", {"a.txt": b"een"})
    members = look(tmp_path).members
    make_zip(tmp_path / "drop.zip", {"b.txt": b"twee"})
    with MemberReader(tmp_path, LIMITS) as reader:
        found = reader.read("drop.zip", members[0])
    assert isinstance(found, Deferral)
    assert found.cause == "vanished"


def read_gzip(inbox: Path, content: bytes) -> SourceBytes:
    (inbox / "a.txt.gz").write_bytes(content)
    found = read_source_file(inbox, "a.txt.gz", LIMITS)
    assert isinstance(found, SourceBytes)
    assert found.listed_byte_count == len(content)
    return found


def test_a_gzip_file_is_its_expanded_bytes(tmp_path: Path) -> None:
    for content in (b"", b"een", b"twee" * 1000):
        found = read_gzip(tmp_path, gzip.compress(content))
        assert (found.content, found.problem, found.byte_count) == (content, None, len(content))
        assert found.sha256 == hashlib.sha256(content).hexdigest()


def test_a_gzip_file_of_several_parts_is_read_to_its_end(tmp_path: Path) -> None:
    assert read_gzip(tmp_path, gzip.compress(b"een") + gzip.compress(b"twee")).content == b"eentwee"


def test_a_gzip_file_that_is_damaged_or_none_is_a_verdict(tmp_path: Path) -> None:
    whole = gzip.compress(b"een" * 500)
    for content in (b"geen gzip", whole[:-4], whole[:12], whole[:15] + b"\xff\xff" + whole[17:]):
        found = read_gzip(tmp_path, content)
        assert found.problem is not None
        assert found.problem.reason == "archive_unreadable"
        assert found.sha256 == hashlib.sha256(content).hexdigest()


def test_a_gzip_file_that_expands_too_far_is_too_large_or_a_bomb(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb") as stream:
        for _ in range(30):
            stream.write(b"\0" * 1_000_000)
    problem = read_gzip(tmp_path, buffer.getvalue()).problem
    assert problem is not None
    assert (problem.reason, problem.measure) == ("archive_bomb", "expanded_byte_count")
    problem = read_gzip(tmp_path, gzip.compress(b"\0" * 1_900_000)).problem
    assert problem is not None
    assert (problem.reason, problem.measure) == ("archive_bomb", "compression_ratio")
    problem = read_gzip(tmp_path, gzip.compress(os.urandom(1_500_000).hex().encode(), 1)).problem
    assert problem is not None
    assert (problem.reason, problem.value) == ("file_too_large", "3000000")
