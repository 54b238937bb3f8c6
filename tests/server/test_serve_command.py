"""`kroniek serve` as a command: how it starts, warns and stops, and what its pages say."""

from __future__ import annotations

import json
import shutil
import signal
import socket
from pathlib import Path

import pytest

from kroniek.server.pages import index_page, release_page
from kroniek.server.release_files import ReleaseShelf
from kroniek.server.running import is_loopback
from tests.server.serving import PATIENCE_SECONDS, serving
from warehouse.layout import Warehouse


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_asked_and_that_is_no_failure(number: signal.Signals, seeds_like_warehouse: Path) -> None:
    with serving(seeds_like_warehouse) as running:
        assert running.latest == "2026.11.0"
        assert running.url == f"http://127.0.0.1:{running.port}/"
        assert running.get("/").status == 200
        running.process.send_signal(number)
        _, told = running.process.communicate(timeout=PATIENCE_SECONDS)
        assert running.process.returncode == 0
        assert "Traceback" not in told


def test_it_warns_where_others_can_reach_it(seeds_like_warehouse: Path) -> None:
    with serving(seeds_like_warehouse, "--host", "0.0.0.0") as running:  # noqa: S104 (that is what it warns of)
        running.process.terminate()
        _, told = running.process.communicate(timeout=PATIENCE_SECONDS)
    assert "no password" in told


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("192.0.2.1", False),
        ("::", False),
        ("example.org", False),
    ],
)
def test_only_this_machine_is_safe(host: str, expected: bool) -> None:  # noqa: FBT001
    assert is_loopback(host) is expected


def test_a_taken_port_and_a_missing_warehouse_are_told(tmp_path: Path) -> None:
    from kroniek.cli import main  # noqa: PLC0415 (only here)

    assert main(["serve", "--warehouse", str(tmp_path / "none")]) == 11
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--warehouse", str(tmp_path), "--port", str(port)]) == 2
    assert main(["serve", "--warehouse", str(tmp_path), "--port", "99999"]) == 2
    assert main(["serve", "--warehouse", str(tmp_path), "--host", "no.such.host.invalid"]) == 2


def test_an_empty_warehouse_says_that_nothing_is_there_yet(tmp_path: Path) -> None:
    (tmp_path / "warehouse").mkdir()
    with serving(tmp_path / "warehouse") as running:
        assert running.latest is None
        assert b"Nothing is published yet" in running.get("/").body
        assert running.get("/latest.json").status == 404
        assert running.get("/feed.xml").status == 404


def test_the_pages_list_every_release_and_every_file(seeds_like_warehouse: Path) -> None:
    shelf = ReleaseShelf(Warehouse(seeds_like_warehouse))
    release = shelf.release("2026.11.0")
    assert release is not None
    index = index_page(shelf, "2026.11.0", "http://host/")
    page = release_page(release, "2026.11.0", "http://host/")
    for path, file in release.files.items():
        assert f'href="releases/2026.11.0/{path}"' in index
        assert f'href="{path}"' in page
        assert file.sha256 in index
        assert file.sha256 in page
    assert "http://host/releases/2026.11.0/documents/documents-" in index


def test_a_title_or_contact_cannot_bring_markup_in(seeds_like_warehouse: Path, tmp_path: Path) -> None:
    warehouse = Path(shutil.copytree(seeds_like_warehouse, tmp_path / "warehouse"))
    file = warehouse / "releases/2026.11.0/manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    manifest["settings"] |= {"corpus_title": "<script>alert(1)</script>", "contact": "<b>x</b>"}
    file.chmod(0o644)
    file.write_text(json.dumps(manifest), encoding="utf-8")
    shelf = ReleaseShelf(Warehouse(warehouse))
    release = shelf.release("2026.11.0")
    assert release is not None
    for page in (index_page(shelf, "2026.11.0", 'http://x"><i>/'), release_page(release, None, "http://host/")):
        assert "<script" not in page
        assert "<b>x" not in page
        assert "<i>/" not in page
