"""What the describing texts are made from: the manifest's header, its table files and a few counts.

Nothing here grows with the corpus: a text is made from as many numbers in a release of ten documents as of a million.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.schema import PUBLISHED_TABLES
from transforms.schema_types import Table
from warehouse.describe.change_counts import ChangeCount
from warehouse.partitions import ReleaseFile

__all__ = ["UNKNOWN_LICENCE", "ReleaseFacts", "TableFacts", "failed_checks"]

UNKNOWN_LICENCE = "unknown"


@dataclass(frozen=True)
class TableFacts:
    """A table that has files in this release.

    Attributes:
        table: As the schema module describes it.
        files: Its files, by path.
        key: Columns that tell its rows apart; none where a release leaves one of them out.
    """

    table: Table
    files: tuple[ReleaseFile, ...]
    key: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Rows of all its files."""
        return sum(file.rows or 0 for file in self.files)

    @property
    def bytes(self) -> int:
        """Bytes of all its files."""
        return sum(file.bytes for file in self.files)

    @property
    def pattern(self) -> str:
        """Pattern that fits its files and no others."""
        return f"{self.table.name}.parquet" if self.table.partition == "single" else f"{self.table.name}/*.parquet"


@dataclass(frozen=True)
class ReleaseFacts:
    """A release, as its texts speak of it.

    Attributes:
        version: Its version.
        parent: The release it was made from, or None.
        created_at_utc: When, ISO 8601 with a Z.
        rules_version: Rules that measured its documents.
        gate: The gate's verdict.
        settings: Settings that shaped it.
        counts: Rows by table, tables without a row too.
        tables: Tables that have files.
        sample: The sample's file.
        changes: What it changed against its parent.
        failed_checks: Messages of the gate's checks that do not hold.
        check_count: How many checks there were.
        notice: That it was made anew after an erasure; empty for a release that was not.
    """

    version: str
    parent: str | None
    created_at_utc: str
    rules_version: str
    gate: str
    settings: Mapping[str, Any]
    counts: Mapping[str, int]
    tables: tuple[TableFacts, ...]
    sample: ReleaseFile
    changes: tuple[ChangeCount, ...]
    failed_checks: tuple[str, ...] = ()
    check_count: int = 0
    notice: str = ""

    @classmethod
    def collect(
        cls,
        header: Mapping[str, Any],
        files: Sequence[ReleaseFile],
        *,
        sample: ReleaseFile,
        changes: Sequence[ChangeCount],
        quality: str,
    ) -> ReleaseFacts:
        """Gather the facts.

        Args:
            header: The manifest without its files.
            files: Table files of the release.
            sample: The sample's file.
            changes: What the release changed.
            quality: Text of quality.json; empty where no gate judged.
        """
        tables = []
        for table in PUBLISHED_TABLES:
            own = tuple(sorted((file for file in files if file.table == table.name), key=lambda file: file.path))
            if own:
                has_key = "source_path" not in table.key or header["settings"].get("publish_paths") != "none"
                tables.append(TableFacts(table, own, key=tuple(table.key) if has_key else ()))
        failed, count = failed_checks(quality)
        return cls(
            version=header["version"],
            parent=header["parent"],
            created_at_utc=header["created_at_utc"],
            rules_version=header["rules_version"],
            gate=header["gate"],
            settings=header["settings"],
            counts=header["counts"],
            tables=tuple(tables),
            sample=sample,
            changes=tuple(changes),
            failed_checks=failed,
            check_count=count,
            notice=_notice(header),
        )

    @property
    def title(self) -> str:
        """Title of the corpus."""
        return str(self.settings.get("corpus_title") or "Kroniek")

    @property
    def licence(self) -> str:
        """SPDX identifier, address of the terms, or `unknown`."""
        return str(self.settings.get("licence") or UNKNOWN_LICENCE)

    @property
    def licence_address(self) -> str | None:
        """Where the licence can be read; None where it is unknown or a combination of several."""
        if self.licence.startswith("https://"):
            return self.licence
        if self.licence == UNKNOWN_LICENCE or " " in self.licence:
            return None
        return f"https://spdx.org/licenses/{self.licence}"

    @property
    def publisher(self) -> str | None:
        """Who publishes the corpus."""
        return self.settings.get("publisher")

    @property
    def contact(self) -> str | None:
        """Whom to write to."""
        return self.settings.get("contact")

    @property
    def legal_ground(self) -> str | None:
        """On what ground the texts are published."""
        return self.settings.get("legal_ground")

    @property
    def homepage(self) -> str | None:
        """Where people find the releases."""
        return self.settings.get("homepage")

    @property
    def languages(self) -> list[str]:
        """Wanted languages."""
        return list(self.settings.get("languages", ()))

    @property
    def date(self) -> str:
        """Day on which it was made (UTC)."""
        return self.created_at_utc[:10]

    @property
    def description(self) -> str:
        """The release in two sentences."""
        documents = self.counts.get("documents", 0)
        return (
            f"Dated news texts with exact dates, language, quality measures and an account of every file: {documents} "
            f"documents. Release {self.version}, made by Kroniek on {self.date} under rules {self.rules_version}."
        )


def _notice(header: Mapping[str, Any]) -> str:
    if "revision" not in header:
        return ""
    return (
        f"**Revision {header['revision']}** of {header['revised_at_utc']}: {header['erased_count']} documents were "
        "erased after a withdrawal (`tombstones.parquet`). Drop them from older copies of this release too."
    )


def failed_checks(quality: str) -> tuple[tuple[str, ...], int]:
    """Messages of the checks in a quality.json that do not hold, and how many checks there are."""
    checks = json.loads(quality or "{}").get("checks", [])
    failed = tuple(f"{check['severity']}: {check['message']}" for check in checks if not check["success"])
    return failed, len(checks)
