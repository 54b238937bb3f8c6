"""Made files: the same everywhere, of every kind, and with a truth that the product can be held against."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date

import pytest

from bench.corpus.audit import Audit, read_as_product
from bench.corpus.files import MadeFile
from bench.corpus.kinds import DEFAULT_SHARES, GOOD, KINDS, Mixture
from bench.corpus.writer import make_files
from bench.verdicts import raw_rows
from transforms.curate import curate
from transforms.judge import Thresholds, judge
from transforms.reasons import REASONS_BY_NAME

EVERYTHING = Mixture(7, {kind: share * 5 for kind, share in DEFAULT_SHARES.items()})
NUMBERS = range(600)


@pytest.fixture(scope="module")
def made() -> list[MadeFile]:
    """Six hundred files, three in four of another kind than good."""
    return list(make_files(EVERYTHING, NUMBERS))


def test_same_seed_gives_the_same_bytes_and_truth_in_any_order(made: list[MadeFile]) -> None:
    again = list(make_files(EVERYTHING, reversed(NUMBERS)))
    assert again[::-1] == made


def test_bytes_do_not_depend_on_the_python_or_the_day() -> None:
    # Templates and words are part of it: figures of two days can be compared while this digest stays as it is.
    digest = hashlib.sha256(b"".join(file.content for file in make_files(Mixture(0), range(400)))).hexdigest()
    assert digest == "764ff382008ea124f0a9646b807d674fc2016bbf7fe6869b6a8f85d6fdfa2e17"


def test_another_seed_gives_other_files(made: list[MadeFile]) -> None:
    other = {file.content for file in make_files(Mixture(8, EVERYTHING.shares), NUMBERS) if file.content}
    assert not other & {file.content for file in made}


def test_every_kind_comes_in_its_share() -> None:
    mixture = Mixture(1)
    kinds = Counter(mixture.kind_of(number) for number in range(20_000))
    assert set(kinds) == set(KINDS) - {"file_too_large"}
    for kind, share in DEFAULT_SHARES.items():
        assert abs(kinds[kind] - share * 20_000) <= 3, kind
    assert 0.83 < kinds[GOOD] / 20_000 < 0.86


def test_a_share_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no kind near_81"):
        Mixture(0, {"near_81": 0.1})
    with pytest.raises(ValueError, match="between 0 and 1"):
        Mixture(0, {"near_80": 0.6, "exact_copy": 0.5})


def test_every_file_has_a_path_of_its_own_and_truth_about_its_bytes(made: list[MadeFile]) -> None:
    assert len({file.truth.path for file in made}) == len(made)
    for number, file in enumerate(made):
        assert file.truth.number == number
        assert file.truth.source_sha256 == hashlib.sha256(file.content).hexdigest()
        assert file.truth.byte_count == len(file.content)
        assert REASONS_BY_NAME[file.truth.base_reason].verdict == file.truth.base_verdict


def test_the_product_reads_dates_encodings_and_texts_as_the_truth_has_them(made: list[MadeFile]) -> None:
    audit = Audit()
    for file in made:
        audit.add(file.truth, read_as_product(file.content))
    assert audit.wrong == []
    assert audit.files == len(made)
    assert len({file.truth.repairs for file in made}) > 20


def test_an_audit_tells_what_differs(made: list[MadeFile]) -> None:
    audit = Audit()
    file = next(file for file in made if file.truth.kind == GOOD and file.truth.date_precision == "month")
    audit.add(file.truth, read_as_product(file.content.replace(b"date ", b"date 1999 ", 1)))
    assert {name for _, _, name, _, _ in audit.wrong} == {
        "date_text",
        "date_start",
        "date_end",
        "date_precision",
        "text_sha256",
    }
    assert "dates: precision 0.00000 (0 of 1)" in "\n".join(audit.lines())


def test_the_judge_agrees_with_the_verdict_before_languages_and_duplicates(made: list[MadeFile]) -> None:
    measured = curate(raw_rows(made[:300]), ("nl",)).documents
    # Every language that is found is wanted, however unsure.
    found = (*measured.column("lang").to_pylist(), *measured.column("second_lang").to_pylist())
    languages = tuple({lang for lang in found if lang})
    thresholds = Thresholds(
        today=date(2026, 11, 22),
        languages=languages,
        minimum_language_probability=0.0,
        minimum_target_lang_share=0.0,
        minimum_letter_count=60,
        earliest_year=1618,
    )
    judged = judge(measured, thresholds).column("reason").to_pylist()
    wrong = [
        (file.truth.path, file.truth.base_reason, reason)
        for file, reason in zip(made[:300], judged, strict=True)
        if reason != file.truth.base_reason
    ]
    assert wrong == []


def test_a_file_over_the_limit_comes_only_when_asked_for() -> None:
    [file] = make_files(Mixture(0, {"file_too_large": 1.0}), range(1))
    assert file.truth.byte_count == 20_000_001
    assert file.truth.base_reason == "file_too_large"


def test_repetition_repeats_and_other_articles_do_not(made: list[MadeFile]) -> None:
    for file in made:
        sentences = [part for part in file.content.decode("utf-8", "replace").split(". ") if part]
        if file.truth.is_repetitive:
            assert file.truth.kind == "repetition"
        elif file.truth.kind == GOOD:
            assert len(set(sentences)) > 0.95 * len(sentences)
    assert any(file.truth.is_repetitive for file in made)
