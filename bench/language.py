"""How often the rule on languages errs, by language, kind of text and source, and what a stricter one would cost.

    python -m bench.language --data ../shared/data
    python -m bench.language --data ../shared/data --page docs/language.md     # renews the tables of that page
    python -m bench.language --time                                            # CPU a document, on a made corpus

Texts are parted in two by a hash of their names: on the one part thresholds and word lists were chosen, the other
reports. Intervals are Wilson's, 95 %.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bench.corpus.files import make_file
from bench.corpus.kinds import Mixture
from bench.labelled import MINIMUM_PROBABILITY, Labelled, accepted, measure, read_labelled
from transforms.function_words import count_function_words
from transforms.language import detect_languages
from transforms.language_measures import measure_languages
from transforms.paragraphs import clean_body, split_paragraphs
from transforms.second_voice import MINIMUM_DUTCH_SHARE

__all__ = ["page", "time_measures", "wilson"]

NEIGHBOURS = ("fy", "nds", "af", "de")
LEADS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1.0)
MARK = "<!-- from here on: python -m bench.language --page -->"
Z = 1.959964  # 95 %


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share of which `count` of `total` were seen."""
    if total == 0:
        return 0.0, 1.0
    share, weight = count / total, Z * Z / total
    middle = (share + weight / 2) / (1 + weight)
    half = Z * math.sqrt(share * (1 - share) / total + weight / (4 * total)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class _Judged:
    """A text with what was found."""

    text: Labelled
    passes: bool
    first: bool
    second: bool
    probability: float
    lead: float
    dutch_share: float
    target_share: float

    @property
    def is_wrong(self) -> bool:
        return self.passes != (self.text.lang == "nl")


def _judge(texts: Sequence[Labelled]) -> list[_Judged]:
    measures = measure(texts)
    return [
        _Judged(
            text,
            passes,
            first=measures.lang[row] == "nl",
            second=measures.second_lang[row] == "nl",
            probability=measures.lang_probability[row],
            lead=measures.neighbour_word_lead[row],
            dutch_share=measures.dutch_word_share[row],
            target_share=measures.target_lang_share[row],
        )
        for row, (text, passes) in enumerate(zip(texts, accepted(measures), strict=True))
    ]


def _group_of(text: Labelled) -> str:
    return text.lang if text.lang in {"nl", *NEIGHBOURS} else "other"


def _by(
    judged: Iterable[_Judged], key: Callable[[_Judged], tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], list[_Judged]]]:
    for name, group in groupby(sorted(judged, key=key), key=key):
        yield name, list(group)


def _share(count: int, total: int) -> str:
    low, high = wilson(count, total)
    if total == 0:
        return "none"
    return f"{count} / {total} = {100 * count / total:.1f} % ({100 * low:.1f}-{100 * high:.1f})"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _wrong_by_language(judged: list[_Judged], part: str) -> str:
    mine = [one for one in judged if one.text.part == part and one.text.kind != "mixed"]
    rows = []
    for (kind, lang), group in _by(mine, lambda one: (one.text.kind, _group_of(one.text))):
        is_dutch = lang == "nl"
        counts = [
            sum(flag != is_dutch for flag in flags) for flags in zip(*[(o.first, o.second) for o in group], strict=True)
        ]
        rows.append(
            [kind, lang, *[f"{count}" for count in counts], _share(sum(one.is_wrong for one in group), len(group))]
        )
    return _table(["kind", "language", "langdetect alone wrong", "second voice alone wrong", "both: wrong"], rows)


def _wrong_by_source(judged: list[_Judged], part: str) -> str:
    mine = [one for one in judged if one.text.part == part and one.text.kind in {"document", "ocr"}]
    rows = [
        [
            source,
            "Dutch refused" if kind == "nl" else "others accepted",
            _share(sum(o.is_wrong for o in group), len(group)),
        ]
        for (source, kind), group in _by(mine, lambda o: (o.text.source, "nl" if o.text.lang == "nl" else "other"))
    ]
    return _table(["source", "what", "documents"], rows)


def _totals(judged: list[_Judged]) -> str:
    rows = []
    for part in ("choose", "report"):
        for kind in ("document", "paragraph", "sentence"):
            mine = [one for one in judged if one.text.part == part and one.text.kind == kind]
            dutch = [one for one in mine if one.text.lang == "nl"]
            others = [one for one in mine if one.text.lang != "nl"]
            near = [one for one in others if one.text.lang in {"fy", "nds", "af"}]
            rows.append(
                [part, kind, *[_share(sum(o.is_wrong for o in group), len(group)) for group in (dutch, others, near)]]
            )
    return _table(["part", "kind", "Dutch refused", "others accepted", "of these: fy, nds, af"], rows)


def _curve(judged: list[_Judged]) -> str:
    """What would pass if a neighbour's words might take up this much: everything else as it is."""

    def passes(one: _Judged, most: float) -> bool:
        is_dutch_enough = one.dutch_share >= MINIMUM_DUTCH_SHARE or one.second
        return one.first and is_dutch_enough and one.lead <= most and one.probability >= MINIMUM_PROBABILITY

    rows = []
    for most in LEADS:
        cells = [f"{most:g}"]
        for kind in ("document", "paragraph", "sentence"):
            mine = [one for one in judged if one.text.kind == kind]
            dutch = [one for one in mine if one.text.lang == "nl"]
            near = [one for one in mine if one.text.lang in {"fy", "nds", "af"}]
            refused = sum(not passes(one, most) for one in dutch)
            taken = sum(passes(one, most) for one in near)
            cells += [f"{100 * refused / max(len(dutch), 1):.1f} %", f"{100 * taken / max(len(near), 1):.1f} %"]
        rows.append(cells)
    kinds = ("documents", "paragraphs", "sentences")
    return _table(
        ["lead at most", *[f"{k}: {what}" for k in kinds for what in ("nl refused", "fy, nds, af accepted")]], rows
    )


def _mixed(judged: list[_Judged]) -> str:
    bins = ((0.0, 0.3), (0.3, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 1.01))
    rows = []
    for low, high in bins:
        mine = [one for one in judged if one.text.dutch_share is not None and low <= one.text.dutch_share < high]
        off = [abs(one.target_share - (one.text.dutch_share or 0.0)) for one in mine]
        rows.append(
            [
                f"{low:g} to {min(high, 1):g}",
                f"{len(mine)}",
                f"{sum(o.passes for o in mine)}",
                f"{max(off, default=0.0):.3f}",
            ]
        )
    return _table(["true Dutch share", "documents", "accepted", "measured share off by at most"], rows)


def _lengths(judged: list[_Judged]) -> str:
    bins = ((1, 20), (20, 40), (40, 60), (60, 100), (100, 150), (150, 300))
    rows = []
    for low, high in bins:
        mine = [
            one
            for one in judged
            if one.text.kind in {"heading", "sentence", "paragraph"}
            and low <= sum(map(str.isalpha, one.text.text)) < high
        ]
        dutch, others = [o for o in mine if o.text.lang == "nl"], [o for o in mine if o.text.lang != "nl"]
        rows.append(
            [f"{low} to {high - 1}", *[_share(sum(o.is_wrong for o in group), len(group)) for group in (dutch, others)]]
        )
    return _table(["letters", "Dutch refused", "others accepted"], rows)


def _still_wrong(judged: list[_Judged]) -> str:
    rows = [
        [one.text.name.rsplit("/", maxsplit=1)[-1], one.text.part, one.text.lang, f"{len(one.text.text)}",
         f"{one.probability:.2f}", f"{one.dutch_share:.2f}", f"{one.lead:.2f}", f"{one.target_share:.2f}"]
        for one in judged
        if one.is_wrong and one.text.kind in {"document", "paragraph", "ocr"}
    ]  # fmt: skip
    return _table(["text", "part", "language", "chars", "langdetect", "Dutch words", "lead", "share"], rows)


def page(texts: Sequence[Labelled]) -> str:
    """The tables, as the part of a page that is made."""
    judged = _judge(texts)
    sections = {
        "Both voices, in short": _totals(judged),
        "Wrong by language and kind, reporting part": _wrong_by_language(judged, "report"),
        "The same, choosing part": _wrong_by_language(judged, "choose"),
        "Documents by source, reporting part": _wrong_by_source(judged, "report"),
        "The curve": _curve(judged),
        "Mixed documents": _mixed(judged),
        "How much text it takes": _lengths(judged),
        "Documents, paragraphs and pages of OCR that still go wrong": _still_wrong(judged),
    }
    return "\n\n".join(f"### {title}\n\n{table}" for title, table in sections.items()) + "\n"


def time_measures(*, documents: int = 500, rounds: int = 9) -> dict[str, float]:
    """CPU microseconds a document by measure: medians of some rounds on made articles."""
    articles = (make_file(Mixture(0, {}), number) for number in range(documents))
    bodies = [clean_body(article.content.decode()) for article in articles]
    paragraphs = [split_paragraphs(body) for body in bodies]
    cut = [body[span.start : span.end] for body, spans in zip(bodies, paragraphs, strict=True) for span in spans]
    calls: dict[str, Callable[[], object]] = {
        "all": lambda: measure_languages(bodies, paragraphs, ("nl",)),
        "first voice": lambda: detect_languages(bodies),
        "function words": lambda: count_function_words(cut),
    }
    spent: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            start = time.process_time()
            call()
            spent[name].append((time.process_time() - start) / documents * 1e6)
    return {name: statistics.median(each) for name, each in spent.items()}


def main() -> int:
    """Print the tables, renew a page, or time the measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of labelled texts")
    parser.add_argument("--page", type=Path, help="page whose tables are renewed")
    parser.add_argument("--time", action="store_true", help="time the measures instead")
    arguments = parser.parse_args()
    if arguments.time:
        for name, microseconds in time_measures().items():
            print(f"{name:16}{microseconds:8.0f} µs CPU a document")
    elif arguments.data is None:
        parser.error("--data or --time is needed")
    else:
        tables = page(read_labelled(arguments.data))
        if arguments.page is None:
            print(tables)
        else:
            prose, mark, _ = arguments.page.read_text(encoding="utf-8").partition(MARK)
            arguments.page.write_text(f"{prose}{mark or MARK}\n\n{tables}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
