"""Tells the life of one file in lines to read; `explain --json` gives the same as data."""

from __future__ import annotations

from datetime import datetime

from kroniek.console import note, visible, write
from transforms.reasons import REASONS_BY_NAME
from warehouse.explanation import Explanation
from warehouse.inspection import Row

__all__ = ["tell"]


def tell(found: Explanation) -> None:
    """Tell what is known of a file, oldest first."""
    for path in found.source_paths:
        write(visible(path, is_one_line=True))
    for row in found.verdicts:
        _tell_verdict(row)
    if not found.verdicts:
        _line("verdict", _why_none(found))
    for row in found.documents:
        _tell_document(row, own_ids=found.doc_ids)
    for row in found.changes:
        _line("release", f"{row['release']}: {row['change']} {_short(row['doc_id'])}")
    for row in found.duplicates:
        where = " (in no release yet)" if row["is_pending"] else ""
        how = "the text" if row["kind"] == "exact" else f"a near copy ({row['similarity']:.3f})"
        dated = f"{row['date_start']}: {row['source_path']}"
        _line("duplicate", f"{dated} holds {how} of {_short(row['duplicate_of'])}{where}")
    for row in found.files:
        _tell_file(row)
    for row in found.deferred:
        _line(
            "deferred", f"{row['cause']}: {row['detail']} (seen {_when(row['seen_at_utc'])}; the next run tries again)"
        )
    if found.note:
        note(found.note)


def _line(label: str, text: str) -> None:
    write(f"  {label:<10} {visible(text, is_one_line=True)}")


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _short(doc_id: str) -> str:
    """Enough of an id to be told from others, and for `explain` to find it again."""
    return doc_id[:12]


def _why_none(found: Explanation) -> str:
    if found.is_ignored:
        return "none: it is no source file (*.txt) and is never read"
    if found.deferred:
        return "none yet: it waits for the next run"
    return "none yet: its batch is not judged"


def _tell_verdict(row: Row) -> None:
    standing = row["standing"] or "in no release yet"
    if row["standing"] and row["is_pending"]:  # judged again: how it will stand is known already
        standing += ", in no release yet"
    _line(
        "taken in",
        f"{_when(row['taken_in_at_utc'])}, batch {row['batch_no']} ({row['batch_id']}), source {row['source']}",
    )
    _line("document", row["doc_id"])
    _line("verdict", f"{row['verdict']}, {standing}")
    _line("reason", f"{row['reason']}: {REASONS_BY_NAME[row['reason']].meaning}")
    if row["measure"] is not None:
        value = "nothing" if row["measured_value"] is None else row["measured_value"]
        _line("measure", f"{row['measure']} is {value}; wanted: {row['threshold']}")
    for piece in row["evidence"]:
        _line("evidence", piece)
    if row["duplicate_of"] is not None:
        _line("same as", f"{row['duplicate_of']} (kroniek explain {_short(row['duplicate_of'])})")


def _tell_document(row: Row, *, own_ids: list[str]) -> None:
    whose = "" if row["doc_id"] in own_ids else f", as {_short(row['doc_id'])} from {row['source_path']}"
    _line("published", f"since {row['first_release']}{whose}")
    earlier = f"; its text is known since {row['earliest_date']}" if row["earliest_date"] < row["date_start"] else ""
    _line("date", f"{row['date_text']} ({row['date_start']} to {row['date_end']}){earlier}")
    voice = f"{row['second_lang_by']} says {row['second_lang']} ({row['second_lang_confidence']:.4g})"
    _line("language", f"langdetect says {row['lang']} ({row['lang_probability']:.4g}); {voice}")
    if row["is_anachronistic"]:
        _line("note", f"tells of a time after its date as past: {row['anachronism_evidence']}")
    if row["has_date_conflict"]:
        _line("note", "the name of the file holds another date")
    repairs = ", ".join(row["repairs"]) or "none"
    _line("text", f"{row['word_count']} words, read as {row['encoding']}, repairs: {repairs}")


def _tell_file(row: Row) -> None:
    moved = f", taken in as {row['raw_path']}" if row["raw_path"] != row["source_path"] else ""
    _line("in inbox", f"{row['inbox']}/{row['source_path']}, {row['byte_count']} bytes{moved}")
