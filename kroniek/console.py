"""What goes where: results to stdout, notes, progress and errors to stderr.

On a terminal tables fit its width and wide cells are cut with …; into a pipe or a file they go plain and whole, because
what reads them there has no width. rich is loaded when a table is drawn, not before: most commands start sooner so.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from datetime import date, datetime
from typing import TextIO

import typer

__all__ = [
    "Cell",
    "OutputClosedError",
    "byte_size",
    "close_output",
    "fitted_widths",
    "make_streams_robust",
    "note",
    "show_table",
    "visible",
    "warn",
    "write",
    "write_bytes",
    "write_json",
]

Cell = str | int | float | bool | date | datetime | Sequence[object] | None
LONGEST_PLAIN_CELL = 200
LEAST_COLUMN_WIDTH = 8
GAP = 2


class OutputClosedError(Exception):
    """Whoever read our output has had enough of it, such as `head`."""


def write_bytes(content: bytes) -> None:
    """Write a piece of a result to stdout.

    Raises:
        OutputClosedError: Nobody reads any more.
    """
    try:
        sys.stdout.buffer.write(content)
    except BrokenPipeError as error:
        raise OutputClosedError from error


def write(text: str = "") -> None:
    """Write one line of a result to stdout, as UTF-8 whatever the machine's language is."""
    sys.stdout.flush()
    write_bytes(text.encode("utf-8", "backslashreplace") + b"\n")
    try:
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        raise OutputClosedError from error


def write_json(value: object) -> None:
    """Write one JSON value to stdout; dates and times as ISO."""
    write(json.dumps(value, ensure_ascii=False, indent=2, default=_iso))


def note(text: str) -> None:
    """Tell something besides the result, on stderr."""
    typer.echo(visible(text), err=True)


def warn(text: str) -> None:
    """Tell something to look after, on stderr."""
    typer.secho(visible(text), err=True, fg="yellow")


def _iso(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def byte_size(count: int) -> str:
    """A number of bytes for the eye: `1.4 MB`."""
    size = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:  # noqa: PLR2004 (a thousand is a thousand)
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def visible(text: str, *, is_one_line: bool = False) -> str:
    r"""Text with its control characters shown: a file name must not steer the terminal (`\x1b` clears it).

    Args:
        text: Any text.
        is_one_line: Line ends and tabs become spaces.
    """
    kept = "" if is_one_line else "\n\t"
    if is_one_line:
        text = " ".join(text.split("\n")).replace("\t", " ").replace("\r", "")
    return "".join(char if char.isprintable() or char in kept else f"\\x{ord(char):02x}" for char in text)


def show_table(
    columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, are_numbers: Sequence[bool] = (), empty: str = ""
) -> None:
    """Show rows as a table on stdout.

    Args:
        columns: Headings.
        rows: Cells; None is shown as nothing.
        are_numbers: For each column whether it is flush right; by default where the first row has a number.
        empty: What None is shown as.
    """
    first = rows[0] if rows else ()
    right = list(are_numbers) or [isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in first]
    right += [False] * (len(columns) - len(right))
    texts = [[_text(cell, empty) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        _show_plain([visible(column, is_one_line=True) for column in columns], texts, right)
        return
    width = shutil.get_terminal_size().columns
    longest = [max(len(cell) for cell in cells) for cells in zip(columns, *texts, strict=True)]
    if sum(min(length, LEAST_COLUMN_WIDTH) + GAP for length in longest) > width:
        _show_records(columns, texts, width)
    else:
        _show_fitted(columns, texts, right, width)


def _text(cell: Cell, empty: str) -> str:
    if cell is None:
        return empty
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (list, tuple)):
        cell = ", ".join(str(part) for part in cell)
    return visible(str(cell), is_one_line=True)


def _show_plain(columns: Sequence[str], rows: list[list[str]], right: list[bool]) -> None:
    cut = [[_cut(cell, LONGEST_PLAIN_CELL) for cell in row] for row in rows]
    widths = [max(len(cell) for cell in cells) for cells in zip(columns, *cut, strict=True)]
    for row in (columns, *cut):
        cells = [
            cell.rjust(width) if flush else cell.ljust(width)
            for cell, width, flush in zip(row, widths, right, strict=True)
        ]
        write((" " * GAP).join(cells).rstrip())


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _show_fitted(columns: Sequence[str], rows: list[list[str]], right: list[bool], width: int) -> None:
    """Draw the table; the widest columns give way, and narrow ones stay whole."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    wanted = [max(cell_len(cell) for cell in cells) for cells in zip(columns, *rows, strict=True)]
    widths = fitted_widths(wanted, width - GAP * len(wanted))
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, GAP, 0, 0))
    for column, column_width, flush in zip(columns, widths, right, strict=True):
        table.add_column(
            Text(visible(column, is_one_line=True)),
            width=column_width,
            no_wrap=True,
            overflow="ellipsis",
            justify="right" if flush else "left",
        )
    for row in rows:
        table.add_row(*[Text(cell) for cell in row])
    _print_rich(table, width)


def _print_rich(table: object, width: int) -> None:
    from rich.console import Console

    try:
        Console(file=sys.stdout, width=width, highlight=False).print(table)
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise OutputClosedError from error


def fitted_widths(wanted: Sequence[int], room: int) -> list[int]:
    """Column widths that fit into some room: everything above one level is cut, so short columns stay whole.

    Args:
        wanted: Width that each column would like.
        room: Width for all of them.
    """
    level = max(wanted, default=0)
    while level > 1 and sum(min(width, level) for width in wanted) > room:
        level -= 1
    return [min(width, level) for width in wanted]


def _show_records(columns: Sequence[str], rows: list[list[str]], width: int) -> None:
    """Too many columns for the width: each row as a list of its own, a column a line."""
    label_width = max(len(column) for column in columns)
    for number, row in enumerate(rows, start=1):
        write(f"row {number}")
        for column, cell in zip(columns, row, strict=True):
            label = visible(column, is_one_line=True).ljust(label_width)
            write(f"  {label}  {_cut(cell, max(width - label_width - 2 * GAP, 1))}")


def close_output() -> None:
    """Send what is still on its way to stdout nowhere: Python would complain about it at its end."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):  # no real file, such as in a test
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def make_streams_robust(*streams: TextIO) -> None:
    """Have a terminal without UTF-8 show a stand-in for what it cannot show, rather than fail."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
