"""The yardstick does the work that it is compared for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bench import yardstick
from bench.corpus import make_article, read_pieces, write_corpus
from bench.yardstick import write_yardstick


def test_a_row_for_every_file_whatever_is_in_it(tmp_path: Path, sample: Path) -> None:
    rows = write_yardstick(sample / "inbox", tmp_path / "yardstick.parquet")
    files = {path.relative_to(sample / "inbox").as_posix() for path in (sample / "inbox").rglob("*.txt")}
    table = pq.read_table(tmp_path / "yardstick.parquet")
    assert rows == table.num_rows == len(files)
    assert set(table.column("path").to_pylist()) == files


def test_rows_hold_hash_language_and_text(tmp_path: Path, sample: Path) -> None:
    pieces = read_pieces(sample)
    write_corpus(tmp_path / "inbox", pieces, range(60))
    write_yardstick(tmp_path / "inbox", tmp_path / "yardstick.parquet")
    rows = {row["path"]: row for row in pq.read_table(tmp_path / "yardstick.parquet").to_pylist()}
    for number in range(60):
        article = make_article(pieces, number, seed=0)
        row = rows[article.path]
        assert row["sha256"] == hashlib.sha256(article.content).hexdigest()
        assert row["text"] == article.content.decode()
        assert (row["lang"] == "nl") == (article.refusal != "foreign language")


def test_files_beyond_the_first_portion_are_not_lost(
    tmp_path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yardstick, "FILES_AT_A_TIME", 7)
    write_corpus(tmp_path / "inbox", read_pieces(sample), range(25))
    assert write_yardstick(tmp_path / "inbox", tmp_path / "yardstick.parquet") == 25
    assert len(set(pq.read_table(tmp_path / "yardstick.parquet").column("path").to_pylist())) == 25
