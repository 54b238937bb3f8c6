"""The whole life of one file: every verdict on it, where it came from, what became of it."""

from __future__ import annotations

import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from transforms.errors import InputUnreadableError, UsageError
from transforms.identifiers import source_path_of_bytes
from warehouse.evidence import add_evidence
from warehouse.inspection import Inspection, Row, open_inspection, read_state
from warehouse.layout import Warehouse
from warehouse.nearest import did_you_mean

__all__ = ["Explanation", "explain"]

HEX = re.compile(r"[0-9a-f]{8,64}")
"""A document id, a sha256, or the beginning of one; shorter beginnings would hit by chance."""


@dataclass(frozen=True)
class Explanation:
    """What is known of a file.

    Attributes:
        asked: What was asked for.
        source_paths: The paths that it has or had.
        doc_ids: The ids of its contents, oldest first.
        verdicts: Every verdict, oldest first (`explain_verdicts.sql`), with `evidence` (`warehouse.evidence`).
        documents: The published documents with its contents, or whose duplicate it is (`explain_documents.sql`).
        duplicates: Copies of it, or of what it is a copy of, by date (`explain_duplicates.sql`).
        changes: What releases did with it (`explain_changes.sql`).
        files: As the inboxes last showed it (`explain_ledger.sql`).
        deferred: Why it waits for the next run (`explain_deferred.sql`).
        is_ignored: Whether it lies in an inbox without being a source file.
        note: What could not be looked up, and why; empty when all could.
    """

    asked: str
    source_paths: list[str]
    doc_ids: list[str]
    verdicts: list[Row]
    documents: list[Row]
    duplicates: list[Row]
    changes: list[Row]
    files: list[Row]
    deferred: list[Row]
    is_ignored: bool
    note: str

    def as_json(self) -> dict[str, Any]:
        """Everything, for `explain --json`."""
        return asdict(self)


@dataclass(frozen=True)
class _Asked:
    """What was asked for, in every form that could be meant."""

    text: str
    paths: list[str]
    doc_ids: list[str]


def explain(warehouse: Warehouse, path_or_id: str, *, inbox: Path) -> Explanation:
    """Tell the whole life of one file.

    Args:
        warehouse: Where to look.
        path_or_id: Path in the inbox (with or without the inbox before it), document id, or at least eight hex
            digits that one begins with.
        inbox: Stripped from paths that begin with it.

    Raises:
        UsageError: Nothing is known of it, or an id is ambiguous.
    """
    with open_inspection(warehouse) as inspection:
        asked = _Asked(path_or_id, _paths(path_or_id, inbox), _ids(inspection, path_or_id))
        seen, note = _seen(warehouse, asked)
        files = seen["explain_ledger"]
        met = [*(row["raw_path"] for row in files), *(row["source_path"] for row in [*files, *seen["explain_aliases"]])]
        paths = sorted({*asked.paths, *met})
        published = inspection.release is not None
        verdicts = inspection.rows("explain_verdicts", {"source_paths": paths, "doc_ids": asked.doc_ids})
        if not verdicts and published:  # a moved file, of whose old path the state knows nothing any more
            moved = inspection.rows("explain_documents_of_path", {"source_paths": paths})
            ids = [row["doc_id"] for row in moved]
            verdicts = inspection.rows("explain_verdicts", {"source_paths": [], "doc_ids": ids})
        add_evidence(warehouse, verdicts)
        doc_ids = list(dict.fromkeys(row["doc_id"] for row in verdicts))
        if not (verdicts or files or seen["explain_deferred"] or seen["explain_ignored"]):
            raise _unknown(inspection, asked, warehouse)
        published_ids = [*doc_ids, *(row["duplicate_of"] for row in verdicts if row["duplicate_of"])]
        duplicates = inspection.rows("explain_duplicates", {"doc_ids": list(dict.fromkeys(published_ids))})
        own = {(row["inbox_no"], row["source_path"]) for row in verdicts} if not asked.doc_ids else set()
        return Explanation(
            asked=path_or_id,
            source_paths=list(dict.fromkeys(row["source_path"] for row in [*verdicts, *files])) or asked.paths[:1],
            doc_ids=doc_ids,
            verdicts=verdicts,
            documents=(inspection.rows("explain_documents", {"doc_ids": published_ids}) if published else []),
            duplicates=[row for row in duplicates if (row["inbox_no"], row["source_path"]) not in own],
            changes=_changes(inspection, doc_ids),
            files=files,
            deferred=seen["explain_deferred"],
            is_ignored=bool(seen["explain_ignored"]),
            note=note,
        )


def _paths(text: str, inbox: Path) -> list[str]:
    """The source paths that a typed path can mean: as stored, or as it is written on the disk."""
    relative = text
    for folder in (str(inbox), str(inbox.resolve())):
        if text.startswith(folder.rstrip("/") + "/"):
            relative = text[len(folder.rstrip("/")) + 1 :]
    relative = relative.removeprefix("./")
    written = source_path_of_bytes(os.fsencode(relative))
    return list(dict.fromkeys([relative, written])) if _is_utf8(relative) else [written]


def _is_utf8(text: str) -> bool:
    """Whether no byte of it is one that Python could not decode; DuckDB takes no such text."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _ids(inspection: Inspection, text: str) -> list[str]:
    prefix = text.strip().casefold()
    if not HEX.fullmatch(prefix):
        return []
    found = inspection.rows("explain_ids", {"prefix": prefix})
    if len(found) > 1:
        raise UsageError(
            f"Several documents begin with {text}.",
            where=", ".join(f"{row['doc_id']} ({row['source_path']})" for row in found[:5]),
            what_to_do="Give more digits of the id.",
        )
    return [str(row["doc_id"]) for row in found]


def _seen(warehouse: Warehouse, asked: _Asked) -> tuple[dict[str, list[Row]], str]:
    """What the state knows; without it the rest of the story can still be told."""
    paths = {"source_paths": asked.paths}
    try:
        return read_state(
            warehouse,
            explain_ledger={**paths, "doc_ids": asked.doc_ids},
            explain_aliases=paths,
            explain_deferred=paths,
            explain_ignored=paths,
        ), ""
    except InputUnreadableError as error:
        nothing: list[Row] = []
        asked_for = ("explain_ledger", "explain_aliases", "explain_deferred", "explain_ignored")
        return dict.fromkeys(asked_for, nothing), f"What the inbox last showed is left out. {error.what}"


def _changes(inspection: Inspection, doc_ids: list[str]) -> list[Row]:
    has_changes = inspection.connection.execute("FROM duckdb_views() WHERE view_name = 'published_changes'").fetchone()
    return inspection.rows("explain_changes", {"doc_ids": doc_ids}) if has_changes else []


def _unknown(inspection: Inspection, asked: _Asked, warehouse: Warehouse) -> UsageError:
    near = [str(row["source_path"]) for row in inspection.rows("explain_nearest", {"path": asked.paths[0]})]
    return UsageError(
        f"Nothing is known of {asked.text}.",
        where=str(warehouse.root),
        what_to_do=did_you_mean(near) or "No file was judged here yet: kroniek run takes an inbox in.",
    )
