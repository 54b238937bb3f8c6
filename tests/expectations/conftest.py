"""What tests of the gate share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flows.imports import collecting_only_new


@pytest.fixture(autouse=True)
def _looking_for_new_garbage_only() -> Iterator[None]:
    """As in a run: judging makes much garbage, and all that the tests imported would be walked through for it."""
    with collecting_only_new():
        yield
