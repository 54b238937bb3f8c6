"""What an erasure is about: which documents, and by which names their paths are replaced.

The plan names paths, so it lies in a file of its own that goes when all is done; with it a run that follows a kill
erases to the same names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.identifiers import doc_id as id_of
from warehouse.durable import read_json, replace_json
from warehouse.layout import Warehouse
from warehouse.withdrawals import Withdrawals

__all__ = ["ERASED", "ERASED_FOLDER", "ErasurePlan", "Problem", "make_plan", "waiting_documents"]

ERASED_FOLDER = "erased/"
"""What the path of an erased file begins with from then on."""

DOC_ID_DIGITS = 32


class Problem(NamedTuple):
    """Why there are no bytes any more, as raw/ and the measures say it."""

    reason: str
    measure: str | None = None
    measured_value: str | None = None
    threshold: str | None = None


ERASED = Problem("text_erased")


@dataclass(frozen=True)
class ErasurePlan:
    """What is being erased.

    Attributes:
        doc_ids: Documents whose texts go.
        everywhere: Those of them that go from past releases too; only their paths go with them, because a release that
            stays as it is names the path all the same.
        names: For each inbox, path and document what the path becomes.
        problems: Of refused documents the verdict that they keep. Those that were taken down have none: they are judged
            as ever until they are measured again.
    """

    doc_ids: tuple[str, ...]
    everywhere: tuple[str, ...] = ()
    names: dict[tuple[int, str, str], str] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)

    def name_of(self, inbox_no: int, source_path: str, doc_id: str) -> str:
        """What a path becomes; it stays where the document goes from no past release."""
        if doc_id not in self.everywhere or source_path.startswith(ERASED_FOLDER):
            return source_path
        # A path that raw/ does not have was given to the file later, when it was moved.
        return self.names.get((inbox_no, source_path, doc_id), f"{ERASED_FOLDER}{doc_id}")

    def clean(self, text: str) -> str:
        """A text with the paths in it replaced, the longest first."""
        for (_, path, _), name in sorted(self.names.items(), key=lambda item: -len(item[0][1])):
            text = text.replace(path, name)
        return text


def waiting_documents(withdrawals: Withdrawals) -> tuple[set[str], set[str]]:
    """Documents that are to be erased and are not yet, and those of them that go from past releases too.

    What came later and matches a document that was to be erased is erased as well.
    """
    wanted: set[str] = set()
    everywhere: set[str] = set()
    for entry in withdrawals.erasures:
        doc_ids = set(entry["doc_ids"])
        doc_ids |= {arrival for arrival, other in withdrawals.arrivals.items() if other in doc_ids}
        wanted |= doc_ids
        if entry["is_past_included"]:
            everywhere |= doc_ids
    waiting = (wanted - withdrawals.erased) | (everywhere - withdrawals.erased_everywhere)
    return waiting, everywhere & waiting


def make_plan(warehouse: Warehouse, doc_ids: Iterable[str], everywhere: Iterable[str]) -> ErasurePlan:
    """The plan that a kill left, or a new one, on the disk before anything is erased."""
    path = warehouse.erasing_plan
    if path.exists():
        return _read(read_json(path))
    plan = ErasurePlan(tuple(sorted(doc_ids)), tuple(sorted(everywhere)))
    if plan.everywhere:
        plan.names.update(_names(warehouse, plan.everywhere))
    names = [[*key, name] for key, name in plan.names.items()]
    replace_json(path, {"doc_ids": list(plan.doc_ids), "everywhere": list(plan.everywhere), "names": names})
    return plan


def _read(content: dict[str, Any]) -> ErasurePlan:
    names = {(inbox_no, path, doc_id): name for inbox_no, path, doc_id, name in content["names"]}
    return ErasurePlan(tuple(content["doc_ids"]), tuple(content["everywhere"]), names)


def _names(warehouse: Warehouse, doc_ids: Iterable[str]) -> dict[tuple[int, str, str], str]:
    wanted = pa.array(list(doc_ids), pa.string())
    keys: set[tuple[str, int, str]] = set()
    for path in sorted(warehouse.raw.rglob("*.parquet")):
        rows = pq.read_table(path, columns=["inbox_no", "source_path", "source_sha256"])
        ids = pc.utf8_slice_codeunits(rows["source_sha256"], 0, DOC_ID_DIGITS)
        for row in rows.filter(pc.is_in(ids, value_set=wanted)).to_pylist():
            keys.add((id_of(row["source_sha256"]), row["inbox_no"], row["source_path"]))
    names: dict[tuple[int, str, str], str] = {}
    counts: dict[str, int] = {}
    for doc_id, inbox_no, source_path in sorted(keys):
        counts[doc_id] = counts.get(doc_id, 0) + 1
        number = "" if counts[doc_id] == 1 else f"/{counts[doc_id]}"
        names[inbox_no, source_path, doc_id] = f"{ERASED_FOLDER}{doc_id}{number}"
    return names
