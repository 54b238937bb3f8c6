"""What `kroniek verify` prints; what it finds is shown with the warehouse."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.outcome import Command
from warehouse import verification


@pytest.fixture
def damaged(seeds_like_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(verification, "PATIENCE_SECONDS", 0.0)
    shutil.copytree(seeds_like_warehouse, tmp_path / "warehouse")
    (tmp_path / "warehouse/verified.json").unlink(missing_ok=True)  # other tests share the warehouse and verify it
    path = tmp_path / "warehouse/releases/2026.11.0/months.parquet"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1])
    return tmp_path / "warehouse"


def test_a_whole_warehouse_is_0_and_says_what_was_read(kroniek: Command, seeds_like_warehouse: Path) -> None:
    outcome = kroniek("verify", "--warehouse", seeds_like_warehouse)
    assert outcome.exit_code == 0
    assert outcome.out.startswith("Everything is what was written: 1 release and 1 batch of raw/ and staged/, ")
    assert kroniek("verify", "2026.11.0", "--warehouse", seeds_like_warehouse).out.startswith(
        "Everything is what was written: 1 release, "
    )
    found = kroniek("verify", "--json", "--warehouse", seeds_like_warehouse).json
    assert {name: found[name] for name in ("is_whole", "releases", "batches", "damaged")} == {
        "is_whole": True,
        "releases": ["2026.11.0"],
        "batches": 1,
        "damaged": [],
    }


def test_damage_is_14_and_names_the_file_and_its_releases(kroniek: Command, damaged: Path) -> None:
    outcome = kroniek("verify", "--warehouse", damaged)
    assert outcome.exit_code == 14
    assert outcome.out == ""
    assert "1 file is not what was written." in outcome.err
    assert "releases/2026.11.0/months.parquet: It has " in outcome.err
    assert "In 2026.11.0." in outcome.err


def test_status_tells_what_the_last_verification_found(kroniek: Command, damaged: Path) -> None:
    assert "verified   never (kroniek verify)" in kroniek("status", "--warehouse", damaged).out
    assert kroniek("verify", "--warehouse", damaged).exit_code == 14
    found = kroniek("status", "--warehouse", damaged, "--json").json
    assert not found["verification"]["is_whole"]
    [warning] = [one for one in found["warnings"] if "found damage" in one["what"]]
    assert "releases/2026.11.0/months.parquet is not what was written" in warning["what"]
    shutil.rmtree(damaged / "releases")
    (damaged / "latest.json").unlink()
    assert kroniek("verify", "--warehouse", damaged).exit_code == 0
    shown = kroniek("status", "--warehouse", damaged).out
    assert "everything is what was written" in shown


def test_verifying_one_release_says_nothing_of_the_rest(kroniek: Command, damaged: Path) -> None:
    assert kroniek("verify", "2026.11.0", "--warehouse", damaged).exit_code == 14
    assert not (damaged / "verified.json").exists()


def test_json_of_damage_is_one_object_on_stdout_and_the_error_on_stderr(kroniek: Command, damaged: Path) -> None:
    outcome = kroniek("verify", "--json", "--warehouse", damaged)
    assert outcome.exit_code == 14
    assert outcome.error["exit_code"] == 14
    [one] = outcome.json["damaged"]
    assert (one["path"], one["problem"], one["releases"]) == (
        "releases/2026.11.0/months.parquet",
        "size",
        ["2026.11.0"],
    )


def test_a_release_that_is_not_there_is_2_or_15(kroniek: Command, seeds_like_warehouse: Path, tmp_path: Path) -> None:
    assert kroniek("verify", "2026.11.7", "--warehouse", seeds_like_warehouse).exit_code == 2
    assert kroniek("verify", "2026.11.7", "--warehouse", tmp_path / "none").exit_code == 15
    assert kroniek("verify", "--warehouse", tmp_path / "none").exit_code == 0
    assert not (tmp_path / "none").exists()
