"""What every command says about itself, and what starting it costs."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import kroniek as package
from tests.commands.outcome import Command

REPOSITORY = Path(__file__).resolve().parents[2]
COMMANDS = (
    "run",
    "take-in",
    "publish",
    "rejudge",
    "recompute",
    "rebuild",
    "status",
    "sql",
    "releases",
    "verify",
    "rejects",
    "explain",
    "quality",
    "up",
    "down",
    "doctor",
    "export",
    "serve",
)
HEAVY = {
    "duckdb",
    "great_expectations",
    "numpy",
    "pandas",
    "prefect",
    "pyarrow",
    "pydantic",
    "pydantic_settings",
    "rich.progress",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_of_the_command(command: str, kroniek: Command) -> None:
    outcome = kroniek(command, "--help")
    assert outcome.exit_code == 0
    assert "Examples:" in outcome.out
    assert f"\n    kroniek {command}" in outcome.out
    assert "--warehouse" in outcome.out
    assert "--json" in outcome.out


def test_kroniek_alone_shows_every_command(kroniek: Command) -> None:
    outcome = kroniek()
    assert outcome.exit_code == 0
    assert outcome.out == kroniek("--help").out
    assert all(f"\n  {command} " in outcome.out for command in COMMANDS)


def test_version_is_that_of_the_project(kroniek: Command) -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert package.__version__ == project["version"]
    assert kroniek("--version").out == f"kroniek {project['version']}\n"


def loaded_after(*arguments: str, folder: Path) -> set[str]:
    """Modules that are loaded once a command has ended."""
    code = (
        "import sys\n"
        "from kroniek.cli import main\n"
        f"main({list(arguments)!r})\n"
        "print('LOADED', *sys.modules, file=sys.stderr)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=folder, check=True, capture_output=True, text=True
    )
    return set(done.stderr.rpartition("LOADED ")[2].split())


@pytest.mark.parametrize("arguments", [("--help",), ("sql", "--help"), ("--version",)])
def test_help_loads_nothing_heavy(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert loaded_after(*arguments, folder=tmp_path) & HEAVY == set()


@pytest.mark.parametrize(
    "arguments", [("sql", "SELECT count(*) FROM documents"), ("status",), ("releases",), ("rejects",), ("quality",)]
)
def test_questions_load_only_what_they_need(
    arguments: tuple[str, ...], seeds_like_warehouse: Path, tmp_path: Path
) -> None:
    loaded = loaded_after(*arguments, "--warehouse", str(seeds_like_warehouse), folder=tmp_path)
    assert loaded & (HEAVY - {"duckdb"}) == set()


def test_python_m_kroniek_works(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, "-m", "kroniek", "releases", "--json"],
        env=environment, cwd=tmp_path, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout == "[]\n"
