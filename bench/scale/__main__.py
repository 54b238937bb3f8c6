"""`python -m bench.scale --corpus FOLDER --folder FOLDER`: grow one warehouse, and measure each run.

Stopped and started again, it goes on with the run that was under way.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from bench.processes import end_with_what_is_measured
from bench.scale.inbox import list_corpus
from bench.scale.journal import Journal
from bench.scale.page import write_page
from bench.scale.plan import GROW, plan_steps
from bench.scale.runs import Place, line_of, run_step

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLE = """example:
  python -m bench.corpus --files 1000000 --inbox /big/corpus
  python -m bench.scale --corpus /big/corpus --folder /big/scale --sizes 10000 100000 1000000
"""


def main() -> int:
    """Run every step that is not in the journal yet."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.scale",
        description="Grow one warehouse by deliveries of a corpus, and measure the real command at each size.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--corpus", type=Path, required=True, help="files already made (python -m bench.corpus)")
    parser.add_argument("--folder", type=Path, required=True, help="for inbox and warehouse, on the corpus' own disk")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="(10000 100000 1000000)"
    )
    parser.add_argument("--only-grow", action="store_true", help="leave out the small deliveries on top")
    parser.add_argument("--free-gb", type=float, default=10.0, help="stop while so much of the disk is free (10)")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "bench" / "scale.md", help="page (bench/scale.md)")
    arguments = parser.parse_args()
    end_with_what_is_measured()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    _tell(f"listing {arguments.corpus}")
    paths = list_corpus(arguments.corpus.resolve())
    if len(paths) < max(arguments.sizes):
        parser.error(f"{arguments.corpus} holds {len(paths):,} text files, not {max(arguments.sizes):,}")
    place = Place(arguments.folder.resolve(), arguments.corpus.resolve(), paths)
    try:
        steps = plan_steps(arguments.sizes)
    except ValueError as error:
        parser.error(str(error))
    journal = Journal(place.folder)
    place.inbox.mkdir(exist_ok=True)
    for step in steps:
        if journal.has(step.name) or (arguments.only_grow and step.kind != GROW):
            continue
        free = _free_bytes(place.folder)
        if free < arguments.free_gb * 1e9:
            _tell(f"only {free / 1e9:.0f} GB of the disk are free: stopped before {step.name}")
            return 1
        is_again = journal.begin(step.name)
        _tell(f"{step.name}: begins{', for the second time' if is_again else ''}; {free / 1e9:,.0f} GB free")
        run = run_step(place, step, journal.runs, is_after_interruption=is_again, tell=_tell)
        journal.end(run)
        _tell(line_of(run))
        write_page(journal.runs, arguments.out)
    _tell(f"written to {arguments.out} and {journal.file}")
    return 0


def _free_bytes(folder: Path) -> int:
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize


def _tell(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
