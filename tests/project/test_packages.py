"""The packages that are imported, linted and built are the ones in this repository, all of them and whole."""

from __future__ import annotations

import importlib
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES: list[str] = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


@pytest.mark.parametrize("name", PACKAGES)
def test_package_is_imported_from_this_repository(name: str) -> None:
    """`transforms` and `flows` are common names: a foreign one in site-packages would win over an editable install."""
    assert importlib.import_module(name).__file__ == str(ROOT / name / "__init__.py")


@pytest.mark.parametrize("name", PACKAGES)
def test_package_does_not_shadow_the_standard_library(name: str) -> None:
    assert name not in sys.stdlib_module_names


def test_every_top_level_package_is_built_linted_and_typed() -> None:
    """A package added later must not escape the layers, the types or the wheel."""
    on_disk = {init.parent.name for init in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    assert set(PACKAGES) == on_disk
    assert set(PROJECT["tool"]["importlinter"]["root_packages"]) == on_disk
    assert on_disk <= set(PROJECT["tool"]["mypy"]["files"])


def test_wheel_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    """SQL files, templates and prefect.yaml go along: without them an installed kroniek starts and then fails."""
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = {name for name in archive.namelist() if ".dist-info/" not in name}
    on_disk = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    assert in_wheel == on_disk | {"flows/prefect.yaml"}
    assert any(name.endswith(".sql") for name in in_wheel)
