"""The settings of a service that runs by itself: waiting, alarms, logs, retention, address."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings

__all__ = ["ServiceSettings"]


class ServiceSettings(BaseSettings):
    """What `kroniek up` and scheduled runs go by; nothing here shapes a release."""

    server_port: int = Field(
        4200,
        ge=1,
        le=65535,
        description="Port of the Prefect server of kroniek up; the next free one where it is taken.",
    )
    publish_wait_seconds: float = Field(
        1800.0,
        ge=0,
        allow_inf_nan=False,
        description="How long a scheduled publish waits for a warehouse that another run holds, before it leaves it.",
    )
    is_published_when_staged: bool = Field(
        default=False,
        description="Whether what was taken in by schedule is published at once, besides the daily publish.",
    )
    maximum_silence_hours: float = Field(
        72.0,
        ge=0,
        allow_inf_nan=False,
        description="An alarm is raised when nothing new has arrived for longer than this; 0 raises none.",
    )
    notify_url: str | None = Field(
        None,
        pattern="^https?://",
        description="Where kroniek up has alarms posted to, as JSON (subject, body); docs/operations.md lists them.",
    )
    notify_block: str | None = Field(
        None,
        pattern="^[a-z0-9-]+/[a-z0-9-]+$",
        description="A notification block of Prefect (such as slack-webhook/newsroom) that alarms go to.",
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="How scheduled runs and kroniek up log: event and key=value, or one JSON object a line."
    )
    run_retention_days: int = Field(
        30, ge=1, description="How long runs that found nothing new, and all runs in Prefect's database, are kept."
    )
