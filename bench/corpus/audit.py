"""`python -m bench.corpus.audit`: what the product makes of a corpus, held against the truth.

Decoding, repairs and headers are asked here, file by file and in memory; languages and duplicates are not. Exit code 1
where anything differs, with the first cases of each kind.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bench.corpus.kinds import DEFAULT_SHARES, Mixture
from bench.corpus.truth import Truth
from bench.corpus.writer import make_files
from transforms.decoding import decode
from transforms.header_date import parse_header
from transforms.paragraphs import clean_body

__all__ = ["Audit", "read_as_product"]

CASES_SHOWN = 12


def read_as_product(content: bytes) -> dict[str, Any]:
    """What the product reads from the bytes of a file, under the names of the columns of the truth."""
    decoded = decode(content)
    if decoded.status != "ok":
        return {"content_status": decoded.status, "encoding": None, "repairs": ()}
    header = parse_header(decoded.text)
    text = clean_body(decoded.text[header.body_start :])
    return {
        "content_status": "ok",
        "encoding": decoded.encoding,
        "repairs": decoded.repairs + header.repairs,
        "date_status": header.status,
        "date_text": header.date_text,
        "date_start": header.date_start,
        "date_end": header.date_end,
        "date_precision": header.precision,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


@dataclass
class Audit:
    """Agreement of the product with the truth, file by file.

    Attributes:
        files: How many were looked at.
        right: Files that agree, by column.
        wrong: Files that do not: path, kind, column, truth, product.
        dates: How many dates there are, how many the product gives, and how many of these are right.
    """

    files: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str, str, Any, Any]] = field(default_factory=list)
    dates: Counter[str] = field(default_factory=Counter)

    def add(self, truth: Truth, found: dict[str, Any]) -> None:
        """Compare one file."""
        self.files += 1
        is_text = truth.encoding is not None
        expected = {"content_status": "ok" if is_text else truth.base_reason}
        if is_text:
            names = ("encoding", "repairs", "date_status", "date_text", "date_start", "date_end", "date_precision")
            expected |= {name: getattr(truth, name) for name in names}
            if truth.text_sha256 is not None:
                expected["text_sha256"] = truth.text_sha256
        for name, value in expected.items():
            if found.get(name) == value:
                self.right[name] += 1
            else:
                self.wrong.append((truth.path, truth.kind, name, value, found.get(name)))
        days = (truth.date_start, truth.date_end)
        told = (found.get("date_start"), found.get("date_end"))
        self.dates["there"] += days[0] is not None
        self.dates["told"] += told[0] is not None
        self.dates["right"] += told[0] is not None and told == days

    def lines(self) -> Iterable[str]:
        """The figures and the first cases, for the terminal."""
        wrong = Counter(name for _, _, name, _, _ in self.wrong)
        yield f"{self.files:,} files"
        for name in sorted(self.right | wrong):
            yield f"  {name:<15} {self.right[name]:>8,} agree {wrong[name]:>6,} differ"
        right, told, there = (self.dates[name] for name in ("right", "told", "there"))
        yield f"  dates: precision {right / told:.5f} ({right:,} of {told:,})"
        yield f"  dates: recall {right / there:.5f} ({right:,} of {there:,})"
        kinds = Counter((kind, name) for _, kind, name, _, _ in self.wrong)
        for (kind, name), count in kinds.most_common():
            yield f"  {count:>6,} files of kind {kind} differ in {name}"
        for path, kind, name, expected, found in self.wrong[:CASES_SHOWN]:
            yield f"  {path} ({kind}) {name}: {expected!r} is told as {found!r}"


def main() -> int:
    """Make a corpus in memory and audit the product on it."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus.audit", description=main.__doc__)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dirty", action="store_true", help="four files in five are of another kind than good")
    arguments = parser.parse_args()
    whole = sum(DEFAULT_SHARES.values()) if arguments.dirty else 1
    # Copies need good articles: a fifth stays.
    shares = {kind: share * (0.8 / whole if arguments.dirty else 1) for kind, share in DEFAULT_SHARES.items()}
    audit = Audit()
    for made in make_files(Mixture(arguments.seed, shares), range(arguments.files)):
        audit.add(made.truth, read_as_product(made.content))
    print("\n".join(audit.lines()))
    return 1 if audit.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
