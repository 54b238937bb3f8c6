"""What a release holds, read as a reader reads it: columns, offsets, denominators, duplicates."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.articles import write_article
from tests.ungated import assert_invariants, catalog, release_ungated, rows
from transforms.schema import PARAGRAPHS, PUBLISHED_TABLES, SENTENCES
from transforms.schema_types import Table
from transforms.words import count_words
from warehouse.partitions import file_path


@pytest.fixture(scope="module")
def release(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second of two releases of the sample: most files are the first one's, linked."""
    folder = tmp_path_factory.mktemp("contents")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        release_ungated(sample / "inbox", folder / "warehouse", now="2026-10-31T23:30:00Z")
        write_article(folder / "inbox", "krant/nieuw.txt", "2019-04-25", "het café 😀")
        write_article(folder / "inbox", "krant/jaar.txt", "2019", "het jaar")
        write_article(folder / "inbox", "krant/kopie.txt", "2018", "het jaar")
        return release_ungated(folder / "inbox", folder / "warehouse")


def test_the_invariants_hold(release: Path) -> None:
    assert_invariants(release)


@pytest.mark.parametrize("table", PUBLISHED_TABLES, ids=lambda table: table.name)
def test_every_file_has_exactly_the_columns_of_the_schema(release: Path, table: Table) -> None:
    pattern = f"{table.name}.parquet" if table.partition == "single" else f"{table.name}/*.parquet"
    found = sorted(release.glob(pattern))
    assert found
    for path in found:
        found_schema = pq.read_schema(path)
        assert found_schema.equals(table.arrow_schema), path.name
        assert [field.metadata for field in found_schema] == [field.metadata for field in table.arrow_schema]


@pytest.mark.parametrize("table", PUBLISHED_TABLES, ids=lambda table: table.name)
def test_rows_are_unique_by_the_key_and_in_the_order_of_the_schema(release: Path, table: Table) -> None:
    for path in release.glob(f"**/{table.name}*.parquet"):
        read = pq.read_table(path, columns=list(dict.fromkeys([*table.key, *table.sort]))).to_pylist()
        keys = [tuple(row[name] for name in table.key) for row in read]
        assert len(set(keys)) == len(keys)
        # Nulls come first; pairs of (has a value, value) sort so.
        order = [tuple((row[name] is not None, row[name] or "") for name in table.sort) for row in read]
        assert order == sorted(order)


@pytest.mark.parametrize("table", PUBLISHED_TABLES, ids=lambda table: table.name)
def test_values_keep_to_closed_lists(release: Path, table: Table) -> None:
    for column in table.columns:
        if column.allowed:
            found = {value for (value,) in rows(release, f"SELECT DISTINCT {column.name} FROM {table.name}")}  # noqa: S608
            assert found - {None} <= set(column.allowed), column.name


def test_documents_are_filed_by_the_year_of_their_date_with_all_their_parts(release: Path) -> None:
    for path in release.glob("documents/*.parquet"):
        year = path.stem.removeprefix("documents-")
        read = pq.read_table(path, columns=["doc_id", "date_start"]).to_pylist()
        assert {f"{row['date_start'].year}" for row in read} == {year}
        for table in (PARAGRAPHS, SENTENCES):
            ids = set(pq.read_table(release / file_path(table, year)).column("doc_id").to_pylist())
            assert ids == {row["doc_id"] for row in read}, table.name


def test_verdicts_are_filed_by_the_month_of_take_in(release: Path) -> None:
    found = {path.name for path in release.glob("verdicts/*.parquet")}
    assert found == {"verdicts-2026-10.parquet", "verdicts-2026-11.parquet"}
    for path in release.glob("verdicts/*.parquet"):
        moments = pq.read_table(path).column("taken_in_at_utc").to_pylist()
        assert {f"verdicts-{moment:%Y-%m}.parquet" for moment in moments} == {path.name}


def test_paragraphs_rejoin_to_the_text_with_one_blank_line_between_them(release: Path) -> None:
    with catalog(release) as connection:
        wrong = connection.execute(
            "SELECT doc_id FROM documents JOIN (SELECT doc_id, string_agg(text, chr(10) || chr(10) ORDER BY "
            "paragraph_no) AS joined FROM paragraphs GROUP BY doc_id) AS parts USING (doc_id) WHERE joined <> text"
        ).fetchall()
        [(compared,)] = connection.execute("SELECT count(DISTINCT doc_id) FROM paragraphs").fetchall()
        [(documents,)] = connection.execute("SELECT count(*) FROM documents").fetchall()
    assert wrong == []
    assert compared == documents > 20


@pytest.mark.parametrize("table", ["paragraphs", "sentences"])
def test_slicing_the_text_gives_each_part_exactly(release: Path, table: str) -> None:
    """In DuckDB and in Python: both count code points."""
    with catalog(release) as connection:
        texts = dict(connection.execute("SELECT doc_id, text FROM documents").fetchall())
        parts = connection.execute(f"SELECT doc_id, char_start, char_end, text FROM {table}").fetchall()  # noqa: S608
        wrong = connection.execute(
            f"SELECT parts.doc_id FROM {table} AS parts JOIN documents USING (doc_id) "  # noqa: S608
            "WHERE substring(documents.text, char_start + 1, char_end - char_start) <> parts.text"
        ).fetchall()
    assert wrong == []
    assert parts
    assert [part for part in parts if texts[part[0]][part[1] : part[2]] != part[3]] == []
    assert any("😀" in text for text in texts.values())


def test_sentences_lie_in_their_paragraph_with_white_space_only_between_them(release: Path) -> None:
    with catalog(release) as connection:
        paragraphs = {
            (doc_id, number): (start, end)
            for doc_id, number, start, end in connection.execute(
                "SELECT doc_id, paragraph_no, char_start, char_end FROM paragraphs"
            ).fetchall()
        }
        texts = dict(connection.execute("SELECT doc_id, text FROM documents").fetchall())
        sentences = connection.execute(
            "SELECT doc_id, paragraph_no, sentence_no, char_start, char_end FROM sentences ORDER BY ALL"
        ).fetchall()
    reached = {key: start for key, (start, _) in paragraphs.items()}
    counted = dict.fromkeys(paragraphs, 0)
    for doc_id, paragraph_no, sentence_no, start, end in sentences:
        key = doc_id, paragraph_no
        counted[key] += 1
        assert sentence_no == counted[key]
        assert reached[key] <= start < end <= paragraphs[key][1]
        assert texts[doc_id][reached[key] : start].strip() == ""
        reached[key] = end
    for key, (_, end) in paragraphs.items():
        assert texts[key[0]][reached[key] : end].strip() == ""
        assert counted[key] > 0


def test_months_are_what_counting_again_gives(release: Path) -> None:
    with catalog(release) as connection:
        told = connection.execute(
            "SELECT year, published_month, documents, words, sentences FROM months ORDER BY ALL"
        ).fetchall()
        counted = connection.execute(
            "SELECT year(date_start), published_month, count(*), sum(word_count)::BIGINT, sum(sentence_count)::BIGINT "
            "FROM documents GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        texts = connection.execute("SELECT text, word_count, char_count FROM documents").fetchall()
    assert told == counted
    assert any(month is None for _, month, *_ in told)
    for text, words, characters in texts:
        assert (count_words(text), len(text)) == (words, characters)


def test_dates_are_what_the_header_says_and_no_finer(release: Path) -> None:
    assert rows(
        release,
        "SELECT source_path, date_text, date_start::VARCHAR, date_end::VARCHAR, date_precision, "
        "published_month::VARCHAR, earliest_date::VARCHAR FROM documents WHERE source_path LIKE 'krant/%' "
        "AND batch_id = (SELECT batch_id FROM verdicts WHERE batch_no = 2 LIMIT 1) ORDER BY source_path",
    ) == [
        ("krant/kopie.txt", "2018", "2018-01-01", "2018-12-31", "year", None, "2018-01-01"),
        ("krant/nieuw.txt", "2019-04-25", "2019-04-25", "2019-04-25", "day", "2019-04-01", "2019-04-25"),
    ]
    assert rows(
        release,
        "SELECT count(*) FROM documents WHERE date_start > date_end OR earliest_date > date_start "
        "OR published_month IS DISTINCT FROM "
        "(CASE WHEN date_precision <> 'year' THEN date_trunc('month', date_start)::DATE END)",
    ) == [(0,)]


def test_duplicates_are_a_star(release: Path) -> None:
    assert rows(release, "SELECT count(*) > 0 FROM duplicates") == [(True,)]
    assert (
        rows(
            release,
            "SELECT source_path FROM duplicates WHERE duplicate_of NOT IN (SELECT doc_id FROM documents) "
            "OR (doc_id <> duplicate_of AND doc_id IN (SELECT doc_id FROM documents)) "
            "OR (kind = 'exact' AND similarity <> 1.0) OR similarity < 0.8 OR similarity > 1.0",
        )
        == []
    )


def test_only_verdicts_carry_a_run_id(release: Path) -> None:
    with duckdb.connect(release / "kroniek.duckdb", read_only=True) as connection:
        found = connection.execute(
            "SELECT DISTINCT table_name FROM duckdb_columns() WHERE column_name = 'run_id'"
        ).fetchall()
    assert found == [("verdicts",)]


def test_refused_text_is_not_published(release: Path, sample: Path) -> None:
    refused = rows(release, "SELECT source_path, doc_id FROM verdicts WHERE verdict = 'rejected'")
    assert len(refused) > 5
    assert (
        rows(
            release,
            "SELECT doc_id FROM (SELECT doc_id FROM documents UNION ALL SELECT doc_id FROM paragraphs UNION ALL "
            "SELECT doc_id FROM sentences) WHERE doc_id IN (SELECT doc_id FROM verdicts WHERE verdict = 'rejected')",
        )
        == []
    )
    assert (sample / "inbox").is_dir()
