"""A file of 1 GB is served without the server growing: whole, in parts, and to a reader that does not read."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
from pathlib import Path

import pytest

from tests.server.serving import PATIENCE_SECONDS, Serving, serving

SIZE = 1_000_000_000
MOST_GROWTH_KB = 30_000
PIECE = 1 << 20


def peak_memory_kb(server: Serving) -> int:
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_large_file_is_served_in_flat_memory(seeds_like_warehouse: Path, tmp_path: Path) -> None:
    warehouse = Path(shutil.copytree(seeds_like_warehouse, tmp_path / "warehouse"))
    folder = warehouse / "releases/2026.11.0"
    with (folder / "large.bin").open("wb") as file:
        file.truncate(SIZE)  # sparse: it takes no room on the disk
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"].append({"path": "large.bin", "table": None, "rows": None, "bytes": SIZE, "sha256": "0" * 64})
    (folder / "manifest.json").chmod(0o644)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with serving(warehouse) as server:
        path = "/releases/2026.11.0/large.bin"
        assert server.get("/").status == 200
        assert len(server.get(path, range="bytes=-1000").body) == 1000
        before = peak_memory_kb(server)
        # Somebody who asks for all of it and never reads: the server must wait, not gather.
        idle = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_SECONDS)
        idle.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.getheader("content-length") == str(SIZE)
        count = 0
        while piece := response.read(PIECE):
            count += len(piece)
        connection.close()
        assert count == SIZE
        half = server.get(path, method="HEAD", range=f"bytes={SIZE // 2}-")
        assert half.headers["content-length"] == str(SIZE // 2)
        growth = peak_memory_kb(server) - before
        idle.close()
    print(f"Peak memory grew by {growth} kB over {before} kB.")  # noqa: T201 (the figure, for `pytest -s`)
    assert growth < MOST_GROWTH_KB
