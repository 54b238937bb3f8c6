"""Files of terms come out the same, however many are counted side by side."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from transforms.errors import VerificationError
from transforms.schema import SENTENCES
from warehouse.durable import make_folder
from warehouse.parquet import write_table
from warehouse.partitions import ReleaseFile, file_path
from warehouse.term_files import TermFiles
from warehouse.term_months import TouchedMonths
from warehouse.workers import WorkerPool

YEARS = (2015, 2016, 2017)


def write_sentences(folder: Path, year: int) -> None:
    rows = [
        {
            "doc_id": f"{number:032x}", "published_month": date(year, 1 + number % 2, 1), "paragraph_no": 1,
            "sentence_no": 1, "text": f"De brug van {year} gaat open.", "char_start": 0, "char_end": 20,
        }
        for number in (0, 2, 4, 1, 3, 5)
    ]  # fmt: skip
    path = folder / file_path(SENTENCES, str(year))
    make_folder(path.parent)
    write_table(pa.Table.from_pylist(rows, SENTENCES.arrow_schema), SENTENCES, path)


def count(folder: Path, *, workers: int, is_begun: bool) -> list[ReleaseFile]:
    for year in YEARS:
        write_sentences(folder, year)
    touched: TouchedMonths = {str(year): {date(year, 1, 1): None, date(year, 2, 1): None} for year in YEARS}
    with WorkerPool(workers - 1) if workers > 1 else nullcontext() as pool:
        terms = TermFiles(None, folder, touched, (), pool=pool)
        if is_begun:
            terms.begin()
            terms.begin()
        return terms.finish()


@pytest.mark.parametrize("workers", [2, 4])
@pytest.mark.parametrize("is_begun", [False, True])
def test_the_same_files_are_written_by_any_number_of_processes(tmp_path: Path, workers: int, *, is_begun: bool) -> None:
    alone = count(tmp_path / "alone" / "candidate", workers=1, is_begun=is_begun)
    assert [file.path for file in alone] == [f"term_months/term_months-{year}.parquet" for year in YEARS]
    assert count(tmp_path / "together" / "candidate", workers=workers, is_begun=is_begun) == alone


def test_what_goes_wrong_in_another_process_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "candidate"
    write_sentences(folder, 2015)
    (folder / file_path(SENTENCES, "2015")).write_bytes(b"no Parquet")
    with WorkerPool(1) as pool:
        terms = TermFiles(None, folder, {"2015": {None: None}}, (), pool=pool)
        terms.begin()
        with pytest.raises(VerificationError, match="cannot be read"):
            terms.finish()
