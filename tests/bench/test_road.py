"""What `make bench` measures is the road, and it says what the road did."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.corpus.kinds import Mixture
from bench.corpus.writer import write_corpus
from bench.processes import measured_environment
from bench.road import run_measured
from flows import stages
from warehouse.layout import Warehouse
from warehouse.releases import latest_version

REPOSITORY = Path(__file__).resolve().parents[2]


def test_the_measured_road_is_the_whole_road(tmp_path: Path) -> None:
    stages_before = dict(vars(stages))
    mixture = Mixture(0, {"date_missing": 0.05, "binary_data": 0.05})
    accepted = write_corpus(tmp_path / "inbox", None, mixture, range(60))["all_checks_passed"]
    assert 0 < accepted < 60
    report, total, steps = run_measured(tmp_path / "inbox", tmp_path / "warehouse")
    assert (report.accepted, report.rejected, report.duplicates) == (accepted, 60 - accepted, 0)
    assert report.published
    assert latest_version(Warehouse(tmp_path / "warehouse")) == report.release
    assert list(steps) == ["take in", "curate", "assemble", "gate", "publish"]
    assert sum(step.wall for step in steps.values()) <= total.wall
    assert dict(vars(stages)) == stages_before  # the tasks are put back

    again, _, steps = run_measured(tmp_path / "inbox", tmp_path / "warehouse")
    assert (again.unchanged, again.published) == (60, False)
    assert list(steps) == ["take in"]


def test_no_setting_of_the_person_reaches_a_measured_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRONIEK_NOW", "2013-01-01T00:00:00Z")
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    environment = measured_environment(tmp_path)
    assert {"KRONIEK_NOW", "PREFECT_API_URL", "PYTHONDONTWRITEBYTECODE"}.isdisjoint(environment)
    assert environment["PREFECT_HOME"].startswith(str(tmp_path))
    assert environment["PYTHONPYCACHEPREFIX"].startswith(str(tmp_path))


def test_bench_starts_from_the_root_of_the_repository() -> None:
    command = [sys.executable, "-m", "bench", "--help"]
    answer = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert "--rounds" in answer.stdout
