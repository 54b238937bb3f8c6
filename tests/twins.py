"""Two warehouses over one inbox, of which one shows no source path in its releases, and what tells a path."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from flows.reports import RunReport
from tests.articles import article, write_article
from tests.plain_road import run_plain
from tests.ungated import assert_invariants
from warehouse.covered_rows import read_true_rows
from warehouse.layout import Warehouse
from warehouse.path_cover import MARK, PathCover, find_cover
from warehouse.releases import latest_folder, read_manifest, release_versions

__all__ = [
    "PERSON",
    "TABLES",
    "Twins",
    "as_told",
    "contents",
    "cover_of",
    "deliver_first",
    "deliver_second",
    "release_of",
    "shown",
    "table_rows",
    "tellers",
]

PERSON = "jan-jansen"
TABLES = ("documents", "verdicts", "duplicates", "changes")
UNLIKE = {"verdicts": {"run_id"}}


def deliver_first(inbox: Path) -> None:
    for number, topic in enumerate(("de brug", "het museum", "de dijk", "het zwembad")):
        write_article(inbox, f"krant/{PERSON}-{number}.txt", f"201{number}-05", topic)
    shutil.copy(inbox / f"krant/{PERSON}-1.txt", inbox / f"krant/{PERSON}-kopie.txt")
    (inbox / f"krant/{PERSON}-leeg.txt").write_bytes(b"")


def deliver_second(inbox: Path) -> None:
    """One article is superseded, one moved, one goes so far that its copy takes its place, and others come."""
    write_article(inbox, f"krant/{PERSON}-0.txt", "2010-05", "de rotonde")
    (inbox / f"krant/{PERSON}-2.txt").rename(inbox / f"krant/{PERSON}-verplaatst.txt")
    write_article(inbox, f"krant/{PERSON}-1.txt", "2011-06", "de kerk")
    write_article(inbox, f"blad/{PERSON}-9.txt", "2012-07", "de markt")
    (inbox / f"blad/{PERSON}-bijna.txt").write_text(article("2012-08", "de markt") + "\n\nFoto: de redactie.")
    (inbox / f"blad/{PERSON}-zonder.txt").write_text("De burgemeester opent morgen de nieuwe brug over het kanaal.")


def cover_of(warehouse: Path) -> PathCover:
    cover = find_cover(Warehouse(warehouse))
    assert cover is not None
    return cover


def release_of(warehouse: Path) -> Path:
    folder = latest_folder(Warehouse(warehouse))
    assert folder is not None
    return folder


def table_rows(release: Path, table: str) -> list[dict[str, Any]]:
    files = [release / file["path"] for file in read_manifest(release)["files"] if file["table"] == table]
    return [row for path in files for row in pq.read_table(path).to_pylist()]


def as_told(release: Path, cover: PathCover | None) -> dict[str, list[str]]:
    """Rows of the tables that name paths, with the true ones, and without what no two warehouses have alike."""
    told: dict[str, list[str]] = {table: [] for table in TABLES}
    for file in read_manifest(release)["files"]:
        if file["table"] in TABLES:
            unlike = dict.fromkeys(UNLIKE.get(file["table"], set()))
            rows = read_true_rows(release / file["path"], None, cover).to_pylist()
            told[file["table"]] += [str({**row, **unlike}) for row in rows]
    return {table: sorted(rows) for table, rows in told.items()}


def shown(release: Path) -> set[str]:
    """What stands for paths in a release: full, hash or none, and whether it does so everywhere."""
    paths = [row["source_path"] for table in TABLES for row in table_rows(release, table)]
    return {"none" if not path else "hash" if path.startswith(MARK) else "full" for path in paths}


def contents(release: Path) -> Iterator[tuple[str, str]]:
    """Everything that a release holds, as text."""
    for path in sorted(path for path in release.rglob("*") if path.is_file()):
        yield path.name, path.read_bytes().decode("utf-8", "replace")
        if path.suffix == ".parquet":
            yield path.name, str(pq.read_table(path).to_pylist())
    with duckdb.connect(release / "kroniek.duckdb", read_only=True) as connection:
        for (view,) in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
            yield view, str(connection.execute(f'FROM "{view}"').fetchall())


def tellers(warehouse: Path) -> list[str]:
    """What of all releases tells a path."""
    folders = [Warehouse(warehouse).releases / version for version in release_versions(Warehouse(warehouse))]
    return [f"{folder.name}/{name}" for folder in folders for name, text in contents(folder) if PERSON in text.lower()]


class Twins:
    """Two warehouses over one inbox: one tells the paths in its releases, the other covers them or leaves them out."""

    def __init__(self, inbox: Path, folder: Path, paths: str, *, covered: str = "covered") -> None:
        self.inbox, self.full, self.covered, self.paths = inbox, folder / "full", folder / covered, paths

    def run(self, day: int, **settings: Any) -> tuple[RunReport, RunReport]:
        now = f"2026-11-{day:02d}T06:00:00Z"
        one = run_plain(self.inbox, self.full, now=now, **settings)
        other = run_plain(self.inbox, self.covered, now=now, publish_paths=self.paths, **settings)
        return one, other

    def assert_invariants(self, release: Path) -> None:
        """Where no path is told, verdicts on copies of one file are rows alike, and no key is held."""
        if self.paths == "hash":
            assert_invariants(release)

    def are_alike(self) -> bool:
        told = as_told(release_of(self.full), None)
        return as_told(release_of(self.covered), cover_of(self.covered)) == told
