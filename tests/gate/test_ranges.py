"""What the gate is given of a candidate is the same however many ids the engine is asked about at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.gate.mutations import MUTATIONS
from tests.gate.spoiling import TODAY, Assembled, Spoiled, assembled_candidate
from warehouse import frame_files
from warehouse.frame_files import BEHIND_ALL_IDS, ranges_of_ids
from warehouse.frames import collect_frames

SPOILT = (
    "a null id", "a duplicate id", "a duplicate id in another year", "a document lost", "a date in the future",
    "an earlier duplicate forgotten", "an emptied text", "an orphan sentence", "a change missing",
    "published though withdrawn",
)  # fmt: skip
CHANGES = {each.name: each for each in MUTATIONS}
EACH_ALONE = 1


@pytest.fixture(scope="module")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assembled]:
    with assembled_candidate(tmp_path_factory.mktemp("assembled")) as made:
        yield made


def frames_of(spoiled: Spoiled) -> dict[str, Any]:
    collect_frames(spoiled.assembled.engine, spoiled.assembled.warehouse, spoiled.candidate, today=TODAY)
    files = (spoiled.assembled.warehouse.temporary / "frames").glob("frame_*.parquet")
    rows = {path.stem: pq.read_table(path).to_pylist() for path in files}
    rows["frame_verdicts"].sort(key=itemgetter("source_sha256", "source_path"))  # ranges are of sums, not of paths
    return rows


@pytest.mark.parametrize("name", [None, *SPOILT], ids=lambda name: re.sub(r"\W+", "_", name or "as_it_is"))
def test_the_gate_is_given_the_same(
    name: str | None, assembled: Assembled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoiled = Spoiled.copy(assembled, tmp_path / "candidate")
    if name is not None:
        CHANGES[name].spoil(spoiled)
    at_once = frames_of(spoiled)
    assert at_once["frame_documents"]
    monkeypatch.setattr(frame_files, "IDS_AT_A_TIME", EACH_ALONE)
    assert frames_of(spoiled) == at_once


@pytest.mark.parametrize("count", [0, 1, 2, 7, 4_096])
def test_ranges_hold_every_text_once(count: int) -> None:
    ranges = list(ranges_of_ids(count))
    assert len(ranges) == max(count, 1)
    assert ranges[0][0] == ""  # what is absent counts as an empty text
    assert all(end == start for (_, end), (start, _) in pairwise(ranges))
    assert ranges == sorted(ranges)
    assert ranges[-1][1] == BEHIND_ALL_IDS > "f" * 32
