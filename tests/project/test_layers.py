"""The import contracts of pyproject.toml bite: each is shown a violation and must name it.

`make check-static` applies the same contracts to the real code. A contract with a slip in it passes everything, which
nobody would notice there.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = "Imports go down only"
PURE = "transforms is pure: no I/O, no clock, no settings, no engine"
FLOWS = "flows orders the work: no SQL, no pattern, no expectation"
STORAGE = "Storage knows no Prefect, no settings and no gate"
GATE = "The gate judges frames: no Prefect, no settings, no database"


def imported_names(file: Path) -> set[str]:
    """Every module and every name that a file imports, in full: `pyarrow`, `pyarrow.parquet`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def lint(folder: Path, imports: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run import-linter with the project's contracts on five empty packages, each with the given import."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in ("kroniek", "flows", "warehouse", "expectations", "transforms"):
        (folder / package).mkdir()
        (folder / package / "__init__.py").write_text(imports.get(package, ""), encoding="utf-8")
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("package", "line", "contract"),
    [
        ("transforms", "import warehouse", LAYERS),
        ("transforms", "import expectations", LAYERS),
        ("warehouse", "import flows", LAYERS),
        ("warehouse", "import expectations", LAYERS),
        ("expectations", "import warehouse", LAYERS),
        ("flows", "import kroniek", LAYERS),
        ("transforms", "from pathlib import Path", PURE),
        ("transforms", "import duckdb", PURE),
        ("transforms", "def f():\n    import time", PURE),
        ("flows", "import duckdb", FLOWS),
        ("flows", "import re", FLOWS),
        ("warehouse", "from prefect import task", STORAGE),
        ("warehouse", "import great_expectations", STORAGE),
        ("expectations", "import duckdb", GATE),
    ],
)
def test_contract_names_the_violation(tmp_path: Path, package: str, line: str, contract: str) -> None:
    outcome = lint(tmp_path, {package: f"{line}\n"})
    assert outcome.returncode == 1, outcome.stderr
    broken = [text for text in outcome.stdout.splitlines() if text.endswith(" BROKEN")]
    assert broken == [f"{contract} BROKEN"]


def test_imports_that_go_down_are_kept(tmp_path: Path) -> None:
    outcome = lint(
        tmp_path,
        {
            "kroniek": "import flows\nimport transforms\n",
            "flows": "import prefect\nimport warehouse\nimport expectations\n",
            "warehouse": "import duckdb\nimport pyarrow\nimport transforms\n",
            "expectations": "import great_expectations\nimport transforms\n",
            "transforms": "import pyarrow\nimport re\nimport datetime\n",
        },
    )
    assert outcome.returncode == 0, outcome.stdout


def test_only_storage_opens_parquet_files() -> None:
    """import-linter knows external packages as a whole: it cannot allow pyarrow and forbid pyarrow.parquet."""
    packages = {
        file.relative_to(ROOT).parts[0]
        for package in ("kroniek", "flows", "warehouse", "expectations", "transforms")
        for file in (ROOT / package).rglob("*.py")
        if "pyarrow.parquet" in imported_names(file)
    }
    assert packages == {"warehouse"}
