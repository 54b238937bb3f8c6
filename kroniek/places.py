"""Where the inbox and the warehouse are, for commands that need to know nothing else.

Loading every setting takes most of a second, which a question in SQL should not wait for. So where no file of
settings and no other `KRONIEK_*` variable exists, the two paths are read here, by the same rules; in every other case
`flows.settings` decides, and an unknown setting is the error that it is everywhere. A test holds both to one answer.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from transforms.quality_thresholds import default_bounds
from warehouse.layout import Warehouse

__all__ = ["Places", "find_places"]

SETTINGS_FILE = Path("kroniek.toml")
DEFAULT_INBOX = Path("data/inbox")
DEFAULT_WAREHOUSE = Path("data/warehouse")
DEFAULT_JUDGING: Mapping[str, object] = {
    "languages": ["nl"],
    "minimum_language_probability": 0.5,
    "minimum_target_lang_share": 0.6,
    "minimum_letter_count": 60,
    "earliest_year": 1618,
    "is_anachronism_refused": False,
    "minimum_duplicate_similarity": 0.8,
    "quality_bounds": default_bounds(),
}
PLAIN_VARIABLES = {"KRONIEK_INBOX", "KRONIEK_WAREHOUSE", "KRONIEK_NOW"}


@dataclass(frozen=True)
class Places:
    """Where things are.

    Attributes:
        inbox: Folder that files arrive in.
        warehouse: Folder that everything is kept in.
        judging: Settings that verdicts depend on.
    """

    inbox: Path
    warehouse: Warehouse
    judging: Mapping[str, object]


def find_places(*, warehouse: Path | None = None, inbox: Path | None = None) -> Places:
    """Find inbox and warehouse: flags first, then variables, then `kroniek.toml`, then the defaults.

    Args:
        warehouse: As given on the command line.
        inbox: As given on the command line.

    Raises:
        SettingsError: A setting is unknown or cannot be used.
    """
    if _are_plain():
        return Places(
            inbox or Path(os.environ.get("KRONIEK_INBOX", DEFAULT_INBOX)),
            Warehouse(warehouse or Path(os.environ.get("KRONIEK_WAREHOUSE", DEFAULT_WAREHOUSE))),
            DEFAULT_JUDGING,
        )
    from flows.settings import load_settings

    settings = load_settings(warehouse=warehouse, inbox=inbox)
    return Places(settings.inbox, Warehouse(settings.warehouse), settings.judging())


def _are_plain() -> bool:
    """Whether nothing but the two paths can be set: no file, no other variable, no empty or oddly written one."""
    variables = [name for name in os.environ if name.upper().startswith("KRONIEK_")]
    return not SETTINGS_FILE.exists() and all(name in PLAIN_VARIABLES and os.environ[name] for name in variables)
