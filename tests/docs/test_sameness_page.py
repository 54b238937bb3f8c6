"""The questions of docs/sameness.md have answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.ungated import catalog, release_ungated

PAGE = (REPOSITORY / "docs" / "sameness.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^```sql\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def release(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release_ungated(sample / "inbox", tmp_path_factory.mktemp("sameness") / "warehouse")


@pytest.mark.parametrize("query", QUERIES)
def test_a_question_has_an_answer(query: str, release: Path) -> None:
    with catalog(release) as connection:
        assert connection.execute(query).fetchall()


def test_all_questions_of_the_page_are_asked() -> None:
    assert len(QUERIES) >= 3
