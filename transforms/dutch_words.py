"""Word lists that tell prose from other text: Dutch function words, and the false Latin of page templates."""

from __future__ import annotations

__all__ = ["DUTCH_FUNCTION_WORDS", "FILLER_WORDS"]


def _list(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words.split()))


DUTCH_FUNCTION_WORDS = _list(
    # Articles, pronouns, prepositions, conjunctions, forms of the verbs that every text has, and common adverbs: words
    # without a subject of their own, from the word classes of a Dutch grammar. In prose of any subject, age and
    # region about half of the words are among them; in lists, tables, menus and code hardly any.
    "de het een der den des"
    " ik je jij jou jouw u uw hij zij ze hem haar hen hun wij we ons onze jullie zich zichzelf men mij me mijn zijn"
    " dit dat deze die dergelijke zulke zo'n wie wat welke welk wiens elk elke ieder iedere iedereen alle allen alles"
    " iets niets iemand niemand enkele enige sommige veel vele weinig meer meest meeste minder beide andere ander zelf"
    " van in op te voor met aan bij door uit over naar om tot als tegen onder na tussen tijdens zonder sinds volgens"
    " binnen buiten boven achter langs rond via vanaf vanuit per naast ondanks wegens tegenover richting"
    " en of maar want dus dan omdat doordat zodat terwijl hoewel wanneer toen indien tenzij totdat voordat nadat zoals"
    " noch mits dat ook niet geen wel nog al er hier daar waar hoe waarom nu toch juist zelfs alleen echter daarom"
    " daarna daarbij daarmee daarvan daarvoor daardoor hiermee hierbij hiervoor waarbij waarin waarmee waarop waarvan"
    " waardoor waarvoor erg zeer heel weer steeds altijd nooit vaak soms al reeds pas bijna ongeveer immers namelijk"
    " bovendien misschien zeker vooral verder eens even zo heen af toe ja nee"
    " is zijn was waren ben bent wordt worden werd werden geworden geweest heeft hebben had hadden heb hebt gehad"
    " kan kunnen kon konden zal zullen zou zouden moet moeten moest moesten mag mogen mocht mochten wil willen wilde"
    " wilden gaat gaan ging gingen komt komen kwam doet doen deed laat laten blijft blijven hoeft"
    # Forms that the tokeniser makes: 's avonds is s and avonds, 't is t.
    " s t n m"
    # Spelling of before 1947.
    " eene eenen zoo dezen dien heeren zijne hare hunne onzen mijne uwe dezer dier deszelfs welken alsmede ofschoon"
    " doch alzoo omtrent aldus daer ende"
)

FILLER_WORDS = _list(
    # The words of `Lorem ipsum` (Cicero's text, cut) that are no Dutch, English, French or German words and are rare in
    # Latin phrases of Dutch newspapers (in dubio pro reo, ex aequo, anno).
    "lorem ipsum dolor amet consectetur consectetuer adipiscing adipisicing elit eiusmod tempor incididunt labore"
    " dolore magna aliqua enim veniam quis nostrud exercitation ullamco laboris nisi aliquip commodo consequat duis"
    " aute irure reprehenderit voluptate velit cillum fugiat nulla pariatur excepteur sint occaecat cupidatat"
    " proident sunt culpa officia deserunt mollit laborum vestibulum pellentesque curabitur phasellus vivamus"
    " suspendisse ultrices ultricies scelerisque fermentum sollicitudin vulputate elementum facilisis sagittis"
    " condimentum malesuada tincidunt euismod dignissim porttitor lobortis bibendum tristique tellus ligula"
    " iaculis habitant morbi senectus netus turpis egestas mauris maecenas nullam aenean praesent donec sed"
)
