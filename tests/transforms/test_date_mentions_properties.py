"""What holds for the mentions of every text."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from transforms.date_mention_forms import PRECISIONS
from transforms.date_mentions import MENTION_FIELDS, find_date_mentions, find_mentions

# Pieces of which mentions and their false friends are made, with characters of one to four bytes and lone surrogates.
_WRITTEN = (
    "1984 2018 2019 1000 2100 12 30 0 '98 ’98 in van sinds de € mei maart jan. jaren negentig '60 19e eeuw tot en met"
    " t/m - – / . , : ( ) ' \" euro mensen MB AB werd is geopend zal é 😀 x 0612 v.Chr. www. ://"
)
PIECES = st.sampled_from([*_WRITTEN.split(" "), "\ud800", "\n", "\n\n", "\t", "\xa0"])
TEXTS = st.one_of(
    st.text(st.characters(), max_size=80),
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=25).map("".join),
)
YEARS = st.one_of(st.none(), st.integers(1, 9999))


@given(TEXTS, YEARS)
@example("mei '12, in '30-'40", 1)
@example("31 februari 2018, 0 mei 2018, 32-13-2018, 2018-02-30", 2018)
@example("jaren negentig en '60 uit de 19e eeuw", 1)
@example("'99-'00 '00-'99", 9999)
@example("\u0662\u0660\u0661\u0668 \uff12\uff10\uff11\uff18 \u00b22018 2018\u00b2", 2018)  # digits that are no ASCII
def test_mentions_lie_in_the_text_in_order_and_apart(text: str, known_year: int | None) -> None:
    last_end = 0
    for mention in find_mentions(text, known_year):
        assert last_end <= mention.start < mention.end <= len(text)
        assert mention.value_start <= mention.value_end
        assert mention.precision in PRECISIONS
        last_end = mention.end


@given(TEXTS)
@example("\ud800 In 2021 werd de brug geopend. \ud800")
def test_the_written_mention_is_what_its_offsets_slice(text: str) -> None:
    rows = find_date_mentions([text, text], [date(2015, 4, 1)] * 2, [date(2015, 4, 30)] * 2).mentions
    assert rows.schema.equals(MENTION_FIELDS)
    for row in rows.to_pylist():
        assert text[row["char_start"] : row["char_end"]] == row["text"]
    assert rows.filter(rows.column("document").to_numpy() == 0).num_rows * 2 == rows.num_rows


@given(TEXTS, st.text("abc é😀\n", max_size=30))
def test_what_stands_far_before_changes_nothing_but_offsets(text: str, before: str) -> None:
    padding = before + "\n\n" + "z" * 300 + ".\n\n"
    here = list(find_mentions(text, 2018))
    there = list(find_mentions(padding + text, 2018))
    assert [(m.start + len(padding), m.end + len(padding), *m[2:]) for m in here] == [tuple(m) for m in there]


def test_hostile_text_is_read_to_its_end() -> None:
    size = 30_000
    for text in (
        "2018 " * (size // 5), "2" * size, "1984" * (size // 4), " " * size + "2018", "'98 " * (size // 4),
        "1-" * size, "2018-" * (size // 5), "jaren " * (size // 6), "é2018 " * (size // 6), "12 mei " * (size // 7),
        "/" * size + "2018", "." * size + " in 2021 werd", "2019 werd, " * (size // 11),
    ):  # fmt: skip
        found = find_date_mentions([text], [date(2015, 4, 1)], [date(2015, 4, 30)])
        ends = found.mentions.column("char_end").to_pylist()
        assert all(end <= len(text) for end in ends)
