"""Same bytes in, same bytes out: whatever the listing order, the size of parts, the workers or the place."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from tests import ungated
from tests.articles import write_article
from tests.ungated import release_ungated
from warehouse import assemble
from warehouse.candidates import assemble_candidate
from warehouse.durable import hash_file
from warehouse.workers import WorkerPool

TOPICS = ("de brug", "het museum", "de dijk", "het zwembad", "de school", "de markt", "de kerk", "het plein")


def deliver(inbox: Path, *, is_second: bool) -> None:
    """A first delivery with copies, refusals and odd bytes, and a second that adds, mends and supersedes."""
    if is_second:
        write_article(inbox, "krant/0.txt", "2019-01", "een ander onderwerp")
        write_article(inbox, "krant/nieuw.txt", "2018-06", "de molen")
        write_article(inbox, "radio/vroeger.txt", "2010-01", "de dijk")
        return
    for number, topic in enumerate(TOPICS):
        write_article(inbox, f"krant/{number}.txt", f"201{number % 3}-0{number + 1}", topic)
        write_article(inbox, f"radio/{number}.txt", f"201{number}", topic)
        write_article(inbox, f"weekblad/{number}.txt", "2018-06", f"{topic} in juni")
    (inbox / "krant/leeg.txt").write_bytes(b"")
    (inbox / "krant/cp1252.txt").write_bytes(b" date 2019-04 " + "Café aan zee, dat is mooi. ".encode("cp1252") * 9)
    shutil.copy(inbox / "krant/1.txt", inbox / "a-kopie.txt")
    (inbox / "engels.txt").write_text(" date 2019-04 " + "The mayor opened the new bridge today. " * 9)


def published(folder: Path, *, inbox_parent: str = "hier", **settings: Any) -> dict[str, str]:
    """sha256 of every Parquet file of two releases."""
    inbox, warehouse = folder / inbox_parent / "inbox", folder / "warehouse"
    for is_second in (False, True):
        deliver(inbox, is_second=is_second)
        release_ungated(inbox, warehouse, **settings)
    releases = warehouse / "releases"
    return {path.relative_to(releases).as_posix(): hash_file(path) for path in sorted(releases.rglob("*.parquet"))}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("expected")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        found = published(folder)
    assert {name.split("/")[0] for name in found} == {"2026.11.0", "2026.11.1"}
    assert len(found) > 30
    assert (
        found["2026.11.0/term_months/term_months-2018.parquet"]
        != found["2026.11.1/term_months/term_months-2018.parquet"]
    )
    return found


@pytest.mark.parametrize("part_files", [1, 7, 1000])
def test_the_size_of_parts_does_not_matter(tmp_path: Path, expected: dict[str, str], part_files: int) -> None:
    assert published(tmp_path, part_files=part_files) == expected


def test_the_bytes_a_part_may_hold_do_not_matter(tmp_path: Path, expected: dict[str, str]) -> None:
    assert published(tmp_path, part_bytes=2000) == expected


def test_the_number_of_workers_does_not_matter(tmp_path: Path, expected: dict[str, str]) -> None:
    assert published(tmp_path, workers=2, part_files=6) == expected


@pytest.mark.parametrize("workers", [2, pytest.param(4, marks=pytest.mark.long)])
def test_the_number_of_processes_that_write_tables_and_count_terms_does_not_matter(
    tmp_path: Path, expected: dict[str, str], workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def submit(pool: WorkerPool, work: Callable[..., Any], *arguments: object) -> Future[Any]:
        asked.append(work.__name__)
        return submitted(pool, work, *arguments)

    submitted = WorkerPool.submit
    monkeypatch.setattr(WorkerPool, "submit", submit)
    monkeypatch.setattr(assemble, "DOCUMENTS_WORTH_A_PROCESS", 0)
    monkeypatch.setattr(ungated, "assemble_candidate", partial(assemble_candidate, workers=workers))
    assert published(tmp_path) == expected
    assert asked.count("write_elsewhere") == 2 * 3
    assert asked.count("write_term_file") > 2


def test_the_place_of_the_inbox_does_not_matter(tmp_path: Path, expected: dict[str, str]) -> None:
    assert published(tmp_path, inbox_parent="heel/ergens/anders") == expected


def test_times_of_files_do_not_matter(
    tmp_path: Path, expected: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.write_text

    def write_text(self: Path, *arguments: Any, **options: Any) -> int:
        count = real(self, *arguments, **options)
        if "inbox" in self.parts:
            os.utime(self, (len(self.name), len(self.name)))
        return count

    monkeypatch.setattr(Path, "write_text", write_text)
    assert published(tmp_path) == expected


class Shuffled:
    """What os.scandir gives, in another order."""

    def __init__(self, entries: list[os.DirEntry[bytes]]) -> None:
        self.entries = iter(entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        pass

    def __iter__(self) -> Iterator[os.DirEntry[bytes]]:
        return self.entries

    def __next__(self) -> os.DirEntry[bytes]:
        return next(self.entries)

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize("order", ["reversed", "shuffled"])
def test_the_order_of_the_listing_does_not_matter(
    tmp_path: Path, expected: dict[str, str], monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    real: Callable[..., Any] = os.scandir
    draw = random.Random(3)  # noqa: S311

    def scandir(*arguments: Any) -> Shuffled:
        with real(*arguments) as entries:
            found = sorted(entries, key=lambda entry: entry.name, reverse=True)
        if order == "shuffled":
            draw.shuffle(found)
        return Shuffled(found)

    monkeypatch.setattr(os, "scandir", scandir)
    assert published(tmp_path) == expected


def test_other_thresholds_or_another_clock_do_matter(tmp_path: Path, expected: dict[str, str]) -> None:
    """The comparison above can tell a difference."""
    other = published(tmp_path, now="2026-11-23T06:00:00Z")
    assert other.keys() == expected.keys()
    changed = {name for name in other if other[name] != expected[name]}
    assert "2026.11.0/verdicts/verdicts-2026-11.parquet" in changed
    assert "2026.11.0/sentences/sentences-2011.parquet" not in changed
