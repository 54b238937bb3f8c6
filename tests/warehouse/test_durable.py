"""Files are whole or not there, and what cannot be written is said in one line."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from transforms.errors import InputUnreadableError
from warehouse import durable
from warehouse.durable import (
    check_writable,
    hash_file,
    json_text,
    make_folder,
    move_folder,
    read_json,
    remove_tree,
    replace_json,
    write_text,
)


def test_a_json_file_is_replaced_in_one_step_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "latest.json"
    replace_json(path, {"version": "één"})
    with path.open(encoding="utf-8") as reader:
        replace_json(path, {"version": "twee"})
        assert json.load(reader) == {"version": "één"}  # who has it open reads the old one to its end
    assert read_json(path) == {"version": "twee"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["latest.json"]


def test_a_replacement_that_dies_half_way_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "latest.json"
    replace_json(path, {"version": "1"})

    def die(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", die)
    with pytest.raises(OSError, match="No space left"):
        replace_json(path, {"version": "2"})
    assert read_json(path) == {"version": "1"}


def test_a_folder_is_forced_to_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "half", tmp_path / "klaar" / "batch"
    make_folder(source / "diep")
    write_text(source / "diep" / "a.txt", "x")
    order: list[str] = []
    real_fsync, real_rename = os.fsync, Path.rename

    def fsync(descriptor: int) -> None:
        order.append(os.path.basename(os.readlink(f"/proc/self/fd/{descriptor}")))  # noqa: PTH115, PTH119
        real_fsync(descriptor)

    def rename(self: Path, to: Path) -> Path:
        order.append("rename")
        return real_rename(self, to)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("no /proc here to name descriptors by")
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "rename", rename)
    move_folder(source, target)
    assert order == ["a.txt", "diep", "half", "rename", "klaar"]
    assert (target / "diep" / "a.txt").read_text(encoding="utf-8") == "x"
    assert not source.exists()


def test_text_is_utf8_with_line_feeds(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "één\r\ntwee\n")
    assert (tmp_path / "a.txt").read_bytes() == "één\r\ntwee\n".encode()


def test_json_is_written_for_people() -> None:
    assert json_text({"b": "é", "a": [1]}) == '{\n  "b": "é",\n  "a": [\n    1\n  ]\n}\n'


@pytest.mark.parametrize("content", ["[]", "3", '"x"'])
def test_json_that_is_no_object_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    with pytest.raises(TypeError, match="holds no JSON object"):
        read_json(tmp_path / "a.json")


def test_a_sum_is_that_of_the_bytes(tmp_path: Path) -> None:
    content = os.urandom(3_000_000)
    (tmp_path / "a").write_bytes(content)
    assert hash_file(tmp_path / "a") == hashlib.sha256(content).hexdigest()


def test_a_tree_with_read_only_folders_and_links_is_removed_and_what_links_name_stays(tmp_path: Path) -> None:
    (tmp_path / "blijft").mkdir()
    (tmp_path / "blijft" / "a.txt").write_text("x", encoding="utf-8")
    make_folder(tmp_path / "weg" / "dicht")
    (tmp_path / "weg" / "dicht" / "b.txt").write_text("x", encoding="utf-8")
    (tmp_path / "weg" / "link").symlink_to(tmp_path / "blijft")
    os.link(tmp_path / "blijft" / "a.txt", tmp_path / "weg" / "hard.txt")
    (tmp_path / "weg" / "dicht").chmod(0o500)
    remove_tree(tmp_path / "weg")
    remove_tree(tmp_path / "weg")
    assert not (tmp_path / "weg").exists()
    assert (tmp_path / "blijft" / "a.txt").read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize("make", [make_folder, check_writable])
def test_a_folder_that_cannot_be_made_is_an_expected_failure(tmp_path: Path, make: object) -> None:
    (tmp_path / "bestand").write_text("x", encoding="utf-8")
    with pytest.raises(InputUnreadableError, match="The warehouse cannot be written") as error:
        make(tmp_path / "bestand" / "w")  # type: ignore[operator]
    assert error.value.where == str(tmp_path / "bestand" / "w")
    assert error.value.exit_code == 11


def test_a_folder_without_permission_is_an_expected_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(InputUnreadableError, match="Permission denied"):
        check_writable(tmp_path / "w")


@pytest.mark.parametrize("name", [b"wat?", b"\xff"])
def test_a_path_that_duckdb_cannot_use_is_refused_at_once(tmp_path: Path, name: bytes) -> None:
    place = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    with pytest.raises(InputUnreadableError, match="question mark or is not UTF-8"):
        check_writable(place)
    assert not place.exists()


def test_files_that_are_linked_from_elsewhere_are_not_forced_to_the_disk_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old").write_text("published")
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "own").write_text("new")
    (folder / "linked").hardlink_to(tmp_path / "old")
    forced: list[str] = []
    monkeypatch.setattr(durable, "fsync_file", lambda path: forced.append(path.name))
    durable.fsync_tree(folder)
    assert sorted(forced) == ["new", "own"]
