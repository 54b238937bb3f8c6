"""`python -m bench.bytes`: which files ten new documents of one month write in a large warehouse, and how many bytes.

Every file of the warehouse is known by its inode before and after the run: what has a new one was written, what has an
old one was linked. It fails when a table's file was written that is not of that year, or no small table.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from bench.multiplied import make_large_warehouse, write_articles
from bench.road import run_measured
from warehouse.layout import Warehouse
from warehouse.releases import latest_folder, read_manifest

NEW_DOCUMENTS = 10
SMALL_TABLES = ("months.parquet", "tombstones.parquet", "changes/", "verdicts/", "duplicates/")


def main() -> int:
    """Make the warehouse, run once, and print what was written."""
    parser = argparse.ArgumentParser(prog="python -m bench.bytes", description=main.__doc__)
    parser.add_argument("--documents", type=int, default=200_000, help="documents of the warehouse (200000)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kroniek-bytes-") as name:
        folder = Path(name)
        begin = time.monotonic()
        warehouse = make_large_warehouse(folder / "made", arguments.documents)
        print(f"made in {time.monotonic() - begin:.0f} s", file=sys.stderr)
        known = _inodes(warehouse)
        year = _largest_year(warehouse)
        base = arguments.documents
        write_articles(folder / "delivery", range(base, base + NEW_DOCUMENTS), f"{year}-05")
        written_before = _written_bytes()
        report, spent, steps = run_measured(folder / "delivery", warehouse)
        written = _written_bytes() - written_before
        if report.accepted != NEW_DOCUMENTS or not report.published:
            raise RuntimeError(f"the run did something else: {report}")
        release = latest_folder(Warehouse(warehouse))
        if release is None or release.name != report.release:
            raise RuntimeError("nothing was published")
        unexpected = _show(warehouse, release, known, year)
        print(f"written to files by the process in all, what was temporary too: {written / 1e6:,.1f} MB")
        print(
            "seconds: "
            + ", ".join(f"{step} {cost.wall:.1f}" for step, cost in steps.items())
            + f", all {spent.wall:.1f}"
        )
    for path in unexpected:
        print(f"written without need: {path}", file=sys.stderr)
    return 1 if unexpected else 0


def _inodes(folder: Path) -> set[int]:
    return {path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def _written_bytes() -> int:
    """What this process has handed to the system for writing; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return int(dict(line.split(": ") for line in lines)["wchar"])


def _largest_year(warehouse: Path) -> str:
    """The year with the most to write anew."""
    files = (warehouse / "releases").glob("*/documents/*.parquet")
    return max(files, key=lambda path: path.stat().st_size).stem.removeprefix("documents-")


def _show(warehouse: Path, release: Path, known: set[int], year: str) -> list[str]:
    """Print what is new and what is linked; gives the files of tables that were written without need."""
    new: dict[str, list[int]] = defaultdict(list)
    linked = []
    unexpected = []
    tables = {file["path"] for file in read_manifest(release)["files"] if file["table"] is not None}
    for path in sorted(warehouse.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(release).as_posix() if path.is_relative_to(release) else ""
        if path.stat().st_ino not in known:
            place = name if name in tables else "release: others" if name else path.relative_to(warehouse).parts[0]
            new[place].append(path.stat().st_size)
            is_expected = name.endswith(f"-{year}.parquet") or name.startswith(SMALL_TABLES)
            if name in tables and not is_expected:
                unexpected.append(name)
        elif name:
            linked.append(path.stat().st_size)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("written")
    for column in ("files", "bytes"):
        table.add_column(column, justify="right")
    for place, sizes in sorted(new.items()):
        table.add_row(place, str(len(sizes)), f"{sum(sizes):,}")
    everything = [size for sizes in new.values() for size in sizes]
    table.add_section()
    table.add_row("all that is new", str(len(everything)), f"{sum(everything):,}")
    table.add_row("linked", str(len(linked)), f"{sum(linked):,}")
    documents = read_manifest(release)["counts"]["documents"]
    Console(width=100).print(f"{NEW_DOCUMENTS} documents of {year}-05 beside {documents - NEW_DOCUMENTS:,}", table)
    return unexpected


if __name__ == "__main__":
    sys.exit(main())
