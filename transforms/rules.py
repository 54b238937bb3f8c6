"""The version of the rules that measure a document.

It names the code that turns bytes into measures: decoding and repairs, the header grammar, paragraphs,
sentences, words and language. It is stored with every document and every release, and a release holds one
rules version only. Raise it whenever any measure of any document could come out differently, the tokeniser's or
a measuring library's too; a changed threshold is no reason, because thresholds judge and do not measure. After it was
raised, `kroniek recompute` measures a warehouse again; until then nothing is published from it.
"""

from __future__ import annotations

__all__ = ["RULES_VERSION", "is_newer_version"]

RULES_VERSION = "2026.11.7"
"""Year and month of the change, and its number in that month from 1. Rules of two versions are never mixed."""


def is_newer_version(version: str, than: str) -> bool:
    """Whether rules were made later than others: 2026.11.10 is newer than 2026.11.9."""
    return [int(part) for part in version.split(".")] > [int(part) for part in than.split(".")]
