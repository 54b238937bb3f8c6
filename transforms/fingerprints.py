"""Fingerprints: what is kept of a text so that near copies of it are found without looking at every other text.

MinHash by rensa: 128 minima of a text's shingles, in 32 bands of 4. Two texts of similarity s agree in one minimum with
probability s, in a band with s^4. Who shares enough bands is a candidate, and no more than that: whether two texts are
near copies is decided by their true similarity (`transforms.shingles.jaccard`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rensa import RMinHash

from transforms.schema import FINGERPRINTS
from transforms.shingles import Shingles, number_shingles
from transforms.source_documents import SourceDocument, once_each
from transforms.tokens import Tokens

__all__ = ["BAND_COUNT", "FINGERPRINT_BYTES", "Bands", "fewest_shared_bands", "fingerprints_table", "make_bands",
           "read_bands"]  # fmt: skip

BAND_COUNT = 32
BAND_ROWS = 4
SEED = 42
FINGERPRINT_BYTES = BAND_COUNT * 4

MOST_LOST_SHARE = 0.001
"""Share of the pairs just at the threshold that may share too few bands to be candidates."""

Bands = npt.NDArray[np.uint32]
"""A row a text, a column a band."""

# Odd numbers: the primes of xxHash32 (public domain description), one a row of a band.
_MULTIPLIERS = np.array([2654435761, 2246822519, 3266489917, 668265263], dtype=np.uint32)


def make_bands(shingles: Shingles) -> Bands:
    """The 32 bands of each text: 32 bits made of four minima each. Those of texts without shingles mean nothing.

    Equal sets of shingles give equal bands, wherever and with whatever other texts they are made.
    """
    if shingles.offsets.size <= 1:
        return np.zeros((0, BAND_COUNT), dtype=np.uint32)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        shingles.numbers, shingles.offsets.astype(np.uint64), BAND_COUNT * BAND_ROWS, SEED
    )
    minima = np.array(matrix.to_rows(), dtype=np.uint32).reshape(-1, BAND_COUNT, BAND_ROWS)
    bands = np.zeros(minima.shape[:2], dtype=np.uint32)
    for row in range(BAND_ROWS):
        bands = (bands ^ minima[:, :, row]) * _MULTIPLIERS[row]
        bands ^= bands >> np.uint32(15)
    return bands


def read_bands(column: pa.ChunkedArray | pa.Array) -> Bands:
    """Bands from a column of `fingerprints`."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    found = [_chunk_bands(chunk) for chunk in chunks if len(chunk)]
    return np.concatenate(found) if found else np.zeros((0, BAND_COUNT), dtype=np.uint32)


def _chunk_bands(chunk: pa.BinaryArray) -> Bands:
    """The bytes of all values lie one behind another: no Python object a document is made."""
    _, offsets, data = chunk.buffers()
    first, last = np.frombuffer(offsets, dtype=np.int32)[[chunk.offset, chunk.offset + len(chunk)]]
    return np.frombuffer(data, dtype="<u4", count=(last - first) // 4, offset=first).reshape(-1, BAND_COUNT)


def fingerprints_table(documents: Sequence[SourceDocument], tokens: Tokens) -> pa.Table:
    """Rows of `fingerprints`: one a doc_id that has a date and words; others are never published."""
    shingles = number_shingles(tokens)
    has_shingles = np.diff(shingles.offsets) > 0
    bands = make_bands(shingles)
    places = sorted(
        (
            place
            for place, document in once_each(documents)
            if has_shingles[place] and document.header.date_start is not None
        ),
        key=lambda place: documents[place].doc_id,
    )
    columns = {
        "doc_id": [documents[place].doc_id for place in places],
        "date_start": [documents[place].header.date_start for place in places],
        "bands": [bands[place].astype("<u4").tobytes() for place in places],
    }
    return pa.table(columns, schema=FINGERPRINTS.arrow_schema)


def fewest_shared_bands(minimum_similarity: float) -> int:
    """How many bands two texts must share to be worth comparing; at least 1.

    Of pairs whose similarity is just the threshold, one in a thousand shares fewer; of more similar ones far fewer do.
    Lower thresholds than .6 lose more than that even at one band: the setting does not allow them.
    """
    chance = minimum_similarity**BAND_ROWS
    lost, fewest = 0.0, 0
    while True:
        lost += math.comb(BAND_COUNT, fewest) * chance**fewest * (1 - chance) ** (BAND_COUNT - fewest)
        if lost > MOST_LOST_SHARE or fewest == BAND_COUNT:
            return max(fewest, 1)
        fewest += 1
