"""A corpus on the disk, and its command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bench.corpus.kinds import Mixture
from bench.corpus.truth import TRUTH_SCHEMA
from bench.corpus.writer import MODIFIED_AT, make_files, write_corpus

REPOSITORY = Path(__file__).resolve().parents[3]


def test_written_files_and_truth_are_those_that_were_made(tmp_path: Path) -> None:
    mixture = Mixture(1)
    reasons = write_corpus(tmp_path / "inbox", tmp_path / "truth.parquet", mixture, range(120))
    made = list(make_files(mixture, range(120)))
    assert _contents(tmp_path / "inbox") == {file.truth.path: file.content for file in made}
    table = pq.read_table(tmp_path / "truth.parquet")
    assert table.schema.equals(TRUTH_SCHEMA)
    assert [tuple(row.values()) for row in table.to_pylist()] == [
        tuple(list(value) if isinstance(value, tuple) else value for value in file.truth.values()) for file in made
    ]
    assert sum(reasons.values()) == 120
    assert {path.stat().st_mtime for path in (tmp_path / "inbox").rglob("*.txt")} == {MODIFIED_AT}


def test_a_corpus_grows_without_changing_what_is_there(tmp_path: Path) -> None:
    mixture = Mixture(2)
    write_corpus(tmp_path / "grown", None, mixture, range(60))
    before = _contents(tmp_path / "grown")
    write_corpus(tmp_path / "grown", None, mixture, range(60, 90))
    write_corpus(tmp_path / "whole", None, mixture, range(90))
    assert _contents(tmp_path / "grown").items() > before.items()
    assert _contents(tmp_path / "grown") == _contents(tmp_path / "whole")


def test_both_forms_of_the_truth_say_the_same(tmp_path: Path) -> None:
    for name in ("truth.parquet", "truth.jsonl"):
        write_corpus(tmp_path / "inbox", tmp_path / name, Mixture(3), range(80))
    rows = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    expected = pq.read_table(tmp_path / "truth.parquet").to_pylist()
    assert rows == json.loads(json.dumps(expected, default=str))


def test_the_truth_does_not_lie_in_the_inbox(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="must not lie in the inbox"):
        write_corpus(tmp_path, tmp_path / "truth.jsonl", Mixture(0), range(1))
    with pytest.raises(ValueError, match=r"a \.parquet or a \.jsonl file"):
        write_corpus(tmp_path / "inbox", tmp_path / "truth.csv", Mixture(0), range(1))


def test_command_writes_a_corpus_and_says_what_is_in_it(tmp_path: Path) -> None:
    answer = _command("--files", "50", "--clean", "--inbox", str(tmp_path / "inbox"), "--share", "date_missing=0.2")
    assert answer.returncode == 0, answer.stderr
    assert len(_contents(tmp_path / "inbox")) == 50
    assert answer.stdout.splitlines()[1:] == ["         40  all_checks_passed", "         10  date_missing"]


def test_command_says_what_is_wrong_with_what_was_asked(tmp_path: Path) -> None:
    answer = _command("--files", "5", "--inbox", str(tmp_path / "inbox"), "--share", "near_81=0.2")
    assert answer.returncode == 2
    assert "there is no kind near_81" in answer.stderr


def _command(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench.corpus", *options]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.txt")}
