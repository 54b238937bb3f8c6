"""What somebody wants exported."""

from __future__ import annotations

import calendar
import re
import shlex
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from transforms.errors import UsageError
from transforms.schema import DOCUMENTS, PUBLISHED_TABLES, STRUCTURE_TABLES
from transforms.schema_types import Table

__all__ = ["ExportFormat", "ExportRequest", "PathChoice", "choose_format", "parse_day"]

DATE_TEXT = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class ExportFormat(StrEnum):
    """How the rows are written."""

    PARQUET = "parquet"
    CSV = "csv"
    CSV_GZ = "csv.gz"
    JSONL = "jsonl"
    JSONL_GZ = "jsonl.gz"


class PathChoice(StrEnum):
    """What is told of the paths of source files, which may hold names of people or of a house's own filing."""

    FULL = "full"
    HASH = "hash"
    NONE = "none"


@dataclass(frozen=True)
class ExportRequest:
    """What is wanted.

    Attributes:
        table: Table of the release.
        format: How its rows are written.
        start: First day that counts, or None.
        end: Last day that counts, or None.
        is_overlap: Whether a document counts whose days overlap the range; else all of its days must lie in it.
        is_causal: Whether texts are left out that may know, or may have been known, outside their own time.
        has_no_later_mentions: Whether texts are left out that name a day after their own date.
        sample_size: At most so many documents, drawn at random; None is all.
        seed: Of that draw.
        split: First day of the test part; None is no split.
        where: A condition on the table's rows in DuckDB's SQL, or None.
        since: Only what changed after this release, or None.
        has_header: Whether ` date YYYY-MM ` is put back before the text.
        paths: Whether paths of source files are given, hashed (equal ones stay equal), or left empty.
    """

    table: str = "documents"
    format: ExportFormat = ExportFormat.PARQUET
    start: date | None = None
    end: date | None = None
    is_overlap: bool = False
    is_causal: bool = True
    has_no_later_mentions: bool = False
    sample_size: int | None = None
    seed: int = 0
    split: date | None = None
    where: str | None = None
    since: str | None = None
    has_header: bool = False
    paths: PathChoice = PathChoice.FULL

    @property
    def schema(self) -> Table:
        """The table, as the schema module describes it.

        Raises:
            UsageError: There is no such table.
        """
        for table in PUBLISHED_TABLES:
            if table.name == self.table:
                return table
        raise UsageError(
            f"There is no table {self.table}.",
            what_to_do=f"Tables: {', '.join(table.name for table in PUBLISHED_TABLES)}.",
        )

    @property
    def is_of_documents(self) -> bool:
        """Whether rows belong to published documents, which the choices about dates and texts are made of."""
        return self.schema in {DOCUMENTS, *STRUCTURE_TABLES}

    def check(self) -> None:
        """Refuse what does not go together.

        Raises:
            UsageError: Some choice makes no sense with another.
        """
        if not self.is_of_documents:
            given = [
                flag
                for flag, is_given in (
                    ("--from", self.start), ("--to", self.end), ("--overlap", self.is_overlap), ("--split", self.split),
                    ("--no-later-mentions", self.has_no_later_mentions), ("--since", self.since),
                    ("--sample", self.sample_size is not None),
                )
                if is_given
            ]  # fmt: skip
            if given:
                raise UsageError(
                    f"{', '.join(given)} chooses documents, and {self.table} is no table of documents.",
                    what_to_do="Leave it out, or export documents, paragraphs, sentences or date_mentions.",
                )
        if self.start and self.end and self.start > self.end:
            raise UsageError(f"--from {self.start} is after --to {self.end}.", what_to_do="Turn them round.")
        if self.is_overlap and not (self.start or self.end):
            raise UsageError("--overlap needs a range.", what_to_do="Give --from or --to, or leave it out.")
        if self.has_header and self.schema is not DOCUMENTS:
            raise UsageError("Only documents have a header.", what_to_do="Leave --header or --table out.")

    def arguments(self, release: str) -> list[str]:
        """Arguments of `kroniek export` that make this slice again, but for --out and --warehouse.

        Args:
            release: The release it is made from.
        """
        words = ["--as-of", release, "--table", self.table, "--format", self.format.value.removesuffix(".gz")]
        for flag, value in (
            ("--from", self.start), ("--to", self.end), ("--split", self.split), ("--since", self.since),
            ("--where", self.where), ("--sample", self.sample_size),
            ("--seed", None if self.sample_size is None else self.seed),
            ("--paths", None if self.paths is PathChoice.FULL else self.paths.value),
        ):  # fmt: skip
            if value is not None:
                words += [flag, str(value)]
        for flag, is_given in (
            ("--overlap", self.is_overlap), ("--not-causal", not self.is_causal and self.is_of_documents),
            ("--no-later-mentions", self.has_no_later_mentions), ("--header", self.has_header),
            ("--gzip", self.format.value.endswith(".gz")),
        ):  # fmt: skip
            if is_given:
                words.append(flag)
        return words

    def command(self, release: str) -> str:
        """The same as one line for a shell."""
        return shlex.join(["kroniek", "export", *self.arguments(release)])

    def fields(self) -> dict[str, Any]:
        """The request as JSON values, for the manifest."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}


def parse_day(text: str, flag: str, *, is_last: bool = False) -> date:
    """A day of `2019`, `2019-04` or `2019-04-12`: the first that it can mean, or the last.

    Raises:
        UsageError: It is none of these.
    """
    match = DATE_TEXT.fullmatch(text)
    year, month, day = (None if part is None else int(part) for part in match.groups()) if match else (None,) * 3
    try:
        first = date(year or 0, month or 1, day or 1)  # there is no year 0
    except ValueError as error:
        raise UsageError(
            f"{flag} {text} is no date.", what_to_do="Write a year, a month or a day: 2019, 2019-04, 2019-04-12."
        ) from error
    if not is_last or day is not None:
        return first
    last_month = month or 12
    return date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])


def choose_format(format_: str | None, out: Path, *, is_gzip: bool = False) -> tuple[ExportFormat, bool]:
    """How rows are written, and whether `out` is one file.

    Args:
        format_: parquet, csv or jsonl as given, or None.
        out: Where to; an ending that names a format makes it a file.
        is_gzip: Whether text is compressed, where no ending says so.

    Raises:
        UsageError: They do not go together.
    """
    name = out.name.casefold()
    of_ending = next((each for each in sorted(ExportFormat, key=len, reverse=True) if name.endswith(f".{each}")), None)
    if of_ending is not None:
        if format_ is not None and of_ending.value.removesuffix(".gz") != format_.removesuffix(".gz"):
            raise UsageError(
                f"--format {format_} does not go with the ending of {out.name}.", what_to_do="Leave one of them out."
            )
        if (is_gzip or str(format_).endswith(".gz")) and not of_ending.value.endswith(".gz"):
            raise UsageError(f"{out.name} does not end in .gz.", what_to_do=f"Name it {out.name}.gz.")
        return of_ending, True
    chosen = format_ or ExportFormat.PARQUET.value
    if is_gzip and not chosen.endswith(".gz"):
        if chosen == ExportFormat.PARQUET.value:
            raise UsageError("Parquet is compressed inside.", what_to_do="Leave --gzip out.")
        chosen += ".gz"
    return ExportFormat(chosen), False
