"""A reader in a process of its own: follows `latest.json`, reads every table, and holds it against the manifest."""

from __future__ import annotations

import select
import sys
import time
from pathlib import Path

import kroniek
from warehouse.layout import Warehouse
from warehouse.releases import latest_folder, read_manifest

__all__ = ["main"]


def read_once(warehouse: Warehouse) -> str:
    """Read the latest release from end to end; gives its version.

    Raises:
        AssertionError: It is not what its manifest says, or rows of two releases are mixed.
    """
    with kroniek.connect(warehouse=warehouse.root) as connection:
        # What the connection itself says it is; in numbers, 10 comes behind 9.
        [(version,)] = connection.sql(
            "SELECT release FROM changes ORDER BY split_part(release, '.', 3)::INTEGER DESC LIMIT 1"
        ).fetchall()
        manifest = read_manifest(warehouse.releases / version)
        found = {table: len(connection.sql(f"FROM {table}").fetchall()) for table in manifest["counts"]}
        assert found == manifest["counts"], (version, found, manifest["counts"])
        # Every document that was added is there, and none that was not: each release of the test adds one.
        [(documents, added)] = connection.sql(
            "SELECT (SELECT count(*) FROM documents), "
            "(SELECT count(*) FILTER (change = 'added') - count(*) FILTER (change = 'removed') FROM changes)"
        ).fetchall()
        assert documents == added, (version, documents, added)
    return str(version)


def main() -> None:
    """Read again and again until standard input is closed; tells how often, and how many releases it has seen."""
    warehouse = Warehouse(Path(sys.argv[1]))
    seen: list[str] = []
    print("ready", flush=True)
    while not _is_over():
        assert latest_folder(warehouse) is not None
        seen.append(read_once(warehouse))
        time.sleep(0.02)  # the writer gets its turn on a machine of two cores
    numbers = [int(version.rpartition(".")[2]) for version in seen]
    assert numbers == sorted(numbers), "a reader was led back to an older release"
    print(len(seen), len(set(seen)), flush=True)


def _is_over() -> bool:
    return bool(select.select([sys.stdin], [], [], 0)[0])


if __name__ == "__main__":
    main()
