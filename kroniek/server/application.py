"""The web application: the index, the pointer, the feed, and the files of releases. It reads and never writes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import anyio.to_thread
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kroniek.server.conditions import is_not_modified, is_range_well_formed
from kroniek.server.pages import index_page, release_page
from kroniek.server.release_files import DamagedFileError, ReleaseShelf, ServedRelease, media_type
from transforms.errors import VerificationError
from warehouse.layout import Warehouse
from warehouse.releases import latest_version

__all__ = ["LONGEST_PATH", "application"]

LONGEST_PATH = 1_000
METHODS = ["GET"]  # Starlette adds HEAD
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


class _Guard:
    """Refuses addresses that are too long, and adds the headers that every answer carries.

    Args:
        inner: The application.
    """

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # Readers keep what they have and ask each time whether it is still right: a 304 costs nothing.
                headers["cache-control"] = "no-cache"
                headers["x-content-type-options"] = "nosniff"
                headers["referrer-policy"] = "no-referrer"
            await send(message)

        if len(scope["path"]) > LONGEST_PATH:
            await PlainTextResponse("The address is too long.\n", status_code=414)(scope, receive, send_guarded)
            return
        await self._inner(scope, receive, send_guarded)


def application(warehouse: Warehouse) -> ASGIApp:
    """The application over one warehouse.

    Args:
        warehouse: Whose releases are served; raw bytes, state and candidates are out of reach.
    """
    site = _Site(warehouse)
    inner = Starlette(
        routes=[
            Route("/", site.show_index, methods=METHODS),
            Route("/latest.json", site.send_pointer, methods=METHODS),
            Route("/feed.xml", site.send_feed, methods=METHODS),
            Route("/releases/", site.lead_to_index, methods=METHODS),
            Route("/releases/{version}", site.lead_to_release, methods=METHODS),
            Route("/releases/{version}/", site.show_release, methods=METHODS),
            Route("/releases/{version}/{path:path}", site.send_file, methods=METHODS),
        ],
        exception_handlers={HTTPException: _refuse, DamagedFileError: _tell_of_damage},
    )
    # A missing slash is not ours to guess, and a redirect would name a host that the reader may not know.
    inner.router.redirect_slashes = False
    return _Guard(inner)


class _Site:
    """What is behind each address; what touches the disk runs in a thread.

    Args:
        warehouse: Whose releases are served.
    """

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._shelf = ReleaseShelf(warehouse)

    async def show_index(self, request: Request) -> Response:
        """The list of releases."""
        base = str(request.base_url)
        page = await anyio.to_thread.run_sync(lambda: index_page(self._shelf, self._latest(), base))
        return _content(request, page.encode(), media_type("index.html"), is_page=True)

    async def show_release(self, request: Request) -> Response:
        """One release and its files."""
        base = str(request.base_url)
        release = await self._release(request)
        page = await anyio.to_thread.run_sync(lambda: release_page(release, self._latest(), base))
        return _content(request, page.encode(), media_type("index.html"), is_page=True)

    async def send_pointer(self, request: Request) -> Response:
        """latest.json."""
        return await _root_file(request, self._warehouse.latest_file)

    async def send_feed(self, request: Request) -> Response:
        """feed.xml."""
        return await _root_file(request, self._warehouse.feed_file)

    async def send_file(self, request: Request) -> Response:
        """A file of a release, or a part of it."""
        release = await self._release(request)
        return await anyio.to_thread.run_sync(_file, release, request, request.path_params["path"])

    async def lead_to_release(self, request: Request) -> Response:
        """To the release's page, by a relative address: a proxy may have put us anywhere."""
        release = await self._release(request)
        return RedirectResponse(f"{release.version}/", status_code=308)

    async def lead_to_index(self, _request: Request) -> Response:
        """To the list of releases."""
        return RedirectResponse("../", status_code=308)

    async def _release(self, request: Request) -> ServedRelease:
        release = await anyio.to_thread.run_sync(self._shelf.release, request.path_params["version"])
        if release is None:
            raise HTTPException(404)
        return release

    def _latest(self) -> str | None:
        """Version of the latest release; a damaged pointer names none, and `kroniek releases` tells of it."""
        try:
            return latest_version(self._warehouse)
        except VerificationError:
            return None


async def _root_file(request: Request, path: Path) -> Response:
    content = await anyio.to_thread.run_sync(_read_plain, path)
    if content is None:
        raise HTTPException(404)
    return _content(request, content, media_type(path.name))


def _file(release: ServedRelease, request: Request, path: str) -> Response:
    found = release.locate(path)
    if found is None:
        raise HTTPException(404)
    listed, place, state = found
    response = FileResponse(
        place, stat_result=state, media_type=media_type(path), headers={"etag": f'"{listed.sha256}"'}
    )
    if is_not_modified(request.headers, response.headers["etag"], response.headers["last-modified"]):
        return _not_modified(response)
    wanted = request.headers.get("range")
    if wanted is not None and not is_range_well_formed(wanted):
        return PlainTextResponse("The Range header cannot be read.\n", status_code=400)
    return response


def _content(request: Request, content: bytes, kind: str, *, is_page: bool = False) -> Response:
    """A small answer from memory: what it is made of may be replaced while it is on its way."""
    headers = {"etag": f'"{hashlib.sha256(content).hexdigest()}"'}
    if is_page:
        headers["content-security-policy"] = PAGE_POLICY
    response = Response(content, media_type=kind, headers=headers)
    return _not_modified(response) if is_not_modified(request.headers, headers["etag"], None) else response


def _not_modified(response: Response) -> Response:
    kept = {name: response.headers[name] for name in ("etag", "last-modified") if name in response.headers}
    return Response(status_code=304, headers=kept)


def _read_plain(path: Path) -> bytes | None:
    """Content of a file that is no link; None where there is none."""
    if path.is_symlink() or not path.is_file():
        return None
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


async def _refuse(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    texts = {404: "There is nothing here.", 405: "This server is for reading: GET and HEAD."}
    return PlainTextResponse(f"{texts.get(status, 'The request is refused.')}\n", status_code=status, headers=headers)


async def _tell_of_damage(_request: Request, _error: Exception) -> Response:
    text = "This file is not what its release says it is, so it is not handed out. `kroniek verify` tells more.\n"
    return PlainTextResponse(text, status_code=500)
