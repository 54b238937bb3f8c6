"""Nothing is half done: a run that dies anywhere is finished by the next, to the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.articles import write_article
from tests.conftest import REPOSITORY
from tests.plain_road import take_in_plain
from tests.standing import Standing
from tests.ungated import assert_invariants, publish_ungated
from warehouse import state as state_module
from warehouse.durable import hash_file
from warehouse.layout import Warehouse
from warehouse.releases import latest_folder, latest_version, release_versions

RENAMES = 11
"""Raw record and folder, record and folder of the index of fingerprints, staged record and folder, manifest, intent,
release folder, latest.json, feed.xml."""


class KilledError(BaseException):
    """The process died here: nothing catches it but the test."""


def deliver(inbox: Path) -> None:
    for number, topic in enumerate(("de brug", "het museum", "de dijk", "de markt")):
        write_article(inbox, f"{number}.txt", f"201{number}-05", topic)
    write_article(inbox, "kopie.txt", "2009-01", "de markt")
    write_article(inbox, "fout.txt", "2019-13")


def deliver_more(inbox: Path) -> None:
    write_article(inbox, "0.txt", "2010-05", "het plein")
    write_article(inbox, "nieuw.txt", "2012-08", "de molen")


def run(inbox: Path, warehouse: Path) -> None:
    assert take_in_plain(inbox, warehouse).is_balanced()
    publish_ungated(warehouse)


def published(warehouse: Path) -> dict[str, str]:
    releases = warehouse / "releases"
    return {path.relative_to(releases).as_posix(): hash_file(path) for path in sorted(releases.rglob("*.parquet"))}


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    def make(folder: Path) -> None:
        deliver(folder / "inbox")
        run(folder / "inbox", folder / "warehouse")
        deliver_more(folder / "inbox")

    return Standing(tmp_path_factory.mktemp("interrupted"), make)


@pytest.fixture(scope="module")
def undisturbed(standing: Standing) -> dict[str, str]:
    folder = standing.again()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        run(folder / "inbox", folder / "warehouse")
    return published(folder / "warehouse")


@pytest.fixture
def second_run(standing: Standing, undisturbed: dict[str, str]) -> tuple[Path, Path]:  # noqa: ARG001 (made first: it uses the folder)
    """An inbox with more files than its warehouse has published."""
    folder = standing.again()
    return folder / "inbox", folder / "warehouse"


def finish(inbox: Path, warehouse: Path, undisturbed: dict[str, str]) -> None:
    """The next run ends what the dead one began; then all is as if nothing had happened."""
    before = latest_version(Warehouse(warehouse))
    assert before in {"2026.11.0", "2026.11.1"}  # readers had a whole release all the time
    run(inbox, warehouse)
    place = Warehouse(warehouse)
    assert release_versions(place) == ["2026.11.0", "2026.11.1"]
    assert latest_version(place) == "2026.11.1"
    assert published(warehouse) == undisturbed
    folder = latest_folder(place)
    assert folder is not None
    assert_invariants(folder)
    again = take_in_plain(inbox, warehouse)
    assert (again.seen, again.unchanged) == (7, 7)
    assert publish_ungated(warehouse) is None
    assert list(place.temporary.rglob("candidate/*")) == []
    assert [path.name for path in warehouse.iterdir() if path.name.endswith(".new")] == []


@contextmanager
def killed_at(patch: pytest.MonkeyPatch, owner: object, name: str, at: int, *, is_after: bool) -> Iterator[list[int]]:
    """Die at the given call of a function, before or after it did its work; gives the number of calls."""
    calls = [0]
    real: Callable[..., Any] = getattr(owner, name)

    def dying(*arguments: object, **options: object) -> object:
        calls[0] += 1
        if calls[0] == at and not is_after:
            raise KilledError
        result = real(*arguments, **options)
        if calls[0] == at:
            raise KilledError
        return result

    with patch.context() as inner:
        inner.setattr(owner, name, dying)
        yield calls


def test_a_run_switches_names_as_often_as_is_tested_below(
    second_run: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        killed_at(monkeypatch, os, "rename", 0, is_after=False) as renamed,
        killed_at(monkeypatch, os, "replace", 0, is_after=False) as replaced,
    ):
        run(*second_run)
    assert renamed[0] + replaced[0] == RENAMES


@pytest.mark.parametrize(
    ("name", "at"),
    [
        *(("rename", at) for at in (1, 3, 4)),
        *(("replace", at) for at in (1, 3, 5, 6)),
        pytest.param("rename", 2, marks=pytest.mark.long),
        *(pytest.param("replace", at, marks=pytest.mark.long) for at in (2, 4, 7)),
    ],
)
def test_death_after_any_change_of_a_name_is_finished_by_the_next_run(
    second_run: tuple[Path, Path], undisturbed: dict[str, str], monkeypatch: pytest.MonkeyPatch, name: str, at: int
) -> None:
    with killed_at(monkeypatch, os, name, at, is_after=True), pytest.raises(KilledError):
        run(*second_run)
    finish(*second_run, undisturbed)


@pytest.mark.parametrize("at", [3, 24])
def test_death_while_files_are_half_written_is_finished_by_the_next_run(
    second_run: tuple[Path, Path], undisturbed: dict[str, str], monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    with killed_at(monkeypatch, os, "fsync", at, is_after=False), pytest.raises(KilledError):
        run(*second_run)
    finish(*second_run, undisturbed)


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", [1, 2])
def test_death_at_the_commit_of_the_state_is_finished_by_the_next_run(
    second_run: tuple[Path, Path],
    undisturbed: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    at: int,
    is_after: bool,  # noqa: FBT001
) -> None:
    opened = [0]

    @contextmanager
    def open_state(*arguments: Any, **options: Any) -> Iterator[Any]:
        opened[0] += 1
        is_fatal = opened[0] == at
        with state_module.open_state(*arguments, **options) as state:
            yield state
            if is_fatal and not is_after:
                raise KilledError
        if is_fatal:
            raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr("warehouse.records.open_state", open_state)
        with pytest.raises(KilledError):
            run(*second_run)
    finish(*second_run, undisturbed)


def test_dying_again_and_again_costs_nothing(
    second_run: tuple[Path, Path], undisturbed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, at in (("rename", 1), ("rename", 1), ("replace", 1), ("replace", 2)):
        with killed_at(monkeypatch, os, name, at, is_after=True), pytest.raises(KilledError):
            run(*second_run)
    finish(*second_run, undisturbed)


def test_a_batch_left_by_a_dead_run_counts_with_its_verdicts(
    second_run: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, warehouse = second_run
    with killed_at(monkeypatch, os, "rename", 1, is_after=True), pytest.raises(KilledError):
        run(inbox, warehouse)
    for path in inbox.iterdir():
        path.unlink()  # its bytes are in raw/ already
    report = take_in_plain(inbox, warehouse)
    assert (report.seen, report.accepted, report.unchanged, report.deferred) == (2, 2, 0, 0)
    assert report.is_balanced()


KILLED_RUN = """
import os, sys
from pathlib import Path
from tests.plain_road import take_in_plain
from tests.standing import Standing
from tests.ungated import publish_ungated
name, at = sys.argv[3], int(sys.argv[4])
real, calls = getattr(os, name), 0
def dying(*arguments, **options):
    global calls
    result = real(*arguments, **options)
    calls += 1
    if calls == at:
        os._exit(9)
    return result
setattr(os, name, dying)
take_in_plain(Path(sys.argv[1]), Path(sys.argv[2]))
publish_ungated(Path(sys.argv[2]))
"""


@pytest.mark.parametrize(("name", "at"), [("fsync", 14), ("rename", 3)])
def test_a_process_that_is_gone_at_once_is_finished_by_the_next_run(
    second_run: tuple[Path, Path], undisturbed: dict[str, str], name: str, at: int
) -> None:
    """No `finally`, no closing of files, the lock and the state left as they are."""
    died = subprocess.run(
        [sys.executable, "-c", KILLED_RUN, *map(str, second_run), name, str(at)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        check=False,
    )
    assert died.returncode == 9
    finish(*second_run, undisturbed)
