"""Which judgement the verdicts of a warehouse belong to, and the settings that they were made with.

`staged/judgement.json` holds the number of the judgement in force: 0 until everything was judged again for the first
time. A release says which judgement its verdicts are of; where that is another one, its verdicts count for nothing any
more and the next candidate is made from all staged batches.

Nothing here loads pyarrow: `status`, `explain` and `rejects` ask too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from warehouse.durable import make_folder, read_json, replace_json
from warehouse.layout import Warehouse
from warehouse.releases import judgement_no, latest_folder, release_versions

__all__ = [
    "Judgement",
    "is_judged_again",
    "judgement_of",
    "next_judgement_no",
    "note_settings",
    "read_judgement",
    "write_judgement",
]

DEFAULT_SIMILARITY = 0.8
"""For a warehouse whose judgement is lost, or older than near copies."""


@dataclass(frozen=True)
class Judgement:
    """The judgement in force.

    Attributes:
        judgement_no: Its number; it rises whenever everything is judged again.
        judged_with: The judging settings that its verdicts were made with: one set, or several when settings changed
            and later batches came without everything being judged again.
        settled_after: How many decisions that ask for every batch to be settled again they were settled after
            (`warehouse.decisions`).
    """

    judgement_no: int
    judged_with: tuple[Mapping[str, Any], ...]
    settled_after: int = 0

    def is_of(self, settings: Mapping[str, Any]) -> bool:
        """Whether all its verdicts were made with these settings, or there is no verdict yet."""
        return all(dict(one) == dict(settings) for one in self.judged_with)

    @property
    def minimum_duplicate_similarity(self) -> float:
        """From which two texts are near copies."""
        settings = self.judged_with[-1] if self.judged_with else {}
        return float(settings.get("minimum_duplicate_similarity", DEFAULT_SIMILARITY))

    def as_json(self) -> dict[str, Any]:
        """As it is kept; `judgement_of` reads it again."""
        return {
            "judgement_no": self.judgement_no,
            "judged_with": [dict(one) for one in self.judged_with],
            "settled_after": self.settled_after,
        }


def judgement_of(content: Mapping[str, Any]) -> Judgement:
    """The judgement that `Judgement.as_json` made."""
    settled_after = int(content.get("settled_after", 0))
    return Judgement(int(content["judgement_no"]), tuple(content["judged_with"]), settled_after)


def read_judgement(warehouse: Warehouse) -> Judgement:
    """The judgement in force; where its file is lost, that of the latest release."""
    if not warehouse.judgement_file.exists():
        return Judgement(judgement_no(latest_folder(warehouse)), ())
    content = read_json(warehouse.judgement_file)
    return judgement_of(content)


def write_judgement(warehouse: Warehouse, judgement: Judgement) -> None:
    """Put a judgement in force."""
    make_folder(warehouse.staged)
    replace_json(warehouse.judgement_file, judgement.as_json())


def note_settings(warehouse: Warehouse, settings: Mapping[str, Any]) -> None:
    """Remember that verdicts of the judgement in force are made with these settings too."""
    judgement = read_judgement(warehouse)
    if dict(settings) not in [dict(one) for one in judgement.judged_with]:
        write_judgement(warehouse, replace(judgement, judged_with=(*judgement.judged_with, settings)))


def is_judged_again(warehouse: Warehouse, release: Path | None) -> bool:
    """Whether everything was judged again since a release, so that its verdicts count for nothing any more."""
    return release is not None and judgement_no(release) != read_judgement(warehouse).judgement_no


def next_judgement_no(warehouse: Warehouse) -> int:
    """A number that no judgement had, of the warehouse or of a release."""
    released = (judgement_no(warehouse.releases / version) for version in release_versions(warehouse))
    return max(read_judgement(warehouse).judgement_no, *released, 0) + 1
