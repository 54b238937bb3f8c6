"""Expected failures, each with the exit code that scripts rely on.

An expected failure says three things: what went wrong, where, and what to do about it. The command line
prints them without a traceback. Everything that is not one of these is a bug and ends with exit code 1.
"""

from __future__ import annotations

__all__ = [
    "GateStoppedError",
    "InputUnreadableError",
    "KroniekError",
    "NothingPublishedError",
    "OtherRulesError",
    "SettingsError",
    "UsageError",
    "VerificationError",
    "WarehouseBusyError",
]


class KroniekError(Exception):
    """An expected failure.

    Args:
        what: One sentence: what went wrong.
        where: The path, key, column or query concerned; empty when there is none.
        what_to_do: One sentence: the next step for the person who reads this.
    """

    exit_code = 1
    report: object | None = None
    """What the run had done until then, set by the flow that fails."""

    def __init__(self, what: str, *, where: str = "", what_to_do: str = "") -> None:
        self.what = what
        self.where = where
        self.what_to_do = what_to_do
        super().__init__(what, where, what_to_do)

    def __str__(self) -> str:
        """The three parts on lines of their own, empty parts left out."""
        return "\n".join(part for part in (self.what, self.where, self.what_to_do) if part)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by parts: worker processes and Prefect hand these errors over."""
        return (_rebuild, (type(self), self.what, self.where, self.what_to_do))


def _rebuild(kind: type[KroniekError], what: str, where: str, what_to_do: str) -> KroniekError:
    return kind(what, where=where, what_to_do=what_to_do)


class UsageError(KroniekError):
    """A wrong flag, an SQL error, an unknown release or an unknown id."""

    exit_code = 2


class SettingsError(KroniekError):
    """A setting that is unknown or has a value that cannot be used."""

    exit_code = 10


class OtherRulesError(KroniekError):
    """What the warehouse holds was measured under other rules, or has another schema, than this installation's."""

    exit_code = 10


class InputUnreadableError(KroniekError):
    """The inbox cannot be read, or the warehouse cannot be read or written."""

    exit_code = 11


class GateStoppedError(KroniekError):
    """The quality gate stopped the release; readers go on with the last one."""

    exit_code = 12


class WarehouseBusyError(KroniekError):
    """Another run holds the warehouse."""

    exit_code = 13


class VerificationError(KroniekError):
    """A published or kept file is not what its record says it is."""

    exit_code = 14


class NothingPublishedError(KroniekError):
    """A release was asked for and there is none yet."""

    exit_code = 15
