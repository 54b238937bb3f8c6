"""Work that processes share comes out the same, and in order, whoever does it."""

from __future__ import annotations

import os
from contextlib import nullcontext

import pytest

from warehouse.workers import SharedWork, WorkerPool


def add_up(numbers: list[int]) -> tuple[int, int]:
    """A sum, and who made it."""
    return sum(numbers), os.getpid()


@pytest.mark.parametrize("processes", [0, 1, 2])
def test_results_come_in_the_order_in_which_they_were_asked_for(processes: int) -> None:
    with WorkerPool(processes) if processes else nullcontext() as pool:
        work = SharedWork(add_up, pool)
        for number in range(12):
            work.begin([number, 1])
        assert [found for found, _ in work.finish()] == list(range(1, 13))


def test_another_process_works_while_this_one_does_not_wait() -> None:
    with WorkerPool(1) as pool:
        work = SharedWork(add_up, pool)
        work.begin([1])
        pool.submit(add_up, []).result()  # behind it: it is done
        [(found, by)] = work.finish()
        assert found == 1
        assert by != os.getpid()


def test_no_process_starts_before_there_is_work() -> None:
    with WorkerPool(2) as pool:
        assert not pool.is_started
        pool.submit(os.getpid)
        assert pool.is_started
