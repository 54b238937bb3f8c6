"""Parquet files without what is erased: the file is written anew beside the old one and takes its place in one step."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.damage import reading
from warehouse.durable import fsync_file, hash_file, read_json, replace_json
from warehouse.erasure_plan import DOC_ID_DIGITS, ERASED, ErasurePlan

__all__ = ["erase_from_tree", "rename_paths", "rows_of"]

TEXT_COLUMNS = ("title", "anachronism_evidence")
"""Pieces of the text in columns that may be null."""

RAW_PROBLEM = ("content_problem", "problem_measure", "problem_value", "problem_threshold")
MEASURED_PROBLEM = ("content_status", "content_measure", "content_value", "content_threshold")
RECORDS = ("batch.json", "batches.json")


def rows_of(rows: pa.Table, doc_ids: tuple[str, ...], column: str = "doc_id") -> pa.ChunkedArray:
    """Which rows are about some documents; of raw files by their sha256."""
    wanted = pa.array(doc_ids, pa.string())
    if column in rows.column_names:
        return pc.is_in(rows[column], value_set=wanted)
    return pc.is_in(pc.utf8_slice_codeunits(rows["source_sha256"], 0, DOC_ID_DIGITS), value_set=wanted)


def erase_from_tree(folder: Path, plan: ErasurePlan) -> None:
    """Erase from every Parquet file under a folder of raw or staged batches, and mend the records beside them.

    Every file stays, even without a row: the number of a part is its place in its batch.
    """
    rewritten = {path for path in sorted(folder.rglob("*.parquet")) if _erase_from_file(path, plan)}
    for name in RECORDS:
        for path in sorted(folder.rglob(name)):
            _mend_record(path, plan, rewritten)


def _erase_from_file(path: Path, plan: ErasurePlan) -> bool:
    with reading(path):
        names = pq.read_schema(path).names
        column = next((name for name in ("doc_id", "source_sha256") if name in names), None)
        if column is None or not pc.any(rows_of(pq.read_table(path, columns=[column]), plan.doc_ids)).as_py():
            return False
        rows = pq.read_table(path)
    _replace(path, _without(rows, plan))
    return True


def _without(rows: pa.Table, plan: ErasurePlan) -> pa.Table:
    is_erased = rows_of(rows, plan.doc_ids)
    names = rows.column_names
    if "source_path" not in names:  # parts of a text, or its fingerprint
        return rows.filter(pc.invert(is_erased))
    rows = rename_paths(rows, plan)
    if "content" in names:  # bytes: what is made of them again is refused with this reason
        rows = _set(rows, "content", is_erased, None)
        rows = _set(rows, "limits", is_erased, None)
        rows = _set_problems(rows, plan, RAW_PROBLEM)
        if plan.everywhere:
            rows = _set(rows, "archive_path", rows_of(rows, plan.everywhere), None)
    elif "text" in names:  # measures stay: figures tell no text
        rows = _set(rows, "text", is_erased, "")
        for name in TEXT_COLUMNS:
            rows = _set(rows, name, is_erased, None)
        if plan.problems:
            rows = _set_problems(rows, plan, MEASURED_PROBLEM)
    return rows


def _set_problems(rows: pa.Table, plan: ErasurePlan, names: tuple[str, ...]) -> pa.Table:
    """Say why there is no text: of each erased row the reason, measure, value and threshold."""
    ids = [one[:DOC_ID_DIGITS] for one in rows["source_sha256"].to_pylist()]
    wanted = set(plan.doc_ids)
    for number, name in enumerate(names):
        before = rows[name].to_pylist()
        told = [
            plan.problems.get(doc_id, ERASED)[number] if doc_id in wanted else value
            for doc_id, value in zip(ids, before, strict=True)
        ]
        place = rows.column_names.index(name)
        column = rows.schema.field(place)
        rows = rows.set_column(place, column, pa.array(told, column.type))
    return rows


def rename_paths(rows: pa.Table, plan: ErasurePlan) -> pa.Table:
    """Rows about source files with the paths of erased ones replaced."""
    paths = rows["source_path"].to_pylist()
    ids = rows["doc_id" if "doc_id" in rows.column_names else "source_sha256"].to_pylist()
    inboxes = rows["inbox_no"].to_pylist() if "inbox_no" in rows.column_names else [0] * rows.num_rows
    renamed = [
        plan.name_of(inbox_no, path, doc_id[:DOC_ID_DIGITS])
        for inbox_no, path, doc_id in zip(inboxes, paths, ids, strict=True)
    ]
    place = rows.column_names.index("source_path")
    column = rows.schema.field(place)
    return rows.set_column(place, column, pa.array(renamed, column.type))


def _set(rows: pa.Table, name: str, where: pa.ChunkedArray, value: object) -> pa.Table:
    if name not in rows.column_names:
        return rows
    place = rows.column_names.index(name)
    column = rows.schema.field(place)
    changed = pc.if_else(where, pa.scalar(value, column.type), rows[name])
    return rows.set_column(place, column, changed)


def _replace(path: Path, rows: pa.Table) -> None:
    """Write rows in the layout that the file had, and put them in its place."""
    group = pq.read_metadata(path)
    layout = group.row_group(0) if group.num_row_groups else None
    columns = () if layout is None else (layout.column(number) for number in range(layout.num_columns))
    dictionaries = [column.path_in_schema for column in columns if "RLE_DICTIONARY" in column.encodings]
    new = path.with_name(f".{path.name}.new")
    with pq.ParquetWriter(
        new, rows.schema, compression="zstd", use_dictionary=dictionaries, write_page_index=True
    ) as writer:
        if rows.num_rows:
            writer.write_table(rows.combine_chunks())
    fsync_file(new)
    new.replace(path)
    fsync_file(path.parent)


def _mend_record(path: Path, plan: ErasurePlan, rewritten: set[Path]) -> None:
    """Bring the list of files in a record in line with the files, and replace paths in it.

    A kill may have come between a file and its record: a file of another size than is listed is listed anew too.
    """
    record = read_json(path)
    for file in record.get("files", []):
        part = path.parent / file["path"]
        if part in rewritten or (part.suffix == ".parquet" and part.stat().st_size != file["bytes"]):
            rows = pq.read_metadata(part).num_rows
            file.update(rows=rows, bytes=part.stat().st_size, sha256=hash_file(part))
    for told in record.get("batches", [record]):  # a pack has a record of each batch
        if "isolated" in told:
            told["isolated"] = [[plan.clean(str(piece)) for piece in one] for one in told["isolated"]]
    if record != read_json(path):
        replace_json(path, record)
