"""`kroniek serve`: releases over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from kroniek.options import JsonOption, WarehouseOption

__all__ = ["SERVE_EXAMPLES", "serve"]

SERVE_EXAMPLES = """\b
Examples:
  kroniek serve
  kroniek serve --port 0 --json
  kroniek serve --host 0.0.0.0 --port 8080
"""


def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on; by default this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", help="Port to listen on; 0 takes a free one.")] = 8765,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Serve the releases over HTTP, for reading only, until Ctrl-C.

    Gives a page at /, /latest.json, /feed.xml and /releases/<version>/<path>; raw bytes, state and candidates are out
    of reach. Releases that are published meanwhile are there at once. With --json one object tells the address.
    """
    from kroniek.console import note, warn, write_json
    from kroniek.places import find_places
    from kroniek.server.running import is_loopback, open_socket, serve_releases
    from transforms.errors import InputUnreadableError
    from warehouse.releases import latest_version

    place = find_places(warehouse=warehouse).warehouse
    if not place.root.is_dir():
        raise InputUnreadableError(
            "There is no warehouse.",
            where=str(place.root),
            what_to_do="Name it with --warehouse; `kroniek run --inbox FOLDER` makes one.",
        )
    with open_socket(host, port) as listening:
        taken = listening.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{taken}/"
        if not is_loopback(host):
            warn(
                "Everybody who can reach this address can read every release, with the names of people in it. "
                "There is no password: put a proxy with one before it, or leave --host out."
            )
        if as_json:
            write_json({"url": address, "host": host, "port": taken, "latest": latest_version(place)})
        else:
            note(f"Serving the releases of {place.root} at {address}; Ctrl-C stops.")
        serve_releases(place, listening, on_stop=lambda: note("Stopped."))
