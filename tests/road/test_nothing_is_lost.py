"""Files are renamed, overwritten, copied, touched and mended between runs: what the inbox holds stays published."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from flows.reports import RunReport
from tests.articles import article, write_article
from tests.plain_road import take_in_plain
from tests.ungated import assert_invariants, publish_ungated, release_ungated, rows
from transforms.paragraphs import clean_body
from warehouse.layout import Warehouse

FIELDS = ("seen", "accepted", "rejected", "duplicates", "unchanged", "deferred")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "inbox"


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


def account(report: RunReport) -> tuple[int, ...]:
    return tuple(getattr(report, name) for name in FIELDS)


def topics(release: Path) -> set[str]:
    """Topics of the published articles."""
    return {text.split(" over ")[1].split(".")[0] for (text,) in rows(release, "SELECT text FROM documents")}


@pytest.fixture
def planted_bug(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Curate fails on every text about the market, until the patch is undone."""

    def planted(text: str) -> str:
        if "de markt" in text:
            raise ZeroDivisionError("a planted bug")
        return clean_body(text)

    monkeypatch.setattr("transforms.source_documents.clean_body", planted)
    return monkeypatch


def test_files_renamed_in_a_chain_are_all_still_published(inbox: Path, warehouse: Path) -> None:
    """As logs are rotated: each name now holds what the name before it held."""
    write_article(inbox, "1.txt", "2019-01", "de brug")
    write_article(inbox, "2.txt", "2019-02", "het museum")
    release_ungated(inbox, warehouse)
    (inbox / "2.txt").rename(inbox / "3.txt")
    (inbox / "1.txt").rename(inbox / "2.txt")
    assert topics(release_ungated(inbox, warehouse)) == {"de brug", "het museum"}
    write_article(inbox, "1.txt", "2020-01", "de dijk")
    assert topics(release_ungated(inbox, warehouse)) == {"de brug", "het museum", "de dijk"}


def test_two_files_that_swap_names_are_both_still_published(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "1.txt", "2019-01", "de brug")
    write_article(inbox, "2.txt", "2019-02", "het museum")
    release_ungated(inbox, warehouse)
    (inbox / "1.txt").rename(inbox / "over.txt")
    (inbox / "2.txt").rename(inbox / "1.txt")
    (inbox / "over.txt").rename(inbox / "2.txt")
    release = release_ungated(inbox, warehouse)
    assert dict(rows(release, "SELECT source_path, date_start::VARCHAR FROM documents")) == {
        "1.txt": "2019-02-01",
        "2.txt": "2019-01-01",
    }


def test_a_new_file_under_the_old_name_of_a_moved_one_does_not_replace_it(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "vandaag.txt", "2019-01", "de brug")
    release_ungated(inbox, warehouse)
    (inbox / "vandaag.txt").rename(inbox / "gisteren.txt")
    release_ungated(inbox, warehouse)
    write_article(inbox, "vandaag.txt", "2019-02", "het museum")
    report = take_in_plain(inbox, warehouse)
    assert account(report) == (2, 1, 0, 0, 1, 0)
    release = publish_ungated(warehouse)
    assert release is not None
    assert_invariants(release)
    assert dict(rows(release, "SELECT source_path, date_start::VARCHAR FROM documents")) == {
        "gisteren.txt": "2019-01-01",
        "vandaag.txt": "2019-02-01",
    }
    assert account(take_in_plain(inbox, warehouse)) == (2, 0, 0, 0, 2, 0)


def test_a_document_that_moved_on_long_ago_is_not_dropped_when_its_first_path_changes(
    inbox: Path, warehouse: Path
) -> None:
    write_article(inbox, "1.txt", "2019-01", "de brug")
    release_ungated(inbox, warehouse)
    write_article(inbox, "1.txt", "2019-01", "de dijk")
    release_ungated(inbox, warehouse)
    write_article(inbox, "2.txt", "2019-01", "de brug")  # the old content again, elsewhere
    release_ungated(inbox, warehouse)
    (inbox / "1.txt").write_text("zonder datum", encoding="utf-8")
    take_in_plain(inbox, warehouse)
    write_article(inbox, "3.txt", "2019-01", "de markt")
    assert topics(release_ungated(inbox, warehouse)) == {"de brug", "de dijk", "de markt"}


def test_a_new_copy_of_a_text_that_stays_after_all_is_its_duplicate(inbox: Path, warehouse: Path) -> None:
    """Both paths bring the same new text: only one is accepted, so the other path's old document stays."""
    write_article(inbox, "1.txt", "2019-03", "de dijk")
    write_article(inbox, "2.txt", "2019-03", "de markt")
    release_ungated(inbox, warehouse)
    write_article(inbox, "1.txt", "2019-03", "het zwembad")
    write_article(inbox, "2.txt", "2019-03", "het zwembad")
    write_article(inbox, "3.txt", "2019-03", "de markt")
    release = release_ungated(inbox, warehouse)
    assert topics(release) == {"het zwembad", "de markt"}
    assert rows(release, "SELECT source_path FROM duplicates ORDER BY ALL") == [("2.txt",), ("3.txt",)]


def test_a_mended_date_is_published_although_an_earlier_copy_comes_with_it(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "2.txt", "2019-03", "de dijk")
    release_ungated(inbox, warehouse)
    write_article(inbox, "2.txt", "2019-04", "de dijk")
    write_article(inbox, "1.txt", "2019-02", "de dijk")
    release = release_ungated(inbox, warehouse)
    assert rows(release, "SELECT source_path, date_start::VARCHAR, earliest_date::VARCHAR FROM documents") == [
        ("2.txt", "2019-04-01", "2019-02-01")
    ]


def test_the_earliest_date_follows_when_the_duplicate_that_gave_it_is_mended(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "1.txt", "2019-03", "de dijk")
    write_article(inbox, "tussen.txt", "2019-05", "de dijk")
    release_ungated(inbox, warehouse)
    write_article(inbox, "kopie.txt", "2018-02", "de dijk")
    write_article(inbox, "nog een.txt", "2018-12", "de dijk")
    query = "SELECT source_path, earliest_date::VARCHAR FROM documents"
    assert rows(release_ungated(inbox, warehouse), query) == [("1.txt", "2018-02-01")]
    write_article(inbox, "kopie.txt", "2019-05", "de dijk")
    assert rows(release_ungated(inbox, warehouse), query) == [("1.txt", "2018-12-01")]
    write_article(inbox, "nog een.txt", "2019-05", "iets heel anders")
    release = release_ungated(inbox, warehouse)
    assert ("1.txt", "2019-03-01") in rows(release, query)


def test_a_document_is_not_undone_by_its_own_bytes_coming_back_to_stricter_settings(
    inbox: Path, warehouse: Path
) -> None:
    write_article(inbox, "1.txt", "2019-03", "de dijk")
    release_ungated(inbox, warehouse)
    (inbox / "1.txt").write_text("zonder datum", encoding="utf-8")
    take_in_plain(inbox, warehouse)
    write_article(inbox, "1.txt", "2019-03", "de dijk")
    assert account(take_in_plain(inbox, warehouse, minimum_letter_count=100_000)) == (1, 0, 1, 0, 0, 0)
    write_article(inbox, "2.txt", "2019-03", "de markt")
    assert topics(release_ungated(inbox, warehouse)) == {"de dijk", "de markt"}


def test_content_that_comes_back_in_a_later_month_has_one_verdict(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "1.txt", "2019-03", "de dijk")
    release_ungated(inbox, warehouse, now="2026-09-22T06:00:00Z")
    (inbox / "1.txt").write_text("zonder datum", encoding="utf-8")
    take_in_plain(inbox, warehouse, now="2026-10-22T06:00:00Z")
    write_article(inbox, "1.txt", "2019-03", "de dijk")
    write_article(inbox, "2.txt", "2019-03", "de markt")
    release = release_ungated(inbox, warehouse)
    assert rows(release, "SELECT source_path, verdict, standing FROM verdicts ORDER BY source_path, batch_no") == [
        ("1.txt", "rejected", "superseded"),
        ("1.txt", "accepted", "current"),
        ("2.txt", "accepted", "current"),
    ]


@pytest.mark.usefixtures("planted_bug")
def test_a_file_set_aside_stays_deferred_when_it_is_touched_or_moved(
    inbox: Path, warehouse: Path, planted_bug: pytest.MonkeyPatch
) -> None:
    write_article(inbox, "1.txt", "2019-03", "de dijk")
    write_article(inbox, "2.txt", "2019-03", "de markt")
    assert account(take_in_plain(inbox, warehouse)) == (2, 1, 0, 0, 0, 1)
    os.utime(inbox / "2.txt", (5, 5))
    assert account(take_in_plain(inbox, warehouse)) == (2, 0, 0, 0, 1, 1)
    assert account(take_in_plain(inbox, warehouse)) == (2, 0, 0, 0, 1, 1)
    (inbox / "2.txt").rename(inbox / "3.txt")
    assert account(take_in_plain(inbox, warehouse)) == (2, 0, 0, 0, 1, 1)
    assert account(take_in_plain(inbox, warehouse)) == (2, 0, 0, 0, 1, 1)
    assert len(Warehouse(warehouse).raw_batches()) == 1
    planted_bug.undo()
    assert account(take_in_plain(inbox, warehouse)) == (2, 1, 0, 0, 1, 0)
    assert account(take_in_plain(inbox, warehouse)) == (2, 0, 0, 0, 2, 0)
    release = publish_ungated(warehouse)
    assert release is not None
    assert topics(release) == {"de dijk", "de markt"}


def test_a_file_set_aside_that_is_replaced_is_judged_by_its_new_content(
    inbox: Path, warehouse: Path, planted_bug: pytest.MonkeyPatch
) -> None:
    write_article(inbox, "1.txt", "2019-03", "de markt")
    assert account(take_in_plain(inbox, warehouse)) == (1, 0, 0, 0, 0, 1)
    write_article(inbox, "1.txt", "2019-03", "het museum")
    assert account(take_in_plain(inbox, warehouse)) == (1, 1, 0, 0, 0, 0)
    planted_bug.undo()
    assert account(take_in_plain(inbox, warehouse)) == (1, 0, 0, 0, 1, 0)


def test_a_file_set_aside_survives_the_loss_of_the_state_file(
    inbox: Path, warehouse: Path, planted_bug: pytest.MonkeyPatch
) -> None:
    write_article(inbox, "1.txt", "2019-03", "de dijk")
    write_article(inbox, "2.txt", "2019-03", "de markt")
    take_in_plain(inbox, warehouse)
    publish_ungated(warehouse)
    (warehouse / "state.duckdb").unlink()
    assert account(take_in_plain(inbox, warehouse)) == (2, 0, 0, 0, 1, 1)
    assert account(take_in_plain(inbox, warehouse)) == (2, 0, 0, 0, 1, 1)
    planted_bug.undo()
    assert account(take_in_plain(inbox, warehouse)) == (2, 1, 0, 0, 1, 0)
    publish_ungated(warehouse)
    (warehouse / "state.duckdb").unlink()
    assert account(take_in_plain(inbox, warehouse)) == (2, 0, 0, 0, 2, 0)
    assert account(take_in_plain(inbox, warehouse)) == (2, 0, 0, 0, 2, 0)


@pytest.mark.parametrize(
    "place",
    [
        "documents/2019-12/documents",
        "haken [1]",
        "ster *",
        "aan'halings\"tekens",
        "100%25",
        "{a,b}",
        "{{files}}",
        "spatie ",
    ],
)
def test_a_warehouse_may_lie_in_a_folder_of_any_name(tmp_path: Path, place: str) -> None:
    inbox, warehouse = tmp_path / place / "inbox", tmp_path / place / "documents"
    write_article(inbox, "1.txt", "2019-03", "de dijk")
    release_ungated(inbox, warehouse)
    write_article(inbox, "1.txt", "2019-04", "de dijk")
    write_article(inbox, "2.txt", "2019-02", "de markt")
    assert topics(release_ungated(inbox, warehouse)) == {"de dijk", "de markt"}


def test_an_inbox_whose_path_is_not_utf8_is_taken_in(tmp_path: Path, warehouse: Path) -> None:
    inbox = Path(os.fsdecode(os.fsencode(tmp_path) + b"/post\xff"))
    write_article(inbox, "krant/1.txt", "2019-03", "de dijk")
    assert account(take_in_plain(inbox, warehouse)) == (1, 1, 0, 0, 0, 0)
    assert account(take_in_plain(inbox, warehouse)) == (1, 0, 0, 0, 1, 0)


def test_folders_that_are_no_batches_are_left_alone(inbox: Path, warehouse: Path) -> None:
    write_article(inbox, "1.txt", "2019-03", "de dijk")
    release_ungated(inbox, warehouse)
    (warehouse / "raw" / "lost+found").mkdir()
    (warehouse / "staged" / "000001-oud").mkdir()
    write_article(inbox, "2.txt", "2019-03", "de markt")
    assert topics(release_ungated(inbox, warehouse)) == {"de dijk", "de markt"}
    assert (warehouse / "raw" / "lost+found").is_dir()


TOPICS = ("de brug", "het museum", "de dijk", "de markt")
PATHS = ("1.txt", "2.txt", "3.txt", "map/4.txt")


@pytest.mark.parametrize("seed", [pytest.param(110, marks=pytest.mark.long), 116])
def test_a_random_walk_of_deliveries_loses_nothing(inbox: Path, warehouse: Path, seed: int) -> None:
    """Every valid article that lies in the inbox is published after each release, and the account holds."""
    draw = random.Random(seed)  # noqa: S311 (a walk that can be repeated)
    (inbox / "map").mkdir(parents=True)
    for step in range(8):
        for clock in range(draw.randint(1, 4)):
            _deliver(inbox, draw, moment=1 + 10 * step + clock)
        if draw.random() < 0.15:
            (warehouse / "state.duckdb").unlink(missing_ok=True)
        now = f"2026-{1 + step:02d}-10T06:00:00Z"
        assert take_in_plain(inbox, warehouse, now=now).is_balanced()
        if draw.random() < 0.6 and (release := publish_ungated(warehouse, now=now)) is not None:
            assert_invariants(release)
            texts = [path.read_text(encoding="utf-8") for path in inbox.rglob("*.txt")]
            assert {topic for topic in TOPICS if any(topic in text for text in texts)} <= topics(release)


def _deliver(inbox: Path, draw: random.Random, *, moment: int) -> None:
    one, other = inbox / draw.choice(PATHS), inbox / draw.choice(PATHS)
    what = draw.choice(["write"] * 4 + ["rename"] * 3 + ["delete", "touch", "copy", "spoil"])
    if what == "write":
        one.write_text(article(draw.choice(["2019-01", "2019-02", "2020-03"]), draw.choice(TOPICS)), encoding="utf-8")
        os.utime(one, (moment, moment))
    elif what == "spoil":
        one.write_text("zonder datum", encoding="utf-8")
        os.utime(one, (moment, moment))
    elif one.exists() and what == "delete":
        one.unlink()
    elif one.exists() and what == "touch":
        os.utime(one, (moment, moment))
    elif one.exists() and one != other:
        (shutil.move if what == "rename" else shutil.copy2)(one, other)
