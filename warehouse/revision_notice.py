"""What the card of a release says when something was erased from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["revision_notice"]


def revision_notice(manifest: Mapping[str, Any]) -> str:
    """A section for the end of README.md; empty for a release that is as it was first published."""
    if not manifest.get("revision"):
        return ""
    count = manifest["erased_count"]
    what = "1 document was" if count == 1 else f"{count} documents were"
    return (
        f"\n## Revision {manifest['revision']}\n"
        f"Made at {manifest['revised_at_utc']} (UTC): {what} erased after a withdrawal. "
        "`tombstones.parquet` names them; drop them from older copies of this release too.\n"
    )
