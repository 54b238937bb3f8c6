"""How failures reach the person or the script in front of us: three plain lines, or one JSON object, on stderr."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

import typer

from kroniek.console import visible
from transforms.errors import InputUnreadableError, KroniekError, UsageError
from warehouse.disk import REFUSALS

__all__ = ["as_expected", "hook_for_bugs", "show_failure"]

BUG_LINE = "This is a bug in kroniek; what it had finished before is safe."
BUG_ADVICE = "Please report it with the traceback."
ExceptHook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def show_failure(error: KroniekError, *, is_json: bool) -> None:
    """Tell what went wrong, where, and what to do.

    Args:
        error: An expected failure.
        is_json: Whether the command was asked to speak JSON.
    """
    if is_json:
        _show_json(error.exit_code, error.what, error.where, error.what_to_do)
        return
    typer.secho("Error: ", err=True, fg="red", bold=True, nl=False)
    typer.echo(visible(error.what), err=True)
    for part in (error.where, error.what_to_do):
        for line in visible(part).splitlines():
            typer.echo(f"  {line}", err=True)


def _show_json(exit_code: int, what: str, where: str, what_to_do: str) -> None:
    error = {"exit_code": exit_code, "what": what, "where": where, "what_to_do": what_to_do}
    typer.echo(json.dumps({"error": error}, ensure_ascii=False), err=True)


def as_expected(error: Exception) -> KroniekError | None:
    """An exception as a failure that can be expected; None for one that nobody foresaw.

    Args:
        error: One of ours, a mistake in the arguments that typer found, or a refusal of the disk.
    """
    if isinstance(error, KroniekError):
        return error
    if isinstance(error, typer.TyperException):
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "kroniek"
        return UsageError(error.format_message(), what_to_do=f"See {command} --help.")
    if isinstance(error, OSError) and error.errno in REFUSALS:
        return InputUnreadableError(
            f"The inbox or the warehouse cannot be used: {error.strerror}.",
            # A rename names two paths; the one that it was to become is the one that was refused.
            where=str(error.filename2 or error.filename or ""),
            what_to_do="Mend the permissions or make room on the disk, then try again; what was finished is safe.",
        )
    return None


def hook_for_bugs(*, is_json: bool) -> ExceptHook:
    """An exception hook for what nobody foresaw: one clear line, then the traceback. Python then exits with 1.

    Args:
        is_json: Put the traceback into the JSON object, so that stderr stays one object.
    """

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        lines = "".join(traceback.format_exception(kind, error, trace))
        if is_json:
            _show_json(1, f"{BUG_LINE} {kind.__name__}: {error}", lines, BUG_ADVICE)
        else:
            typer.secho(f"{BUG_LINE} {BUG_ADVICE}", err=True, fg="red", bold=True)
            sys.stderr.write(lines)

    return hook
