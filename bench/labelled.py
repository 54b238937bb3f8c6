"""Texts whose language is known, read from a folder laid out as the project's own, and how the rule answers on them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from transforms.header_date import parse_header
from transforms.language_measures import LanguageMeasures, measure_languages
from transforms.paragraphs import clean_body, split_paragraphs

__all__ = ["MINIMUM_PROBABILITY", "Labelled", "accepted", "measure", "read_labelled"]

KINDS = {"doc": "document", "para": "paragraph", "sent": "sentence", "head": "heading", "mixed": "mixed"}
FOLDERS = ("nl_posts", "handelingen_tk", "debian_news", "wikinews_en", "europeana_ocr")
MINIMUM_PROBABILITY, MINIMUM_SHARE = 0.5, 0.6


@dataclass(frozen=True)
class Labelled:
    """A text whose language is known.

    Attributes:
        name: What tells it from all others; decides the part it belongs to.
        kind: document, ocr, paragraph, sentence, heading or mixed.
        lang: Its language; of a mixed text the one that most of it is in.
        source: Where it comes from.
        text: Without a header.
        dutch_share: Of a mixed text, the share of its characters that is Dutch.
    """

    name: str
    kind: str
    lang: str
    source: str
    text: str
    dutch_share: float | None = None

    @property
    def part(self) -> str:
        """On which half it stands."""
        return "choose" if hashlib.sha256(self.name.encode()).digest()[0] < 128 else "report"  # noqa: PLR2004 (half)


def read_labelled(data: Path) -> list[Labelled]:
    """Read every labelled text of a folder laid out as the project's own."""
    texts = []
    with (data / "language" / "dev.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            share = row.get("nl_share")
            texts.append(Labelled(row["id"], KINDS[row["set"]], row["lang"], row["source"], row["text"], share))
    for source in FOLDERS:
        folder = data / source
        for path in sorted(folder.rglob("*.txt")):
            name = path.relative_to(data).as_posix()
            content = path.read_text(encoding="utf-8", errors="surrogateescape")
            lang = {"wikinews_en": "en", "europeana_ocr": path.name[:2], "debian_news": path.parent.name}.get(
                source, "nl"
            )
            kind = "ocr" if source == "europeana_ocr" else "document"
            texts.append(Labelled(name, kind, lang, source, clean_body(content[parse_header(content).body_start :])))
    return texts


def measure(texts: Sequence[Labelled]) -> LanguageMeasures:
    """Measure texts as the road does."""
    bodies = [text.text for text in texts]
    return measure_languages(bodies, [split_paragraphs(body) for body in bodies], ("nl",))


def accepted(measures: LanguageMeasures) -> list[bool]:
    """Whether each text passes as Dutch under the default settings, length aside."""
    return [
        first == second == "nl" and probability >= MINIMUM_PROBABILITY and share >= MINIMUM_SHARE
        for first, second, probability, share in zip(
            measures.lang,
            measures.second_lang,
            measures.lang_probability,
            measures.target_lang_share,
            strict=True,
        )
    ]
