"""The road without Prefect and without the gate: what most tests of storage need, at a tenth of the time.

The gate has tests of its own; `invariants` holds what it would hold of the account of a release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from tests.plain_road import NOW, take_in_plain, unread_left_out
from warehouse.assemble import Candidate
from warehouse.candidates import assemble_candidate
from warehouse.layout import Warehouse
from warehouse.publish import publish_candidate
from warehouse.releases import latest_folder
from warehouse.resettlement import is_settled_otherwise, resettle_warehouse
from warehouse.settlement import pending_batches

SETTINGS = {"languages": ["nl"]}
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def assemble_ungated(
    warehouse: Path, *, now: str = NOW, has_frames: bool = False, publish_paths: str = "full"
) -> Candidate | None:
    """Assemble what is pending; what the gate would read only where it is asked for."""
    place = Warehouse(warehouse.resolve())
    if is_settled_otherwise(place):
        resettle_warehouse(place, run_id="settled again")
    clock = datetime.fromisoformat(now)
    with nullcontext() if has_frames else unread_left_out():
        return assemble_candidate(
            place,
            pending_batches(place),
            now=clock,
            today=clock.astimezone(AMSTERDAM).date(),
            languages=("nl",),
            publish_paths=publish_paths,
        )


def publish_ungated(warehouse: Path, *, now: str = NOW, published_with: Mapping[str, Any] | None = None) -> Path | None:
    """Assemble and publish what is pending. Returns the release's folder; None when nothing would change."""
    settings = {**SETTINGS, **(published_with or {})}
    candidate = assemble_ungated(warehouse, now=now, publish_paths=str(settings.get("publish_paths", "full")))
    if candidate is None:
        return None
    return publish_candidate(
        Warehouse(warehouse.resolve()),
        candidate,
        created_at=datetime.fromisoformat(now),
        settings=settings,
        gate="passed",
        documents={"quality.json": "{}\n"},
    )


def release_ungated(
    inbox: Path,
    warehouse: Path,
    *,
    now: str = NOW,
    published_with: Mapping[str, Any] | None = None,
    **settings: Any,
) -> Path:
    """Take in, curate and publish without the gate; returns the folder of the latest release.

    `published_with` are settings for the manifest, such as a licence.
    """
    assert take_in_plain(inbox, warehouse, now=now, **settings).is_balanced()
    publish_ungated(warehouse, now=now, published_with=published_with)
    folder = latest_folder(Warehouse(warehouse.resolve()))
    assert folder is not None
    assert_invariants(folder)
    return folder


@contextmanager
def catalog(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A release's catalog, read-only."""
    connection = duckdb.connect(folder / "kroniek.duckdb", read_only=True)
    try:
        yield connection
    finally:
        connection.close()


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """One for all questions of a process: starting an engine costs three times what most of them do."""
    return duckdb.connect()


@contextmanager
def attached_catalog(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A release's catalog, read-only, beside others in one engine, as docs/data_access.md says; closed afterwards."""
    release = str(folder.absolute())
    name = str(folder.absolute() / "kroniek.duckdb").replace("'", "''")
    connection = _engine().cursor()
    try:
        connection.execute(f"ATTACH '{name}' AS kroniek (READ_ONLY)")
        connection.execute("SET VARIABLE kroniek = $release", {"release": release})
        connection.execute("USE kroniek")
        yield connection
    finally:
        connection.execute("USE memory")
        connection.execute("DETACH DATABASE IF EXISTS kroniek")
        connection.close()


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """What a query over a release answers."""
    with attached_catalog(folder) as connection:
        return connection.execute(query).fetchall()


INVARIANTS = {
    "a document twice": "SELECT doc_id FROM documents GROUP BY doc_id HAVING count(*) > 1",
    "two documents with one text": "SELECT text_sha256 FROM documents GROUP BY text_sha256 HAVING count(*) > 1",
    "a verdict twice": (
        "SELECT inbox_no, source, source_path, source_sha256 FROM verdicts GROUP BY ALL HAVING count(*) > 1"
    ),
    "an accepted file without its document": (
        "SELECT doc_id, source_path FROM verdicts WHERE verdict = 'accepted' AND standing = 'current' "
        "AND (doc_id, source, source_path) NOT IN (SELECT (doc_id, source, source_path) FROM documents)"
    ),
    "a document without its verdict": (
        "SELECT doc_id, source_path FROM documents WHERE (doc_id, source, source_path) NOT IN "
        "(SELECT (doc_id, source, source_path) FROM verdicts WHERE verdict = 'accepted' AND standing = 'current')"
    ),
    "a duplicate without its verdict, or the other way round": (
        "(SELECT source, source_path, doc_id FROM duplicates EXCEPT ALL SELECT source, source_path, doc_id "
        "FROM verdicts WHERE verdict = 'duplicate' AND standing = 'current') UNION ALL "
        "(SELECT source, source_path, doc_id FROM verdicts WHERE verdict = 'duplicate' AND standing = 'current' "
        "EXCEPT ALL SELECT source, source_path, doc_id FROM duplicates)"
    ),
    "a duplicate of no document": (
        "SELECT source_path, duplicate_of FROM duplicates WHERE duplicate_of NOT IN (SELECT doc_id FROM documents)"
    ),
    "a survivor's date that is not its document's": (
        "SELECT duplicates.source_path FROM duplicates JOIN documents ON documents.doc_id = duplicate_of "
        "WHERE survivor_date_start IS DISTINCT FROM documents.date_start"
    ),
    "an earliest date that is not the earliest": (
        "SELECT documents.source_path, earliest_date, documents.date_start FROM documents "
        "LEFT JOIN duplicates ON duplicate_of = documents.doc_id "
        "GROUP BY ALL HAVING earliest_date <> least(documents.date_start, min(duplicates.date_start))"
    ),
    "a paragraph or sentence of no document": (
        "SELECT doc_id FROM paragraphs WHERE doc_id NOT IN (SELECT doc_id FROM documents) UNION ALL "
        "SELECT doc_id FROM sentences WHERE doc_id NOT IN (SELECT doc_id FROM documents)"
    ),
    "paragraphs or sentences that are not as many as the document counts": (
        "SELECT doc_id FROM documents "
        "LEFT JOIN (SELECT doc_id, count(*) AS found FROM paragraphs GROUP BY doc_id) AS p USING (doc_id) "
        "LEFT JOIN (SELECT doc_id, count(*) AS told FROM sentences GROUP BY doc_id) AS s USING (doc_id) "
        "WHERE paragraph_count IS DISTINCT FROM found OR sentence_count IS DISTINCT FROM told"
    ),
}


READ_ONCE = (
    (
        "CREATE TEMP TABLE documents AS SELECT doc_id, source, source_path, text_sha256, date_start, earliest_date, "
        "paragraph_count, sentence_count FROM kroniek.documents"
    ),
    (
        "CREATE TEMP TABLE verdicts AS SELECT inbox_no, source, source_path, source_sha256, doc_id, verdict, standing "
        "FROM kroniek.verdicts"
    ),
    (
        "CREATE TEMP TABLE duplicates AS SELECT source, source_path, doc_id, duplicate_of, date_start, "
        "survivor_date_start FROM kroniek.duplicates"
    ),
    "CREATE TEMP TABLE paragraphs AS SELECT doc_id FROM kroniek.paragraphs",
    "CREATE TEMP TABLE sentences AS SELECT doc_id FROM kroniek.sentences",
)
"""What the invariants ask for: else each of them opens the files again."""


def assert_invariants(folder: Path) -> None:
    """What holds of every release, whatever happened before it."""
    with attached_catalog(folder) as connection:
        for statement in READ_ONCE:
            connection.execute(statement)
        broken = {what: found for what, query in INVARIANTS.items() if (found := connection.execute(query).fetchall())}
    assert broken == {}, broken
