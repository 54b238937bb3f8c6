"""Views of a release's catalog that are computed from its tables when somebody asks; no file holds them."""

from __future__ import annotations

from transforms.schema_types import Column, Table

__all__ = ["RECURRING_PARAGRAPHS", "VIEWS"]

SOURCE = "catalog"

RECURRING_PARAGRAPHS = Table(
    "recurring_paragraphs",
    "Passages that stand word for word in several published documents: agency copy, standing text, usual headings.",
    "one row a text of a paragraph (text_hash)",
    ("text_hash",),
    ("text_hash",),
    "view",
    (
        Column("text_hash", "int64", "As in paragraphs.", SOURCE),
        Column("kind", "string", "What kind of paragraph it is; of several, the first by name.", SOURCE),
        Column("documents", "int64", "Documents that hold it.", SOURCE, "documents"),
        Column("months", "int64", "Months of publication of these documents.", SOURCE, "months"),
        Column("first_month", "date", "The first of these months; null where all of them are dated by year.", SOURCE,
               is_nullable=True),
        Column("last_month", "date", "The last of these months.", SOURCE, is_nullable=True),
        Column("text", "string", "The passage.", SOURCE),
    ),
    is_published=False,
)  # fmt: skip

VIEWS = (RECURRING_PARAGRAPHS,)
