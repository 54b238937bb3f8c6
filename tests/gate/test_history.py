"""What the gate remembers of earlier releases, and what drift makes of it."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from expectations.candidate import CandidateFrames
from expectations.drift import candidate_metrics, drift_row
from expectations.month_drift import MONTH_FIGURES
from tests.expectations.builder import THRESHOLDS, Draft, draft
from warehouse.gate_history import read_past_metrics, record_gate_run
from warehouse.layout import Warehouse

USUAL: dict[str, float | None] = {
    "new_file_count": 40, "added_document_count": 30, "refused_share": 0.1, "refused_share.date_missing": 0.1,
    "near_duplicate_share": 0.02, "repaired_share": 0.3, "median_word_count": 300.0, "function_word_share": 0.45,
    "source_share.krant": 0.8, "source_share.blad": 0.2, "lang_share.nl": 1.0, "gap_month_count": 2,
}  # fmt: skip


def made(**metrics: Any) -> Draft:
    """Forty new files beside a hundred documents, as usual but for what is given."""
    whole = draft(accepted=30, rejected=4, duplicates=6, already_published=100)
    whole.metrics |= {name: value for name, value in USUAL.items() if name in whole.metrics} | metrics
    whole.shares = {
        "refused_share": {"date_missing": 0.1}, "source_share": {"krant": 0.8, "blad": 0.2}, "lang_share": {"nl": 1.0},
    }  # fmt: skip
    whole.history = [dict(USUAL)] * 3
    return whole


def figures(whole: Draft) -> dict[str, Any]:
    row, _ = drift_row(whole.frames(), THRESHOLDS)
    values: dict[str, Any] = row.to_pylist()[0]
    return values


def test_the_usual_drifts_nowhere() -> None:
    row = figures(made())

    drifting = [name for name in row if name.endswith(("_rise", "_shift", "_change")) and abs(row[name] or 0) > 1e-9]
    assert drifting == []
    assert (row["length_ratio"], row["silent_source_count"]) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("metric", "value", "figure", "expected"),
    [
        ("refused_share", 0.6, "refused_share_rise", 0.5),
        ("near_duplicate_share", 0.5, "near_duplicate_share_rise", 0.48),
        ("repaired_share", 1.0, "repaired_share_rise", 0.7),
        ("median_word_count", 100.0, "length_ratio", 3.0),
        ("median_word_count", 1200.0, "length_ratio", 4.0),
        ("function_word_share", 0.2, "function_word_share_change", 0.25),
    ],
)
def test_a_figure_is_held_against_what_is_usual(metric: str, value: float, figure: str, expected: float) -> None:
    assert figures(made(**{metric: value}))[figure] == pytest.approx(expected)


def test_usual_is_the_median_so_that_one_odd_release_moves_nothing() -> None:
    whole = made(refused_share=0.2)
    whole.history = [USUAL, {**USUAL, "refused_share": 0.9}, USUAL]

    assert figures(whole)["refused_share_rise"] == pytest.approx(0.1)


def test_only_the_last_twelve_releases_count() -> None:
    whole = made(refused_share=0.2)
    whole.history = [USUAL] * 12 + [{**USUAL, "refused_share": 0.9}] * 30

    assert figures(whole)["refused_share_rise"] == pytest.approx(0.1)


def test_a_handful_of_files_is_compared_with_nothing() -> None:
    few = made(new_file_count=19, added_document_count=19, refused_share=1.0)
    small = made(refused_share=1.0)
    small.history = [{**USUAL, "new_file_count": 3, "added_document_count": 3}]

    for whole in (few, small):
        row = figures(whole)
        assert row["refused_share_rise"] is None
        assert row["length_ratio"] is None


def test_the_first_release_is_compared_with_nothing() -> None:
    whole = draft(accepted=50, already_published=0)

    row = figures(whole)

    assert {name for name in row if row[name] is not None} <= {
        "refused_share", "lost_month_count", "thin_month_count", "fat_month_count", "new_file_count", "document_count",
    }  # fmt: skip


def test_mixes_and_reasons() -> None:
    whole = made()
    whole.shares = {
        "refused_share": {"not_dutch": 0.4}, "source_share": {"krant": 1.0}, "lang_share": {"nl": 0.6, "fy": 0.4},
    }  # fmt: skip
    row, examples = drift_row(whole.frames(), THRESHOLDS)
    values = row.to_pylist()[0]

    assert values["reason_share_rise"] == pytest.approx(0.4)
    assert values["source_shift"] == pytest.approx(0.2)
    assert values["lang_shift"] == pytest.approx(0.4)
    assert values["silent_source_count"] == 1
    assert examples["silent_source_count"] == ("blad",)
    assert examples["refused_share"] == ("not_dutch 40%",)


def test_months_that_are_lost_thin_fat_or_missing() -> None:
    whole = made()
    whole.months = [
        {"month": month, "documents": now, "parent_documents": before}
        for month, now, before in (
            ("2018-01", 0, 5), ("2018-02", 9, 20), ("2018-03", 10, 20), ("2018-04", 201, 20), ("2018-07", 1, 0),
            ("2017", 3, 3), ("2018-08", 1, 2),
        )
    ]  # fmt: skip
    row, examples = drift_row(whole.frames(), THRESHOLDS)

    assert {name: row.to_pylist()[0][name] for name in ("lost_month_count", "thin_month_count", "fat_month_count")} == {
        "lost_month_count": 1, "thin_month_count": 1, "fat_month_count": 1,
    }  # fmt: skip
    assert examples["lost_month_count"] == ("2018-01",)
    assert examples["thin_month_count"] == ("2018-02",)
    assert examples["fat_month_count"] == ("2018-04",)
    assert examples["gap_month_count"] == ("2018-05", "2018-06")


def test_metrics_are_flat_and_whole() -> None:
    metrics = candidate_metrics(made().frames(), THRESHOLDS)

    assert set(MONTH_FIGURES) < set(metrics)
    assert metrics["source_share.krant"] == 0.8
    assert all(value is None or isinstance(value, int | float) for value in metrics.values())


def test_metrics_that_cannot_be_made_are_none_and_stop_the_drift() -> None:
    frames = made().frames()
    spoiled = CandidateFrames(
        **{name: getattr(frames, name) for name in frames.__slots__ if name != "months"},
        months=frames.months.drop_columns(["documents"]),
    )

    assert candidate_metrics(spoiled, THRESHOLDS) == {}
    assert drift_row(spoiled, THRESHOLDS)[0].column_names == ["no_metrics"]


def release(root: Path, version: str, parent: str | None, **content: Any) -> None:
    folder = root / "releases" / version
    folder.mkdir(parents=True)
    (folder / "quality.json").write_text(json.dumps({"parent": parent, **content}))
    (root / "latest.json").write_text(json.dumps({"version": version, "path": f"releases/{version}"}))


def test_past_metrics_come_from_the_releases_newest_first(tmp_path: Path) -> None:
    versions = [None, "2026.11.0", "2026.11.1", "2026.11.2", "2026.11.10"]
    for number, (parent, version) in enumerate(pairwise(versions)):
        release(tmp_path, str(version), parent, metrics={"document_count": number})

    assert [one["document_count"] for one in read_past_metrics(Warehouse(tmp_path), count=3)] == [3, 2, 1]


def test_what_has_no_figures_is_passed_over_and_what_was_rolled_back_does_not_count(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.0", None, metrics={"document_count": 1})
    release(tmp_path, "2026.11.1", "2026.11.0")
    release(tmp_path, "2026.11.2", "2026.11.1", metrics={"document_count": 2})
    release(tmp_path, "2026.11.3", "2026.11.1", metrics={"document_count": 3})  # after a rollback to 2026.11.1

    assert [one["document_count"] for one in read_past_metrics(Warehouse(tmp_path), count=12)] == [3, 1]


def test_at_a_damaged_release_the_memory_ends(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.0", None, metrics={"document_count": 1})
    release(tmp_path, "2026.11.1", "2026.11.0", metrics={"document_count": 2})
    (tmp_path / "releases/2026.11.0/quality.json").write_text("torn")

    assert [one["document_count"] for one in read_past_metrics(Warehouse(tmp_path), count=12)] == [2]


def test_nothing_published_is_nothing_to_remember(tmp_path: Path) -> None:
    assert read_past_metrics(Warehouse(tmp_path), count=12) == ()


def test_a_torn_line_spoils_no_other(tmp_path: Path) -> None:
    quality: dict[str, Any] = {
        "version": "2026.11.0", "parent": None, "created_at_utc": "2026-11-22T06:00:00Z", "verdict": "stopped",
        "metrics": {}, "checks": [
            {"id": "a.b", "severity": "critical", "success": False, "observed": 3, "threshold": "0",
             "waived_because": None},
        ],
    }  # fmt: skip
    warehouse = Warehouse(tmp_path)
    record_gate_run(warehouse, quality, run_id="r1")
    with warehouse.gate_runs_file.open("a") as file:
        file.write('{"run_id": "killed')
    record_gate_run(warehouse, quality, run_id="r2")

    first, torn, second = warehouse.gate_runs_file.read_text().splitlines()
    assert (json.loads(first)["run_id"], json.loads(second)["run_id"]) == ("r1", "r2")
    assert torn.startswith('{"run_id": "killed')
    assert json.loads(second)["failed"][0]["observed"] == 3
