"""The log: one line an event, as key=value or JSON; files that are turned over."""

from __future__ import annotations

import io
import json
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.logs import log, log_line
from flows.service import journal
from flows.service.journal import Journal

VALUES = st.one_of(st.integers(), st.text(), st.none(), st.lists(st.text(), max_size=3))
NAMES = st.from_regex("[a-z_]{1,12}", fullmatch=True).filter(lambda name: name not in {"time", "level", "event"})


@given(st.dictionaries(NAMES, VALUES))
def test_a_line_is_one_line_and_json_gives_back_what_went_in(fields: dict[str, object]) -> None:
    for log_format in ("text", "json"):
        assert len(log_line("batch.staged", fields, log_format=log_format).split("\n")) == 1
    read = json.loads(log_line("batch.staged", fields, log_format="json", level="warning"))
    assert {name: read[name] for name in fields} == fields
    assert (read["event"], read["level"]) == ("batch.staged", "warning")


def test_a_text_line_reads_as_key_and_value() -> None:
    line = log_line("release.published", {"release": "2026.11.0", "documents": 3, "why": 'a "b" c'}, log_format="text")
    moment, level, *pairs = shlex.split(line)
    assert (level, moment[-1]) == ("info", "Z")
    assert pairs == ["event=release.published", "release=2026.11.0", "documents=3", 'why=a "b" c']


def test_a_command_that_nobody_deployed_prints_no_log(capsys: pytest.CaptureFixture[str]) -> None:
    log("run.refused", level="error", what="x")
    assert capsys.readouterr() == ("", "")


def test_files_are_turned_over_and_never_grow_past_their_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "FILE_BYTES", 10_000)
    book = Journal(tmp_path, log_format="text", screen=None)
    book.follow(
        "worker", io.BytesIO(b"a line of a run that is some fifty characters long\n" * 5_000), is_shown=True
    ).join()
    book.close()
    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert set(sizes) == {"supervisor.log", "worker.log", "worker.log.1", "worker.log.2", "worker.log.3"}
    assert all(size <= 10_000 for size in sizes.values())


def test_a_terminal_that_is_gone_does_not_stop_the_service(tmp_path: Path) -> None:
    screen = io.StringIO()
    book = Journal(tmp_path, log_format="text", screen=screen)
    book.tell("server.started", process=1)
    screen.close()
    book.tell("server.died", level="warning", exit_code=-9)
    book.close()
    lines = (tmp_path / "supervisor.log").read_text().splitlines()
    assert [line.split()[2] for line in lines] == ["event=server.started", "event=server.died"]
