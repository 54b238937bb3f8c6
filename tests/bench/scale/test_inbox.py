"""Files of a corpus in an inbox that grows."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from bench.corpus.kinds import Mixture
from bench.corpus.writer import write_corpus
from bench.scale.inbox import link_files, list_corpus, make_new_files


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_corpus(tmp_path / "corpus", None, Mixture(0, {}), range(40))
    return tmp_path / "corpus"


def test_a_corpus_is_listed_by_number_and_without_what_is_no_text(corpus: Path) -> None:
    (corpus / "notes.pdf").touch()
    paths = list_corpus(corpus)
    assert [int(Path(path).stem) for path in paths] == list(range(40))
    assert len({path.split("/")[0] for path in paths[:20]}) > 1


def test_an_inbox_grows_by_links_and_again_is_no_mistake(corpus: Path, tmp_path: Path) -> None:
    paths, inbox = list_corpus(corpus), tmp_path / "inbox"
    link_files(corpus, paths[:10], inbox)
    link_files(corpus, paths[:30], inbox)
    assert list_corpus(inbox) == paths[:30]
    assert (inbox / paths[0]).samefile(corpus / paths[0])


def test_where_links_are_refused_files_are_copied_with_their_times(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_source: str, _target: str) -> None:
        raise OSError(errno.EXDEV, "another file system")

    monkeypatch.setattr(os, "link", refuse)
    paths, inbox = list_corpus(corpus), tmp_path / "inbox"
    link_files(corpus, paths, inbox)
    link_files(corpus, paths, inbox)
    assert (inbox / paths[0]).read_bytes() == (corpus / paths[0]).read_bytes()
    assert (inbox / paths[0]).stat().st_mtime_ns == (corpus / paths[0]).stat().st_mtime_ns


def test_new_files_are_of_one_month_or_of_their_own_dates(tmp_path: Path) -> None:
    make_new_files(tmp_path / "one", 0, 10, date(2024, 5, 1))
    make_new_files(tmp_path / "many", 10, 10, None)
    one = [path.read_text(encoding="utf-8") for path in (tmp_path / "one").rglob("*.txt")]
    many = [path.read_text(encoding="utf-8") for path in (tmp_path / "many").rglob("*.txt")]
    assert {text[:13] for text in one} == {" date 2024-05"}
    assert len({text[:11] for text in many}) > 1
    assert not set(one) & set(many)
