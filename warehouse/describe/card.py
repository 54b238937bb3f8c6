"""README.md of a release, the dataset card: what it is, what it may be used for, what its tables hold, how to read it.

The block on top is what Hugging Face's `datasets` reads: a configuration a table, with its columns and its size.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from transforms.schema_types import Column, Table
from warehouse.describe.change_counts import totals
from warehouse.describe.facts import UNKNOWN_LICENCE, ReleaseFacts, TableFacts
from warehouse.describe.sample import SAMPLE_NAME, SAMPLE_SIZE

__all__ = ["dataset_card"]

FEATURES = {
    "string": "string",
    "int32": "int32",
    "int64": "int64",
    "double": "float64",
    "boolean": "bool",
    "date": "date32",
    "timestamp": "timestamp[us]",
    "binary": "binary",
}
"""Names of our types in `datasets`."""
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))

INTRODUCTION = """\
# {title} {version}

{description}
It follows {parent}. The quality gate's verdict: **{gate}** (`quality.html`, `quality.json`).
{notice}
The folder is the product: it never changes, and copied elsewhere it still works. `SHA256SUMS` lists every file, and
`CHANGES.md` says what is new.

## Read it

```sh
duckdb -readonly kroniek.duckdb "SELECT published_month, count(*) FROM documents GROUP BY ALL ORDER BY ALL"
```

```python
import duckdb

duckdb.connect("kroniek.duckdb", read_only=True).sql("FROM documents LIMIT 5").show()
```

Or read the Parquet files with any tool: `documents/*.parquet` holds one row a document. `{sample}` holds {sample_rows}
of them, for a first look. `croissant.json` and `datapackage.json` say the same to machines.
"""

PEOPLE = """\
## Personal and sensitive information

These are news texts. **Real names of real people occur in them**, with what was written about these people at the time:
suspicions, illness, beliefs and family matters among it. Nothing is made anonymous. What was true, or allowed to be
published, on the day of a text need not be so today.

- **To have a text taken down**: {takedown} Give its `doc_id`, or its title and date. A text that is taken down is
  left out of the next release and of every later one, with all copies of it, those that arrive later too.
- **To holders of older copies**: `tombstones.parquet` lists every text that was taken down, by `doc_id`, with the
  reason and the first release without it. Drop these rows from every copy and every derived set that you hold, at each
  new release: `DELETE FROM documents WHERE doc_id IN (SELECT doc_id FROM tombstones)`. The feed (`feed.xml`, beside
  `latest.json`) tells of each release. This release lists {tombstones}.
- {paths}
- **Do not** use the texts to single out or profile people.
"""
PATHS = {
    "full": "`source_path` is the path that a file came under, and may name people too.",
    "hash": "`source_path` is not told: a text beginning with `%~` stands for it, the same for the same path, which "
    "only the publisher can turn back; `source` is. Releases from before the publisher chose so may still tell it.",
    "none": "`source_path` is left empty: no path that a file came under is told, but its `source` is. Releases from "
    "before the publisher chose so may still tell it.",
}


def dataset_card(facts: ReleaseFacts) -> str:
    """Text of README.md, from the facts and the schema module."""
    parent = facts.parent or "no release: it is the first"
    introduction = INTRODUCTION.format(
        title=facts.title, version=facts.version, description=facts.description, parent=parent, gate=facts.gate,
        notice=f"\n{facts.notice}\n" if facts.notice else "", sample=SAMPLE_NAME, sample_rows=facts.sample.rows,
    )  # fmt: skip
    front = ["---", *_front_matter(facts), "---", "", introduction]
    return "\n".join([*front, *_quality(facts), *_use(facts), _people(facts), *_tables(facts)])


def _front_matter(facts: ReleaseFacts) -> Iterator[str]:
    """YAML by hand: scalars are JSON, which YAML reads as it is."""
    documents = facts.counts.get("documents", 0)
    yield f"pretty_name: {_scalar(facts.title)}"
    if facts.languages:
        yield f"language: {json.dumps(facts.languages)}"
    yield from _front_licence(facts)
    yield f"size_categories: [{next((name for size, name in SIZES if documents < size), '1M<n<10M')!r}]"
    yield "task_categories: [text-generation, fill-mask]"
    yield "tags: [news, diachronic, dated]"
    yield "configs:"
    # `datasets` refuses to load a table without a row, such as the tombstones of most releases.
    shown = sorted((each for each in facts.tables if each.rows), key=lambda each: each.table.name != "documents")
    for each in shown:
        yield f"- config_name: {each.table.name}"
        yield f"  data_files: {_scalar(each.pattern)}"
        if each.table.name == "documents":
            yield "  default: true"
    if facts.sample.rows:
        yield "- config_name: sample"
        yield f"  data_files: {SAMPLE_NAME}"
    yield "dataset_info:"
    for each in shown:
        yield from _dataset_info(each)


def _front_licence(facts: ReleaseFacts) -> Iterator[str]:
    """Hugging Face knows a list of licences in small letters; others go by name and link."""
    if facts.licence == UNKNOWN_LICENCE:
        yield "license: unknown"
    elif facts.licence_address and not facts.licence.startswith("https://"):
        yield f"license: {facts.licence.lower()}"
    else:
        yield "license: other"
        yield f"license_name: {_scalar(facts.licence)}"
        if facts.licence_address:
            yield f"license_link: {_scalar(facts.licence_address)}"


def _dataset_info(each: TableFacts) -> Iterator[str]:
    yield f"- config_name: {each.table.name}"
    yield "  features:"
    for column in each.table.columns:
        yield f"  - name: {column.name}"
        if column.type.startswith("list<"):
            yield f"    list: {FEATURES[column.type.removeprefix('list<').removesuffix('>')]}"
        else:
            yield f"    dtype: {FEATURES[column.type]}"
    yield "  splits:"
    yield "  - name: train"
    yield f"    num_bytes: {each.bytes}"
    yield f"    num_examples: {each.rows}"
    yield f"  download_size: {each.bytes}"
    yield f"  dataset_size: {each.bytes}"


def _scalar(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _quality(facts: ReleaseFacts) -> Iterator[str]:
    yield "## Quality"
    yield ""
    yield f"The gate put {facts.check_count} checks to this release; {len(facts.failed_checks)} do not hold."
    yield ""
    for message in facts.failed_checks:
        yield f"- {message}"
    counts = ", ".join(f"{count} {change}" for change, count in totals(facts.changes).items())
    yield f"Against its parent: {counts} (`CHANGES.md`)."
    yield ""


def _use(facts: ReleaseFacts) -> Iterator[str]:
    yield "## What it may be used for"
    yield ""
    if facts.licence == UNKNOWN_LICENCE:
        yield "**Licence: unknown.** Nobody has said what these texts may be used for: the rights are with their makers"
        yield "and publishers. Do not pass the texts on before you have asked."
    else:
        address = f" ({facts.licence_address})" if facts.licence_address else ""
        yield f"Licence: **{facts.licence}**{address}."
    yield ""
    yield f"Legal ground: {facts.legal_ground or '**none is stated.**'}"
    yield ""
    yield f"Publisher: {facts.publisher or '**not named.**'} Contact: {facts.contact or '**none is given.**'}"
    yield ""


def _people(facts: ReleaseFacts) -> str:
    takedown = (
        f"write to {facts.contact}."
        if facts.contact
        else "no contact is given in this release; ask whoever gave it to you."
    )
    count = facts.counts.get("tombstones", 0)
    tombstones = f"{count} text{'' if count == 1 else 's'}" if count else "none"
    paths = PATHS[facts.settings.get("publish_paths", "full")]
    return PEOPLE.format(takedown=takedown, tombstones=tombstones, paths=paths)


def _tables(facts: ReleaseFacts) -> list[str]:
    lines = ["## Tables", "", "| table | rows | bytes | files | what | grain |", "|---|---:|---:|---|---|---|"]
    lines += [
        f"| [{each.table.name}](#{each.table.name}) | {each.rows} | {each.bytes} | `{each.pattern}` "
        f"| {each.table.description} | {each.table.grain} |"
        for each in facts.tables
    ]
    about = f"The {SAMPLE_SIZE} documents with the smallest ids, a fair draw, with the columns of documents."
    sizes = f"{facts.sample.rows} | {facts.sample.bytes}"
    lines += [f"| sample | {sizes} | `{SAMPLE_NAME}` | {about} | one row a document (doc_id) |", ""]
    for each in facts.tables:
        lines += [f"### {each.table.name}", "", *_columns(each.table), ""]
    return lines


def _columns(table: Table) -> Iterator[str]:
    yield "| column | type | meaning |"
    yield "|---|---|---|"
    for column in table.columns:
        yield f"| `{column.name}` | {column.type}{', nullable' if column.is_nullable else ''} | {_meaning(column)} |"


def _meaning(column: Column) -> str:
    unit = f" Unit: {column.unit}." if column.unit else ""
    allowed = f" One of {', '.join(f'`{value}`' for value in column.allowed)}." if column.allowed else ""
    return " ".join(f"{column.description}{unit}{allowed}".split()).replace("|", "\\|")
