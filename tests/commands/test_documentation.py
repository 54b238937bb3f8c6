"""The pages that are made from the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from kroniek.documentation import commands_page, data_dictionary_page, main, settings_page
from transforms.reasons import REASONS
from transforms.schema import PUBLISHED_TABLES

PAGES = {"data_dictionary.md", "commands.md", "settings.md", "quality_checks.md"}


def test_every_published_column_and_reason_is_described() -> None:
    page = data_dictionary_page()
    for table in PUBLISHED_TABLES:
        section = page.partition(f"\n## {table.name}\n")[2].partition("\n## ")[0]
        assert table.description in section
        for column in table.columns:
            assert f"\n| `{column.name}` | `{column.type}` |" in section
            assert column.description.replace("|", "\\|") in section
    assert all(f"\n| `{reason.name}` |" in page for reason in REASONS)


def test_every_command_stands_with_its_arguments_and_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    page = commands_page()
    for name in ("run", "take-in", "publish", "rejudge", "status", "sql", "releases", "rejects", "explain", "quality"):
        section = page.partition(f"\n## kroniek {name}\n")[2].partition("\n## ")[0]
        assert "| `--warehouse FOLDER` |" in section
        assert f"```sh\nkroniek {name}" in section
    monkeypatch.setenv("COLUMNS", "40")
    assert commands_page() == page


def test_pages_do_not_depend_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    page = settings_page()
    monkeypatch.setattr("os.cpu_count", lambda: 77)
    monkeypatch.setenv("KRONIEK_WORKERS", "77")
    assert settings_page() == page


def test_check_names_a_stale_page_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"], folder=tmp_path) == 1
    assert list(tmp_path.iterdir()) == []
    assert main([], folder=tmp_path) == 0
    assert {path.name for path in tmp_path.iterdir()} == PAGES
    assert main(["--check"], folder=tmp_path) == 0

    capsys.readouterr()
    with (tmp_path / "commands.md").open("a", encoding="utf-8") as file:
        file.write("by hand\n")
    assert main(["--check"], folder=tmp_path) == 1
    assert capsys.readouterr().err == "docs/commands.md is stale: run `make docs`.\n"
