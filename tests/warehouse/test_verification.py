"""Verify names every damaged file, what is wrong with it, and all releases that hold it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.articles import write_article
from tests.packing import tidy
from tests.ungated import release_ungated
from transforms.errors import NothingPublishedError, UsageError
from transforms.schema import RAW_FILES
from warehouse import verification
from warehouse.durable import hash_file, read_json, replace_json
from warehouse.file_checks import Damage
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock
from warehouse.parquet import write_table
from warehouse.verification import Verified, count_bytes, damage_error, verify_warehouse

Spoil = Callable[[Path], None]


@pytest.fixture(scope="module")
def three_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three releases of three years; each later one links the files of the years before. Not to be written to."""
    folder = tmp_path_factory.mktemp("three-releases")
    for year, topic in ((2018, "de brug"), (2019, "het museum"), (2020, "de dijk")):
        write_article(folder / "inbox", f"{year}.txt", f"{year}-03", topic)
        release_ungated(folder / "inbox", folder / "warehouse")
    return folder / "warehouse"


@pytest.fixture
def warehouse(three_releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy to be damaged, its hard links kept."""
    monkeypatch.setattr(verification, "PATIENCE_SECONDS", 0.0)
    copies: dict[int, Path] = {}

    def link_or_copy(source: str, target: str) -> str:
        inode = Path(source).stat().st_ino
        if inode in copies:
            Path(target).hardlink_to(copies[inode])
        else:
            shutil.copy2(source, target)
            Path(target).chmod(0o644)
            copies[inode] = Path(target)
        return target

    shutil.copytree(three_releases, tmp_path / "warehouse", copy_function=link_or_copy)
    return tmp_path / "warehouse"


def verify(warehouse: Path, version: str | None = None) -> Verified:
    return verify_warehouse(Warehouse(warehouse), version)


def told(verified: Verified) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.path, one.problem, one.releases) for one in verified.damages]


def flip_a_byte(path: Path) -> None:
    """Damage as a disk does it: the same file, the same size, one bit another one."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    with path.open("r+b") as file:
        file.write(content)


def staged_folder(warehouse: Path) -> Path:
    return Warehouse(warehouse).staged_folders().folders[0].path


def raw_folder(warehouse: Path) -> Path:
    return Warehouse(warehouse).raw_folders().folders[0].path


def test_what_was_written_is_whole_and_each_inode_is_read_once(three_releases: Path) -> None:
    read: list[int] = []
    verified = verify_warehouse(Warehouse(three_releases), on_bytes=read.append)
    assert verified.damages == ()
    assert verified.releases == ("2026.11.0", "2026.11.1", "2026.11.2")
    assert verified.batch_count == 3
    inodes = {path.stat().st_ino for path in (three_releases / "releases").rglob("*.parquet")}
    files = list((three_releases / "releases").rglob("*.parquet"))
    assert len(inodes) < len(files)
    assert verified.byte_count == sum(read)
    assert verified.byte_count <= count_bytes(Warehouse(three_releases), None)


def test_a_flipped_byte_in_a_linked_file_names_every_release_that_holds_it(warehouse: Path) -> None:
    flip_a_byte(warehouse / "releases/2026.11.1/documents/documents-2018.parquet")
    assert told(verify(warehouse)) == [
        (
            "releases/2026.11.0/documents/documents-2018.parquet",
            "sha256",
            ("2026.11.0", "2026.11.1", "2026.11.2"),
        )
    ]
    flip_a_byte(warehouse / "releases/2026.11.2/documents/documents-2019.parquet")
    assert told(verify(warehouse, "2026.11.1")) == [
        (
            "releases/2026.11.1/documents/documents-2018.parquet",
            "sha256",
            ("2026.11.0", "2026.11.1", "2026.11.2"),
        ),
        ("releases/2026.11.1/documents/documents-2019.parquet", "sha256", ("2026.11.1", "2026.11.2")),
    ]


def test_a_copy_that_was_damaged_after_linking_was_refused_is_damage_of_its_own_release(warehouse: Path) -> None:
    path = warehouse / "releases/2026.11.1/documents/documents-2018.parquet"
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    flip_a_byte(path)
    assert told(verify(warehouse)) == [
        ("releases/2026.11.1/documents/documents-2018.parquet", "sha256", ("2026.11.1",))
    ]


def cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1)


def remove(path: Path) -> None:
    path.unlink()


def blank(path: Path) -> None:
    path.write_bytes(b"")


def add_a_stray(path: Path) -> None:
    path.with_name("stray.parquet").write_bytes(path.read_bytes())


LAST = "releases/2026.11.2"
ALONE = ("2026.11.2",)


@pytest.mark.parametrize(
    ("spoil", "path", "expected"),
    [
        (cut, f"{LAST}/months.parquet", [(f"{LAST}/months.parquet", "size", ALONE)]),
        (remove, f"{LAST}/months.parquet", [(f"{LAST}/months.parquet", "absent", ALONE)]),
        (flip_a_byte, f"{LAST}/README.md", [(f"{LAST}/README.md", "sha256", ALONE)]),
        (add_a_stray, f"{LAST}/months.parquet", [(f"{LAST}/stray.parquet", "stray", ALONE)]),
        (remove, f"{LAST}/SHA256SUMS", [(f"{LAST}/SHA256SUMS", "absent", ALONE)]),
        (cut, f"{LAST}/SHA256SUMS", [(f"{LAST}/SHA256SUMS", "sums", ALONE)]),
        (remove, f"{LAST}/manifest.json", [(f"{LAST}/manifest.json", "manifest", ALONE)]),
        (blank, f"{LAST}/manifest.json", [(f"{LAST}/manifest.json", "manifest", ALONE)]),
        (remove, "latest.json", [("latest.json", "pointer", ())]),
        (blank, "latest.json", [("latest.json", "pointer", ())]),
    ],
)
def test_each_kind_of_damage_in_a_release_is_named(
    spoil: Spoil, path: str, expected: list[tuple[str, str, tuple[str, ...]]], warehouse: Path
) -> None:
    spoil(warehouse / path)
    assert told(verify(warehouse)) == expected


def test_a_manifest_that_was_changed_is_named_though_it_can_be_read(warehouse: Path) -> None:
    path = warehouse / LAST / "manifest.json"
    manifest = read_json(path)
    manifest["settings"]["languages"] = ["fy"]
    replace_json(path, manifest)
    assert told(verify(warehouse)) == [(f"{LAST}/manifest.json", "sums", ALONE)]
    manifest["counts"]["documents"] += 1
    replace_json(path, manifest)
    assert {one.problem for one in verify(warehouse).damages} == {"sums", "counts", "catalog"}


def test_a_catalog_is_no_catalog_though_its_sum_is_right(warehouse: Path) -> None:
    """As if it had been written so: the manifest and the list of sums know no better."""
    folder = warehouse / LAST
    shutil.copyfile(warehouse / "releases/2026.11.0/kroniek.duckdb", folder / "kroniek.duckdb")
    manifest = read_json(folder / "manifest.json")
    for file in manifest["files"]:
        if file["path"] == "kroniek.duckdb":
            file["bytes"] = (folder / "kroniek.duckdb").stat().st_size
            file["sha256"] = hash_file(folder / "kroniek.duckdb")
    replace_json(folder / "manifest.json", manifest)
    sums = {file["path"]: file["sha256"] for file in manifest["files"]}
    sums["manifest.json"] = hash_file(folder / "manifest.json")
    (folder / "SHA256SUMS").write_text("".join(f"{sums[path]}  {path}\n" for path in sorted(sums)))
    found = verify(warehouse)
    assert {(one.path, one.problem) for one in found.damages} == {(f"{LAST}/kroniek.duckdb", "catalog")}
    assert any("documents" in one.detail for one in found.damages)


def test_bytes_of_a_source_file_that_are_not_those_taken_in_are_named(warehouse: Path) -> None:
    """Written anew with other content: the Parquet file itself is as whole as ever."""
    [part] = raw_folder(warehouse).glob("part-*.parquet")
    rows = pq.read_table(part).to_pylist()
    rows[0]["content"] = rows[0]["content"].replace(b"brug", b"burg")
    write_table(RAW_FILES.arrow_schema.empty_table().from_pylist(rows, RAW_FILES.arrow_schema), RAW_FILES, part)
    forget_sums(raw_folder(warehouse))
    [damage] = verify(warehouse).damages
    assert (damage.path, damage.problem) == (part.relative_to(warehouse).as_posix(), "source_sha256")
    assert "2018.txt" in damage.detail


def forget_sums(folder: Path) -> None:
    """As if the folder had been written before records listed their files."""
    record = read_json(folder / "batch.json")
    record.pop("files", None)
    replace_json(folder / "batch.json", record)


@pytest.mark.parametrize(
    ("spoil", "has_sums"),
    # Without sums a byte can go unseen, in a filter or an index, that changes no row.
    [(cut, True), (remove, True), (flip_a_byte, True), (cut, False), (remove, False)],
)
@pytest.mark.parametrize("name", ["raw/part-00000", "staged/verdicts", "staged/documents/part-00000"])
def test_a_damaged_part_of_a_batch_is_named(spoil: Spoil, name: str, warehouse: Path, *, has_sums: bool) -> None:
    kind, _, rest = name.partition("/")
    folder = raw_folder(warehouse) if kind == "raw" else staged_folder(warehouse)
    if not has_sums:
        forget_sums(folder)
    elif "files" not in read_json(folder / "batch.json"):
        pytest.skip("records list no files yet")
    path = folder / f"{rest}.parquet"
    spoil(path)
    found = {one.path for one in verify(warehouse).damages}
    where = {path.relative_to(warehouse).as_posix()}
    if spoil is remove and not has_sums:  # nobody knows the name; the count is not right
        where |= {folder.relative_to(warehouse).as_posix(), (folder / "batch.json").relative_to(warehouse).as_posix()}
    assert found
    assert found <= where


LATER = "2027-12-01T06:00:00Z"


def test_packs_are_verified_like_batches(warehouse: Path) -> None:
    tidy(warehouse, LATER)
    [raw] = Warehouse(warehouse).raw_folders().folders
    [staged] = Warehouse(warehouse).staged_folders().folders
    assert len(raw.batches) == len(staged.batches) == 3
    found = verify(warehouse)
    assert (found.damages, found.batch_count) == ((), 3)
    part = next(raw.path.glob("part-*.parquet"))
    flip_a_byte(part)
    assert told(verify(warehouse)) == [(part.relative_to(warehouse).as_posix(), "sha256", ())]
    flip_a_byte(part)
    record = read_json(staged.record_file)
    record["batches"][1]["isolated"] = [["2019.txt", "inbox", "a bug"]]
    replace_json(staged.record_file, record)
    assert {one.problem for one in verify(warehouse).damages} == {"counts"}
    blank(staged.record_file)
    assert told(verify(warehouse)) == [(staged.record_file.relative_to(warehouse).as_posix(), "unreadable", ())]


def test_a_batch_whose_members_are_others_is_named(warehouse: Path) -> None:
    folder = raw_folder(warehouse)
    other = folder.with_name(folder.name[:-1] + ("0" if folder.name[-1] != "0" else "1"))
    folder.rename(other)
    staged = staged_folder(warehouse)
    staged.rename(staged.with_name(other.name))
    assert told(verify(warehouse)) == [(f"raw/{other.name}", "batch_id", ())]


def test_staged_verdicts_that_are_fewer_than_the_files_taken_in_are_named(warehouse: Path) -> None:
    folder = staged_folder(warehouse)
    forget_sums(folder)
    record = read_json(folder / "batch.json")
    record["isolated"] = [["2018.txt", "inbox", "a bug"]]
    replace_json(folder / "batch.json", record)
    assert {one.problem for one in verify(warehouse).damages} == {"counts"}


def test_raw_bytes_that_are_gone_are_named(warehouse: Path) -> None:
    folder = raw_folder(warehouse)
    shutil.rmtree(folder)
    assert told(verify(warehouse)) == [(f"raw/{folder.name}", "absent", ())]


def test_a_batch_that_no_run_has_judged_yet_is_no_damage(warehouse: Path) -> None:
    place = Warehouse(warehouse)
    shutil.rmtree(place.staged_folders().folders[-1].path)
    assert verify(warehouse).is_whole


def test_what_is_right_a_moment_later_is_no_damage(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = warehouse / LAST / "months.parquet"
    content = path.read_bytes()
    path.unlink()
    monkeypatch.setattr(verification, "sleep", lambda _: path.write_bytes(content))
    assert verify(warehouse).is_whole


def test_a_release_that_is_pruned_meanwhile_is_no_damage(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = warehouse / "releases/2026.11.0"
    (first / "months.parquet").unlink()
    monkeypatch.setattr(verification, "sleep", lambda _: shutil.rmtree(first, ignore_errors=True))
    assert verify(warehouse).is_whole


def test_verifying_waits_for_nobody(warehouse: Path) -> None:
    with writer_lock(Warehouse(warehouse), holder="run gentle-heron"):
        assert verify(warehouse).is_whole


def test_an_empty_warehouse_is_whole_and_an_unknown_release_is_a_mistake(warehouse: Path, tmp_path: Path) -> None:
    assert verify(tmp_path / "none") == Verified((), 0, 0, 0)
    with pytest.raises(UsageError):
        verify(warehouse, "2026.11.9")
    with pytest.raises(NothingPublishedError):
        verify(tmp_path / "none", "2026.11.9")


def test_a_release_is_verified_though_the_pointer_is_damaged(warehouse: Path) -> None:
    blank(warehouse / "latest.json")
    assert verify(warehouse, "2026.11.1").is_whole


def test_the_error_names_files_and_releases_and_says_how_many_more() -> None:
    damages = tuple(Damage(f"releases/a/{n:02d}", "absent", "It is not there.", ("a", "b")) for n in range(23))
    error = damage_error(Warehouse(Path("w")), Verified(("a",), None, 23, 0, damages))
    assert error.exit_code == 14
    assert error.what == "23 files are not what was written."
    assert "releases/a/00: It is not there. In a, b." in error.where
    assert "and 3 more" in error.where
    assert json.loads(json.dumps(Verified(("a",), None, 23, 0, damages).as_json()))["damaged"][22]["releases"] == [
        "a",
        "b",
    ]
