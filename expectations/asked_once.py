"""What Great Expectations works out again and again, worked out once.

Each time that one of its settings is looked up, an expectation writes out all of them, as a new configuration: some
hundred times for each check, a third of what judging costs. While somebody looks up all of them in one go nothing
changes them, so one configuration will do. And to name a metric it takes its settings apart as if they were frames,
though nearly all are texts, flags and whole numbers: another fifth.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from types import ModuleType

    from great_expectations.expectations.expectation import Expectation
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

__all__ = ["answer_once", "name_quickly"]

Answer = TypeVar("Answer")

LOOK_UPS = ("_get_domain_kwargs", "_get_success_kwargs", "_get_runtime_kwargs", "_get_success_kwarg")
"""Methods of expectations that look up settings, only read, and call each other."""
PLAIN = frozenset({str, int, bool, type(None)})
"""Types that JSON takes as they are. Not those that are derived from them: theirs may be written otherwise."""


def answer_once(module: ModuleType) -> None:
    """Have expectations write out their settings once for each look-up.

    Methods that a version of the library does not have are not missed.

    Args:
        module: `great_expectations.expectations.expectation`, as it was imported.
    """
    kind: type[Expectation] = module.Expectation
    write_out = kind.configuration.fget  # type: ignore[attr-defined]  # mypy sees the value, not the property
    at_hand: dict[int, ExpectationConfiguration | None] = {}

    def configuration(asked: Expectation) -> ExpectationConfiguration:
        known = at_hand.get(id(asked))
        if known is None:
            known = write_out(asked)
            if id(asked) in at_hand:
                at_hand[id(asked)] = known
        return known

    def holding(look_up: Callable[..., Answer]) -> Callable[..., Answer]:
        @wraps(look_up)
        def look_up_once(asked: Expectation, *arguments: Any, **named: Any) -> Answer:
            if id(asked) in at_hand:
                return look_up(asked, *arguments, **named)
            at_hand[id(asked)] = None
            try:
                return look_up(asked, *arguments, **named)
            finally:
                del at_hand[id(asked)]

        return look_up_once

    for name in LOOK_UPS:
        if hasattr(kind, name):
            setattr(kind, name, holding(getattr(kind, name)))
    kind.configuration = property(configuration)  # type: ignore[assignment]
    vars(module)["camel_to_snake"] = cache(module.camel_to_snake)  # names of classes


def name_quickly(module: ModuleType) -> None:
    """Have plain settings of metrics pass as they are when a metric is named.

    Args:
        module: `great_expectations.core.id_dict`, as it was imported.
    """
    take_apart = module.convert_to_json_serializable

    def convert(data: object) -> object:
        if type(data) is dict and all(type(key) is str and type(value) in PLAIN for key, value in data.items()):
            return data
        return take_apart(data=data)

    vars(module)["convert_to_json_serializable"] = convert
