"""Which processes `make bench` starts and what it makes of them; no process is started here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import __main__ as measuring
from bench.command import START_UP
from bench.processes import Measured, Watch
from bench.stopwatch import Account, Spent

PEAKS = {"yardstick": 200_000_000, "road": 500_000_000, "command": 800_000_000, "empty_flow": 300_000_000}


class Pretended:
    """Stands in for `bench.processes.measure`: knows what a warehouse knows, and takes a second for everything."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.known = 0

    def __call__(self, module: str, folder: Path, *arguments: str, watch: Watch | None = None) -> Measured:
        self.started.append(module)
        options = dict(zip(arguments[::2], arguments[1::2], strict=True))
        files = len(list(Path(options["--inbox"]).rglob("*.txt"))) if "--inbox" in options else 0
        facts = {"rows": files}
        if "--warehouse" in options:
            warehouse = Path(options["--warehouse"])
            self.known = self.known if warehouse.exists() else 0
            warehouse.mkdir(exist_ok=True)
            new = files - self.known
            facts = {"accepted": new, "rejected": 0, "unchanged": self.known, "published": int(new > 0)}
            self.known = files
        assert folder.is_dir()
        steps = {START_UP: Spent(0.1, 0.1)} if module == "command" else {}
        peak = PEAKS[module] if watch else None
        return Measured(Spent(2.0, 2.0), peak, Account(Spent(0.5, 0.5), Spent(1.0, 1.0), steps, facts))


@pytest.mark.parametrize("sizes", [["20"], ["20", "40"]])
def test_every_run_does_its_work_and_the_page_has_each_line(
    sizes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pretended = Pretended()
    monkeypatch.setattr(measuring, "measure", pretended)
    monkeypatch.setattr(measuring, "end_with_what_is_measured", lambda: None)  # pytest has handlers of its own
    page = tmp_path / "results.md"
    monkeypatch.setattr(sys, "argv", ["bench", "--files", *sizes, "--rounds", "2", "--out", str(page)])
    assert measuring.main() == 0

    lines = page.read_text(encoding="utf-8").splitlines()
    most = sizes[-1]
    for what in ("yardstick", "road", "kroniek run", "kroniek run, above the bare road", "road, 10 new on top",
                 "kroniek run, 10 new on top", "road, nothing new", "kroniek run, nothing new"):  # fmt: skip
        assert [line for line in lines if line.startswith(f"| {most} | {what} |")], what
    assert (
        f"| peak MB of kroniek run above an empty flow, {most} files | ≤ 600 | ≤ 400 | 800 - 300 = 500 | yes |" in lines
    )
    assert "budget" in capsys.readouterr().out
    # As many processes as the progress bar counts to.
    assert len(pretended.started) == 2 + 4 * len(sizes) + 2 * (3 * len(sizes) + 5)
