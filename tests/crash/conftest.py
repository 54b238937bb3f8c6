"""What the tests of damage share: a warehouse with a release and a batch that is in none, and copies of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kroniek.cli import main
from tests.articles import write_article
from tests.commands.outcome import Command, Outcome
from tests.crash.commands import flows_without_prefect
from tests.crash.moments import Tables, published_tables
from tests.plain_road import take_in_plain
from tests.ungated import release_ungated


@dataclass(frozen=True)
class Delivery:
    """What warehouses are copied from; not to be written to.

    Attributes:
        inbox: All files.
        published: A release of the first files.
        pending: The same, with the others taken in and judged, and in no release.
        expected: Tables of the two releases that there are at the end.
    """

    inbox: Path
    published: Path
    pending: Path
    expected: Tables


@pytest.fixture(scope="package")
def delivery() -> Iterator[Delivery]:
    # Not in a folder of pytest, which is for its owner alone: some tests act as somebody else.
    with tempfile.TemporaryDirectory(prefix="kroniek-delivery-") as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        folder.chmod(0o755)
        patch.chdir(folder)
        inbox, published, pending = folder / "inbox", folder / "published", folder / "pending"
        for number in range(8):
            write_article(inbox, f"{number}.txt", f"201{number % 3}-05", f"plan{number}")
        release_ungated(inbox, published)
        for number in range(8):
            write_article(inbox, f"nieuw-{number}.txt", f"201{number % 3}-06", f"zaak{number}")
        write_article(inbox, "kopie.txt", "2009-02", "plan3")
        write_article(inbox, "0.txt", "2010-05", "het plein")
        shutil.copytree(published, pending)
        take_in_plain(inbox, pending)
        finished = folder / "finished"
        shutil.copytree(pending, finished)
        release_ungated(inbox, finished)
        yield Delivery(inbox, published, pending, published_tables(finished))


@pytest.fixture
def published(delivery: Delivery, tmp_path: Path) -> Path:
    """A warehouse whose next run has something to do."""
    return Path(shutil.copytree(delivery.published, tmp_path / "warehouse"))


@pytest.fixture
def pending(delivery: Delivery, tmp_path: Path) -> Path:
    """A warehouse that has something to publish."""
    return Path(shutil.copytree(delivery.pending, tmp_path / "warehouse"))


@pytest.fixture
def kroniek(capsys: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """Run `kroniek` with some arguments; its flows without Prefect and without the gate."""

    def run(*arguments: object) -> Outcome:
        capsys.readouterr()
        exit_code = main([str(argument) for argument in arguments])
        output = capsys.readouterr()
        return Outcome(exit_code, output.out, output.err)

    with flows_without_prefect():
        yield run
