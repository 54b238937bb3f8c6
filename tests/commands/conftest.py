"""The command line as tests call it: in this process, its output caught."""

from __future__ import annotations

from pathlib import Path

import pytest

from kroniek.cli import main
from tests.commands.outcome import Command, Outcome


@pytest.fixture
def kroniek(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run `kroniek` with some arguments."""

    def run(*arguments: object) -> Outcome:
        capsys.readouterr()
        exit_code = main([str(argument) for argument in arguments])
        output = capsys.readouterr()
        return Outcome(exit_code, output.out, output.err)

    return run


@pytest.fixture
def sql(kroniek: Command, seeds_like_warehouse: Path) -> Command:
    def ask(*arguments: object) -> Outcome:
        return kroniek("sql", *arguments, "--warehouse", seeds_like_warehouse)

    return ask
