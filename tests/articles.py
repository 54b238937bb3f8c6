"""Small Dutch articles for tests, invented."""

from __future__ import annotations

from pathlib import Path

PARAGRAPHS = (
    "De gemeenteraad van Oosterwold heeft donderdag over {topic} gestemd en het plan voor {topic} aangenomen.",
    "Volgens wethouder Van der Meulen is {topic} hard nodig, en zij ziet in {topic} een kans voor het hele dorp.",
    "Het werk aan {topic} begint in het voorjaar en naar verwachting kost {topic} ruim twee miljoen euro.",
)
"""Every sentence names the topic: articles about two topics are no near copies of each other."""


def article(date: str, topic: str = "het fietspad", *, header: str = " date {date} ") -> str:
    """An article about a topic; other topics make other texts."""
    opening = f"Er is veel te doen over {topic}. Bewoners vroegen al jaren om {topic} en zijn nu opgelucht."
    paragraphs = (paragraph.format(topic=topic) for paragraph in PARAGRAPHS)
    return header.format(date=date) + "\n\n".join((opening, "Wat kost het?", *paragraphs))


def write_article(inbox: Path, name: str, date: str, topic: str = "het fietspad") -> Path:
    """Write an article into an inbox and return its path."""
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(article(date, topic), encoding="utf-8", newline="\n")
    return path
