"""A real candidate, assembled once from real files, that tests copy and spoil on the disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations import gate
from expectations.suites import all_suites
from expectations.verdict import GateVerdict
from flows.gating import gate_frames, gate_thresholds
from flows.settings import load_settings
from tests.articles import article
from tests.plain_road import STATED, take_in_plain
from tests.ungated import publish_ungated
from warehouse.assemble import Candidate, assemble, prepare
from warehouse.durable import hash_file
from warehouse.engine import open_engine
from warehouse.frames import collect_frames, load_frames
from warehouse.layout import Warehouse
from warehouse.partitions import ReleaseFile
from warehouse.publish import build_candidate_catalog
from warehouse.releases import latest_folder
from warehouse.settlement import pending_batches

FIRST, SECOND = "2026-11-21T06:00:00Z", "2026-11-22T06:00:00Z"
TODAY = date(2026, 11, 22)
TOPICS = (
    "de brug", "het museum", "de dijk", "het zwembad", "de school", "de markt", "het station", "de kerk", "het plein",
    "de molen", "de haven", "het bos", "de tunnel", "het theater", "de sluis", "het gemaal", "de kade", "het park",
    "de toren", "het viaduct", "de camping", "het stadion", "de bibliotheek", "het asiel",
)  # fmt: skip
MENTION = "\n\nIn mei 2015 begon het plan, en op 3 juni 2030 moet alles klaar zijn."


def write_text(inbox: Path, name: str, text: str) -> None:
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


@dataclass(frozen=True)
class Assembled:
    """A candidate with the engine that assembled it and the warehouse it is of."""

    engine: duckdb.DuckDBPyConnection
    warehouse: Warehouse
    candidate: Candidate


@contextmanager
def assembled_candidate(folder: Path) -> Iterator[Assembled]:
    """A second release: 24 documents were published, over eight years; two come to 2018, one to a year of its own, one
    is superseded, and there are an exact copy, a near copy and a refused file.
    """
    inbox, root = folder / "inbox", folder / "warehouse"
    for number, topic in enumerate(TOPICS):
        write_text(inbox, f"krant/{number}.txt", article(f"201{number % 8}-0{number % 9 + 1}", topic) + MENTION)
    take_in_plain(inbox, root, now=FIRST)
    publish_ungated(root, now=FIRST)
    for name, day, topic in (
        ("krant/nieuw-1.txt", "2018-04", "de ijsbaan"),
        ("krant/nieuw-2.txt", "2018-04", "het kasteel"),
        ("blad/nieuw-3.txt", "2019-11-05", "de vuurtoren"),
        ("krant/0.txt", "2018-06", "de rotonde"),
    ):
        write_text(inbox, name, article(day, topic) + MENTION)
    write_text(inbox, "krant/zz-kopie.txt", article("2018-04", "de ijsbaan") + MENTION)
    write_text(
        inbox,
        "krant/zz-bijna.txt",
        article("2018-05", "het kasteel") + MENTION.replace("klaar zijn", "helemaal klaar zijn"),
    )
    write_text(inbox, "krant/zonder-datum.txt", "De burgemeester opent morgen de nieuwe brug over het kanaal.")
    take_in_plain(inbox, root, now=SECOND)
    warehouse = Warehouse(root.resolve())
    parent, batches = latest_folder(warehouse), pending_batches(warehouse)
    with open_engine(warehouse) as engine:
        prepare(engine, warehouse, parent, batches)
        candidate = assemble(engine, warehouse, version="2026.11.1", parent=parent, batches=batches, languages=("nl",))
        build_candidate_catalog(engine, candidate)
        yield Assembled(engine, warehouse, candidate)


@dataclass
class Spoiled:
    """A copy of the candidate that a test may spoil.

    Attributes:
        assembled: What it is a copy of.
        candidate: Its own folder and files.
    """

    assembled: Assembled
    candidate: Candidate

    @classmethod
    def copy(cls, assembled: Assembled, folder: Path) -> Spoiled:
        """Copy the files that are new and link the others, as the candidate does."""
        whole = assembled.candidate
        for file in whole.files:
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            if file.is_new:
                shutil.copyfile(whole.folder / file.path, target)
            else:
                target.hardlink_to(whole.folder / file.path)
        shutil.copyfile(whole.folder / "kroniek.duckdb", folder / "kroniek.duckdb")
        return cls(assembled, replace(whole, folder=folder))

    def path(self, name: str) -> Path:
        return self.candidate.folder / name

    def read(self, name: str) -> pa.Table:
        return pq.read_table(self.path(name))

    def rows(self, name: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.read(name).to_pylist()
        return rows

    def doc_id(self, source_path: str) -> str:
        """Of a document that the candidate holds."""
        for name in (file.path for file in self.candidate.files if file.table == "documents"):
            for row in self.read(name).select(["doc_id", "source_path"]).to_pylist():
                if row["source_path"] == source_path:
                    return str(row["doc_id"])
        raise KeyError(source_path)

    def write(self, name: str, rows: pa.Table) -> None:
        """Put other rows into a new file, as if assemble had written them: its record agrees with what lies there."""
        pq.write_table(rows, self.path(name))
        self.record(name, rows=rows.num_rows)

    def record(self, name: str, **changes: Any) -> None:
        """Make the record of a file agree with what lies there, but for what is given."""
        path = self.path(name)

        def now(file: ReleaseFile) -> ReleaseFile:
            fields = {"bytes": path.stat().st_size, "sha256": hash_file(path), **changes}
            return replace(file, **fields) if file.path == name else file

        self.candidate = replace(self.candidate, files=tuple(now(file) for file in self.candidate.files))

    def leave_out(self, name: str) -> None:
        """As if assemble had forgotten a file."""
        self.path(name).unlink()
        kept = tuple(file for file in self.candidate.files if file.path != name)
        self.candidate = replace(self.candidate, files=kept)
        self.path("kroniek.duckdb").unlink()
        build_candidate_catalog(self.assembled.engine, self.candidate)

    def add(self, name: str, table: str, rows: pa.Table) -> None:
        """Add a new file, or put one in the place of a file; the catalog is made again."""
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(rows, self.path(name))
        size, sha256 = self.path(name).stat().st_size, hash_file(self.path(name))
        made = ReleaseFile(name, table, rows.num_rows, size, sha256)
        others = [file for file in self.candidate.files if file.path != name]
        self.candidate = replace(self.candidate, files=tuple(sorted([*others, made], key=lambda file: file.path)))
        self.path("kroniek.duckdb").unlink()
        build_candidate_catalog(self.assembled.engine, self.candidate)

    def change_rows(self, name: str, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]] | None]) -> None:
        """Change the rows of a new file as dictionaries; the catalog counts what lies there."""
        rows = self.rows(name)
        changed = change(rows)
        schema = self.read(name).schema
        loose = pa.schema([column.with_nullable(nullable=True) for column in schema])
        made = pa.Table.from_pylist(rows if changed is None else changed, schema=loose)
        # Nulls are allowed only where a test puts one where none may be: the schema is another check's.
        has_no_new_null = all(column.nullable or not made[column.name].null_count for column in schema)
        self.write(name, made.cast(schema) if has_no_new_null else made)

    def set_value(self, name: str, key: dict[str, Any], **values: Any) -> None:
        """Set values of the rows of a new file that match a key."""
        found = 0

        def change(rows: list[dict[str, Any]]) -> None:
            nonlocal found
            for row in rows:
                if all(row[column] == value for column, value in key.items()):
                    row.update(values)
                    found += 1

        self.change_rows(name, change)
        assert found, f"no row of {name} has {key}"

    def judge(self, *suites: str) -> GateVerdict:
        """Collect its frames and have them judged, by all suites or by some."""
        collect_frames(self.assembled.engine, self.assembled.warehouse, self.candidate, today=TODAY)
        settings = load_settings(now=SECOND, **STATED)
        frames = gate_frames(load_frames(self.assembled.warehouse), (), settings)
        thresholds = gate_thresholds(settings, today=TODAY, judged_with=())
        chosen = tuple(suite for suite in all_suites(thresholds) if suite.name in suites) or all_suites(thresholds)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(gate, "all_suites", lambda _: chosen)
            return gate.judge_candidate(frames, thresholds)
