"""Ways to spoil a candidate, each with the check that names it and what that check must point at.

Every mutation works on the files of the candidate. Unless it says otherwise the record of a file agrees with what lies
there: it is as if assemble itself had written it wrongly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.gate.spoiling import Spoiled
from transforms.schema import TERM_MONTHS, TOMBSTONES
from warehouse.publish import build_candidate_catalog

__all__ = ["MUTATIONS", "Mutation"]

DOCUMENTS = "documents/documents-2018.parquet"
PARAGRAPHS = "paragraphs/paragraphs-2018.parquet"
SENTENCES = "sentences/sentences-2018.parquet"
DATE_MENTIONS = "date_mentions/date_mentions-2018.parquet"
VERDICTS = "verdicts/verdicts-2026-11.parquet"
DUPLICATES = "duplicates/duplicates-2026-11.parquet"
CHANGES = "changes/changes-2026-11.parquet"
TERMS = "term_months/term_months-2018.parquet"
LINKED = "documents/documents-2015.parquet"
NEW = "krant/nieuw-1.txt"
NO_ID = "0" * 32

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Mutation:
    """One way to spoil a candidate.

    Attributes:
        name: What was done, in words.
        check: Id of the check that names it.
        spoil: Does it; returns what the check must point at, or None where it tells figures only.
    """

    name: str
    check: str
    spoil: Callable[[Spoiled], str | None]


def document(spoiled: Spoiled, **values: Any) -> str:
    """Set values of one new document."""
    doc_id = spoiled.doc_id(NEW)
    spoiled.set_value(DOCUMENTS, {"doc_id": doc_id}, **values)
    return doc_id


def shorten_text(spoiled: Spoiled) -> str:
    [text] = [row["text"] for row in spoiled.rows(DOCUMENTS) if row["source_path"] == NEW]
    return document(spoiled, text=text[:-1])


def put_control_back(spoiled: Spoiled) -> str:
    [text] = [row["text"] for row in spoiled.rows(DOCUMENTS) if row["source_path"] == NEW]
    return document(spoiled, text=text.replace(" ", "\x07", 1))


def no_id(spoiled: Spoiled) -> str:
    document(spoiled, doc_id=None)
    return "(no doc_id)"


def second_row(spoiled: Spoiled, name: str = DOCUMENTS, **values: Any) -> str:
    """Add a row like that of the new document."""
    doc_id = spoiled.doc_id(NEW)
    spoiled.change_rows(name, lambda rows: [*rows, {**next(r for r in rows if r["doc_id"] == doc_id), **values}])
    return str(values.get("doc_id", doc_id))


def same_id_in_another_year(spoiled: Spoiled) -> str:
    [row] = [row for row in spoiled.rows(DOCUMENTS) if row["source_path"] == NEW]
    spoiled.change_rows("documents/documents-2019.parquet", lambda rows: [*rows, row])
    return str(row["doc_id"])


def linked_id_again(spoiled: Spoiled) -> str:
    """A new document under the id of one that a linked file holds."""
    known = str(spoiled.rows(LINKED)[0]["doc_id"])
    return second_row(spoiled, doc_id=known)


def same_path_twice(spoiled: Spoiled) -> str:
    doc_id = spoiled.doc_id("krant/0.txt")
    spoiled.set_value(DOCUMENTS, {"doc_id": doc_id}, source_path=NEW)
    return doc_id


def one_rules_version_older(spoiled: Spoiled) -> None:
    document(spoiled, rules_version="2020.01.1")


def ten_times_the_rows(spoiled: Spoiled) -> str:
    spoiled.change_rows(DOCUMENTS, lambda rows: rows * 10)
    return spoiled.doc_id(NEW)


def all_of_one_source(spoiled: Spoiled) -> str:
    spoiled.set_value(DOCUMENTS, {}, source="een bron")
    return spoiled.doc_id(NEW)


def part(spoiled: Spoiled, name: str, key: dict[str, Any], **values: Any) -> str:
    """Set values of one part of the new document."""
    doc_id = spoiled.doc_id(NEW)
    spoiled.set_value(name, {"doc_id": doc_id, **key}, **values)
    return doc_id


def orphan(spoiled: Spoiled, name: str) -> str:
    second_row(spoiled, name, doc_id=NO_ID)
    return NO_ID


def shift(spoiled: Spoiled, name: str, key: dict[str, Any], **shifts: int) -> str:
    """Move offsets or numbers of the parts of the new document that match a key."""
    doc_id = spoiled.doc_id(NEW)
    wanted = {"doc_id": doc_id, **key}

    def change(rows: Rows) -> None:
        for row in rows:
            if all(row[column] == value for column, value in wanted.items()):
                row.update({column: row[column] + by for column, by in shifts.items()})

    spoiled.change_rows(name, change)
    return doc_id


def drop_last(spoiled: Spoiled, name: str) -> str:
    """Lose the last part of the new document."""
    doc_id = spoiled.doc_id(NEW)

    def change(rows: Rows) -> Rows:
        last = max(place for place, row in enumerate(rows) if row["doc_id"] == doc_id)
        return rows[:last] + rows[last + 1 :]

    spoiled.change_rows(name, change)
    return doc_id


def overlap_sentences(spoiled: Spoiled) -> str:
    """A sentence that begins a character early, with the text to match."""
    doc_id = spoiled.doc_id(NEW)
    [text] = [row["text"] for row in spoiled.rows(DOCUMENTS) if row["doc_id"] == doc_id]

    def change(rows: Rows) -> None:
        row = next(row for row in rows if row["doc_id"] == doc_id and row["sentence_no"] == 2)
        row["char_start"] -= 3
        row["text"] = text[row["char_start"] : row["char_end"]]

    spoiled.change_rows(SENTENCES, change)
    return doc_id


def duplicate(spoiled: Spoiled, which: str, **values: Any) -> str:
    spoiled.set_value(DUPLICATES, {"kind": which}, **values)
    return "krant/zz-kopie.txt" if which == "exact" else "krant/zz-bijna.txt"


def chain(spoiled: Spoiled) -> str:
    [near] = [row for row in spoiled.rows(DUPLICATES) if row["kind"] == "near"]
    return duplicate(spoiled, "exact", duplicate_of=near["doc_id"])


def earlier_duplicate_forgotten(spoiled: Spoiled) -> str:
    duplicate(spoiled, "exact", date_start=date(2011, 1, 1))
    return spoiled.doc_id(NEW)


def duplicate_not_listed(spoiled: Spoiled) -> str:
    spoiled.change_rows(DUPLICATES, lambda rows: [row for row in rows if row["kind"] != "near"])
    return "krant/zz-bijna.txt"


def verdict(spoiled: Spoiled, path: str, **values: Any) -> str:
    spoiled.set_value(VERDICTS, {"source_path": path, "batch_no": 2}, **values)
    return path


def verdict_missing(spoiled: Spoiled) -> str:
    spoiled.change_rows(VERDICTS, lambda rows: [row for row in rows if row["source_path"] != NEW])
    return NEW


def verdict_twice(spoiled: Spoiled) -> str:
    spoiled.change_rows(VERDICTS, lambda rows: [*rows, next(row for row in rows if row["source_path"] == NEW)])
    return NEW


def path_out_of_the_inbox(spoiled: Spoiled) -> str:
    """The path in the account that assemble handed on, and in its file."""
    path = "../krant/zonder-datum.txt"
    engine = spoiled.assembled.engine
    engine.execute("BEGIN")
    engine.execute("UPDATE touched_verdicts SET source_path = $path WHERE verdict = 'rejected'", {"path": path})
    verdict(spoiled, "krant/zonder-datum.txt", source_path=path)
    return path


def file_deleted(spoiled: Spoiled) -> str:
    spoiled.path(DOCUMENTS).unlink()
    return DOCUMENTS


def linked_file_deleted(spoiled: Spoiled) -> str:
    spoiled.path(LINKED).unlink()
    return LINKED


def year_forgotten(spoiled: Spoiled) -> str:
    doc_id = str(spoiled.rows(LINKED)[0]["doc_id"])
    spoiled.leave_out(LINKED)
    return doc_id


def half_of_the_years_forgotten(spoiled: Spoiled) -> str:
    doc_id = str(spoiled.rows(LINKED)[0]["doc_id"])
    for year in (2012, 2013, 2014, 2015):
        spoiled.leave_out(f"documents/documents-{year}.parquet")
    return doc_id


def months_of_half_the_years_forgotten(spoiled: Spoiled) -> str:
    spoiled.change_rows("months.parquet", lambda rows: [row for row in rows if row["year"] >= 2016])
    return "2011-02"


def row_fewer(spoiled: Spoiled) -> str:
    """The file lost a row after it was counted."""
    pq.write_table(spoiled.read(DOCUMENTS).slice(1), spoiled.path(DOCUMENTS))
    spoiled.record(DOCUMENTS)
    return DOCUMENTS


def stale_manifest(spoiled: Spoiled) -> str:
    size = spoiled.path(DOCUMENTS).stat().st_size
    spoiled.record(DOCUMENTS, bytes=size - 100)
    return DOCUMENTS


def flip_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0x10
    path.write_bytes(content)


def byte_flipped(spoiled: Spoiled) -> str:
    flip_byte(spoiled.path(SENTENCES))
    return SENTENCES


def linked_file_replaced(spoiled: Spoiled) -> str:
    """A copy with a byte flipped stands where the link was."""
    path = spoiled.path(LINKED)
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    flip_byte(path)
    return LINKED


def file_cut_off(spoiled: Spoiled) -> str:
    """Half a file, and its record believes it."""
    path = spoiled.path(SENTENCES)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    spoiled.record(SENTENCES)
    return SENTENCES


def stale_catalog(spoiled: Spoiled) -> str:
    """The catalog was made before the last file was there."""
    whole = spoiled.candidate
    spoiled.path("kroniek.duckdb").unlink()
    left = tuple(file for file in whole.files if file.path != DOCUMENTS)
    build_candidate_catalog(spoiled.assembled.engine, replace(whole, files=left))
    return "documents"


def column_renamed(spoiled: Spoiled) -> str:
    table = spoiled.read(DOCUMENTS)
    spoiled.write(
        DOCUMENTS, table.rename_columns([{"lang": "language"}.get(name, name) for name in table.column_names])
    )
    return "documents.lang"


def column_retyped(spoiled: Spoiled) -> str:
    table = spoiled.read(PARAGRAPHS)
    at = table.column_names.index("char_start")
    wide = pa.field("char_start", pa.int64(), nullable=False)
    spoiled.write(PARAGRAPHS, table.set_column(at, wide, table["char_start"].cast(pa.int64())))
    return "paragraphs.char_start"


def nulls_allowed(spoiled: Spoiled) -> str:
    table = spoiled.read(DOCUMENTS)
    at = table.column_names.index("lang")
    spoiled.write(DOCUMENTS, table.set_column(at, pa.field("lang", pa.string(), nullable=True), table["lang"]))
    return "documents.lang"


def month(spoiled: Spoiled, **values: Any) -> None:
    spoiled.set_value("months.parquet", {"published_month": date(2015, 6, 1)}, **values)


def month_missing(spoiled: Spoiled) -> None:
    spoiled.change_rows("months.parquet", lambda rows: rows[1:])


def term_off(spoiled: Spoiled) -> None:
    """A term that occurs more often than its month has words."""
    row = {"term": "brug", "n": 1, "published_month": date(2018, 4, 1), "occurrences": 100_000, "documents": 2}
    spoiled.add(TERMS, "term_months", pa.Table.from_pylist([row], schema=TERM_MONTHS.arrow_schema))


def change_missing(spoiled: Spoiled) -> str:
    doc_id = spoiled.doc_id(NEW)
    spoiled.change_rows(CHANGES, lambda rows: [row for row in rows if row["doc_id"] != doc_id])
    return doc_id


def change_of_another_kind(spoiled: Spoiled) -> str:
    doc_id = spoiled.doc_id(NEW)
    spoiled.set_value(CHANGES, {"doc_id": doc_id}, change="changed")
    return doc_id


def published_though_withdrawn(spoiled: Spoiled) -> str:
    doc_id = spoiled.doc_id(NEW)
    row = {"doc_id": doc_id, "withdrawn_at_utc": None, "reason": "error", "release": "2026.11.0"}
    loose = pa.schema([column.with_nullable(nullable=True) for column in TOMBSTONES.arrow_schema])
    path = "tombstones.parquet"
    if not any(file.path == path and file.is_new for file in spoiled.candidate.files):
        spoiled.leave_out(path)
        spoiled.add(path, "tombstones", pa.Table.from_pylist([row], schema=loose))
    else:
        spoiled.write(path, pa.Table.from_pylist([row], schema=loose))
    return doc_id


def removed_and_still_here(spoiled: Spoiled) -> str:
    """`changes` says that a document went, and it is published all the same."""
    doc_id = str(spoiled.rows("documents/documents-2010.parquet")[0]["doc_id"])
    spoiled.change_rows(
        CHANGES, lambda rows: [*rows, {**rows[-1], "doc_id": doc_id, "change": "removed", "release": "2026.11.1"}]
    )
    return doc_id


def duplicate_twice(spoiled: Spoiled) -> str:
    spoiled.change_rows(DUPLICATES, lambda rows: rows * 2)
    return "krant/zz-bijna.txt"


def duplicate_published_too(spoiled: Spoiled) -> str:
    return duplicate(spoiled, "near", doc_id=spoiled.doc_id("krant/1.txt"))


def copy_of_a_removed_document(spoiled: Spoiled) -> str:
    [removed] = [row["doc_id"] for row in spoiled.rows(CHANGES) if row["change"] == "removed"]
    duplicate(spoiled, "near", duplicate_of=removed)
    return next(str(row["doc_id"]) for row in spoiled.rows(DUPLICATES) if row["kind"] == "near")


def old_document_in_the_future(spoiled: Spoiled) -> str:
    doc_id = str(spoiled.rows("documents/documents-2010.parquet")[0]["doc_id"])
    spoiled.set_value("documents/documents-2010.parquet", {"doc_id": doc_id}, date_start=date(2093, 1, 1))
    return doc_id


def document_lost(spoiled: Spoiled) -> str:
    doc_id = spoiled.doc_id(NEW)
    spoiled.change_rows(DOCUMENTS, lambda rows: [row for row in rows if row["doc_id"] != doc_id])
    return NEW


def every_new_document_lost(spoiled: Spoiled) -> None:
    for year in (2018, 2019):
        name = f"documents/documents-{year}.parquet"
        spoiled.change_rows(name, lambda rows: [row for row in rows if row["first_release"] != "2026.11.1"])


def batch_not_counted(spoiled: Spoiled) -> None:
    spoiled.candidate = replace(spoiled.candidate, batches=())


MUTATIONS = (
    # documents
    Mutation("a null id", "documents.no_missing_values", no_id),
    Mutation("no language", "documents.no_missing_values", partial(document, lang=None)),
    Mutation("a duplicate id", "release.doc_ids_unique", second_row),
    Mutation("a duplicate id in another year", "release.doc_ids_unique", same_id_in_another_year),
    Mutation("the id of a linked document again", "release.additions_told", linked_id_again),
    Mutation("an id twice in a year", "documents.doc_id_unique", second_row),
    Mutation("an id that is none", "documents.doc_id_form", partial(second_row, doc_id="ABC")),
    Mutation("a document lost", "source_files.accepted_is_published", document_lost),
    Mutation("every new document lost", "release.language_audited", every_new_document_lost),
    Mutation("an old document in the future", "release.no_future_documents", old_document_in_the_future),
    Mutation("two documents of one file", "documents.source_file_unique", same_path_twice),
    Mutation("a date in the future", "documents.date_not_in_future",
             partial(document, date_start=date(2093, 5, 1), date_end=date(2093, 5, 31))),
    Mutation("a year before the first newspaper", "documents.date_not_too_early",
             partial(document, date_start=date(1517, 4, 1), date_end=date(1517, 4, 30))),
    Mutation("an end before the start", "documents.date_end_fits_precision",
             partial(document, date_end=date(2018, 3, 31))),
    Mutation("a start inside the month", "documents.date_start_fits_precision",
             partial(document, date_start=date(2018, 4, 2))),
    Mutation("the month of another date", "documents.month_fits_date",
             partial(document, published_month=date(2018, 5, 1))),
    Mutation("a precision of no list", "documents.date_precision_allowed", partial(document, date_precision="decade")),
    Mutation("an earliest date after its own", "documents.earliest_date_not_later",
             partial(document, earliest_date=date(2018, 4, 2))),
    Mutation("an earlier duplicate forgotten", "documents.earliest_date_right", earlier_duplicate_forgotten),
    Mutation("another language", "documents.lang_wanted", partial(document, lang="de")),
    Mutation("another second language", "documents.second_lang_wanted", partial(document, second_lang="af")),
    Mutation("a language that is not sure", "documents.lang_probability_high_enough",
             partial(document, lang_probability=0.2)),
    Mutation("a wrong language share", "documents.target_lang_share_high_enough",
             partial(document, target_lang_share=0.3)),
    Mutation("a probability that langdetect does not give", "release.langdetect_agrees",
             lambda spoiled: (document(spoiled, lang_probability=0.73), None)[1]),
    Mutation("an emptied text", "documents.text_not_empty", partial(document, text="")),
    Mutation("a shortened text", "documents.text_as_long_as_measured", shorten_text),
    Mutation("a control character back in", "documents.no_control_characters", put_control_back),
    Mutation("no words", "documents.text_has_structure", partial(document, word_count=0)),
    Mutation("a mixed rules version", "release.one_rules_version", one_rules_version_older),
    Mutation("a document of other rules", "documents.rules_version_current",
             partial(document, rules_version="2020.01.1")),
    Mutation("all of one source", "documents.source_agrees", all_of_one_source),
    Mutation("ten times the usual rows", "release.doc_ids_unique", ten_times_the_rows),
    # structure
    Mutation("an orphan paragraph", "structure.no_orphan_paragraphs", partial(orphan, name=PARAGRAPHS)),
    Mutation("an orphan sentence", "structure.no_orphan_sentences", partial(orphan, name=SENTENCES)),
    Mutation("an orphan date mention", "structure.no_orphan_date_mentions", partial(orphan, name=DATE_MENTIONS)),
    Mutation("a paragraph offset off by one", "structure.paragraph_offsets_exact",
             partial(shift, name=PARAGRAPHS, key={"paragraph_no": 3}, char_start=1, char_end=1)),
    Mutation("a sentence offset off by one", "structure.sentence_offsets_exact",
             partial(shift, name=SENTENCES, key={"paragraph_no": 3}, char_end=-1)),
    Mutation("a date mention offset off by one", "structure.date_mention_offsets_exact",
             partial(shift, name=DATE_MENTIONS, key={}, char_start=-1, char_end=-1)),
    Mutation("a paragraph lost", "structure.paragraphs_complete", partial(drop_last, name=PARAGRAPHS)),
    Mutation("a sentence lost", "structure.sentences_complete", partial(drop_last, name=SENTENCES)),
    Mutation("the end of the text in no paragraph", "structure.paragraphs_contiguous",
             partial(drop_last, name=PARAGRAPHS)),
    Mutation("a sentence whose paragraph is lost", "structure.sentences_in_paragraph",
             partial(drop_last, name=PARAGRAPHS)),
    Mutation("overlapping sentences", "structure.sentences_contiguous", overlap_sentences),
    Mutation("paragraphs numbered from 2", "structure.paragraphs_numbered",
             partial(shift, name=PARAGRAPHS, key={}, paragraph_no=1)),
    Mutation("sentences numbered from 0", "structure.sentences_numbered",
             partial(shift, name=SENTENCES, key={}, sentence_no=-1)),
    Mutation("a sentence of another month", "structure.months_agree",
             partial(part, name=SENTENCES, key={"sentence_no": 1}, published_month=date(2018, 9, 1))),
    Mutation("a paragraph of no kind", "structure.labels_allowed",
             partial(part, name=PARAGRAPHS, key={"paragraph_no": 1}, kind="poem")),
    Mutation("a wrong relation", "structure.relations_follow_from_dates",
             partial(part, name=DATE_MENTIONS, key={"relation": "after"}, relation="before")),
    Mutation("a mention that ends before it starts", "structure.date_mentions_end_after_start",
             partial(part, name=DATE_MENTIONS, key={"relation": "before"}, value_end=date(1999, 1, 1))),
    Mutation("a mention twice", "structure.date_mentions_apart", partial(second_row, name=DATE_MENTIONS)),
    # duplicates
    Mutation("a chain of duplicates", "duplicates.star_not_chain", chain),
    Mutation("a duplicate of no document", "duplicates.survivor_published",
             partial(duplicate, which="near", duplicate_of=NO_ID)),
    Mutation("a near duplicate that is not near", "duplicates.similarity_reaches_threshold",
             partial(duplicate, which="near", similarity=0.31)),
    Mutation("an exact duplicate that is not exact", "duplicates.exact_is_identical",
             partial(duplicate, which="exact", similarity=0.99)),
    Mutation("the wrong date of a survivor", "duplicates.survivor_date_agrees",
             partial(duplicate, which="near", survivor_date_start=date(2011, 1, 1))),
    Mutation("a duplicate that is not listed", "source_files.duplicate_is_listed", duplicate_not_listed),
    Mutation("a duplicate twice", "duplicates.file_unique", duplicate_twice),
    Mutation("a kind of no list", "duplicates.kind_allowed",
             lambda spoiled: (duplicate(spoiled, "near", kind="similar"), "krant/zz-bijna.txt")[1]),
    Mutation("no similarity", "duplicates.no_missing_values", partial(duplicate, which="near", similarity=None)),
    Mutation("a similarity above 1", "duplicates.similarity_in_range",
             partial(duplicate, which="near", similarity=1.5)),
    Mutation("a duplicate that is published too", "duplicates.not_published_itself", duplicate_published_too),
    Mutation("a refused file among the duplicates", "duplicates.verdict_agrees",
             partial(verdict, path="krant/zz-bijna.txt", verdict="rejected")),
    Mutation("a copy of a document that is removed", "release.no_orphan_duplicates", copy_of_a_removed_document),
    # verdicts
    Mutation("a verdict lost", "source_files.no_missing_values", verdict_missing),
    Mutation("a verdict twice", "source_files.file_unique", verdict_twice),
    Mutation("a verdict that nobody gave", "release.no_verdict_invented",
             lambda spoiled: (verdict_twice(spoiled), None)[1]),
    Mutation("a reason of another verdict", "source_files.reason_fits_verdict",
             partial(verdict, path=NEW, reason="date_missing")),
    Mutation("a standing of no list", "source_files.standing_allowed", partial(verdict, path=NEW, standing="lost")),
    Mutation("an id of other bytes", "source_files.doc_id_from_bytes",
             partial(verdict, path="krant/zonder-datum.txt", doc_id=NO_ID)),
    Mutation("a path that leads out of the inbox", "source_files.path_relative", path_out_of_the_inbox),
    Mutation("an accepted file more than documents", "release.accepted_is_published",
             lambda spoiled: (verdict(spoiled, "krant/zonder-datum.txt", verdict="accepted"), None)[1]),
    Mutation("a document whose file was refused", "documents.source_agrees",
             lambda spoiled: (verdict(spoiled, NEW, verdict="rejected"), spoiled.doc_id(NEW))[1]),
    Mutation("files of a batch that were not taken in", "release.account_closes", batch_not_counted),
    # files and tables
    Mutation("a year file missing", "files.present", file_deleted),
    Mutation("a linked year file missing", "files.present", linked_file_deleted),
    Mutation("a year forgotten", "release.no_document_lost", year_forgotten),
    Mutation("half of the years forgotten", "release.no_document_lost", half_of_the_years_forgotten),
    Mutation("half of the months gone", "drift.months_kept", months_of_half_the_years_forgotten),
    Mutation("a file with a row fewer", "files.rows_agree", row_fewer),
    Mutation("a stale manifest", "files.sizes_agree", stale_manifest),
    Mutation("a byte flipped in a new file", "files.new_as_written", byte_flipped),
    Mutation("a linked file replaced", "files.linked_as_published", linked_file_replaced),
    Mutation("a file cut off", "files.readable", file_cut_off),
    Mutation("a stale catalog", "tables.rows_agree", stale_catalog),
    Mutation("a column renamed", "schema.columns_as_described", column_renamed),
    Mutation("a column retyped", "schema.types_as_described", column_retyped),
    Mutation("a column that may be null", "schema.nulls_as_described", nulls_allowed),
    # figures
    Mutation("the documents of a month off", "release.months_agree", partial(month, documents=7)),
    Mutation("the words of a month off", "release.months_add_up", partial(month, words=1)),
    Mutation("a month missing", "release.months_agree", month_missing),
    Mutation("a term off", "release.term_months_possible", term_off),
    Mutation("a change missing", "release.changes_complete", change_missing),
    Mutation("an addition that nothing tells of", "release.additions_told", change_missing),
    Mutation("a change of another kind", "release.documents_follow_from_changes",
             lambda spoiled: (change_of_another_kind(spoiled), None)[1]),
    Mutation("published though withdrawn", "release.tombstones_kept", published_though_withdrawn),
    Mutation("removed and still here", "release.additions_told", removed_and_still_here),
)  # fmt: skip
