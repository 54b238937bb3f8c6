"""Every snippet of README.md runs as it stands there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kroniek
from tests.conftest import REPOSITORY
from tests.plain_road import run_plain

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def snippets(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
    assert found, f"README.md has no {language} snippet"
    return found


def commands() -> list[list[str]]:
    """The kroniek commands of the shell snippets, without comments."""
    lines = [line for snippet in snippets("sh") for line in snippet.splitlines()]
    return [shlex.split(line, comments=True) for line in lines if line.startswith("kroniek ")]


@pytest.fixture(scope="module")
def home(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the README sees it: the warehouse that `make run` makes, ~/news and ~/corpus."""
    home = tmp_path_factory.mktemp("home")
    run_plain(sample / "inbox", home / "data/sample-warehouse")
    shutil.copytree(sample / "inbox", home / "news")
    run_plain(home / "news", home / "corpus")
    shutil.copy(home / "news/dorpsbode/2023-08-orgel.txt", home / "FILE")
    return home


@pytest.mark.parametrize("words", commands(), ids=lambda words: " ".join(words)[:60])
def test_a_shell_snippet_runs(words: list[str], home: Path, prefect_server: dict[str, str]) -> None:
    arguments = [word.replace("~", str(home)).replace("FILE", "dorpsbode/2023-08-orgel.txt") for word in words[1:]]
    done = subprocess.run(
        [sys.executable, "-m", "kroniek", *arguments],
        cwd=home,
        env={**prefect_server, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("query", snippets("sql"))
def test_an_sql_snippet_answers(query: str, home: Path) -> None:
    with kroniek.connect(warehouse=home / "data/sample-warehouse") as corpus:
        assert corpus.execute(query).fetchall()


@pytest.mark.parametrize("code", snippets("python"))
def test_a_python_snippet_runs(code: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 (our own README)


def test_every_link_to_a_file_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (REPOSITORY / link).exists()] == []


def test_the_settings_page_names_every_setting() -> None:
    from flows.settings import Settings  # noqa: PLC0415 (only here)

    page = (REPOSITORY / "docs/settings.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"`{name}`" not in page] == []


def test_the_pointer_that_the_readme_speaks_of_is_there(home: Path) -> None:
    latest = json.loads((home / "data/sample-warehouse/latest.json").read_text(encoding="utf-8"))
    assert (home / "data/sample-warehouse" / latest["path"] / "kroniek.duckdb").is_file()
