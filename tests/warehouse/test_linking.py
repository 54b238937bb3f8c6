"""A file of the parent is linked; where that is refused it is copied, and its bytes are looked at."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.errors import VerificationError
from warehouse.durable import hash_file
from warehouse.linking import take_over


def _as_parquet(numbers: list[int]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"number": numbers}), sink, compression="none")
    return sink.getvalue()


CONTENT, OTHER = _as_parquet([1, 2, 3]), _as_parquet([4, 5, 6])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "documents-2019.parquet"
    path.write_bytes(CONTENT)
    return path


def refuse(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def link(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", link)


def take(source: Path, *, sha256: str | None = None) -> Path:
    target = source.with_name("linked.parquet")
    take_over(source, target, byte_count=len(CONTENT), row_count=3, sha256=sha256 or hash_file(source))
    return target


def test_a_file_is_linked_and_not_read(source: Path) -> None:
    target = take(source, sha256="no sum is asked for")
    assert target.stat().st_ino == source.stat().st_ino


@pytest.mark.parametrize("number", [errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP], ids=os.strerror)
def test_where_links_are_refused_it_is_copied(source: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    refuse(monkeypatch, number)
    target = take(source)
    assert target.read_bytes() == CONTENT
    assert target.stat().st_ino != source.stat().st_ino


@pytest.mark.parametrize("number", [errno.EPERM, errno.EXDEV, errno.EMLINK], ids=os.strerror)
def test_a_copy_of_other_bytes_is_found_out(source: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Of the right size: a link would have been of the parent's own bytes, a copy spreads the damage."""
    sha256 = hash_file(source)
    source.write_bytes(OTHER)
    refuse(monkeypatch, number)
    with pytest.raises(VerificationError, match="sha256") as error:
        take(source, sha256=sha256)
    assert error.value.where == str(source)


def test_another_refusal_is_no_reason_to_copy(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, errno.ENOSPC)
    with pytest.raises(OSError, match="No space left"):
        take(source)


@pytest.mark.parametrize("content", [None, b"", CONTENT + b"."], ids=["gone", "empty", "longer"])
def test_a_file_of_another_size_is_damage(source: Path, content: bytes | None) -> None:
    if content is None:
        source.unlink()
    else:
        source.write_bytes(content)
    with pytest.raises(VerificationError, match="damaged") as error:
        take(source, sha256="any")
    assert error.value.where == str(source)


def test_a_file_that_is_exchanged_at_this_very_moment_is_damage(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.link

    def exchange(old: Path, new: Path) -> None:
        other = source.with_name("other")
        other.write_bytes(OTHER)
        other.replace(old)
        real(old, new)

    monkeypatch.setattr(os, "link", exchange)
    with pytest.raises(VerificationError, match="while it was linked"):
        take(source)


def test_a_file_of_other_rows_is_damage(source: Path) -> None:
    with pytest.raises(VerificationError, match="3 rows instead of 4"):
        take_over(source, source.with_name("linked.parquet"), byte_count=len(CONTENT), row_count=4, sha256="any")
