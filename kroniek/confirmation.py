"""Asking before something is done that cannot be undone, or takes long."""

from __future__ import annotations

import sys

import typer

from transforms.errors import UsageError

__all__ = ["confirm"]


def confirm(question: str, *, is_agreed: bool) -> None:
    """Ask on the terminal; where there is none, only `--yes` agrees.

    Args:
        question: Says what is about to happen.
        is_agreed: Whether `--yes` was given.

    Raises:
        UsageError: Nobody can be asked.
        typer.Abort: The answer is no.
    """
    if is_agreed:
        return
    if not sys.stdin.isatty():
        raise UsageError(f"{question} Nobody can be asked here.", what_to_do="Give --yes to agree beforehand.")
    typer.confirm(question, abort=True, err=True)
