"""A Prefect flow that does nothing: what every run costs that Prefect keeps a record of, in time and in memory.

Prefect and its server start as they do for `kroniek run`, from the same surroundings; nothing of ours is imported.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.stopwatch import Account, Spent, read_clocks
from flows.prefect_environment import prepare_prefect


def main() -> None:
    """Run it once in this process, which has done nothing else."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--account", type=Path, required=True, help="file for the figures")
    parser.add_argument("--created-at", type=float, required=True, help="monotonic clock when this process was started")
    arguments = parser.parse_args()
    start_up = read_clocks() - Spent(arguments.created_at, 0.0)
    begin = read_clocks()
    prepare_prefect()
    from prefect import flow  # noqa: PLC0415 (its surroundings have to be set first)

    @flow(name="empty")
    def do_nothing() -> None:
        """Do nothing."""

    do_nothing()
    Account(start_up, read_clocks() - begin).write(arguments.account)


if __name__ == "__main__":
    main()
