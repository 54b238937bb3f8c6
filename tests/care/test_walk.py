"""A random walk of deliveries and decisions: in the end everything is as if what is set aside had never come."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.articles import article
from tests.plain_road import take_in_plain
from tests.ungated import assert_invariants, publish_ungated, rows
from transforms.errors import UsageError
from warehouse.clusters import find_cluster
from warehouse.decisions import read_decisions
from warehouse.holds import end_hold
from warehouse.layout import Warehouse
from warehouse.releases import latest_folder, latest_version, release_versions
from warehouse.rollback import roll_back
from warehouse.set_aside import find_batch, set_aside, take_back
from warehouse.withdraw import withdraw
from warehouse.withdrawals import read_withdrawals

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
TOPICS = ("de brug", "het museum", "de dijk", "de markt", "de kerk", "het plein", "de molen")
PATHS = tuple(f"{number}.txt" for number in range(6))
MORE = ("", " Dat meldt het nieuwsbureau.")


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_decisions_in_any_order_leave_what_never_came(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 (a walk that can be repeated)
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    inbox.mkdir()
    place = Warehouse(warehouse.resolve())
    batches: list[dict[str, str]] = []
    for _ in range(7):
        brought = {path: _content(draw) for path in draw.sample(PATHS, draw.randint(1, 3))}
        changed = {path: text for path, text in brought.items() if _read(inbox / path) != text}
        _write(inbox, changed)
        report = take_in_plain(inbox, warehouse)
        assert report.is_balanced()
        batches += [changed] if changed else []
        assert len(batches) == len(place.staged_batches())
        _decide(place, draw)
        _publish(place)
    set_aside(place, find_batch(place, "1"), reason="", now=NOW)
    take_back(place, find_batch(place, "1"), now=NOW)
    release = _publish(place)

    twin_inbox, twin = tmp_path / "twin-inbox", tmp_path / "twin"
    twin_inbox.mkdir()
    kept_out = {entry["batch_no"] for entry in _entries(place)}
    for number, changed in enumerate(batches, start=1):
        if number not in kept_out:
            _write(twin_inbox, changed)
            take_in_plain(twin_inbox, twin)
    if place.withdrawals_file.exists():
        shutil.copy(place.withdrawals_file, twin / "withdrawals.jsonl")
    other = _publish(Warehouse(twin.resolve()))
    assert _published(release) == _published(other)


def _content(draw: random.Random) -> str:
    return article(draw.choice(("2019-01", "2019-02", "2020-03")), draw.choice(TOPICS)) + draw.choice(MORE)


def _write(inbox: Path, changed: dict[str, str]) -> None:
    for path, text in changed.items():
        (inbox / path).write_text(text, encoding="utf-8", newline="\n")


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _decide(place: Warehouse, draw: random.Random) -> None:
    what = draw.choice(["nothing", "set aside", "set aside", "take back", "withdraw", "error", "roll back"])
    batch = draw.choice(place.staged_batches())
    folder = latest_folder(place)
    if what == "set aside":
        set_aside(place, batch, reason="slecht", now=NOW)
    elif what == "take back":
        take_back(place, batch, now=NOW)
    elif what in {"withdraw", "error"} and folder is not None:
        ids = [doc_id for (doc_id,) in rows(folder, "SELECT doc_id FROM documents ORDER BY ALL")]
        if ids:
            cluster = find_cluster(place, [draw.choice(ids)], is_alone=what == "error")
            withdraw(place, cluster, reason="error" if what == "error" else "other", note=None, now=NOW)
    elif what == "roll back" and folder is not None:
        try:
            roll_back(place, draw.choice(release_versions(place)), now=NOW)
        except UsageError:  # it holds what was taken down since
            return
        end_hold(place, now=NOW)


def _publish(place: Warehouse) -> Path | None:
    before = latest_version(place)
    publish_ungated(place.root)
    folder = latest_folder(place)
    if folder is None:
        return None
    if latest_version(place) != before:
        assert_invariants(folder)
    withdrawn = read_withdrawals(place).doc_ids
    assert withdrawn.isdisjoint(doc_id for (doc_id,) in rows(folder, "SELECT doc_id FROM documents"))
    assert publish_ungated(place.root) is None
    return folder


def _entries(place: Warehouse) -> list[dict[str, int]]:
    return list(read_decisions(place).set_aside.values())


def _published(release: Path | None) -> tuple[object, ...]:
    if release is None:
        return ()
    queries = (
        "SELECT doc_id, source_path, earliest_date FROM documents ORDER BY ALL",
        "SELECT doc_id, duplicate_of, kind FROM duplicates ORDER BY ALL",
        "SELECT source_path, doc_id, verdict, standing FROM verdicts WHERE standing <> 'set_aside' ORDER BY ALL",
    )
    return tuple(rows(release, query) for query in queries)
