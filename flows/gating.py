"""Between the warehouse and the gate, which do not know each other.

Frames and thresholds for the gate, the checks that a person waives, and what to do when it stops a release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import Any

from expectations.candidate import CandidateFrames, GateThresholds
from expectations.suites import waivable_checks
from expectations.verdict import GateVerdict
from flows.publishing_settings import UNKNOWN_LICENCE
from flows.settings import Settings
from transforms.errors import GateStoppedError, UsageError
from transforms.rules import RULES_VERSION
from warehouse.frames import Frames

__all__ = ["active_waivers", "check_waivers", "gate_frames", "gate_thresholds", "stopped_error", "use_waivers"]


def gate_frames(frames: Frames, history: Sequence[Mapping[str, Any]], settings: Settings) -> CandidateFrames:
    """What the warehouse read of a candidate, and what the settings say about its use, as the gate takes it.

    Args:
        frames: Of the candidate.
        history: Metrics of earlier releases, the newest first.
        settings: Of the run: its licence and contact are published with the release.
    """
    release = frames.release.append_column("stated_licence_count", [[int(settings.licence != UNKNOWN_LICENCE)]])
    release = release.append_column("stated_contact_count", [[int(settings.contact is not None)]])
    return CandidateFrames(
        documents=frames.documents,
        verdicts=frames.verdicts,
        structure=frames.structure,
        duplicates=frames.duplicates,
        files=frames.files,
        tables=frames.tables,
        release=release,
        months=frames.months,
        metrics=frames.metrics,
        schemas=frames.schemas,
        shares=frames.shares,
        examples=frames.examples,
        history=tuple(history),
    )


def gate_thresholds(settings: Settings, *, today: date, judged_with: Sequence[Mapping[str, Any]]) -> GateThresholds:
    """What the checks hold their figures against.

    Args:
        settings: Of the run.
        today: Its day in Amsterdam.
        judged_with: The settings that the verdicts in force were made with. A document is held against the loosest of
            them and the present ones: settings that were tightened since are what `rejudge` applies, and until then
            they stop nothing that was rightly accepted.
    """
    present = settings.judging()
    used = [present, *({**present, **one} for one in judged_with)]
    return GateThresholds(
        languages=tuple(dict.fromkeys(language for one in used for language in one["languages"])),
        minimum_language_probability=min(one["minimum_language_probability"] for one in used),
        minimum_target_lang_share=min(one["minimum_target_lang_share"] for one in used),
        earliest_year=min(one["earliest_year"] for one in used),
        minimum_duplicate_similarity=min(one["minimum_duplicate_similarity"] for one in used),
        today=today,
        rules_version=RULES_VERSION,
        minimum_comparison_count=settings.minimum_comparison_count,
        maximum_removed_share=settings.maximum_removed_share,
        maximum_rejected_share=settings.maximum_rejected_share,
        maximum_growth_ratio=settings.maximum_growth_ratio,
        maximum_share_rise=settings.maximum_share_rise,
        maximum_length_ratio=settings.maximum_length_ratio,
    )


def check_waivers(waivers: Mapping[str, str], settings: Settings) -> None:
    """Refuse to waive what cannot be waived.

    Raises:
        UsageError: An id is of no check that may be waived, or a reason is empty.
    """
    waivable = waivable_checks(gate_thresholds(settings, today=date.max, judged_with=()))
    for check, reason in waivers.items():
        if check not in waivable:
            raise UsageError(
                f"The check {check} cannot be waived: it is unknown, or no threshold that stops a release.",
                where="--accept",
                what_to_do=f"These can be waived: {', '.join(waivable)}.",
            )
        if not reason.strip():
            raise UsageError(
                f"The check {check} is waived without a reason.",
                where="--accept",
                what_to_do="Say why: the manifest and the report of the release carry the reason.",
            )


_waivers: ContextVar[Mapping[str, str] | None] = ContextVar("waivers", default=None)


@contextmanager
def use_waivers(waivers: Mapping[str, str]) -> Iterator[None]:
    """Have the gate waive checks inside. No parameter of a flow: a schedule must not waive anything."""
    token = _waivers.set(dict(waivers))
    try:
        yield
    finally:
        _waivers.reset(token)


def active_waivers() -> Mapping[str, str]:
    """Reasons by check id; none but inside `use_waivers`."""
    return _waivers.get() or {}


NAMED_BATCHES = 5
"""Of the new batches the last ones are named: a person looks at what came last."""


def stopped_error(verdict: GateVerdict, folder: Path, new_batches: Sequence[int] = ()) -> GateStoppedError:
    """What a person is told when the gate stops a release, with every way on.

    Args:
        verdict: The gate's.
        folder: Where the candidate is kept.
        new_batches: Numbers of the batches that no release holds yet: named where no failed check knows a batch.
    """
    steps = ['Look at the candidate with `kroniek sql --candidate "SELECT ..."`.']
    batches = tuple(dict.fromkeys(batch for check in verdict.stopping for batch in check.batches))
    if batches:
        commands = ", ".join(f"`kroniek set-aside {batch} --reason ...`" for batch in batches)
        steps.append(f"To publish the rest without what fails, keep its batch out: {commands}, then run again.")
    elif new_batches:
        commands = ", ".join(f"`kroniek set-aside {number} --reason ...`" for number in new_batches[-NAMED_BATCHES:])
        steps.append(f"If a batch that is new is to blame, keep it out: {commands}, then run again.")
    stopping = verdict.stopping
    if stopping and all(check.is_waivable and check.is_evaluated for check in stopping):
        accepted = " ".join(f'--accept {check.id} "REASON"' for check in stopping)
        steps.append(f"If it is right as it is: `kroniek publish {accepted}`.")
    steps.append("Or mend the input and run again; what waits is published then.")
    return GateStoppedError(
        "The quality gate stopped the release; readers go on with the last one.\n" + "\n".join(verdict.failed_lines()),
        where=str(folder),
        what_to_do="\n".join(steps),
    )
