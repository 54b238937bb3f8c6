r"""What lines no journalist wrote look like: page furniture, code, placeholders. RE2 patterns on small letters.

They are about how Dutch and Flemish news sites and their systems write, not about one site. RE2 takes time that grows
with the length of a line only, as long as a pattern asks for no counted repeats; the lines are short, so none does.
RE2's `\w` and `\b` know ASCII only, which does for what is asked here.
"""

from __future__ import annotations

import re2

__all__ = [
    "BULLET",
    "CODE",
    "CODE_MARKS",
    "CUT",
    "FURNITURE_LINE",
    "FURNITURE_PART",
    "FURNITURE_WORDS",
    "MARKUP",
    "MENU_LINE",
    "OPENING_WORD",
    "PLACEHOLDER_LINE",
    "WHOLE",
]

# --- page furniture ---------------------------------------------------------------------------------------------------
# Words of menus. One of them alone on a line may be a heading; several in a text are a menu.
_MENU_WORDS = (
    r"home|menu|zoeken|zoek|inloggen|uitloggen|contact|over ons|colofon|sitemap|disclaimer|privacy|voorpagina|homepage"
    r"|nieuws|sport|economie|binnenland|buitenland|cultuur|opinie|regio|weer|adverteren|abonneren|webshop|vacatures"
    r"|wetenschap|podcasts?|archief|puzzels|magazine|service|veelgestelde vragen|nieuwsbrieven|wachtwoord vergeten"
    r"|mijn (?:account|gegevens|abonnementen|nieuws|leeslijst)|digitale krant|registreren|zoekresultaten|columnisten"
    r"|tech|media|boeken|klimaat|recht|service|webwinkel|familieberichten|video|foto's|uitgelicht|trending|gesponsord"
    r"|gerelateerd|ook interessant|meest gelezen|net binnen|reclame|delen|deel|print|e-?mail|whatsapp|facebook|twitter"
    r"|linkedin|instagram|pinterest|youtube|rss|bluesky|x|sluiten|terug"
)
MENU_LINE = rf"^\W*(?:{_MENU_WORDS})\W*$"
# The whole line, from its start to its end, but for marks around it.
_WHOLE_LINES = (
    # `Lees ook: ...`, `Lees meer over ...`; `Zie ook de brief van ...` in a letter to the editor is none.
    r"(?:lees|kijk|bekijk|luister|zie|hoor) (?:hier )?(?:ook|meer|verder|hier|terug)(?:\s*[:>»–-].*)?",
    r"(?:lees|kijk|bekijk|luister) (?:hier )?(?:ook|meer|verder|hier) (?:over|onder|op|in|naar|dit|deze|ons|onze)\b.*",
    (
        r"(?:lees|kijk|bekijk|luister)(?: ook)?(?: hier)?(?: het| de| onze| dit| alle)?"
        r" (?:volledige|hele|meer|laatste|reacties|liveblog|video|foto's|artikelen|nieuws)\b.*"
    ),
    (
        r"(?:meer|ander|recent|gerelateerd|aanbevolen|populair|laatste|meest gelezen)e?"
        r" (?:nieuws|artikelen|berichten|verhalen|video's|onderwerpen|over dit onderwerp)(?: (?:uit|over|van|in)\b.*)?"
    ),
    r"(?:deel|delen|tweet|mail|print) (?:dit|deze) (?:artikel|bericht|verhaal|nieuws|pagina|link|video)\b.*",
    r"(?:deel|delen|share|volg)(?: ons| dit)? (?:op|via|met) (?:facebook|twitter|whatsapp|linkedin|x|bluesky|mail).*",
    (
        r"(?:facebook|twitter|whatsapp|linkedin|instagram|pinterest|e-?mail|print|deel|youtube|rss)"
        r"(?:[\s|/,·•-]+(?:facebook|twitter|whatsapp|linkedin|instagram|pinterest|e-?mail|print|deel|youtube|rss|x))+"
    ),
    r"(?:einde )?advertenties?|ingezonden mededeling|sluit(?:en)? (?:menu|advertentie|venster)",
    (
        r"(?:lees verder|(?:de )?tekst (?:gaat|loopt) (?:verder|door)|(?:het )?artikel (?:gaat|loopt) (?:verder|door))"
        r" (?:onder|na|hieronder).*"
    ),
    r"(?:plaats|geef|schrijf|laat)(?: hier)?(?: een| je| uw)? (?:reactie|bericht|commentaar)(?: achter)?.*",
    r"reageer(?: op dit (?:artikel|bericht)| hier)?|(?:\d+|geen) reacties?|reacties(?: ?\(\d+\))?",
    rf"(?:{_MENU_WORDS})(?:\s*[|>»·•]+\s*[\w '-]+)+",
    r"(?:naar|terug naar) (?:boven|de homepage|home|het overzicht|overzicht|de voorpagina|hoofdinhoud|inhoud)",
    r"(?:volgend|vorig)e? (?:artikel|bericht|pagina)(?:\W.*)?|« vorige.*|volgende »|direct naar (?:de )?inhoud",
    r"(?:gepubliceerd|geplaatst|laatst bijgewerkt|bijgewerkt|laatste update) ?(?:op|om|:).*",
    r"(?:©|copyright|\(c\))\s.*",
    (
        r"(?:alle |alleen |accepteer |weiger |beheer )+(?:(?:noodzakelijke|functionele) )?cookies(?:"
        r" (?:accepteren|weigeren))?"
    ),
    (
        r"cookie-?(?:instellingen|voorkeuren|beleid|verklaring|melding|statement)s?(?:[ :].*)?|alles"
        r" (?:accepteren|weigeren)"
    ),
    r"(?:privacy|cookie)-?(?: en cookie-?)?(?:verklaring|statement|beleid)|voorkeuren (?:opslaan|beheren)",
    r"(?:tags|trefwoorden|labels|categorie(?:ën)?|filed under|delen via|bron afbeelding|leestijd)\s*:.*",
)
# Anywhere in a line that is not long.
_PARTS = (
    (
        r"(?:schrijf (?:je|u)(?: nu| hier)? in|meld (?:je|u)(?: nu| hier| gratis)? aan|aanmelden|inschrijven|abonneer)"
        r".*nieuwsbrief"
    ),
    r"(?:ontvang|krijg).*(?:nieuwsbrief|in (?:je|uw) (?:mail|inbox|mailbox))",
    r"(?:je|uw) e-?mail(?:adres)?.*(?:wordt niet gepubliceerd|invullen|in te vullen)",
    r"volg ons (?:op|via)|like ons op|download (?:de|onze) app|voeg ons toe (?:op|als)",
    (
        r"(?:dit|het) artikel is (?:alleen|exclusief|uitsluitend)?.*(?:voor|toegankelijk voor)"
        r" (?:onze )?(?:abonnees|leden|premium)"
    ),
    r"(?:al|nog geen|ben je al|bent u al|word|ook) (?:abonnee|lid)\s*\?|neem (?:nu )?een abonnement|word nu abonnee",
    (
        r"(?:log|logt) (?:hier )?in (?:om|en lees)|(?:heb je|hebt u|heeft u) al een (?:abonnement|account)\s*\?"
        r"|onderstaande abonnementen|€ ?\d+(?:,\d\d|,-)? per (?:week|maand)\W*$|(?:week|maand)en? gratis\W*$"
        r"|lees (?:dit artikel|verder) (?:gratis|met een)"
        r"|(?:onbeperkt|direct) toegang tot.*(?:artikelen|premium)"
    ),
    (
        r"alle rechten voorbehouden|all rights reserved|zonder (?:voorafgaande |schriftelijke )*toestemming"
        r" (?:van de (?:uitgever|redactie) )?(?:worden )?(?:overgenomen|gereproduceerd|verveelvoudigd)"
    ),
    (
        r"(?:zet|schakel) javascript|javascript (?:is uitgeschakeld|staat uit|in te schakelen|nodig)"
        r"|(?:je|uw) browser (?:ondersteunt|is verouderd)|adblocker (?:uit|gedetecteerd)"
    ),
    r"(?:pagina|artikel) (?:is |kan |kon |werd )?(?:helaas )?niet (?:worden )?gevonden|404 (?:not found|error|fout)",
    # Cookies, where the site says of itself that it sets them or asks for leave. Articles about cookies, in which sites
    # are spoken of and the reader is addressed, are news: they have none of these sentences, or one in a quotation.
    (
        r"\b(?:wij|we|(?:deze|onze) (?:web)?site|ons platform)\b[^.!?]*\b(?:gebrui|plaats|zet|bewa)\w*"
        r"[^.!?]*\b[\w-]*cookies?\b"
    ),
    (
        r"\b(?:wij|we|onze (?:web)?site)\b[^.!?]*\bmaa?k\w* gebruik[^.!?]*\bcookies?\b|\b[\w-]*cookies "
        r"[^.!?]*\b(?:wij|we)\b"
    ),
    r"\bdeze (?:web)?site maakt gebruik van [^.!?]*\bcookies?\b|^\W*cookies op (?:deze|onze) (?:web)?site",
    (
        r"\b(?:gaat? (?:u|je)|(?:u|je) gaat) akkoord [^.!?]*\bcookies?\b|\b(?:uw|je|jouw) toestemming "
        r"[^.!?]*\bcookie-?instelling"
    ),
    (
        r"^\W*(?:strikt )?(?:functionele|noodzakelijke|analytische|statistische|marketing|tracking|social media)[ -]?"
        r"cookies\b"
    ),
    (
        r"^\W*(?:wat|welke) [^.!?]*\bcookies?\b[^.!?]*\?\W*$|^\W*(?:een )?cookies? (?:is|zijn) (?:een"
        r" )?klein\w* [^.!?]*bestand"
    ),
)
FURNITURE_LINE = rf"^\W*(?:{'|'.join(_WHOLE_LINES)})\W*$"
FURNITURE_PART = re2.compile("|".join(_PARTS))
# A line without one of these words is not looked at. The words of a batch are looked up in its dictionary, where each
# stands once.
FURNITURE_WORDS = tuple(
    f"{first}{second}"
    for first, seconds in (
        ("nieuwsbrief", ("", "ven")),
        ("e-mail", ("", "adres", "adressen")),
        ("abonne", ("e", "es", "er", "ren", "ment", "menten")),
        (
            "",
            ("email", "emailadres", "inbox", "mailbox", "mail", "proefabonnement", "javascript", "browser", "browsers"),
        ),
        (
            "",
            ("adblocker", "adblock", "volg", "like", "download", "voeg", "log", "logt", "premium", "leden", "gevonden"),
        ),
        (
            "",
            ("404", "account", "gratis", "week", "maand", "voorbehouden", "reserved", "overgenomen", "gereproduceerd"),
        ),
        ("", ("verveelvoudigd",)),
    )
    for second in seconds
)
"""With these the parts above come, and with any word that holds `cookie`."""

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
    (
        r"^\s*[.#@]?[\w .#:>,-]+\{|(?:^|[{;])\s*(?:background|border|bottom|color|cursor|display|float|font|height|left"
        r"|line-height|margin|max|min|opacity|overflow|padding|position|right|text|top|width|z-index)[\w-]*\s*:[^;]*;"
    ),
    # Data.
    r"\"[\w@$-]+\"\s*:\s*[\"\[{\dtfn-]",
    # Wikis, bulletin boards, blogs.
    r"\{\{[^{}]*\}\}|^\s*\{\||^\s*\|[-}]|^\s*\|.*(?:=|\|\s*$)|\[\[(?:bestand|file|image|afbeelding|categorie):",
)
CODE = re2.compile("|".join(_CODE))
# What systems of blogs and boards leave in a text: of no weight beside it, so flagged and no more.
_LEFTOVER = (
    r"\[/?(?:audio|b|caption|center|code|color|embed|et_pb_\w+|gallery|i|img|list|quote|size|u|url|vc_\w+"
    r"|video|youtube)"
    r"(?:[= ][^\]]*)?\]|^\s*(?:```|~~~)|^\s*:::\w*\[|!\[[^\]]*\]\([^)]*\)|\{%.*%\}"
)
MARKUP = re2.compile("|".join((*_CODE, _LEFTOVER)))
CODE_MARKS = b"<>{}[]=|$`~"
"""A line without one of these is not looked at."""

# --- placeholders -----------------------------------------------------------------------------------------------------
PLACEHOLDER_LINE = (
    r"^\W*(?:(?:tekst|artikel|bericht|inhoud|content|intro|kop|titel|foto|video|beeld|verslag|update"
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

# The first words of all whole lines above, placeholders too. A short line that begins with another word is not looked
# at; one that begins with the copyright sign is.
OPENING_WORD = (
    r"^(?:"
    r"\d+|x+|lees|kijk|bekijk|luister|zie|hoor|meer|ander|andere|recent|recente|gerelateerd|gerelateerde"
    "|aanbevolen|populair|populaire|laatste?|meest|net|uitgelicht|trending|gesponsord|ook|deel|delen|tweet|print"
    "|e-?mail|mail|whatsapp|facebook|twitter|linkedin|instagram|pinterest|bluesky|share|youtube|rss|einde"
    "|advertenties?|reclame|ingezonden|sluit|sluiten|tekst|artikel|het|plaats|geef|schrijf|laat|reageer|geen"
    "|reacties|home|homepage|menu|zoeken|zoek|zoekresultaten|inloggen|uitloggen|contact|over|colofon|sitemap"
    "|disclaimer|privacy|voorpagina|nieuws|sport|economie|binnenland|buitenland|cultuur|opinie|regio|weer"
    "|adverteren|abonneren|webshop|vacatures|wetenschap|podcasts?|archief|puzzels|magazine|service|veelgestelde"
    "|nieuwsbrieven|wachtwoord|mijn|digitale|registreren|naar|terug|volgend|volgende|vorig|vorige|direct"
    "|gepubliceerd|geplaatst|bijgewerkt|copyright|c|alle|alleen|accepteer|weiger|beheer|cookie.*|alles|privacy.*"
    "|voorkeuren|tags|trefwoorden|labels|categorieën?|categorie|filed|bron|leestijd|bericht|inhoud|content|intro"
    "|kop|titel|foto|video|beeld|verslag|update|uitslag|nadere|verdere|hier|komt|staat|typ|zet|vul|binnenkort"
    "|later|straks|dit|deze|een|test|test-.*|dummy.*|voorbeeldtekst|placeholder|blindtekst|plattetekst|invultekst"
    "|opvultekst|werktitel|naam|datum|auteur|onderschrift|subkop|streamer|quote|tk|t|tbd|todo|n|nnb"
    "|columnisten|tech|media|boeken|klimaat|recht|webwinkel|familieberichten|foto's"
    ")$"
)

# --- form -------------------------------------------------------------------------------------------------------------
BULLET = r"^\s*(?:[-*•‣·▪●○■–—]\s|\d{1,3}[.)]\s)"
# A last line that is whole although no stop ends it: a credit in brackets, an address of the web, a colon before what
# a page shows below.
WHOLE = re2.compile(r"[:;][^\pL\pN]*$|[)\]\"'”’»]\s*$|(?:https?://|www\.|@)\S+\s*$")
# A last line that no sentence ends with, however short: what teasers put where they cut, a comma, or a word that asks
# for another. Prepositions are left out: Dutch sentences end with them (`Hij gaf het op`).
CUT = re2.compile(
    r"(?:\[(?:\.{3}|…|\+)\]|\((?:\.{3}|…)\)|,|\b(?:de|het|een|van|en|of|dat|omdat|maar|met|voor de|deze|zijn|hun|die"
    r"|door|wordt)\s*(?:\.{3}|…)?)\s*$"
)
