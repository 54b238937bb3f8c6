"""Which judgement the verdicts of a warehouse belong to, and the settings that they were made with.

`staged/judgement.json` holds the number of the judgement in force: 0 until everything was judged again for the first
time. A release says which judgement its verdicts are of; where that is another one, its verdicts count for nothing any
more and the next candidate is made from all staged batches.

Nothing here loads pyarrow: `status`, `explain` and `rejects` ask too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.durable import make_folder, read_json, replace_json
from warehouse.layout import Warehouse
from warehouse.releases import judgement_no, latest_folder, release_versions

__all__ = ["Judgement", "is_judged_again", "next_judgement_no", "note_settings", "read_judgement", "write_judgement"]


@dataclass(frozen=True)
class Judgement:
    """The judgement in force.

    Attributes:
        judgement_no: Its number; it rises whenever everything is judged again.
        judged_with: The judging settings that its verdicts were made with: one set, or several when settings changed
            and later batches came without everything being judged again.
    """

    judgement_no: int
    judged_with: tuple[Mapping[str, Any], ...]

    def is_of(self, settings: Mapping[str, Any]) -> bool:
        """Whether all its verdicts were made with these settings, or there is no verdict yet."""
        return all(dict(one) == dict(settings) for one in self.judged_with)


def read_judgement(warehouse: Warehouse) -> Judgement:
    """The judgement in force; where its file is lost, that of the latest release."""
    if not warehouse.judgement_file.exists():
        return Judgement(judgement_no(latest_folder(warehouse)), ())
    content = read_json(warehouse.judgement_file)
    return Judgement(int(content["judgement_no"]), tuple(content["judged_with"]))


def write_judgement(warehouse: Warehouse, judgement: Judgement) -> None:
    """Put a judgement in force."""
    make_folder(warehouse.staged)
    replace_json(
        warehouse.judgement_file,
        {"judgement_no": judgement.judgement_no, "judged_with": [dict(one) for one in judgement.judged_with]},
    )


def note_settings(warehouse: Warehouse, settings: Mapping[str, Any]) -> None:
    """Remember that verdicts of the judgement in force are made with these settings too."""
    judgement = read_judgement(warehouse)
    if dict(settings) not in [dict(one) for one in judgement.judged_with]:
        write_judgement(warehouse, Judgement(judgement.judgement_no, (*judgement.judged_with, settings)))


def is_judged_again(warehouse: Warehouse, release: Path | None) -> bool:
    """Whether everything was judged again since a release, so that its verdicts count for nothing any more."""
    return release is not None and judgement_no(release) != read_judgement(warehouse).judgement_no


def next_judgement_no(warehouse: Warehouse) -> int:
    """A number that no judgement had, of the warehouse or of a release."""
    released = (judgement_no(warehouse.releases / version) for version in release_versions(warehouse))
    return max(read_judgement(warehouse).judgement_no, *released, 0) + 1
