"""Verdicts are written in ranges of their order: wherever it is cut, the files are the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.judged_again import deliver, latest
from warehouse import verdict_files
from warehouse.durable import hash_file


def test_files_of_verdicts_are_the_same_whatever_is_sorted_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(tmp_path / "inbox", tmp_path / "whole", is_released=True)
    shutil.rmtree(tmp_path / "inbox")
    for name, value in (("VERDICTS_AT_A_TIME", 2), ("SAMPLE_BELOW", "g"), ("SAMPLED_IN", 1)):
        monkeypatch.setattr(verdict_files, name, value)
    cuts: list[int] = []
    find_cuts = verdict_files._find_cuts  # without cuts this would hold of anything

    def telling(engine: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = [*find_cuts(engine)]
        cuts.append(len(found))
        return found

    monkeypatch.setattr(verdict_files, "_find_cuts", telling)

    deliver(tmp_path / "inbox", tmp_path / "cut", is_released=True)

    assert _files(tmp_path / "cut") == _files(tmp_path / "whole")
    assert len(cuts) == 3  # a release each
    assert min(cuts) > 2


def _files(warehouse: Path) -> dict[str, str]:
    return {path.name: hash_file(path) for path in (latest(warehouse) / "verdicts").iterdir()}
