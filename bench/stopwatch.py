"""Wall time and CPU time of this process and of the children it has waited for."""

from __future__ import annotations

import json
import os
import resource
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

__all__ = ["Account", "Spent", "read_clocks", "read_machine_cpu", "share_of_others"]


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock on the wall and seconds of processor."""

    wall: float
    cpu: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall + other.wall, self.cpu + other.cpu)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.wall - other.wall, self.cpu - other.cpu)


@dataclass
class Account:
    """What one measured process hands back.

    Attributes:
        start_up: From its creation until its first line of work: Python and every import.
        total: The work, start-up not counted.
        steps: The parts of the work that were measured apart.
        facts: What it did, for the parent to check.
    """

    start_up: Spent
    total: Spent
    steps: dict[str, Spent] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Hand it to the parent."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Account:
        """Take it from the child."""
        found = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            Spent(**found["start_up"]),
            Spent(**found["total"]),
            {step: Spent(**spent) for step, spent in found["steps"].items()},
            found["facts"],
        )


def read_clocks() -> Spent:
    """Both clocks now. The wall clock is the same in all processes of a machine."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(time.monotonic(), own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime)


def read_machine_cpu() -> float | None:
    """Seconds that all processors together have worked for anybody since the machine started; None without /proc."""
    try:
        line = Path("/proc/stat").read_text(encoding="ascii").partition("\n")[0]
    except OSError:
        return None
    user, nice, system, _idle, _waiting, interrupts, soft_interrupts, stolen = map(int, line.split()[1:9])
    return (user + nice + system + interrupts + soft_interrupts + stolen) / os.sysconf("SC_CLK_TCK")


def share_of_others(own: Spent, before: float | None) -> float | None:
    """Share of all processors that went to other processes; None when it cannot be known.

    Args:
        own: What was spent here.
        before: What `read_machine_cpu` gave when that began.
    """
    after = read_machine_cpu()
    if before is None or after is None:
        return None
    return max(0.0, after - before - own.cpu) / (own.wall * (os.cpu_count() or 1))
