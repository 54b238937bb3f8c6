"""Tables and notes: plain into a pipe, fitted on a terminal, and never steering it."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from flows.progress import active_reporter
from kroniek.console import byte_size, fitted_widths, show_table, visible
from kroniek.progress import show_progress


class FakeTerminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def isatty(self) -> bool:
        return True

    @property
    def text(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return re.sub(r"\x1b\[[0-9;]*m", "", buffer.getvalue().decode())  # bold and dim take no room


@contextmanager
def terminal(stream_name: str) -> Iterator[FakeTerminal]:
    """stdout or stderr is a terminal of 60 columns."""
    stream = FakeTerminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, stream_name, stream)
        patch.setenv("COLUMNS", "60")
        patch.setenv("NO_COLOR", "1")
        patch.setenv("TERM", "xterm")
        yield stream


@pytest.mark.parametrize(
    ("wanted", "room", "widths"),
    [
        ([5, 5], 20, [5, 5]),
        ([5, 50], 20, [5, 15]),
        ([40, 50, 4], 30, [13, 13, 4]),
        ([10, 10], 3, [1, 1]),
        ([], 10, []),
    ],
)
def test_the_widest_columns_give_way(wanted: list[int], room: int, widths: list[int]) -> None:
    assert fitted_widths(wanted, room) == widths


def test_a_table_fits_the_terminal() -> None:
    with terminal("stdout") as stream:
        show_table(["path", "text", "count"], [("krant/a.txt", "woord " * 40, 7), ("b", "[bold]kort[/]", 1234)])
    lines = stream.text.rstrip("\n").splitlines()
    assert all(len(line) <= 60 for line in lines)
    assert len(lines) == 4
    assert "krant/a.txt" in lines[2]
    assert "…" in lines[2]
    assert "[bold]kort[/]" in lines[3]
    assert lines[2].rstrip().endswith("7")
    assert lines[3].rstrip().endswith("1234")


def test_too_many_columns_become_records() -> None:
    columns = [f"column_{number}" for number in range(20)]
    with terminal("stdout") as stream:
        show_table(columns, [["x" * 100] * 20, list(range(20))])
    lines = stream.text.splitlines()
    assert len(lines) == 2 * 21
    assert lines[0] == "row 1"
    assert lines[-1] == "  column_19  19"
    assert all(len(line) <= 60 for line in lines)


def test_a_pipe_gets_whole_cells_and_no_ruler(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(["path", "count"], [("a" * 150, 1), (None, None)])
    assert capsys.readouterr().out == f"{'path'.ljust(150)}  count\n{'a' * 150}      1\n\n"


def test_nothing_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(["na\x07me"], [("a\x1b[31mb\nc\td\u202e",)])
    out = capsys.readouterr().out
    assert out == "na\\x07me\na\\x1b[31mb c d\\x202e\n"
    assert visible("kept\nlines") == "kept\nlines"


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1_400_000, "1.4 MB"), (2 * 10**15, "2000.0 TB")]
)
def test_byte_sizes(count: int, text: str) -> None:
    assert byte_size(count) == text


def work() -> None:
    """A run, as far as progress goes."""
    with show_progress():
        reporter = active_reporter()
        reporter.start("curate", 3)
        reporter.advance(3)
        reporter.finish()
        reporter.start("gate", None)


def test_progress_shows_on_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    work()
    assert capsys.readouterr() == ("", "")
    with terminal("stderr") as stream:
        work()
    assert "curate" in stream.text
    assert "3/3" in stream.text
    assert capsys.readouterr().out == ""
