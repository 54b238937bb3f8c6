"""Words of a month beyond what memory is given to them lie in a file, and count the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from transforms.terms import Block, BlockStore, TermCounter
from warehouse import term_blocks
from warehouse.term_blocks import BlockFile


def counted(store: BlockStore | None) -> pa.Table:
    counter = TermCounter(store)
    for number in range(5):
        sentences = [f"De brug van zaak {number % 3} gaat open.", "Dat kost geld.", "De brug gaat dicht."]
        counter.add(pa.array(sentences), np.array([2, 1]))
    return counter.count()


@pytest.mark.parametrize("kept_words", [0, 20, 1000])
def test_a_file_gives_the_same_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_words: int) -> None:
    monkeypatch.setattr(term_blocks, "KEPT_WORDS", kept_words)
    path = tmp_path / "words"
    with BlockFile(path) as store:
        found = counted(store)
        assert path.exists() == (kept_words < 1000)
    assert found.equals(counted(None))
    assert found.num_rows > 20
    assert not path.exists()


def test_blocks_come_back_as_they_were_however_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_blocks, "KEPT_WORDS", 3)
    blocks = [
        Block(np.arange(size, dtype=np.int32) - 1, np.array([size, 0], dtype=np.int64)) for size in (2, 5, 0, 4, 1)
    ]
    with BlockFile(tmp_path / "words") as store:
        for block in blocks:
            store.append(block)
        for _ in range(2):
            found = sorted((one.codes.tolist(), one.lengths.tolist()) for one in store)
            assert found == sorted((one.codes.tolist(), one.lengths.tolist()) for one in blocks)


def test_the_file_is_gone_after_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_blocks, "KEPT_WORDS", 0)
    path = tmp_path / "words"
    store = BlockFile(path)
    store.append(Block(np.zeros(3, dtype=np.int32), np.array([3])))
    assert path.exists()
    with pytest.raises(pa.ArrowInvalid), store:
        pa.array(["geen getal"]).cast(pa.int32())
    assert not path.exists()
