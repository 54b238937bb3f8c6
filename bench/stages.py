"""`python -m bench.stages`: what each stage of take in and curate costs, in CPU microseconds a document.

Every stage runs on the same made articles in this process, one after the other, and the rounds take turns: medians and
minimums are of whole rounds. Stages that work on all cores (langdetect) count the time of every core.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from bench.corpus.kinds import Mixture
from bench.corpus.writer import write_corpus
from bench.defaults import LIMITS, THRESHOLDS
from transforms.batch_sentences import find_batch_sentences
from transforms.characters import read_characters
from transforms.curate import curate
from transforms.curated_tables import date_mentions_table, documents_table, paragraphs_table, sentences_table
from transforms.date_mentions import find_date_mentions, find_date_mentions_of_batch
from transforms.decoding import decode
from transforms.fingerprints import fingerprints_table
from transforms.header_date import parse_header
from transforms.judge import judge
from transforms.language_measures import measure_languages_of_batch
from transforms.paragraph_places import locate_paragraphs
from transforms.paragraphs import clean_body, split_paragraphs
from transforms.schema import MEASURED_DOCUMENTS, PARAGRAPHS, RAW_FILES, SENTENCES
from transforms.source_documents import read_document
from transforms.tokens import tokenise
from warehouse.discovery import list_inbox
from warehouse.parquet import write_table
from warehouse.reading import SourceBytes, read_source_file

__all__ = ["measure_stages"]

LANGUAGES = ("nl",)


def measure_stages(documents: int, rounds: int, *, is_clean: bool = True) -> dict[str, list[float]]:
    """CPU microseconds a document of each stage, one figure a round."""
    with tempfile.TemporaryDirectory(prefix="kroniek-stages-") as folder:
        inbox = Path(folder) / "inbox"
        write_corpus(inbox, None, Mixture(0, {}) if is_clean else Mixture(0), range(documents))
        stages = _stages(inbox, Path(folder))
        spent: dict[str, list[float]] = {name: [] for name in stages}
        for _ in range(rounds):
            for name, stage in stages.items():
                begin = time.process_time()
                stage()
                spent[name].append((time.process_time() - begin) * 1e6 / documents)
    return spent


def _stages(inbox: Path, folder: Path) -> dict[str, Callable[[], object]]:
    paths = sorted(path for portion in list_inbox(inbox) for path in portion.files.column("source_path").to_pylist())

    def read() -> list[SourceBytes]:
        found = [read_source_file(inbox, path, LIMITS) for path in paths]
        return [one for one in found if isinstance(one, SourceBytes)]

    files = read()
    raw = _raw_table(paths, files)
    decoded = [decode(file.content or b"").text for file in files]
    bodies = [text[parse_header(text).body_start :] for text in decoded]
    texts = [clean_body(body) for body in bodies]
    spans = [split_paragraphs(text) for text in texts]
    made = [
        read_document(path, file.sha256, file.content, None, is_file_name_dated=False)
        for path, file in zip(paths, files, strict=True)
    ]
    starts, ends = [one.header.date_start for one in made], [one.header.date_end for one in made]
    mentions = find_date_mentions(texts, starts, ends)
    characters = read_characters(texts)
    tokens = tokenise(characters)
    places = locate_paragraphs(characters, spans)
    sentences = find_batch_sentences(characters, tokens, texts, places)
    languages = measure_languages_of_batch(characters, tokens, texts, places, LANGUAGES)
    curated = curate(raw, LANGUAGES)
    return {
        "list": lambda: list(list_inbox(inbox)),
        "read and hash": read,
        "raw table and Parquet": lambda: write_table(
            _raw_table(paths, files), RAW_FILES, folder / "raw.parquet", compression_level=1
        ),
        "decode and repair": lambda: [decode(file.content or b"") for file in files],
        "header": lambda: [parse_header(text) for text in decoded],
        "clean body": lambda: [clean_body(body) for body in bodies],
        "paragraphs": lambda: [split_paragraphs(text) for text in texts],
        "places of paragraphs": lambda: locate_paragraphs(characters, spans),
        "sentences": lambda: find_batch_sentences(characters, tokens, texts, places),
        "languages": lambda: measure_languages_of_batch(characters, tokens, texts, places, LANGUAGES),
        "date mentions": lambda: find_date_mentions_of_batch(characters, tokens, texts, starts, ends),
        "characters and tokens": lambda: tokenise(read_characters(texts)),
        "fingerprints": lambda: fingerprints_table(made, tokens),
        "documents table with quality": lambda: documents_table(
            raw,
            made,
            languages,
            mentions,
            characters=characters,
            tokens=tokens,
            paragraphs=places,
            sentences=sentences,
        ),
        "paragraphs table": lambda: paragraphs_table(made, places, languages, characters),
        "sentences table": lambda: sentences_table(made, places, sentences, characters),
        "date mentions table": lambda: date_mentions_table(made, mentions),
        "judge": lambda: judge(curated.documents, THRESHOLDS),
        "staged Parquet": lambda: [
            write_table(table, kind, folder / f"{kind.name}.parquet", compression_level=1)
            for table, kind in (
                (curated.documents, MEASURED_DOCUMENTS),
                (curated.paragraphs, PARAGRAPHS),
                (curated.sentences, SENTENCES),
            )
        ],
        "curate in all": lambda: curate(raw, LANGUAGES),
    }


def _raw_table(paths: list[str], files: list[SourceBytes]) -> pa.Table:
    schema = RAW_FILES.arrow_schema
    count = len(files)
    columns = {
        "inbox_no": [1] * count,
        "inbox": ["/inbox"] * count,
        "source": ["krant"] * count,
        "source_path": paths,
        "source_sha256": [file.sha256 for file in files],
        "byte_count": [file.byte_count for file in files],
        "listed_byte_count": [file.listed_byte_count for file in files],
        "modified_at_ns": [file.modified_at_ns for file in files],
        "content": [file.content for file in files],
        "batch_no": [1] * count,
    }
    arrays = [
        pa.array(columns[field.name], field.type) if field.name in columns else pa.nulls(count, field.type)
        for field in schema
    ]
    return pa.table(arrays, schema=schema)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.stages", description=main.__doc__)
    parser.add_argument("--documents", type=int, default=500, help="how many (500, as a part of a batch has)")
    parser.add_argument("--rounds", type=int, default=9, help="how often (9)")
    parser.add_argument("--mixed", action="store_true", help="refused, repaired and foreign files too")
    arguments = parser.parse_args()
    spent = measure_stages(arguments.documents, arguments.rounds, is_clean=not arguments.mixed)
    print(f"{'CPU µs a document':38}{'median':>8}{'least':>8}")
    for name, figures in spent.items():
        print(f"{name:38}{statistics.median(figures):8.1f}{min(figures):8.1f}")


if __name__ == "__main__":
    main()
