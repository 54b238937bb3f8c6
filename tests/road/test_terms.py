"""Terms by month through the road: as if counted again, whatever was before; the rest of the release is left alone."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.articles import article, write_article
from tests.plain_road import run_plain
from tests.standing import Standing
from tests.ungated import catalog, release_ungated, rows
from transforms.errors import GateStoppedError
from transforms.terms import CutOff, TermCounter
from transforms.tokens import tokenise_texts
from warehouse import term_months
from warehouse.changed_months import SlightChange, change_months
from warehouse.durable import read_json

TermRow = tuple[str, int, date | None, int, int]


def terms_of(release: Path, where: str = "true") -> list[TermRow]:
    return rows(release, f"SELECT term, n, published_month, occurrences, documents FROM term_months WHERE {where} "  # noqa: S608
                         "ORDER BY ALL")  # fmt: skip


def counted_plainly(release: Path) -> dict[tuple[int, date | None, str], tuple[int, int]]:
    """(year, month, term) to occurrences and documents, from the sentences that the release holds."""
    occurrences: Counter[tuple[int, date | None, str]] = Counter()
    holders: defaultdict[tuple[int, date | None, str], set[str]] = defaultdict(set)
    sentences = rows(
        release, "SELECT year(date_start), published_month, doc_id, s.text FROM sentences AS s "
        "JOIN (SELECT doc_id, date_start FROM documents) USING (doc_id)",
    )  # fmt: skip
    tokens = tokenise_texts([text for *_, text in sentences])
    for number, (year, month, doc_id, _) in enumerate(sentences):
        words = tokens.words_of(number)
        for n in (1, 2, 3):
            for place in range(len(words) - n + 1):
                key = year, month, " ".join(words[place : place + n])
                occurrences[key] += 1
                holders[key].add(doc_id)
    return {
        key: (count, len(holders[key])) for key, count in occurrences.items() if count >= 3 and len(holders[key]) >= 2
    }


def published_terms(release: Path) -> dict[tuple[int, date | None, str], tuple[int, int]]:
    with catalog(release) as connection:
        found = connection.execute(
            "SELECT regexp_extract(filename, '-(\\d+).parquet', 1)::INT, published_month, term, occurrences, documents "
            "FROM read_parquet(release_folder() || '/term_months/*.parquet', filename = true)"
        ).fetchall()
    keyed = {(year, month, term): (occurrences, documents) for year, month, term, occurrences, documents in found}
    assert len(keyed) == len(found)
    return keyed


def deliver(inbox: Path) -> None:
    for number in range(3):
        write_article(inbox, f"krant/maart-{number}.txt", "2018-03", f"de brug nummer {number}")
        write_article(inbox, f"krant/april-{number}.txt", "2018-04-12", f"het museum nummer {number}")
        write_article(inbox, f"krant/jaar-{number}.txt", "2018", f"de dijk nummer {number}")
        write_article(inbox, f"krant/later-{number}.txt", "2019-03", f"de markt nummer {number}")


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    def make(folder: Path) -> None:
        deliver(folder / "inbox")
        again(folder)

    return Standing(tmp_path_factory.mktemp("terms"), make)


@pytest.fixture
def folder(standing: Standing) -> Path:
    """An inbox, and a warehouse with one release of it."""
    return standing.again()


@pytest.fixture
def first(folder: Path) -> Path:
    return folder / "warehouse/releases/2026.11.0"


def again(folder: Path) -> Path:
    return release_ungated(folder / "inbox", folder / "warehouse")


def test_terms_are_what_counting_the_published_sentences_gives(first: Path) -> None:
    assert published_terms(first) == counted_plainly(first)
    assert (2018, date(2018, 3, 1), "de brug nummer") in published_terms(first)


def test_documents_of_which_only_the_year_is_known_have_a_row_without_a_month(first: Path) -> None:
    assert terms_of(first, "term = 'de dijk nummer'") == [("de dijk nummer", 3, None, 24, 3)]


def test_a_month_that_gets_more_documents_is_counted_again_and_others_stay(first: Path, folder: Path) -> None:
    write_article(folder / "inbox", "krant/nieuw.txt", "2018-03", "de brug nummer vier")
    second = again(folder)
    assert published_terms(second) == counted_plainly(second)
    elsewhere = "published_month IS DISTINCT FROM DATE '2018-03-01'"
    assert terms_of(second, elsewhere) == terms_of(first, elsewhere)
    assert terms_of(second, "term = 'de brug nummer'") == [("de brug nummer", 3, date(2018, 3, 1), 32, 4)]


def test_a_year_without_a_touched_month_is_linked_and_not_written(first: Path, folder: Path) -> None:
    write_article(folder / "inbox", "krant/nieuw.txt", "2018-03", "de brug nummer vier")
    second = again(folder)
    for year, is_same in (("2018", False), ("2019", True)):
        name = f"term_months/term_months-{year}.parquet"
        assert ((first / name).stat().st_ino == (second / name).stat().st_ino) == is_same


def test_a_superseded_document_leaves_no_trace(first: Path, folder: Path) -> None:
    write_article(folder / "inbox", "krant/maart-0.txt", "2018-04", "het museum nummer tien")
    second = again(folder)
    assert terms_of(first, "term = 'de brug nummer'") == [("de brug nummer", 3, date(2018, 3, 1), 24, 3)]
    assert terms_of(second, "term = 'de brug nummer'") == [("de brug nummer", 3, date(2018, 3, 1), 16, 2)]
    assert published_terms(second) == counted_plainly(second)


def test_a_year_that_loses_its_last_term_loses_its_file(first: Path, folder: Path) -> None:
    for number in range(3):
        write_article(folder / "inbox", f"krant/later-{number}.txt", "2018-05", f"de kerk nummer {number}")
    second = again(folder)
    assert (first / "term_months/term_months-2019.parquet").exists()
    assert not (second / "term_months/term_months-2019.parquet").exists()
    assert published_terms(second) == counted_plainly(second)


def test_bytes_that_come_again_and_moved_files_count_once(first: Path, folder: Path) -> None:
    inbox = folder / "inbox"
    shutil.copy(inbox / "krant/maart-0.txt", inbox / "krant/kopie.txt")
    (inbox / "krant/maart-1.txt").rename(inbox / "krant/elders.txt")
    second = again(folder)
    assert second != first
    name = "term_months/term_months-2018.parquet"
    assert (first / name).stat().st_ino == (second / name).stat().st_ino


def test_a_delivery_in_two_runs_gives_the_terms_of_one(first: Path, folder: Path, tmp_path: Path) -> None:
    inbox, warehouse = tmp_path / "in-delen", tmp_path / "other"
    for part in ("0", "1", "2"):
        for path in (folder / "inbox").rglob(f"*-{part}.txt"):
            (inbox / "krant").mkdir(parents=True, exist_ok=True)
            shutil.copy(path, inbox / "krant" / path.name)
        last = release_ungated(inbox, warehouse)
    assert last.name == "2026.11.2"
    for path in sorted((first / "term_months").iterdir()):
        assert (last / "term_months" / path.name).read_bytes() == path.read_bytes()


def test_what_few_documents_change_is_what_a_new_count_gives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of months of three documents: as if they had many."""
    inbox = folder / "inbox/krant"
    write_article(inbox, "nieuw.txt", "2018-03", "de brug nummer vier")
    write_article(inbox, "maart-0.txt", "2018-04", "het museum nummer tien")
    write_article(inbox, "jaar-0.txt", "2018", "de dijk nummer elf")
    asked: list[int] = []

    def change(
        terms: Path, before: Path, now: Path, changes: Mapping[date | None, SlightChange]
    ) -> Iterator[tuple[date | None, pa.Table]]:
        asked.append(len(changes))
        return change_months(terms, before, now, changes)

    monkeypatch.setattr(term_months, "SMALLEST_RATIO", 0)
    monkeypatch.setattr(term_months, "change_months", change)
    second = again(folder)
    assert asked == [3]
    assert published_terms(second) == counted_plainly(second)


def test_rows_agree_with_the_manifest_and_the_gate_passes(tmp_path: Path) -> None:
    deliver(tmp_path / "inbox")
    report = run_plain(tmp_path / "inbox", tmp_path / "warehouse")
    assert report.published
    release = tmp_path / "warehouse/releases/2026.11.0"
    manifest = read_json(release / "manifest.json")
    [(found,)] = rows(release, "SELECT count(*) FROM term_months")
    assert manifest["counts"]["term_months"] == found > 100
    checks = {check["id"]: check for check in read_json(release / "quality.json")["checks"]}
    assert checks["tables.rows_agree"]["success"]
    assert checks["release.term_months_possible"]["success"]


@pytest.mark.parametrize(("column", "spoil"), [("occurrences", 1000), ("documents", 2), ("occurrences", -1)])
def test_terms_that_a_month_cannot_hold_stop_the_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, column: str, spoil: int
) -> None:
    honest = TermCounter.count

    def count(self: TermCounter, *cut_off: CutOff) -> pa.Table:
        table = honest(self, *cut_off)
        return table.set_column(table.schema.get_field_index(column), column, pc.multiply(table[column], spoil))

    monkeypatch.setattr(TermCounter, "count", count)
    deliver(tmp_path / "inbox")
    with pytest.raises(GateStoppedError):
        run_plain(tmp_path / "inbox", tmp_path / "warehouse")
    checks = read_json(tmp_path / "warehouse/candidate-failed/quality.json")["checks"]
    failed = [check["id"] for check in checks if not check["success"] and check["severity"] == "critical"]
    assert failed == ["release.term_months_possible"]


def test_an_article_without_a_neighbour_in_its_month_has_no_terms(tmp_path: Path) -> None:
    path = tmp_path / "inbox/alleen.txt"
    path.parent.mkdir()
    path.write_text(article("2018-03"), encoding="utf-8")
    release = release_ungated(tmp_path / "inbox", tmp_path / "warehouse")
    assert not (release / "term_months").exists()
    assert terms_of(release) == []
