"""What a release is made of, counted: by language, length, repair, verdict and kind of duplicate.

The counts come by file of the release, because a file that did not change keeps its counts (docs/quality_report.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Counts", "Distributions"]

Counts = Mapping[str, Mapping[str, int]]
"""By dimension and label: `{"language": {"nl": 35}}`."""


@dataclass(frozen=True, slots=True)
class Distributions:
    """Counts of a release.

    Attributes:
        files: Of each file, by its path.
        new: Of the documents, verdicts and duplicates that the release added.
    """

    files: Mapping[str, Counts] = field(default_factory=dict)
    new: Counts = field(default_factory=dict)

    @classmethod
    def read(cls, value: object) -> Distributions:
        """From JSON; whatever has another shape is left out."""
        if not isinstance(value, Mapping):
            return cls()
        files = value.get("files")
        of_files = {str(path): _counts(counts) for path, counts in files.items()} if isinstance(files, Mapping) else {}
        return cls(of_files, _counts(value.get("new")))

    def total(self, dimension: str) -> dict[str, int]:
        """Counts of the whole release in one dimension, by label."""
        sums: dict[str, int] = {}
        for counts in self.files.values():
            for label, count in counts.get(dimension, {}).items():
                sums[label] = sums.get(label, 0) + count
        return dict(sorted(sums.items()))

    def added(self, dimension: str) -> dict[str, int]:
        """Counts of what the release added in one dimension, by label."""
        return dict(sorted(self.new.get(dimension, {}).items()))

    def as_json(self) -> dict[str, object]:
        """As `quality.json` keeps them."""
        return {
            "files": {path: _plain(counts) for path, counts in sorted(self.files.items())},
            "new": _plain(self.new),
        }


def _counts(value: object) -> dict[str, dict[str, int]]:
    if not isinstance(value, Mapping):
        return {}
    return {
        str(dimension): {str(label): count for label, count in labels.items() if isinstance(count, int)}
        for dimension, labels in value.items()
        if isinstance(labels, Mapping)
    }


def _plain(counts: Counts) -> dict[str, dict[str, int]]:
    return {dimension: dict(sorted(labels.items())) for dimension, labels in sorted(counts.items())}
