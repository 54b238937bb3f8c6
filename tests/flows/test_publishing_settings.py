"""What a release says about its use is set on purpose or not at all."""

from __future__ import annotations

import pytest

from flows.publishing_settings import PUBLISHING_SETTINGS
from flows.settings import load_settings
from transforms.errors import SettingsError


def test_nothing_is_promised_by_default_and_the_manifest_says_so() -> None:
    shaping = load_settings().shaping()
    assert {name: shaping[name] for name in PUBLISHING_SETTINGS} == {
        "corpus_title": "Kroniek", "publisher": None, "homepage": None, "licence": "unknown", "contact": None,
        "legal_ground": None, "publish_paths": "full",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("cc-by-4.0", "CC-BY-4.0"),
        ("https://example.org/terms", "https://example.org/terms"),
        ("unknown", "unknown"),
        ("CC0-1.0 OR MIT", "CC0-1.0 OR MIT"),
    ],
)
def test_a_licence_is_one_that_can_be_looked_up(written: str, kept: str) -> None:
    assert load_settings(licence=written).licence == kept


@pytest.mark.parametrize("written", ["CC-BY", "open", "free for research", "http://example.org/terms", "ftp://x", ""])
def test_a_licence_that_nobody_can_look_up_is_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="licence"):
        load_settings(licence=written)


def test_a_homepage_is_an_address() -> None:
    with pytest.raises(SettingsError, match="homepage"):
        load_settings(homepage="kroniek.example.org")


def test_source_paths_are_shown_in_one_of_three_ways() -> None:
    for paths in ("full", "hash", "none"):
        assert load_settings(publish_paths=paths).publish_paths == paths
    with pytest.raises(SettingsError, match="publish_paths"):
        load_settings(publish_paths="half")
