"""Every snippet of docs/data_access.md in a shell, SQL, Python and polars runs as it stands there."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kroniek.cli import main
from tests.articles import write_article
from tests.conftest import REPOSITORY
from tests.server.serving import Serving, serving
from tests.ungated import release_ungated

PAGE = (REPOSITORY / "docs/data_access.md").read_text(encoding="utf-8")
SERVER = "http://127.0.0.1:8765"
OPTIONAL = ("polars", "datasets", "mlcroissant", "aiohttp")


def snippets(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert found
    return found


def missing(code: str) -> list[str]:
    """Optional packages that a snippet needs and this environment lacks."""
    needed = [name for name in OPTIONAL if re.search(rf"^import {name}\b", code, flags=re.MULTILINE)]
    if "fsspec" in code:  # its HTTP lives on aiohttp
        needed.append("aiohttp")
    return [name for name in needed if importlib.util.find_spec(name) is None]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two releases in data/warehouse: 2026.11.0 and 2026.11.1."""
    home = tmp_path_factory.mktemp("reader")
    inbox = home / "inbox"
    for number, topic in enumerate(("de brug", "het museum", "de dijk", "het zwembad")):
        write_article(inbox, f"krant/een-{number}.txt", f"201{8 + number % 2}-0{number + 1}", topic)
    (home / "data").mkdir()
    release_ungated(inbox, home / "data/warehouse")
    write_article(inbox, "krant/later.txt", "2020-05", "de markt")
    assert release_ungated(inbox, home / "data/warehouse").name == "2026.11.1"
    return home


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Serving]:
    with serving(home / "data/warehouse") as running:
        yield running


def run_python(code: str, home: Path) -> str:
    if absent := missing(code):
        pytest.skip(f"{', '.join(absent)} not installed: run `make test-clients`")
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(home / "hf")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=home, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.parametrize("code", snippets("python"))
def test_a_python_snippet_runs(code: str, home: Path, server: Serving) -> None:
    assert run_python(code.replace(SERVER, server.url.rstrip("/")), home).strip()


STAND_IN = """
import sys
from datetime import datetime
import duckdb
from fsspec.implementations.http import HTTPFileSystem
class ReleaseFiles(HTTPFileSystem):
    def modified(self, path):
        return datetime(2000, 1, 1)
corpus = duckdb.connect()
corpus.register_filesystem(ReleaseFiles())
"""


@pytest.mark.parametrize("query", snippets("sql"))
def test_an_sql_snippet_answers(query: str, home: Path, server: Serving) -> None:
    """Over the stand-in for httpfs, which has to come from a network."""
    query = query.replace(SERVER, server.url.rstrip("/"))
    assert run_python(f"{STAND_IN}print(corpus.execute({query!r}).description)", home).strip()


@pytest.mark.parametrize("line", [line for text in snippets("sh") for line in text.splitlines()])
def test_a_command_runs(line: str, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KRONIEK_WAREHOUSE", str(home / "data/warehouse"))
    words = shlex.split(line)
    assert words[0] == "kroniek"
    assert main(words[1:]) == 0
    assert (tmp_path / "manifest.json").is_file() or (tmp_path / words[words.index("--out") + 1]).is_dir()


def test_r_is_marked_as_not_run_and_every_link_leads_somewhere() -> None:
    assert "Shown, not run" in PAGE.partition("### R\n")[2].partition("```r")[0]
    links = re.findall(r"\]\(([^)]+)\)", PAGE)
    headings = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")
                for heading in re.findall(r"^#+ (.*)$", PAGE, flags=re.MULTILINE)}  # fmt: skip
    for link in links:
        if link.startswith("#"):
            assert link[1:] in headings, link
        else:
            assert (REPOSITORY / "docs" / link.partition("#")[0]).is_file(), link
