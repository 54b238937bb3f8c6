"""The words of a month while its terms are counted: in memory, and beyond a measure in a temporary file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from transforms.terms import Block

__all__ = ["BlockFile"]

KEPT_WORDS = 2_000_000
"""8 MB: some 3,500 articles. What is beyond is read three times from a file that the system has in memory anyway."""


class BlockFile:
    """A `transforms.terms.BlockStore` that keeps its first words in memory and the rest in a file.

    Use it as a context manager: the file is gone at its end. It is made only when it is needed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: list[Block] = []
        self._kept_words = 0
        self._spilled: list[tuple[int, Block]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._path.unlink(missing_ok=True)

    def append(self, block: Block, /) -> None:
        """Keep one more block."""
        if self._kept_words + block.codes.size <= KEPT_WORDS:
            self._kept.append(block)
            self._kept_words += block.codes.size
            return
        with self._path.open("ab") as file:
            file.write(block.codes.tobytes())
        self._spilled.append((block.codes.size, block._replace(codes=block.codes[:0])))

    def __iter__(self) -> Iterator[Block]:
        """All blocks, those in memory first: the order of documents makes no difference to counts."""
        yield from self._kept
        if self._spilled:
            with self._path.open("rb") as file:
                for size, block in self._spilled:
                    yield block._replace(codes=np.fromfile(file, dtype=np.int32, count=size))
