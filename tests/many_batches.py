"""A warehouse of thousands of batches, made from one: written as a run writes them, but not measured one by one."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.fingerprints import read_bands
from transforms.schema import RAW_FILES, SETTLED_FILES, STAGED_TABLES
from transforms.schema_types import Table
from warehouse.batches import BatchName
from warehouse.durable import move_folder, read_json, replace_json
from warehouse.fingerprint_index import PLACES, Entries, add_segment
from warehouse.inventory import list_files
from warehouse.layout import Warehouse
from warehouse.parquet import write_table
from warehouse.records import record_batches

PARTS = {folder: (f"{folder}/part-00000.parquet", table) for folder, table in STAGED_TABLES.items()}


def multiply_batch(warehouse: Warehouse, *, days: int, batches_a_day: int, first_day: datetime) -> None:
    """Give a warehouse of one batch of one file so many more on each of some days, each with a document of its own."""
    [original] = warehouse.staged_batches()
    raw, staged = warehouse.own_raw_folder(original), warehouse.own_staged_folder(original)
    sources = {
        raw: {"part-00000.parquet": RAW_FILES},
        staged: {**dict(PARTS.values()), "verdicts.parquet": SETTLED_FILES},
    }
    kept = {folder: {path: pq.read_table(folder / path) for path in files} for folder, files in sources.items()}
    records = {folder: read_json(folder / "batch.json") for folder in sources}
    batches = []
    for number in range(days * batches_a_day):
        moment = first_day + timedelta(days=number // batches_a_day, seconds=number % batches_a_day)
        sha = hashlib.sha256(str(number).encode()).hexdigest()
        batch = BatchName(number + 2, sha[:16])
        values = {
            "batch_no": batch.batch_no, "batch_id": batch.batch_id, "source_path": f"{number}.txt", "doc_id": sha[:32],
            "source_sha256": sha, "text_sha256": sha, "taken_in_at_utc": moment,
        }  # fmt: skip
        for folder, files in sources.items():
            made = warehouse.temporary / folder.parent.name / batch.folder
            for path, table in files.items():
                (made / path).parent.mkdir(parents=True, exist_ok=True)
                write_table(_with_values(kept[folder][path], table, values), table, made / path)
            record = {**records[folder], "batch_no": batch.batch_no, "batch_id": batch.batch_id}
            if "taken_in_at_utc" in record:
                record["taken_in_at_utc"] = f"{moment.isoformat()}+00:00"
            replace_json(made / "batch.json", {**record, "files": list_files(made)})
            move_folder(made, folder.parent / batch.folder)
        batches.append(batch)
    bands = read_bands(kept[staged][PARTS["fingerprints"][0]]["bands"])
    places = np.zeros(len(batches), dtype=PLACES)
    places["doc_id"] = [
        np.void(bytes.fromhex(hashlib.sha256(str(n).encode()).hexdigest()[:32])) for n in range(len(batches))
    ]
    places["batch_no"] = [batch.batch_no for batch in batches]
    first = np.zeros(1, dtype=PLACES)
    first["doc_id"], first["batch_no"] = (
        np.void(bytes.fromhex(kept[staged][PARTS["documents"][0]]["doc_id"][0].as_py())),
        1,
    )
    everything = np.concatenate([first, places])
    add_segment(
        warehouse, [original, *batches], Entries(lambda band: np.repeat(bands[:, band], len(everything)), everything)
    )
    record_batches(warehouse, batches, run_id="plain", now=first_day)


def _with_values(rows: pa.Table, table: Table, values: dict[str, Any]) -> pa.Table:
    columns = {
        field.name: pa.array([values[field.name]] * rows.num_rows, field.type)
        if field.name in values
        else rows.column(field.name)
        for field in table.arrow_schema
    }
    return pa.table(columns, schema=table.arrow_schema)
