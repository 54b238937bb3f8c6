"""Turns what was typed into paths, numbers and choices without pydantic.

typer 0.29 does that through pydantic, which takes longer to load than `kroniek sql` takes to answer. The few types that
our commands use need none of it, so each parameter gets a small converter of ours where typer keeps its own.
Should a later typer keep it elsewhere, everything still works, only slower; a test notices.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import typer

if TYPE_CHECKING:
    from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

__all__ = ["use_plain_converters"]

Converter = Callable[[str], object]
PAIRS = ("accepted",)
"""Options that take two values and may be given several times: typer has no way to say so."""


class _PlainConverter:
    """Stands in for typer's own converter of one parameter."""

    def __init__(self, convert: Converter, expected: str) -> None:
        self._convert = convert
        self._expected = expected

    def coerce(self, value: object, param: TyperArgument | TyperOption, ctx: typer.Context) -> object:
        """The typed value converted; a missing one stays None."""
        if not isinstance(value, str):
            return value
        try:
            return self._convert(value)
        except ValueError as error:
            raise typer.BadParameter(f"'{value}' is not {self._expected}.", ctx=ctx, param=param) from error


def use_plain_converters(command: TyperCommand | TyperGroup) -> None:
    """Give every parameter of a command and its sub-commands a converter of ours.

    Args:
        command: As typer made it.
    """
    for sub_command in getattr(command, "commands", {}).values():
        use_plain_converters(sub_command)
    for parameter in cast("list[Any]", command.get_params(typer.Context(command))):  # --help among them
        converter = _converter_of(parameter.type_descriptor.annotation)
        if parameter.name in PAIRS:
            parameter.nargs = 2
            converter = _PlainConverter(str, "text")
        parameter._runtime_param = converter  # noqa: SLF001 (typer has no door for this; see above)


def _converter_of(annotation: object) -> _PlainConverter | None:
    if annotation is bool:
        return _PlainConverter(bool, "a flag")  # never asked: a flag is not text
    if annotation is str or annotation == tuple[str, str]:  # a pair of texts comes as one, and stays
        return _PlainConverter(str, "text")
    if annotation is Path:
        return _PlainConverter(Path, "a path")
    if annotation is int:
        return _PlainConverter(_count, "a whole number from 0")
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _PlainConverter(annotation, f"one of {', '.join(choice.value for choice in annotation)}")
    return None  # typer makes its own


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number
