"""A port for the server of a service."""

from __future__ import annotations

import socket

from transforms.errors import InputUnreadableError

__all__ = ["free_port"]


def free_port(wanted: int) -> int:
    """The wanted port of this machine, or the next one that nobody listens on."""
    for port in range(wanted, min(wanted + 100, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise InputUnreadableError(
        f"No port from {wanted} on is free.", where="server_port", what_to_do="Set another server_port."
    )
