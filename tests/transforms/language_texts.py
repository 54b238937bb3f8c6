"""The same piece of news in Dutch and in the languages that are taken for it; written for the tests."""

from __future__ import annotations

__all__ = ["AFRIKAANS", "DUTCH", "ENGLISH", "FRISIAN", "GERMAN", "GERMAN_LOW_SAXON", "GRONINGS"]

DUTCH = (
    "De gemeenteraad heeft dinsdagavond besloten dat de oude brug over het kanaal blijft staan. Bewoners waren al "
    "maanden in actie voor het behoud ervan. Volgens de wethouder is het een wijs besluit, maar het wordt niet "
    "goedkoop."
)
FRISIAN = (
    "De gemeenterie hat tiisdeitejûn besletten dat de âlde brêge oer it kanaal stean bliuwt. De bewenners wienen al "
    "moannen dwaande om dy te behâlden. Neffens de wethâlder is it in goed beslút, mar it wurdt net goedkeap foar ús."
)
GRONINGS = (
    "De gemainteroad het dinsdagoavend besloten dat de olle brug over t knoal stoan blift. De bewoners wazzen al "
    "moanden dou mit heur protest. Zai willen nait dat e votgaait, moar noa de wethoalder wordt et veur de mensen nait "
    "goudkoop, en doarom mout der ook nog n belaaid komen veur de aandere bruggen."
)
GERMAN_LOW_SAXON = (
    "De Gemeenraat hett an'n Dingsdagavend besloten, dat de ole Brüch över den Kanaal stahn blifft. De Lüüd hebbt al "
    "lang dorför streden. Na de Börgermeester is dat en goden Besluut, man dat warrt nich billig för uns, un wi mööt "
    "dat Geld noch finnen."
)
AFRIKAANS = (
    "Die stadsraad het Dinsdagaand besluit dat die ou brug oor die kanaal sal bly staan. Inwoners was al maande lank "
    "besig om hulle daarvoor te beywer. Volgens die raadslid is dit 'n wyse besluit, maar dit sal nie "
    "goedkoop wees nie."
)
GERMAN = (
    "Der Gemeinderat hat am Dienstagabend beschlossen, dass die alte Brücke über den Kanal stehen bleibt. Die "
    "Bewohner hatten sich monatelang für ihren Erhalt eingesetzt, aber es wird nicht billig."
)
ENGLISH = (
    "The city council decided on Tuesday evening that the old bridge over the canal will stay. Residents had been "
    "campaigning for months to keep it. According to the alderman the decision is a wise one."
)
