"""What in a refused text made the judge refuse it, for the curator who judges the judge.

The text of a refused file is in no release; it is read from the batch that the file came with, for the few rows that
are shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from transforms.quality_measures import QUALITY_FLAGS, QUALITY_MEASURES
from warehouse.inspection import Row
from warehouse.layout import Warehouse
from warehouse.sql import load

__all__ = ["add_evidence"]

MOST_PIECES = 5
_OF_QUALITY = frozenset(measure.name for measure in (*QUALITY_MEASURES, *QUALITY_FLAGS))


def add_evidence(warehouse: Warehouse, rows: Sequence[Row]) -> None:
    """Give every row with a verdict its `evidence`: pieces of the text, the weightiest first; [] where there is none.

    Args:
        warehouse: Where the batches are.
        rows: Rows with doc_id, batch_no and measure; they are changed. Measures other than those of text quality say
            in `measured_value` all there is.
    """
    asked = [row for row in rows if row["measure"] in _OF_QUALITY]
    texts = _read_texts(warehouse, asked) if asked else {}
    for row in rows:
        row["evidence"] = []
    if texts:
        from transforms.quality_evidence import find_evidence  # noqa: PLC0415 (numpy, for the few who ask)

        for row in asked:
            row["evidence"] = find_evidence(texts.get(row["doc_id"], ""), row["measure"], MOST_PIECES)


def _read_texts(warehouse: Warehouse, rows: Sequence[Row]) -> dict[str, str]:
    staged = warehouse.staged_folders()
    batches = staged.numbered(row["batch_no"] for row in rows)
    files = sorted({str(path) for batch in batches for path in staged.folder_of(batch).part_files(batch, "documents")})
    if not files:
        return {}
    with duckdb.connect() as connection:
        connection.read_parquet(files).create_view("staged_documents")
        ids = {"doc_ids": sorted({row["doc_id"] for row in rows})}
        return dict(connection.execute(load("evidence_texts"), ids).fetchall())
