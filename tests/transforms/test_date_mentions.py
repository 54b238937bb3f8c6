"""Which years and dates are found in invented Dutch sentences, what days they mean, and what is no year."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.date_mentions import find_date_mentions, find_mentions, relation_to

WRITTEN_IN = 2018

# Sentence, then each mention in it as `written = first day .. last day precision`, parted by `;`. A year alone stands
# for all its days, a month for all of its own.
FORMS = [
    # A year behind a word of time.
    ("Het bedrijf verhuisde in 2009 naar Zwolle.", "2009"),
    ("De brug ging eind 2017 open.", "2017"),
    ("Begin 1997 begon de bouw.", "1997"),
    ("Sinds 2003 woont hij in Emmen.", "2003"),
    ("Medio 2016 kwam de vergunning.", "2016"),
    ("Dat was anno 2015 al bekend.", "2015"),
    ("In de zomer van 2014 was het droog.", "2014"),
    ("Het derde kwartaal van 2016 viel tegen.", "2016"),
    ("Vanaf 2020 geldt de regel voor iedereen.", "2020"),
    ("Tot 2030 blijft de centrale open.", "2030"),
    ("Vóór 1990 stond hier een fabriek.", "1990"),
    ("Een foto uit 1953 hangt in de hal.", "1953"),
    ("Het jaar 2000 begon rustig.", "2000"),
    ("In 2000 telde de gemeente 12.000 inwoners.", "2000"),
    ("Rond 1900 was de haven het drukst.", "1900"),
    ("In 1900 stond hier niets.", "1900"),
    ("Het huis is uit 1637.", "1637"),
    ("In 1296 werd de graaf vermoord.", "1296"),
    ("De dijk brak in 1421.", "1421"),
    ("Omstreeks 1850 kwam de trein.", "1850"),
    ("In 2100 staat de zee een meter hoger.", "2100"),
    ("De verkiezingen van 2017 waren spannend.", "2017"),
    ("De winnaar van 1999 was er ook.", "1999"),
    ("Hij werd wereldkampioen in 2011, 2012 en 2014.", "2011; 2012; 2014"),
    ("In 1936, 1940 en 1944 won hij opnieuw.", "1936; 1940; 1944"),
    ("Tussen 1976 en 1983 zat hij vast.", "1976; 1983"),
    ("Van 1926 tot 1946 bestond de club.", "1926; 1946"),
    ("Van 1795 tot en met 1813 was dat zo.", "1795; 1813"),
    ("Zowel 2015 als 2016 was warm.", "2015; 2016"),
    ("In 2015 of 2016 is het misgegaan.", "2015; 2016"),
    ("2012 was een goed jaar.", "2012"),
    ("2016: een terugblik", "2016"),
    ("De plannen voor 2019 liggen klaar.", "2019"),
    ("Een groei van 3 procent ten opzichte van 2017.", "2017"),
    ("Het WK 2014 was in Brazilië.", "2014"),
    ("De Olympische Spelen van Sydney 2000 waren groots.", "2000"),
    ("Bomenbeleidsplan 2025 is klaar.", "2025"),
    ("De Agenda 2030 van de VN telt 17 doelen.", "2030"),
    ("Het Jaarverslag 2016 verscheen laat.", "2016"),
    ("Zijn debuut (1987) werd geprezen.", "1987"),
    ("Het boek (Uitgeverij De Molen, 1993) is zeldzaam.", "1993"),
    ("Jansen (1943) is schilder.", "1943"),
    ("Het **2018** getal staat vet.", "2018"),
    ("Wie won in 2009? Niemand.", "2009"),
    ("Het gebeurde in 2009!", "2009"),
    ("Dat was in\n2009 ook zo.", "2009"),
    ("Die regel is van 2011.", "2011"),
    ("In 2012 dienden 1500 mensen een klacht in.", "2012"),
    ("In 2018 mensen blijven helpen is de opdracht.", "2018"),
    ("De 2018-editie was uitverkocht.", "2018"),
    ("Dit geldt per 2019.", "2019"),
    ("Pas ná 2020 wordt het beter.", "2020"),
    ("Al in 1815 ging het land samen.", "1815"),
    ("De grondwet van 1848 is van Thorbecke.", "1848"),
    ("De Wet van 1810 gold nog.", "1810"),
    ("‘2018 wordt ons jaar’, zei de trainer.", "2018"),
    ("Bouwjaar 1932, label G.", "1932"),
    ("Seizoen 2009 was zijn laatste.", "2009"),
    ("Amsterdam, 2013.", "2013"),
    ("Vooral het seizoen '13-'14 was top.", "'13-'14 = 2013-01-01 .. 2014-12-31 range"),
    ("Jansen (Gent, °1945) schrijft.", "1945"),
    ("Het festival (editie 2016) was vol.", "2016"),
    # Between years and counts.
    ("Van 1993 tot 1999 jaar na jaar hetzelfde.", "1993; 1999"),
    ("De omzet steeg van 1800 in 2016 naar 2000 in 2017.", "2016; 2017"),
    ("Van de 1800 leerlingen slaagden er in 2017 1500.", "2017"),
    ("In 2018 12 doden gevallen.", "2018"),
    ("De seizoenen 2013-2014 en 2014-2015 waren goed.",
     "2013-2014 = 2013-01-01 .. 2014-12-31 range; 2014-2015 = 2014-01-01 .. 2015-12-31 range"),
    ("De lijst Schilderijen/1875-1902/1903-1941 is af.",
     "1875-1902 = 1875-01-01 .. 1902-12-31 range; 1903-1941 = 1903-01-01 .. 1941-12-31 range"),
    ("De verkiezingen Tweede Kamer 2017 waren spannend.", "2017"),
    ("De kerstmarkt 2016 gaat door.", "2016"),
    ("Het schilderij, 1642, hangt in Amsterdam.", "1642"),
    ("Het gebeurde 18 juin 1815 bij Waterloo.", "1815"),
    ("De kerk werd rond 1450 gebouwd.", "1450"),
    ("Het was 1672, het rampjaar.", "1672"),
    ("Rio 2016 wordt zijn laatste toernooi.", "2016"),
    ("© 2018 De Krant", "2018"),
    ("Jansen, 2004; De Vries, 2010.", "2004; 2010"),
    # Months.
    ("In november 2017 was de zaak rond.", "november 2017"),
    ("Sinds februari 2016 is het dicht.", "februari 2016"),
    ("Maart en april 2020 waren stil.", "april 2020"),
    ("Het stond er in september van 2015 al.", "september van 2015 = 2015-09-01 .. 2015-09-30 month"),
    ("Vanaf okt. 2014 betaalt hij.", "okt. 2014 = 2014-10-01 .. 2014-10-31 month"),
    ("Augustus 2005 was koel.", "Augustus 2005 = 2005-08-01 .. 2005-08-31 month"),
    ("In mei 1940 viel de stad.", "mei 1940 = 1940-05-01 .. 1940-05-31 month"),
    ("Te huur, tegen Junij 1860.", "Junij 1860 = 1860-06-01 .. 1860-06-30 month"),
    ("Peildatum 04/2017 en niet later.", "04/2017 = 2017-04-01 .. 2017-04-30 month"),
    ("Versie van 2017-04 is vervallen.", "2017-04 = 2017-04-01 .. 2017-04-30 month"),
    # Days.
    ("Op 12 april 2018 was de zitting.", "12 april 2018 = 2018-04-12 .. 2018-04-12 day"),
    ("Op maandag 15 januari 2001 sneeuwde het.", "15 januari 2001 = 2001-01-15 .. 2001-01-15 day"),
    ("Den 31 Julij 1857 werd besloten.", "31 Julij 1857 = 1857-07-31 .. 1857-07-31 day"),
    ("Op de 3e mei 1999 kwam hij terug.", "3e mei 1999 = 1999-05-03 .. 1999-05-03 day"),
    ("Geboren 1 jan. 1950 te Delft.", "1 jan. 1950 = 1950-01-01 .. 1950-01-01 day"),
    ("Getekend op 25-04-2016.", "25-04-2016 = 2016-04-25 .. 2016-04-25 day"),
    ("Getekend op 5/4/2016.", "5/4/2016 = 2016-04-05 .. 2016-04-05 day"),
    ("Getekend op 5.4.2016 in Gent.", "5.4.2016 = 2016-04-05 .. 2016-04-05 day"),
    ("Gepost op 9/26/2005.", "9/26/2005 = 2005-09-26 .. 2005-09-26 day"),
    ("(geraadpleegd op 2016-04-01)", "2016-04-01 = 2016-04-01 .. 2016-04-01 day"),
    ("Speech van September 12, 1962 in Texas.", "September 12, 1962 = 1962-09-12 .. 1962-09-12 day"),
    ("Getekend op 12-apr-2018.", "12-apr-2018 = 2018-04-12 .. 2018-04-12 day"),
    ("De zitting van 12 april, 2018 ging door.", "12 april, 2018 = 2018-04-12 .. 2018-04-12 day"),
    ("Bijgewerkt: 2018-04-12T10:00:00", "2018-04-12 = 2018-04-12 .. 2018-04-12 day"),
    ("Op 29 februari 2016 was hij jarig.", "29 februari 2016 = 2016-02-29 .. 2016-02-29 day"),
    ("Op 29 februari 2015 bestond niet.", "februari 2015 = 2015-02-01 .. 2015-02-28 month"),
    ("Op 10-11 april 2018 is er beurs.", "10-11 april 2018 = 2018-04-10 .. 2018-04-11 range"),
    ("Op 10 en 11 april 2018 is er beurs.", "10 en 11 april 2018 = 2018-04-10 .. 2018-04-11 range"),
    (
        "(Gent, 13 april 1860 - 19 november 1949)",
        "13 april 1860 = 1860-04-13 .. 1860-04-13 day; 19 november 1949 = 1949-11-19 .. 1949-11-19 day",
    ),
    # Ranges of years.
    ("De begroting 2014-2016 is rond.", "2014-2016 = 2014-01-01 .. 2016-12-31 range"),
    ("Het seizoen 2014/'15 was slecht.", "2014/'15 = 2014-01-01 .. 2015-12-31 range"),
    ("Het seizoen 2014/15 was slecht.", "2014/15 = 2014-01-01 .. 2015-12-31 range"),
    ("Het seizoen 2014-’15 was slecht.", "2014-’15 = 2014-01-01 .. 2015-12-31 range"),
    ("Schooljaar 2016/2017 begint.", "2016/2017 = 2016-01-01 .. 2017-12-31 range"),
    ("De oorlog (1914–1918) begon.", "1914–1918 = 1914-01-01 .. 1918-12-31 range"),
    ("Vanaf 1950 - 1960 vertrokken zij.", "1950 - 1960 = 1950-01-01 .. 1960-12-31 range"),
    ("Bernard (1798-1872) was timmerman.", "1798-1872 = 1798-01-01 .. 1872-12-31 range"),
    ("Het seizoen 2008-09 was koud.", "2008-09 = 2008-01-01 .. 2009-12-31 range"),
    ("De winter van 1984-89 bestaat niet.", "1984-89 = 1984-01-01 .. 1989-12-31 range"),
    ("Secretaris (1987-...) en lid (2004-heden).", "1987; 2004"),
    ("De oorlog van '40-'45 was voorbij.", "'40-'45 = 1940-01-01 .. 1945-12-31 range"),
    # Two digits.
    ("In '98 was hij kampioen.", "'98 = 1998-01-01 .. 1998-12-31 year"),
    ("De zomer van ’76 was droog.", "’76 = 1976-01-01 .. 1976-12-31 year"),
    ("Sinds '03 woont hij hier.", "'03 = 2003-01-01 .. 2003-12-31 year"),
    ("In '18 loopt het af.", "'18 = 2018-01-01 .. 2018-12-31 year"),
    ("Op 12 april '98 trouwden zij.", "12 april '98 = 1998-04-12 .. 1998-04-12 day"),
    ("In mei ’68 was het onrustig.", "mei ’68 = 1968-05-01 .. 1968-05-31 month"),
    # Decades and centuries.
    ("In de jaren negentig was dat anders.", "jaren negentig = 1990-01-01 .. 1999-12-31 decade"),
    ("De jaren '90 waren beter.", "jaren '90 = 1990-01-01 .. 1999-12-31 decade"),
    ("Muziek uit de jaren ’80 klonk.", "jaren ’80 = 1980-01-01 .. 1989-12-31 decade"),
    ("De jaren 60 waren woelig.", "jaren 60 = 1960-01-01 .. 1969-12-31 decade"),
    ("Begin jaren tachtig sloot de mijn.", "jaren tachtig = 1980-01-01 .. 1989-12-31 decade"),
    (
        "In de jaren zestig en zeventig groeide het.",
        "jaren zestig = 1960-01-01 .. 1969-12-31 decade; zeventig = 1970-01-01 .. 1979-12-31 decade",
    ),
    (
        "Strips uit de jaren '40 en '50, alle zeldzaam.",
        "jaren '40 = 1940-01-01 .. 1949-12-31 decade; '50 = 1950-01-01 .. 1959-12-31 decade",
    ),
    ("De jaren twintig van de vorige eeuw bruisten.", "jaren twintig = 1920-01-01 .. 1929-12-31 decade"),
    (
        "De jaren tachtig van de negentiende eeuw.",
        "jaren tachtig = 1880-01-01 .. 1889-12-31 decade; negentiende eeuw = 1801-01-01 .. 1900-12-31 century",
    ),
    ("In de zeventiger jaren was er olie.", "zeventiger jaren = 1970-01-01 .. 1979-12-31 decade"),
    ("In de jaren 1960 kwam de tv.", "1960 = 1960-01-01 .. 1969-12-31 decade"),
    ("In de 19e eeuw kwam de stoom.", "19e eeuw = 1801-01-01 .. 1900-12-31 century"),
    ("Een kerk uit de 15de eeuw.", "15de eeuw = 1401-01-01 .. 1500-12-31 century"),
    ("Sinds de twintigste eeuw rijden er auto's.", "twintigste eeuw = 1901-01-01 .. 2000-12-31 century"),
    ("Een 17e-eeuws pand.", ""),
    ("Een zeventiende-eeuwse kast.", "zeventiende-eeuwse = 1601-01-01 .. 1700-12-31 century"),
]  # fmt: skip

NO_YEARS = [
    # Money.
    "Het kost € 2018 per maand.", "Het kost €2018.", "Hij won 1984 euro.", "Een boete van 2000 dollar volgde.",
    "Zij betaalde f 1250 voor het paard.", "Goed voor 1950 gulden.", "Een prijs van $ 1999 is te veel.",
    "De rente op 2015 miljoen loopt door.", "Een bod van EUR 2010 kwam binnen.", "Het budget is 1990 euro’s.",
    # People and things.
    "Er kwamen 2000 mensen.", "Ruim 1950 bezoekers zagen het.", "De school telt 1984 leerlingen.",
    "Bij het bedrijf werken 1900 mensen.", "Zo'n 2000 banen verdwijnen.", "Meer dan 2000 keer ging het goed.",
    "Ongeveer 1800 huizen zijn gesloopt.", "Minstens 1500 woningen erbij.", "Een zaal voor 2000 personen.",
    "De club heeft 1337 leden.", "Het dorp met 1900 inwoners.", "Hij schreef 2010 pagina's.",
    "Totaal 2012 stemmen waren geldig.", "Er staan 2000 extra bomen.", "Er zijn 2000 gratis parkeerplaatsen.",
    "Met 1600 inwoners is het klein.", "Hij had bijna 2000 boeken.", "Meer dan 1990 meldingen kwamen binnen.",
    "In 1200 gezinnen is dat zo.", "In 2000 huizen viel de stroom uit.", "Het getal 2000 mensen is hoog.",
    "Er kwamen 1985 lopers aan de start.", "Goed voor 1950 kaarsen.", "Het complex krijgt 2025 vierkante meter.",
    "De 2012 inzendingen worden bekeken.", "Hij verdient 2000 per maand.", "Voor 1900 per maand huurt u dit.",
    "Een nieuwe tv kost 1999,-.", "Prijs: 1995.-", "Bel 0900-1996.", "Bus 2018 rijdt niet.",
    "De 2000 deelnemers liepen.",
    "Het aantal steeg naar 1950.", "Het kan oplopen tot 1500.", "Hij staat 2014e op de ranglijst.", "Het zijn er 1987.",
    "Ruim 2 000 mensen.", "10 x 2018", "Kenmerk: 2018/0123", "Brief 2018-001.", "Ze liep de 1500 in 4.10.",
    "Hij kreeg op 3 mei 2000 euro terug.", "In 1200 woorden legt hij het uit.", "Bel (020) 2014 567.",
    # Measures.
    "Een schijf van 2048 MB.", "De 1500 meter was spannend.", "Na 1200 kilometer stond hij stil.",
    "Een motor van 1995 cc.", "Zij lag 2000 jaar onder het zand.", "Een scherm van 1920 x 1080 beeldpunten.",
    "Een scherm van 1920x1080.", "De toren weegt 1950 ton.", "Het zwembad is 2018 m² groot.", "Het is 2015 uur.",
    "Op 2000 meter hoogte ligt sneeuw.", "De oven wordt 1100 graden.", "Een zak van 1000 gram.",
    "Het kan tot 1984 kWh leveren.", "Een lening van 2000 procent.", "Goed voor 2018 km fietsen.",
    "Een stijging van 2018% is veel.", "De temperatuur was 1984°.",
    # Numbers that name.
    "Lot nummer 2014 won.", "Zie artikel 1903 van het wetboek.", "Zie art. 2004 BW.", "Op pagina 2018 staat het.",
    "Kamerstuk 1999 ligt voor.", "Postbus 2012, Leiden.", "Hij kreeg startnummer 2016.", "Bel tel. 2017 voor meer.",
    "Windows 2000 was stabiel.", "Natura 2000 beschermt de heide.", "Hij luistert naar de Top 2000 op de radio.",
    "Ubuntu 2022.04 is uit.", "Versie 2018.1 is klaar.", "Kamer 2011 is bezet.", "De Peugeot 2008 is zuinig.",
    "ISBN 1984 is geen nummer.", "Norm ISO 9001:2015 geldt.", "Code SA-1100 staat erop.", "Lek CVE-2018-1234 is dicht.",
    "Dossier 21501-07-1502 ligt er.", "Zaak 2018Z05896 loopt.", "De BWV 1998 klonk.", "Model XP1000a is oud.",
    "De Dorpsstraat 1984 staat leeg.", "Hij woont aan de Molenweg 1950.", "Om de hoek van Plein 1940 is een bank.",
    "Het adres is Kerkplein 3, 2011 AB Haarlem.", "Bel 020 2018 1984.", "Bel 06-2018-1984.",
    "IBAN NL91 ABNA 0417 2018 00.",
    "TSV 1860 München speelde gelijk.", "Fonds 1818 geeft geld.", "Cyberpunk 2077 is een spel.",
    # Titles and web addresses.
    "Hij las '1984' in één nacht.", "Hij las ‘1984’ in één nacht.", "De roman 1984 van George Orwell.",
    "De film 2001: A Space Odyssey draait.", "Zie https://nieuws.example/2018/04/bericht hier.",
    "Zie www.example.nl/archief-2018 hier.", "Open bestand foto_2018.jpg even.", "Open verslag-2018.pdf even.",
    "Zie pagina?jaar=2018&maand=4 daar.", "Mail naar info2018@example.nl.", "Mail naar piet.2018@example.nl.",
    # Scores, sums, times and series.
    "De stand was 2000-1500.", "Het was 20.15 uur.", "700+500-1000=200", "Het bedrag is 1.984,00 en klaar.",
    "Het bedrag is 1936,35 en klaar.", "Een snelheid van 1024/320.", "De 2000ste bezoeker kreeg taart.",
    "De 1000e bezoeker kreeg taart.", "Een 1000-jarig rijk.", "Een verhoging van 1120/352.", "Tussen 1500-2000 mensen.",
    "Het 12018 getal.", "De code 20181 klopt.", "In 1950 v.Chr. viel de stad.", "Hij kreeg 1000 en een bloem.",
    # Two digits and decades that are none.
    "Hij zei: '30 procent is genoeg'.", "De afgelopen jaren 20 mensen ontslagen.", "Vijf jaren twintig uur per week.",
    "Hij wil in '25 stoppen.", "De jaren tellen.", "Een eeuw geleden.", "In de vorige eeuw was dat zo.",
    "De eerste de beste.", "Het duurde een halve eeuw.", "In de 45e eeuw leeft niemand.", "In de 3e eeuw v.Chr. al.",
    # Nothing to resolve surely.
    "Op 12 april was het koud.", "Vorig jaar was het warm.", "Gisteren, maandag, kwam hij.", "Volgend jaar misschien.",
]  # fmt: skip


def _expected(written: str) -> list[tuple[str, str, str, str]]:
    """Written, first day, last day and precision of each mention of a row of FORMS."""
    months = {"november": 11, "februari": 2, "april": 4}
    mentions = []
    for one in filter(None, (part.strip() for part in written.split(";"))):
        text, _, value = one.partition(" = ")
        words = text.split()
        if value:
            first, _, rest = value.partition(" .. ")
            last, _, precision = rest.partition(" ")
            mentions.append((text, first, last, precision))
        elif len(words) == 1:
            mentions.append((text, f"{text}-01-01", f"{text}-12-31", "year"))
        else:
            month = months[words[0]]
            last_day = {11: 30, 4: 30, 2: 29}[month]
            mentions.append((text, f"{words[1]}-{month:02}-01", f"{words[1]}-{month:02}-{last_day}", "month"))
    return mentions


def _found(text: str, known_year: int | None = WRITTEN_IN) -> list[tuple[str, str, str, str]]:
    return [
        (text[mention.start : mention.end], str(mention.value_start), str(mention.value_end), mention.precision)
        for mention in find_mentions(text, known_year)
    ]


@pytest.mark.parametrize(("sentence", "written"), FORMS, ids=[sentence for sentence, _ in FORMS])
def test_finds_every_form_with_the_days_it_can_mean(sentence: str, written: str) -> None:
    assert _found(sentence) == _expected(written)


@pytest.mark.parametrize("sentence", NO_YEARS)
def test_takes_no_false_friend_for_a_year(sentence: str) -> None:
    assert _found(sentence) == []


def test_offsets_count_code_points_and_not_bytes() -> None:
    text = "Één café 😀 in 2009, één in ’98."
    mentions = list(find_mentions(text, WRITTEN_IN))
    assert [text[mention.start : mention.end] for mention in mentions] == ["2009", "’98"]


@pytest.mark.parametrize(
    ("known_year", "years"),
    [(1999, "1998"), (2018, "1998"), (2089, None), (2098, "2098"), (None, None)],
)
def test_two_digits_are_the_last_such_year_unless_the_next_is_near(known_year: int | None, years: str | None) -> None:
    assert [found[1][:4] for found in _found("In '98 was het zo.", known_year)] == ([years] if years else [])


def test_a_decade_that_is_running_is_not_guessed() -> None:
    assert _found("In de jaren twintig was het zo.", 2023) == []
    assert _found("In de jaren twintig was het zo.", 2018)[0][1] == "1920-01-01"


def test_without_a_date_explicit_years_are_found_and_stand_in_no_relation() -> None:
    found = find_date_mentions(["In 2009 en in de jaren negentig."], [None], [None])
    assert found.mentions.column("text").to_pylist() == ["2009"]
    assert found.mentions.column("relation").to_pylist() == [None]
    assert found.are_anachronistic.to_pylist() == [False]


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("In 2017 was dat zo.", "before"),
        ("In 2018 was dat zo.", "same"),  # the year holds the month of the document
        ("In maart 2018 was dat zo.", "before"),
        ("In april 2018 was dat zo.", "same"),
        ("Op 30 april 2018 was dat zo.", "same"),  # a month can mean each of its days
        ("Op 1 mei 2018 is dat zo.", "after"),
        ("De periode 2014-2019 is lang.", "same"),
        ("In 2019 is dat zo.", "after"),
    ],
)
def test_relation_compares_the_days_of_both(sentence: str, relation: str) -> None:
    (mention,) = find_mentions(sentence, 2018)
    assert relation_to(mention, date(2018, 4, 1), date(2018, 4, 30)) == relation


def test_the_latest_year_is_that_of_the_years_named_and_not_of_a_decade_or_century() -> None:
    texts = ["In 2009, in 2014-2016 en in 1998.", "In de 21e eeuw en de jaren negentig.", ""]
    found = find_date_mentions(texts, [date(2018, 4, 1)] * 3, [date(2018, 4, 30)] * 3)
    assert found.latest_years.to_pylist() == [2016, None, None]
    assert found.mentions.column("document").to_pylist() == [0, 0, 0, 1, 1]


def test_no_documents_give_no_rows() -> None:
    found = find_date_mentions([], [], [])
    assert found.mentions.num_rows == 0
    assert found.latest_years.to_pylist() == []
