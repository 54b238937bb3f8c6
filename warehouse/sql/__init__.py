"""SQL files: one statement each, `$name` parameters, a header that says purpose, grain and parameters.

Names of tables and columns cannot be parameters; files that need them have `{{name}}` places, filled by `render`
with names from the schema module and with quoted text.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

__all__ = ["load", "quote", "render"]

PLACE = re.compile(r"\{\{(\w+)\}\}")


@cache
def load(name: str) -> str:
    """Text of `<name>.sql`."""
    return resources.files(__name__).joinpath(f"{name}.sql").read_text(encoding="utf-8")


def quote(text: str) -> str:
    """An SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def render(name: str, **places: str) -> str:
    """Text of `<name>.sql` with its `{{name}}` places filled, the header left out.

    Raises:
        ValueError: A place was left open.
    """

    def text_of(place: re.Match[str]) -> str:
        if place[1] not in places:
            raise ValueError(f"{name}.sql has a place that was not filled: {place[1]}")
        return places[place[1]]

    statement = "\n".join(line for line in load(name).splitlines() if not line.startswith("--"))
    return PLACE.sub(text_of, statement)
