"""The command line over a road without Prefect's server and without the gate: real exit codes in a second."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

import flows.road
from flows import stages
from flows.reports import RunReport
from flows.settings import Settings, use_settings
from tests.plain_road import NOW, plain_steps

__all__ = ["flows_without_prefect"]


@contextmanager
def flows_without_prefect() -> Iterator[None]:
    """Have `kroniek run`, `take-in` and `publish` call the functions behind their flows in this process."""

    def run(flow: Any, settings: Settings) -> RunReport:  # noqa: ANN401 (a flow of any signature)
        with use_settings(settings):
            return RunReport(**flow.fn())

    with plain_steps(is_gated=False), pytest.MonkeyPatch.context() as patch:
        patch.setattr(flows.road, "_run", run)
        patch.setattr(stages, "flow_run", SimpleNamespace(id="plain", name="plain"))
        patch.setattr(stages, "announce", lambda *_, **__: None)
        patch.setenv("KRONIEK_NOW", NOW)
        patch.setenv("KRONIEK_MINIMUM_FILE_AGE_SECONDS", "0")
        yield
