"""The queries of docs/terms.md and docs/structure.md answer, on a corpus whose months hold more than one document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.articles import write_article
from tests.conftest import REPOSITORY
from tests.ungated import release_ungated
from warehouse.catalog import MACROS, open_catalog

PAGE = "\n".join((REPOSITORY / f"docs/{name}.md").read_text(encoding="utf-8") for name in ("terms", "structure"))
QUERIES = re.findall(r"^```sql\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("terms-page")
    for number in range(6):
        write_article(folder / "inbox", f"{number}.txt", f"2018-0{1 + number % 2}", f"de gemeente, zaak {number}")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        release = release_ungated(folder / "inbox", folder / "warehouse")
    with open_catalog(Path(release)) as connection:
        yield connection


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_of_the_page_answers(catalog: duckdb.DuckDBPyConnection, query: str) -> None:
    assert catalog.execute(query).fetchall()


def test_the_pages_show_every_macro() -> None:
    assert [macro for macro in MACROS if not any(f"{macro}(" in query for query in QUERIES)] == []
