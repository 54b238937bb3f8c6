"""Who survives: duplicates are a star, not a chain.

A text is a duplicate of a survivor only if its similarity with the survivor itself reaches the threshold. What stands
before stays. Within a batch files go by (date_start, doc_id), so the earliest survives; files whose own document they
revise go first, because that document stood before.

Here is the choice alone, on numbers: files of the batch are 0, 1, 2 ... in the order of (date_start, doc_id).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Match", "choose_survivors"]


@dataclass(frozen=True, order=True)
class Match:
    """What a file is a duplicate of.

    Attributes:
        is_known: Whether `number` is one of the documents that stood before, or else a file of the batch.
        number: Which.
        similarity: Of the two texts, at least the threshold.
    """

    is_known: bool
    number: int
    similarity: float


def choose_survivors(
    among: Iterable[tuple[int, int, float]],
    known: Iterable[tuple[int, int, float]],
    replaced_by: Mapping[int, int],
) -> dict[int, Match]:
    """Choose the survivors of a batch.

    A document that stands is replaced by the file of the batch that brings a new text under its path: it is no match
    for anything then, unless that file turns out to be a duplicate, in which case the document stays.

    Args:
        among: (file, file, similarity) of files of the batch that reach the threshold, each pair once.
        known: (file, standing document, similarity) likewise.
        replaced_by: Of standing documents, the file of the batch under their path.

    Returns:
        The duplicates and what each is one of: the most similar survivor; of equally similar ones a standing document
        before a file of the batch, then the one that comes first. All other files survive.
    """
    matches: dict[int, list[Match]] = defaultdict(list)
    revisions: set[int] = set()
    for one, other, similarity in among:
        matches[one].append(Match(is_known=False, number=other, similarity=similarity))
        matches[other].append(Match(is_known=False, number=one, similarity=similarity))
    for file, document, similarity in known:
        if replaced_by.get(document) == file:
            revisions.add(file)
        else:
            matches[file].append(Match(is_known=True, number=document, similarity=similarity))
    order = sorted(matches, key=lambda file: (file not in revisions, file))
    # Whether a document stays depends on the file under its path, and that file's fate on who stays. Each round only
    # adds documents that stay, so it ends.
    staying: set[int] = set()
    while True:
        duplicates = _go_through(order, matches, replaced_by, staying)
        stay_too = {document for document, file in replaced_by.items() if file in duplicates} - staying
        if not stay_too:
            return duplicates
        staying |= stay_too


def _go_through(
    order: Iterable[int], matches: Mapping[int, list[Match]], replaced_by: Mapping[int, int], staying: set[int]
) -> dict[int, Match]:
    duplicates: dict[int, Match] = {}
    survivors: set[int] = set()
    for file in order:
        standing = [
            match
            for match in matches[file]
            if (
                match.number not in replaced_by or match.number in staying
                if match.is_known
                else match.number in survivors
            )
        ]
        if standing:
            duplicates[file] = min(standing, key=lambda match: (-match.similarity, not match.is_known, match.number))
        else:
            survivors.add(file)
    return duplicates
