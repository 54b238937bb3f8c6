"""What a withdrawal covers: a document with all that is the same text to a reader, wherever it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from transforms.errors import UsageError
from warehouse.engine import open_engine
from warehouse.explanation import explain
from warehouse.inspection import Inspection, Row, open_inspection
from warehouse.judgement import read_judgement
from warehouse.layout import Warehouse
from warehouse.sql import load
from warehouse.withdrawals import WithdrawnDocument, read_withdrawals
from warehouse.withdrawn_texts import describe_texts, find_matches

__all__ = ["Cluster", "find_cluster", "find_documents"]


@dataclass(frozen=True)
class Cluster:
    """What one withdrawal covers.

    Attributes:
        documents: What is to be recorded of each document; those taken down before are left out.
        files: Source files of all its documents: doc_id, source_path, verdict, standing, is_pending and `why`:
            asked (for by name), duplicate (of it, or it of this one), or match (a text like it).
        is_alone: Only what was asked for is covered.
    """

    documents: tuple[WithdrawnDocument, ...]
    files: tuple[Row, ...]
    is_alone: bool

    @property
    def doc_ids(self) -> list[str]:
        """Every document of it, those taken down before too."""
        return sorted({row["doc_id"] for row in self.files})

    def as_json(self) -> dict[str, Any]:
        """For `withdraw --json`."""
        return {key: value for key, value in asdict(self).items() if key == "files"} | {"documents": self.doc_ids}


def find_documents(warehouse: Warehouse, asked: Iterable[str], *, inbox: Path) -> list[str]:
    """The ids of what was asked for by id, by the beginning of one, or by path; a path means the content it has now.

    Raises:
        UsageError: Nothing is known of one, or an id is ambiguous.
    """
    doc_ids: list[str] = []
    for text in asked:
        found = explain(warehouse, text, inbox=inbox)
        if not found.verdicts:
            raise UsageError(f"{text} has no verdict yet: there is nothing to withdraw.", where=str(warehouse.root))
        whole = [doc_id for doc_id in found.doc_ids if doc_id.startswith(text.strip().casefold())]
        standing = [row["doc_id"] for row in found.verdicts if row["standing"] in {"current", None}]
        doc_ids += whole or standing[-1:] or found.doc_ids[-1:]
    return list(dict.fromkeys(doc_ids))


def find_cluster(warehouse: Warehouse, doc_ids: list[str], *, is_alone: bool) -> Cluster:
    """What withdrawing some documents covers; the writer's lock is held.

    Args:
        warehouse: Where.
        doc_ids: Documents that were asked for.
        is_alone: Only these; else their duplicates, what they are duplicates of, and all texts that match one of those.
    """
    withdrawals = read_withdrawals(warehouse)
    with open_inspection(warehouse) as inspection, open_engine(warehouse) as engine:
        own = doc_ids if is_alone else _members(inspection, doc_ids)
        described = describe_texts(
            _texts(warehouse, inspection, [one for one in own if one not in withdrawals.doc_ids])
        )
        texts = {one.doc_id: one for one in described}
        compared = texts | {one: withdrawals.matched[one] for one in own if one in withdrawals.matched}
        matches: dict[str, str] = {}
        if not is_alone:
            minimum = read_judgement(warehouse).minimum_duplicate_similarity
            batches = warehouse.staged_batches()
            matches = find_matches(engine, warehouse, batches, compared, minimum_similarity=minimum)
        every = sorted({*own, *matches})
        files = inspection.rows("cluster_files", {"doc_ids": every})
    for row in files:
        row["why"] = "asked" if row["doc_id"] in doc_ids else "duplicate" if row["doc_id"] in own else "match"
    new = [one for one in every if one not in withdrawals.doc_ids]
    documents = tuple(texts.get(one, WithdrawnDocument(one)) for one in new)
    return Cluster(documents, tuple(files), is_alone)


def _members(inspection: Inspection, doc_ids: list[str]) -> list[str]:
    return [str(row["doc_id"]) for row in inspection.rows("cluster_members", {"doc_ids": doc_ids})]


def _texts(warehouse: Warehouse, inspection: Inspection, doc_ids: list[str]) -> dict[str, tuple[str, str]]:
    """Text and text_sha256 of documents, from the batches that they came with."""
    staged = warehouse.staged_folders()
    batches = staged.numbered(row["batch_no"] for row in inspection.rows("cluster_files", {"doc_ids": doc_ids}))
    files = sorted({str(path) for one in batches for path in staged.folder_of(one).part_files(one, "documents")})
    if not files:
        return {}
    inspection.connection.read_parquet(files).create_view("staged_documents", replace=True)
    rows = inspection.connection.execute(load("cluster_texts"), {"doc_ids": doc_ids}).fetchall()
    return {doc_id: (text, text_sha256) for doc_id, text, text_sha256 in rows}
