"""A frame that is judged slice by slice gets the verdict that it gets as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations import gate, slices
from expectations.candidate import CandidateFrames
from expectations.frames import SLICED
from expectations.gate import judge_candidate
from expectations.suites import all_suites
from expectations.verdict import GateVerdict
from tests.expectations.builder import THRESHOLDS, Draft, draft
from warehouse.stored_frame import StoredFrame

ROWS = 8


@pytest.fixture(autouse=True)
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "ROWS_AT_A_TIME", ROWS)
    suites = tuple(suite for suite in all_suites(THRESHOLDS) if suite.frame in (*SLICED, "release"))
    monkeypatch.setattr(gate, "all_suites", lambda _: suites)


def stored(frames: CandidateFrames, folder: Path) -> CandidateFrames:
    """The same frames, the long ones in files."""
    found: dict[str, Any] = {}
    for name in SLICED:
        path = folder / f"{name}.parquet"
        pq.write_table(getattr(frames, name), path, row_group_size=ROWS - 3)
        found[name] = StoredFrame(path)
    return replace(frames, **found)


def figures(verdict: GateVerdict) -> list[tuple[object, ...]]:
    return [(one.id, one.success, one.is_evaluated, one.observed, set(one.offending)) for one in verdict.checks]


def honest(_: Draft) -> None:
    pass


def an_id_twice(made: Draft) -> None:
    """Its rows are as far from each other as can be."""
    made.documents.append(dict(made.documents[0]))


def a_file_twice(made: Draft) -> None:
    made.documents[-1]["source_path"] = made.documents[0]["source_path"]


def a_verdict_twice(made: Draft) -> None:
    made.verdicts.append(dict(made.verdicts[0]))


def a_duplicate_twice(made: Draft) -> None:
    made.duplicates.append(dict(made.duplicates[0]))


def a_date_in_the_future(made: Draft) -> None:
    made.documents[-1] |= {"date_start": date(2093, 1, 1), "date_end": date(2093, 1, 31)}


def a_document_missing(made: Draft) -> None:
    del made.documents[5]


def a_duplicate_not_listed(made: Draft) -> None:
    del made.duplicates[3]


def a_survivor_that_is_a_duplicate(made: Draft) -> None:
    made.duplicates[0]["duplicate_of"] = made.duplicates[-1]["doc_id"]


def a_duplicate_that_is_published(made: Draft) -> None:
    made.documents[-1]["doc_id"] = made.duplicates[0]["doc_id"]


def a_duplicate_of_another_verdict(made: Draft) -> None:
    made.verdicts[-1]["verdict"] = "rejected"


def an_offset_wrong(made: Draft) -> None:
    made.structure[-1]["sentence_offset_error_count"] = 2


FAULTS: tuple[Callable[[Draft], None], ...] = (
    honest, an_id_twice, a_file_twice, a_verdict_twice, a_duplicate_twice, a_date_in_the_future, a_document_missing,
    a_duplicate_not_listed, a_survivor_that_is_a_duplicate, a_duplicate_that_is_published,
    a_duplicate_of_another_verdict, an_offset_wrong,
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_slices_are_judged_as_the_whole_is(fault: Callable[[Draft], None], tmp_path: Path) -> None:
    made = draft(accepted=11, rejected=6, duplicates=6)
    fault(made)
    whole = judge_candidate(made.frames(), THRESHOLDS)
    sliced = judge_candidate(stored(made.frames(), tmp_path), THRESHOLDS)
    assert figures(sliced) == figures(whole)
    assert (whole.verdict == "stopped") == (fault is not honest)


@pytest.mark.parametrize(
    ("name", "column"), [("documents", "doc_id"), ("verdicts", "standing"), ("duplicates", "kind")]
)
def test_a_column_that_is_absent_is_found_slice_by_slice(name: str, column: str, tmp_path: Path) -> None:
    frames = draft(accepted=11, rejected=6, duplicates=6).frames()
    frames = replace(frames, **{name: getattr(frames, name).drop_columns([column])})
    assert figures(judge_candidate(stored(frames, tmp_path), THRESHOLDS)) == figures(
        judge_candidate(frames, THRESHOLDS)
    )


def test_a_slice_that_goes_missing_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = StoredFrame.slices

    def without_the_last(self: StoredFrame, most_rows: int, **named: Any) -> list[pa.Table]:
        return list(whole(self, most_rows, **named))[:-1]

    frames = stored(draft(accepted=11).frames(), tmp_path)
    monkeypatch.setattr(StoredFrame, "slices", without_the_last)
    verdict = judge_candidate(frames, THRESHOLDS)
    assert verdict.verdict == "stopped"
    assert any("rows were judged, 11 were handed in" in one.message for one in verdict.failed)


@given(
    keys=st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["a", "b", None])), max_size=40),
    at_a_time=st.integers(1, 9),
)
@settings(max_examples=50)
def test_rows_that_share_a_key_are_in_one_slice_and_no_row_is_lost(
    keys: list[tuple[int, str | None]], at_a_time: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("rows") / "rows.parquet"
    table = pa.table(
        {
            "number": pa.array([number for number, _ in keys], pa.int64()),
            "name": pa.array([name for _, name in keys], pa.string()),
            "row": pa.array(range(len(keys)), pa.int64()),
        }
    )
    pq.write_table(table, path, row_group_size=7)
    unique = [["number", "name"], ["row"], ["absent"]]
    found = [piece.to_pylist() for piece in StoredFrame(path).slices(at_a_time, unique=unique)]
    assert sorted(row["row"] for piece in found for row in piece) == list(range(len(keys)))
    places = [{(row["number"], row["name"]) for row in piece} for piece in found]
    for first, one in enumerate(places):
        for other in places[first + 1 :]:
            assert not one & other
    assert all(len(piece) <= at_a_time for piece in found[1:])
