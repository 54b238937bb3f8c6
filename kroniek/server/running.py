"""Runs the server until somebody stops it."""

from __future__ import annotations

import ipaddress
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from kroniek.server.application import application
from transforms.errors import UsageError
from warehouse.layout import Warehouse

__all__ = ["is_loopback", "open_socket", "serve_releases"]

BACKLOG = 128
HIGHEST_PORT = 65_535
PATIENCE_SECONDS = 5


class _Server(uvicorn.Server):
    """Stops on Ctrl-C and SIGTERM and then ends well: uvicorn would raise the signal again, as if it had failed."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Have both signals end the service, for as long as it runs."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def open_socket(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises:
        UsageError: The address cannot be used.
    """
    if port > HIGHEST_PORT:  # the resolver would begin again from 0
        raise _unusable(host, port, OverflowError(f"ports go up to {HIGHEST_PORT}"))
    try:
        [(family, kind, protocol, _, address), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        listening = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise _unusable(host, port, error) from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise _unusable(host, port, error) from error
    return listening


def _unusable(host: str, port: int, error: Exception) -> UsageError:
    cause = getattr(error, "strerror", None) or str(error)
    return UsageError(
        f"The address cannot be used: {cause}.",
        where=f"{host}, port {port}",
        what_to_do="Choose another --port (0 takes a free one) or --host.",
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve_releases(warehouse: Warehouse, listening: socket.socket, *, on_stop: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; transfers under way get a few seconds to end.

    Args:
        warehouse: Whose releases.
        listening: As `open_socket` gives it.
        on_stop: Called when it has ended.
    """
    config = uvicorn.Config(
        application(warehouse),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        http="h11",
        ws="none",
        proxy_headers=False,
        timeout_graceful_shutdown=PATIENCE_SECONDS,
    )
    _Server(config).run(sockets=[listening])
    on_stop()
