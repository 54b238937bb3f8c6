"""How one command ended, and what calls it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol

__all__ = ["Command", "Outcome"]


@dataclass(frozen=True)
class Outcome:
    """How one command ended."""

    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 (JSON is of any type)
        """stdout as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The error object on stderr."""
        value = json.loads(self.err)["error"]
        assert isinstance(value, dict)
        return value


class Command(Protocol):
    """Runs `kroniek` with some arguments."""

    def __call__(self, *arguments: object) -> Outcome: ...
