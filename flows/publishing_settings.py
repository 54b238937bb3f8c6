"""The settings that say what a release may be used for and whom to ask; card, citation and feed repeat them."""

from __future__ import annotations

from typing import Annotated, Literal

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings

__all__ = ["PUBLISHING_SETTINGS", "UNKNOWN_LICENCE", "PublishingSettings"]

UNKNOWN_LICENCE = "unknown"


def _known_licence(text: str) -> str:
    """A licence that is misspelt would be a promise that nobody can look up."""
    if text == UNKNOWN_LICENCE or text.startswith("https://"):
        return text
    try:
        return canonicalize_license_expression(text)
    except InvalidLicenseExpression as error:
        raise ValueError(
            f"write an SPDX identifier such as CC-BY-4.0, an https:// address of the terms, or {UNKNOWN_LICENCE}"
        ) from error


class PublishingSettings(BaseSettings):
    """What a release says about its use. An open licence is never assumed."""

    corpus_title: str = Field("Kroniek", min_length=1, description="Title of the corpus in card, citation and feed.")
    publisher: str | None = Field(None, min_length=1, description="Person or organisation that publishes the corpus.")
    homepage: str | None = Field(
        None, pattern="^https?://", description="Address at which people find the releases; for card and feed."
    )
    licence: Annotated[str, AfterValidator(_known_licence)] = Field(
        UNKNOWN_LICENCE,
        description="What the texts may be used for: an SPDX identifier, an https:// address of the terms, or unknown.",
    )
    contact: str | None = Field(
        None, min_length=1, description="Whom to write to, for a takedown above all: an e-mail or https:// address."
    )
    legal_ground: str | None = Field(
        None, min_length=1, description="On what ground the texts are kept and published, in one sentence."
    )
    publish_paths: Literal["full", "hash", "none"] = Field(
        "full",
        description="What releases show of source paths: full; hash, a text that only this warehouse can turn back; or "
        "none, an empty text. The name of the source is told in any case. For every release that is made from then on; "
        "older ones stay as they are.",
    )


PUBLISHING_SETTINGS = tuple(PublishingSettings.model_fields)
"""Names of these settings: all of them stand in the manifest."""
