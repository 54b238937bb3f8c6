"""Function words of Dutch and of the languages that are taken for it.

The lists are short and written by hand from grammars; they are evidence a curator can read, not a model. Words that
Dutch writes too, if seldom, stay out of a neighbour's list (`net`, `mei`, `zien`, `'t`), and so do words from a
neighbour's list that it has far less often than Dutch (Low Saxon `van`, `het`).
"""

from __future__ import annotations

__all__ = ["FUNCTION_WORDS"]

FUNCTION_WORDS = {
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
"""By language (ISO 639), parted by white space, in lower case, with one kind of apostrophe."""
