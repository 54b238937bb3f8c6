"""Writes the answer to a question in SQL: to stdout or to a file, in one of five formats, a chunk at a time."""

from __future__ import annotations

import csv
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from kroniek.console import OutputClosedError, note, show_table, visible
from kroniek.query_format import Format
from transforms.errors import UsageError
from warehouse.catalog import open_catalog
from warehouse.query import Query, ask

__all__ = ["Destination", "answer"]

TABLE_ROWS = 50
ENDINGS = {
    ".csv": Format.CSV,
    ".json": Format.JSON,
    ".parquet": Format.PARQUET,
    ".md": Format.MARKDOWN,
}
TextRows = Iterator[list[tuple[str | None, ...]]]


@dataclass(frozen=True)
class Destination:
    """Where an answer goes, and how it is written.

    Attributes:
        format: How.
        out: A file, or None for stdout.
    """

    format: Format
    out: Path | None

    @classmethod
    def choose(cls, format_: Format | None, out: Path | None) -> Destination:
        """Settle format and file; without a format the file's ending decides.

        Raises:
            UsageError: The ending says nothing, or the two do not go together.
        """
        if format_ is None and out is not None:
            format_ = ENDINGS.get(out.suffix.casefold())
            if format_ is None:
                raise UsageError(
                    f"The ending {out.suffix or 'of the file'} does not say which format to write.",
                    where=str(out),
                    what_to_do=f"Give --format, or one of the endings {', '.join(ENDINGS)}.",
                )
        if format_ is Format.TABLE and out is not None:
            raise UsageError(
                "A table is cut to fit the screen and is not kept in a file.",
                where=str(out),
                what_to_do="Choose --format csv, json, parquet or markdown.",
            )
        if format_ is Format.PARQUET and out is None and sys.stdout.isatty():
            raise UsageError("Parquet is no text for a terminal.", what_to_do="Add --out FILE.parquet.")
        return cls(format_ or Format.TABLE, out)


def answer(sql: str, release_folder: Path, destination: Destination, *, limit: int | None) -> None:
    """Ask a release and write the answer.

    Args:
        sql: One reading statement.
        release_folder: The release to ask.
        destination: Where the answer goes.
        limit: At most so many rows; 0 is all; None is 50 in a table and all elsewhere.

    Raises:
        UsageError: The statement is refused or mistaken, or the file cannot be written.
        OutputClosedError: Nobody reads stdout any more.
    """
    with open_catalog(release_folder) as connection:
        query = ask(connection, sql, release_folder=release_folder)
        if destination.format is Format.TABLE:
            _show(query, TABLE_ROWS if limit is None else limit or None)
            return
        with _sink(destination.out) as file:
            count = _write(query.limited(limit) if limit else query, destination.format, file)
    if destination.out is not None:
        note(f"{count} rows written to {destination.out}.")


@contextmanager
def _sink(out: Path | None) -> Iterator[BinaryIO]:
    """What to write to: stdout, or a file that gets its name only when it is whole."""
    if out is None:
        sys.stdout.flush()
        try:
            yield cast("BinaryIO", sys.stdout.buffer)
            sys.stdout.buffer.flush()
        except BrokenPipeError as error:
            raise OutputClosedError from error
        return
    try:
        descriptor, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.", suffix=".part")
    except OSError as error:
        raise _unwritable(out, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        temporary.chmod(0o666 & ~_umask())  # mkstemp makes files that only their owner may read
        temporary.replace(out)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    """The rights that new files go without; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _unwritable(out: Path, error: OSError) -> UsageError:
    return UsageError(
        f"The file cannot be written: {error.strerror}.",
        where=str(out),
        what_to_do="Choose a folder that exists, that you may write, and that has room.",
    )


def _write(query: Query, format_: Format, file: BinaryIO) -> int:
    """Write the rows; returns how many."""
    if format_ is Format.PARQUET:
        return query.write_parquet(file)
    if format_ is Format.JSON:
        return _write_json(query.json_rows(), file)
    if format_ is Format.CSV:
        return _write_csv(query.columns, query.text_rows(), file)
    return _write_markdown(query, query.text_rows(), file)


def _write_json(chunks: Iterator[list[str]], file: BinaryIO) -> int:
    """One array of objects, an object a line."""
    count = 0
    for rows in chunks:
        start = ",\n" if count else "[\n"
        file.write((start + ",\n".join(rows)).encode())
        count += len(rows)
    file.write(b"\n]\n" if count else b"[]\n")
    return count


def _write_csv(columns: tuple[str, ...], chunks: TextRows, file: BinaryIO) -> int:
    """RFC 4180 but for the line ends, which are LF; null is an empty field."""
    count = 0
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for rows in chunks:
        writer.writerows(rows)
        count += len(rows)
        file.write(text.getvalue().encode())
        text.seek(0)
        text.truncate()
    file.write(text.getvalue().encode())
    return count


def _write_markdown(query: Query, chunks: TextRows, file: BinaryIO) -> int:
    """A table as GitHub and most note-taking programs draw it."""
    count = 0
    rulers = ["---:" if flush_right else "---" for flush_right in query.is_number]
    file.write(_markdown_row([_markdown_cell(column) for column in query.columns]) + _markdown_row(rulers))
    for rows in chunks:
        file.write(b"".join(_markdown_row([_markdown_cell(cell) for cell in row]) for row in rows))
        count += len(rows)
    return count


def _markdown_row(cells: list[str]) -> bytes:
    return ("| " + " | ".join(cells) + " |\n").encode()


def _markdown_cell(cell: str | None) -> str:
    return visible(cell or "", is_one_line=True).replace("\\", "\\\\").replace("|", "\\|")


def _show(query: Query, maximum_rows: int | None) -> None:
    """The first rows as a table; the others are only counted."""
    shown: list[tuple[str | None, ...]] = []
    count = 0
    for rows in query.text_rows():
        count += len(rows)
        shown += rows if maximum_rows is None else rows[: max(maximum_rows - len(shown), 0)]
    show_table(query.columns, shown, are_numbers=query.is_number, empty="null")
    if count > len(shown):
        note(f"The first {len(shown)} of {count} rows; --limit 0 shows all, --out FILE.csv keeps them.")
    elif not count:
        note("No rows.")
