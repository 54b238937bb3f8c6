"""Under which rules, and with which schema, what a warehouse holds was measured; a release never mixes two.

Every staged batch and every release says its rules version and schema version. `staged/measurement.json` holds the
number of the measurement in force: 0 until everything was measured again for the first time. A release says which
measurement its tables are of; where that is another one, nothing of it is linked or copied into the next.

Nothing here loads pyarrow: `status` asks too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transforms import rules
from transforms.errors import OtherRulesError
from transforms.schema_version import SCHEMA_VERSION
from warehouse.durable import make_folder, read_json, replace_json
from warehouse.layout import BatchName, Warehouse
from warehouse.releases import latest_folder, read_manifest, release_versions

__all__ = [
    "Mixture",
    "Rules",
    "accept_measurement_of",
    "check_one_rules",
    "find_mixture",
    "installed_rules",
    "is_measured_again",
    "measurement_no",
    "next_measurement_no",
    "of_installed_schema",
    "other_rules",
    "release_rules",
    "write_measurement_no",
]

UNKNOWN = "unknown"


@dataclass(frozen=True, order=True)
class Rules:
    """What measured something.

    Attributes:
        rules_version: Names the code that measures (`transforms.rules`).
        schema_version: Names the tables that it fills (`transforms.schema_version`).
    """

    rules_version: str
    schema_version: str

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Rules:
        """Those that a batch's record or a manifest names; what says nothing was made before records did."""
        return cls(*(str(record.get(name, UNKNOWN)) for name in ("rules_version", "schema_version")))

    def as_record(self) -> dict[str, str]:
        """What a record says of them."""
        return {"rules_version": self.rules_version, "schema_version": self.schema_version}

    @property
    def is_newer_than_installed(self) -> bool:
        """Whether a later Kroniek than this one measured it."""
        return self.rules_version != UNKNOWN and rules.is_newer_version(self.rules_version, rules.RULES_VERSION)

    def __str__(self) -> str:
        """As messages tell it: the schema only where the rules are the same."""
        installed = installed_rules()
        if self.rules_version == installed.rules_version and self != installed:
            return f"{self.rules_version} with schema {self.schema_version}"
        return self.rules_version


def installed_rules() -> Rules:
    """Those of this installation."""
    return Rules(rules.RULES_VERSION, SCHEMA_VERSION)


def release_rules(folder: Path) -> Rules:
    """Those of a release."""
    return Rules.of(read_manifest(folder))


def of_installed_schema(warehouse: Warehouse, batches: Iterable[BatchName]) -> list[BatchName]:
    """Those staged batches whose tables this installation can read: after an upgrade, the ones staged since."""
    staged = warehouse.staged_folders()
    return [batch for batch in batches if Rules.of(staged.record(batch)).schema_version == SCHEMA_VERSION]


def other_rules(warehouse: Warehouse, batches: Iterable[BatchName]) -> tuple[Counter[Rules], Rules | None]:
    """What a publish would use that is not of the installed rules.

    Args:
        warehouse: Where.
        batches: Staged batches that the publish would take up.

    Returns:
        How many of the batches are of which other rules; and those of the latest release if they are others, None if
        they are the same, if there is none, or if the next release takes nothing over from it.
    """
    installed, staged = installed_rules(), warehouse.staged_folders()
    found = Counter(one for batch in batches if (one := Rules.of(staged.record(batch))) != installed)
    latest = latest_folder(warehouse)
    if latest is None or is_measured_again(warehouse, latest):
        return found, None
    of_release = release_rules(latest)
    return found, None if of_release == installed else of_release


@dataclass(frozen=True)
class Mixture:
    """What stands beside the installed rules.

    Attributes:
        found: How many batches are of which other rules.
        of_release: Those of the latest release, where they are others.
    """

    found: Counter[Rules]
    of_release: Rules | None

    @property
    def is_newer(self) -> bool:
        """Whether a later Kroniek than this one measured some of it."""
        return any(one.is_newer_than_installed for one in (*self.found, self.of_release) if one is not None)

    def __str__(self) -> str:
        """Which versions, and how many batches."""
        parts = [
            f"{count} {'batch is' if count == 1 else 'batches are'} of rules {one}"
            for one, count in sorted(self.found.items())
        ]
        if self.of_release is not None:
            parts.append(f"the latest release is of rules {self.of_release}")
        installed = installed_rules()
        return f"{', '.join(parts)}; this installation's are {installed}, schema {installed.schema_version}."


def find_mixture(warehouse: Warehouse, batches: Iterable[BatchName]) -> Mixture | None:
    """What a publish of some batches would mix with the installed rules, or None."""
    found, of_release = other_rules(warehouse, batches)
    return Mixture(found, of_release) if found or of_release is not None else None


def check_one_rules(warehouse: Warehouse, batches: Iterable[BatchName]) -> None:
    """Refuse to mix: everything that a publish would use is of the installed rules.

    Raises:
        OtherRulesError: It is not; says which versions, and how many batches.
    """
    mixture = find_mixture(warehouse, batches)
    if mixture is None:
        return
    where = f"{warehouse.root}\n{mixture}"
    if mixture.is_newer:
        raise OtherRulesError(
            "The warehouse was measured by a newer Kroniek than this one; nothing is published.",
            where=where,
            what_to_do="Install that version or a later one. `kroniek recompute --force` goes back to older rules.",
        )
    raise OtherRulesError(
        "A release never mixes rules or schemas; nothing is published, and what was taken in is safe.",
        where=where,
        what_to_do="Run `kroniek recompute`: it measures everything again from raw/ under the rules of now.",
    )


def measurement_no(warehouse: Warehouse) -> int:
    """Number of the measurement in force; where its file is lost, that of the latest release."""
    if warehouse.measurement_file.exists():
        return int(read_json(warehouse.measurement_file)["measurement_no"])
    return _of_release(latest_folder(warehouse))


def write_measurement_no(warehouse: Warehouse, number: int) -> None:
    """Put a measurement in force."""
    make_folder(warehouse.staged)
    replace_json(warehouse.measurement_file, {"measurement_no": number})


def is_measured_again(warehouse: Warehouse, release: Path | None) -> bool:
    """Whether everything was measured again since a release, so that none of its tables can be taken over."""
    return release is not None and _of_release(release) != measurement_no(warehouse)


def accept_measurement_of(warehouse: Warehouse, release: Path) -> None:
    """Measuring again came to what a release has: its tables may be taken over again."""
    write_measurement_no(warehouse, _of_release(release))


def next_measurement_no(warehouse: Warehouse) -> int:
    """A number that no measurement had, of the warehouse or of a release."""
    released = (_of_release(warehouse.releases / version) for version in release_versions(warehouse))
    return max(measurement_no(warehouse), *released, 0) + 1


def _of_release(folder: Path | None) -> int:
    return 0 if folder is None else int(read_manifest(folder).get("measurement_no", 0))
