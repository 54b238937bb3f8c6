"""Counts by file: right after every kind of delivery, and taken over where nothing was written."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from expectations.distributions import Distributions
from tests.articles import write_article
from tests.plain_road import NOW, rejudge_plain, take_in_plain
from tests.ungated import SETTINGS, assemble_ungated, rows
from warehouse.durable import json_text, read_json
from warehouse.frames import load_frames
from warehouse.layout import Warehouse
from warehouse.publish import publish_candidate
from warehouse.releases import latest_folder

QUERIES = {
    "language": "SELECT lang, count(*) FROM documents GROUP BY ALL",
    "repair": (
        "SELECT repair, count(*) "
        "FROM (SELECT unnest(if(len(repairs) = 0, ['none'], repairs)) AS repair FROM documents) GROUP BY ALL"
    ),
    "verdict": "SELECT verdict || ': ' || reason AS why, count(*) FROM verdicts GROUP BY ALL",
    "kind": "SELECT kind, count(*) FROM duplicates GROUP BY ALL",
}
"""What the counts of a release must come to."""

BOUNDS = (0, 50, 100, 200, 400, 800, 1600, 3200, 6400)

ENGLISH = (
    " date 2019-05 The council of Oosterwold voted on the bridge on Thursday, and the plan was carried with a large "
    "majority. Residents had asked for it for years, and they were relieved when the mayor announced the result."
)


def publish_counted(warehouse: Path) -> tuple[Path, Distributions]:
    """Publish what is pending with nothing in its quality record but the counts."""
    candidate = assemble_ungated(warehouse, has_frames=True)
    assert candidate is not None
    place = Warehouse(warehouse.resolve())
    found = load_frames(place).distributions
    folder = publish_candidate(
        place, candidate, created_at=datetime.fromisoformat(NOW), settings=SETTINGS, gate="passed",
        documents={"quality.json": json_text({"distributions": found})},
    )  # fmt: skip
    return folder, Distributions.read(found)


def assert_counts_are_those_of(folder: Path, found: Distributions) -> None:
    for dimension, query in QUERIES.items():
        assert found.total(dimension) == dict(rows(folder, query)), dimension
    lengths = Counter(
        str(max(bound for bound in BOUNDS if bound <= words))
        for (words,) in rows(folder, "SELECT word_count FROM documents")
    )
    assert found.total("words") == dict(lengths)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Distributions]]:
    """A first release, one with a new year, duplicates and refusals, one where an article is superseded, a rejudge."""
    folder = tmp_path_factory.mktemp("counted")
    inbox, warehouse = folder / "inbox", folder / "warehouse"
    made = []
    for number, topic in enumerate(("de brug", "het museum", "de dijk", "het zwembad")):
        write_article(inbox, f"krant/{number}.txt", f"201{number}-03", topic)
    (inbox / "krant/leeg.txt").write_bytes(b"")
    take_in_plain(inbox, warehouse)
    made.append(publish_counted(warehouse))

    write_article(inbox, "krant/kermis.txt", "2015-08", "de kermis")
    shutil.copy(inbox / "krant/1.txt", inbox / "krant/kopie.txt")
    (inbox / "krant/engels.txt").write_text(ENGLISH, encoding="utf-8")
    (inbox / "krant/2.txt").write_bytes((inbox / "krant/2.txt").read_bytes() + b"\n\nMet de caf\xe9s gaat het goed.")
    take_in_plain(inbox, warehouse)
    made.append(publish_counted(warehouse))

    write_article(inbox, "krant/0.txt", "2010-03", "de nieuwe brug over het kanaal")
    take_in_plain(inbox, warehouse)
    made.append(publish_counted(warehouse))

    rejudge_plain(inbox, warehouse, earliest_year=2011)
    made.append(publish_counted(warehouse))
    return made


def test_counts_are_those_of_the_release(releases: list[tuple[Path, Distributions]]) -> None:
    for folder, found in releases:
        assert_counts_are_those_of(folder, found)
    assert sum(releases[-1][1].total("language").values()) == 4  # the rejudge took the article of 2010 away


def test_what_is_new_is_counted_apart(releases: list[tuple[Path, Distributions]]) -> None:
    first, second, third, _ = (found for _, found in releases)

    assert first.new == {dimension: first.total(dimension) for dimension in ("language", "repair", "verdict", "words")}
    assert second.added("language") == {"nl": 2}  # the fair, and the new content of the dike
    assert second.added("kind") == {"exact": 1}
    assert second.added("refused_language") == {"en": 1}
    assert second.added("verdict") == {
        "accepted: all_checks_passed": 2,
        "duplicate: exact_duplicate": 1,
        "rejected: language_not_wanted": 1,
    }
    assert third.added("verdict") == {"accepted: all_checks_passed": 1}


def test_every_counted_file_is_one_of_the_release(releases: list[tuple[Path, Distributions]]) -> None:
    for folder, found in releases:
        listed = {
            file["path"]: file["rows"]
            for file in read_json(folder / "manifest.json")["files"]
            if file["table"] in {"documents", "verdicts", "duplicates"}
        }
        assert set(found.files) == set(listed)


KEPT: dict[str, dict[str, dict[str, int]] | None] = {
    "documents/documents-2011.parquet": {"language": {"xx": 1}},  # as many as the file has rows
    "documents/documents-2012.parquet": {"language": {"xx": 7}},
    "documents/documents-2013.parquet": {},
    "documents/documents-2015.parquet": None,
}


def test_a_linked_file_is_counted_only_where_the_parents_counts_cannot_be_its(
    releases: list[tuple[Path, Distributions]], tmp_path: Path
) -> None:
    warehouse = tmp_path / "warehouse"
    shutil.copytree(releases[0][0].parents[1], warehouse)
    latest = latest_folder(Warehouse(warehouse))
    assert latest is not None
    record = read_json(latest / "quality.json")
    files = {**record["distributions"]["files"], **KEPT}
    record["distributions"]["files"] = {path: counts for path, counts in files.items() if counts is not None}
    (latest / "quality.json").unlink()
    (latest / "quality.json").write_text(json.dumps(record), encoding="utf-8")
    write_article(tmp_path / "inbox", "krant/kermis.txt", "2016-08", "het concert")
    take_in_plain(tmp_path / "inbox", warehouse)

    _, found = publish_counted(warehouse)

    assert [found.files[path]["language"] for path in KEPT] == [{"xx": 1}, {"nl": 1}, {"nl": 1}, {"nl": 1}]
    assert found.files["documents/documents-2016.parquet"]["language"] == {"nl": 1}
