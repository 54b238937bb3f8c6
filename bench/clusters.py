"""`python -m bench.clusters`: two runs of half a corpus against one run of the whole: the same clusters of copies?

A cluster is a published document with its duplicates, told by their paths; which of them survives may differ, because a
published survivor stays. Where all pairs of a family reach the threshold its clusters must be equal; the others, of
which a copy is like one survivor and not like the other, are counted and shown.
"""

from __future__ import annotations

import argparse
import tempfile
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb

from bench.corpus.kinds import Mixture
from bench.corpus.writer import write_corpus
from bench.road import run_measured
from transforms.shingles import jaccard, shingle_sets
from warehouse.layout import Warehouse
from warehouse.releases import latest_folder

__all__ = ["compare_clusters"]

THRESHOLD = 0.8
CLUSTERS = """
SELECT list_sort(list(source_path)) AS paths
FROM (
    SELECT doc_id AS survivor, source_path FROM documents
    UNION ALL
    SELECT duplicate_of, source_path FROM duplicates
)
GROUP BY survivor
HAVING count(*) > 1
"""
SURVIVORS_NOT_EARLIEST = """
SELECT count(*) FROM duplicates WHERE date_start < survivor_date_start
"""


def compare_clusters(folder: Path, files: int, seed: int) -> dict[str, int]:
    """Run both ways and compare; gives counts by what was found."""
    mixture = Mixture(seed)
    whole, halves = folder / "whole", folder / "halves"
    write_corpus(folder / "inbox", None, mixture, range(files))
    run_measured(folder / "inbox", whole)
    write_corpus(folder / "inbox-halves", None, mixture, range(files // 2))
    run_measured(folder / "inbox-halves", halves)
    write_corpus(folder / "inbox-halves", None, mixture, range(files // 2, files))
    run_measured(folder / "inbox-halves", halves)
    one, two = _clusters(whole), _clusters(halves)
    differing = (one | two) - (one & two)
    texts = _texts(whole, halves)
    families = _families(differing)
    for family in families:
        print(f"  least similarity {least_similarity(family, texts):.4f}: {sorted(family)}")
    torn = [family for family in families if least_similarity(family, texts) >= THRESHOLD]
    return {
        "files": files,
        "clusters in one run": len(one),
        "clusters in two runs": len(two),
        "the same": len(one & two),
        "families that were clustered otherwise": len(families),
        "of these, families of which all pairs reach the threshold": len(torn),
        "survivors of one run that are not the earliest": _ask(whole, SURVIVORS_NOT_EARLIEST)[0][0],
    }


def _families(clusters: set[frozenset[str]]) -> list[frozenset[str]]:
    """Clusters that share a file, put together: what one way keeps apart the other way joins."""
    families: list[frozenset[str]] = []
    for cluster in clusters:
        touched = [family for family in families if family & cluster]
        families = [family for family in families if family not in touched]
        families.append(cluster.union(*touched))
    return families


def _ask(warehouse: Path, query: str) -> list[tuple[Any, ...]]:
    folder = latest_folder(Warehouse(warehouse.resolve()))
    if folder is None:
        raise RuntimeError(f"Nothing was published in {warehouse}")
    with duckdb.connect(folder / "kroniek.duckdb", read_only=True) as catalog:
        return catalog.execute(query).fetchall()


def _clusters(warehouse: Path) -> set[frozenset[str]]:
    return {frozenset(paths) for (paths,) in _ask(warehouse, CLUSTERS)}


def _texts(*warehouses: Path) -> dict[str, str]:
    """Texts of every file that curate read, by path."""
    texts: dict[str, str] = {}
    for warehouse in warehouses:
        files = [str(path) for path in warehouse.glob("staged/*/documents/*.parquet")]
        with duckdb.connect() as connection:
            texts |= dict(connection.read_parquet(files).project("source_path, text").fetchall())
    return texts


def least_similarity(cluster: frozenset[str], texts: dict[str, str]) -> float:
    """Of the pairs of a cluster, that of the two least alike."""
    shingles = shingle_sets([texts[path] for path in sorted(cluster)])
    return min(jaccard(one, other) for one, other in combinations(shingles, 2))


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.clusters", description=main.__doc__)
    parser.add_argument("--files", type=int, default=20_000, help="of the whole (20000)")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus (1)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kroniek-clusters-") as folder:
        for name, count in compare_clusters(Path(folder), arguments.files, arguments.seed).items():
            print(f"{count:8}  {name}")


if __name__ == "__main__":
    main()
