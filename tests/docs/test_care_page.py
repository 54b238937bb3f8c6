"""The snippets of docs/care.md run as they stand there."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.articles import write_article
from tests.conftest import REPOSITORY
from tests.ungated import release_ungated, rows
from warehouse.clusters import find_cluster
from warehouse.layout import Warehouse
from warehouse.withdraw import withdraw

PAGE = (REPOSITORY / "docs/care.md").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)


def snippet(language: str) -> str:
    [found] = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    return str(found)


def test_a_withdrawn_document_is_dropped_from_an_old_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    write_article(inbox, "1.txt", "2011-05", "de brug")
    write_article(inbox, "2.txt", "2012-05", "het museum")
    write_article(inbox, "kopie.txt", "2011-06", "de brug")
    shutil.copytree(release_ungated(inbox, warehouse), tmp_path / "old")
    place = Warehouse(warehouse)
    ids = dict(rows(tmp_path / "old", "SELECT source_path, doc_id FROM documents"))
    cluster = find_cluster(place, [ids["1.txt"]], is_alone=False)
    withdraw(place, cluster, reason="court_order", note=None, now=NOW)
    shutil.copytree(release_ungated(inbox, warehouse), tmp_path / "new")
    monkeypatch.chdir(tmp_path)
    left = str(duckdb.execute(snippet("sql")).fetchall())
    assert "2.txt" in left
    assert "1.txt" not in left
    exec(compile(snippet("python"), "docs/care.md", "exec"), {})  # noqa: S102 (the page's own snippet)
    for path in (tmp_path / "old").rglob("*.parquet"):
        table = pq.read_table(path)
        assert ids["1.txt"] not in str(table.to_pylist())
        if path.parent.name != "term_months":
            assert "brug" not in str(table.to_pylist())
    assert rows(tmp_path / "old", "SELECT source_path FROM documents") == [("2.txt",)]


def test_every_way_out_that_the_page_names_is_there() -> None:
    for command in ("diff", "set-aside", "rollback", "withdraw", "prune"):
        assert f"`{command} " in PAGE
