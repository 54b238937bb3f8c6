"""Asking before something is done that is hard to undo."""

from __future__ import annotations

import sys

import typer

from kroniek.console import visible
from transforms.errors import UsageError

__all__ = ["confirm"]


def confirm(question: str, *, is_agreed: bool) -> None:
    """Ask on a terminal; a script says --yes.

    Args:
        question: What is about to be done.
        is_agreed: Whether --yes was given.

    Raises:
        UsageError: There is nobody to ask.
        typer.Abort: The answer is no.
    """
    if is_agreed:
        return
    if not sys.stdin.isatty():
        raise UsageError(f"{question} Nothing was changed.", what_to_do="Give --yes to do it without being asked.")
    if not typer.confirm(visible(question), err=True):
        raise typer.Abort
