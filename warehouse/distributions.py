"""What a release is made of, counted: languages, lengths, repairs, reasons, kinds of duplicates.

Counts are kept for each file of a table. A file that a release links is the parent's, and so are its counts; only files
that the candidate wrote are counted. So the report costs what is new, and its sums are exact after any road: a
backfill, a rejudge, a withdrawal.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from transforms.schema import DOCUMENTS, DUPLICATES, VERDICTS_TABLE
from transforms.schema_types import Table
from warehouse.assemble import Candidate
from warehouse.durable import read_json
from warehouse.engine import in_little_room, view_files
from warehouse.partitions import ReleaseFile
from warehouse.quality_history import QUALITY_NAME
from warehouse.sql import load

__all__ = ["Counts", "Distributions", "count_distributions"]

Counts = dict[str, dict[str, int]]
"""By dimension and label: `{"language": {"nl": 35}, "words": {"100": 20, "200": 15}}`."""

Distributions = dict[str, Any]
"""`{"files": {path: Counts}, "new": Counts}`, as `quality.json` keeps it."""

COUNTED: tuple[tuple[Table, str], ...] = ((DOCUMENTS, "language"), (VERDICTS_TABLE, "verdict"), (DUPLICATES, "kind"))
"""Tables that are counted, and the dimension in which every row of theirs counts once."""


def count_distributions(
    engine: duckdb.DuckDBPyConnection, candidate: Candidate, usable: Collection[str]
) -> Distributions:
    """Count a candidate's tables, in the engine that assembled it; what it links is taken from the parent's record.

    Args:
        engine: Where.
        candidate: The candidate.
        usable: Paths of its files that can be read; the others are counted as empty, and checks of the gate name them.

    Returns:
        `files`: counts of every file; `new`: counts of the documents, verdicts and duplicates that this candidate adds.
    """
    kept = _parent_counts(candidate.parent)
    files: dict[str, Counts] = {}
    new: Counts = {}
    for table, whole in COUNTED:
        uncounted: list[ReleaseFile] = []
        for file in candidate.files:
            if file.table != table.name or file.path not in usable:
                continue
            counts = None if file.is_new else kept.get(file.path)
            if counts is None or sum(counts.get(whole, {}).values()) != file.rows:
                uncounted.append(file)
            else:
                files[file.path] = counts
        counted, added = _count(engine, candidate.folder, table, uncounted)
        files.update(counted)
        new.update(added)  # no dimension is of two tables
    return {"files": dict(sorted(files.items())), "new": _sorted(new)}


def _parent_counts(parent: Path | None) -> Mapping[str, Counts]:
    """Counts of the parent's files; none where its record cannot be read or is older than these counts."""
    if parent is None:
        return {}
    try:
        files = read_json(parent / QUALITY_NAME)["distributions"]["files"]
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return files if isinstance(files, dict) else {}


def _count(
    engine: duckdb.DuckDBPyConnection, folder: Path, table: Table, uncounted: Sequence[ReleaseFile]
) -> tuple[dict[str, Counts], Counts]:
    """Counts of some files of a table by path, and of what is new in them."""
    paths = {str(folder / file.path): file.path for file in uncounted}
    files: dict[str, Counts] = {path: {} for path in paths.values()}
    new: Counts = {}
    view_files(engine, f"counted_{table.name}", [folder / file.path for file in uncounted], table, with_file_name=True)
    rows = in_little_room(engine, lambda: engine.execute(load(f"report_{table.name}")).fetchall())
    for name, dimension, label, count, new_count in rows:
        files[paths[name]].setdefault(dimension, {})[label] = count
        if new_count:
            labels = new.setdefault(dimension, {})
            labels[label] = labels.get(label, 0) + new_count
    return files, new


def _sorted(counts: Counts) -> Counts:
    """In order; a label that is absent, as of a document that is about to be stopped, among the texts."""
    return {
        dimension: dict(sorted(labels.items(), key=lambda label: str(label[0])))
        for dimension, labels in sorted(counts.items())
    }
