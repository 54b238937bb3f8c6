"""Deliveries that other settings judge otherwise, and what came of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from flows.reports import RunReport
from tests.articles import write_article
from tests.plain_road import rejudge_plain, take_in_plain
from tests.ungated import assert_invariants, publish_ungated, rows
from warehouse.durable import hash_file
from warehouse.layout import Warehouse
from warehouse.releases import latest_folder

LOOSE: dict[str, Any] = {"minimum_letter_count": 10}
STRICT: dict[str, Any] = {"minimum_letter_count": 100_000}
NOT_OLD: dict[str, Any] = {"earliest_year": 1900}
SHORT = "Dit is een korte tekst in het Nederlands over "


def write_short(inbox: Path, name: str, date: str, topic: str = "water") -> Path:
    """An article that is long enough under LOOSE settings only."""
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f" date {date} {SHORT}{topic}.", encoding="utf-8")
    return path


def rejudge(inbox: Path, warehouse: Path, **settings: Any) -> tuple[dict[tuple[str, str], int], Path | None]:
    """Judge again and publish. Returns what changed, and the release's folder if there is one."""
    report = rejudge_plain(inbox, warehouse, **settings)
    release = publish_ungated(warehouse)
    if release is not None:
        assert_invariants(release)
    return changed(report), release


def changed(report: RunReport) -> dict[tuple[str, str], int]:
    return {(one["from"], one["to"]): one["files"] for one in report.changes}


def latest(warehouse: Path) -> Path:
    folder = latest_folder(Warehouse(warehouse.resolve()))
    assert folder is not None
    return folder


def documents(release: Path) -> list[tuple[Any, ...]]:
    return rows(release, "SELECT source_path, date_start::VARCHAR FROM documents ORDER BY ALL")


def verdict_files(warehouse: Path) -> dict[str, str]:
    return {path.parent.name: hash_file(path) for path in (warehouse / "staged").glob("*/verdicts.parquet")}


def deliver(inbox: Path, warehouse: Path, *, is_released: bool, **settings: Any) -> None:
    """Three batches with copies, refusals, and paths that are superseded for better and for worse."""

    def bring() -> None:
        take_in_plain(inbox, warehouse, **settings)
        if is_released:
            publish_ungated(warehouse)

    for number, topic in enumerate(("de brug", "het museum", "de dijk")):
        write_article(inbox, f"krant/{number}.txt", f"201{number}-0{number + 1}", topic)
    write_article(inbox, "oud.txt", "1850-03", "de brug")
    write_short(inbox, "kort.txt", "2019-02")
    write_short(inbox, "beter.txt", "2019-03", "wind")
    (inbox / "leeg.txt").write_bytes(b"")
    bring()
    write_article(inbox, "beter.txt", "2019-03", "de markt")
    write_short(inbox, "krant/1.txt", "2012-02", "een schip")
    write_article(inbox, "krant/2.txt", "2013-02", "de kerk")
    shutil.copy(inbox / "kort.txt", inbox / "kopie.txt")
    write_article(inbox, "radio/brug.txt", "1840-01", "de brug")
    bring()
    write_article(inbox, "krant/2.txt", "2013-02", "de molen")
    write_short(inbox, "krant/0.txt", "2010-01", "een schip")
    write_article(inbox, "oud.txt", "1860-03", "het plein")
    write_article(inbox, "weer.txt", "2014-01", "het museum")
    bring()


TABLES = {
    "documents": "SELECT * EXCLUDE (first_release, batch_id, ingested_at_utc) FROM documents ORDER BY doc_id",
    "paragraphs": "FROM paragraphs ORDER BY doc_id, paragraph_no",
    "sentences": "FROM sentences ORDER BY doc_id, paragraph_no, sentence_no",
    "duplicates": "FROM duplicates ORDER BY ALL",
    "months": "FROM months ORDER BY ALL",
    "verdicts": "SELECT * EXCLUDE (run_id) FROM verdicts ORDER BY ALL",
}


def content(release: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {name: rows(release, query) for name, query in TABLES.items()}
