"""Which runs a measurement at scale has."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bench.scale.plan import GROW, plan_steps


def test_the_warehouse_grows_to_each_size_and_small_deliveries_follow() -> None:
    steps = plan_steps([3_000, 300])
    assert [step.size for step in steps if step.kind == GROW] == [300, 3_000]
    assert [step.kind for step in steps[:5]] == ["grow", "nothing new", "10 new", "a day's 2,000", "10 of any date"]
    assert len({step.name for step in steps}) == len(steps)


def test_each_run_is_a_day_later_and_the_last_one_finds_a_closed_month() -> None:
    steps = plan_steps([10_000, 100_000, 1_000_000])
    assert all(before.now < after.now for before, after in pairwise(steps))
    assert {step.now.month for step in steps[:-1]} == {11}
    assert steps[-1].now.month == 12


def test_no_article_is_made_twice() -> None:
    made = [set(range(step.first_made, step.first_made + step.made_files)) for step in plan_steps([300, 1_000])]
    assert sum(map(len, made)) == len(set().union(*made))


def test_more_runs_than_a_month_has_days_are_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        plan_steps(list(range(1, 9)))
