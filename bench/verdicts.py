"""`python -m bench.verdicts`: the judge against the truth of a made corpus, duplicates aside.

A file is to be published when its date, bytes and text are good and its language is Dutch. Half-and-half texts are told
apart: they are Dutch to nobody, but what share is enough is a setting.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator

import pyarrow as pa

from bench.corpus.files import MadeFile, make_file
from bench.corpus.kinds import Mixture
from bench.defaults import THRESHOLDS
from transforms.curate import curate
from transforms.judge import judge
from transforms.schema import RAW_FILES

__all__ = ["judge_made_files", "raw_rows"]

FILES_AT_A_TIME = 500


def raw_rows(files: Iterable[MadeFile]) -> pa.Table:
    """Made files as take in would hand them to curate."""
    rows = [
        {
            "inbox_no": 1,
            "inbox": "/inbox",
            "source": "krant",
            "source_path": file.truth.path,
            "source_sha256": file.truth.source_sha256,
            "byte_count": len(file.content),
            "listed_byte_count": len(file.content),
            "modified_at_ns": 0,
            "content": file.content,
        }
        for file in files
    ]
    return pa.Table.from_pylist(rows, schema=RAW_FILES.arrow_schema)


def judge_made_files(mixture: Mixture, numbers: range) -> Iterator[tuple[MadeFile, str]]:
    """Made files with the reason that the judge gives them."""
    for start in range(numbers.start, numbers.stop, FILES_AT_A_TIME):
        some = [make_file(mixture, number) for number in range(start, min(start + FILES_AT_A_TIME, numbers.stop))]
        judged = judge(curate(raw_rows(some), THRESHOLDS.languages).documents, THRESHOLDS)
        yield from zip(some, judged.column("reason").to_pylist(), strict=True)


def main() -> None:
    """Judge and print precision, recall and what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.verdicts", description=main.__doc__)
    parser.add_argument("--files", type=int, default=5_000, help="how many files (5000)")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus (1)")
    arguments = parser.parse_args()
    outcomes: Counter[tuple[str, bool, bool, str]] = Counter()
    for file, reason in judge_made_files(Mixture(arguments.seed), range(arguments.files)):
        is_good = file.truth.base_verdict == "accepted" and file.truth.language == "nl"
        outcomes[file.truth.kind, is_good, reason == "all_checks_passed", reason] += 1
    mixed = Counter({key: count for key, count in outcomes.items() if key[0] == "language_mixed"})
    whole = outcomes - mixed
    both = sum(count for (_, is_good, is_published, _), count in whole.items() if is_good and is_published)
    published = sum(count for (_, _, is_published, _), count in whole.items() if is_published)
    good = sum(count for (_, is_good, _, _), count in whole.items() if is_good)
    print(f"{arguments.files} files, {good} good, {published} published")
    print(f"precision {both / published:.4f}, recall {both / good:.4f}")
    for (kind, is_good, is_published, reason), count in sorted(whole.items()):
        if is_good != is_published:
            print(f"  wrong: {count:5} {kind}: {reason}")
    for (kind, _, _, reason), count in sorted(mixed.items()):
        print(f"  half and half: {count:5} {kind}: {reason}")


if __name__ == "__main__":
    main()
