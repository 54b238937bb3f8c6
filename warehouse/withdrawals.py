"""What was taken down: `withdrawals.jsonl`, which every step reads, rebuilding too.

An entry `withdrawal` names the documents of one decision and holds all that later arrivals are compared with, so that
nothing else has to be kept of them: the hash of the normalised text, and the hashes of its shingles. Where their texts
are to be erased with it, it says so itself: a kill leaves both decisions or neither. An entry `arrival`
names a document that came later and matches one of them: nothing is compared with that one, so that no chain of
likenesses grows. An entry `overwritten` names contents that lay under the path of a document before it did, when its
text is erased: what is left of it can overwrite nothing any more.

The note of an entry is private: nothing publishes it.

Nothing here loads pyarrow: `status` and `explain` ask too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from warehouse.journal import append_entry, read_entries
from warehouse.layout import Warehouse

__all__ = [
    "Erasure",
    "OverwrittenContent",
    "Tombstone",
    "Withdrawals",
    "WithdrawnDocument",
    "read_withdrawals",
    "record_arrivals",
    "record_erased",
    "record_erasure",
    "record_overwritten",
    "record_withdrawal",
]

TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class WithdrawnDocument:
    """A document that was taken down, as the record keeps it.

    Attributes:
        doc_id: Which.
        text_sha256: Of its normalised text: equal for exact duplicates. None where later arrivals are not compared with
            it.
        shingles: The hashes of its shingles in rising order, base64 of 64-bit numbers, least byte first.
    """

    doc_id: str
    text_sha256: str | None = None
    shingles: str | None = None


class OverwrittenContent(NamedTuple):
    """A content that an erased document took the place of; from a batch before that one it does not come back."""

    doc_id: str
    inbox_no: int
    path_sha256: str
    before_batch_no: int


class Erasure(NamedTuple):
    """Documents whose texts are to be erased, and whether from past releases too."""

    is_past_included: bool
    doc_ids: list[str]


@dataclass(frozen=True)
class Tombstone:
    """What is published of a withdrawal.

    Attributes:
        doc_id: Which document.
        withdrawn_at: When (UTC, without a zone).
        reason: Of the closed list.
    """

    doc_id: str
    withdrawn_at: datetime
    reason: str


@dataclass(frozen=True)
class Withdrawals:
    """All that was taken down.

    Attributes:
        tombstones: By doc_id; later arrivals have none, because they were never published.
        matched: Documents that later arrivals are compared with: not those that were taken down alone.
        arrivals: Documents that came later, and which of `matched` each one matches.
        erasures: What asks for texts to be erased, oldest first: doc_ids and is_past_included.
        erased: Documents whose texts are erased.
        erased_everywhere: Those of them that are gone from past releases too.
        overwritten: Contents that erased documents took the place of.
    """

    tombstones: dict[str, Tombstone] = field(default_factory=dict)
    matched: dict[str, WithdrawnDocument] = field(default_factory=dict)
    arrivals: dict[str, str] = field(default_factory=dict)
    erasures: list[dict[str, Any]] = field(default_factory=list)
    erased: set[str] = field(default_factory=set)
    erased_everywhere: set[str] = field(default_factory=set)
    overwritten: set[OverwrittenContent] = field(default_factory=set)

    @property
    def doc_ids(self) -> set[str]:
        """Every document that is not published any more, or never will be."""
        return {*self.tombstones, *self.arrivals}


def read_withdrawals(warehouse: Warehouse) -> Withdrawals:
    """What was taken down until now."""
    found = Withdrawals()
    for entry in read_entries(warehouse.withdrawals_file):
        kind = entry["entry"]
        if kind == "withdrawal":
            _take_up(found, entry)
            if entry.get("erasure") is not None:
                found.erasures.append(entry["erasure"])
        elif kind == "arrival":
            found.arrivals[entry["doc_id"]] = entry["matches"]
        elif kind == "erasure":
            found.erasures.append(entry)
        elif kind == "erased":
            found.erased.update(entry["doc_ids"])
            found.erased_everywhere.update(entry["everywhere"])
        elif kind == "overwritten":
            found.overwritten.update(OverwrittenContent(*one) for one in entry["contents"])
    return found


def _take_up(found: Withdrawals, entry: Mapping[str, Any]) -> None:
    moment = datetime.strptime(entry["withdrawn_at_utc"], TIME)  # noqa: DTZ007 (UTC, as every column of a release)
    for one in entry["documents"]:
        document = WithdrawnDocument(**one)
        found.tombstones.setdefault(document.doc_id, Tombstone(document.doc_id, moment, entry["reason"]))
        if entry["scope"] == "cluster" and document.shingles is not None:
            found.matched[document.doc_id] = document


def record_withdrawal(
    warehouse: Warehouse,
    documents: Sequence[WithdrawnDocument],
    *,
    reason: str,
    note: str | None,
    is_alone: bool,
    now: datetime,
    erasure: Erasure | None = None,
) -> None:
    """Take documents down; the writer's lock is held.

    Args:
        warehouse: Where.
        documents: All that the decision covers.
        reason: Of the closed list.
        note: For those who keep the record; never published.
        is_alone: No later arrival is covered but the very same bytes.
        now: Clock of the command (UTC).
        erasure: What of their texts is to be erased with it.
    """
    append_entry(
        warehouse.withdrawals_file,
        {
            "entry": "withdrawal",
            "withdrawn_at_utc": now.strftime(TIME),
            "reason": reason,
            "note": note,
            "scope": "document" if is_alone else "cluster",
            "documents": [asdict(one) for one in documents],
            **({} if erasure is None else {"erasure": _erasure_entry(erasure, now)}),
        },
    )


def record_arrivals(warehouse: Warehouse, arrivals: Mapping[str, str]) -> None:
    """Remember that documents match others that were taken down: they are never published.

    Args:
        warehouse: Where; the writer's lock is held.
        arrivals: For each document the one that it matches.
    """
    for doc_id, matches in sorted(arrivals.items()):
        append_entry(warehouse.withdrawals_file, {"entry": "arrival", "doc_id": doc_id, "matches": matches})


def record_erasure(warehouse: Warehouse, erasure: Erasure, *, now: datetime) -> None:
    """Ask for the texts of documents that were taken down before; a run that follows a kill finishes erasing them.

    Args:
        warehouse: Where; the writer's lock is held.
        erasure: What is to be erased.
        now: Clock of the command (UTC).
    """
    append_entry(warehouse.withdrawals_file, {"entry": "erasure", **_erasure_entry(erasure, now)})


def _erasure_entry(erasure: Erasure, now: datetime) -> dict[str, Any]:
    return {"asked_at_utc": now.strftime(TIME), **erasure._asdict()}


def record_erased(warehouse: Warehouse, doc_ids: Sequence[str], everywhere: Sequence[str]) -> None:
    """Say that texts are erased, and of which documents from past releases too."""
    entry = {"entry": "erased", "doc_ids": list(doc_ids), "everywhere": list(everywhere)}
    append_entry(warehouse.withdrawals_file, entry)


def record_overwritten(warehouse: Warehouse, contents: Iterable[OverwrittenContent]) -> None:
    """Remember which contents documents took the place of whose texts are about to be erased."""
    append_entry(warehouse.withdrawals_file, {"entry": "overwritten", "contents": [list(one) for one in contents]})
