"""What differs between two releases, counted and named; files that they share are not read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.articles import write_article
from tests.ungated import release_ungated, rows
from transforms.errors import UsageError
from warehouse.clusters import find_cluster
from warehouse.difference import compare_releases
from warehouse.layout import Warehouse
from warehouse.withdraw import withdraw

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("diff")
    inbox, warehouse = folder / "inbox", folder / "warehouse"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for number, topic in enumerate(("de brug", "het museum", "de dijk", "de kerk")):
            write_article(inbox, f"krant/{number}.txt", f"201{number}-05", topic)
        first = release_ungated(inbox, warehouse)
        write_article(inbox, "krant/0.txt", "2010-05", "het plein")
        write_article(inbox, "radio/5.txt", "2015", "de markt")
        write_article(inbox, "radio/6.txt", "2011-02", "het museum")
        (inbox / "krant/leeg.txt").write_bytes(b"")
        release_ungated(inbox, warehouse)
        write_article(inbox, "radio/0.txt", "2009-01", "de dijk")
        doc_id = rows(first, "SELECT doc_id FROM documents WHERE source_path = 'krant/3.txt'")[0][0]
        place = Warehouse(warehouse)
        withdraw(place, find_cluster(place, [doc_id], is_alone=False), reason="other", note=None, now=NOW)
        release_ungated(inbox, warehouse)
    return warehouse


def test_neighbours_and_distant_releases(warehouse: Path) -> None:
    place = Warehouse(warehouse)
    found = compare_releases(place, "2026.11.0", "2026.11.1", limit=None)
    assert found.counts == {"added": 2, "removed": 1, "withdrawn": 0, "changed": 1}
    assert found.columns == {"earliest_date": 1}
    assert found.months == [
        {"name": "2010-05", "added": 1, "removed": 1, "withdrawn": 0, "changed": 0},
        {"name": "2011-05", "added": 0, "removed": 0, "withdrawn": 0, "changed": 1},
        {"name": "2015", "added": 1, "removed": 0, "withdrawn": 0, "changed": 0},
    ]
    assert [row["name"] for row in found.sources] == ["krant", "radio"]
    assert [(row["name"], row["added"]) for row in found.languages] == [("nl", 2)]
    assert found.reasons == [
        {"verdict": "accepted", "reason": "all_checks_passed", "more": 1},
        {"verdict": "duplicate", "reason": "exact_duplicate", "more": 1},
        {"verdict": "rejected", "reason": "file_empty", "more": 1},
    ]
    assert found.read_files == 2 + 2 + 1 + 2  # 2010, 2011, 2015 and the verdicts; 2012 and 2013 are shared

    far = compare_releases(place, "2026.11.0", "2026.11.2", limit=1)
    assert far.counts == {"added": 2, "removed": 1, "withdrawn": 1, "changed": 2}
    assert len(far.documents) == 1
    back = compare_releases(place, "2026.11.2", "2026.11.0", limit=None)
    assert back.counts == {"added": 2, "removed": 2, "withdrawn": 0, "changed": 2}
    same = compare_releases(place, "2026.11.1", "2026.11.1", limit=None)
    assert (set(same.counts.values()), same.documents, same.reasons, same.read_files) == ({0}, [], [], 0)
    with pytest.raises(UsageError, match="no release"):
        compare_releases(place, "2026.11.0", "2026.11.9", limit=None)


def test_the_comparison_says_what_the_table_changes_says(warehouse: Path) -> None:
    for old, new in (("2026.11.0", "2026.11.1"), ("2026.11.1", "2026.11.2")):
        found = compare_releases(Warehouse(warehouse), old, new, limit=None)
        told = rows(warehouse / "releases" / new, f"SELECT change, doc_id FROM changes WHERE release = '{new}'")  # noqa: S608
        assert {(row["change"], row["doc_id"]) for row in found.documents} == set(told)
