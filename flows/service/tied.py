"""Starts a command that dies with the process that asked for it: `python tied.py PARENT COMMAND...`.

A supervisor that is killed hard cannot stop what it started. On Linux the kernel does it: the wish to die with one's
parent survives exec. Elsewhere the command is only started. Run as a file, in an isolated Python, so that it costs
no more than that.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, command: list[str]) -> None:
    """Become the command, tied to the parent."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the wish was made
            sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 (the supervisor's own command, no shell)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
