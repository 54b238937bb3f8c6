"""The version of the rules that measure a document.

It names the code that turns bytes into measures: decoding and repairs, the header grammar, paragraphs,
sentences, words and language. It is stored with every document and every release, and a release holds one
rules version only. Raise it whenever any measure of any document could come out differently; a changed
threshold is no reason, because thresholds judge and do not measure.
"""

from __future__ import annotations

__all__ = ["RULES_VERSION"]

RULES_VERSION = "2026.11.7"
"""Year and month of the change, and its number in that month from 1. Two versions are compared for equality only."""
