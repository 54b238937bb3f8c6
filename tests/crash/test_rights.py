"""A warehouse that may not be written, for an ordinary user: 11 and where; with the right given back all is done."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.outcome import Command, Outcome
from tests.crash.conftest import Delivery
from tests.crash.moments import assert_readers_see_a_whole_release, published_tables
from tests.crash.mounts import small_disk
from tests.crash.nobody import call_as_nobody, give_to_nobody
from tests.plain_road import run_plain
from warehouse.layout import Warehouse

PLACES = {"": 0o555, "raw": 0o555, "staged": 0o555, "releases": 0o555, "state.duckdb": 0o444}
"""What may not be written in a warehouse, a warehouse each, and its mode."""
QUESTIONS = (["status"], ["explain", "1.txt"], ["rejects"], ["releases"], ["sql", "SELECT count(*) FROM documents"])


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Where nobody may look around: folders of pytest are for their owner alone."""
    made = Path(tempfile.mkdtemp(prefix="kroniek-rights-"))
    made.chmod(0o755)
    yield made
    (made / "closed").chmod(0o700)
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def outcomes(folder: Path, delivery: Delivery) -> dict[str, Outcome]:
    """How a run ended for each place, and how questions did to a warehouse of somebody else."""
    calls: dict[str, list[str]] = {}
    for number, (place, mode) in enumerate(PLACES.items()):
        warehouse = Path(shutil.copytree(delivery.published, folder / str(number)))
        give_to_nobody(warehouse)
        (warehouse / place).chmod(mode)
        calls[place] = ["run", "--inbox", str(delivery.inbox), "--warehouse", str(warehouse)]
    others = Path(shutil.copytree(delivery.published, folder / "others"))
    for path in (others, *others.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for question in QUESTIONS:
        calls[f"kroniek {question[0]}"] = [*question, "--warehouse", str(others)]
    calls["hidden"] = _call_with_hidden_inbox(folder, delivery)
    shutil.copytree(delivery.published, folder / "rehearsal")
    rehearsal = ["run", "--inbox", str(delivery.inbox), "--warehouse", str(folder / "rehearsal")]
    return dict(zip(calls, call_as_nobody(list(calls.values()), rehearsal), strict=True))


def _call_with_hidden_inbox(folder: Path, delivery: Delivery) -> list[str]:
    """A run on another inbox of the same name and files, in a warehouse whose own inbox nobody may look for."""
    closed = folder / "closed"
    shutil.copytree(delivery.inbox, closed / "inbox")
    run_plain(closed / "inbox", folder / "hidden", is_gated=False)
    give_to_nobody(folder / "hidden")
    closed.chmod(0)
    return ["run", "--json", "--inbox", str(delivery.inbox), "--warehouse", str(folder / "hidden")]


@pytest.mark.parametrize("place", PLACES)
def test_what_may_not_be_written_is_told_and_costs_nothing(
    folder: Path, outcomes: dict[str, Outcome], delivery: Delivery, kroniek: Command, place: str
) -> None:
    warehouse = folder / str(list(PLACES).index(place))
    outcome = outcomes[place]
    assert outcome.exit_code == 11, outcome.err
    assert "Permission denied" in outcome.err
    assert str(warehouse / place) in outcome.err
    assert "Traceback" not in outcome.err
    (warehouse / place).chmod(0o755 if (warehouse / place).is_dir() else 0o644)
    assert assert_readers_see_a_whole_release(Warehouse(warehouse)) == "2026.11.0"
    assert kroniek("run", "--inbox", delivery.inbox, "--warehouse", warehouse).exit_code == 0
    assert published_tables(warehouse) == delivery.expected


@pytest.mark.parametrize("question", [question[0] for question in QUESTIONS])
def test_questions_need_no_right_to_write(outcomes: dict[str, Outcome], question: str) -> None:
    outcome = outcomes[f"kroniek {question}"]
    assert (outcome.exit_code, "Error" in outcome.err) == (0, False)


def test_an_inbox_of_the_past_that_lies_where_one_may_not_look_stops_nobody(outcomes: dict[str, Outcome]) -> None:
    """Whether it has moved is asked when another inbox comes."""
    assert (outcomes["hidden"].exit_code, outcomes["hidden"].err) == (0, "")


def test_a_disk_that_is_mounted_read_only_is_told_to_root_too(
    delivery: Delivery, kroniek: Command, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        disk.resize(50_000)
        warehouse = shutil.copytree(delivery.published, disk.folder / "warehouse")
        call = ("run", "--inbox", delivery.inbox, "--warehouse", warehouse)
        disk.set_read_only(is_read_only=True)
        outcome = kroniek(*call)
        assert (outcome.exit_code, kroniek("status", "--warehouse", warehouse).exit_code) == (11, 0)
        assert "cannot be written" in outcome.err
        assert str(warehouse) in outcome.err
        disk.set_read_only(is_read_only=False)
        assert kroniek(*call).exit_code == 0
        assert published_tables(warehouse) == delivery.expected
