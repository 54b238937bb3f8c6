"""Readers never wait, never fail and never see half of anything, however often something is published."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import kroniek
from tests.articles import write_article
from tests.conftest import REPOSITORY
from tests.plain_road import take_in_plain
from tests.ungated import publish_ungated


def publish(folder: Path, number: int) -> str:
    """Take one more document in and publish it; gives the version."""
    write_article(folder / "inbox", f"{number}.txt", f"201{number % 3}-0{1 + number % 9}", f"plan{number}")
    take_in_plain(folder / "inbox", folder / "warehouse")
    release = publish_ungated(folder / "warehouse")
    assert release is not None
    return release.name


@contextmanager
def readers(warehouse: Path, count: int) -> Iterator[list[subprocess.Popen[str]]]:
    """So many readers at work; they must end well."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.crash.reader", str(warehouse)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )
        for _ in range(count)
    ]
    try:
        for reader in started:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "ready\n"
        yield started
    finally:
        ended = [reader.communicate() for reader in started]
    for reader, (_, errors) in zip(started, ended, strict=True):
        assert (reader.returncode, errors) == (0, "")
    for said, _ in ended:
        times, versions = map(int, said.split())
        assert times >= versions > 1  # it was reading while something was published


def check_many_publishes(folder: Path, *, publishes: int, reader_count: int) -> None:
    first = publish(folder, 0)
    with kroniek.connect(warehouse=folder / "warehouse") as long_reader:
        # A cursor that is open all the time, over rows that were not fetched yet.
        open_rows = long_reader.cursor().execute("SELECT doc_id FROM sentences, range(2000)")
        read_rows = len(open_rows.fetchmany(10))
        with readers(folder / "warehouse", reader_count):
            for number in range(1, publishes + 1):
                last = publish(folder, number)
        while rows := open_rows.fetchmany(5_000):
            read_rows += len(rows)
        [(sentences, documents, release)] = long_reader.sql(
            "SELECT (SELECT count(*) FROM sentences), (SELECT count(*) FROM documents), max(release) FROM changes"
        ).fetchall()
        assert (read_rows, documents, release) == (2000 * sentences, 1, first)
    assert last == f"2026.11.{publishes}"


def test_four_publishes_under_two_readers(tmp_path: Path) -> None:
    check_many_publishes(tmp_path, publishes=4, reader_count=2)


@pytest.mark.long
def test_a_hundred_publishes_under_four_readers(tmp_path: Path) -> None:
    check_many_publishes(tmp_path, publishes=100, reader_count=4)
