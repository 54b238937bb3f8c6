"""What an inbox holds: every source file once, by a path that can be found again; nothing outside it."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pytest

from transforms.errors import InputUnreadableError
from transforms.identifiers import bytes_of_source_path
from warehouse.discovery import LISTING_SCHEMA, PORTION_FILES, Listing
from warehouse.discovery import list_inbox as list_portions
from warehouse.inbox import check_inbox, inbox_name


def list_inbox(inbox: Path, *, source: str | None = None, portion_files: int = PORTION_FILES) -> Listing:
    """All portions of a listing as one."""
    portions = list(list_portions(inbox, source=source, portion_files=portion_files))
    return Listing(
        pa.concat_tables([LISTING_SCHEMA.empty_table(), *(portion.files for portion in portions)]),
        pa.concat_tables([LISTING_SCHEMA.empty_table(), *(portion.archives for portion in portions)]),
        sorted(path for portion in portions for path in portion.ignored),
        sorted(one for portion in portions for one in portion.unreadable),
    )


def paths(listing: Listing) -> list[str]:
    return sorted(str(path) for path in listing.files.column("source_path").to_pylist())


def put(inbox: Path, name: str | bytes, content: bytes = b"x") -> None:
    path = os.path.join(os.fsencode(inbox), os.fsencode(name))  # noqa: PTH118 (bytes are no Path)
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(content)


def test_source_files_are_listed_with_size_and_time_and_the_rest_is_ignored(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", b"twee")
    put(tmp_path, "krant/a.txt", b"een")
    for name in ("leesmij.md", "c.TXT", "d.txt~", "txt", "krant/foto.jpg"):
        put(tmp_path, name)
    os.utime(tmp_path / "b.txt", ns=(1, 1234567890123456789))
    listing = list_inbox(tmp_path, source=None)
    rows = {row["source_path"]: row for row in listing.files.to_pylist()}
    assert sorted(rows) == ["b.txt", "krant/a.txt"]
    assert (rows["b.txt"]["byte_count"], rows["b.txt"]["modified_at_ns"]) == (4, 1234567890123456789)
    assert listing.ignored == ["c.TXT", "d.txt~", "krant/foto.jpg", "leesmij.md", "txt"]
    assert listing.unreadable == []


def test_a_source_is_the_first_sub_folder_else_the_inbox_and_a_setting_goes_before_both(tmp_path: Path) -> None:
    inbox = tmp_path / "post 100%"
    for name in ("a.txt", "krant/b.txt", "krant/2019/c.txt"):
        put(inbox, name)
    assert sorted(list_inbox(inbox).files.column("source").to_pylist()) == ["krant", "krant", "post 100%25"]
    assert set(list_inbox(inbox, source="nieuws").files.column("source").to_pylist()) == {"nieuws"}


def test_an_empty_inbox_holds_nothing(tmp_path: Path) -> None:
    listing = list_inbox(tmp_path)
    assert (listing.files.num_rows, listing.ignored, listing.unreadable) == (0, [], [])


ODD_NAMES = [
    b".txt", b" .txt", b"-rf.txt", b"a\nb.txt", b"a\tb.txt", b"\xff\xfe.txt", b"100%.txt", b"%41.txt", b"'\".txt",
    b"[a]*?.txt", b"\\.txt", "e\u0301.txt".encode(), "é.txt".encode(), b"x" * 251 + b".txt", b"drop.zip!.txt",
    b"\xed\xa0\x80/diep.txt", "😀/😀.txt".encode(),
]  # fmt: skip


def test_any_name_is_found_again_by_its_source_path(tmp_path: Path) -> None:
    for name in ODD_NAMES:
        put(tmp_path, name)
    found = paths(list_inbox(tmp_path))
    assert sorted(map(bytes_of_source_path, found)) == sorted(ODD_NAMES)
    for path in found:
        assert os.path.isfile(os.fsencode(tmp_path) + b"/" + bytes_of_source_path(path))  # noqa: PTH113


def test_links_that_stay_inside_are_followed_and_those_that_lead_out_are_not(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    put(inbox, "krant/a.txt")
    put(tmp_path, "geheim.txt")
    put(tmp_path, "inbox-ernaast/b.txt")
    (inbox / "binnen.txt").symlink_to("krant/a.txt")
    (inbox / "buiten.txt").symlink_to("../geheim.txt")
    (inbox / "ernaast.txt").symlink_to("../inbox-ernaast/b.txt")  # begins with the inbox's own path
    (inbox / "via-buiten.txt").symlink_to(tmp_path / "geheim.txt")
    (inbox / "map").symlink_to("krant")
    (inbox / "map.txt").symlink_to("krant")
    (inbox / "kwijt.txt").symlink_to("nergens.txt")
    listing = list_inbox(inbox)
    assert paths(listing) == ["binnen.txt", "krant/a.txt"]
    assert listing.ignored == ["buiten.txt", "ernaast.txt", "kwijt.txt", "map", "map.txt", "via-buiten.txt"]


def test_links_that_lead_in_a_circle_are_ignored(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (tmp_path / "zelf.txt").symlink_to("zelf.txt")
    (tmp_path / "heen.txt").symlink_to("terug.txt")
    (tmp_path / "terug.txt").symlink_to("heen.txt")
    (tmp_path / "map").symlink_to(".")
    listing = list_inbox(tmp_path)
    assert paths(listing) == ["a.txt"]
    assert listing.ignored == ["heen.txt", "map", "terug.txt", "zelf.txt"]


def test_an_inbox_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
    put(tmp_path, "echt/a.txt")
    (tmp_path / "echt/binnen.txt").symlink_to(tmp_path / "echt" / "a.txt")
    (tmp_path / "inbox").symlink_to("echt")
    listing = list_inbox(tmp_path / "inbox")
    assert paths(listing) == ["a.txt", "binnen.txt"]
    assert listing.files.column("source").to_pylist() == ["echt", "echt"]


def test_pipes_and_folders_that_end_in_txt_are_no_source_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp.txt")
    put(tmp_path, "map.txt/a.txt")
    listing = list_inbox(tmp_path)
    assert paths(listing) == ["map.txt/a.txt"]
    assert listing.ignored == ["pijp.txt"]


def test_a_nest_deeper_than_the_stack_is_walked(tmp_path: Path) -> None:
    """1,500 folders deep: Python's stack holds 1,000, a path 4,096 bytes."""
    for _ in range(1500):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.txt").write_text("x", encoding="utf-8")
    os.chdir(tmp_path)
    try:
        found = paths(list_inbox(tmp_path))
    finally:  # by hand: Python 3.11 removes trees by recursion, and pytest's own cleaning would fail
        os.chdir("d/" * 1500)
        Path("a.txt").unlink()
        for _ in range(1500):
            os.chdir("..")
            Path("d").rmdir()
    assert found == ["d/" * 1500 + "a.txt"]


def test_thousands_of_folders_are_walked(tmp_path: Path) -> None:
    for number in range(2000):
        (tmp_path / f"{number:04d}").mkdir()
        (tmp_path / f"{number:04d}" / "a.txt").touch()
    assert paths(list_inbox(tmp_path)) == [f"{number:04d}/a.txt" for number in range(2000)]


@pytest.mark.parametrize("portion_files", [1, 2, 3, 100])
def test_a_listing_comes_in_portions_of_no_more_than_so_many_names(tmp_path: Path, portion_files: int) -> None:
    for name in ("a.txt", "b.txt", "c.zip", "krant/d.txt", "krant/2019/e.txt", "krant/2019/foto.jpg", "leeg.md"):
        put(tmp_path, name)
    portions = list(list_portions(tmp_path, portion_files=portion_files))
    sizes = [one.files.num_rows + one.archives.num_rows + len(one.ignored) for one in portions]
    assert sum(sizes) == 7
    assert all(0 < size <= portion_files for size in sizes)
    whole = list_inbox(tmp_path)
    again = list_inbox(tmp_path, portion_files=portion_files)
    assert again.files.sort_by("source_path") == whole.files.sort_by("source_path")
    assert (again.archives, again.ignored) == (whole.archives, whole.ignored)


def test_a_folder_that_cannot_be_listed_is_told_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's refusal is put in: root, as which tests often run, may read anything."""
    put(tmp_path, "a.txt")
    put(tmp_path, "dicht%/b.txt")
    real = os.scandir

    def refuse(path: bytes) -> object:
        if path.endswith(b"dicht%"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("warehouse.discovery.os.scandir", refuse)
    listing = list_inbox(tmp_path)
    assert paths(listing) == ["a.txt"]
    assert listing.unreadable == [("dicht%25/", "Permission denied")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list any folder; the test above puts the refusal in")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    put(tmp_path, "dicht/b.txt")
    (tmp_path / "dicht").chmod(0)
    try:
        listing = list_inbox(tmp_path)
    finally:
        (tmp_path / "dicht").chmod(0o700)
    assert listing.unreadable == [("dicht/", "Permission denied")]


@pytest.mark.parametrize("name", ["geen", "bestand", "bestand/erin"])
def test_an_inbox_that_is_no_folder_is_an_expected_failure(tmp_path: Path, name: str) -> None:
    put(tmp_path, "bestand")
    for look in (list_inbox, check_inbox):
        with pytest.raises(InputUnreadableError, match="The inbox cannot be read") as error:
            look(tmp_path / name)
        assert error.value.where == str(tmp_path / name)


def test_an_inbox_is_named_by_its_real_path_in_plain_text(tmp_path: Path) -> None:
    (tmp_path / "echt").mkdir()
    (tmp_path / "link").symlink_to("echt")
    assert inbox_name(tmp_path / "link") == str(tmp_path.resolve() / "echt")
    assert inbox_name(Path(os.fsdecode(os.fsencode(tmp_path.resolve()) + b"/\xff"))).endswith("/\\xff")
