"""The tasks of the road; each hands paths and small records to the next, never rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from prefect import task
from prefect.cache_policies import NO_CACHE

from expectations.distributions import Distributions
from expectations.drift import HISTORY_LENGTH
from expectations.gate import GateVerdict, judge_candidate
from expectations.history import read_past_release
from expectations.quality_record import quality_json, waived_json
from expectations.report.page import ReportContext, quality_html
from flows.gating import active_waivers, gate_frames, gate_thresholds
from flows.imports import collecting_only_new, loading_engine
from flows.progress import active_reporter
from flows.retries import RETRIED
from flows.settings import Settings
from transforms.judge import Thresholds
from warehouse.assemble import Candidate
from warehouse.candidates import assemble_candidate
from warehouse.compaction import PackPlan, make_packs
from warehouse.durable import json_text
from warehouse.frames import load_frames
from warehouse.gate_history import read_past_metrics, record_gate_run
from warehouse.judgement import read_judgement
from warehouse.layout import BatchName, Warehouse
from warehouse.measurement import check_one_rules
from warehouse.memory import give_back
from warehouse.path_cover import find_cover, shown_under
from warehouse.publish import keep_failed, publish_candidate, table_counts
from warehouse.quality_history import past_quality
from warehouse.raw_batches import PartLimits
from warehouse.reading import ReadingLimits
from warehouse.recompute import Plan, Recomputed, measuring_settings, plan_measuring, recompute_warehouse
from warehouse.records import record_batches
from warehouse.rejudge import Rejudged, count_judged_files, rejudge_warehouse
from warehouse.resettlement import resettle_warehouse
from warehouse.settlement import BatchAccount, settle_batch
from warehouse.staging import stage_batch
from warehouse.take_in import TakenIn, take_in
from warehouse.without_pandas import leave_pandas_out

__all__ = [
    "assemble_step",
    "curate_step",
    "gate_step",
    "plan_of",
    "publish_step",
    "recompute_step",
    "rejudge_files",
    "rejudge_step",
    "resettle_step",
    "take_in_step",
    "tidy_step",
]

leave_pandas_out()  # who has these tasks runs the road, in a process of its own

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def thresholds_of(settings: Settings) -> Thresholds:
    """What the judge holds measures against, from the settings; the day is that of the run in Amsterdam."""
    return Thresholds(
        today=settings.now_utc().astimezone(AMSTERDAM).date(),
        languages=settings.languages,
        minimum_language_probability=settings.minimum_language_probability,
        minimum_target_lang_share=settings.minimum_target_lang_share,
        minimum_letter_count=settings.minimum_letter_count,
        earliest_year=settings.earliest_year,
        is_anachronism_refused=settings.is_anachronism_refused,
        minimum_duplicate_similarity=settings.minimum_duplicate_similarity,
        quality_bounds=settings.quality_bounds(),
    )


@task(name="take in", **RETRIED)
def take_in_step(
    warehouse: Warehouse, settings: Settings, *, now: datetime, run_id: str, resumed: list[BatchName]
) -> TakenIn:
    """Copy new and changed files into raw/."""
    reporter = active_reporter()
    reporter.start("take in", None)
    try:
        return take_in(
            warehouse,
            settings.inbox,
            source=settings.source,
            now=now,
            run_id=run_id,
            limits=ReadingLimits(
                file_bytes=settings.maximum_file_bytes,
                archive_members=settings.maximum_archive_members,
                archive_bytes=settings.maximum_archive_bytes,
                archive_ratio=settings.maximum_archive_ratio,
            ),
            part_limits=PartLimits(settings.part_files, settings.part_bytes),
            minimum_age_seconds=settings.minimum_file_age_seconds,
            resumed=resumed,
            on_files=reporter.advance,
        )
    finally:
        reporter.finish()
        give_back()  # the listing of the inbox: a million names are 110 MB that all later steps would lie beside


@task(name="curate", task_run_name="curate {batch.folder}", **RETRIED)
def curate_step(
    warehouse: Warehouse, batch: BatchName, settings: Settings, *, now: datetime, run_id: str, file_count: int
) -> BatchAccount:
    """Measure, judge and settle a batch; one whose staged folder has its name is only entered into the ledger."""
    if batch not in warehouse.staged_folders():
        reporter = active_reporter()
        reporter.start("curate", file_count)
        try:
            parts = stage_batch(
                warehouse,
                batch,
                thresholds_of(settings),
                is_file_name_dated=settings.is_file_name_dated,
                workers=settings.workers,
                on_files=reporter.advance,
            )
        finally:
            reporter.finish()
        settle_batch(
            warehouse,
            batch,
            parts,
            run_id=run_id,
            minimum_duplicate_similarity=settings.minimum_duplicate_similarity,
        )
        give_back()
    [account] = record_batches(warehouse, [batch], run_id=run_id, now=now)
    return account


@task(name="rejudge", **RETRIED)
def rejudge_step(warehouse: Warehouse, settings: Settings, *, run_id: str) -> Rejudged:
    """Judge every file again under the settings, without measuring again."""
    return rejudge_files(warehouse, settings, run_id=run_id)


def rejudge_files(warehouse: Warehouse, settings: Settings, *, run_id: str, is_dry_run: bool = False) -> Rejudged:
    """What the task does; a dry run does it outside of any flow, and changes nothing.

    Raises:
        OtherRulesError: What is kept was measured under other rules: judging it would mix them.
    """
    check_one_rules(warehouse, warehouse.staged_batches())
    reporter = active_reporter()
    reporter.start("rejudge", count_judged_files(warehouse))
    try:
        return rejudge_warehouse(
            warehouse,
            thresholds_of(settings),
            run_id=run_id,
            on_files=reporter.advance,
            is_dry_run=is_dry_run,
        )
    finally:
        reporter.finish()


@task(name="settle again", **RETRIED)
def resettle_step(warehouse: Warehouse, *, run_id: str) -> None:
    """Settle every batch again: people decided that something is not to count any more, or to count again."""
    resettle_warehouse(warehouse, run_id=run_id)


@task(name="tidy", **RETRIED)
def tidy_step(warehouse: Warehouse, plans: Sequence[PackPlan], settings: Settings) -> None:
    """Put the batches of closed days, months and years together."""
    reporter = active_reporter()
    reporter.start("tidy", sum(len(plan.batches) for plan in plans))
    try:
        make_packs(warehouse, plans, PartLimits(settings.part_files, settings.part_bytes), on_batches=reporter.advance)
    finally:
        reporter.finish()


@task(name="measure again", **RETRIED)
def recompute_step(
    warehouse: Warehouse, settings: Settings, *, now: datetime, run_id: str, is_from_raw_alone: bool
) -> Recomputed:
    """Measure all batches again from raw/, judge and settle them in order, and put that in force."""
    reporter = active_reporter()
    plan = plan_of(warehouse, settings, is_forced=True)
    reporter.start("measure", plan.file_count)
    try:
        return recompute_warehouse(
            warehouse,
            thresholds_of(settings),
            is_file_name_dated=settings.is_file_name_dated,
            workers=settings.workers,
            run_id=run_id,
            now=now,
            is_from_raw_alone=is_from_raw_alone,
            on_files=reporter.advance,
        )
    finally:
        reporter.finish()


def plan_of(warehouse: Warehouse, settings: Settings, *, is_forced: bool) -> Plan:
    """What measuring again would do."""
    about = measuring_settings(is_file_name_dated=settings.is_file_name_dated)
    return plan_measuring(warehouse, about, is_forced=is_forced)


@task(name="assemble", **RETRIED)
def assemble_step(
    warehouse: Warehouse, batches: Sequence[BatchName], settings: Settings, *, now: datetime
) -> Candidate | None:
    """Write the candidate's files; None when nothing that is published would change."""
    reporter = active_reporter()
    reporter.start("assemble", None)
    try:
        with loading_engine() as load_engine:
            return assemble_candidate(
                warehouse,
                batches,
                now=now,
                today=thresholds_of(settings).today,
                languages=settings.languages,
                publish_paths=settings.publish_paths,
                on_sure=load_engine,
                workers=settings.workers,
            )
    finally:
        reporter.finish()


@task(name="gate", cache_policy=NO_CACHE)
def gate_step(
    warehouse: Warehouse, candidate: Candidate, settings: Settings, *, now: datetime, run_id: str
) -> tuple[GateVerdict, dict[str, str]]:
    """Let the suites judge the candidate. Returns the verdict and the texts of its report."""
    reporter = active_reporter()
    reporter.start("gate", None)
    try:
        frames = load_frames(warehouse)
        with collecting_only_new():
            verdict = judge_candidate(
                gate_frames(frames, read_past_metrics(warehouse, count=HISTORY_LENGTH), settings),
                gate_thresholds(
                    settings,
                    today=thresholds_of(settings).today,
                    judged_with=read_judgement(warehouse).judged_with,
                ),
                waivers=active_waivers(),
            )
        context = ReportContext(
            version=candidate.version,
            parent=None if candidate.parent is None else candidate.parent.name,
            created_at_utc=now,
            counts=table_counts(candidate),
            documents_per_month=frames.documents_per_month,
            distributions=Distributions.read(frames.distributions),
            history=tuple(read_past_release(record) for record in past_quality(warehouse)),
        )
        quality = quality_json(verdict, context)
        record_gate_run(warehouse, quality, run_id=run_id)
        shown = None if settings.publish_paths == "full" else shown_under(settings.publish_paths, find_cover(warehouse))
        published = verdict if shown is None else verdict.with_paths(shown.show)
        texts = {
            "quality.json": json_text(quality_json(published, context)),
            "quality.html": quality_html(published, context),
        }
    finally:
        reporter.finish()
    return verdict, texts


@task(name="publish", cache_policy=NO_CACHE)
def publish_step(
    warehouse: Warehouse,
    candidate: Candidate,
    settings: Settings,
    *,
    now: datetime,
    verdict: GateVerdict,
    texts: dict[str, str],
) -> Path:
    """Make the candidate a release; one that the gate stopped is kept aside instead."""
    reporter = active_reporter()
    reporter.start("publish", None)
    try:
        if verdict.verdict == "stopped":
            return keep_failed(warehouse, candidate, created_at=now, settings=settings.shaping(), documents=texts)
        return publish_candidate(
            warehouse,
            candidate,
            created_at=now,
            settings=settings.shaping(),
            gate=verdict.verdict,
            waived=waived_json(verdict),
            documents=texts,
        )
    finally:
        reporter.finish()
