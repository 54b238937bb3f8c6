"""Candidates that an editor would publish are not stopped, however odd they look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from expectations.gate import judge_candidate
from tests.expectations.builder import THRESHOLDS, Draft, document_row, draft, duplicate_row, verdict_row


def first_release() -> Draft:
    return draft()


def beside_a_parent() -> Draft:
    return draft(accepted=3, rejected=1, duplicates=2, already_published=40)


def only_duplicates() -> Draft:
    return draft(accepted=0, rejected=0, duplicates=4, already_published=10)


def only_removals() -> Draft:
    """Nothing came in: documents were withdrawn."""
    made = draft(accepted=0, rejected=0, duplicates=0, already_published=9)
    made.release |= {"parent_document_count": 10, "withdrawn_document_count": 1, "accepted_file_difference": -1}
    made.metrics |= {"parent_document_count": 10, "removed_document_count": 1}
    return made


def everything_is_gone() -> Draft:
    """The last document was withdrawn; without documents there is no rules version to count."""
    made = draft(accepted=0, rejected=0, duplicates=0)
    made.release |= {"parent_document_count": 1, "withdrawn_document_count": 1, "accepted_file_difference": -1}
    made.metrics |= {"parent_document_count": 1, "removed_document_count": 1}
    return made


def a_byte_equal_copy() -> Draft:
    """Its doc_id is that of the published document, which is no chain and no second publication."""
    made = draft(duplicates=0)
    copy = verdict_row("2018/artikel-0.txt", "duplicate", "exact_duplicate") | {"source_path": "map/kopie.txt"}
    made.verdicts.append(copy)
    listed = duplicate_row("2018/artikel-0.txt", "2018/artikel-0.txt", date(2018, 4, 1))
    made.duplicates.append(listed | {"source_path": "map/kopie.txt"})
    made.release |= {"new_duplicate_count": 1, "taken_in_file_count": 8, "new_verdict_count": 8}
    made.schemas["duplicates"] = draft().schemas["duplicates"]
    return made


def superseded_at_once() -> Draft:
    """Two versions of one path wait in two batches: the first was accepted and is superseded already."""
    made = draft()
    old = verdict_row("2018/artikel-1.txt", "accepted", "all_checks_passed")
    made.verdicts.append(old | {"source_sha256": "a" * 64, "doc_id": "a" * 32, "standing": "superseded"})
    made.release |= {"new_accepted_count": 6, "taken_in_file_count": 9, "new_verdict_count": 9}
    return made


def a_survivor_was_superseded() -> Draft:
    """Old duplicates point at another survivor now; their verdicts are of an earlier release."""
    made = draft(already_published=5)
    made.duplicates.append(duplicate_row("oud/kopie.txt", "oud/origineel.txt", date(2018, 4, 1)))
    return made


def one_content_twice() -> Draft:
    """A path held a text, then another, then the first again: three files, two contents."""
    made = draft(accepted=2, rejected=0, duplicates=0)
    made.release |= {"new_accepted_count": 3, "taken_in_file_count": 3, "new_verdict_count": 3}
    return made


def an_earlier_copy_was_found() -> Draft:
    """A published document is among the changed ones, without a new verdict; its earliest date went back."""
    made = draft(already_published=3)
    changed = document_row("oud/artikel.txt", "month", date(2019, 4, 1), date(2019, 4, 30))
    changed |= {
        "earliest_date": date(2018, 1, 1), "expected_earliest_date": date(2018, 1, 1), "first_release": "2026.10.0",
        "is_added": False, "text_char_count": None, "control_character_count": None, "accepted_source": None,
    }  # fmt: skip
    made.documents.append(changed)
    return made


def strange_names() -> Draft:
    made = draft(accepted=1, rejected=0, duplicates=0)
    for row in (made.documents[0], made.verdicts[0]):
        row["source_path"] = "map..oud/..verborgen/2 %25 \N{CJK UNIFIED IDEOGRAPH-65B0}\n'\"<b>.txt"
    return made


@pytest.mark.parametrize(
    "build",
    [
        first_release, beside_a_parent, only_duplicates, only_removals, everything_is_gone, a_byte_equal_copy,
        superseded_at_once, a_survivor_was_superseded, one_content_twice, an_earlier_copy_was_found, strange_names,
    ],
)  # fmt: skip
def test_passes_without_a_word(build: Callable[[], Draft]) -> None:
    verdict = judge_candidate(build().frames(), THRESHOLDS)

    assert verdict.failed_lines() == []
    assert verdict.verdict == "passed"


def test_how_columns_are_encoded_makes_no_difference() -> None:
    """Tables come from Parquet, from DuckDB and from Python: dictionaries, wide strings, columns of nulls alone."""
    frames = draft().frames()
    documents = frames.documents
    for name, encoded in (
        ("lang", documents["lang"].dictionary_encode()),
        ("source_path", documents["source_path"].cast(pa.large_string())),
        ("doc_id", documents["doc_id"].cast(pa.string_view())),
    ):
        documents = documents.set_column(documents.column_names.index(name), name, encoded)
    metrics = frames.metrics
    for name in ("new_term_share", "repaired_share"):
        metrics = metrics.set_column(metrics.column_names.index(name), name, pa.nulls(1))
    read_back = {  # Parquet calls the members of a list `element`
        name: pa.schema(
            [
                pa.field(column.name, pa.list_(pa.field("element", pa.string())), nullable=column.nullable)
                if pa.types.is_list(column.type)
                else column
                for column in schema
            ]
        )
        for name, schema in frames.schemas.items()
    }

    verdict = judge_candidate(replace(frames, documents=documents, metrics=metrics, schemas=read_back), THRESHOLDS)

    assert verdict.failed_lines() == []
