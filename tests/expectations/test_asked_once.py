"""What the library answers from the first time is what it would answer each time."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import expectations.engine as _  # noqa: F401 (has the library answer so)
from expectations.asked_once import LOOK_UPS
from expectations.suites import all_suites
from tests.expectations.builder import THRESHOLDS

if TYPE_CHECKING:
    from great_expectations.expectations import ExpectColumnValuesToBeBetween
    from great_expectations.expectations.expectation import Expectation


def expectation() -> ExpectColumnValuesToBeBetween:
    from great_expectations import expectations as stock  # noqa: PLC0415 (after the engine, which stands in for parts)

    return stock.ExpectColumnValuesToBeBetween(column="char_count", min_value=1)


@pytest.mark.parametrize("name", LOOK_UPS)
def test_the_library_still_has_what_is_asked_once(name: str) -> None:
    assert hasattr(getattr(type(expectation()), name), "__wrapped__")


def test_every_check_is_looked_up_as_the_library_does_by_itself() -> None:
    from expectations.engine import _expectation  # noqa: PLC0415

    asked = [_expectation(check) for suite in all_suites(THRESHOLDS) for check in suite.checks]
    assert len(asked) > 100
    for one in asked:
        for name in LOOK_UPS[:3]:
            assert getattr(one, name)() == getattr(type(one), name).__wrapped__(one)
        kwargs = one.configuration.kwargs
        for key in kwargs:
            assert one._get_success_kwarg(key) == kwargs[key]


def test_a_setting_that_changed_is_seen_by_the_next_look_up() -> None:
    one = expectation()
    assert one._get_runtime_kwargs()["column"] == "char_count"
    one.column = "word_count"
    assert one._get_runtime_kwargs()["column"] == "word_count"
    assert one._get_success_kwarg("column") == "word_count"
    assert one.configuration.kwargs["column"] == "word_count"


def test_a_configuration_is_its_askers_own() -> None:
    one = expectation()
    one.configuration.kwargs["column"] = "spoiled"
    assert one.configuration.kwargs["column"] == "char_count"
    assert one._get_domain_kwargs()["column"] == "char_count"


def test_a_look_up_writes_the_settings_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one = expectation()
    written: list[Expectation] = []
    dictionary = type(one).dict

    def write(asked: Expectation, **how: Any) -> dict[str, Any]:
        written.append(asked)
        return dictionary(asked, **how)

    monkeypatch.setattr(type(one), "dict", write)
    one._get_runtime_kwargs()
    assert written == [one]


def test_a_look_up_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    one = expectation()
    with monkeypatch.context() as patch:
        patch.setattr(type(one), "_get_default_value", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            one._get_domain_kwargs()
    one.column = "word_count"
    assert one._get_domain_kwargs()["column"] == "word_count"


@pytest.mark.parametrize(
    "settings",
    [
        {"column": "doc_id", "batch_id": "candidate-frame", "row_condition": None, "strict": True, "top": 3},
        {"column": "doc_id", "since": date(2026, 11, 22)},
        {"column": "doc_id", "limit": np.int64(3)},
        {"column": "doc_id", "values": ["a", {"b": None}]},
        {"column": "doc_id", "share": 0.25},
        {1: "a", "2": "b"},
    ],
    ids=["plain", "date", "numpy", "nested", "fraction", "numbered"],
)
def test_metrics_have_the_names_that_the_library_gives_them(settings: dict[Any, Any]) -> None:
    from great_expectations.core import id_dict  # noqa: PLC0415
    from great_expectations.util import convert_to_json_serializable  # noqa: PLC0415

    assert id_dict.convert_to_json_serializable is not convert_to_json_serializable
    by_itself = convert_to_json_serializable(data=dict(settings))
    quickly = id_dict.convert_to_json_serializable(data=dict(settings))
    assert json.dumps(quickly, sort_keys=True) == json.dumps(by_itself, sort_keys=True)
