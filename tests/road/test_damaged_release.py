"""A run that meets a damaged last release ends with 14, publishes nothing, and says what to do."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.articles import write_article
from tests.plain_road import take_in_plain
from tests.standing import Standing
from tests.ungated import publish_ungated, release_ungated
from transforms.errors import VerificationError
from warehouse.layout import Warehouse
from warehouse.releases import release_versions


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """Two years; the next run writes one of them anew and links the other."""

    def make(folder: Path) -> None:
        for year, topic in ((2018, "de brug"), (2019, "het museum")):
            write_article(folder / "inbox", f"{year}.txt", f"{year}-03", topic)
        release_ungated(folder / "inbox", folder / "warehouse")

    return Standing(tmp_path_factory.mktemp("damaged"), make)


@pytest.fixture
def folder(standing: Standing) -> Path:
    return standing.again()


@pytest.fixture
def release(folder: Path) -> Path:
    return folder / "warehouse/releases/2026.11.0"


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def spoil_the_footer(path: Path) -> None:
    """The size stays what it was."""
    content = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(content[:-40] + b"\0" * 40)


def put_a_link_in_its_place(path: Path) -> None:
    moved = path.with_name("elsewhere")
    path.rename(moved)
    path.symlink_to(moved)


def run(inbox: Path, warehouse: Path) -> None:
    take_in_plain(inbox, warehouse)
    publish_ungated(warehouse)


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (truncate, "documents/documents-2018.parquet"),
        (truncate, "documents/documents-2019.parquet"),
        (spoil_the_footer, "sentences/sentences-2018.parquet"),
        (spoil_the_footer, "documents/documents-2019.parquet"),
        (spoil_the_footer, "verdicts/verdicts-2026-11.parquet"),
        (put_a_link_in_its_place, "documents/documents-2018.parquet"),
        (Path.unlink, "documents/documents-2018.parquet"),
        (Path.unlink, "documents/documents-2019.parquet"),
        (Path.unlink, "months.parquet"),
        (Path.unlink, "manifest.json"),
    ],
)
def test_damage_of_the_last_release_stops_the_next_run(
    release: Path, folder: Path, spoil: Callable[[Path], None], name: str
) -> None:
    spoil(release / name)
    inbox, warehouse = folder / "inbox", folder / "warehouse"
    write_article(inbox, "nieuw.txt", "2019-07", "de dijk")
    with pytest.raises(VerificationError) as error:
        run(inbox, warehouse)
    assert error.value.exit_code == 14
    assert "backup" in error.value.what_to_do
    assert release_versions(Warehouse(warehouse)) == [release.name]


def test_a_manifest_that_is_none_stops_the_next_run(release: Path, folder: Path) -> None:
    (release / "manifest.json").chmod(0o644)
    (release / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(VerificationError, match="manifest"):
        take_in_plain(folder / "inbox", folder / "warehouse")
