"""The pages that people see: the list of releases, and one release with its files and how to read them from afar."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from kroniek.console import byte_size
from kroniek.server.release_files import ListedFile, ReleaseShelf, ServedRelease
from transforms.schema import PUBLISHED_TABLES
from transforms.schema_types import Table

__all__ = ["index_page", "release_page"]

ABOUT_FILES = {
    "README.md": "dataset card: what it is, what it may be used for",
    "sample.parquet": "at most 100 documents, for a first look",
    "kroniek.duckdb": "views over the tables, with every column described",
    "CHANGES.md": "what is new",
    "quality.html": "what the gate checked and saw",
    "quality.json": "the same for machines",
    "manifest.json": "settings, rules, versions, rows and sums",
    "SHA256SUMS": "sums of all files",
    "croissant.json": "the release in Croissant",
    "datapackage.json": "the release as a Data Package",
    "CITATION.cff": "how to cite it",
}
ABOUT_PATHS = {
    "hash": " Source paths are covered: only the publisher can turn them back.",
    "none": " Source paths are left out.",
}


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("kroniek"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["size"] = byte_size
    environment.filters["grouped"] = lambda number: f"{number:,}".replace(",", "\u202f")
    return environment.get_template(name)


def index_page(shelf: ReleaseShelf, latest: str | None, base: str) -> str:
    """The list of all releases, with how to read the latest.

    Args:
        shelf: The releases.
        latest: Version that `latest.json` points at.
        base: Address of the server, with a slash at its end.
    """
    releases = [release for version in shelf.versions() if (release := shelf.release(version)) is not None]
    newest = next((release for release in releases if release.version == latest), None)
    return _template("index.html.j2").render(
        title=_title(newest or (releases[0] if releases else None)),
        releases=[_summary(release, latest) for release in releases],
        newest=None if newest is None else _details(newest, base),
        base=base,
    )


def release_page(release: ServedRelease, latest: str | None, base: str) -> str:
    """One release: its counts, its files with sizes and sums, and how to read them.

    Args:
        release: The release.
        latest: Version that `latest.json` points at.
        base: Address of the server, with a slash at its end.
    """
    return _template("release.html.j2").render(
        title=_title(release), release=_summary(release, latest), newest=_details(release, base), base=base
    )


def _title(release: ServedRelease | None) -> str:
    return "Kroniek" if release is None else str(release.manifest["settings"].get("corpus_title") or "Kroniek")


def _summary(release: ServedRelease, latest: str | None) -> dict[str, Any]:
    manifest = release.manifest
    changes = {kind: count for kind, count in manifest.get("changes", {}).items() if count}
    return {
        "version": release.version,
        "is_latest": release.version == latest,
        "date": manifest["created_at_utc"][:10],
        "time": manifest["created_at_utc"],
        "parent": manifest["parent"],
        "counts": manifest["counts"],
        "gate": manifest.get("gate", "unknown"),
        "changes": changes,
        "bytes": sum(file.bytes for file in release.files.values()),
        "names": set(release.files),
    }


def _details(release: ServedRelease, base: str) -> dict[str, Any]:
    """What somebody needs to read a release: its files by table, and addresses to copy."""
    settings = release.manifest["settings"]
    tables: list[tuple[Table, list[ListedFile]]] = []
    for table in PUBLISHED_TABLES:
        own = sorted((file for file in release.files.values() if file.table == table.name), key=lambda file: file.path)
        if own:
            tables.append((table, own))
    documents = [file.path for table, files in tables if table.name == "documents" for file in files]
    others = [file for file in release.files.values() if file.table is None]
    order = {name: number for number, name in enumerate(ABOUT_FILES)}
    address = f"{base}releases/{release.version}"
    return {
        "version": release.version,
        "address": address,
        "tables": tables,
        "others": sorted(others, key=lambda file: (order.get(file.path, len(order)), file.path)),
        "about": ABOUT_FILES,
        "example": f"{address}/{documents[-1] if documents else 'sample.parquet'}",
        "licence": settings.get("licence") or "unknown",
        "contact": settings.get("contact"),
        "paths": ABOUT_PATHS.get(settings.get("publish_paths", "full"), ""),
    }
