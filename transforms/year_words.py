"""The words beside a number that say whether it is a year; `transforms.year_contexts` asks for them."""

# ruff: noqa: RUF001 (the sign of multiplication is one of the words)
from __future__ import annotations

__all__ = [
    "ABOUT_WORDS",
    "CHANGE_WORDS",
    "COUNTED_THINGS",
    "LINK_WORDS",
    "LOOSE_WORDS",
    "NOUN_ENDINGS",
    "NUMBERED_THINGS",
    "PHRASE_WORDS",
    "PLURAL_LOOK_ALIKES",
    "STREET_ENDINGS",
    "TIME_WORDS",
    "UNITS",
]


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


TIME_WORDS = _set_of(
    "in sinds sedert anno eind einde begin medio midden half halverwege omstreeks jaar jaren jare jaargang zomer"
    " winter herfst lente voorjaar najaar kwartaal seizoen schooljaar academiejaar boekjaar studiejaar uit vanaf vóór"
    " a° a°. editie lichting grondwet oogstjaar bouwjaar jaargangen periode kerst kerstmis pasen pinksteren"
    " verkiezingen"
)
"""Before a year and hardly ever before a count."""

LOOSE_WORDS = _set_of(
    "van tot voor na rond tegen over per naar wet besluit editie op ca ca. circa tussen en of t/m sind"
)
"""Before a year more often than before a count."""

PHRASE_WORDS = _set_of("met door rondom binnen vòòr de het deze is was zijn werd ook al dan als t.o.v. versus")
"""Before a year or a count alike."""

LINK_WORDS = _set_of("en of tot t/m tussen")
"""Between two years: behind a year, what follows them is one too."""

ABOUT_WORDS = _set_of(
    "ruim bijna ongeveer zo'n zo’n maximaal minimaal minstens hooguit hoogstens liefst slechts totaal plusminus"
    " nagenoeg krap pakweg gemiddeld meerdere tenminste honderden elke iedere"
)
"""Before a count, however it goes on."""

CHANGE_WORDS = _set_of(
    "steeg stegen stijgt stijgen gestegen daalde daalden daalt dalen gedaald groeide groeiden gegroeid zakte zakten"
    " oplopen opgelopen opliep toegenomen afgenomen verhoogd verlaagd teruggebracht"
)
"""Where one of these stands before `naar` or `tot`, a count follows."""

NUMBERED_THINGS = _set_of(
    "€ $ £ ¥ ƒ f fl fl. eur usd gbp bef nummer nummers nr nr. nrs. no no. n°. n° artikel artikelen art art. pagina"
    " pag pag. p p. blz blz. bladzijde bladzijden paragraaf hoofdstuk zaal lijn bus vlucht telefoon telefoonnummer tel"
    " tel. fax postbus pincode code isbn issn rfc iso nen versie v. model type formulier regel windows natura"
    " ubuntu cyberpunk peugeot"
    " boeing airbus porsche bmw volvo nokia top plein fonds club dossier kamerstuk kamerstukken zaaknummer rekening"
    " rekeningnummer iban kvk kvk-nummer btw sectie perceel lot kavel bouwnummer startnummer rugnummer huisnummer"
    " km-paal octaan id pc port poort fout foutcode error din iec en-norm stbl stb. stcrt. stcrt bwv kv schaal mach"
    " tabel bit camping agent eenheid geforce radeon core ryzen xeon galaxy lumia cisco catalyst zaak parketnummer"
    " postcode toestel vluchtnummer x × maal keer er kvk. toestelnr. kenmerk kenteken"
)
"""Before a number that names something or is money."""

STREET_ENDINGS = (
    "straat",
    "laan",
    "plein",
    "kade",
    "gracht",
    "singel",
    "steeg",
    "dreef",
    "boulevard",
    "dijk",
    "weg",
    "hof",
)
"""Of a name before a number that is a house."""

UNITS = _set_of(
    "euro euro’s euro's eur gulden guldens dollar dollars pond ponden frank francs franken mark yen cent roebel"
    " kronen zloty usd gbp bef miljoen miljard biljoen duizend procent promille km kilometer kilometers meter meters m"
    " cm mm dm m2 m3 m² m³ km² km2 centimeter millimeter hectare hectares ha mijl mijlen voet kg kilo kilogram gram g"
    " mg ton tonnen liter liters l ml cl kb mb gb tb kib mib gib kilobyte megabyte gigabyte bytes byte bits bit kbit"
    " mbit kbps mbps hz khz mhz ghz w watt kw kwh mw mwh gwh volt v ampère mah pk cc px pixels dpi tpm rpm toeren"
    " graden °c °f calorieën kcal joule bar uur uren minuut minuten seconde seconden sec min dag dagen week weken"
    " maand maanden jaar jaren nachten keer maal stuks punten punt x × stappen"
)
"""Behind a count: money and measures."""

COUNTED_THINGS = _set_of(
    "mensen personen man mannen vrouwen kinderen leerlingen studenten scholieren bezoekers inwoners bewoners burgers"
    " deelnemers leden medewerkers werknemers banen arbeidsplaatsen fte voltijdbanen vrijwilligers soldaten militairen"
    " agenten politieagenten slachtoffers doden gewonden vluchtelingen asielzoekers migranten patiënten klanten"
    " gebruikers abonnees lezers luisteraars kijkers volgers fans supporters toeschouwers belangstellenden gasten"
    " passagiers reizigers toeristen kiezers stemmen stemmers demonstranten betogers boeren ondernemers bedrijven"
    " winkels zaken vestigingen scholen ziekenhuizen bedden woningen huizen huishoudens gezinnen appartementen kamers"
    " gebouwen panden auto’s auto's auto voertuigen vrachtwagens fietsen treinen bussen schepen vliegtuigen bomen"
    " planten dieren koeien varkens kippen schapen paarden runderen kalveren vogels vissen soorten exemplaren boeken"
    " boekjes pagina’s pagina's woorden tekens letters regels berichten artikelen foto’s foto's video’s video's films"
    " liedjes nummers platen albums werken schilderijen tekeningen objecten stukken meldingen klachten aanvragen"
    " gevallen incidenten misdrijven overtredingen boetes besmettingen tests testen vaccinaties prikken plaatsen"
    " plekken zitplaatsen parkeerplaatsen stoelen kaarten kaartjes tickets aandelen stemgerechtigden handtekeningen"
    " reacties vragen antwoorden ideeën projecten gemeenten dorpen steden locaties paren kopieën computers servers"
    " apparaten telefoons pakketten packages bestanden documenten datasets zonnepanelen windmolens turbines"
    " consultatiebureaus collega’s collega's jongeren ouderen jongens meisjes vierkante kubieke strekkende extra"
    " nieuwe andere verschillende jonge oudere dergelijke zulke ha. familieleden gelovigen joden gevangenen"
    " personeelsleden aanwezigen begunstigden donateurs sponsors huwelijken geboorten sterfgevallen overledenen"
    " leraren docenten artsen verpleegkundigen zorgmedewerkers ambtenaren vakantiewoningen hotelkamers kilocalorieën"
    " eenheden porties flessen dozen zakken vaten kratten broden eieren maaltijden glazen biertjes wedstrijden"
    " doelpunten treffers overwinningen medailles landen talen volkeren stemrechten demonstraties stakingen"
)
"""Behind a count: people and things that newspapers count, and what stands before them."""

PLURAL_LOOK_ALIKES = _set_of(
    "hebben waren werden worden kunnen konden moeten moesten mogen mochten zullen zouden willen wilden gingen komen"
    " kwamen kregen krijgen bleven blijven stonden lagen liggen zaten zitten deden doen tussen tegen samen eens steeds"
    " alles slechts reeds anders alleen binnen buiten boven even tijdens volgens wegens sinds een geen namen gaven"
    " zagen hadden vielen stierven trokken begonnen verschenen volgden vonden maakten hielden liepen besloten"
    " vertrokken ontstonden leefden woonden werkten telden leverden groeiden stegen daalden verloren wonnen speelden"
    " traden sloten braken bouwden bestonden brachten verdwenen kozen toen vervolgens nogmaals was is als dus thuis"
    " hen den verscheen verdween scheen leken bleken leiden bevatten zorgden volgen gelden tonen tellen laten weten"
    " vinden beginnen starten openen sluiten nemen maken leveren blijken dienden eisten meldden stemden haalden zetten"
    " legden gebeuren verzoeken alvorens en eigen ons voorts"
)
"""Behind a year, and no plurals."""

NOUN_ENDINGS = ("aten", "iten", "anten", "enten", "heden", "steden", "leden", "gasten", "honden", "kanten", "kaarten")
"""Plurals in -den and -ten; most other words in these are verbs."""
