"""`make test-crash`: kill runs at moments drawn over every writing step, and print what came of it.

A moment counts for the step that the run really died in. The first that costs anything ends all, with the seed and the
moment that it can be repeated from.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.crash.moments import Outcome

# Everything else is imported in `main`: the workers of a killed run import this module anew.


def main() -> int:
    """Kill, look, finish; again and again."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=main.__doc__)
    parser.add_argument("--moments", type=int, default=200, help="how many that count, over all steps together")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000), help="of the moments")
    parser.add_argument("--steps", nargs="+", help="only these, with the moments that they have in a whole round")
    arguments = parser.parse_args()
    from tests.crash.killed_run import STEPS  # noqa: PLC0415
    from tests.crash.moments import ATTEMPTS, Scene, draw_kills  # noqa: PLC0415

    wanted = -(-arguments.moments // len(STEPS))
    counted: dict[str, list[Outcome]] = {step: [] for step in STEPS}
    uncounted = 0
    print(
        f"Kills with SIGKILL inside a step, seed {arguments.seed}. After each the lock was free, no process was left,"
    )
    print(
        "readers saw a whole release, and the next run made all tables of all releases byte for byte as an undisturbed"
    )
    print("run does. A moment counts for the step in which the run really died.\n")
    print("| step | moments | parent alone | with children | children alive | first run | readers then saw |")
    print("|:---|---:|---:|---:|---:|---:|:---|")
    with tempfile.TemporaryDirectory(prefix="kroniek-crash-") as folder:
        scene = Scene(Path(folder))
        for step in arguments.steps or STEPS:
            kills = draw_kills(arguments.seed, step)
            for _ in range(wanted * ATTEMPTS):
                if len(counted[step]) >= wanted:
                    break
                kill = next(kills)
                try:
                    outcome = scene.execute(kill)
                except Exception:
                    print(f"\nFailed: {kill}, --seed {arguments.seed}", file=sys.stderr)
                    raise
                if outcome.step is None:
                    uncounted += 1
                else:
                    counted[outcome.step].append(outcome)
            _print_row(step, counted[step])
    moments = sum(map(len, counted.values()))
    print(f"\n{moments} moments in all, also those meant for another step; {uncounted} more fell between two.")
    return 0 if all(len(counted[step]) >= wanted for step in arguments.steps or STEPS) else 1


def _print_row(step: str, outcomes: list[Outcome]) -> None:
    with_children = sum(outcome.kill.are_children_killed for outcome in outcomes)
    read = Counter(outcome.read or "none" for outcome in outcomes)
    cells = (
        step,
        len(outcomes),
        len(outcomes) - with_children,
        with_children,
        sum(outcome.child_count > 0 for outcome in outcomes),
        sum(outcome.kill.is_first for outcome in outcomes),
        ", ".join(f"{version} {count}" for version, count in sorted(read.items())),
    )
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
