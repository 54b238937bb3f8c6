"""Writes the pages of docs/ that are made from the code: `python -m kroniek.documentation [--check]`.

A page that is written by hand drifts away from what it describes; these are compared with the code by every check.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import typer
from pydantic.fields import FieldInfo

from expectations.checks import Check
from expectations.suites import SUITE_TITLES, all_suites
from flows.gating import gate_thresholds
from flows.settings import Settings
from kroniek.cli import command
from transforms.reasons import REASONS
from transforms.schema import CHANGES, PUBLISHED_TABLES
from transforms.schema_types import Column, Table
from transforms.schema_views import VIEWS
from warehouse.filing import MOST_DOCUMENTS_OF_A_YEAR_FILE, MOST_ROWS_OF_A_MONTH_FILE

__all__ = ["commands_page", "data_dictionary_page", "main", "quality_checks_page", "settings_page"]

DOCS = Path(__file__).resolve().parent.parent / "docs"
INTRODUCTION = """\
What every table of a release holds, and [why a file was accepted or not](#reasons). The same descriptions stand in the
Parquet files (field metadata) and in `kroniek.duckdb` (comments). Times are UTC. "Nullable" says whether a value may be
missing."""
SETTINGS_INTRODUCTION = """\
A setting is a line in `kroniek.toml` in the working folder, else a variable `KRONIEK_` and its name in capitals, else a
flag of the command; what comes later wins. A name that is not in this list is an error (exit code 10).

Verdicts stay as they are when a setting changes; `kroniek rejudge` applies it to every file that was judged before."""
CHECKS_INTRODUCTION = """\
Every candidate is held against these before anybody sees it ([how the gate works](quality_gate.md)). A failed critical
check stops the release, a failed warning is published with a note, info is only mentioned. Whatever its severity, a
check that raised or did not run stops. Thresholds are those of the default settings."""
MADE_BY = "<!-- Written by `make docs` from the code; edit the code, not this page. -->"


def data_dictionary_page() -> str:
    """`docs/data_dictionary.md`: every published table and column, and every reason."""
    parts = [
        "# Data dictionary",
        MADE_BY,
        INTRODUCTION,
        f"Tables: {', '.join(f'[{table.name}](#{table.name})' for table in (*PUBLISHED_TABLES, *VIEWS))}.",
        *(_table_section(table) for table in (*PUBLISHED_TABLES, *VIEWS)),
        "## reasons",
        "Values of `verdicts.reason`, in the order in which the judge asks: the first that applies decides.",
        _markdown(
            ["reason", "verdict", "meaning", "example"],
            [[f"`{reason.name}`", reason.verdict, reason.meaning, reason.example] for reason in REASONS],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _table_section(table: Table) -> str:
    return "\n\n".join(
        [
            f"## {table.name}",
            f"{table.description} One row is {table.grain.removeprefix('one row ')}.",
            f"Key: {', '.join(f'`{name}`' for name in table.key)}. Files: {_filing(table)}.",
            _markdown(
                ["column", "type", "unit", "nullable", "meaning", "source"],
                [
                    [
                        f"`{column.name}`",
                        f"`{column.type}`",
                        column.unit,
                        "yes" if column.is_nullable else "",
                        _meaning(column),
                        column.source,
                    ]
                    for column in table.columns
                ],
            ),
        ]
    )


def _filing(table: Table) -> str:
    if table.partition == "single":
        return f"`{table.name}.parquet`"
    if table.partition == "view":
        return "none, it is computed when asked, in `kroniek.duckdb`"
    if table.partition == "year":
        most = f"{MOST_DOCUMENTS_OF_A_YEAR_FILE:,}"
        return (
            f"`{table.name}/`, one a year of `date_start`, or one a month of it in a year of more than {most} documents"
        )
    fine = "release" if table is CHANGES else "day"
    most = f"{MOST_ROWS_OF_A_MONTH_FILE:,}"
    return f"`{table.name}/`, one a month of take-in, or one a {fine} in a month of more than {most}"


def _meaning(column: Column) -> str:
    allowed = ", ".join(f"`{value}`" for value in column.allowed)
    return f"{column.description} One of {allowed}." if allowed else column.description


def commands_page() -> str:
    """`docs/commands.md`: every command with its arguments, made from the help texts."""
    kroniek = command()
    context = typer.Context(kroniek, info_name="kroniek")
    parts = ["# Commands", MADE_BY, _prose(kroniek.help), _example(kroniek.epilog)]
    for name, each in sorted(kroniek.commands.items()):
        inner = typer.Context(each, info_name=name, parent=context)
        usage = " ".join(["kroniek", name, *each.collect_usage_pieces(inner)])
        parts += [f"## kroniek {name}", f"`{usage}`", _prose(each.help)]
        records = [record for param in each.get_params(inner) if (record := param.get_help_record(inner))]
        parts.append(_markdown(["argument", "meaning"], [[f"`{names}`", meaning] for names, meaning in records]))
        parts.append(_example(each.epilog))
    return "\n\n".join(part for part in parts if part) + "\n"


def _prose(text: str | None) -> str:
    """A help text with its paragraphs unwrapped."""
    paragraphs = inspect.cleandoc(text or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _example(epilog: str | None) -> str:
    lines = [line.strip() for line in (epilog or "").splitlines() if line.strip().startswith("kroniek")]
    return "\n".join(["```sh", *lines, "```"]) if lines else ""


def _markdown(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def settings_page() -> str:
    """`docs/settings.md`: every setting with its default."""
    fields = Settings.model_fields.items()
    return (
        "\n\n".join(
            [
                "# Settings",
                MADE_BY,
                SETTINGS_INTRODUCTION,
                _markdown(
                    ["setting", "default", "meaning"],
                    [[f"`{name}`", _default(field), field.description or ""] for name, field in fields],
                ),
            ]
        )
        + "\n"
    )


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:  # depends on the machine, which a page must not
        return "the number of processors"
    if field.default is None:
        return ""
    value = field.default
    shown = ", ".join(f'"{each}"' for each in value) if isinstance(value, tuple) else str(value)
    return f"`[{shown}]`" if isinstance(value, tuple) else f"`{shown}`"


def quality_checks_page() -> str:
    """`docs/quality_checks.md`: every check of the gate, with the thresholds of the default settings."""
    defaults = Settings.model_construct()
    suites = all_suites(gate_thresholds(defaults, today=date.max, judged_with=()))
    parts = ["# Checks of the quality gate", MADE_BY, CHECKS_INTRODUCTION]
    for suite in suites:
        rows = [
            [f"`{check.id}`", check.sentence, _threshold_of(check), check.severity, "yes" * check.is_waivable]
            for check in suite.checks
        ]
        headings = ["check", "what holds", "threshold", "severity", "`--accept`"]
        parts += [f"## {SUITE_TITLES[suite.name]}", _markdown(headings, rows)]
    return "\n\n".join(parts) + "\n"


def _threshold_of(check: Check) -> str:
    """The threshold; of those that change from run to run, what they are."""
    moving = {
        "documents.date_not_in_future": "the day of the run or earlier",
        "documents.rules_version_current": "the rules version of the release",
    }
    return moving.get(check.id, check.threshold)


def main(arguments: Sequence[str] | None = None, *, folder: Path = DOCS) -> int:
    """Write the pages, or check that they are what would be written.

    Args:
        arguments: `--check` or nothing; by default what was typed.
        folder: Where the pages are.

    Returns:
        0, or 1 when a page is stale.
    """
    parser = argparse.ArgumentParser(prog="python -m kroniek.documentation", description="Write the generated pages.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when a page is stale")
    is_check = parser.parse_args(arguments).check
    pages = {
        "data_dictionary.md": data_dictionary_page(),
        "commands.md": commands_page(),
        "settings.md": settings_page(),
        "quality_checks.md": quality_checks_page(),
    }
    stale = [name for name, text in pages.items() if not _holds(folder / name, text)]
    for name in stale:
        if is_check:
            sys.stderr.write(f"docs/{name} is stale: run `make docs`.\n")
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(pages[name], encoding="utf-8", newline="\n")
    return 1 if is_check and stale else 0


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


if __name__ == "__main__":
    sys.exit(main())
