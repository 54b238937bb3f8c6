"""Fixtures that several folders of tests share."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.articles import write_article

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"
SERVER_PATIENCE_SECONDS = 240

# Tests never time: hypothesis would fail a test for being slow on a busy machine.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: tests wait for servers and for processes that they start."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Leave what was imported out of the search for garbage, which was a twelfth of the tests' work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable or kroniek.toml of the person who runs the tests reaches them."""
    for name in list(os.environ):
        if name.startswith("KRONIEK_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session", autouse=True)
def _disk_that_is_not_waited_for() -> Iterator[None]:
    """Files are written, closed and renamed as ever; only the wait until they are on the disk is left out.

    It guards against a power cut, which no test here makes, and a small run waits for it a quarter of its time. Tests
    that kill, or that count these calls, start processes of their own or put their own function in its place.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _profiles_that_stay() -> Iterator[None]:
    """langdetect's profiles are read once a process, as ever; only what gives their memory back is left out.

    A process of a run judges one sample by them; one of the tests judges a hundred, and each time it would take a third
    of a second to read them. That they can be given back and are read again is tested where they are read.
    """
    from warehouse import language_audit  # noqa: PLC0415 (as in `seeds_like_warehouse`)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language_audit, "forget_profiles", lambda: None)
        yield


@pytest.fixture(scope="session")
def sample() -> Path:
    """The articles that the project ships."""
    return REPOSITORY / "sample"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The five real articles; tests that want them are skipped where they are absent."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("shared/seeds is not beside the repository")
    return folder


@pytest.fixture(scope="session")
def seeds_like_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published warehouse of six documents, a duplicate and four refused files; not to be written to."""
    # Not above: the process that hands out the tests reads this file before it starts the others, and needs no Prefect.
    from tests.plain_road import run_plain  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("seeds-like")
    inbox = folder / "inbox"
    topics = ("de brug", "het museum", "de dijk", "het zwembad", "de school", "de markt")
    for number, topic in enumerate(topics):
        write_article(inbox, f"krant/artikel-{number}.txt", f"201{number}-0{number + 1}", topic)
    shutil.copy(inbox / "krant/artikel-3.txt", inbox / "krant/kopie-3.txt")
    (inbox / "krant/leeg.txt").write_bytes(b"")
    (inbox / "krant/zonder-datum.txt").write_text("De burgemeester opent morgen de nieuwe brug over het kanaal.")
    write_article(inbox, "krant/maand-13.txt", "2019-13")
    write_article(inbox, "krant/toekomst.txt", "2093-05", "de toekomst")
    (inbox / "krant/leesmij.md").write_text("geen artikel")
    run_plain(inbox, folder / "warehouse")
    return folder / "warehouse"


@pytest.fixture(scope="module")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A real Prefect server on a free port with a home of its own; gives the environment that reaches it.

    Of a module: one that nobody asks anything takes three hundredths of a processor for as long as it is there.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("prefect")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("KRONIEK_", "PREFECT_"))},
        "PREFECT_HOME": str(folder / "home"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    try:
        api = f"http://127.0.0.1:{port}/api"
        _wait_for(f"{api}/health", server, folder / "server.log")
        yield {**environment, "PREFECT_API_URL": api}
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SERVER_PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 (the server that we started ourselves)
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.5)
    pytest.fail(f"The Prefect server did not come up:\n{log.read_text(errors='replace')[-3000:]}")
