"""Processes of a service: found wherever they were re-parented, and none outlives it.

Each test works in a process of its own: `stop_all` stops everything below the one that calls it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from flows.service.processes import descendants
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties processes to their parent")

BEGIN = """
import os, signal, subprocess, sys, time
from pathlib import Path
from flows.service.processes import adopt_orphans, descendants, start_tied, stop_all, reap
environment = dict(os.environ)
sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
"""


def python(code: str, *, is_waited_for: bool = True) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN + textwrap.dedent(code)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    if is_waited_for:
        process.wait(timeout=60)
    return process


def output(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    with process.stdout:
        return process.stdout.read()


def ends(process: int) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[0]
        except OSError:
            return True
        if state == b"Z":
            return True
        time.sleep(0.05)
    return False


def test_a_tied_process_dies_with_a_parent_that_is_killed() -> None:
    parent = python(
        """
        child = start_tied(sleeper, environment=environment, folder=Path())
        print(child.pid, flush=True)
        time.sleep(600)
        """,
        is_waited_for=False,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert child in descendants(parent.pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert ends(child)


def test_orphans_are_adopted_and_stopped_too_and_so_is_who_ignores_the_polite_signal() -> None:
    stopped = python(
        """
        adopt_orphans()
        stubborn = (
            "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
            " print(1, flush=True); time.sleep(600)"
        )
        parent_of_an_orphan = (
            "import os, subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'],"
            " start_new_session=True); os._exit(0)"
        )
        first = start_tied([sys.executable, "-c", stubborn], environment=environment, folder=Path())
        first.stdout.readline()
        subprocess.run([sys.executable, "-c", parent_of_an_orphan])
        below = descendants(os.getpid())
        killed = stop_all([([first.pid], 0.5)])
        print(len(below), killed, len(descendants(os.getpid())), [p for p in below if Path(f"/proc/{p}").exists()])
        """
    )
    assert output(stopped) == "2 2 0 []\n"


def test_who_ends_when_asked_is_not_killed() -> None:
    stopped = python(
        """
        child = start_tied(sleeper, environment=environment, folder=Path())
        print(stop_all([([child.pid], 20.0)]))
        """
    )
    assert output(stopped) == "0\n"


def test_processes_that_only_wait_to_be_reaped_do_not_count() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    deadline = time.monotonic() + 20
    while child.pid in descendants(os.getpid()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert child.pid not in descendants(os.getpid())
    assert child.wait() == 0


def test_a_session_of_its_own_keeps_the_terminal_s_ctrl_c_away() -> None:
    stopped = python(
        """
        child = start_tied(
            [sys.executable, "-c", "import os; print(os.getsid(0))"], environment=environment, folder=Path()
        )
        print(int(child.stdout.read()) == os.getsid(0), child.wait())
        """
    )
    assert output(stopped) == "False 0\n"


def test_what_watches_for_a_year_loads_no_library_for_data() -> None:
    program = (
        "import sys, kroniek.service\n"
        "print(*sorted({'duckdb', 'pyarrow', 'numpy', 'pandas', 'prefect', 'sqlalchemy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
