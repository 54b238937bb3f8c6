"""What datatrove can do of this job, on two workers: read, language, Gopher's quality rules, MinHash, Parquet.

Run by the Python of the peers' environment; nothing of Kroniek is imported. It knows no dates, offsets, sentences,
releases, SQL or checks. Its thresholds are its defaults; stop words and tokeniser are Dutch.

Where there was a choice the cheaper one was taken: signatures are made in the pass that filters, and the small model of
lid.176 is used, which need not be fetched.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from datatrove.data import Document  # type: ignore[import-not-found]  # in the peers' environment only
from datatrove.executor import LocalPipelineExecutor  # type: ignore[import-not-found]
from datatrove.pipeline.dedup import (  # type: ignore[import-not-found]
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
    MinhashDedupSignature,
)
from datatrove.pipeline.dedup.minhash import MinhashConfig  # type: ignore[import-not-found]
from datatrove.pipeline.filters import (  # type: ignore[import-not-found]
    GopherQualityFilter,
    GopherRepetitionFilter,
    LanguageFilter,
)
from datatrove.pipeline.readers import ParquetReader  # type: ignore[import-not-found]
from datatrove.pipeline.readers.base import BaseDiskReader  # type: ignore[import-not-found]
from datatrove.pipeline.writers import ParquetWriter  # type: ignore[import-not-found]
from datatrove.utils.lid import FT176LID  # type: ignore[import-not-found]

DUTCH = "nld"
STOP_WORDS = ["de", "het", "een", "van", "en", "in", "dat", "op"]


class TextReader(BaseDiskReader):  # type: ignore[misc]  # Any, where datatrove is not installed
    """A document a file; datatrove has readers for lines and tables only."""

    name = "text files"

    def read_file(self, filepath: str) -> Iterator[Document]:
        """Read one."""
        with self.data_folder.open(filepath, "rb") as file:
            text = file.read().decode("utf-8", "replace")
        document = self.get_document_from_dict({"text": text, "id": filepath}, filepath, 0)
        if document:
            yield document


class LocalModel(FT176LID):  # type: ignore[misc]
    """lid.176 from a file that is there."""

    def __init__(self, path: str, languages: list[str]) -> None:
        super().__init__(languages)
        self._loaded: Any = None
        self.path = path

    @property
    def model(self) -> Any:  # noqa: ANN401 (fasttext has no types)
        """The model, loaded once a worker."""
        if self._loaded is None:
            from fasttext.FastText import _FastText  # noqa: PLC0415 (not pickled for the workers)

            self._loaded = _FastText(self.path)
        return self._loaded


def run(inbox: Path, folder: Path, model: Path, workers: int) -> int:
    """Do all of it; returns the documents that are left.

    Args:
        inbox: Text files.
        folder: For all that is written; empty.
        model: lid.176.ftz.
        workers: Processes.
    """
    minhash = MinhashConfig(n_grams=5)
    language = LanguageFilter(languages=["nl"])
    language.model = LocalModel(str(model), ["nl"])

    def stage(number: int, tasks: int, pipeline: list[Any]) -> LocalPipelineExecutor:
        # Spawned workers are waited for by the process that is measured, so that their processor time is known.
        return LocalPipelineExecutor(
            pipeline, tasks, min(workers, tasks), str(folder / f"logs-{number}"), start_method="spawn"
        )

    stage(1, workers, [
        TextReader(str(inbox), glob_pattern="**/*.txt"),
        language,
        GopherRepetitionFilter(language=DUTCH),
        GopherQualityFilter(language=DUTCH, stop_words=STOP_WORDS),
        ParquetWriter(str(folder / "filtered")),
        MinhashDedupSignature(str(folder / "signatures"), minhash, language=DUTCH),
    ]).run()  # fmt: skip
    buckets = MinhashDedupBuckets(str(folder / "signatures"), str(folder / "buckets"), config=minhash)
    stage(2, minhash.num_buckets, [buckets]).run()
    stage(3, 1, [MinhashDedupCluster(str(folder / "buckets"), str(folder / "remove"), config=minhash)]).run()
    last = [
        ParquetReader(str(folder / "filtered")),
        MinhashDedupFilter(str(folder / "remove")),
        ParquetWriter(str(folder / "documents"), compression="zstd"),
    ]
    left = stage(4, workers, last).run()
    return int(left.stats[-1].stats["total"].total)


def main() -> None:
    """Run it once."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--inbox", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="lid.176.ftz")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--account", type=Path, required=True, help="file for the number of documents")
    arguments = parser.parse_args()
    left = run(arguments.inbox, arguments.folder, arguments.model, arguments.workers)
    arguments.account.write_text(json.dumps({"documents": left}), encoding="utf-8")


if __name__ == "__main__":
    main()
