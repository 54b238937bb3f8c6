"""Commands that people decide with, killed while they write: finished or undone by the next run, never half."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.care.kills import COMMANDS, MOMENTS, Kills

if not sys.platform.startswith("linux"):
    pytest.skip("processes are followed as Linux has them", allow_module_level=True)

EVERY_TIME = {
    "set-aside": 3,
    "set-aside --undo": 0,
    "rollback": 2,
    "publish --resume": 5,
    "withdraw": 0,
    "withdraw --erase --past-releases": 1,
    "prune": 3,
}
"""The one of its moments at which each command is killed in every run of the tests; the others are `long`."""


@pytest.fixture(scope="module")
def kills(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kills]:
    scene = Kills(tmp_path_factory.mktemp("kills"))
    yield scene
    lines = [
        f"| {name} | {told.total()} | {told['finished']} | {told['undone']} |" for name, told in scene.outcomes.items()
    ]
    sys.stdout.write("\n".join(["", "| command | moments | finished | undone |", "|:---|---:|---:|---:|", *lines, ""]))


@pytest.mark.parametrize(
    ("command", "part"),
    [
        pytest.param(command, part, marks=[] if part == EVERY_TIME[command] else pytest.mark.long)
        for command in COMMANDS
        for part in range(MOMENTS)
    ],
)
def test_a_killed_command_is_finished_or_undone_by_the_next_run(kills: Kills, command: str, part: int) -> None:
    kills.execute(command, part)
