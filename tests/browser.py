"""Headless Chromium for tests that look at a page: what it logs, what it asks for, how wide it is, what it looks like.

It is driven over its own debugging socket, so that no driver and no further library are needed. A machine without
Chromium skips these tests; nobody who uses Kroniek needs it.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from websockets.sync.client import connect
from websockets.sync.connection import Connection

__all__ = ["Browser", "Look", "find_chromium", "open_browser"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_SECONDS = 60
FLAGS = (
    "--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions", "--mute-audio",
    "--disable-background-networking", "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-port=0",
    # Continuous integration often runs as root in a container, where the sandbox cannot start; the pages are our own.
    "--no-sandbox",
)  # fmt: skip

OVERFLOWING = """
[...document.querySelectorAll('body *')].filter(each => {
  const box = each.getBoundingClientRect();
  if (box.width === 0 || each.closest('.scroll, .labels')) return false;
  return box.right > WIDTH + 1 || box.left < -1;
}).map(each => each.tagName.toLowerCase() + '.' + (each.getAttribute('class') || '') + ': '
  + each.textContent.trim().slice(0, 40))
"""


@dataclass(frozen=True)
class Look:
    """How a page came out.

    Attributes:
        width: Width of the window in CSS pixels.
        scroll_width: Width of the page; more than the window's is an overflow.
        overflowing: Elements that stand out of the window, but for those in a box that scrolls (`.scroll`) or cuts
            (`.labels`).
        messages: What the browser logged: errors, warnings, refused requests.
        requests: Addresses it asked for, the page's own left out.
        background: Computed colour behind the page.
        screenshot: The whole page, PNG, where it was asked for.
    """

    width: int
    scroll_width: int
    overflowing: list[str]
    messages: list[str]
    requests: list[str]
    background: str
    screenshot: bytes


@dataclass
class Browser:
    """One tab of a running Chromium."""

    socket: Connection
    session: str
    _number: int = 0
    _events: list[dict[str, Any]] = field(default_factory=list)

    def look(
        self, page: Path | str, *, width: int, scheme: Literal["light", "dark"] = "light", media: str = "screen",
        is_opened: bool = False, has_screenshot: bool = False,
    ) -> Look:  # fmt: skip
        """Open a page and see how it comes out.

        Args:
            page: A file, or an address.
            width: Of the window, in CSS pixels.
            scheme: What the person prefers.
            media: `screen` or `print`.
            is_opened: Open every <details> before looking.
            has_screenshot: Take a picture of the whole page, which costs most of the time.
        """
        address = page.resolve().as_uri() if isinstance(page, Path) else page
        self._events.clear()
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)
        self.call("Page.navigate", url=address)
        self._wait_for("Page.loadEventFired")
        if is_opened:
            self.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        shot = ""
        if has_screenshot:
            shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, format="png")["data"]
        return Look(
            width=width,
            scroll_width=int(self.evaluate("document.documentElement.scrollWidth")),
            overflowing=list(self.evaluate(OVERFLOWING.replace("WIDTH", str(width)))),
            messages=[message for event in self._events if (message := _message(event)) is not None],
            requests=[one for one in self._requests() if one != address and not one.startswith("data:")],
            background=str(self.evaluate("getComputedStyle(document.body).backgroundColor")),
            screenshot=base64.b64decode(shot),
        )

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 (JSON is of any type)
        """Value of a JavaScript expression in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the DevTools protocol and return its answer."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": parameters}
        self.socket.send(json.dumps(message | ({"sessionId": self.session} if self.session else {})))
        while (answer := self._receive()).get("id") != number:
            self._events.append(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        result = answer["result"]
        assert isinstance(result, dict)
        return result

    def _wait_for(self, event: str) -> None:
        while not any(one.get("method") == event for one in self._events):
            self._events.append(self._receive())

    def _receive(self) -> dict[str, Any]:
        message = json.loads(self.socket.recv(timeout=PATIENCE_SECONDS))
        assert isinstance(message, dict)
        return message

    def _requests(self) -> list[str]:
        sent = (event for event in self._events if event.get("method") == "Network.requestWillBeSent")
        return [str(event["params"]["request"]["url"]) for event in sent]


def _message(event: dict[str, Any]) -> str | None:
    """What an event says, if it is something that the browser logged."""
    parameters = event.get("params", {})
    match event.get("method"):
        case "Log.entryAdded":
            return str(parameters["entry"]["text"])
        case "Runtime.consoleAPICalled":
            return " ".join(str(each.get("value", each)) for each in parameters["args"])
        case "Runtime.exceptionThrown":
            return str(parameters["exceptionDetails"]["text"])
    return None


def find_chromium() -> str | None:
    """The browser's program, or None."""
    return next((path for name in NAMES if (path := shutil.which(name)) is not None), None)


@contextmanager
def open_browser(program: str) -> Iterator[Browser]:
    """Start Chromium with a profile of its own; it ends with the block."""
    with tempfile.TemporaryDirectory(prefix="kroniek-browser-", ignore_cleanup_errors=True) as profile:
        command = [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            port, path = _port_file(Path(profile) / "DevToolsActivePort", process)
            # No upper bound: a screenshot is one message. No proxy: the socket is on this machine.
            with connect(f"ws://127.0.0.1:{port}{path}", max_size=None, proxy=None) as socket:
                browser = Browser(socket, "")
                target = browser.call("Target.createTarget", url="about:blank")["targetId"]
                attached = browser.call("Target.attachToTarget", targetId=target, flatten=True)
                browser.session = attached["sessionId"]
                for domain in ("Page", "Runtime", "Log", "Network"):
                    browser.call(f"{domain}.enable")
                yield browser
        finally:
            process.terminate()
            try:
                process.wait(timeout=PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _port_file(file: Path, process: subprocess.Popen[bytes]) -> tuple[str, str]:
    """Port and path of the socket, which Chromium writes once it listens."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and process.poll() is None:
        lines = file.read_text(encoding="utf-8").split() if file.is_file() else []
        if len(lines) == 2:
            return lines[0], lines[1]
        time.sleep(0.05)
    raise RuntimeError(f"Chromium did not start (exit code {process.poll()}).")
