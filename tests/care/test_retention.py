"""Bytes of refused files go when their time is over; their verdicts stay, whatever is judged again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.articles import write_article
from tests.plain_road import rejudge_plain, take_in_plain
from tests.ungated import assert_invariants, publish_ungated, release_ungated, rows
from warehouse.layout import Warehouse
from warehouse.rejects import list_rejects

WORD = "kwetsbaarwoord"


def holds(folder: Path) -> bool:
    return any(WORD in str(pq.read_table(path).to_pylist()) for path in folder.rglob("*.parquet"))


def test_refused_bytes_are_forgotten_after_some_days_and_accepted_ones_never(tmp_path: Path) -> None:
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    write_article(inbox, "goed.txt", "2010-05", "de brug")
    (inbox / "kort.txt").write_text(f" date 2011-05 Een {WORD} in een korte tekst over water.", encoding="utf-8")
    kept: dict[str, Any] = {"refused_bytes_days": 30}
    release_ungated(inbox, warehouse, now="2026-01-10T06:00:00Z", **kept)
    take_in_plain(inbox, warehouse, now="2026-02-01T06:00:00Z", **kept)
    assert holds(warehouse / "raw")
    take_in_plain(inbox, warehouse, now="2026-02-10T06:00:00Z", **kept)
    assert not holds(warehouse / "raw")
    assert not holds(warehouse / "staged")
    [refused] = list_rejects(Warehouse(warehouse)).rows
    assert (refused["reason"], refused["source_path"]) == ("text_too_short", "kort.txt")
    # Looser settings would accept the text, but there is none.
    report = rejudge_plain(inbox, warehouse, minimum_letter_count=10)
    assert report.changes == []
    assert publish_ungated(warehouse) is None
    write_article(inbox, "nieuw.txt", "2012-05", "het plein")
    release = release_ungated(inbox, warehouse, **kept)
    assert_invariants(release)
    told = "SELECT reason, measure, threshold FROM verdicts WHERE source_path = 'kort.txt'"
    assert rows(release, told) == [("text_too_short", refused["measure"], refused["threshold"])]
