"""The language of a text, by langdetect.

langdetect walks at random over the letter groups of a text, so it is seeded: the same text always gives the same
answer. `detect_languages` asks langdetect-rs, which takes the same walk many times faster, in parallel;
`detect_with_langdetect` asks langdetect itself, for audits and for the test that holds the two together.
Neither knows what a language is good for: thresholds and wanted languages are the judge's.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import langdetect_rs

if TYPE_CHECKING:
    import langdetect

__all__ = ["CHARACTERS_READ", "detect_languages", "detect_with_langdetect", "forget_profiles"]

CHARACTERS_READ = 1_000
"""Only the beginning of a text is read: on Dutch news, more characters change no answer."""

_SEED = 0
_NO_LANGUAGE: tuple[str | None, float] = (None, 0.0)
_SURROGATES = re.compile("[\ud800-\udfff]")


def detect_languages(texts: Sequence[str]) -> list[tuple[str | None, float]]:
    """Detect the language of many texts at once.

    Args:
        texts: The texts; of each, the first 1,000 characters are read.

    Returns:
        For each text, in order, the likeliest language (ISO 639-1; Chinese as `zh-cn` or `zh-tw`) and its
        probability as the detector gives it; None and 0.0 for a text without anything to go by: empty, or
        nothing but figures, web addresses or symbols.
    """
    # Both libraries read the seed from their factory class; set before every use, so that nobody else's seed counts.
    langdetect_rs.DetectorFactory.seed = _SEED
    return [_likeliest(found or ()) for found in langdetect_rs.detect_langs_batch([_head(text) for text in texts])]


def detect_with_langdetect(texts: Sequence[str]) -> list[tuple[str | None, float]]:
    """Give what `detect_languages` gives, through langdetect itself: some forty times slower."""
    import langdetect  # noqa: PLC0415 (only audits ask it, and neither workers nor runs with nothing new make any)

    _load_profiles()
    langdetect.DetectorFactory.seed = _SEED
    languages = []
    for text in texts:
        try:
            found = langdetect.detect_langs(_head(text))
        except langdetect.LangDetectException:
            found = ()
        languages.append(_likeliest(found))
    return languages


def forget_profiles() -> None:
    """Give back the 60 MB that langdetect keeps of its profiles; who asks it again waits for it to read them again."""
    import langdetect  # noqa: PLC0415 (as above)

    langdetect.detector_factory._factory = None  # noqa: SLF001 (it knows no other way)


def _load_profiles() -> None:
    """Have langdetect read its profiles, once a process.

    It makes a list for each of ninety thousand groups of letters. The garbage collector, which would walk through all
    of them again and again and find nothing, waits meanwhile: it took a third of the time.
    """
    import langdetect  # noqa: PLC0415 (as above)

    is_collecting = gc.isenabled()
    gc.disable()
    try:
        langdetect.detector_factory.init_factory()
    finally:
        if is_collecting:
            gc.enable()


def _head(text: str) -> str:
    """The part of a text that is read; lone surrogates, which break detectors, count as white space."""
    head = text[:CHARACTERS_READ]
    return head if head.isascii() else _SURROGATES.sub(" ", head)


def _likeliest(found: Iterable[langdetect_rs.Language | langdetect.language.Language]) -> tuple[str | None, float]:
    # The detectors sort by probability and leave out what is below a tenth: nothing may be left.
    for language in found:
        return str(language.lang), float(language.prob)
    return _NO_LANGUAGE
