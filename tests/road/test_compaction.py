"""Packing batches changes nothing but the folders that they lie in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import stages
from tests.articles import article, write_article
from tests.judged_again import LOOSE, latest, write_short
from tests.packing import assert_records_true, folder_names, tables, tidy, verdict_rows
from tests.plain_road import on_plain_warehouse, rejudge_plain, take_in_plain
from tests.road.test_interrupted import KilledError, killed_at
from tests.ungated import assert_invariants, publish_ungated, rows
from transforms.errors import GateStoppedError, VerificationError
from warehouse.durable import hash_file
from warehouse.explanation import explain
from warehouse.layout import Warehouse
from warehouse.raw_batches import PartLimits
from warehouse.rejects import list_rejects
from warehouse.state import open_state
from warehouse.status import look_at

MONTHS_LATER = "2026-03-20T09:00:00Z"
A_YEAR_LATER = "2027-02-01T09:00:00Z"


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an inbox and a warehouse of seven batches of two years; a release holds three of them."""
    folder = tmp_path_factory.mktemp("delivered")
    inbox, warehouse = folder / "inbox", folder / "warehouse"

    def bring(now: str) -> None:
        assert take_in_plain(inbox, warehouse, now=now, part_files=2).is_balanced()

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for number, topic in enumerate(("de brug", "het museum", "de dijk")):
            write_article(inbox, f"krant/{number}.txt", f"201{number}-05", topic)
        bring("2025-12-30T09:00:00Z")
        write_short(inbox, "kort.txt", "2019-02")
        write_article(inbox, "radio/later.txt", "2015-01", "de brug")
        bring("2025-12-31T22:59:00Z")
        write_article(inbox, "krant/1.txt", "2011-05", "de markt")
        bring("2025-12-31T23:01:00Z")  # the new year, in Amsterdam
        publish_ungated(warehouse, now="2026-01-01T09:00:00Z")
        write_article(inbox, "krant/oud.txt", "1990-05", "de dijk")
        (inbox / "kopie.txt").write_bytes((inbox / "kort.txt").read_bytes())
        bring("2026-01-02T09:00:00Z")
        write_article(inbox, "krant/4.txt", "2014-05", "de kerk")
        write_article(inbox, "krant/fout.txt", "2019-13")
        bring("2026-01-02T10:00:00Z")
        near = article("2016-05", "de kerk").replace("donderdag", "vrijdag").replace("ruim twee", "ruim drie")
        (inbox / "bijna.txt").write_text(near, encoding="utf-8")
        bring("2026-02-03T10:00:00Z")
        write_article(inbox, "krant/5.txt", "2017-05", "de sluis")
        bring("2026-03-20T08:00:00Z")
    return folder


@pytest.fixture
def inbox(tmp_path: Path, delivered: Path) -> Iterator[Path]:
    """Under the name that the warehouses know, or the files would be new ones of another inbox."""
    kept = tmp_path / "kept"
    shutil.copytree(delivered / "inbox", kept)
    yield delivered / "inbox"
    shutil.rmtree(delivered / "inbox")
    shutil.copytree(kept, delivered / "inbox")


@pytest.fixture
def loose(tmp_path: Path, delivered: Path) -> Path:
    return Path(shutil.copytree(delivered / "warehouse", tmp_path / "loose"))


@pytest.fixture
def packed(tmp_path: Path, delivered: Path) -> Path:
    folder = Path(shutil.copytree(delivered / "warehouse", tmp_path / "packed"))
    tidy(folder, MONTHS_LATER)
    return folder


def assert_alike(loose: Path, packed: Path) -> None:
    """Nobody who asks can tell which of the two is packed."""
    one, other = Warehouse(loose.resolve()), Warehouse(packed.resolve())
    assert one.raw_batches() == other.raw_batches()
    assert one.staged_batches() == other.staged_batches()
    assert verdict_rows(loose) == verdict_rows(packed)
    assert list_rejects(one).rows == list_rejects(other).rows
    assert look_at(one).verdicts == look_at(other).verdicts
    for path in {row["source_path"] for row in verdict_rows(loose)}:
        told = [explain(place, path, inbox=Path("inbox")) for place in (one, other)]
        assert told[0].verdicts == told[1].verdicts
    assert tables(latest(loose)) == tables(latest(packed))
    assert_records_true(packed)


def publish(warehouse: Path, now: str = "2026-03-20T10:00:00Z") -> None:
    release = publish_ungated(warehouse, now=now)
    assert release is not None
    assert_invariants(release)


def test_batches_of_a_closed_period_lie_in_one_folder(packed: Path) -> None:
    for part in ("raw", "staged"):
        names = folder_names(packed, part)
        assert names[:2] == ["000001-000002.pack", "000003-000005.pack"]
        assert [name[:6] for name in names[2:]] == ["000006", "000007"]  # alone in its month; of today
    tidy(packed, "2026-04-02T09:00:00Z")
    assert folder_names(packed)[1] == "000003-000005.pack"  # three months stay apart until their year is over
    tidy(packed, A_YEAR_LATER)
    for part in ("raw", "staged"):
        assert folder_names(packed, part) == ["000001-000002.pack", "000003-000007.pack"]
    assert_records_true(packed)


def test_nothing_is_packed_twice(packed: Path) -> None:
    before = {path: path.stat().st_ino for path in packed.rglob("*.parquet")}
    tidy(packed, MONTHS_LATER)
    assert {path: path.stat().st_ino for path in packed.rglob("*.parquet")} == before


@pytest.mark.parametrize("part_files", [500, pytest.param(3, marks=pytest.mark.long)])
def test_a_release_of_packed_batches_has_the_bytes_of_one_of_loose_ones(
    loose: Path, packed: Path, part_files: int
) -> None:
    tidy(packed, A_YEAR_LATER, limits=PartLimits(part_files, 16_000_000))
    assert_alike(loose, packed)
    for warehouse in (loose, packed):
        publish(warehouse)
    assert_alike(loose, packed)


def test_packed_batches_are_judged_again_as_loose_ones(loose: Path, packed: Path, inbox: Path) -> None:
    tidy(packed, A_YEAR_LATER)
    changes = []
    for warehouse in (loose, packed):
        changes.append(rejudge_plain(inbox, warehouse, now="2026-03-20T09:00:00Z", **LOOSE).changes)
        assert changes[0]
    assert changes[0] == changes[1]
    assert_alike(loose, packed)
    for warehouse in (loose, packed):
        publish(warehouse)
    assert_alike(loose, packed)


def test_a_copy_of_an_old_batch_is_promoted_out_of_a_pack(loose: Path, packed: Path, inbox: Path) -> None:
    for warehouse in (loose, packed):
        publish(warehouse)
    write_article(inbox, "krant/0.txt", "2010-05", "het plein")  # leaves radio/later.txt, its copy of batch 2
    write_article(inbox, "krant/4.txt", "2014-05", "de haven")  # leaves bijna.txt, its near copy
    for warehouse in (loose, packed):
        take_in_plain(inbox, warehouse, now="2026-03-20T11:00:00Z")
        publish(warehouse, "2026-03-20T12:00:00Z")
    assert_alike(loose, packed)
    paths = [path for (path,) in rows(latest(packed), "SELECT source_path FROM documents ORDER BY ALL")]
    assert {"radio/later.txt", "bijna.txt", "krant/0.txt", "krant/4.txt"} <= set(paths)


def test_a_lost_state_is_made_again_from_packs(loose: Path, packed: Path, inbox: Path) -> None:
    states = []
    for warehouse in (loose, packed):
        (warehouse / "state.duckdb").unlink()
        report = take_in_plain(inbox, warehouse, now="2026-03-20T11:00:00Z")
        assert (report.seen, report.unchanged) == (11, 5)  # five are of the release, the others are counted anew
        with open_state(Warehouse(warehouse.resolve()), read_only=True) as state:
            states.append({name: state.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in
                           ("ledger", "batches", "inboxes", "deferred", "path_aliases")})  # fmt: skip
    assert states[0] == states[1]
    assert len(states[0]["batches"]) == 7


def test_a_return_to_a_release_in_the_middle_of_a_pack_publishes_the_rest_of_it(loose: Path, packed: Path) -> None:
    for warehouse in (loose, packed):
        pointer = (warehouse / "latest.json").read_text()
        publish(warehouse)
        (warehouse / "latest.json").write_text(pointer)  # a release up to batch 3, the first of a pack
        publish(warehouse, "2026-03-20T12:00:00Z")
    assert_alike(loose, packed)


@pytest.mark.long
def test_staged_batches_that_are_lost_are_made_again_from_packed_bytes(loose: Path, packed: Path, inbox: Path) -> None:
    for warehouse in (loose, packed):
        for name in ("staged", "fingerprints", "releases"):
            shutil.rmtree(warehouse / name)
        for name in ("state.duckdb", "latest.json"):
            (warehouse / name).unlink()
        take_in_plain(inbox, warehouse, now="2026-03-20T11:00:00Z")
        publish(warehouse)
    assert_alike(loose, packed)
    tidy(packed, MONTHS_LATER)
    assert folder_names(packed)[:2] == ["000001-000002.pack", "000003-000005.pack"]
    assert_alike(loose, packed)


def tree(warehouse: Path) -> dict[str, str]:
    """Everything that is kept of batches."""
    return {
        path.relative_to(warehouse).as_posix(): hash_file(path)
        for part in ("raw", "staged")
        for path in (warehouse / part).rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    "moment",
    [
        ("rename", 5),
        ("replace", 1),
        pytest.param(("rename", 1), marks=pytest.mark.long),
        pytest.param(("fsync", 23), marks=pytest.mark.long),
    ],
)
def test_death_at_any_moment_of_packing_is_finished_by_the_next_run(
    loose: Path, packed: Path, monkeypatch: pytest.MonkeyPatch, moment: tuple[str, int]
) -> None:
    name, apart = moment
    tmp_path = loose.parent
    expected, verdicts = tree(packed), verdict_rows(packed)
    with killed_at(monkeypatch, os, name, 0, is_after=False) as calls:
        tidy(Path(shutil.copytree(loose, tmp_path / "counted")), MONTHS_LATER)
    assert calls[0] > apart
    for at in range(1, calls[0] + 1, apart):
        warehouse = Path(shutil.copytree(loose, tmp_path / f"{name}-{at}"))
        with killed_at(monkeypatch, os, name, at, is_after=True), pytest.raises(KilledError):
            tidy(warehouse, MONTHS_LATER)
        assert verdict_rows(warehouse) == verdicts  # whole for readers, before anybody tidies up
        tidy(warehouse, MONTHS_LATER)
        assert tree(warehouse) == expected
        shutil.rmtree(warehouse)


def test_a_full_part_is_linked_into_its_pack(loose: Path) -> None:
    part = next((loose / "raw").glob("000001-*/part-00000.parquet"))
    inode = part.stat().st_ino
    tidy(loose, MONTHS_LATER, limits=PartLimits(2, 16_000_000))
    assert (loose / "raw/000001-000002.pack/part-00000.parquet").stat().st_ino == inode
    assert_records_true(loose)


def test_a_damaged_file_is_never_packed(loose: Path) -> None:
    part = next((loose / "staged").glob("000004-*/documents/part-00000.parquet"))
    content = bytearray(part.read_bytes())
    content[len(content) // 3] ^= 1
    part.write_bytes(bytes(content))
    with pytest.raises(VerificationError) as caught:
        tidy(loose, MONTHS_LATER)
    assert str(part.resolve()) in str(caught.value.where)
    assert part.exists()


def test_a_batch_that_is_not_recorded_yet_is_not_packed(loose: Path) -> None:
    with open_state(Warehouse(loose.resolve())) as state:
        state.execute("DELETE FROM batches WHERE batch_no = 4")
    tidy(loose, A_YEAR_LATER)
    assert [name[:6] for name in folder_names(loose)] == [f"{number:06d}" for number in (1, 3, 4, 5, 6, 7)]


def test_runs_tidy_at_their_end_though_the_gate_stops_them(
    loose: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise GateStoppedError("stopped", where="here", what_to_do="look")

    monkeypatch.setattr(stages, "do_publish", stopped)
    with on_plain_warehouse(inbox, loose, run_id="plain", now=MONTHS_LATER) as (place, used, report):
        with pytest.raises(GateStoppedError):
            stages.do_publish_and_tidy(place, used, used.now_utc(), report)
        assert "tidy" in report.seconds
        assert "000003-000005.pack" in folder_names(loose)
        assert verdict_rows(loose)
    with on_plain_warehouse(inbox, loose, run_id="plain", now=A_YEAR_LATER) as (place, used, report):
        assert len(folder_names(loose)) == 4  # what the run before left behind is swept
        stages.do_tidy(place, used, used.now_utc(), report)
    with on_plain_warehouse(inbox, loose, run_id="plain", now=A_YEAR_LATER):
        assert folder_names(loose) == ["000001-000002.pack", "000003-000007.pack"]
