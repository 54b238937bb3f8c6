"""The short way to inbox and warehouse gives what the settings give."""

from __future__ import annotations

from pathlib import Path

import pytest

import flows.settings
from flows.settings import load_settings
from kroniek.places import (
    DEFAULT_INBOX,
    DEFAULT_JUDGING,
    DEFAULT_WAREHOUSE,
    PLAIN_VARIABLES,
    SETTINGS_FILE,
    find_places,
)


def test_defaults_are_those_of_the_settings() -> None:
    fields = flows.settings.Settings.model_fields
    assert fields["inbox"].default == DEFAULT_INBOX
    assert fields["warehouse"].default == DEFAULT_WAREHOUSE
    assert flows.settings.SETTINGS_FILE == SETTINGS_FILE
    assert load_settings().judging() == DEFAULT_JUDGING


@pytest.mark.parametrize("warehouse", [None, Path("flag/warehouse"), Path("~/warehouse")])
@pytest.mark.parametrize("inbox", [None, Path("/flag/inbox")])
@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"KRONIEK_WAREHOUSE": "variable/warehouse"},
        {"KRONIEK_WAREHOUSE": "", "KRONIEK_INBOX": "/variable/inbox/"},
        {"KRONIEK_INBOX": "../inbox", "KRONIEK_NOW": "2026-11-22T06:00:00Z"},
        {"kroniek_warehouse": "small/letters"},
        {"KRONIEK_WORKERS": "1", "KRONIEK_WAREHOUSE": "with/another"},
    ],
)
@pytest.mark.parametrize("file", ["", 'warehouse = "file/warehouse"\ninbox = "file/inbox"\n'])
def test_both_ways_give_the_same(
    warehouse: Path | None, inbox: Path | None, variables: dict[str, str], file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    if file:
        Path("kroniek.toml").write_text(file, encoding="utf-8")
    settings = load_settings(warehouse=warehouse, inbox=inbox)
    found = find_places(warehouse=warehouse, inbox=inbox)
    assert (found.warehouse.root, found.inbox) == (settings.warehouse, settings.inbox)
    assert found.judging == settings.judging()


def test_plain_commands_do_not_load_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        pytest.fail("the settings were loaded")

    monkeypatch.setattr(flows.settings, "load_settings", refuse)
    for name in PLAIN_VARIABLES:
        monkeypatch.setenv(name, "x")
    assert find_places().inbox == Path("x")
