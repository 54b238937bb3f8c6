"""The gate: whether a candidate becomes a release. It fails closed.

A release is stopped by any critical check that does not hold, and, whatever its severity, by any check that raised,
did not run, ran twice, or saw another number of rows than were handed in.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping

from expectations.candidate import CandidateFrames, GateThresholds
from expectations.drift import candidate_metrics
from expectations.frames import judged_frames
from expectations.suites import all_suites
from expectations.verdict import CheckResult, GateVerdict

__all__ = ["CandidateFrames", "CheckResult", "GateThresholds", "GateVerdict", "judge_candidate"]


def judge_candidate(
    frames: CandidateFrames, thresholds: GateThresholds, *, waivers: Mapping[str, str] | None = None
) -> GateVerdict:
    """Judge a candidate by every check of `expectations.suites`.

    Args:
        frames: Narrow tables about the candidate.
        thresholds: From the settings.
        waivers: Reasons of a person to publish this candidate although a threshold check fails, by check id.

    Returns:
        The verdict with the result of every check and the figures that later releases are compared with.
    """
    # Here and not above: the import takes seconds, and most runs have nothing to judge.
    from expectations.engine import run_suites  # noqa: PLC0415

    results = run_suites(all_suites(thresholds), judged_frames(frames, thresholds))
    # Great Expectations ties what it judged into knots: without this the frames would stay until after publishing.
    gc.collect()
    return GateVerdict.over(results, metrics=candidate_metrics(frames, thresholds), waivers=waivers)
