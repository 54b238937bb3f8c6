"""CITATION.cff: how to cite a release (Citation File Format 1.2.0). Scalars are JSON, which YAML reads as it is."""

from __future__ import annotations

import json

from warehouse.describe.facts import UNKNOWN_LICENCE, ReleaseFacts

__all__ = ["citation"]


def citation(facts: ReleaseFacts) -> str:
    """Text of CITATION.cff."""
    lines = [
        "cff-version: 1.2.0",
        'message: "If you use this corpus, please cite the release that you used."',
        "type: dataset",
        f"title: {_scalar(facts.title)}",
        f"version: {_scalar(facts.version)}",
        f"date-released: {_scalar(facts.date)}",
        f"abstract: {_scalar(facts.description)}",
        "authors:",  # the format wants one; it advises this name where there is none
        f"- name: {_scalar(facts.publisher or 'anonymous')}",
    ]
    if facts.licence.startswith("https://"):
        lines.append(f"license-url: {_scalar(facts.licence)}")
    elif facts.licence != UNKNOWN_LICENCE and facts.licence_address:
        lines.append(f"license: {_scalar(facts.licence)}")
    if facts.homepage:
        lines.append(f"url: {_scalar(facts.homepage)}")
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
