"""All texts that describe a release, by file name."""

from __future__ import annotations

from warehouse.describe.card import dataset_card
from warehouse.describe.changes_page import changes_page
from warehouse.describe.citation import citation
from warehouse.describe.croissant import croissant
from warehouse.describe.data_package import data_package
from warehouse.describe.facts import ReleaseFacts
from warehouse.durable import json_text

__all__ = ["describe"]


def describe(facts: ReleaseFacts) -> dict[str, str]:
    """The texts of a release, from its facts and the schema module alone."""
    return {
        "README.md": dataset_card(facts),
        "CHANGES.md": changes_page(facts),
        "CITATION.cff": citation(facts),
        "croissant.json": json_text(croissant(facts)),
        "datapackage.json": json_text(data_package(facts)),
    }
