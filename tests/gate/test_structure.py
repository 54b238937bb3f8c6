"""Documents are cleared without SQL, and what the gate is given is what SQL alone would say of all of them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.part_soundness import WHITE_SPACE
from transforms.schema import DATE_MENTIONS, DOCUMENTS, PARAGRAPHS, SENTENCES
from transforms.schema_types import Table
from warehouse.engine import view_files
from warehouse.sql import load
from warehouse.structure import SuspectSearch, read_structure
from warehouse.workers import WorkerPool

Row = dict[str, Any]

TABLES = {table.name: table for table in (DOCUMENTS, PARAGRAPHS, SENTENCES, DATE_MENTIONS)}
COLUMNS = {
    "documents": (
        "doc_id", "batch_id", "published_month", "date_start", "date_end", "text", "char_count", "paragraph_count",
        "sentence_count",
    ),
    "paragraphs": ("doc_id", "published_month", "paragraph_no", "kind", "text", "char_start", "char_end"),
    "sentences": ("doc_id", "published_month", "paragraph_no", "sentence_no", "text", "char_start", "char_end"),
    "date_mentions": (
        "doc_id", "published_month", "char_start", "char_end", "text", "value_start", "value_end", "precision",
        "relation",
    ),
}  # fmt: skip
ROW_GROUP_ROWS = 4
YEARS = (2018, 2019)
PIECES = ("De brug ging open.", "Het café 😀 bleef dicht.", "“Één ℃”, zei ze.", "x", "In 2015 begon het.", "é")
GAPS = (" ", "\n", "\xa0", " \u2009\n", "\u3000")


@dataclass
class Corpus:
    """Rows by table and year, as a candidate's new files hold them."""

    rows: dict[str, dict[int, list[Row]]] = field(
        default_factory=lambda: {name: {year: [] for year in YEARS} for name in TABLES}
    )

    def add(self, number: int, year: int, month: int | None, paragraphs: list[list[int]], gap: int) -> None:
        """One sound document: sentences by paragraph, as numbers of `PIECES`."""
        doc_id = f"{number:032x}"
        published = None if month is None else date(year, month, 1)
        of_all = {"doc_id": doc_id, "published_month": published}
        text = ""
        sentence_count = 0
        for paragraph_no, pieces in enumerate(paragraphs, 1):
            text += "\n\n" if text else ""
            start = len(text)
            for sentence_no, piece in enumerate(pieces, 1):
                text += GAPS[gap] if sentence_no > 1 else ""
                place = {"char_start": len(text), "char_end": len(text) + len(PIECES[piece]), "text": PIECES[piece]}
                numbers = {"paragraph_no": paragraph_no, "sentence_no": sentence_no}
                self.rows["sentences"][year].append({**of_all, **numbers, **place})
                sentence_count += 1
                if "2015" in PIECES[piece]:
                    at = len(text) + 3
                    self.rows["date_mentions"][year].append(
                        {
                            **of_all, "char_start": at, "char_end": at + 4, "text": "2015",
                            "value_start": date(2015, 1, 1), "value_end": date(2015, 12, 31), "precision": "year",
                            "relation": "before",
                        }
                    )  # fmt: skip
                text += PIECES[piece]
            place = {"char_start": start, "char_end": len(text), "text": text[start:]}
            self.rows["paragraphs"][year].append({**of_all, "paragraph_no": paragraph_no, "kind": "text", **place})
        self.rows["documents"][year].append(
            {
                **of_all, "batch_id": "b1", "date_start": date(year, month or 1, 1),
                "date_end": date(year, month or 12, 28), "text": text, "char_count": len(text),
                "paragraph_count": len(paragraphs), "sentence_count": sentence_count,
            }
        )  # fmt: skip


@contextmanager
def viewed(corpus: Corpus, *, new: list[str]) -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[str, dict[str, Path]]]]:
    """An engine as it is after assembling, with the corpus in files; `new` are ids of new documents."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as engine:
        files: dict[str, dict[str, Path]] = {name: {} for name in TABLES}
        for name, by_year in corpus.rows.items():
            schema = loose_schema(TABLES[name])
            for year, rows in by_year.items():
                path = Path(folder) / f"{name}-{year}.parquet"
                pq.write_table(pa.Table.from_pylist(rows, schema), path, row_group_size=ROW_GROUP_ROWS)
                files[name][str(year)] = path
            paths = list(files[name].values())
            view_files(engine, f"new_{name}", paths, TABLES[name], with_file_name=True, with_row_number=True)
        engine.register("new_ids", pa.table({"doc_id": pa.array(new, pa.string())}))
        engine.execute("CREATE TEMP TABLE new_contents AS FROM new_ids")
        engine.execute(
            "CREATE TEMP TABLE frame_examples AS SELECT 'repeated_doc_id_count' AS figure, doc_id FROM new_documents "
            "GROUP BY doc_id HAVING count(*) > 1"
        )
        yield engine, files


def loose_schema(table: Table) -> pa.Schema:
    return pa.schema([table.arrow_schema.field(name).with_nullable(nullable=True) for name in COLUMNS[table.name]])


def ids_of(corpus: Corpus) -> list[str]:
    rows = [row for by_year in corpus.rows["documents"].values() for row in by_year]
    return sorted({row["doc_id"] for row in rows if row["doc_id"] is not None})


def find_suspects(
    engine: duckdb.DuckDBPyConnection, files: dict[str, dict[str, Path]], pool: WorkerPool | None = None
) -> int:
    with tempfile.TemporaryDirectory() as folder:
        found = SuspectSearch(engine, files, Path(folder) / "asked.arrow", pool=pool).finish()
        assert list(Path(folder).iterdir()) == []
    return found


def frame(engine: duckdb.DuckDBPyConnection, suspect_count: int) -> list[str]:
    months = engine.sql(load("frame_added_months")).to_arrow_table().to_pylist()[0]
    return sorted(repr(row) for row in read_structure(engine, months, suspect_count=suspect_count).to_pylist())


def suspects(engine: duckdb.DuckDBPyConnection) -> set[str]:
    return {doc_id for (doc_id,) in engine.execute("FROM suspect_documents").fetchall()}


def sound_corpus() -> Corpus:
    corpus = Corpus()
    for number in range(12):
        paragraphs = [[(number + part + piece) % len(PIECES) for piece in range(1 + part)] for part in range(3)]
        year = YEARS[number // 6]
        corpus.add(number, year, None if number % 6 == 0 else 4 + number % 3 // 2, paragraphs, number % len(GAPS))
    for by_year in corpus.rows.values():
        for rows in by_year.values():
            rows.sort(key=lambda row: (row["published_month"] or date.min, row["doc_id"]))  # the rest is in order
    return corpus


def test_sound_documents_are_cleared() -> None:
    corpus = sound_corpus()
    with viewed(corpus, new=ids_of(corpus)) as (engine, files):
        assert find_suspects(engine, files) == 0
        assert len(frame(engine, 0)) == 12


def test_other_processes_find_the_same_suspects() -> None:
    corpus = sound_corpus()
    spoilt = [corpus.rows["sentences"][2018][1], corpus.rows["documents"][2019][2]]
    for row in spoilt:
        row["text"] = "Iets anders."
    with viewed(corpus, new=ids_of(corpus)) as (engine, files), WorkerPool(1) as pool:
        assert find_suspects(engine, files, pool) == 2
        assert suspects(engine) == {row["doc_id"] for row in spoilt}


def test_documents_that_were_there_before_are_not_read() -> None:
    corpus = sound_corpus()
    corpus.rows["sentences"][2018][0]["text"] = "Iets anders."
    with viewed(corpus, new=ids_of(corpus)[7:9]) as (engine, files):
        assert find_suspects(engine, files) == 0
        assert len(frame(engine, 0)) == 2


def change(column: str, value: object) -> Callable[[Row], None]:
    return lambda row: row.update({column: value})


SPOILT: dict[str, tuple[str, Callable[[Row], None]]] = {
    "no text": ("documents", change("text", None)),
    "another length": ("documents", change("char_count", 3)),
    "no length": ("documents", change("char_count", None)),
    "a control character": ("documents", lambda row: row.update(text=row["text"].replace(" ", "\x07", 1))),
    "an unlisted kind": ("paragraphs", change("kind", "gedicht")),
    "another number": ("paragraphs", change("paragraph_no", 7)),
    "before the text": ("paragraphs", change("char_start", -2)),
    "a part without text": ("sentences", change("text", None)),
    "behind the text": ("sentences", change("char_end", 10_000_000)),
    "another letter": ("sentences", lambda row: row.update(text=row["text"][:-1] + "?")),
    "another month": ("sentences", change("published_month", date(2017, 1, 1))),
    "another relation": ("date_mentions", change("relation", "after")),
    "no precision": ("date_mentions", change("precision", None)),
    "an end before the start": ("date_mentions", change("value_end", date(2000, 1, 1))),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoiled_document_is_suspect_and_it_alone(name: str) -> None:
    table, spoil = SPOILT[name]
    corpus = sound_corpus()
    row = corpus.rows[table][2019][2]
    spoil(row)
    with viewed(corpus, new=ids_of(corpus)) as (engine, files):
        find_suspects(engine, files)
        assert suspects(engine) == {row["doc_id"]}


def test_text_in_a_gap_is_found() -> None:
    """The document and its paragraph agree; a sentence between two others is not there, and none is missed."""
    corpus = sound_corpus()
    rows = corpus.rows["sentences"][2018]
    middle = next(row for row in rows if row["paragraph_no"] == 3 and row["sentence_no"] == 2)
    rows.remove(middle)
    following = next(
        row for row in rows if (row["doc_id"], row["paragraph_no"], row["sentence_no"]) == (middle["doc_id"], 3, 3)
    )
    following["sentence_no"] = 2
    [document] = [row for row in corpus.rows["documents"][2018] if row["doc_id"] == middle["doc_id"]]
    document["sentence_count"] -= 1
    with viewed(corpus, new=ids_of(corpus)) as (engine, files):
        find_suspects(engine, files)
        assert suspects(engine) == {middle["doc_id"]}


def test_white_space_is_what_sql_takes_for_it() -> None:
    characters = [chr(number) for number in range(1, 0x11000) if not 0xD800 <= number < 0xE000]
    with duckdb.connect() as engine:
        engine.register("characters", pa.table({"character": characters}))
        found = engine.execute(
            r"SELECT character FROM characters WHERE regexp_full_match(character, '[\s\p{Z}\x{85}]*')"
        ).fetchall()
    assert {character for (character,) in found} == set(WHITE_SPACE)


NUMBERS = st.one_of(st.none(), st.integers(-3, 60), st.just(2**31 - 1))
MONTHS = st.sampled_from([None, date(2018, 4, 1), date(2018, 5, 1), date(2019, 4, 1), date(2031, 1, 1)])
TEXTS = st.sampled_from([None, "", "x", "é", *PIECES, "De brug ging open. x", "a\x00b\x7f"])
VALUES = {
    "doc_id": st.one_of(st.none(), st.integers(0, 13).map("{:032x}".format)),
    "batch_id": st.just("b2"),
    "published_month": MONTHS,
    "date_start": MONTHS, "date_end": MONTHS, "value_start": MONTHS, "value_end": MONTHS,
    "text": TEXTS,
    "kind": st.sampled_from([None, "heading", "gedicht"]),
    "precision": st.sampled_from([None, "day", "eeuw"]),
    "relation": st.sampled_from([None, "same", "after", "ooit"]),
}  # fmt: skip


def spoil_somewhere(data: st.DataObject, corpus: Corpus) -> None:
    """One change that a bug or a bad disk could make."""
    name = data.draw(st.sampled_from(sorted(TABLES)), label="table")
    year = data.draw(st.sampled_from(YEARS), label="year")
    rows = corpus.rows[name][year]
    if not rows:
        return
    place = data.draw(st.integers(0, len(rows) - 1), label="row")
    how = data.draw(
        st.sampled_from(["value", "shift", "again", "lost", "another year", "swapped", "behind"]), label="how"
    )
    if how == "value":
        column = data.draw(st.sampled_from(COLUMNS[name]), label="column")
        rows[place] = {**rows[place], column: data.draw(VALUES.get(column, NUMBERS), label="value")}
    elif how == "shift" and name != "documents":
        by = data.draw(st.sampled_from([-1, 1]), label="by")
        kept = rows[place]
        for column in data.draw(st.sampled_from([("char_start",), ("char_end",), ("char_start", "char_end")])):
            if kept[column] is not None:
                kept = {**kept, column: kept[column] + by}
        rows[place] = kept
    elif how == "again":
        rows.insert(data.draw(st.integers(0, len(rows)), label="at"), dict(rows[place]))
    elif how == "lost":
        del rows[place]
    elif how == "another year":
        corpus.rows[name][YEARS[0] if year == YEARS[1] else YEARS[1]].append(rows.pop(place))
    elif how == "swapped":
        other = data.draw(st.integers(0, len(rows) - 1), label="with")
        rows[place], rows[other] = rows[other], rows[place]
    else:
        rows.append(rows.pop(place))


def compare_with_sql(data: st.DataObject) -> None:
    corpus = sound_corpus()
    new = data.draw(st.lists(st.sampled_from(ids_of(corpus)), min_size=4, unique=True), label="new")
    for _ in range(data.draw(st.integers(1, 4), label="changes")):
        spoil_somewhere(data, corpus)
    with viewed(corpus, new=new) as (engine, files):
        said = frame(engine, find_suspects(engine, files))
        engine.execute("CREATE OR REPLACE TEMP TABLE suspect_documents AS FROM new_contents")
        assert said == frame(engine, len(new))


@settings(max_examples=15)
@given(st.data())
def test_what_sql_says_of_all_documents_is_what_is_said(data: st.DataObject) -> None:
    compare_with_sql(data)


@pytest.mark.long
@settings(max_examples=500)
@given(st.data())
def test_what_sql_says_of_all_documents_is_what_is_said_whatever_happens(data: st.DataObject) -> None:
    compare_with_sql(data)
