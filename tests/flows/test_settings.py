"""Settings: the file, then variables, then flags; what is unknown is an error that names it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.settings import Settings, active_settings, load_settings, use_settings
from transforms.errors import SettingsError

SETTINGS_FILE = Path("kroniek.toml")


def test_without_anything_every_setting_has_a_default() -> None:
    settings = load_settings()
    assert (settings.inbox, settings.warehouse) == (Path("data/inbox"), Path("data/warehouse"))
    assert settings.languages == ("nl",)
    assert settings.workers >= 1
    assert settings.source is None


def test_a_variable_goes_before_the_file_and_a_flag_before_both(monkeypatch: pytest.MonkeyPatch) -> None:
    SETTINGS_FILE.write_text('source = "bestand"\nearliest_year = 1900\nminimum_letter_count = 1\n', encoding="utf-8")
    monkeypatch.setenv("KRONIEK_SOURCE", "variabele")
    monkeypatch.setenv("KRONIEK_EARLIEST_YEAR", "1800")
    settings = load_settings(source="vlag")
    assert (settings.source, settings.earliest_year, settings.minimum_letter_count) == ("vlag", 1800, 1)


def test_a_flag_that_is_not_given_leaves_the_others_their_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRONIEK_INBOX", "post")
    assert load_settings(inbox=None, warehouse=Path("w")).inbox == Path("post")


def test_a_variable_that_is_empty_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRONIEK_EARLIEST_YEAR", "")
    assert load_settings().earliest_year == 1618


def test_lists_come_from_the_file_and_as_json_from_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    SETTINGS_FILE.write_text('languages = ["nl", "fy"]\n', encoding="utf-8")
    assert load_settings().languages == ("nl", "fy")
    monkeypatch.setenv("KRONIEK_LANGUAGES", '["af"]')
    assert load_settings().languages == ("af",)


@pytest.mark.parametrize(
    ("line", "name", "nearest"),
    [
        ('warehose = "x"', "warehose", "warehouse"),
        ('[kroniek]\ninbox = "x"', "kroniek", "Known settings: "),
        ("minimum_leter_count = 3", "minimum_leter_count", "minimum_letter_count"),
    ],
)
def test_an_unknown_key_in_the_file_is_named_with_the_nearest(line: str, name: str, nearest: str) -> None:
    SETTINGS_FILE.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert error.value.what == f"Unknown setting {name}."
    assert error.value.where == "kroniek.toml"
    assert nearest in error.value.what_to_do


@pytest.mark.parametrize("name", ["KRONIEK_WAREHOSE", "kroniek_warehose"])
def test_an_unknown_variable_is_named_with_the_nearest(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "x")
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert error.value.what == f"Unknown setting {name}."
    assert "KRONIEK_WAREHOUSE" in error.value.what_to_do
    assert error.value.exit_code == 10


def test_variables_of_others_are_none_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRONIEKSCHRIJVER", "x")
    monkeypatch.setenv("PREFECT_API_URL", "x")
    assert load_settings().earliest_year == 1618


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KRONIEK_EARLIEST_YEAR", "achttienhonderd"),
        ("KRONIEK_EARLIEST_YEAR", "0"),
        ("KRONIEK_WORKERS", "0"),
        ("KRONIEK_MINIMUM_LANGUAGE_PROBABILITY", "1.01"),
        ("KRONIEK_MAXIMUM_FILE_BYTES", "0"),
        ("KRONIEK_LANGUAGES", "[]"),
        ("KRONIEK_NOW", "gisteren"),
        ("KRONIEK_NOW", "2026"),  # not a moment 2026 seconds after 1970
        ("KRONIEK_NOW", "2026-13-01T00:00:00Z"),
        ("KRONIEK_NOW", "9999-12-31T23:59:59Z"),  # already the year 10000 in Amsterdam
        ("KRONIEK_NOW", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_a_value_that_cannot_be_used_names_its_setting(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert name.removeprefix("KRONIEK_").lower() in error.value.what
    assert name in error.value.where


def test_a_list_that_is_no_json_names_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRONIEK_LANGUAGES", "nl")
    with pytest.raises(SettingsError, match='"languages"'):
        load_settings()


@pytest.mark.parametrize("content", [b"dit is geen toml", b"\xff\xfe", b'inbox = "a"\ninbox = "b"\n'])
def test_a_file_that_is_no_toml_is_an_expected_failure(content: bytes) -> None:
    SETTINGS_FILE.write_bytes(content)
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings()


def test_a_file_that_may_not_be_read_is_an_expected_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    SETTINGS_FILE.write_text('source = "x"\n', encoding="utf-8")
    real = Path.open

    def refuse(self: Path, *arguments: object, **options: object) -> object:
        if self.name == SETTINGS_FILE.name:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SettingsError, match="Permission denied"):
        load_settings()


@pytest.mark.parametrize(
    "written", ["2026-11-22T06:00:00Z", "2026-11-22T06:00:00", "2026-11-22T07:00:00+01:00", "2026-11-22 06:00:00+00:00"]
)
def test_the_clock_is_fixed_and_in_utc_where_no_zone_is_written(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("KRONIEK_NOW", written)
    now = load_settings().now_utc()
    assert now == datetime(2026, 11, 22, 6, tzinfo=UTC)
    assert now.utcoffset() == datetime(2026, 1, 1, tzinfo=UTC).utcoffset()


def test_the_clock_runs_when_nothing_fixes_it() -> None:
    settings = load_settings()
    first, second = settings.now_utc(), settings.now_utc()
    assert first <= second
    assert first.tzinfo is UTC


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().workers = 3


def test_only_what_shapes_a_release_stands_in_its_manifest() -> None:
    shaping = load_settings(inbox=Path("a"), workers=1, part_files=3, source="x").shaping()
    assert shaping == load_settings(inbox=Path("b"), workers=2, part_files=4, source="y").shaping()
    assert shaping["languages"] == ["nl"]
    assert not {"inbox", "warehouse", "workers", "part_files", "part_bytes", "now"} & set(shaping)


def test_a_flow_uses_the_settings_of_the_command_that_runs_it_and_else_its_own() -> None:
    SETTINGS_FILE.write_text('source = "bestand"\n', encoding="utf-8")
    with use_settings(load_settings(source="vlag")):
        assert active_settings().source == "vlag"
    assert active_settings().source == "bestand"


def test_every_setting_is_described() -> None:
    for name, field in Settings.model_fields.items():
        assert (field.description or "").endswith("."), name
