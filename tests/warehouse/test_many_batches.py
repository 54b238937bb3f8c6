"""What a run opens does not grow with the number of batches that came before it."""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from tests.articles import write_article
from tests.many_batches import multiply_batch
from tests.opened_files import watch_opened_files
from tests.packing import folder_names, tidy
from tests.plain_road import take_in_plain
from tests.ungated import publish_ungated, rows
from warehouse.layout import Warehouse

DAYS = 6
TODAY = "2026-03-07T09:00:00Z"


@pytest.mark.parametrize(("few", "many"), [(4, 25), pytest.param(9, 834, marks=pytest.mark.long)], ids=["150", "5004"])
def test_a_run_opens_as_many_files_after_many_batches_as_after_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int, many: int
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # nobody pulls the plug here
    opened = {}
    for count in (few, many):
        make_warehouse(tmp_path / str(count), count)
        publish_all(tmp_path / str(count), 1 + DAYS * count)
        opened[count] = count_opened(tmp_path / str(count))
    assert opened[many] == opened[few]
    assert any(path.startswith("staged/") for path in opened[many])


def make_warehouse(folder: Path, batches_a_day: int) -> None:
    inbox, warehouse = folder / "inbox", folder / "warehouse"
    write_article(inbox, "eerste.txt", "2019-05", "de brug")
    take_in_plain(inbox, warehouse, now="2026-03-01T09:00:00Z")
    place = Warehouse(warehouse.resolve())
    multiply_batch(place, days=DAYS, batches_a_day=batches_a_day, first_day=datetime(2026, 3, 1, 10))  # noqa: DTZ001


def publish_all(folder: Path, document_count: int) -> None:
    warehouse = folder / "warehouse"
    tidy(warehouse, TODAY)
    assert len(folder_names(warehouse)) == len(folder_names(warehouse, "raw")) == DAYS
    release = publish_ungated(warehouse, now=TODAY)
    assert release is not None
    assert rows(release, "SELECT count(*) FROM documents") == [(document_count,)]


def count_opened(folder: Path) -> Counter[str]:
    """Files that a run opens which brings one new article, counted by their names without numbers."""
    inbox, warehouse = folder / "inbox", folder / "warehouse"
    write_article(inbox, "nieuw.txt", "2019-06", "het museum")
    with watch_opened_files(warehouse) as opened:
        assert take_in_plain(inbox, warehouse, now=TODAY).accepted == 1
        assert publish_ungated(warehouse, now=TODAY) is not None
        tidy(warehouse, TODAY)
    assert "overflow" not in opened
    return Counter("".join("#" if letter.isdigit() else letter for letter in path) for path in set(opened))
