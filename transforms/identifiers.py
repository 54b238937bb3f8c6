"""Ids made from content, and source paths that survive any file name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote_to_bytes

import numpy as np
import numpy.typing as npt

__all__ = ["batch_id", "bytes_of_source_path", "doc_id", "hash_pieces", "hash_texts", "source_path_of_bytes"]

DOC_ID_DIGITS = 32
BATCH_ID_DIGITS = 16
HASH_BYTES = 8

# What Python's surrogateescape makes of a byte that is not UTF-8: U+DC00 plus the byte.
ESCAPE_BASE = 0xDC00
ESCAPED = re.compile("[\udc80-\udcff]")


def doc_id(source_sha256: str) -> str:
    """Document id: the first 32 hex digits of the sha256 of the source bytes."""
    return source_sha256[:DOC_ID_DIGITS]


def batch_id(member_sha256s: Iterable[str]) -> str:
    """Batch id: 16 hex digits of the sha256 over its members' sha256s in sorted order.

    Sorted, so that neither the listing order nor the file names matter.
    """
    digest = hashlib.sha256("\n".join(sorted(member_sha256s)).encode("ascii"))
    return digest.hexdigest()[:BATCH_ID_DIGITS]


def hash_texts(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """BLAKE2b of each text in 64 bits, as a signed number: equal for equal texts.

    A number, because it is eight bytes in Parquet where a sha256 in hex is 64, and is compared much faster. Among a
    hundred million texts, the chance that any two share a hash by accident is one in four thousand.
    """
    return hash_pieces(text.encode() for text in texts)


def hash_pieces(pieces: Iterable[bytes | memoryview]) -> npt.NDArray[np.int64]:
    """What `hash_texts` gives, of texts in UTF-8."""
    digests = [hashlib.blake2b(piece, digest_size=HASH_BYTES).digest() for piece in pieces]
    return np.frombuffer(b"".join(digests), dtype="<i8").astype(np.int64, copy=False)


def source_path_of_bytes(path: bytes) -> str:
    """A path as text: UTF-8 where it is, other bytes as %XX, a literal % as %25. Reversible.

    A folder named `drop.zip!` becomes `drop.zip%21`: what lies in it is no member of the archive `drop.zip` beside it.
    """
    try:
        text = path.decode("utf-8").replace("%", "%25")
    except UnicodeDecodeError:
        # surrogateescape marks just the bytes that are not UTF-8; each becomes its %XX.
        text = path.decode("utf-8", "surrogateescape").replace("%", "%25")
        text = ESCAPED.sub(lambda match: f"%{ord(match[0]) - ESCAPE_BASE:02X}", text)
    return text.replace(".zip!/", ".zip%21/")


def bytes_of_source_path(source_path: str) -> bytes:
    """The bytes of a path that `source_path_of_bytes` made."""
    return unquote_to_bytes(source_path)
