"""The flow that verifies, without a server: what it returns and how it fails."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.settings import load_settings, use_settings
from flows.verify import verify
from transforms.errors import VerificationError
from warehouse import verification
from warehouse.verification import Verified


def test_a_whole_warehouse_is_told(seeds_like_warehouse: Path) -> None:
    with use_settings(load_settings(warehouse=seeds_like_warehouse)):
        found = verify.fn("2026.11.0")
    assert (found["is_whole"], found["releases"], found["batches"]) == (True, ["2026.11.0"], None)


def test_damage_fails_the_flow_and_is_named_in_its_error(
    seeds_like_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "PATIENCE_SECONDS", 0.0)
    shutil.copytree(seeds_like_warehouse / "releases", tmp_path / "releases")
    (tmp_path / "releases/2026.11.0/months.parquet").unlink()
    with use_settings(load_settings(warehouse=tmp_path)), pytest.raises(VerificationError) as error:
        verify.fn("2026.11.0")
    assert isinstance(error.value.report, Verified)
    assert [damage.problem for damage in error.value.report.damages] == ["absent"]
