"""The documents of a batch as the index of fingerprints wants them: the earliest dated first, each once.

They are read in any order, their bands go to the disk as they come, and only ids, dates and places are put in order: of
a million documents the bands are 128 MB, and an engine that sorts them holds them more than once.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from warehouse.band_file import BandFile
from warehouse.fingerprint_index import Entries

__all__ = ["order_entries"]


def order_entries(batch_no: int, found: pa.Table, bands: BandFile) -> Entries:
    """Entries by date and id; of byte-equal copies the earliest date and the first part count.

    Args:
        batch_no: Number of the batch.
        found: `doc_id`, `date_start` and `part_no` of its documents.
        bands: Their bands, in the same order.
    """
    as_read = Entries.of(batch_no, found["doc_id"], found["part_no"].to_numpy(), bands.read)
    high, low = np.ascontiguousarray(as_read.places["doc_id"]).view(">u8").astype(np.uint64).reshape(-1, 2).T
    by_id = np.lexsort((as_read.places["part_no"], low, high))
    high, low = high[by_id], low[by_id]
    is_other = np.ones(by_id.size, dtype=np.bool_)
    is_other[1:] = (high[1:] != high[:-1]) | (low[1:] != low[:-1])
    starts = np.flatnonzero(is_other)
    dates = found["date_start"].cast(pa.int32()).to_numpy()[by_id]
    earliest = np.minimum.reduceat(dates, starts) if starts.size else dates
    rows = by_id[starts[np.argsort(earliest, kind="stable")]]
    return Entries(lambda band: bands.read(band)[rows], as_read.places[rows])
