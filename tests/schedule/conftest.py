"""What the modules that bring up a service share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.schedule.service import Receiver, receive


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    """Where a module's service sends what people have to be told."""
    with receive() as receiver:
        yield receiver
