"""A measured process is told from its start to its end, with all that it started."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.processes import Watch, measured_environment, run_to_its_end

HAS_PROC = Path("/proc/self/smaps_rollup").exists()
PARENT = """
import subprocess, sys, time
held = bytearray(60_000_000)
child = "held = bytearray(60_000_000); sum(range(3_000_000)); import time; time.sleep(1)"
subprocess.run([sys.executable, "-c", child], check=True)
"""


@pytest.mark.skipif(not HAS_PROC, reason="memory is read from /proc")
def test_memory_and_processor_of_children_count(tmp_path: Path) -> None:
    looks: list[tuple[int, int]] = []
    watch = Watch(0.02, lambda now, peak: looks.append((now, peak)))
    ended = run_to_its_end([sys.executable, "-c", PARENT], tmp_path, measured_environment(tmp_path), watch)
    assert ended.peak is not None
    assert ended.peak > 120_000_000
    assert max(peak for _, peak in looks) == ended.peak
    assert ended.whole.wall > 1
    assert ended.whole.cpu > 0.02


def test_a_process_in_peace_is_not_watched(tmp_path: Path) -> None:
    ended = run_to_its_end([sys.executable, "-c", "pass"], tmp_path, measured_environment(tmp_path), None)
    assert ended.peak is None


def test_what_a_failed_process_printed_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('what went wrong'); raise SystemExit(3)"]
    with pytest.raises(RuntimeError, match=r"ended with 3:\s+what went wrong"):
        run_to_its_end(command, tmp_path, measured_environment(tmp_path), None)


def test_a_process_does_not_outlive_a_measurement_that_is_stopped(tmp_path: Path) -> None:
    def stop(_now: int, _peak: int) -> None:
        raise KeyboardInterrupt

    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    if not HAS_PROC:
        pytest.skip("only a watched process is looked at while it runs")
    with pytest.raises(KeyboardInterrupt):
        run_to_its_end(command, tmp_path, measured_environment(tmp_path), Watch(0.02, stop))
