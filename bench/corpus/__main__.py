"""`python -m bench.corpus`: write a corpus and the truth about it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.corpus.kinds import DEFAULT_SHARES, Mixture
from bench.corpus.writer import write_corpus

EXAMPLE = "example: python -m bench.corpus --files 20000 --seed 1 --inbox corpus/inbox --truth corpus/truth.parquet"


def main() -> int:
    """Write the corpus, print what is in it."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.corpus", description="Write a corpus of which everything is known.", epilog=EXAMPLE
    )
    parser.add_argument("--files", type=int, required=True, help="how many")
    parser.add_argument("--seed", type=int, default=0, help="another seed, another corpus (0)")
    parser.add_argument("--first", type=int, default=0, help="number of the first file, to let a corpus grow (0)")
    parser.add_argument("--inbox", type=Path, required=True, help="folder for the files")
    parser.add_argument("--truth", type=Path, help="file for the truth, .parquet or .jsonl, not in the inbox")
    parser.add_argument("--clean", action="store_true", help="good articles only")
    parser.add_argument(
        "--share",
        type=_share,
        action="append",
        default=[],
        metavar="KIND=SHARE",
        help=f"share of a kind, may be given several times; the kinds are {', '.join(DEFAULT_SHARES)}",
    )
    arguments = parser.parse_args()
    shares = {} if arguments.clean else DEFAULT_SHARES
    numbers = range(arguments.first, arguments.first + arguments.files)
    try:
        mixture = Mixture(arguments.seed, shares | dict(arguments.share))
        reasons = write_corpus(arguments.inbox, arguments.truth, mixture, numbers)
    except ValueError as error:
        parser.error(str(error))
    print(f"{len(numbers):,} files in {arguments.inbox}, languages and duplicates not looked at:")
    for reason, count in sorted(reasons.items(), key=lambda item: -item[1]):
        print(f"  {count:>9,}  {reason}")
    return 0


def _share(text: str) -> tuple[str, float]:
    kind, _, share = text.partition("=")
    try:
        return kind, float(share)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not KIND=SHARE, as in near_80=0.05") from None


if __name__ == "__main__":
    sys.exit(main())
