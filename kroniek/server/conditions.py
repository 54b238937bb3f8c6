"""What a request asks for besides a file: only if it changed, only a part of it."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

from starlette.datastructures import Headers

__all__ = ["MAXIMUM_RANGES", "is_not_modified", "is_range_well_formed"]

MAXIMUM_RANGES = 100
"""More parts of one file are no reader of Parquet but somebody who wants us to work."""
RANGES = re.compile(r"bytes=\s*(?:\d{1,18}-\d{0,18}|-\d{1,18})(?:\s*,\s*(?:\d{1,18}-\d{0,18}|-\d{1,18}))*\s*", re.ASCII)


def is_not_modified(request: Headers, etag: str, last_modified: str | None) -> bool:
    """Whether the reader holds the file as it is (RFC 9110: an ETag goes before a date).

    Args:
        request: Headers of the request.
        etag: Of the file, with its quotation marks.
        last_modified: Of the file, as in its header.
    """
    wanted = request.get("if-none-match")
    if wanted is not None:
        tags = [tag.strip().removeprefix("W/") for tag in wanted.split(",")]
        return "*" in tags or etag in tags
    since = request.get("if-modified-since")
    if since is None or last_modified is None:
        return False
    try:
        return parsedate_to_datetime(since) >= parsedate_to_datetime(last_modified)
    except (ValueError, TypeError):  # no date, or one without a zone: as if it were not there
        return False


def is_range_well_formed(header: str) -> bool:
    """Whether a Range header can be read, and asks for a reasonable number of parts."""
    return header.count(",") < MAXIMUM_RANGES and RANGES.fullmatch(header) is not None
