"""What the server answers, over a real socket: parts of files, sums, conditions, and refusals."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kroniek.server.release_files import media_type
from tests.server.serving import Serving, serving

VERSION = "2026.11.0"
BASE = f"/releases/{VERSION}"
FILE = f"{BASE}/sample.parquet"


@pytest.fixture(scope="module")
def warehouse(seeds_like_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that may be spoiled."""
    return Path(shutil.copytree(seeds_like_warehouse, tmp_path_factory.mktemp("served") / "warehouse"))


@pytest.fixture(scope="module")
def server(warehouse: Path) -> Iterator[Serving]:
    with serving(warehouse) as running:
        yield running


@pytest.fixture(scope="module")
def content(warehouse: Path) -> bytes:
    return (warehouse / f"releases/{VERSION}/sample.parquet").read_bytes()


def test_every_file_of_a_release_is_there_as_listed(server: Serving, warehouse: Path) -> None:
    manifest = json.loads(server.get(f"{BASE}/manifest.json").body)
    sums = server.get(f"{BASE}/SHA256SUMS").body.decode()
    listed = [(file["path"], file["sha256"]) for file in manifest["files"]]
    assert len(listed) > 20
    for path, digest in listed:
        answer = server.get(f"{BASE}/{path}")
        assert answer.status == 200, path
        assert hashlib.sha256(answer.body).hexdigest() == digest
        assert answer.headers["etag"] == f'"{digest}"'
        assert answer.headers["content-type"] == media_type(path)
        assert "content-encoding" not in answer.headers
        assert f"{digest}  {path}\n" in sums
    assert (warehouse / f"releases/{VERSION}/manifest.json").read_bytes() == server.get(f"{BASE}/manifest.json").body


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        (f"{BASE}/", "text/html; charset=utf-8"),
        ("/latest.json", "application/json"),
        ("/feed.xml", "application/atom+xml"),
        (FILE, "application/vnd.apache.parquet"),
        (f"{BASE}/README.md", "text/markdown; charset=utf-8"),
        (f"{BASE}/quality.html", "text/html; charset=utf-8"),
        (f"{BASE}/croissant.json", "application/ld+json"),
        (f"{BASE}/SHA256SUMS", "text/plain; charset=utf-8"),
        (f"{BASE}/kroniek.duckdb", "application/octet-stream"),
    ],
)
def test_each_address_says_what_it_is_and_how_long_it_may_be_kept(path: str, kind: str, server: Serving) -> None:
    answer = server.get(path)
    assert answer.status == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert int(answer.headers["content-length"]) == len(answer.body)
    head = server.get(path, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, "date": ""} == {**answer.headers, "date": ""}


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-3", 0, 4),
        ("bytes=4-", 4, None),
        ("bytes=-8", -8, None),
        ("bytes=-99999999999", 0, None),  # polars asks for the end of a file without knowing how long it is
        ("bytes=10-99999999999", 10, None),
        ("bytes=0-", 0, None),
    ],
)
def test_a_part_of_a_file_is_sent(asked: str, start: int, end: int | None, server: Serving, content: bytes) -> None:
    answer = server.get(FILE, range=asked)
    wanted = content[start:end]
    assert answer.status == 206
    assert answer.body == wanted
    assert int(answer.headers["content-length"]) == len(wanted)
    first = len(content) + start if start < 0 else start
    assert answer.headers["content-range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(content)}"
    assert answer.headers["accept-ranges"] == "bytes"
    head = server.get(FILE, method="HEAD", range=asked)
    assert (head.status, head.body, head.headers["content-length"]) == (206, b"", str(len(wanted)))


def test_several_parts_are_sent_in_one_answer(server: Serving, content: bytes) -> None:
    answer = server.get(FILE, range="bytes=0-3,-4")
    assert answer.status == 206
    assert answer.headers["content-type"].startswith("multipart/byteranges; boundary=")
    assert answer.body.count(b"PAR1") == 2
    assert f"Content-Range: bytes 0-3/{len(content)}".encode() in answer.body


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=99999999-99999999999", "bytes=-0"])
def test_a_part_beyond_the_end_is_416(asked: str, server: Serving, content: bytes) -> None:
    answer = server.get(FILE, range=asked)
    assert answer.status == 416
    assert answer.headers["content-range"] == f"bytes */{len(content)}"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=1-0", "bytes=0-1,zz", "lines=0-1", "bytes=0--1", "0-1",
        "bytes=0x10-0x20", "bytes=\u0661-\u0662", "bytes=" + "9" * 5000 + "-", "bytes=" + ",".join(["0-1"] * 101),
        "bytes=1e3-", "bytes=0-1;", "bytes=+1-2", "bytes=1_0-20",
    ],
)  # fmt: skip
def test_a_range_that_cannot_be_read_is_refused(asked: str, server: Serving) -> None:
    request = f"GET {FILE} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nRange: {asked}\r\n\r\n"
    assert server.send(request.encode()) in {400, 416}


def test_who_holds_a_file_gets_304(server: Serving) -> None:
    for path in (FILE, "/latest.json", "/feed.xml", "/", f"{BASE}/"):
        etag = server.get(path).headers["etag"]
        for condition in (etag, f"W/{etag}", f'"other", {etag}', "*"):
            answer = server.get(path, if_none_match=condition)
            assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", etag)
            assert answer.headers["cache-control"] == "no-cache"
        assert server.get(path, if_none_match='"other"').status == 200
    modified = server.get(FILE).headers["last-modified"]
    assert server.get(FILE, if_modified_since=modified).status == 304
    assert server.get(FILE, if_modified_since="Thu, 01 Jan 1970 00:00:00 GMT").status == 200
    assert server.get(FILE, if_modified_since="yesterday").status == 200
    assert server.get(FILE, if_modified_since=modified, if_none_match='"other"').status == 200


def test_a_part_of_another_version_is_not_mixed_in(server: Serving, content: bytes) -> None:
    etag = server.get(FILE).headers["etag"]
    assert server.get(FILE, range="bytes=0-3", if_range=etag).status == 206
    answer = server.get(FILE, range="bytes=0-3", if_range='"other"')
    assert (answer.status, answer.body) == (200, content)


@pytest.mark.parametrize(
    "path",
    [
        "/../state.duckdb", "/state.duckdb", "/raw/", "/staged/", "/.lock", "/withdrawals.jsonl", "/candidate-failed/",
        "/candidate-failed/manifest.json", f"{BASE}/../../state.duckdb", f"{BASE}/..%2f..%2fstate.duckdb",
        f"{BASE}/%2e%2e/%2e%2e/state.duckdb", "/releases/..", "/releases/../state.duckdb", "/releases/%2e%2e/",
        f"{BASE}//etc/passwd", f"{BASE}/%2fetc%2fpasswd", f"{BASE}/..\\..\\state.duckdb", f"{BASE}/sample.parquet%00",
        f"{BASE}/%00", "/%00", f"{BASE}/documents", f"{BASE}/documents/", f"{BASE}/documents/./x",
        f"{BASE}/./sample.parquet", f"{BASE}/sample.parquet/", f"{BASE}/SAMPLE.PARQUET", "/releases/2026.11.99/",
        "/releases/2026.11.0%00/", "/releases//sample.parquet", f"{BASE}/" + "a" * 3000, "/" + "../" * 200,
        f"{BASE}/%ff%fe", "/releases/.tmp/", "/latest.json/", "/feed.xml/..", "//evil.example/", "/index.html",
    ],
)  # fmt: skip
def test_there_is_no_way_out(path: str, server: Serving) -> None:
    assert server.send(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()) in {400, 404, 414}


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET " + b"/" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
        b"hello\r\n\r\n",
    ],
    ids=["NUL", "long address", "long header", "no host", "TLS", "no HTTP"],
)
def test_what_is_no_request_is_refused_and_the_server_goes_on(request_: bytes, server: Serving) -> None:
    assert server.send(request_) == 400
    assert server.get("/latest.json").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FROB"])
def test_nothing_but_reading_is_allowed(method: str, server: Serving) -> None:
    for path in ("/", "/latest.json", FILE):
        answer = server.get(path, method=method)
        assert answer.status == 405
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_links_are_not_followed(server: Serving, warehouse: Path) -> None:
    folder = warehouse / f"releases/{VERSION}"
    secret = warehouse.parent / "secret"
    original = folder / "CITATION.cff"
    secret.write_bytes(original.read_bytes())  # of the right length: only the link gives it away
    original.unlink()
    original.symlink_to(secret)
    (warehouse / "releases/2026.11.7").symlink_to(folder, target_is_directory=True)
    (folder / "documents").rename(warehouse.parent / "documents")
    (folder / "documents").symlink_to(warehouse.parent / "documents")
    (warehouse / "feed.xml").rename(warehouse.parent / "feed.xml")
    (warehouse / "feed.xml").symlink_to(warehouse.parent / "feed.xml")
    try:
        document = next((warehouse.parent / "documents").iterdir()).name
        for path in (
            f"{BASE}/CITATION.cff", "/releases/2026.11.7/", "/releases/2026.11.7/README.md",
            f"{BASE}/documents/{document}", "/feed.xml",
        ):  # fmt: skip
            assert server.get(path).status == 404, path
    finally:
        (warehouse / "releases/2026.11.7").unlink()
        (folder / "documents").unlink()
        (warehouse.parent / "documents").rename(folder / "documents")
        (warehouse / "feed.xml").unlink()
        (warehouse.parent / "feed.xml").rename(warehouse / "feed.xml")


def test_a_stray_file_is_not_handed_out_and_a_damaged_one_neither(server: Serving, warehouse: Path) -> None:
    folder = warehouse / f"releases/{VERSION}"
    (folder / "notes.txt").write_text("private")
    assert server.get(f"{BASE}/notes.txt").status == 404
    changes = folder / "CHANGES.md"
    changes.chmod(0o644)
    with changes.open("a") as file:
        file.write("more")
    answer = server.get(f"{BASE}/CHANGES.md")
    assert answer.status == 500
    assert b"kroniek verify" in answer.body
    assert str(warehouse).encode() not in answer.body


def test_what_is_published_meanwhile_is_there_at_once(server: Serving, warehouse: Path) -> None:
    pointer = warehouse / "latest.json"
    before = server.get("/latest.json")
    folder = warehouse / "releases/2026.12.0"
    shutil.copytree(warehouse / f"releases/{VERSION}", folder, symlinks=True)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").chmod(0o644)
    (folder / "manifest.json").write_text(json.dumps({**manifest, "version": "2026.12.0"}), encoding="utf-8")
    new = pointer.with_name(".latest.new")
    new.write_text('{"version": "2026.12.0", "path": "releases/2026.12.0"}')
    os.replace(new, pointer)  # noqa: PTH105 (as the pipeline does it)
    after = server.get("/latest.json", if_none_match=before.headers["etag"])
    assert (after.status, json.loads(after.body)["version"]) == (200, "2026.12.0")
    assert server.get("/releases/2026.12.0/sample.parquet").status == 200
    assert b"2026.12.0" in server.get("/").body
