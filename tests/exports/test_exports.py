"""Exports of a real release: formats, bytes, deltas, places, and refusals that leave nothing behind."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from kroniek.cli import main
from tests.articles import article, write_article
from tests.ungated import release_ungated, rows
from transforms.schema import DOCUMENTS

Export = Callable[..., Path]
ORDER = "ORDER BY year(date_start), published_month NULLS FIRST, doc_id"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases: the second added one document, replaced one and lost none."""
    folder = tmp_path_factory.mktemp("exports")
    inbox = folder / "inbox"
    for number, topic in enumerate(("de brug", "het museum", "de dijk", "het zwembad", "de school")):
        write_article(inbox, f"krant/artikel-{number}.txt", f"201{6 + number % 3}-0{number + 1}", topic)
    write_article(inbox, "krant/jaar.txt", "2017", 'de markt, "zo\'n" plein')
    shutil.copy(inbox / "krant/artikel-1.txt", inbox / "krant/kopie.txt")
    assert release_ungated(inbox, folder / "warehouse").name == "2026.11.0"
    write_article(inbox, "krant/nieuw.txt", "2020-05", "de haven")
    write_article(inbox, "krant/artikel-2.txt", "2018-03", "de nieuwe dijk langs het oude kanaal")
    assert release_ungated(inbox, folder / "warehouse").name == "2026.11.1"
    return folder / "warehouse"


@pytest.fixture
def latest(warehouse: Path) -> Path:
    return warehouse / "releases/2026.11.1"


@pytest.fixture
def export(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Export:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, out: str = "out", code: int = 0) -> Path:
        assert main(["export", "--warehouse", str(warehouse), "--out", out, *arguments]) == code
        return tmp_path / out

    return run


def ids(path: Path) -> list[str]:
    return [str(value) for value in pq.read_table(path).column("doc_id").to_pylist()]


def manifest(folder: Path) -> dict[str, Any]:
    value = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert isinstance(value, dict)
    return value


def test_an_export_of_everything_holds_the_rows_of_the_release(export: Export, latest: Path) -> None:
    folder = export("--not-causal")
    table = pq.read_table(folder / "documents.parquet")
    of_release = pq.read_schema(next((latest / "documents").iterdir()))
    assert table.schema.equals(of_release, check_metadata=True)
    expected = rows(latest, "SELECT doc_id, text FROM documents " + ORDER)  # noqa: S608 (ours)
    assert list(zip(ids(folder / "documents.parquet"), table.column("text").to_pylist(), strict=True)) == expected
    told = manifest(folder)
    assert told["documents"] == {"chosen": len(expected)}
    for file in told["files"]:
        content = (folder / file["path"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_a_text_that_took_anothers_place_is_left_out_unless_asked_for(export: Export, latest: Path) -> None:
    told = manifest(export())
    assert told["documents"] == {"chosen": 6, "revised": 1}
    [(revised,)] = rows(latest, "SELECT doc_id FROM documents WHERE source_path = 'krant/artikel-2.txt'")
    assert revised not in ids(export(out="plain") / "documents.parquet")
    assert revised in ids(export("--not-causal", out="whole") / "documents.parquet")


@pytest.mark.parametrize("format_", ["parquet", "csv", "jsonl", "csv.gz", "jsonl.gz"])
@pytest.mark.parametrize(
    "wish",
    [
        ["--from", "2016", "--to", "2018-12", "--where", "word_count > 10", "--header"],
        ["--split", "2018", "--no-later-mentions", "--sample", "4", "--seed", "3"],
        ["--table", "sentences", "--where", "char_end - char_start > 80 OR text = 'zo''n \"x\"'"],
        ["--since", "2026.11.0", "--table", "paragraphs"],
        ["--table", "months"],
    ],
    ids=lambda wish: " ".join(wish)[:30],
)
def test_the_command_in_the_manifest_makes_the_same_bytes_again(wish: list[str], format_: str, export: Export) -> None:
    packed = ["--gzip"] if format_.endswith(".gz") else []
    first = export(*wish, "--format", format_.removesuffix(".gz"), *packed, out="first")
    words = shlex.split(manifest(first)["command"])
    assert words[:2] == ["kroniek", "export"]
    second = export(*words[2:], out="second")
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted(path.name for path in second.iterdir())
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_csv_and_json_lines_hold_what_the_table_holds(export: Export, latest: Path) -> None:
    query = "SELECT doc_id, text, title, date_start::VARCHAR, repairs FROM documents "
    expected = rows(latest, query + ORDER)
    export("--not-causal", out="all.csv")
    with Path("all.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    assert [(row["doc_id"], row["text"], row["title"] or None, row["date_start"], json.loads(row["repairs"]))
            for row in read] == expected  # fmt: skip
    Path("manifest.json").unlink()
    export("--not-causal", out="all.jsonl.gz")
    with gzip.open("all.jsonl.gz", "rt", encoding="utf-8") as lines:
        objects = [json.loads(line) for line in lines]
    assert [(row["doc_id"], row["text"], row["title"], row["date_start"], row["repairs"])
            for row in objects] == expected  # fmt: skip
    assert list(objects[0]) == list(DOCUMENTS.column_names)
    assert objects[0]["ingested_at_utc"] == "2026-11-22T06:00:00.000000Z"
    content = gzip.decompress(Path("all.jsonl.gz").read_bytes())
    assert manifest(Path())["files"][0]["content_sha256"] == hashlib.sha256(content).hexdigest()


def test_the_header_is_put_back_as_the_source_files_had_it(export: Export) -> None:
    folder = export("--header", "--format", "jsonl", "--not-causal")
    objects = [json.loads(line) for line in (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {row["source_path"]: row["text"] for row in objects}
    assert texts["krant/artikel-0.txt"] == article("2016-01", "de brug")
    assert texts["krant/jaar.txt"].startswith(" date 2017 ")


def test_a_split_makes_two_files_that_share_no_document(export: Export) -> None:
    folder = export("--split", "2018")
    train, test = ids(folder / "documents-train.parquet"), ids(folder / "documents-test.parquet")
    assert train
    assert test
    assert set(train).isdisjoint(test)
    assert all(str(day) < "2018" for day in pq.read_table(folder / "documents-train.parquet")["date_end"].to_pylist())
    assert all(str(day) >= "2018" for day in pq.read_table(folder / "documents-test.parquet")["date_start"].to_pylist())


def test_tables_of_one_draw_are_about_the_same_documents(export: Export) -> None:
    draw = ("--sample", "3", "--seed", "5")
    documents = ids(export(*draw) / "documents.parquet")
    assert len(documents) == 3
    for table in ("paragraphs", "sentences"):
        found = ids(export(*draw, "--table", table, out=table) / f"{table}.parquet")
        assert set(found) == set(documents)


def test_as_of_an_older_release_exports_what_was_known_then(export: Export, warehouse: Path) -> None:
    folder = export("--as-of", "2026.11.0", "--not-causal")
    old = [doc_id for (doc_id,) in rows(warehouse / "releases/2026.11.0", "SELECT doc_id FROM documents")]
    assert sorted(ids(folder / "documents.parquet")) == sorted(old)
    assert manifest(folder)["release"] == "2026.11.0"


def test_a_delta_brings_a_holder_of_the_old_release_up_to_date(export: Export, warehouse: Path, latest: Path) -> None:
    folder = export("--since", "2026.11.0", "--not-causal")
    held = {doc_id for (doc_id,) in rows(warehouse / "releases/2026.11.0", "SELECT doc_id FROM documents")}
    new = set(ids(folder / "documents.parquet"))
    removed = set(ids(folder / "removed.parquet"))
    assert len(new) == 2
    assert len(removed) == 1
    now = {doc_id for (doc_id,) in rows(latest, "SELECT doc_id FROM documents")}
    assert held - removed | new == now


def test_a_table_without_documents_takes_a_condition_only(export: Export, latest: Path) -> None:
    folder = export("--table", "verdicts", "--where", "verdict = 'duplicate'")
    assert pq.read_metadata(folder / "verdicts.parquet").num_rows == 1
    assert pq.read_metadata(export("--table", "verdicts", out="all") / "verdicts.parquet").num_rows == len(
        rows(latest, "FROM verdicts")
    )
    export("--table", "verdicts", "--from", "2019", out="refused", code=2)


@pytest.mark.parametrize("table", ["documents", "verdicts", "duplicates", "changes"])
def test_paths_are_given_in_full_hashed_or_not_at_all(table: str, export: Export) -> None:
    def paths(choice: str) -> list[str]:
        folder = export("--table", table, "--paths", choice, out=choice)
        return [str(path) for path in pq.read_table(folder / f"{table}.parquet").column("source_path").to_pylist()]

    full = paths("full")
    assert full
    assert paths("hash") == [hashlib.sha256(path.encode()).hexdigest()[:32] for path in full]
    assert paths("none") == [""] * len(full)
    assert "--paths none" in manifest(Path("none"))["command"]


def test_the_list_of_what_to_drop_tells_no_path_either(export: Export) -> None:
    folder = export("--since", "2026.11.0", "--paths", "none")
    assert pq.read_table(folder / "removed.parquet").column("source_path").to_pylist() == [""]


def test_an_empty_answer_is_a_file_without_rows(export: Export) -> None:
    folder = export("--from", "1900", "--to", "1901")
    assert pq.read_table(folder / "documents.parquet").num_rows == 0
    assert (export("--from", "1900", "--to", "1901", out="none.csv").read_text(encoding="utf-8").count("\n")) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--from", "2019-13"], ["--to", "soon"], ["--from", "2019", "--to", "2018"], ["--overlap"],
        ["--table", "documnts"], ["--where", "nothing > 3"], ["--where", "CAST(text AS INTEGER) = 1"],
        ["--where", "random() < 1"], ["--as-of", "2026.11.9"], ["--since", "2026.11.1"], ["--since", "2020.01.0"],
        ["--since", "soon"], ["--format", "xml"], ["--gzip"], ["--table", "paragraphs", "--header"],
        ["--table", "sentences", "--where", "CAST(text AS INTEGER) = 1"], ["--split", "x"], ["--sample", "-1"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_mistake_is_2_and_leaves_nothing_behind(
    arguments: list[str], export: Export, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export(*arguments, code=2)
    assert "Traceback" not in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_taken_is_never_written_over(export: Export, warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export()  # an empty folder is as good as none
    before = (tmp_path / "out/manifest.json").read_bytes()
    export("--sample", "1", code=2)
    assert (tmp_path / "out/manifest.json").read_bytes() == before
    export(out="one.csv")
    export(out="one.csv", code=2)
    export(out="two.csv", code=2)  # its manifest would take the place of the other's
    export(out="no/such/folder", code=2)
    export("--split", "2018", out="parts.csv", code=2)
    export(out=str(warehouse / "slice"), code=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", "one.csv", "out"]


def test_nothing_published_is_15(tmp_path: Path) -> None:
    assert main(["export", "--warehouse", str(tmp_path / "w"), "--out", str(tmp_path / "o")]) == 15


def test_a_damaged_file_of_the_release_is_told_as_such(warehouse: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(warehouse, tmp_path / "warehouse"))
    file = next((copy / "releases/2026.11.1/documents").iterdir())
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-100])
    assert main(["export", "--warehouse", str(copy), "--out", str(tmp_path / "out")]) == 14
    assert not (tmp_path / "out").exists()


def test_what_is_withdrawn_since_is_in_no_export_of_an_older_release(warehouse: Path, tmp_path: Path) -> None:
    """The latest release names a tombstone; the older one still holds the text."""
    import pyarrow as pa  # noqa: PLC0415 (only here)

    from transforms.schema import TOMBSTONES  # noqa: PLC0415
    from warehouse.parquet import write_table  # noqa: PLC0415

    copy = Path(shutil.copytree(warehouse, tmp_path / "warehouse"))
    [(doc_id,)] = rows(copy / "releases/2026.11.0", "SELECT min(doc_id) FROM documents")
    file = copy / "releases/2026.11.1/tombstones.parquet"
    file.unlink()
    stone = {"doc_id": [doc_id], "withdrawn_at_utc": [None], "reason": ["other"], "release": ["2026.11.1"]}
    schema = TOMBSTONES.arrow_schema
    stone["withdrawn_at_utc"] = pa.array([0], schema.field("withdrawn_at_utc").type)
    write_table(pa.table(stone).cast(schema), TOMBSTONES, file)
    for number, table in enumerate(("documents", "sentences")):
        out = tmp_path / f"out{number}"
        arguments = ["--as-of", "2026.11.0", "--table", table, "--not-causal", "--out", str(out)]
        assert main(["export", "--warehouse", str(copy), *arguments]) == 0
        assert doc_id not in ids(out / f"{table}.parquet")
        assert manifest(out)["documents"]["withdrawn"] == 1
