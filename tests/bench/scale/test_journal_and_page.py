"""What was measured is kept, and shown, from runs whose figures are made up."""

from __future__ import annotations

from pathlib import Path

from bench.command import START_UP
from bench.scale.disk import look_at
from bench.scale.journal import Done, Journal
from bench.scale.page import write_page
from bench.scale.questions import Answered
from bench.stopwatch import Spent


def _run(kind: str, size: int, new_files: int, known_files: int, *, cpu: float, exit_code: int = 0) -> Done:
    return Done(
        name=f"{size:,}: {kind}",
        kind=kind,
        size=size,
        new_files=new_files,
        known_files=known_files,
        whole=Spent(20.0 + cpu, 15.0 + cpu),
        steps={START_UP: Spent(9.0, 6.0), "take in": Spent(0.5, 0.5), "assemble": Spent(cpu, cpu)},
        facts={"exit_code": exit_code, "published": int(new_files > 0 and exit_code == 0), "bytes_written": 5_000_000},
        peak=900_000_000,
        empty_peak=350_000_000,
        peaks={START_UP: 340_000_000, "assemble": 900_000_000},
        disk={"raw": 1_000_000, "releases": 3_000_000, "latest.json": 500_000},
        file_count=120,
        new_bytes=4_000_000,
        others_share=0.25,
        is_after_interruption=False,
        answers=[Answered("by id", 1, 30.0, 10.0, 9.0)] if kind == "grow" else [],
    )


RUNS = [
    _run("grow", 1_000, 1_000, 0, cpu=1.0),
    _run("nothing new", 1_000, 0, 1_000, cpu=0.0),
    _run("10 new", 1_000, 10, 1_000, cpu=2.0),
    _run("grow", 10_000, 9_000, 1_010, cpu=11.0),
    _run("10 new", 10_000, 10, 10_010, cpu=4.0, exit_code=12),
]


def test_runs_are_kept_and_one_that_never_ended_is_known(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert not journal.begin(RUNS[0].name)
    journal.end(RUNS[0])
    assert not journal.begin(RUNS[1].name)

    again = Journal(tmp_path)
    assert again.runs == [RUNS[0]]
    assert again.has(RUNS[0].name)
    assert not again.has(RUNS[1].name)
    assert again.begin(RUNS[1].name)


def test_the_page_tells_cost_memory_disk_and_questions_of_each_size(tmp_path: Path) -> None:
    write_page(RUNS, tmp_path / "scale.md")
    page = (tmp_path / "scale.md").read_text(encoding="utf-8")
    lines = page.splitlines()
    [grown] = [line for line in lines if line.startswith("| 1,000: grow | 0 ")]
    assert grown == "| 1,000: grow | 0 | 1,000 | 21.0 | 16.0 | 1.50 | 16.00 | 900 | 550 | 4 | 5 |  |"
    assert "| 10,000: 10 new (stopped by the gate) |" in page
    assert "| 1,000: nothing new (no release) |" in page
    assert "| 9,000 on 1,010 | 0.056 | 1.222 | 1.278 | 0.85 |" in lines
    assert "| 1,000 | 1 | 0 | 0 | 3 | 0 | 0 | 4 | 4,500 | 120 |" in lines
    assert "| 1,000: grow | 350 | 340 | 900 |" in lines
    assert "| 10,010 | by id | 1 | 30.0 | 10.0 | 9.0 |" in lines
    assert (
        "- 10 new files, outside discovery and start-up, at most 3 s apart: 2.0 s on 1,000, 4.0 s on 10,010." in lines
    )
    assert "25% of the processors' time in the busiest run" in page


def test_a_page_of_a_measurement_that_has_just_begun(tmp_path: Path) -> None:
    write_page(RUNS[:1], tmp_path / "scale.md")
    assert "| 1,000 on 0 |" in (tmp_path / "scale.md").read_text(encoding="utf-8")


def test_links_count_once_and_what_was_there_is_not_new(tmp_path: Path) -> None:
    first, second = tmp_path / "releases/1/documents", tmp_path / "releases/2/documents"
    for folder in (first, second):
        folder.mkdir(parents=True)
    (first / "a").write_bytes(b"1234")
    before = look_at(tmp_path, set())
    (second / "a").hardlink_to(first / "a")
    (second / "b").write_bytes(b"123")
    after = look_at(tmp_path, before.inodes)
    assert (before.bytes, before.new_bytes) == ({"releases": 4}, 4)
    assert (after.bytes, after.new_bytes, after.file_count) == ({"releases": 7}, 3, 3)
