"""The lock files name packages, versions and hashes, nothing else, and agree with what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-clients.lock")
PYTHONS = ("3.11.0", "3.12.0", "3.13.0")
PLATFORMS = ("linux", "darwin")

ENTRY = re.compile(
    r"(?P<pin>[a-z0-9.-]+==[^\s;]+)(?: ; (?P<marker>[^\\]+?))?(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})+)"
)
"""A locked package: name, exact version, perhaps an environment marker, one hash or more. No address fits in it."""


def read_entries(lock: str) -> list[re.Match[str]]:
    """Every entry of a lock file; fails on a line that is neither comment nor entry."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace(" \\\n    --hash", " --hash")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    entries = [(line, ENTRY.fullmatch(line)) for line in lines]
    assert [line for line, entry in entries if entry is None] == []
    return [entry for _, entry in entries if entry is not None]


def pins_for(lock: str, python: str, platform: str) -> dict[str, str]:
    """Name to version of what the lock installs on one Python and platform; fails on two versions of one package."""
    environment = {
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
        "sys_platform": platform,
    }
    pins: dict[str, str] = {}
    for entry in read_entries(lock):
        if entry["marker"] is None or Marker(entry["marker"]).evaluate(environment):
            name, _, version = entry["pin"].partition("==")
            assert name not in pins
            pins[canonicalize_name(name)] = version
    return pins


def requirements_of_project() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    return [Requirement(line) for line in (*project["project"]["dependencies"], *groups["dev"], *groups["build"])]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_pins_and_hashes_only(lock: str) -> None:
    """An address or the name of an index host would tie the lock to one network."""
    assert len(read_entries(lock)) > 0
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_lock_meets_every_requirement_of_the_project(python: str, platform: str) -> None:
    """Fails when pyproject.toml was changed without `make lock`, on any of the supported Pythons."""
    pins = pins_for("requirements.lock", python, platform)
    unmet = [
        str(requirement)
        for requirement in requirements_of_project()
        if not requirement.specifier.contains(pins.get(canonicalize_name(requirement.name), "0"), prereleases=True)
        or canonicalize_name(requirement.name) not in pins
    ]
    assert unmet == []


def test_build_lock_is_part_of_the_lock() -> None:
    """Both are installed into one environment, so a package may not stand at two versions."""
    in_lock = {entry["pin"]: entry["hashes"] for entry in read_entries("requirements.lock")}
    assert [
        entry["pin"]
        for entry in read_entries("requirements-build.lock")
        if in_lock.get(entry["pin"]) != entry["hashes"]
    ] == []


def test_clients_read_with_the_versions_of_the_lock() -> None:
    """Both environments are seen by one Python: a package at two versions would be another one in the tests."""
    for python in PYTHONS:
        pins, clients = (pins_for(lock, python, "linux") for lock in ("requirements.lock", "requirements-clients.lock"))
        both = pins.keys() & clients.keys()
        assert {name: clients[name] for name in both} == {name: pins[name] for name in both}
        groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
        for requirement in map(Requirement, groups["clients"]):
            assert requirement.specifier.contains(clients[canonicalize_name(requirement.name)])


def test_same_versions_on_every_python() -> None:
    """The same files must give the same bytes: what computes may not differ from one Python to the other."""
    first, *others = (pins_for("requirements.lock", python, "linux") for python in PYTHONS)
    for other in others:
        both = first.keys() & other.keys()
        assert {name: other[name] for name in both} == {name: first[name] for name in both}
