"""What a person has to be told about an inbox: nothing arrives any more, or it is empty where it was full.

An alarm is raised once, by the first run that sees its cause, and not by each of the 144 runs of a day. The report of
a run keeps which causes it saw, so the next one knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flows.alarm_names import INBOX_EMPTY, INBOX_SILENT
from flows.reports import RunReport
from flows.settings import Settings
from warehouse.inspection import read_state
from warehouse.layout import Warehouse

__all__ = ["Alarm", "look_for_alarms"]


@dataclass(frozen=True)
class Alarm:
    """Something that a person has to look after.

    Attributes:
        event: Its name.
        subject: One line.
        body: What is the matter and what to do.
        is_new: Whether no earlier run has told it.
    """

    event: str
    subject: str
    body: str
    is_new: bool


def look_for_alarms(warehouse: Warehouse, settings: Settings, report: RunReport, now: datetime) -> list[Alarm]:
    """What is the matter with the inbox after a look at it.

    Args:
        warehouse: Its state tells of earlier runs.
        settings: Of the run.
        report: Of the run, its account done; not recorded yet.
        now: Clock of the run (UTC).
    """
    answers = read_state(warehouse, status_last_look={}, status_last_arrival={})
    before = next((RunReport.of_json(row["report"]) for row in answers["status_last_look"]), None)
    told = () if before is None else before.alarms
    found = []
    silence = _silence(answers["status_last_arrival"], now)
    limit = timedelta(hours=settings.maximum_silence_hours)
    if limit and silence > limit:
        found.append(
            Alarm(
                INBOX_SILENT,
                f"Kroniek: nothing has arrived for {silence.days * 24 + silence.seconds // 3600} hours",
                f"Nothing new was found in {settings.inbox.resolve()} since {now - silence:%Y-%m-%d %H:%M} UTC; "
                f"maximum_silence_hours is {settings.maximum_silence_hours:g}.\n"
                "Ask those who deliver. If this is how it should be, raise the setting.",
                INBOX_SILENT not in told,
            )
        )
    was_full = before is not None and (before.seen > 0 or INBOX_EMPTY in told)
    if was_full and report.seen == 0 and not any(settings.inbox.iterdir()):
        found.append(
            Alarm(
                INBOX_EMPTY,
                "Kroniek: the inbox is an empty folder",
                f"{settings.inbox.resolve()} held files at the last look and holds nothing at all now.\n"
                "If a disk is mounted there, see whether it still is. What was taken in is safe and nothing is "
                "withdrawn; if you emptied the inbox yourself, nothing is to be done.",
                INBOX_EMPTY not in told,
            )
        )
    return found


def _silence(arrivals: list[dict[str, datetime | None]], now: datetime) -> timedelta:
    moment = next((row["arrived_at_utc"] for row in arrivals), None)
    return timedelta(0) if moment is None else now - moment.replace(tzinfo=UTC)
