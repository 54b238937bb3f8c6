"""Every setting: kroniek.toml in the working folder, then KRONIEK_* variables, then flags."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from flows.gate_settings import GateSettings
from flows.publishing_settings import PUBLISHING_SETTINGS, PublishingSettings
from flows.quality_settings import QualitySettings
from flows.service_settings import ServiceSettings
from transforms.errors import SettingsError
from transforms.quality_thresholds import default_bounds

__all__ = ["Settings", "active_settings", "load_settings", "use_settings"]

PREFIX = "KRONIEK_"
SETTINGS_FILE = Path("kroniek.toml")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def _no_number(value: object) -> object:
    """A bare number would be read as seconds since 1970: `2026` as a moment of that year."""
    if isinstance(value, int | float) or (isinstance(value, str) and value.strip().isdigit()):
        raise ValueError("write it as 2026-11-22T06:00:00Z")
    return value


def _in_utc(moment: datetime) -> datetime:
    """A moment without a zone is UTC, as the setting says."""
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        moment.astimezone(AMSTERDAM)
    except OverflowError as error:
        raise ValueError("in Amsterdam that is no day of the calendar, which has the years 1 to 9999") from error
    return moment


class Settings(QualitySettings, GateSettings, PublishingSettings, ServiceSettings):
    """What can be set. Every field has a default that works on a fresh machine."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, toml_file=SETTINGS_FILE, env_ignore_empty=True
    )

    inbox: Path = Field(Path("data/inbox"), description="Folder that files arrive in; never written to.")
    warehouse: Path = Field(Path("data/warehouse"), description="Folder that everything is kept in; made on first use.")
    source: str | None = Field(
        None,
        min_length=1,
        description="Name of where the files come from; by default the first sub-folder, else the inbox's name.",
    )
    languages: tuple[str, ...] = Field(("nl",), min_length=1, description="Wanted languages (ISO 639-1).")
    minimum_language_probability: float = Field(
        0.5, ge=0, le=1, description="Least probability of langdetect that counts as sure (docs/language.md)."
    )
    minimum_target_lang_share: float = Field(
        0.6, ge=0, le=1, description="Least share of the characters that must be in a wanted language."
    )
    minimum_letter_count: int = Field(
        60, ge=0, description="Fewer letters than this are too little to tell a language."
    )
    is_anachronism_refused: bool = Field(
        default=False,
        description="Whether a text that tells of a time after its own date as past is refused; else it is flagged.",
    )
    minimum_duplicate_similarity: float = Field(
        0.8,
        ge=0.6,
        le=1,
        description="Share of common 5-word shingles from which two texts are near copies (docs/sameness.md).",
    )
    earliest_year: int = Field(
        1618, ge=1, le=9999, description="Earlier dates are refused; the first Dutch newspaper is of 1618."
    )
    maximum_file_bytes: int = Field(
        20_000_000, ge=1, description="Larger files get a verdict; their bytes are not kept."
    )
    maximum_archive_members: int = Field(
        100_000, ge=1, description="An archive of more source files is a bomb, which is one verdict on the archive."
    )
    maximum_archive_bytes: int = Field(
        2_000_000_000, ge=1, description="An archive whose source files expand to more bytes than this is a bomb."
    )
    maximum_archive_ratio: float = Field(
        100.0,
        ge=1,
        allow_inf_nan=False,
        description="What expands further than this many times is a bomb; text packs 3 to 5 times. Asked from 1 MB.",
    )
    minimum_file_age_seconds: float = Field(
        2.0,
        ge=0,
        allow_inf_nan=False,
        description="Files changed more recently (real clock) may still be being written: the next run takes them.",
    )
    is_file_name_dated: bool = Field(
        default=False,
        description="Whether a file without a header gets the date that its name holds; for files judged from then on.",
    )
    refused_bytes_days: int | None = Field(
        None,
        ge=0,
        description="How many days bytes and texts of refused files are kept; by default for ever. "
        "The verdicts stay, and no rejudge changes them any more.",
    )
    part_files: int = Field(500, ge=1, description="How many files are curated at a time by one worker.")
    part_bytes: int = Field(16_000_000, ge=1, description="How many bytes are curated at a time by one worker.")
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        description="How many processes curate, or write and count terms, at the same time.",
    )
    now: Annotated[datetime, BeforeValidator(_no_number), AfterValidator(_in_utc)] | None = Field(
        None, description="Fixes the clock of every command (ISO 8601, UTC); for tests and for repeating a run."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (pydantic-settings' signature)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags before variables before the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    def now_utc(self) -> datetime:
        """The clock of the run, UTC, whole microseconds."""
        return (self.now or datetime.now(UTC)).astimezone(UTC)

    def judging(self) -> dict[str, Any]:
        """Settings that verdicts depend on; after changing one, `kroniek rejudge` applies it to what was judged."""
        names = (
            "languages", "minimum_language_probability", "minimum_target_lang_share", "minimum_letter_count",
            "earliest_year", "is_anachronism_refused", "minimum_duplicate_similarity",
        )  # fmt: skip
        return {**self.model_dump(mode="json", include=set(names)), "quality_bounds": self.quality_bounds()}

    def shaping(self) -> dict[str, Any]:
        """Settings that shape what is published, for the manifest; paths and workers shape nothing."""
        names = (
            "languages", "minimum_language_probability", "minimum_target_lang_share", "minimum_letter_count",
            "earliest_year", "maximum_file_bytes", "maximum_archive_members", "maximum_archive_bytes",
            "maximum_archive_ratio", "is_file_name_dated", "is_anachronism_refused", "minimum_duplicate_similarity",
            *default_bounds(), *GateSettings.model_fields, *PUBLISHING_SETTINGS,
        )  # fmt: skip
        return self.model_dump(mode="json", include=set(names))


def load_settings(**flags: Any) -> Settings:
    """Settings for one command.

    Args:
        flags: Values of flags by field name; None means that the flag was not given.

    Raises:
        SettingsError: A key is unknown or a value cannot be used.
    """
    _refuse_unknown_variables()
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        raise _explain(error) from error
    # kroniek.toml may not be read or is no TOML, or a variable is no JSON where a list is wanted.
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"The settings cannot be read: {error}.",
            where=f"{SETTINGS_FILE} or a {PREFIX} variable",
            what_to_do="Mend the line that is named; docs/settings.md lists every setting.",
        ) from error


def _refuse_unknown_variables() -> None:
    """pydantic-settings passes over unknown variables; a misspelt one would be a setting that silently does nothing."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingsError(
                f"Unknown setting {name}.",
                where="environment",
                what_to_do=_nearest(name.upper(), sorted(known)),
            )


def _explain(error: ValidationError) -> SettingsError:
    first = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return SettingsError(
            f"Unknown setting {name}.",
            where=str(SETTINGS_FILE),
            what_to_do=_nearest(name, sorted(Settings.model_fields)),
        )
    return SettingsError(
        f"The setting {name} cannot be {first['input']!r}: {first['msg']}.",
        where=f"flag, {PREFIX}{name.upper()} or {SETTINGS_FILE}",
        what_to_do="Give it another value; docs/settings.md says what each setting takes.",
    )


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f"Nearest: {', '.join(near)}." if near else f"Known settings: {', '.join(known)}."


_active: ContextVar[Settings | None] = ContextVar("active_settings", default=None)


@contextmanager
def use_settings(settings: Settings) -> Iterator[None]:
    """Have flows that run inside use these settings instead of loading their own."""
    token = _active.set(settings)
    try:
        yield
    finally:
        _active.reset(token)


def active_settings() -> Settings:
    """Settings in use: those of the command that runs the flow, else file and variables (scheduled runs)."""
    return _active.get() or load_settings()
