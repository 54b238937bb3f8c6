"""What the reading side knows of a warehouse: releases and what no release holds yet, side by side."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.articles import article, write_article
from tests.plain_road import run_plain, take_in_plain
from transforms.errors import UsageError, VerificationError
from warehouse.explanation import explain
from warehouse.inspection import open_inspection, read_state
from warehouse.layout import Warehouse
from warehouse.reading import Deferral
from warehouse.rejects import count_reasons, list_ignored, list_rejects
from warehouse.state import open_state
from warehouse.status import look_at

COLLIDING = (71380, 109128)


@pytest.fixture
def inbox(seeds_like_warehouse: Path, tmp_path: Path) -> Path:
    shutil.copytree(seeds_like_warehouse.parent / "inbox", tmp_path / "inbox")
    return tmp_path / "inbox"


@pytest.fixture
def warehouse(seeds_like_warehouse: Path, inbox: Path, tmp_path: Path) -> Warehouse:
    """A published warehouse that may be written to, its ledger about the copied inbox."""
    place = Warehouse(tmp_path / "warehouse")
    shutil.copytree(seeds_like_warehouse, place.root)
    with open_state(place) as state:
        state.execute("UPDATE inboxes SET inbox = $inbox", {"inbox": str(inbox)})
    return place


@pytest.fixture
def nowhere(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "nowhere")


def test_an_absent_warehouse_has_no_verdict(nowhere: Warehouse) -> None:
    with open_inspection(nowhere) as inspection:
        assert inspection.rows("status_verdicts") == []
        assert inspection.release is None
        assert inspection.pending == ()
    assert read_state(nowhere, count_ignored={}) == {"count_ignored": []}
    assert list_rejects(nowhere).rows == []
    assert list_ignored(nowhere).total == 0
    assert not nowhere.root.exists()


def test_a_state_without_tables_answers_with_nothing(nowhere: Warehouse) -> None:
    """A run that was killed in its first moment leaves an empty database."""
    nowhere.root.mkdir()
    duckdb.connect(nowhere.state_file).close()
    assert read_state(nowhere, count_ignored={}) == {"count_ignored": []}
    assert look_at(nowhere).last_run is None


def test_refusals_show_before_any_release_holds_them(warehouse: Warehouse, inbox: Path) -> None:
    (inbox / "krant/nieuw-leeg.txt").write_bytes(b"")
    report = take_in_plain(inbox, warehouse.root, run_id="second")
    assert report.rejected == 1
    found = list_rejects(warehouse)
    assert found.total == 5
    assert (found.rows[0]["source_path"], found.rows[0]["is_pending"]) == ("krant/nieuw-leeg.txt", True)
    assert not any(row["is_pending"] for row in found.rows[1:])
    counts = {row["reason"]: (row["file_count"], row["pending_count"]) for row in found.counts}
    assert counts["file_empty"] == (2, 1)
    assert counts["date_missing"] == (1, 0)
    told = explain(warehouse, "krant/nieuw-leeg.txt", inbox=inbox)
    assert [(row["is_pending"], row["standing"]) for row in told.verdicts] == [(True, None)]
    assert look_at(warehouse).verdicts["rejected"] == {"published": 4, "pending": 1}


def test_everything_shows_before_the_first_release(inbox: Path, nowhere: Warehouse) -> None:
    take_in_plain(inbox, nowhere.root)
    assert list_rejects(nowhere).total == 4
    (copy,) = list_rejects(nowhere, is_about_duplicates=True).rows
    assert copy["duplicate_of"] == copy["doc_id"]
    told = explain(nowhere, "krant/artikel-3.txt", inbox=inbox)
    assert [row["source_path"] for row in told.duplicates] == ["krant/kopie-3.txt"]
    assert told.documents == told.changes == []
    status = look_at(nowhere)
    assert status.latest is None
    assert status.pending_batches == 1
    assert any("kroniek publish" in warning.what_to_do for warning in status.warnings)


def test_reasons_of_one_run(warehouse: Warehouse, inbox: Path) -> None:
    (inbox / "krant/nieuw-leeg.txt").write_bytes(b"")
    take_in_plain(inbox, warehouse.root, run_id="second")
    assert [(row["reason"], row["file_count"]) for row in count_reasons(warehouse, run_id="second")] == [
        ("file_empty", 1)
    ]
    assert sum(row["file_count"] for row in count_reasons(warehouse, run_id="plain")) == 5


def test_a_file_with_new_content_tells_its_whole_life(warehouse: Warehouse, inbox: Path) -> None:
    first = explain(warehouse, "krant/artikel-1.txt", inbox=inbox).doc_ids
    write_article(inbox, "krant/artikel-1.txt", "2011-02", "de nieuwe haven")
    run_plain(inbox, warehouse.root, run_id="second")
    told = explain(warehouse, "krant/artikel-1.txt", inbox=inbox)
    assert [(row["verdict"], row["standing"]) for row in told.verdicts] == [
        ("accepted", "superseded"),
        ("accepted", "current"),
    ]
    assert told.doc_ids[0] == first[0]
    assert [row["doc_id"] for row in told.documents] == [told.doc_ids[1]]
    assert {(row["release"], row["change"]) for row in told.changes} == {
        ("2026.11.0", "added"),
        ("2026.11.1", "added"),
        ("2026.11.1", "removed"),
    }


def test_a_refused_file_that_is_delivered_again_is_no_reject_any_more(warehouse: Warehouse, inbox: Path) -> None:
    write_article(inbox, "krant/leeg.txt", "2015-05", "het oude station")
    run_plain(inbox, warehouse.root, run_id="second")
    assert "krant/leeg.txt" not in {row["source_path"] for row in list_rejects(warehouse).rows}
    told = explain(warehouse, "krant/leeg.txt", inbox=inbox)
    assert [row["reason"] for row in told.verdicts] == ["file_empty", "all_checks_passed"]


def test_a_moved_file_is_found_under_both_paths(warehouse: Warehouse, inbox: Path) -> None:
    (inbox / "krant/artikel-2.txt").rename(inbox / "krant/verhuisd.txt")
    report = take_in_plain(inbox, warehouse.root, run_id="second")
    assert (report.unchanged, report.accepted) == (11, 0)
    moved = explain(warehouse, "krant/verhuisd.txt", inbox=inbox)
    old = explain(warehouse, "krant/artikel-2.txt", inbox=inbox)
    assert moved.verdicts == old.verdicts
    assert [row["source_path"] for row in moved.files] == ["krant/verhuisd.txt"]
    assert moved.files == old.files


def test_a_deferred_file_tells_its_cause(warehouse: Warehouse, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "krant/dicht.txt").write_text(article("2015-05", "de weg"), encoding="utf-8")

    def refuse(*_: object, **__: object) -> Deferral:
        return Deferral("unreadable", "Permission denied")

    monkeypatch.setattr("warehouse.take_in.read_source_file", refuse)  # root may read everything
    report = take_in_plain(inbox, warehouse.root, run_id="second")
    assert report.deferred == 1
    told = explain(warehouse, "krant/dicht.txt", inbox=inbox)
    assert told.verdicts == []
    assert [(row["cause"], row["detail"]) for row in told.deferred] == [("unreadable", "Permission denied")]
    assert [row["source_path"] for row in look_at(warehouse).deferred] == ["krant/dicht.txt"]


def test_names_that_are_no_utf8_or_hold_a_percent_sign_are_found(warehouse: Warehouse, inbox: Path) -> None:
    write_article(inbox, "krant/100%.txt", "2015-05", "de volle honderd procent")
    strange = inbox / "krant" / b"caf\xe9.txt".decode("utf-8", "surrogateescape")
    strange.write_text(article("2015-06", "het caf\u00e9"), encoding="utf-8")
    take_in_plain(inbox, warehouse.root, run_id="second")
    for typed, stored in (("krant/100%.txt", "krant/100%25.txt"), (str(strange), "krant/caf%E9.txt")):
        assert explain(warehouse, typed, inbox=inbox).source_paths == [stored]
        assert explain(warehouse, stored, inbox=inbox).source_paths == [stored]


def test_an_id_that_two_documents_begin_with_is_refused(warehouse: Warehouse, inbox: Path) -> None:
    """The sha256 of these two texts begin with the same eight digits."""
    for number in COLLIDING:
        (inbox / f"krant/gelijk-{number}.txt").write_text(f"geen datum {number}", encoding="ascii")
    take_in_plain(inbox, warehouse.root, run_id="second")
    (doc_id,) = explain(warehouse, f"krant/gelijk-{COLLIDING[0]}.txt", inbox=inbox).doc_ids
    assert explain(warehouse, doc_id[:12], inbox=inbox).doc_ids == [doc_id]
    with pytest.raises(UsageError, match="Several documents") as caught:
        explain(warehouse, doc_id[:8], inbox=inbox)
    assert all(f"krant/gelijk-{number}.txt" in caught.value.where for number in COLLIDING)


def test_a_damaged_file_is_told_by_rejects_and_survived_by_status(warehouse: Warehouse) -> None:
    for file in warehouse.releases.glob("*/verdicts/*.parquet"):
        file.chmod(0o644)
        file.write_bytes(b"damaged")
    with pytest.raises(VerificationError):
        list_rejects(warehouse)
    status = look_at(warehouse)
    assert status.latest is not None
    assert any("cannot be read" in warning.what for warning in status.warnings)


def test_a_release_that_is_gone_is_survived_by_status(warehouse: Warehouse) -> None:
    shutil.rmtree(warehouse.releases)
    status = look_at(warehouse)
    assert status.latest is None
    assert len(status.warnings) == 1


def test_a_batch_that_a_run_left_behind_is_a_warning(warehouse: Warehouse) -> None:
    shutil.copytree(warehouse.own_raw_folder(warehouse.raw_batches()[0]), warehouse.raw / "000002-0123456789abcdef")
    status = look_at(warehouse)
    assert status.unfinished_batches == 1
    assert any("died" in warning.what for warning in status.warnings)


def test_linked_files_count_once_on_the_disk(warehouse: Warehouse, inbox: Path) -> None:
    before = look_at(warehouse).disk_bytes["releases"]
    write_article(inbox, "krant/ander-jaar.txt", "2022-05", "de sluis")
    run_plain(inbox, warehouse.root, run_id="second")
    status = look_at(warehouse)
    assert status.release_count == 2
    assert before < status.disk_bytes["releases"] < 2 * before
