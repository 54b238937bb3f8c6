"""Medians, differences and the page, from accounts whose figures are made up."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from bench.budgets import budgets_of
from bench.command import START_UP
from bench.page import Circumstances, page_text, terminal_table
from bench.results import Figures, Row, rows_of
from bench.stopwatch import Account, Spent

START = Spent(3.0, 2.0)


def _figures() -> Figures:
    steps = {"take in": Spent(1.0, 0.5), "gate": Spent(4.0, 4.0)}
    return Figures(
        yardstick={
            1000: [Account(START, Spent(wall, 2.0)) for wall in (2.0, 1.0, 4.0)],
            4000: [Account(START, Spent(wall, 8.0)) for wall in (8.0, 4.0, 16.0)],
        },
        first={
            1000: [Account(START, Spent(10.0, 6.0), steps) for _ in range(3)],
            4000: [Account(START, Spent(16.0, 12.0), steps) for _ in range(3)],
        },
        more={4000: [Account(START, Spent(9.0, 5.0), steps)]},
        nothing={4000: [Account(START, Spent(0.5, 0.25))]},
        command={4000: [Account(START, Spent(30.0, 25.0), {START_UP: Spent(9.0, 6.0), **steps}) for _ in range(3)]},
        command_nothing={4000: [Account(START, Spent(12.0, 9.0))]},
        empty=[Spent(10.0, 8.0)],
        peaks={
            (4000, "road"): 400_000_000,
            (1000, "road"): None,
            (4000, "kroniek run"): 900_000_000,
            (4000, "empty Prefect flow"): 350_000_000,
            (1000, "kroniek run"): 850_000_000,
            (1000, "empty Prefect flow"): 340_000_000,
        },
    )


def _row(files: str, what: str) -> Row:
    [found] = [row for row in rows_of(_figures(), new_files=10) if row.cells[:2] == (files, what)]
    return found


def test_a_line_holds_medians_with_minimum_and_maximum() -> None:
    assert _row("1,000", "yardstick").cells[2:6] == (
        "2.00 (1.00-4.00)",
        "2.00 (2.00-2.00)",
        "500 (250-1,000)",
        "2.00 (2.00-2.00)",
    )


def test_speed_compares_runs_of_the_same_round() -> None:
    assert _row("4,000", "road").cells[6:] == ("0.50 (0.25-1.00)", "400")
    assert _row("1,000", "road").cells[7] == ""


def test_the_difference_of_two_corpora_is_what_a_further_file_costs() -> None:
    cells = _row("3,000", "road, further files").cells
    assert cells[2] == "6.00 (6.00-6.00)"
    assert cells[4] == "500 (500-500)"
    assert cells[5] == "2.00 (2.00-2.00)"


def test_parts_and_the_rest_add_up_to_the_whole() -> None:
    rows = rows_of(_figures(), new_files=10)
    start = next(number for number, row in enumerate(rows) if row.cells[1] == "road, 10 new on top")
    assert [row.cells[1:4] for row in rows[start + 1 : start + 4] if row.is_part] == [
        ("take in", "1.00", "0.50"),
        ("gate", "4.00", "4.00"),
        ("the rest", "4.00", "0.50"),
    ]


def test_the_command_stands_beside_the_bare_road() -> None:
    rows = rows_of(_figures(), new_files=10)
    start = next(number for number, row in enumerate(rows) if row.cells[1] == "kroniek run")
    assert rows[start].cells[2] == "30.00 (30.00-30.00)"
    assert rows[start].cells[7] == "900"
    parts = [row.cells[1:3] for row in rows[start + 1 :] if row.is_part][:4]
    assert [name for name, _ in parts] == [START_UP, "take in", "gate", "the rest"]
    assert parts[3][1] == "16.00 (16.00-16.00)"
    assert _row("4,000", "kroniek run, above the bare road").cells[2] == "14.00 (14.00-14.00)"
    assert _row("", "empty Prefect flow").cells[2:4] == ("10.00", "8.00")


def test_each_budget_says_what_was_measured_and_whether_it_is_met() -> None:
    measured = {budget.what: (budget.measured, budget.is_met) for budget in budgets_of(_figures())}
    assert measured == {
        "speed of the road, the yardstick being 1; 4,000 files": ("0.50", False),
        "CPU ms a file, 4,000 files": ("3.00", False),
        "peak MB of kroniek run above an empty flow, 1,000 files": ("850 - 340 = 510", True),
        "peak MB of kroniek run above an empty flow, 4,000 files": ("900 - 350 = 550", True),
        "the same, 4,000 files above 1,000": ("+40", None),
        "nothing new among 4,000 files, after start-up, s": ("0.50", True),
        "kroniek run with nothing new, beside an empty flow, s": ("12.0 beside 10.0", None),
    }


def test_one_size_has_no_difference_and_a_difference_of_nothing_no_speed() -> None:
    one = Figures(yardstick={5: [Account(START, START)]}, first={5: [Account(START, START)]})
    assert not [row for row in rows_of(one, new_files=10) if "further" in row.cells[1]]
    same = Figures(
        yardstick={size: [Account(START, START)] for size in (5, 6)},
        first={size: [Account(START, START)] for size in (5, 6)},
    )
    [further] = [row for row in rows_of(same, new_files=10) if row.cells[1] == "road, further files"]
    assert further.cells[4:7] == ("", "0.00", "")


def test_the_page_is_one_table_with_every_line() -> None:
    rows = rows_of(_figures(), new_files=10)
    page = page_text(rows, budgets_of(_figures()), Circumstances(3, 200.0, 0.5, 1.5, 0.25, 3_600.0))
    table, _, budgets = page.partition("## Against the budgets")
    lines = [line for line in table.splitlines() if line.startswith("|")]
    assert len(lines) == len(rows) + 2
    assert {line.count("|") for line in lines} == {9}
    assert "| CPU ms a file, 4,000 files | ≤ 1.6 | ≤ 1.2 | 3.00 | **no** |" in budgets
    assert (
        "25% of the processors' time went to other processes; load average (1 minute) 0.50 before, 1.50 after" in page
    )


@pytest.mark.parametrize(("width", "speed"), [(80, "0.50"), (160, "0.50 (0.25-1.00)")])
def test_a_narrow_terminal_gets_the_medians_and_no_figure_is_cut(width: int, speed: str) -> None:
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(terminal_table(rows_of(_figures(), new_files=10), width=width))
    lines = console.export_text().splitlines()
    [road] = [line for line in lines if line.split()[-1:] == ["400"]]
    assert "16.00" in road
    assert f" {speed} " in road
    assert not [line for line in lines if "…" in line]
