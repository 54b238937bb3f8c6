"""`python -m bench.mentions --data DIR --labels FILE`: how right and how fast the date mentions are on labelled text.

`DIR` is a folder of text sets, each with files that begin with ` date YYYY-MM `, or with jsonl files whose rows hold a
`text`; `FILE` has one label a line, of two kinds. A candidate that a person has read: `file` (relative to DIR's
parent; `#3` behind it is the line, `#doc-1` the `id` of a row), `offset`, `end`, `is_mention`, `value_start`,
`value_end`, `kind` (year, other), `split`. A document of which a person has read that it tells of a later time as past
once its date is shifted: `file`, `kind` (told), `shift_years`. Labels hold no text.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from transforms.date_mentions import find_date_mentions, find_mentions

ROUNDS = 9
PIECE_CHARS = 3_600
DEFAULT_YEAR = 2010
_HEADER = re.compile(r"\s*date (\d{4})-(\d{2})\s")


def main() -> int:
    """Print recall and precision with every error, the rates of anachronism, and the time a document takes."""
    parser = argparse.ArgumentParser(prog="python -m bench.mentions", description="Judge the date mentions.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the text sets")
    parser.add_argument("--labels", type=Path, required=True, help="jsonl with the labels")
    asked = parser.parse_args()
    labels = [json.loads(line) for line in asked.labels.read_text(encoding="utf-8").splitlines()]
    root = asked.data.resolve().parent
    judge_mentions(root, [label for label in labels if label["kind"] != "told"])
    dated = read_dated(sorted(asked.data.glob("nl_posts/*.txt")))
    told = {label["file"] for label in labels if label["kind"] == "told"}
    judge_anachronism(root, dated, told)
    measure_time(dated)
    return 0


def judge_mentions(root: Path, labels: Sequence[dict[str, Any]]) -> None:
    """Compare what is found with what a person has read, candidate by candidate."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for file in sorted({label["file"] for label in labels}):
        text = read_text(root, file)
        header = _HEADER.match(text)
        mentions = list(find_mentions(text, int(header[1]) if header else DEFAULT_YEAR))
        for label in (label for label in labels if label["file"] == file):
            start, end = label["offset"], label["end"]
            hit = next((found for found in mentions if found.start < end and start < found.end), None)
            if label["is_mention"]:
                outcome = "missed" if hit is None else "found"
                is_right = hit is None or (str(hit.value_start), str(hit.value_end)) == (
                    label["value_start"],
                    label["value_end"],
                )
            else:
                outcome, is_right = ("false" if hit else "left"), True
            counted = counts.setdefault((label["split"], label["kind"]), Counter())
            counted[outcome] += 1
            counted["wrong days"] += not is_right
            if outcome in {"missed", "false"} or not is_right:
                shown = " ".join(f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}".split())
                print(f"  {outcome if is_right else 'wrong days'}: {shown}")
    for (split, kind), counted in sorted(counts.items()):
        recall = counted["found"] / (counted["found"] + counted["missed"])
        precision = counted["found"] / (counted["found"] + counted["false"])
        print(f"{split} {kind}: recall {recall:.4f}, precision {precision:.4f}, {dict(counted)}")


def judge_anachronism(root: Path, dated: Sequence[tuple[Path, str, date]], told: set[str]) -> None:
    """Print the share of documents that are flagged, with their own dates and with dates shifted back."""
    texts = [text for _, text, _ in dated]
    for years in (0, 3):
        starts = [day.replace(year=day.year - years) for _, _, day in dated]
        ends = [day.replace(day=monthrange(day.year, day.month)[1]) for day in starts]
        found = find_date_mentions(texts, starts, ends)
        flagged = {
            path.resolve().relative_to(root).as_posix()
            for (path, _, _), is_flagged in zip(dated, found.are_anachronistic.to_pylist(), strict=True)
            if is_flagged
        }
        print(f"dates shifted {years} years: {len(flagged)} of {len(dated)} documents flagged")
        if years:
            asked = {path.resolve().relative_to(root).as_posix() for path, _, _ in dated} & told
            print(f"  of the {len(asked)} that tell of a later time as past: {len(flagged & asked)} flagged")
            print(f"  flagged and not labelled so: {sorted(flagged - asked)}")


def measure_time(dated: Sequence[tuple[Path, str, date]]) -> None:
    """Print the CPU that 3.6 kB of text take, the median of some rounds and the best of them."""
    pieces = [
        (text[start : start + PIECE_CHARS], day) for _, text, day in dated for start in range(0, len(text), PIECE_CHARS)
    ]
    texts, days = [text for text, _ in pieces], [day for _, day in pieces]
    documents = sum(len(text.encode()) for text in texts) / PIECE_CHARS
    rounds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        mentions = find_date_mentions(texts, days, days).mentions
        rounds.append((time.process_time() - started) / documents * 1e6)
    print(
        f"CPU: median {statistics.median(rounds):.0f} µs, best {min(rounds):.0f} µs a document of 3.6 kB with"
        f" {mentions.num_rows / documents:.1f} mentions"
    )


def read_dated(paths: Sequence[Path]) -> list[tuple[Path, str, date]]:
    """Bodies and months of the files that begin with a header of year and month."""
    dated = []
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        if header := _HEADER.match(text):
            dated.append((path, text[header.end() :], date(int(header[1]), int(header[2]), 1)))
    return dated


def read_text(root: Path, name: str) -> str:
    """The text that a label is about: a file, or one row of a jsonl file."""
    file, _, row = name.partition("#")
    content = (root / file).read_text(encoding="utf-8", errors="replace")
    if not row:
        return content
    lines = content.splitlines()
    if row.isdigit():
        return str(json.loads(lines[int(row)])["text"])
    return next(str(found["text"]) for found in map(json.loads, lines) if found["id"] == row)


if __name__ == "__main__":
    sys.exit(main())
