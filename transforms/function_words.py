"""How Dutch a text is by its small words, and whether a neighbour's small words outnumber them.

Detectors that look at letter groups take Frisian, Low Saxon and Afrikaans for Dutch: the letter groups are much the
same, and langdetect knows neither Frisian nor Low Saxon. The small words that hold sentences together differ, stand in
every text and do not depend on its subject. Dutch is held against each neighbour in turn, on the words that only one
of the two has: what both write alike (`de`, `in`, `dat`) says nothing about which it is.

The lists are short and written by hand from grammars; they are evidence a curator can read, not a model. Words that
Dutch writes too, if seldom, stay out of a neighbour's list (`net`, `mei`, `zien`, `'t`), and so do words from a
neighbour's list that it has far less often than Dutch (Low Saxon `van`, `het`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["NEIGHBOURS", "FunctionWords", "count_function_words"]

_WORDS = {
    "nl": """
        de het een en van in is op te dat niet zijn voor met die maar ook als aan er om hij ze zij we wij je jij u ik
        was werd werden wordt worden heeft hebben heb had hadden bij naar uit door over onder tussen tegen zonder tot
        na nog wel geen meer veel zoals hun haar hem mijn jouw uw ons onze deze dit daar hier waar wat wie hoe toen dan
        nu omdat terwijl want dus echter toch zich kan kunnen kon konden moet moeten moest zou zouden zal zullen wil
        willen gaan gaat ging komt kwam komen doen doet weer alleen zo al alle andere ander eerste twee drie jaar
        volgens binnen sinds vanaf of af ben bent waren geweest waarin waarbij waardoor daarom daarmee daarna ervan
        erg heel zelf iets niets iemand niemand men mensen goed grote nieuwe
        der den des ten ter eene eenen zoo welke hunne zijne dezer mede alsmede aldaar wegens
        """,  # the last line: as newspapers wrote until 1947
    "fy": """
        it fan yn de en in is op te dat foar dy mar ek as oan dêr der om hy sy se wy we jo jimme ik wie wiene wienen
        waarden wurde wurdt hat ha hawwe hie hiene hienen by nei út troch oer ûnder tusken tsjin sûnder oant noch gjin
        mear safolle lykas har harren syn myn dyn ús dizze dit hjir wêr wat wa hoe doe dan no om't omdat dus dochs wer
        kin kinne koe koene moatte moast soe soene sil sille wolle giet gie gean komme docht dwaan allinne sa al alle
        oare oar earste twa trije jier neffens sûnt ôf fanôf bin binne sels wat neat immen nimmen minsken grutte nije
        dy't dêr't wêr't sa't hoe't dêrom dêrmei wêze allegear eigenlik tiid faak soad bytsje
        """,
    "nds": """
        de dat en un een in ien is was up op to tou tau te nich neet nait nijt nit nix veur vör föör för mit dee dij dei
        dai maor moar mor mâer aver awer awwer averst ok ook as at an der dor doar daor dar um umme hee hei he se sei
        ze wi wie ie ji jie jo ik ick ek ikke wöör wör weern wier wurd wurr wodden wödt hef heff hett hebbt häbbt hewwt
        häwwet har harr harrn hadd hadde hew bi bie nao noa naor noar nah uut oet ut deur dör dörch över öwer äwer aower
        aover oaver ower ünner töt bet noch wal wol gin gien keen keene kien mehr heur hör ehr ehre hum hom em mien
        miene mi mie di dien sien siene sine sin uns oons os dizze disse düsse dit wo woor woar waor wat hoe dou dunn
        dunne denn dann nu now niu sik sick söck zuk zich kunn künn kann mot mout mutt mott mösst müss zol zollen zul
        sall schall schull schüllt söll wull wüllt güng gung gunk kamm keem kümmt kömmt doon dän so sau all ander annere
        anner twei twee jaor joar jor johr bint sünd sint zint bün ewest wesen west sülvst zölf lü lüd lüü lü' altied
        'ne ne nen 'n 'k 'e da'k a'k wenn wedder van'n in'n beent det aandere aander völle oawer köant wörd wördt zik
        goat gaot stoan staon moal maol umdet umdat mut allene
        """,
    "af": """
        die 'n en van in is op te dat nie vir met wat maar ook as aan daar om hy hulle hul sy ons jy jou u ek was word
        geword het by na uit deur oor onder tussen teen sonder tot nog meer baie soos haar my julle hierdie daardie dit
        hier waar hoe dan omdat terwyl want dus egter kan kon moet sou sal wil gaan kom weer so al alle ander eerste
        twee drie jaar volgens binne sedert of af waarin daarom self iets niks mense groot nuwe sodat slegs
        """,
    "de": """
        der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat
        dass daß sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis
        mehr durch man sein wurde wurden sei hatte kann gegen vom können schon wenn habe seine ihre dann unter wir soll
        ich eines jahr zwei jahren diese dieser dieses wieder keine seiner zwischen immer was alle hier
        """,
}
"""Function words of Dutch and of the languages that are taken for it (ISO 639), lower case, one apostrophe."""

NEIGHBOURS = ("fy", "nds", "af", "de")
"""What Dutch is held against: Frisian, Low Saxon, Afrikaans, German."""

_ENDINGS = ("", ",", ".")  # the marks that words most often carry; a word behind a bracket or a quotation is let go
_SURROGATES = re.compile("[\ud800-\udfff]")
_BITS = {language: 1 << position for position, language in enumerate(("nl", *NEIGHBOURS))}
_CLASSES = 1 << len(_BITS)
# Bounds what a file of a million one-letter paragraphs takes: a quarter of a kilobyte each while they are counted.
_TEXTS_AT_ONCE = 10_000


@dataclass(frozen=True)
class FunctionWords:
    """Counts of some texts, one row a text.

    Attributes:
        words: Words of each text, parted by white space.
        dutch: Of these, function words of Dutch.
        only_dutch: Function words that Dutch has and the neighbour has not; one column a neighbour.
        only_neighbour: Function words that the neighbour has and Dutch has not; one column a neighbour.
    """

    words: npt.NDArray[np.int64]
    dutch: npt.NDArray[np.int64]
    only_dutch: npt.NDArray[np.int64]
    only_neighbour: npt.NDArray[np.int64]

    def take(self, rows: npt.NDArray[np.bool_]) -> FunctionWords:
        """The counts of some of the texts."""
        return FunctionWords(self.words[rows], self.dutch[rows], self.only_dutch[rows], self.only_neighbour[rows])

    def sum_by(self, groups: npt.NDArray[np.int64], group_count: int) -> FunctionWords:
        """Add up texts that belong together: paragraph counts to those of their documents."""

        def add(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
            total = np.zeros((group_count, *values.shape[1:]), dtype=np.int64)
            np.add.at(total, groups, values)
            return total

        return FunctionWords(add(self.words), add(self.dutch), add(self.only_dutch), add(self.only_neighbour))


def count_function_words(texts: Sequence[str]) -> FunctionWords:
    """Count the function words of many texts at once.

    Args:
        texts: The texts; anything a string can hold.
    """
    # At least one part, so that no texts have counts of no rows.
    starts = range(0, max(len(texts), 1), _TEXTS_AT_ONCE)
    parts = [_count(texts[start : start + _TEXTS_AT_ONCE]) for start in starts]
    words, sums = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    last = len(NEIGHBOURS) + 1
    return FunctionWords(words, sums[:, 0], sums[:, 1:last], sums[:, last:])


def _count(texts: Sequence[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The number of words of each text, and its counts in the columns of `_weights`."""
    forms, classes = _table()
    tokens = pc.ascii_split_whitespace(_arrow(texts))
    words = np.diff(tokens.offsets.to_numpy())
    places = pc.index_in(tokens.flatten(), value_set=forms)
    text_of_token = np.repeat(np.arange(len(texts), dtype=np.int64) * _CLASSES, words)
    found = places.is_valid().to_numpy(zero_copy_only=False)
    keys = text_of_token[found] + classes[places.drop_null().to_numpy()]
    counts = np.bincount(keys, minlength=len(texts) * _CLASSES).reshape(len(texts), _CLASSES)
    # In integers: for floats numpy would wake the threads of its linear algebra, which cost more than they save.
    return words - counts[:, 0], counts @ _weights()


def _arrow(texts: Sequence[str]) -> pa.Array:
    """The texts as Arrow holds them, in UTF-8; lone surrogates count as white space."""
    try:
        return pa.array(texts, pa.large_string())
    except UnicodeEncodeError:
        return pa.array([_SURROGATES.sub(" ", text) for text in texts], pa.large_string())


@cache
def _table() -> tuple[pa.Array, npt.NDArray[np.int64]]:
    """Every form a function word is met in, and for each the set of languages that have it, as bits."""
    languages_of: dict[str, int] = {}
    for language, words in _WORDS.items():
        for word in words.split():
            languages_of[word] = languages_of.get(word, 0) | _BITS[language]
    # White space at either end parts off an empty word; it is of no language and no word.
    forms: dict[str, int] = {"": 0}
    for word, bits in languages_of.items():
        for spelling in {word, word.replace("'", "’"), word.replace("'", "‘")}:
            for case in {spelling, spelling.capitalize(), spelling.upper()}:
                forms.update((case + ending, bits) for ending in _ENDINGS)
    return pa.array(forms, pa.large_string()), np.array(list(forms.values()), dtype=np.int64)


@cache
def _weights() -> npt.NDArray[np.int64]:
    """Which classes of words count for what; a class is a set of languages.

    Columns: Dutch; for each neighbour Dutch and not that neighbour; for each neighbour that neighbour and not Dutch.
    """
    classes = np.arange(_CLASSES)[:, None]
    has_dutch = (classes & _BITS["nl"]) > 0
    has_neighbour = (classes & np.array([_BITS[language] for language in NEIGHBOURS])) > 0
    return np.hstack([has_dutch, has_dutch & ~has_neighbour, has_neighbour & ~has_dutch]).astype(np.int64)
