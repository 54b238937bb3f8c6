"""Curate: the bytes of some source files in, measured documents with their paragraphs, sentences and mentions out.

Every file of the input has one row in `documents`, whatever is wrong with it: measures are taken, nothing is
dropped. Paragraphs, sentences and mentions are made once a doc_id, however many files hold the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from transforms.batch_sentences import find_batch_sentences
from transforms.characters import read_characters
from transforms.curated_tables import (
    date_mentions_table,
    documents_table,
    paragraphs_table,
    sentences_table,
)
from transforms.date_mentions import find_date_mentions_of_batch
from transforms.fingerprints import fingerprints_table
from transforms.language_measures import measure_languages_of_batch
from transforms.paragraph_places import locate_paragraphs
from transforms.source_documents import read_document
from transforms.tokens import tokenise

__all__ = ["Curated", "Isolated", "curate", "curate_isolating"]


@dataclass(frozen=True)
class Curated:
    """What curate made of some files.

    Attributes:
        documents: Rows of `measured_documents`, one a file, in input order.
        paragraphs: Rows of `paragraphs`, in the order of the documents.
        sentences: Rows of `sentences`, in the order of the paragraphs.
        date_mentions: Rows of `date_mentions`, in the order of the documents.
        fingerprints: Rows of `fingerprints`, in the order of the documents.
    """

    documents: pa.Table
    paragraphs: pa.Table
    sentences: pa.Table
    date_mentions: pa.Table
    fingerprints: pa.Table

    def tables(self) -> dict[str, pa.Table]:
        """All of it, by name of the folder that a batch keeps it in."""
        return {
            "documents": self.documents,
            "paragraphs": self.paragraphs,
            "sentences": self.sentences,
            "date_mentions": self.date_mentions,
            "fingerprints": self.fingerprints,
        }


@dataclass(frozen=True)
class Isolated:
    """A file that an unforeseen exception was met on: a bug of ours, never a verdict.

    Attributes:
        row: Its place in the input.
        detail: Kind and message of the exception.
    """

    row: int
    detail: str


def curate(raw: pa.Table, languages: tuple[str, ...], *, is_file_name_dated: bool = False) -> Curated:
    """Measure some source files.

    Args:
        raw: Rows of `raw_files`.
        languages: Wanted languages, for `target_lang_share`.
        is_file_name_dated: Whether a file without a header gets the date that its name holds.

    Returns:
        Measured documents, paragraphs, sentences and date mentions.
    """
    names = ("source_path", "source_sha256", "content", "content_problem")
    rows = zip(*(raw.column(name).to_pylist() for name in names), strict=True)
    documents = [read_document(*row, is_file_name_dated=is_file_name_dated) for row in rows]
    texts = [document.text for document in documents]
    characters = read_characters(texts)
    tokens = tokenise(characters)
    # What takes most for one very long text comes while there is least beside it.
    fingerprints = fingerprints_table(documents, tokens)
    paragraphs = locate_paragraphs(characters, [document.paragraphs for document in documents])
    sentences = find_batch_sentences(characters, tokens, texts, paragraphs)
    measures = measure_languages_of_batch(characters, tokens, texts, paragraphs, languages)
    mentions = find_date_mentions_of_batch(
        characters,
        tokens,
        texts,
        [document.header.date_start for document in documents],
        [document.header.date_end for document in documents],
    )
    measured = documents_table(
        raw,
        documents,
        measures,
        mentions,
        characters=characters,
        tokens=tokens,
        paragraphs=paragraphs,
        sentences=sentences,
    )
    del tokens
    return Curated(
        measured,
        paragraphs_table(documents, paragraphs, measures, characters),
        sentences_table(documents, paragraphs, sentences, characters),
        date_mentions_table(documents, mentions),
        fingerprints,
    )


def curate_isolating(
    raw: pa.Table, languages: tuple[str, ...], *, is_file_name_dated: bool = False
) -> tuple[Curated, list[Isolated]]:
    """Curate, and when an exception escapes halve the input until the file that causes it stands alone.

    This is the one broad except of the product. It makes no verdict: the file is reported, deferred and tried
    again by the next run, the run ends with exit code 1, and the other files go on.

    Returns:
        What was curated, and the files that were not.
    """
    try:
        return curate(raw, languages, is_file_name_dated=is_file_name_dated), []
    except Exception as error:  # noqa: BLE001
        if raw.num_rows == 1:
            return curate(raw.slice(0, 0), languages), [Isolated(0, f"{type(error).__name__}: {error}")]
    half = raw.num_rows // 2
    left, left_isolated = curate_isolating(raw.slice(0, half), languages, is_file_name_dated=is_file_name_dated)
    right, right_isolated = curate_isolating(raw.slice(half), languages, is_file_name_dated=is_file_name_dated)
    joined = Curated(
        *(
            pa.concat_tables([one, other])
            for one, other in zip(left.tables().values(), right.tables().values(), strict=True)
        )
    )
    return joined, [*left_isolated, *(Isolated(half + one.row, one.detail) for one in right_isolated)]
