"""The shingles of candidates, read from their texts once and kept on the disk while pairs are compared.

Candidates are few, but a first delivery may bring a million files; so their shingles lie in a temporary file, and
memory holds two documents at a time.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.shingles import Numbers, jaccard, shingle_sets
from warehouse.damage import reading
from warehouse.durable import make_folder
from warehouse.layout import Warehouse

__all__ = ["Place", "ShingleStore", "open_shingle_store"]

Place = Path
"""The staged part that holds a document."""


@dataclass
class ShingleStore:
    """Shingle sets by doc_id.

    Attributes:
        file: Where they lie one behind another.
        spans: Of each document, where its set begins, and its length in bytes.
        text_sha256s: Of each document, the hash that is equal for exact duplicates.
    """

    file: BinaryIO
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    text_sha256s: dict[str, str] = field(default_factory=dict)

    def read_texts(self, wanted: Mapping[Place, Iterable[str]]) -> None:
        """Take up documents, reading each part once.

        Args:
            wanted: Ids by the part that holds them.
        """
        for path, doc_ids in sorted(wanted.items()):
            missing = sorted(set(doc_ids) - self.spans.keys())
            if missing:
                with reading(path):
                    documents = pq.read_table(path, columns=["doc_id", "text", "text_sha256"])
                self._add(documents, missing)

    def _add(self, documents: pa.Table, doc_ids: list[str]) -> None:
        found = documents.filter(pc.is_in(documents["doc_id"], value_set=pa.array(doc_ids, pa.string())))
        sets = shingle_sets(found["text"].to_pylist())
        hashes = dict(zip(found["doc_id"].to_pylist(), found["text_sha256"].to_pylist(), strict=True))
        self.text_sha256s.update(hashes)
        for doc_id, numbers in zip(found["doc_id"].to_pylist(), sets, strict=True):
            if doc_id not in self.spans:
                self.spans[doc_id] = (self.file.tell(), numbers.nbytes)
                self.file.write(numbers.tobytes())
        self.file.flush()

    def similarity(self, one: str, other: str) -> float:
        """True Jaccard similarity of two documents that were taken up."""
        return jaccard(self._read(one), self._read(other))

    def similarity_with(self, one: str, numbers: Numbers) -> float:
        """True Jaccard similarity of a document that was taken up and a set of shingles from elsewhere."""
        return jaccard(self._read(one), numbers)

    def is_same_text(self, one: str, other: str) -> bool:
        """Whether two documents that were taken up are exact duplicates."""
        return self.text_sha256s[one] == self.text_sha256s[other]

    def _read(self, doc_id: str) -> Numbers:
        start, size = self.spans[doc_id]
        return np.frombuffer(os.pread(self.file.fileno(), size, start), dtype=np.uint64)


@contextmanager
def open_shingle_store(warehouse: Warehouse) -> Iterator[ShingleStore]:
    """An empty store in the warehouse's temporary folder, gone when it is closed."""
    make_folder(warehouse.temporary)
    with tempfile.TemporaryFile(dir=warehouse.temporary) as file:
        yield ShingleStore(file)
