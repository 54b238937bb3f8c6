"""feed.xml: an Atom feed of the releases, beside latest.json; replaced in one step, so readers never see half of it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from transforms.errors import VerificationError
from warehouse.durable import fsync_file, write_text
from warehouse.layout import Warehouse
from warehouse.releases import read_manifest, release_versions

__all__ = ["ATOM", "MAXIMUM_ENTRIES", "feed", "replace_feed"]

ATOM = "http://www.w3.org/2005/Atom"
MAXIMUM_ENTRIES = 50
"""A feed tells of what is new; `kroniek releases` and the index page list all."""


def replace_feed(warehouse: Warehouse) -> None:
    """Write the feed anew: to be called whenever a release comes, goes or is revised."""
    versions = release_versions(warehouse)[-MAXIMUM_ENTRIES:]
    manifests: list[Mapping[str, Any]] = list(_describe(warehouse.releases / version for version in reversed(versions)))
    if not manifests:
        return
    text = feed(manifests)
    temporary = warehouse.feed_file.with_name(f".{warehouse.feed_file.name}.new")
    write_text(temporary, text)
    temporary.replace(warehouse.feed_file)
    fsync_file(warehouse.root)


def _describe(folders: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """The manifest of each release, and its sum, which is the release's identity wherever it is copied to.

    One that cannot be read is left out: `verify` names it, and no past release keeps the next one from its readers.
    """
    for folder in folders:
        try:
            manifest = read_manifest(folder)
        except VerificationError:
            continue
        digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
        yield {**manifest, "manifest_sha256": digest}


def feed(manifests: Sequence[Mapping[str, Any]]) -> str:
    """Text of feed.xml.

    Args:
        manifests: Of the releases, newest first, each with its own `manifest_sha256`; at least one.
    """
    newest = manifests[0]
    settings = newest["settings"]
    title = str(settings.get("corpus_title") or "Kroniek")
    publisher = str(settings.get("publisher") or "not named")
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add(root, "title", title)
    _add(root, "subtitle", "Releases of a corpus of dated text")
    # A feed's name must outlive its entries: releases are pruned, titles and publishers stay.
    _add(root, "id", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'kroniek {title} {publisher}')}")
    _add(root, "updated", max(_updated(manifest) for manifest in manifests))
    _add(ET.SubElement(root, "author"), "name", publisher)
    base = str(settings.get("homepage") or "").rstrip("/")
    prefix = f"{base}/" if base else ""
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{prefix}feed.xml"})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": prefix or "./"})
    if settings.get("licence", "unknown") != "unknown":
        _add(root, "rights", str(settings["licence"]))
    for manifest in manifests:
        _add_entry(root, manifest, title, prefix)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add_entry(root: ET.Element, manifest: Mapping[str, Any], title: str, prefix: str) -> None:
    version = str(manifest["version"])
    address = f"{prefix}releases/{version}/"
    entry = ET.SubElement(root, "entry")
    _add(entry, "title", f"{title} {version}")
    _add(entry, "id", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, str(manifest['manifest_sha256']))}")
    _add(entry, "updated", _updated(manifest))
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    ET.SubElement(entry, "link", {"rel": "related", "type": "application/json", "href": f"{address}manifest.json"})
    _add(entry, "summary", _summary(manifest))


def _updated(manifest: Mapping[str, Any]) -> str:
    """When it was made, or made anew after an erasure."""
    return str(manifest.get("revised_at_utc") or manifest["created_at_utc"])


def _summary(manifest: Mapping[str, Any]) -> str:
    counts = manifest["counts"]
    changes = manifest.get("changes", {})  # releases of before counted none
    changed = ", ".join(f"{count} {kind}" for kind, count in changes.items() if count)
    tombstones = counts.get("tombstones", 0)
    parts = [f"{counts.get('documents', 0)} documents", f"gate {manifest.get('gate', 'unknown')}"]
    if changed:
        parts.append(f"against {manifest['parent']}: {changed}" if manifest["parent"] else changed)
    if manifest.get("revision"):
        parts.append(f"revision {manifest['revision']}, made anew after an erasure: replace your copies")
    if tombstones:
        parts.append(f"{tombstones} withdrawn in all: drop them from your copies (tombstones.parquet)")
    return "; ".join(parts) + "."


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = "".join(char for char in text if char.isprintable())
