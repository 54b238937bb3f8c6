"""How failures end: exit code, plain lines or one JSON object, and a traceback for bugs only."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kroniek import places
from tests.commands.outcome import Command
from transforms.errors import (
    GateStoppedError,
    InputUnreadableError,
    KroniekError,
    SettingsError,
    VerificationError,
    WarehouseBusyError,
)

REPOSITORY = Path(__file__).resolve().parents[2]
COMMANDS_WITHOUT_PREFECT = (
    ("status",),
    ("sql", "SELECT 1"),
    ("releases",),
    ("verify",),
    ("rejects",),
    ("explain", "a.txt"),
)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("sq",), "sq"),
        (("sql",), "QUERY"),
        (("sql", "SELECT 1", "--formt", "csv"), "--formt"),
        (("sql", "SELECT 1", "--format", "xml"), "csv, json, parquet"),
        (("sql", "SELECT 1", "--limit", "-1"), "--limit"),
        (("sql", "SELECT 1", "--limit", "ten"), "--limit"),
        (("explain",), "PATH_OR_ID"),
        (("releases", "extra"), "extra"),
    ],
)
def test_mistaken_arguments_end_with_2(arguments: tuple[str, ...], named: str, kroniek: Command) -> None:
    outcome = kroniek(*arguments)
    assert outcome.exit_code == 2
    assert outcome.out == ""
    assert named in outcome.err
    assert "--help" in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("arguments", [*COMMANDS_WITHOUT_PREFECT, ("run",), ("take-in",), ("publish",)])
def test_an_unknown_variable_ends_every_command_with_10(
    arguments: tuple[str, ...], kroniek: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRONIEK_INBOKS", "somewhere")
    outcome = kroniek(*arguments)
    assert outcome.exit_code == 10
    assert "KRONIEK_INBOKS" in outcome.err
    assert "KRONIEK_INBOX" in outcome.err


@pytest.mark.parametrize("arguments", [*COMMANDS_WITHOUT_PREFECT, ("run",)])
def test_an_unknown_key_in_the_file_ends_every_command_with_10(arguments: tuple[str, ...], kroniek: Command) -> None:
    Path("kroniek.toml").write_text('warehous = "somewhere"\n', encoding="utf-8")
    outcome = kroniek(*arguments)
    assert outcome.exit_code == 10
    assert "warehous" in outcome.err


def test_an_absent_inbox_ends_with_11(kroniek: Command, tmp_path: Path) -> None:
    outcome = kroniek("run", "--inbox", tmp_path / "nowhere", "--warehouse", tmp_path / "warehouse")
    assert outcome.exit_code == 11
    assert str(tmp_path / "nowhere") in outcome.err
    assert not (tmp_path / "warehouse").exists()


@pytest.mark.parametrize("arguments", [("sql", "SELECT 1"), ("sql", "SELECT 1", "--release", "2026.11.0")])
def test_nothing_published_ends_with_15(arguments: tuple[str, ...], kroniek: Command) -> None:
    outcome = kroniek(*arguments)
    assert outcome.exit_code == 15
    assert "kroniek run" in outcome.err


@pytest.mark.parametrize(
    ("kind", "exit_code"),
    [
        (SettingsError, 10),
        (InputUnreadableError, 11),
        (GateStoppedError, 12),
        (WarehouseBusyError, 13),
        (VerificationError, 14),
    ],
)
def test_every_expected_failure_keeps_its_exit_code(
    kind: type[KroniekError], exit_code: int, kroniek: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise kind("It went wrong.", where="/a/place", what_to_do="Do this.")

    monkeypatch.setattr(places, "find_places", fail)
    plain, as_json = kroniek("status"), kroniek("status", "--json")
    assert plain.exit_code == as_json.exit_code == exit_code
    assert plain.err == "Error: It went wrong.\n  /a/place\n  Do this.\n"
    assert as_json.error == {
        "exit_code": exit_code, "what": "It went wrong.", "where": "/a/place", "what_to_do": "Do this.",
    }  # fmt: skip
    assert plain.out == as_json.out == ""


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC])
def test_a_disk_that_refuses_is_11_and_no_bug(number: int, kroniek: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(number, os.strerror(number), "/a/place")

    monkeypatch.setattr(places, "find_places", refuse)
    outcome = kroniek("status")
    assert outcome.exit_code == 11
    assert os.strerror(number) in outcome.err
    assert "/a/place" in outcome.err


def test_mistaken_arguments_are_json_too(kroniek: Command) -> None:
    outcome = kroniek("sql", "--json")
    assert outcome.exit_code == 2
    assert outcome.error["exit_code"] == 2
    assert "QUERY" in outcome.error["what"]


def test_control_characters_of_a_name_do_not_reach_the_terminal(kroniek: Command) -> None:
    outcome = kroniek("explain", "a\x1b[2J.txt")
    assert outcome.exit_code == 2
    assert "\x1b" not in outcome.err
    assert r"a\x1b[2J.txt" in outcome.err


def test_ctrl_c_is_one_line_and_130(kroniek: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(places, "find_places", interrupt)
    outcome = kroniek("status")
    assert outcome.exit_code == 130
    assert outcome.out == ""
    assert len(outcome.err.splitlines()) == 1


RUN_THAT_DOES_NOT_LISTEN = """
import subprocess, sys, time
import flows.road
def deaf(settings):
    child = subprocess.Popen(["sleep", "600"], stdout=subprocess.DEVNULL)
    print(child.pid, flush=True)
    while True:
        try:
            time.sleep(600)
        except KeyboardInterrupt:
            continue
flows.road.run_road = deaf
from kroniek.cli import main
sys.exit(main(["run"]))
"""


def test_ctrl_c_ends_a_run_at_once_with_what_it_started(tmp_path: Path) -> None:
    """Prefect goes on for minutes after Ctrl-C; a run may be killed at any moment, so it need not."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(
        [sys.executable, "-c", RUN_THAT_DOES_NOT_LISTEN],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert process.returncode == 130
    assert len(err.splitlines()) == 1
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text(encoding="ascii").split()[2] == "Z"


BUG = """
import sys
from kroniek import places
def fail(**_):
    raise ZeroDivisionError("unforeseen")
places.find_places = fail
sys.argv = ["kroniek", *sys.argv[1:]]
from kroniek.cli import main
sys.exit(main())
"""


def run_python(code: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment, cwd=folder, check=False, capture_output=True, text=True,
    )  # fmt: skip


def test_a_bug_ends_with_1_one_clear_line_and_the_traceback(tmp_path: Path) -> None:
    done = run_python(BUG, "status", folder=tmp_path)
    first, second, *_ = done.stderr.splitlines()
    assert done.returncode == 1
    assert "bug" in first
    assert second.startswith("Traceback")
    assert done.stderr.rstrip().endswith("ZeroDivisionError: unforeseen")


def test_a_bug_in_json_is_one_object_with_the_traceback_inside(tmp_path: Path) -> None:
    done = run_python(BUG, "status", "--json", folder=tmp_path)
    error = json.loads(done.stderr)["error"]
    assert done.returncode == error["exit_code"] == 1
    assert "ZeroDivisionError: unforeseen" in error["what"]
    assert error["where"].startswith("Traceback")


def test_a_reader_that_leaves_early_is_no_failure(seeds_like_warehouse: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    query = "SELECT i, repeat('x', 1000) FROM range(200000) numbers(i)"
    for format_ in ("csv", "json", "markdown", "parquet"):
        command = [sys.executable, "-m", "kroniek", "sql", query, "--format", format_]
        with subprocess.Popen(
            [*command, "--warehouse", str(seeds_like_warehouse)],
            env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.read(10)
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 0
