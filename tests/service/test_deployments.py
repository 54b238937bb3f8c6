"""prefect.yaml: what it says, that its flows are there, and that its schedules are right across both clock changes."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import anyio
import pytest
from prefect.server.schemas.schedules import CronSchedule

from flows.service.catching_up import is_missed
from flows.service.deployments import Deployment, find_prefect_file, read_deployments
from tests.conftest import REPOSITORY
from transforms.errors import SettingsError

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture(scope="module")
def deployments() -> dict[str, Deployment]:
    return {one.name: one for one in read_deployments(REPOSITORY / "prefect.yaml")}


def test_every_deployment_has_its_flow_a_description_its_tags_and_a_limit_of_one(
    deployments: dict[str, Deployment],
) -> None:
    assert {"take-in", "publish", "rejudge", "whole-road"} <= set(deployments)
    for one in deployments.values():
        flow = getattr(importlib.import_module(one.module), one.function)
        assert flow.name == one.name
        assert one.description
        assert one.tags == ("kroniek", one.name)
        assert (one.limit, one.collision_strategy) == (1, "CANCEL_NEW")
        assert not {"inbox", "warehouse"} & set(one.parameters)


def test_what_runs_when(deployments: dict[str, Deployment]) -> None:
    assert deployments["take-in"].schedules == (("*/10 * * * *", "Europe/Amsterdam"),)
    assert deployments["publish"].schedules == (("30 5 * * *", "Europe/Amsterdam"),)
    assert deployments["whole-road"].schedules == ()


def moments(schedule: tuple[str, str], start: datetime, end: datetime) -> list[datetime]:
    cron, zone = schedule

    async def ask() -> list[datetime]:
        return list(await CronSchedule(cron=cron, timezone=zone).get_dates(n=1000, start=start, end=end))

    return [moment.astimezone(UTC) for moment in anyio.run(ask)]


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
def test_the_daily_publish_comes_once_a_day_at_the_same_time_on_the_clock(
    deployments: dict[str, Deployment], night: str
) -> None:
    start = datetime.fromisoformat(night).replace(tzinfo=AMSTERDAM) - timedelta(days=2)
    found = moments(deployments["publish"].schedules[0], start, start + timedelta(days=5))
    assert [moment.astimezone(AMSTERDAM).strftime("%H:%M") for moment in found] == ["05:30"] * 5
    assert len({moment.astimezone(AMSTERDAM).date() for moment in found}) == 5


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
def test_taking_in_never_rests_for_longer_than_an_hour_and_ten_minutes_in_a_night_of_change(
    deployments: dict[str, Deployment], night: str
) -> None:
    start = datetime.fromisoformat(night).replace(tzinfo=AMSTERDAM)
    found = moments(deployments["take-in"].schedules[0], start, start + timedelta(hours=6))
    gaps = [later - earlier for earlier, later in pairwise(found)]
    assert max(gaps) <= timedelta(minutes=70)
    assert min(gaps) == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("cron", "last", "now", "missed"),
    [
        ("30 5 * * *", None, "2026-11-22T06:00+00:00", True),
        ("30 5 * * *", "2026-11-22T04:30:02+00:00", "2026-11-23T04:29+00:00", False),
        ("30 5 * * *", "2026-11-22T04:30:02+00:00", "2026-11-23T04:30+00:00", True),
        ("30 5 * * *", "2026-10-24T03:30:02+00:00", "2026-10-25T04:29+00:00", False),  # an hour later in UTC
        ("30 5 * * *", "2026-10-24T03:30:02+00:00", "2026-10-25T04:30+00:00", True),
        ("*/10 * * * *", "2026-11-22T04:30:02+00:00", "2026-11-22T04:39:59+00:00", False),
        ("*/10 * * * *", "2026-11-15T04:30:02+00:00", "2026-11-22T04:39:59+00:00", True),
    ],
)
def test_a_schedule_is_missed_once_its_next_moment_has_passed(
    cron: str,
    last: str | None,
    now: str,
    missed: bool,  # noqa: FBT001
) -> None:
    start = None if last is None else datetime.fromisoformat(last)
    assert is_missed(((cron, "Europe/Amsterdam"),), start, datetime.fromisoformat(now)) is missed


def test_what_has_no_schedule_is_never_missed() -> None:
    assert not is_missed((), None, datetime(2026, 11, 22, tzinfo=UTC))


def test_a_file_in_the_working_folder_goes_before_the_one_that_was_shipped(tmp_path: Path) -> None:
    assert find_prefect_file(tmp_path) == REPOSITORY / "prefect.yaml"
    (tmp_path / "prefect.yaml").write_text("deployments: []")
    assert find_prefect_file(tmp_path) == tmp_path / "prefect.yaml"


@pytest.mark.parametrize(
    "content", ["", "deployments: [", "deployments: [{name: x}]", "deployments: 3", "name: kroniek", "\x00"]
)
def test_a_file_that_cannot_be_used_is_an_expected_failure(tmp_path: Path, content: str) -> None:
    path = tmp_path / "prefect.yaml"
    path.write_text(content)
    with pytest.raises(SettingsError, match=r"prefect\.yaml cannot be used"):
        read_deployments(path)
