"""The command line as tests call it: in this process, its output caught."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from kroniek.cli import main


@dataclass(frozen=True)
class Outcome:
    """How one command ended."""

    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """stdout as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The error object on stderr."""
        value = json.loads(self.err)["error"]
        assert isinstance(value, dict)
        return value


Command = Callable[..., Outcome]


@pytest.fixture
def kroniek(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run `kroniek` with some arguments."""

    def run(*arguments: object) -> Outcome:
        capsys.readouterr()
        exit_code = main([str(argument) for argument in arguments])
        output = capsys.readouterr()
        return Outcome(exit_code, output.out, output.err)

    return run
