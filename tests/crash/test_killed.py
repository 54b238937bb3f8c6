"""Runs that are killed for good: readers go on, and the next run ends the job to the same bytes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice

import pytest

from tests.crash.killed_run import STEPS
from tests.crash.moments import Kill, Scene, draw_kills

SEED = 7
MOMENTS = 20

if not sys.platform.startswith("linux"):
    pytest.skip("processes are followed through /proc", allow_module_level=True)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("crash"))


def kills() -> list[Kill]:
    """The first moments of each step, three or four; `make test-crash` draws more of them."""
    return sorted((kill for step in STEPS for kill in islice(draw_kills(SEED, step), 4)), key=lambda kill: kill.share)[
        :MOMENTS
    ]


def cases() -> Iterator[object]:
    """Every time one moment of each step in a first run, and one in a later one; the others are `long`."""
    seen = set()
    for kill in kills():
        kind = (kill.step, kill.is_first)
        yield pytest.param(kill, id=str(kill), marks=pytest.mark.long if kind in seen else ())
        seen.add(kind)


@pytest.mark.parametrize("kill", list(cases()))
def test_a_killed_run_costs_nothing(scene: Scene, kill: Kill) -> None:
    scene.execute(kill)
