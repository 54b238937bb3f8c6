"""Backup and restore of docs/operations.md, run as they stand there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.events import ALARMS
from tests.articles import write_article
from tests.conftest import REPOSITORY
from tests.plain_road import run_plain
from tests.ungated import release_ungated

PAGE = (REPOSITORY / "docs" / "operations.md").read_text(encoding="utf-8")


def snippet(name: str) -> str:
    [found] = re.findall(rf"^```sh\n# {name}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.mark.skipif(shutil.which("flock") is None, reason="flock(1) is not on this machine")
def test_a_backup_restores_every_release_and_the_next_run_goes_on_from_it(tmp_path: Path) -> None:
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    write_article(inbox, "krant/een.txt", "2019-01", "de brug")
    release_ungated(inbox, warehouse)
    write_article(inbox, "krant/twee.txt", "2020-02", "het museum")
    release_ungated(inbox, warehouse)
    (tmp_path / "backup").mkdir()
    (tmp_path / "bin").mkdir()
    kroniek = tmp_path / "bin" / "kroniek"
    kroniek.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kroniek "$@"\n')
    kroniek.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{kroniek.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(REPOSITORY),
        "WAREHOUSE": str(warehouse),
        "BACKUP": str(tmp_path / "backup"),
    }

    def sh(code: str) -> str:
        done = subprocess.run(["/bin/sh", "-euc", code], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    sh(snippet("backup"))
    write_article(inbox, "krant/drie.txt", "2021-03", "de dijk")
    inodes = len({path.stat().st_ino for path in warehouse.rglob("releases/**/*") if path.is_file()})
    subprocess.run(["/bin/chmod", "-R", "u+w", warehouse], check=True)
    shutil.rmtree(warehouse)

    environment["WAREHOUSE"] = str(tmp_path / "elsewhere")
    shown = sh(snippet("restore"))
    assert "2026.11.0" in shown
    assert "2026.11.1" in shown
    restored = [path for path in (tmp_path / "elsewhere").rglob("releases/**/*") if path.is_file()]
    assert len({path.stat().st_ino for path in restored}) == inodes < len(restored)
    report = run_plain(inbox, tmp_path / "elsewhere", is_gated=False)
    assert (report.accepted, report.unchanged, report.release) == (1, 2, "2026.11.2")


def test_every_alarm_is_explained() -> None:
    for event in ALARMS:
        assert f"| `{event}` |" in PAGE, event


def test_the_container_file_and_the_unit_start_what_there_is() -> None:
    assert json.loads(re.findall(r"^CMD (\[.*\])$", PAGE, flags=re.MULTILINE)[0]) == ["up"]
    assert re.search(r"^ExecStart=\S+/kroniek up$", PAGE, flags=re.MULTILINE)
