"""What a release says about itself is so: sums, counts, licence, people, changes, sample, feed.

The validators miss wrong sums and missing names (tests/clients has them), so these are looked at here.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import duckdb
import pyarrow.parquet as pq
import pytest
import yaml

from tests.articles import write_article
from tests.ungated import release_ungated, rows
from transforms.schema import PUBLISHED_TABLES
from warehouse.assemble import Candidate
from warehouse.describe.card import dataset_card
from warehouse.describe.change_counts import count_changes, totals
from warehouse.describe.facts import ReleaseFacts
from warehouse.describe.feed import ATOM, feed, replace_feed
from warehouse.layout import Warehouse
from warehouse.partitions import ReleaseFile
from warehouse.publish import sweep
from warehouse.releases import read_manifest

SET = {
    "corpus_title": 'Kranten: "oud" & nieuw',
    "publisher": "Een uitgever",
    "homepage": "https://example.org/kroniek",
    "licence": "CC-BY-4.0",
    "contact": "archief@example.org",
    "legal_ground": "Toestemming van de uitgevers.",
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three releases: one that sets nothing, one that sets all, one in which a document gave way to another."""
    folder = tmp_path_factory.mktemp("descriptions")
    inbox = folder / "inbox"
    for number, topic in enumerate(("de brug", "het museum", "de dijk", "het zwembad")):
        write_article(inbox, f"krant|x/artikel-{number}.txt", f"201{6 + number % 2}-0{number + 1}", topic)
    release_ungated(inbox, folder / "warehouse")
    write_article(inbox, "bode/jaar.txt", "2019", "de markt")
    release_ungated(inbox, folder / "warehouse", published_with=SET)
    write_article(inbox, "krant|x/artikel-1.txt", "2017-02", "de nieuwe school aan het oude kanaal")
    release_ungated(inbox, folder / "warehouse", published_with=SET)
    return folder / "warehouse"


@pytest.fixture
def plain(warehouse: Path) -> Path:
    return warehouse / "releases/2026.11.0"


@pytest.fixture
def described(warehouse: Path) -> Path:
    return warehouse / "releases/2026.11.1"


@pytest.fixture
def last(warehouse: Path) -> Path:
    return warehouse / "releases/2026.11.2"


def read(path: Path) -> Any:  # noqa: ANN401 (JSON is of any type)
    return json.loads(path.read_text(encoding="utf-8"))


def sums(folder: Path) -> dict[str, str]:
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def test_manifest_and_sums_list_every_file_of_the_folder(last: Path) -> None:
    listed = sums(last)
    found = {path.relative_to(last).as_posix() for path in last.rglob("*") if path.is_file()}
    assert set(listed) == found - {"SHA256SUMS"}
    assert {file["path"] for file in read(last / "manifest.json")["files"]} == set(listed) - {"manifest.json"}
    for path, digest in listed.items():
        assert hashlib.sha256((last / path).read_bytes()).hexdigest() == digest, path


def test_croissant_has_the_sum_and_size_of_every_table_file_and_a_field_for_every_column(last: Path) -> None:
    value = read(last / "croissant.json")
    listed = {file["path"]: file for file in read(last / "manifest.json")["files"] if file["table"]}
    objects = {one["contentUrl"]: one for one in value["distribution"] if one["@type"] == "cr:FileObject"}
    assert set(objects) == set(listed)
    for path, one in objects.items():
        assert one["sha256"] == listed[path]["sha256"]
        assert one["contentSize"] == f"{listed[path]['bytes']} B"
        assert one["name"]
    tables = {table.name: table for table in PUBLISHED_TABLES}
    for one in value["recordSet"]:
        assert [field["name"] for field in one["field"]] == list(tables[one["name"]].column_names)
        assert all(field["description"] for field in one["field"])
    assert all(value[name] for name in ("name", "description", "license", "url", "version", "datePublished", "creator"))
    assert value["version"] == "2026.11.2"


def test_a_month_below_ten_is_a_version_without_a_leading_zero(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    write_article(inbox, "krant/een.txt", "2016-01")
    folder = release_ungated(inbox, tmp_path / "warehouse", now="2026-02-03T06:00:00Z")
    assert folder.name == "2026.02.0"
    assert read(folder / "croissant.json")["version"] == "2026.2.0"


def test_the_data_package_names_every_table_file_once(last: Path) -> None:
    value = read(last / "datapackage.json")
    paths = [path for one in value["resources"] for path in ([one["path"]] if isinstance(one["path"], str)
                                                             else one["path"])]  # fmt: skip
    assert sorted(paths) == sorted(file["path"] for file in read(last / "manifest.json")["files"] if file["table"])
    for one in value["resources"]:
        if "hash" in one:
            assert one["hash"] == f"sha256:{sums(last)[one['path']]}"
    assert value["licenses"] == [
        {"name": "CC-BY-4.0", "path": "https://spdx.org/licenses/CC-BY-4.0", "title": "CC-BY-4.0"}
    ]


def front_matter(folder: Path) -> dict[str, Any]:
    value = yaml.safe_load((folder / "README.md").read_text(encoding="utf-8").split("---\n")[1])
    assert isinstance(value, dict)
    return value


def test_nothing_is_open_where_nobody_said_so(plain: Path) -> None:
    card = (plain / "README.md").read_text(encoding="utf-8")
    assert "Licence: unknown." in card
    assert "no contact is given" in card
    assert "**none is stated.**" in card
    assert front_matter(plain)["license"] == "unknown"
    assert "licenses" not in read(plain / "datapackage.json")
    assert read(plain / "croissant.json")["license"] == "unknown"
    assert "license" not in yaml.safe_load((plain / "CITATION.cff").read_text(encoding="utf-8"))


def test_what_is_set_stands_in_card_citation_and_feed(described: Path, warehouse: Path) -> None:
    card = (described / "README.md").read_text(encoding="utf-8")
    for text in (SET["contact"], SET["licence"], SET["legal_ground"], SET["publisher"]):
        assert text in card
    assert "unknown.**" not in card
    assert front_matter(described)["license"] == "cc-by-4.0"
    assert front_matter(described)["pretty_name"] == SET["corpus_title"]
    citation = yaml.safe_load((described / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["license"] == "CC-BY-4.0"
    assert citation["authors"] == [{"name": SET["publisher"]}]
    assert citation["title"] == SET["corpus_title"]
    assert citation["version"] == "2026.11.1"
    assert str(citation["date-released"]) == "2026-11-22"
    assert SET["homepage"] in (warehouse / "feed.xml").read_text(encoding="utf-8")


def test_the_card_tells_of_people_takedown_and_tombstones(plain: Path) -> None:
    section = (plain / "README.md").read_text(encoding="utf-8").partition("## Personal and sensitive information")[2]
    assert "Real names" in section
    assert "taken down" in section
    assert "tombstones.parquet" in section
    assert "Drop these rows from every copy" in section


def test_the_card_describes_every_table_and_column(last: Path) -> None:
    card = (last / "README.md").read_text(encoding="utf-8")
    counts = read(last / "manifest.json")["counts"]
    for table in PUBLISHED_TABLES:
        if counts[table.name] or table.partition == "single":
            assert f"### {table.name}\n" in card
            assert all(f"| `{column}` |" in card for column in table.column_names)
    for info in front_matter(last)["dataset_info"]:
        [split] = info["splits"]
        assert split["num_examples"] == counts[info["config_name"]]


def test_changes_are_counted_by_month_language_and_source(plain: Path, described: Path, last: Path) -> None:
    assert read(plain / "manifest.json")["changes"] == {"added": 4, "removed": 0, "withdrawn": 0, "changed": 0}
    assert read(described / "manifest.json")["changes"] == {"added": 1, "removed": 0, "withdrawn": 0, "changed": 0}
    assert read(last / "manifest.json")["changes"] == {"added": 1, "removed": 1, "withdrawn": 0, "changed": 0}
    first = (plain / "CHANGES.md").read_text(encoding="utf-8")
    assert "| 2016-01 | 1 |" in first
    assert "| krant\\|x | 4 |" in first
    second = (described / "CHANGES.md").read_text(encoding="utf-8")
    assert "Against its parent 2026.11.0" in second
    assert "| 2019 | 1 |" in second  # the year is all that is known
    assert "| bode | 1 |" in second
    third = (last / "CHANGES.md").read_text(encoding="utf-8")
    assert "| 2017-02 | 1 | 1 |" in third  # one came and one went
    assert "| krant\\|x | 1 | 1 |" in third


def test_the_sample_is_the_documents_with_the_smallest_ids(warehouse: Path) -> None:
    for release in (warehouse / "releases").iterdir():
        sample = pq.read_table(release / "sample.parquet")
        wanted = [doc_id for (doc_id,) in rows(release, "SELECT doc_id FROM documents ORDER BY doc_id LIMIT 100")]
        assert sample.column("doc_id").to_pylist() == wanted
        assert sample.column("text").to_pylist() == [
            text for (text,) in rows(release, "SELECT text FROM documents ORDER BY doc_id LIMIT 100")
        ]


def test_the_sample_stays_right_while_documents_come_and_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut to three documents, so that the parent's sample does not hold all there are."""
    monkeypatch.setattr("warehouse.describe.sample.SAMPLE_SIZE", 3)
    inbox = tmp_path / "inbox"
    topics = iter(("de brug", "het museum", "de dijk", "het zwembad", "de school", "de markt", "de haven", "het bos",
                   "de kerk", "het station", "de molen", "het stadhuis"))  # fmt: skip
    for number in range(8):
        write_article(inbox, f"krant/{number}.txt", f"201{number % 4}-05", next(topics))
    folder = release_ungated(inbox, tmp_path / "warehouse")
    for _ in range(3):
        # The document that leads the sample gives way to another text, which may lie anywhere in the order.
        [(path, year)] = rows(folder, "SELECT source_path, year(date_start) FROM documents ORDER BY doc_id LIMIT 1")
        write_article(inbox, path, f"{year}-05", next(topics))
        folder = release_ungated(inbox, tmp_path / "warehouse")
        wanted = [doc_id for (doc_id,) in rows(folder, "SELECT doc_id FROM documents ORDER BY doc_id LIMIT 3")]
        assert pq.read_table(folder / "sample.parquet").column("doc_id").to_pylist() == wanted


def test_the_same_release_describes_itself_in_the_same_bytes(warehouse: Path, tmp_path: Path) -> None:
    inbox = Path(shutil.copytree(warehouse.parent / "inbox", tmp_path / "inbox"))
    shutil.rmtree(inbox / "bode")
    write_article(inbox, "krant|x/artikel-1.txt", "2017-02", "het museum")
    folder = release_ungated(inbox, tmp_path / "warehouse")
    first = warehouse / "releases/2026.11.0"
    for name in ("README.md", "CHANGES.md", "CITATION.cff", "croissant.json", "datapackage.json", "sample.parquet"):
        if name == "croissant.json":  # verdicts carry the run's id, and so their sum differs
            continue
        assert (folder / name).read_bytes() == (first / name).read_bytes(), name


def entries(text: str) -> list[ET.Element]:
    return ET.fromstring(text).findall(f"{{{ATOM}}}entry")  # noqa: S314 (our own feed)


def test_the_feed_tells_of_each_release_the_newest_first(warehouse: Path) -> None:
    text = (warehouse / "feed.xml").read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{{{ATOM}}}{name}") is not None
    found = entries(text)
    titles = [entry.findtext(f"{{{ATOM}}}title") for entry in found]
    assert [str(title).rpartition(" ")[2] for title in titles] == ["2026.11.2", "2026.11.1", "2026.11.0"]
    assert len({entry.findtext(f"{{{ATOM}}}id") for entry in found}) == 3
    for entry in found:
        moment = datetime.fromisoformat(str(entry.findtext(f"{{{ATOM}}}updated")))
        assert moment.tzinfo is not None
    assert "1 added, 1 removed" in str(found[0].findtext(f"{{{ATOM}}}summary"))


def test_the_feed_of_the_same_releases_is_the_same_and_names_of_entries_stay(warehouse: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(warehouse, tmp_path / "warehouse"))
    replace_feed(Warehouse(copy))
    assert (copy / "feed.xml").read_bytes() == (warehouse / "feed.xml").read_bytes()
    shutil.rmtree(copy / "releases/2026.11.0")
    replace_feed(Warehouse(copy))
    before = [entry.findtext(f"{{{ATOM}}}id") for entry in entries((warehouse / "feed.xml").read_text("utf-8"))]
    after = [entry.findtext(f"{{{ATOM}}}id") for entry in entries((copy / "feed.xml").read_text("utf-8"))]
    assert after == before[:2]


def test_the_feed_goes_without_a_release_whose_manifest_is_damaged(warehouse: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(warehouse, tmp_path / "warehouse"))
    damaged = copy / "releases/2026.11.1/manifest.json"
    damaged.chmod(0o644)
    damaged.write_text("{")
    replace_feed(Warehouse(copy))
    text = (copy / "feed.xml").read_text(encoding="utf-8")
    assert [str(entry.findtext(f"{{{ATOM}}}title")).rpartition(" ")[2] for entry in entries(text)] == [
        "2026.11.2", "2026.11.0"
    ]  # fmt: skip


def test_a_release_that_was_made_anew_after_an_erasure_says_so(last: Path) -> None:
    """Its files are those of its earlier self: what they hold against the parent is found by their sums."""
    manifest = read_manifest(last)
    files = tuple(
        ReleaseFile(one["path"], one["table"], one["rows"], one["bytes"], one["sha256"], is_new=False)
        for one in manifest["files"]
        if one["table"]
    )
    again = Candidate(last, last.name, last.parent / "2026.11.1", (), 3, 0, 0, files)
    with duckdb.connect() as engine:
        changes = count_changes(engine, again)
    assert totals(changes) == manifest["changes"]
    header = {**manifest, "revision": 1, "revised_at_utc": "2027-01-02T03:04:05Z", "erased_count": 2}
    sample = ReleaseFile("sample.parquet", None, 5, 1, "0" * 64)
    card = dataset_card(ReleaseFacts.collect(header, files, sample=sample, changes=changes, quality=""))
    assert "**Revision 1** of 2027-01-02T03:04:05Z: 2 documents were erased" in card
    assert "2027-01-02T03:04:05Z" in feed([{**header, "manifest_sha256": "1" * 64}])


def test_a_title_cannot_break_the_feed() -> None:
    manifest = {
        "version": "2026.11.0", "parent": None, "created_at_utc": "2026-11-22T06:00:00Z", "manifest_sha256": "0" * 64,
        "counts": {}, "settings": {"corpus_title": "]]><script>\x00&amp;\x0b", "homepage": 'https://x/"<'},
    }  # fmt: skip
    [entry] = entries(feed([manifest]))
    assert entry.findtext(f"{{{ATOM}}}title") == "]]><script>&amp; 2026.11.0"


def test_a_switch_that_a_kill_cut_short_brings_the_feed_too(warehouse: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(warehouse, tmp_path / "warehouse"))
    whole = (copy / "feed.xml").read_bytes()
    (copy / "feed.xml").unlink()
    (copy / ".publishing.json").write_text((copy / "latest.json").read_text(encoding="utf-8"), encoding="utf-8")
    sweep(Warehouse(copy))
    assert (copy / "feed.xml").read_bytes() == whole
