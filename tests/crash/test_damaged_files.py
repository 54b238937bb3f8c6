"""A file of the warehouse that changed or went behind our back: 14 with its name, and nothing is lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.outcome import Command
from tests.crash.conftest import Delivery
from tests.crash.moments import assert_readers_see_a_whole_release, published_tables
from warehouse.layout import Warehouse


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def spoil(path: Path) -> None:
    """Same size, other bytes, in the middle of the first column."""
    content = bytearray(path.read_bytes())
    for place in range(10, min(300, len(content) - 20)):
        content[place] ^= 0x5A
    path.write_bytes(content)


Harm = Callable[[Path], None]
HARMS: tuple[Harm, ...] = (cut, empty, Path.unlink)


def assert_told(kroniek: Command, command: str, path: Path, harm: Harm, *, warehouse: Path, inbox: Path) -> None:
    """The command ends with 14 and the name of the file, which then is as it was; readers go on."""
    content = path.read_bytes()
    path.chmod(0o600)
    harm(path)
    outcome = kroniek(*call(command, warehouse, inbox))
    what = f"{harm.__name__} {path.name}: {outcome.err}"
    assert outcome.exit_code == 14, what
    assert "Traceback" not in outcome.err, what
    # A reader that trips over bytes inside of a file does not always know of which.
    assert (warehouse.name if harm is spoil else path.parent.name) in outcome.err, what
    path.write_bytes(content)


def call(command: str, warehouse: Path, inbox: Path) -> list[object]:
    return [command, "--warehouse", warehouse, *(["--inbox", inbox] if command == "run" else [])]


def assert_mended(kroniek: Command, command: str, warehouse: Path, delivery: Delivery) -> None:
    assert assert_readers_see_a_whole_release(Warehouse(warehouse)) == "2026.11.0"
    outcome = kroniek(*call(command, warehouse, delivery.inbox))
    assert outcome.exit_code == 0, outcome.err
    assert published_tables(warehouse) == delivery.expected


def test_a_damaged_file_of_the_last_release_ends_the_run_with_14(
    published: Path, delivery: Delivery, kroniek: Command
) -> None:
    release = published / "releases/2026.11.0"
    for path, harms in (
        (min((release / "documents").iterdir()), (*HARMS, spoil)),
        (min((release / "sentences").iterdir()), (cut,)),
        (min((release / "verdicts").iterdir()), (Path.unlink, spoil)),
        (release / "manifest.json", HARMS),
    ):
        for harm in harms:
            assert_told(kroniek, "run", path, harm, warehouse=published, inbox=delivery.inbox)
    assert_mended(kroniek, "run", published, delivery)


def test_a_damaged_file_of_the_last_release_that_is_only_linked_ends_the_run_with_14(
    published: Path, delivery: Delivery, kroniek: Command, tmp_path: Path
) -> None:
    """Nothing reads it; its size is looked at."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    shutil.copy(delivery.inbox / "nieuw-0.txt", inbox)
    for path in (published / "releases/2026.11.0/paragraphs").iterdir():
        if "2011" in path.name:
            assert_told(kroniek, "run", path, cut, warehouse=published, inbox=inbox)
    assert kroniek("run", "--inbox", inbox, "--warehouse", published).exit_code == 0
    assert assert_readers_see_a_whole_release(Warehouse(published)) == "2026.11.1"


def test_a_damaged_staged_file_ends_publishing_with_14(pending: Path, delivery: Delivery, kroniek: Command) -> None:
    folder = Warehouse(pending).own_staged_folder(Warehouse(pending).staged_batches()[-1])
    for path, harms in (
        (folder / "documents/part-00000.parquet", HARMS),
        (folder / "verdicts.parquet", (cut, Path.unlink)),
        (folder / "batch.json", HARMS),
    ):
        for harm in harms:
            assert_told(kroniek, "publish", path, harm, warehouse=pending, inbox=delivery.inbox)
    assert_mended(kroniek, "publish", pending, delivery)


def test_a_staged_batch_that_is_moved_away_is_made_again_as_the_advice_says(
    pending: Path, delivery: Delivery, kroniek: Command, tmp_path: Path
) -> None:
    warehouse = Warehouse(pending)
    folder = warehouse.own_staged_folder(warehouse.staged_batches()[-1])
    cut(folder / "documents/part-00000.parquet")
    outcome = kroniek("publish", "--warehouse", pending)
    assert outcome.exit_code == 14
    assert "move the batch's folder away from staged/" in outcome.err
    folder.rename(tmp_path / "aside")
    assert_mended(kroniek, "run", pending, delivery)


def test_damaged_bytes_of_a_batch_that_is_not_judged_yet_end_the_run_with_14(
    pending: Path, delivery: Delivery, kroniek: Command, tmp_path: Path
) -> None:
    """The inbox may be empty by now, so nobody may pass over them."""
    (tmp_path / "inbox").mkdir()
    warehouse = Warehouse(pending)
    batch = warehouse.raw_batches()[-1]
    shutil.rmtree(warehouse.own_staged_folder(batch))
    for name in ("part-00000.parquet", "batch.json"):
        for harm in HARMS:
            assert_told(
                kroniek,
                "run",
                warehouse.own_raw_folder(batch) / name,
                harm,
                warehouse=pending,
                inbox=tmp_path / "inbox",
            )
    assert_mended(kroniek, "run", pending, delivery)


@pytest.mark.parametrize(
    ("name", "harm"),
    [("bands.bin", cut), ("bands.bin", empty), ("places.npy", cut), ("segment.json", empty)],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)
def test_a_damaged_index_of_fingerprints_is_made_again(
    pending: Path, delivery: Delivery, kroniek: Command, *, tmp_path: Path, name: str, harm: Harm
) -> None:
    """It holds nothing that staged/ does not."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    harm(min((pending / "fingerprints").iterdir()) / name)
    (inbox / "nog-een.txt").write_bytes((delivery.inbox / "1.txt").read_bytes() + b" Einde.")
    outcome = kroniek("run", "--inbox", inbox, "--warehouse", pending, "--json")
    assert outcome.exit_code == 0, outcome.err
    assert outcome.json["duplicates"] == 1  # known by its fingerprint alone
