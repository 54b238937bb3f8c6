"""What was made to break the road does not: a sample of what `python -m bench.hostile` feeds it."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.hostile import find_breaches
from bench.hostile_inputs import make_input

PORTION = 250


@pytest.mark.parametrize("first", range(0, 2_000, PORTION))
def test_hostile_inputs_have_one_verdict_each_and_break_no_promise(first: int) -> None:
    # Not from 0 on: the first input of every few thousand is a megabyte.
    contents = [make_input(7, 1 + first + number) for number in range(PORTION)]
    reasons = Counter[str]()
    assert list(find_breaches(contents, reasons)) == []
    assert reasons.total() == PORTION
    assert len(reasons) > 5  # many questions of the judge are asked


def test_a_breach_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("transforms.curate.read_document", fail)
    found = list(find_breaches([b"date 2019-04 een", b"date 2019-04 twee"]))
    assert found == [(0, "isolated: ZeroDivisionError: "), (1, "isolated: ZeroDivisionError: ")]
