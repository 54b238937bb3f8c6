"""Small Dutch articles for tests, invented."""

from __future__ import annotations

from pathlib import Path

PARAGRAPHS = (
    "De gemeenteraad van Oosterwold heeft donderdag ingestemd met de aanleg van een nieuw fietspad langs het kanaal.",
    "Volgens wethouder Van der Meulen is het pad hard nodig, omdat scholieren nu over een drukke weg moeten rijden.",
    "De bouw begint in het voorjaar en kost naar verwachting ruim twee miljoen euro, waarvan de helft subsidie is.",
)


def article(date: str, topic: str = "het fietspad", *, header: str = " date {date} ") -> str:
    """An article about a topic; other topics make other texts."""
    opening = f"Er is veel te doen over {topic}. Bewoners van de wijk vroegen er al jaren om en zijn nu opgelucht."
    return header.format(date=date) + "\n\n".join((opening, "Wat kost het?", *PARAGRAPHS))


def write_article(inbox: Path, name: str, date: str, topic: str = "het fietspad") -> Path:
    """Write an article into an inbox and return its path."""
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(article(date, topic), encoding="utf-8", newline="\n")
    return path
