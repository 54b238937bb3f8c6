"""What lines no journalist wrote look like: page furniture, code, placeholders. RE2 patterns on small letters.

They are about how Dutch and Flemish news sites and their systems write, not about one site. RE2 takes time that grows
with the length of a line only, as long as a pattern asks for no counted repeats; the lines are short, so none does.
RE2's `\\w` and `\\b` know ASCII only, which does for what is asked here.
"""

from __future__ import annotations

__all__ = [
    "BULLET",
    "CODE",
    "CODE_MARKS",
    "CUT",
    "ELLIPSIS",
    "FINISHED",
    "FURNITURE_LINE",
    "FURNITURE_PART",
    "FURNITURE_WORD",
    "LEFTOVER",
    "PLACEHOLDER_LINE",
    "WHOLE",
]

# --- page furniture ---------------------------------------------------------------------------------------------------
# The whole line, from its start to its end, but for marks around it.
_WHOLE_LINES = (
    r"(?:lees|kijk|bekijk|luister|zie|hoor) (?:hier )?(?:ook|meer|verder|hier)(?: (?:over|onder|op|in|naar)\b.*)?",
    r"(?:lees|kijk|bekijk|luister)(?: ook)?(?: hier)?(?: het| de| onze| dit| alle)?"
    r" (?:volledige|hele|meer|laatste|reacties|liveblog|video|foto's|artikelen|nieuws)\b.*",
    r"(?:meer|ander|recent|gerelateerd|aanbevolen|populair|laatste|meest gelezen)e?"
    r" (?:nieuws|artikelen|berichten|verhalen|video's|onderwerpen|over dit onderwerp)(?: (?:uit|over|van|in)\b.*)?",
    r"meest gelezen|net binnen|uitgelicht|trending|gesponsord|gerelateerd|ook interessant",
    r"(?:deel|delen|tweet|print|e-?mail|mail|whatsapp|facebook|twitter|linkedin|instagram|pinterest|x|bluesky|share)"
    r"(?: (?:dit|het|deze|op|via|met)\b.*)?",
    r"(?:facebook|twitter|whatsapp|linkedin|instagram|pinterest|e-?mail|print|deel|youtube|rss)"
    r"(?:[\s|/,·•-]+(?:facebook|twitter|whatsapp|linkedin|instagram|pinterest|e-?mail|print|deel|youtube|rss|x))+",
    r"(?:einde )?advertenties?|reclame|ingezonden mededeling|sluit(?:en)?(?: (?:menu|advertentie|venster))?",
    r"(?:lees verder|(?:de )?tekst (?:gaat|loopt) (?:verder|door)|(?:het )?artikel (?:gaat|loopt) (?:verder|door))"
    r" (?:onder|na|hieronder).*",
    r"(?:plaats|geef|schrijf|laat)(?: hier)?(?: een| je| uw)? (?:reactie|bericht|commentaar)(?: achter)?.*",
    r"reageer(?: op dit (?:artikel|bericht)| hier)?|(?:\d+|geen) reacties?|reacties(?: ?\(\d+\))?|log in om te reageren",
    r"(?:home|menu|zoeken|zoek|inloggen|uitloggen|contact|over ons|colofon|sitemap|disclaimer|privacy|voorpagina"
    r"|nieuws|sport|economie|binnenland|buitenland|cultuur|opinie|regio|weer|adverteren|abonneren|webshop|vacatures)"
    r"(?:\s*[|>»/·•›-]+\s*[\w '-]+)*",
    r"(?:naar|terug naar) (?:boven|de homepage|home|het overzicht|overzicht|de voorpagina|hoofdinhoud|inhoud)",
    r"(?:volgend|vorig)e? (?:artikel|bericht|pagina)(?:\W.*)?|« vorige.*|volgende »|direct naar (?:de )?inhoud",
    r"(?:gepubliceerd|geplaatst|laatst bijgewerkt|bijgewerkt|laatste update) ?(?:op|om|:).*",
    r"(?:©|copyright|\(c\))\s.*",
    r"(?:tags|trefwoorden|labels|categorie(?:ën)?|filed under|delen via|bron afbeelding|leestijd)\s*:.*",
)
# Anywhere in a line that is not long.
_PARTS = (
    r"(?:schrijf (?:je|u)(?: nu| hier)? in|meld (?:je|u)(?: nu| hier| gratis)? aan|aanmelden|inschrijven|abonneer)"
    r".*nieuwsbrief",
    r"(?:ontvang|krijg).*(?:nieuwsbrief|in (?:je|uw) (?:mail|inbox|mailbox))",
    r"(?:je|uw) e-?mail(?:adres)?.*(?:wordt niet gepubliceerd|invullen|in te vullen)",
    r"volg ons (?:op|via)|like ons op|download (?:de|onze) app|voeg ons toe (?:op|als)",
    r"(?:dit|het) artikel is (?:alleen|exclusief|uitsluitend)?.*(?:voor|toegankelijk voor)"
    r" (?:onze )?(?:abonnees|leden|premium)",
    r"(?:al|nog geen|ben je al|bent u al|word|ook) (?:abonnee|lid)\s*\?|neem (?:nu )?een abonnement|word (?:nu )?abonnee",
    r"(?:log|logt) (?:hier )?in (?:om|en lees)|lees (?:dit artikel|verder) (?:gratis|met een)|"
    r"(?:onbeperkt|direct) toegang tot.*(?:artikelen|premium)",
    r"alle rechten voorbehouden|all rights reserved|zonder (?:voorafgaande |schriftelijke )*toestemming"
    r" (?:van de (?:uitgever|redactie) )?(?:worden )?(?:overgenomen|gereproduceerd|verveelvoudigd)",
    r"(?:zet|schakel) javascript|javascript (?:is uitgeschakeld|staat uit|in te schakelen|nodig)"
    r"|(?:je|uw) browser (?:ondersteunt|is verouderd)|adblocker (?:uit|gedetecteerd)",
    r"(?:pagina|artikel) (?:is |kan |kon |werd )?(?:helaas )?niet (?:worden )?gevonden|404 (?:not found|error|fout)",
    # Cookies, where the site speaks for itself or asks its reader; an article about cookies speaks of others.
    r"\b(?:wij|we|onze|deze (?:web)?site|[\w-]+\.(?:nl|be|com))\b.*\b[\w-]*cookies?\b",
    r"\b[\w-]*cookies?\b.*\b(?:wij|we|onze|deze (?:web)?site)\b",
    r"\b[\w-]*cookies?\b.*\b(?:u|uw|je|jouw)\b.*(?:akkoord|toestemming|voorkeur|instelling|accepte|weiger)",
    r"\b(?:u|uw|je|jouw)\b.*(?:akkoord|toestemming|voorkeur|accepte|weiger).*\b[\w-]*cookies?\b",
    r"(?:accepteer|weiger|beheer|alle|noodzakelijke|functionele|analytische) (?:alle )?cookies|cookie-?"
    r"(?:instellingen|voorkeuren|beleid|verklaring|melding)\W*$|alles accepteren|privacy(?:verklaring|statement)\W*$",
)
FURNITURE_LINE = rf"^\W*(?:{'|'.join(_WHOLE_LINES)})\W*$"
FURNITURE_PART = "|".join(_PARTS)
# A line without one of these words holds no such part, and is not looked at. The words of a batch are looked up in its
# dictionary, where each stands once.
FURNITURE_WORD = (
    "cookie|nieuwsbrief|e-?mail|inbox|mailbox|abonne|rechten|rights|toestemming|copyright|javascript|browser|adblock"
    "|privacy|^(?:volg|like|download|voeg|artikel|lid|log|logt|lees|toegang|gevonden|404|accepteren|accepteer|c)$"
)

# --- code and markup --------------------------------------------------------------------------------------------------
_TAG = (
    r"</?(?:a|article|aside|b|blockquote|body|br|button|center|div|em|figcaption|figure|font|footer|form|h[1-6]|head"
    r"|header|hr|html|i|iframe|img|input|label|li|link|main|meta|nav|ol|option|p|path|picture|script|section|select"
    r"|small|source|span|strong|style|sub|sup|svg|table|tbody|td|th|thead|title|tr|u|ul|video)(?:\s[^<>]*)?/?>"
)
_CODE = (
    _TAG,
    r"<!--|-->|<!\[cdata\[|<!doctype|<\?(?:php|xml)|\?>\s*$",
    # Scripts.
    r"\bfunction\s*\w*\s*\([^)]*\)\s*\{|=>\s*[{(]|\b(?:var|let|const)\s+[\w${\[][^=]*=",
    r"\b(?:document|window|console|googletag|datalayer|jquery|math|json)\.\w+|\$\(['\"#.]|\b(?:gtag|fbq|ga)\(",
    r"^\s*(?:import|export)\b.*(?:\bfrom\b|['\"{])|^\s*(?:if|for|while|else|switch|try|catch|return)\b.*[({;]\s*$",
    # A list of a decree ends its items with a semicolon too: the line must hold more of a statement.
    r"\{\s*$|(?:['\"\]}]|\(\));\s*$|=.*;\s*$|\w\.\w+\(.*\);\s*$|^\s*[})\]]+[;,]?\s*$|^\s*(?://|/\*|\*/)",
    # Style sheets.
    r"^\s*[.#@]?[\w .#:>,-]+\{|(?:^|[{;])\s*(?:background|border|bottom|color|cursor|display|float|font|height|left"
    r"|line-height|margin|max|min|opacity|overflow|padding|position|right|text|top|width|z-index)[\w-]*\s*:[^;]*;",
    # Data.
    r"\"[\w@$-]+\"\s*:\s*[\"\[{\dtfn-]",
    # Wikis, bulletin boards, blogs.
    r"\{\{[^{}]*\}\}|^\s*\{\||^\s*\|[-}]|^\s*\|.*(?:=|\|\s*$)|\[\[(?:bestand|file|image|afbeelding|categorie|category):",
)
CODE = "|".join(_CODE)
# What systems of blogs and boards leave in a text: of no weight beside it, so flagged and no more.
LEFTOVER = (
    r"\[/?(?:audio|b|caption|center|code|color|embed|et_pb_\w+|gallery|i|img|list|quote|size|u|url|vc_\w+|video|youtube)"
    r"(?:[= ][^\]]*)?\]|^\s*(?:```|~~~)|^\s*:::\w*\[|!\[[^\]]*\]\([^)]*\)|\{%.*%\}"
)
CODE_MARKS = b"<>{}[]=|$`~"
"""A line without one of these is not looked at."""

# --- placeholders -----------------------------------------------------------------------------------------------------
PLACEHOLDER_LINE = (
    r"^\W*(?:(?:de |het )?(?:tekst|artikel|bericht|inhoud|content|intro|kop|titel|foto|video|beeld|verslag|update"
    r"|meer(?: informatie| nieuws)?|uitslag|nadere informatie|verdere berichtgeving) (?:volgt|volgen|komt)"
    r"(?: nog| later| zo| snel| spoedig| hier| binnenkort| vandaag| morgen| z\.?s\.?m\.?| zo spoedig mogelijk)*"
    r"|(?:hier )?(?:komt|plaats|typ|zet|vul)(?: hier)?(?: nog)? (?:de|het|je|uw|een|jouw) (?:\w+ )?"
    r"(?:tekst|titel|kop|intro|inhoud|artikel|bericht|omschrijving|tekstblok)(?: in)?"
    r"|(?:hier )?(?:komt|staat)(?: (?:nog|later|straks))* (?:tekst|iets|content)"
    r"|(?:binnenkort|later|straks) (?:meer|volgt meer)(?: informatie| nieuws| hierover| over dit onderwerp)?"
    r"|(?:dit is )?(?:een )?(?:test|test-?(?:artikel|bericht|pagina|tekst)|dummy ?(?:tekst|artikel)?|voorbeeldtekst"
    r"|placeholder|blindtekst|plattetekst|invultekst|opvultekst|werktitel)"
    r"|(?:deze pagina|dit artikel|dit bericht) (?:is|wordt) (?:nog )?(?:in bewerking|in aanbouw|onder constructie|leeg)"
    r"|\[?(?:titel|kop|tekst|intro|naam|datum|plaats|auteur|foto|onderschrift|subkop|streamer|quote)\]"
    r"|(?:x{3,}|tk|t\.k\.|tbd|todo|n\.?n\.?b\.?)(?: x{3,})*)\W*$"
)

# --- form -------------------------------------------------------------------------------------------------------------
BULLET = r"^\s*(?:[-*•‣·▪●○■–—]\s|\d{1,3}[.)]\s)"
ELLIPSIS = r"(?:…|\.\.\.)[\s\"'”’)\]]*$"
_CLOSERS = r"[\s\"'”’“‘»«)\]*_]*$"
# A paragraph that ends like a sentence.
FINISHED = rf"[.!?…]{_CLOSERS}"
# A last line that is whole although no stop ends it: a credit in brackets, an address of the web, a colon before what
# a page shows below.
WHOLE = r"[.!?…:;][^\pL\pN]*$|[)\]\"'”’»]\s*$|(?:https?://|www\.|@)\S+\s*$"
# A last line that no sentence ends with, however short: what teasers put where they cut, a comma, or a word that asks
# for another. Prepositions are left out: Dutch sentences end with them (`Hij gaf het op`).
CUT = (
    r"(?:\[(?:\.{3}|…|\+)\]|\((?:\.{3}|…)\)|,|\b(?:de|het|een|van|en|of|dat|omdat|maar|met|voor de|deze|zijn|hun|die"
    r"|door|wordt)\s*(?:\.{3}|…)?)\s*$"
)
