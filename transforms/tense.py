"""Whether a Dutch clause tells of a time as past: `in 2021 werd de brug geopend`, and not `in 2021 komt er een brug`.

Sober on purpose: newspapers speak of coming years all the time, in the past tense too (`het toernooi van 2030 werd
toegewezen`, `zou in 2030 opengaan`). A time counts as told only where it is the time of the clause, not an attribute or
a limit (`van`, `tot`, `voor 2030`), where the clause has a past form, and where nothing in its sentence speaks of
plans.
"""

from __future__ import annotations

import re
from typing import Any

import re2

__all__ = ["fragment_around", "is_told_as_past"]


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


SENTENCE_WINDOW = 240
"""Characters on each side in which the borders of the sentence are looked for."""

_SENTENCE_END = re.compile(r"[.!?…;][\"'”’)\]*_]*\s+(?=[\"'“‘„(\[*_]*[A-ZÀ-Þ0-9'])|\n[^\S\n]*\n|\n[^\S\n]*(?=[-*•#>|])")
_NO_SENTENCE_END = re.compile(
    r"\b(?:jan|feb|febr|mrt|apr|jun|jul|aug|sept?|okt|nov|dec|dr|mr|drs|ir|prof|ca|nr|art|mevr|dhr|resp|vs|St|[A-Z])\Z"
)
_CLAUSE_BORDER = re.compile(
    r"[,:()–—]|\s-\s|\b(?:maar|terwijl|omdat|doordat|zodat|waarna|waardoor|waarin|waarbij|waarop|hoewel|want|dat|of|toen"
    r"|nadat|voordat)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

# Finite past forms. Left out: those that are other words as often (`lag`, `zag`, `wist`, `kon`, `leed`, `vroeg`).
_PAST = _set_of(
    "werd werden was waren had hadden kwam kwamen ging gingen kreeg kregen gaf gaven nam namen stond stonden bleef"
    " bleven begon begonnen verscheen verschenen vond vonden deed deden zat zaten lagen hield hielden liep liepen"
    " schreef schreven sprak spraken trok trokken viel vielen won wonnen verloor verloren overleed overleden stierf"
    " stierven bracht brachten dacht dachten kocht kochten verkocht verkochten zocht werkte werkten woonde woonden"
    " maakte maakten leidde leidden studeerde startte startten stopte stopten opende openden sloot sloten koos kozen"
    " ontving ontvingen bood boden zagen droeg droegen sloeg sloegen steeg stegen daalde daalden groeide groeiden"
    " verdween verdwenen verliet verlieten vertrok vertrokken ontstond ontstonden bestond bestonden speelde speelden"
    " behaalde behaalden haalde haalden bereikte bereikten gebeurde gebeurden volgde volgden stelde stelden vroegen"
    " zei zeiden zag leefde meldde meldden toonde toonden bleek bleken leek leken lukte voegde voegden telde telden"
    " trad traden nomineerde bouwde bouwden verhuisde verhuisden richtte richtten deelde deelden schonk bedroeg"
    " bedroegen kostte kostten woedde woedden brak braken keek keken las lazen ontdekte ontdekten gebruikte gebruikten"
    " verdiende verdienden versloeg versloegen bezocht bezochten ontwikkelde ontwikkelden veranderde veranderden"
    " verhoogde verlaagde noemde noemden leverde leverden hielp hielpen zorgde zorgden besloegen verving vervingen"
    " groeven reed reden vloog kondigde wees bevestigde ontmoette trouwde trouwden scoorde scoorden zette zetten legde"
    " legden voerde voerden stemde stemden oordeelde oordeelden bepaalde vierde vierden eindigde eindigden mocht"
    " mochten wilde"
)
_WEAK_PAST = re.compile(r"(?!ge|ver[kz]eerde|meerde|eerde)[a-zë]+eerden?\Z|(?:over|aan|op)handigden?\Z")
_AUXILIARIES = _set_of("heeft heb hebben hebt is zijn ben bent")
_PARTICIPLE = re.compile(
    r"(?:(?:aan|af|uit|in|op|toe|over|mee|na|om|door|voor|terug|binnen|bij|weg|neer|samen|vast|goed|open|plaats|deel"
    r"|tegen|vrij|rond)?ge[a-zëï]{2,}(?:d|t|en)|(?:ver|be|ont|her|onder|over)[a-zëï]{3,}(?:d|t)|[a-zëï]{2,}eerd"
    r"|vertrokken|verdwenen|overleden|begonnen|verschenen|ontstaan|verloren|verlaten|besloten|ontvangen|gedaan)\Z"
)
_NO_PARTICIPLES = _set_of(
    "gereed gezond gebied gebieden geld gelden geen gemeenten gedragen gevallen eigen tegen volgend degen geluid"
    " gezicht gezichten gebed gedicht gedichten gevoelens gerecht gerechten gewicht gewoonten geleden regent beleid"
    " beeld bekend vergunninghouder gebeurtenissen gegevens gerechtigd verkeerd overheid overheden bericht verslag"
    " bestand verband gewest gewesten agent agenten argument legend gegeven getuigen vergoed ontbijt gehecht verplicht"
    " vereist bereid gericht gebaseerd geldend beperkt verhaal overstijgend bepaald geplaatst geschikt gekend begrensd"
    " geschiedenis gebruiken gesprekken gebouwen gebreken genen gezinnen bevoegd verzekerd gehouden gebonden gevolgen"
)


def _any_of(words: str, *others: str) -> Any:  # noqa: ANN401 (re2 carries no types)
    r"""Pattern of whole words, a star for how they may end.

    RE2, because a text may name years by the ten thousand. Its `\b` and `\w` know ASCII only, in which all words are.
    """
    ends = "|".join(words.split()).replace("*", r"\w*")
    return re2.compile("(?i)" + "|".join((rf"\b(?:{ends})\b", *others)))


# In the sentence: what is told is a plan, an agreement, a condition or a story, and not what happened at the time.
_PLANS = _any_of(
    "zou zouden zullen moest moesten wilde wilden hoop* gehoopt plan plannen plande* gepland* planning verwacht*"
    " toekomst straks binnenkort doelstelling doelstellingen ambitie ambities streefde* uiterlijk deadline beoogd*"
    " voorzien voorspel* prognose prognoses raming ramingen begroot begrotingen begroting aangekondigd* aankondig*"
    " kondigde* beloof* belofte beloftes afgesproken afspraak afspraken toegewezen toegekend* akkoord contract"
    " vastgelegd kandidaat kandidaten scenario* indien mits tenzij zodra voorgenomen voornemen voornemens gereserveerd"
    " bestemd voorgesteld voorstelde* uitgesteld* uitstel roman film eiste* besloten besluit besloot*",
    r"\b(?:stelde\w* voor|speelt zich|nog niet)\b",
    r"^\W*als\b",
    r", als (?:het|de|hij|zij|ze|er|we|wij|ik|je)\b",
)
# In the clause itself: a present that speaks of what comes, beside a past form that belongs to something else.
_COMING = _any_of(
    "zal zul zult zullen zou zouden wil willen moet moeten kan kunnen gaat gaan komt komen wordt worden gepland*"
    " voorzien hoort horen krijgt krijgen mag mogen opent uitgesteld aangekondigd verwacht*"
)
# Before a time, with what narrows it between them: it is the time of the clause.
_WHEN = _set_of("in op sinds sedert anno omstreeks rond tussen en tijdens gedurende uit")
_SINCE = _set_of("sinds sedert")
# What narrows a time, and may do so without a preposition: `kwam eind 2017`.
_NARROWING = _set_of("eind begin medio midden half halverwege")
_TIME_NOUNS = _set_of(
    "einde zomer winter voorjaar najaar lente herfst kwartaal helft weekend jaar loop ochtend avond middag seizoen"
    " maandag dinsdag woensdag donderdag vrijdag zaterdag zondag maandagmiddag dinsdagmiddag woensdagmiddag"
    " donderdagmiddag vrijdagmiddag zaterdagmiddag zondagmiddag maandagavond dinsdagavond woensdagavond donderdagavond"
    " vrijdagavond zaterdagavond zondagavond maandagochtend dinsdagochtend woensdagochtend donderdagochtend"
    " vrijdagochtend zaterdagochtend zondagochtend"
)
_LIMITS = _set_of("van tot voor vanaf naar tegen per richting vóór na door over met")
_BETWEEN = _set_of("de het den eerste tweede derde vierde laatste")
# `laatst bijgewerkt op 3 mei 2021`: told as past without a verb.
_DONE = _set_of(
    "geraadpleegd gepubliceerd bijgewerkt bewerkt gewijzigd geplaatst opgehaald bekeken herzien gepost geüpdatet"
)
# The finite verb stands second in a Dutch main clause: right behind a time that begins it, these endings are pasts.
_SECOND = re.compile(
    r"(?!ge|be|ver|ont)[a-zë]{2,}(?:kte|pte|fte|chte|gde|lde|mde|bde|vde|eurde|eerde|erde|oonde|eende|iende)n?\Z"
)
_NOT_SECOND = _set_of(
    "derde vierde wilde zachte slechte rechte echte dichte lichte achte wachten achten zochte melden gelden tellen"
    " helden velden beelden voorbeelden schulden wereld gouden koude zilveren achtte verkeerde meerde gekte hoogte"
    " vrachten krachten klachten nachten achterde tegoeden stukken rechten lichten echten vochten zachten slechten"
    " werelden"
)
_SUBORDINATE = re.compile(r"\b(?:dat|die|of)\b")
# All that may stand between the beginning of a sentence and a time that opens it.
_OPENERS = _WHEN | _NARROWING | _TIME_NOUNS | _BETWEEN | {"van", "al", "ook", "pas", "maar", "vooral"}
_WINDOW_OF_WORD = 40
_FIRST_WORD = re.compile(r"\W*([^\W\d_]+)")
LONGEST_FRAGMENT = 200


def is_told_as_past(text: str, start: int, end: int) -> bool:
    """Whether the sentence around `text[start:end]`, a time, tells of it as past.

    Args:
        text: The text of a document.
        start: Where the time starts in it, in code points.
        end: Where it ends.
    """
    word = _word_before(text[max(0, start - _WINDOW_OF_WORD) : start])
    if word and word not in _WHEN and word not in _DONE:
        return False
    left, right = _sentence(text, start, end)
    before, behind = text[left:start], text[end:right]
    if word in _SINCE:
        return True
    clause = _clause(text[left:right], start - left, end - left)
    if not _DONE.isdisjoint(_WORD.findall(before[-_WINDOW_OF_WORD:].lower())[-3:]):
        return not _speaks_of(_COMING, clause)
    opens_sentence = _OPENERS.issuperset(_WORD.findall(before.lower()))
    if opens_sentence and (word in _WHEN or not word) and _is_second_word_past(behind):
        return not _speaks_of(_COMING, clause)
    if word not in _WHEN:
        return False
    is_told = word == "uit" or _has_past_form(clause)
    if not is_told and behind[:1] == ",":
        # `In 2021, na lang wachten, werd ...` and `Tijdens de eerste golf, in april 2020, heb ik ...`
        goes_on = _FIRST_WORD.match(behind)
        is_verb = goes_on is not None and (goes_on[1] in _PAST or goes_on[1] in _AUXILIARIES)
        is_told = (opens_sentence or is_verb) and _has_past_form(_SUBORDINATE.split(behind, maxsplit=1)[0])
    # From the character before on, so that a window that begins in the middle of a word holds no half word.
    return is_told and not _speaks_of(_COMING, clause) and not _speaks_of(_PLANS, text[max(0, left - 1) : right])


def _speaks_of(words: Any, piece: str) -> bool:  # noqa: ANN401 (re2 carries no types)
    return words.search(piece.encode("utf-8", "surrogatepass")) is not None


def fragment_around(text: str, start: int, end: int) -> str:
    """The sentence around a time on one line, cut to `LONGEST_FRAGMENT` characters about the time."""
    left, right = _sentence(text, start, end)
    room = (LONGEST_FRAGMENT - (end - start)) // 2
    fragment = " ".join(text[max(left, start - room) : min(right, end + room)].split())
    # A lone surrogate cannot be stored.
    return fragment.encode("utf-8", "replace").decode()


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a time starts and ends, within `SENTENCE_WINDOW` on each side."""
    left = max(0, start - SENTENCE_WINDOW)
    for found in _SENTENCE_END.finditer(text, left, start):
        if not _NO_SENTENCE_END.search(text, max(0, found.start() - 6), found.start()):
            left = found.end()
    right = min(len(text), end + SENTENCE_WINDOW)
    for found in _SENTENCE_END.finditer(text, end, right):
        if not _NO_SENTENCE_END.search(text, max(0, found.start() - 6), found.start()):
            return left, found.start()
    return left, right


def _clause(sentence: str, start: int, end: int) -> str:
    """The part of a sentence between the borders of clauses around a time."""
    left, right = 0, len(sentence)
    for found in _CLAUSE_BORDER.finditer(sentence):
        if found.end() <= start:
            left = found.end()
        elif found.start() >= end:
            right = found.start()
            break
    return sentence[left:right]


def _word_before(before: str) -> str:
    """The word that says what the time is to its clause, behind which only stands what narrows the time.

    Empty where a mark or nothing stands before the time; `in` where it is narrowed without a preposition.
    """
    words = before.lower().split()
    is_narrowed = False
    for place in range(len(words) - 1, -1, -1):
        word = words[place]
        if word in _NARROWING:
            is_narrowed = True
        elif word in _TIME_NOUNS or word in _BETWEEN or (word == "van" and place and words[place - 1] in _TIME_NOUNS):
            continue
        elif word[-1] in ",.:;()" or word in _LIMITS:
            return "" if word not in _LIMITS else word
        elif is_narrowed:
            return word if word in _WHEN else "in"
        else:
            return word.strip("\"'“‘„(*_")
    return "in" if is_narrowed else ""


def _is_second_word_past(behind: str) -> bool:
    """Whether the word right behind a time that begins a sentence is a finite past form."""
    found = _FIRST_WORD.match(behind)
    if found is None or behind[:1] != " ":
        return False
    word = found[1]
    return word.islower() and (word in _PAST or (word not in _NOT_SECOND and _SECOND.match(word) is not None))


def _has_past_form(clause: str) -> bool:
    """Whether a clause has a finite past form, or a participle with `heeft` or `is`."""
    words = [word.lower() for word in _WORD.findall(clause)]
    if any(word in _PAST or _WEAK_PAST.match(word) for word in words):
        return True
    if not any(word in _AUXILIARIES for word in words):
        return False
    return any(_PARTICIPLE.match(word) and word not in _NO_PARTICIPLES for word in words)
