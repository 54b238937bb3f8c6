"""One source file on its way through the measures: bytes decoded, header cut, paragraphs found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from transforms.decoding import decode
from transforms.file_name_date import date_from_file_name
from transforms.header_date import HeaderDate, parse_header
from transforms.identifiers import doc_id
from transforms.paragraphs import Span, clean_body, split_paragraphs
from transforms.sentences import split_sentences

__all__ = ["SourceDocument", "find_sentences", "once_each", "read_document"]


@dataclass
class SourceDocument:
    """A file as text with its date and structure; what is wrong with it stands in the two statuses.

    Attributes:
        source_sha256: Of its bytes.
        content_status: `ok`, or the reason for which there is no text.
        header: What its header says, or its name where the setting allows that.
        has_date_conflict: Whether the name of the file holds a date that has no day in common with the header's.
        text: The text without its header, repaired.
        encoding: Encoding that the bytes were read in.
        repairs: Names of the repairs of text and header.
        paragraphs: Its paragraphs.
    """

    source_sha256: str
    content_status: str = "ok"
    header: HeaderDate = field(default_factory=lambda: parse_header(""))
    has_date_conflict: bool = False
    text: str = ""
    encoding: str = ""
    repairs: tuple[str, ...] = ()
    paragraphs: list[Span] = field(default_factory=list)

    @property
    def doc_id(self) -> str:
        """Document id."""
        return doc_id(self.source_sha256)

    @property
    def published_month(self) -> date | None:
        """First of the month of publication; null where only the year is known."""
        day = self.header.date_start
        return None if day is None or self.header.precision == "year" else day.replace(day=1)

    @property
    def title(self) -> str | None:
        """Text of the first heading."""
        for span in self.paragraphs:
            if span.kind == "heading":
                return self.text[span.start : span.end]
        return None


def read_document(
    source_path: str, sha: str, content: bytes | None, problem: str | None, *, is_file_name_dated: bool
) -> SourceDocument:
    """Decode a file, cut its header and find its paragraphs.

    Args:
        source_path: Its path; the name may hold a date.
        sha: sha256 of its bytes.
        content: The bytes; None where they were not taken in.
        problem: Reason for which they were not.
        is_file_name_dated: Whether a file without a header gets the date that its name holds.
    """
    if problem is not None or content is None:
        return SourceDocument(sha, content_status=problem or "file_empty")
    decoded = decode(content)
    if decoded.status != "ok":
        return SourceDocument(sha, content_status=decoded.status, encoding=decoded.encoding, repairs=decoded.repairs)
    header = parse_header(decoded.text)
    named = date_from_file_name(source_path)
    if is_file_name_dated and named is not None and header.status == "date_missing":
        header = named
    text = clean_body(decoded.text[header.body_start :])
    return SourceDocument(
        sha,
        header=header,
        has_date_conflict=_is_conflict(header, named),
        text=text,
        encoding=decoded.encoding,
        repairs=(*decoded.repairs, *header.repairs),
        paragraphs=split_paragraphs(text),
    )


def find_sentences(text: str, span: Span) -> list[tuple[int, int]]:
    """The sentences of one paragraph of a text: a heading is one, and each line of a list begins one.

    `transforms.batch_sentences` finds the same ones in a whole batch.
    """
    if span.kind == "heading":
        return [(span.start, span.end)]
    if span.kind != "list":
        return split_sentences(text, span.start, span.end)
    sentences: list[tuple[int, int]] = []
    start = span.start
    for line in text[span.start : span.end].split("\n"):
        sentences += split_sentences(text, start, start + len(line))
        start += len(line) + 1
    return sentences


def _is_conflict(header: HeaderDate, named: HeaderDate | None) -> bool:
    """Whether two dates have no day in common."""
    if named is None or header.date_start is None or header.date_end is None:
        return False
    if named.date_start is None or named.date_end is None:
        return False
    return named.date_end < header.date_start or named.date_start > header.date_end


def once_each(documents: Sequence[SourceDocument]) -> Iterator[tuple[int, SourceDocument]]:
    """Place and document, each doc_id once: byte-equal copies share their structure."""
    seen: set[str] = set()
    for place, document in enumerate(documents):
        if document.source_sha256 not in seen:
            seen.add(document.source_sha256)
            yield place, document
