"""Dated Dutch posts beside the repository: how many are flagged as anachronistic. Skipped where they are absent."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from pathlib import Path

import pytest

from transforms.date_mentions import find_date_mentions

POSTS = Path(__file__).parents[2].parent / "shared" / "data" / "nl_posts"
_HEADER = re.compile(r"\s*date (\d{4})-(\d{2})\s")
# Sentences that no reading of tense is needed for: a year or date in front, and a past form of its own right behind.
_PLAINLY_PAST = re.compile(
    r"^(?:In|Op|Eind|Begin|Sinds) (?:\w+ )?(?:\d{1,2} \w+ )?(20\d\d)"
    r" (?:werd|was|waren|ging|kwam|kwamen|bracht|heeft|nam)\b",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def posts() -> list[tuple[str, date]]:
    if not POSTS.is_dir():
        pytest.skip("shared/data is not beside the repository")
    found = []
    for path in sorted(POSTS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        if header := _HEADER.match(text):
            found.append((text[header.end() :], date(int(header[1]), int(header[2]), 1)))
    return found


def _flags(posts: list[tuple[str, date]], years_back: int) -> list[bool]:
    starts = [day.replace(year=day.year - years_back) for _, day in posts]
    ends = [day.replace(day=monthrange(day.year, day.month)[1]) for day in starts]
    flags: list[bool] = find_date_mentions([text for text, _ in posts], starts, ends).are_anachronistic.to_pylist()
    return flags


def test_hardly_any_post_is_flagged_with_its_true_date(posts: list[tuple[str, date]]) -> None:
    assert sum(_flags(posts, 0)) <= 0.03 * len(posts)


def test_most_posts_that_tell_of_a_later_year_as_past_are_flagged_with_a_date_three_years_back(
    posts: list[tuple[str, date]],
) -> None:
    flags = _flags(posts, 3)
    plainly = [
        is_flagged
        for (text, day), is_flagged in zip(posts, flags, strict=True)
        if any(int(year) > day.year - 3 for year in _PLAINLY_PAST.findall(text))
    ]
    assert plainly
    assert sum(plainly) >= 0.7 * len(plainly)


def test_offsets_slice_the_mention_out_of_every_post(posts: list[tuple[str, date]]) -> None:
    days = [day for _, day in posts]
    rows = find_date_mentions([text for text, _ in posts], days, days).mentions.to_pylist()
    assert rows
    assert all(posts[row["document"]][0][row["char_start"] : row["char_end"]] == row["text"] for row in rows)
