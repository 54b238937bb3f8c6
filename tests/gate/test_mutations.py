"""Every way to spoil a real candidate is stopped by the check that names it, and says where to look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from expectations.suites import all_suites
from flows.gating import gate_thresholds
from flows.settings import load_settings
from tests.gate.mutations import MUTATIONS, Mutation, byte_flipped
from tests.gate.spoiling import TODAY, Assembled, Spoiled, assembled_candidate
from transforms.errors import VerificationError
from warehouse.publish import verify_candidate, write_manifest

ALWAYS = (
    "a null id", "a duplicate id", "a duplicate id in another year", "the id of a linked document again",
    "a document lost", "a date in the future", "an end before the start", "an earliest date after its own",
    "an earlier duplicate forgotten", "a wrong language share", "another language", "an emptied text", "no language",
    "a shortened text", "a control character back in", "a mixed rules version", "all of one source",
    "ten times the usual rows", "an orphan sentence", "a paragraph offset off by one", "a sentence offset off by one",
    "a sentence lost", "overlapping sentences", "a wrong relation", "a chain of duplicates",
    "a duplicate of no document", "a near duplicate that is not near", "a duplicate that is published too",
    "a verdict lost", "an id of other bytes", "files of a batch that were not taken in", "a year file missing",
    "a year forgotten", "half of the months gone", "a file with a row fewer", "a stale manifest",
    "a byte flipped in a new file", "a linked file replaced", "a stale catalog", "a column renamed",
    "a column retyped", "the words of a month off", "a term off", "a change missing", "published though withdrawn",
)  # fmt: skip
"""Those of every test run: one a kind. The others are `long`: they are as quick, and many."""


def name_of(mutation: Mutation) -> str:
    return re.sub(r"\W+", "_", mutation.name)


@pytest.fixture(scope="module")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assembled]:
    with assembled_candidate(tmp_path_factory.mktemp("assembled")) as made:
        yield made


@pytest.fixture
def spoiled(assembled: Assembled, tmp_path: Path) -> Iterator[Spoiled]:
    yield Spoiled.copy(assembled, tmp_path / "candidate")
    # A mutation of what assemble handed on is undone with the transaction that it began.
    if assembled.engine.execute("SELECT count(*) FROM touched_verdicts WHERE source_path LIKE '../%'").fetchall() != [
        (0,)
    ]:
        assembled.engine.execute("ROLLBACK")


def test_there_are_many_and_each_has_its_own_name() -> None:
    assert len(ALWAYS) >= 40
    assert set(ALWAYS) <= {each.name for each in MUTATIONS}
    assert [name for name, count in Counter(each.name for each in MUTATIONS).items() if count > 1] == []


def test_unspoiled_it_passes(spoiled: Spoiled) -> None:
    verdict = spoiled.judge()

    assert [check.id for check in verdict.failed] == ["drift.no_month_lost"]  # the superseded article's, rightly told
    assert verdict.verdict == "warned"


def test_an_absent_id_is_told_as_absent(spoiled: Spoiled) -> None:
    [absent] = [each for each in MUTATIONS if each.name == "a null id"]
    absent.spoil(spoiled)

    assert any("(no id)" in line for line in spoiled.judge("release").failed_lines())


@pytest.mark.parametrize(
    "mutation",
    [pytest.param(each, marks=() if each.name in ALWAYS else pytest.mark.long, id=name_of(each)) for each in MUTATIONS],
)
def test_stops(mutation: Mutation, spoiled: Spoiled) -> None:
    """Judged by the suite of the check alone: all of them take a second, and the long test below asks them."""
    where = mutation.spoil(spoiled)

    verdict = spoiled.judge(mutation.check.split(".")[0])
    named = {check.id: check for check in verdict.stopping}

    assert verdict.verdict == "stopped"
    assert mutation.check in named, verdict.failed_lines()
    assert named[mutation.check].is_evaluated
    assert where is None or where in named[mutation.check].offending


@pytest.mark.long
@pytest.mark.parametrize("mutation", MUTATIONS, ids=name_of)
def test_stops_a_candidate_that_every_suite_judges(mutation: Mutation, spoiled: Spoiled) -> None:
    mutation.spoil(spoiled)

    verdict = spoiled.judge()

    assert verdict.verdict == "stopped"
    assert mutation.check in {check.id for check in verdict.stopping}


def test_a_byte_that_flips_after_the_gate_is_found_by_the_publisher(spoiled: Spoiled) -> None:
    manifest = write_manifest(
        spoiled.candidate, created_at=datetime(2026, 11, 22, 6, tzinfo=UTC), settings={}, gate="passed", documents={}
    )
    verify_candidate(spoiled.candidate, manifest)
    name = byte_flipped(spoiled)

    with pytest.raises(VerificationError, match=re.escape(name)):
        verify_candidate(spoiled.candidate, manifest)


def test_every_check_that_stops_on_files_has_a_mutation() -> None:
    """So that a check nobody can fail does not slip in; those left out are listed with why."""
    thresholds = gate_thresholds(load_settings(), today=TODAY, judged_with=())
    critical = {check.id for suite in all_suites(thresholds) for check in suite.checks if check.severity == "critical"}
    elsewhere = critical - {mutation.check for mutation in MUTATIONS}

    assert elsewhere == NOT_SPOILED_ON_FILES, elsewhere ^ NOT_SPOILED_ON_FILES


NOT_SPOILED_ON_FILES = {
    # A frame that is not what it should be: tests/expectations/ spoils the frames themselves.
    "drift.no_missing_values", "drift.one_row", "files.no_missing_values", "release.holds_what_was_judged",
    "release.no_missing_values", "release.one_row", "release.verdicts_judged", "structure.no_missing_values",
    "tables.no_missing_values",
    # A rightful release that drops most of what was there: test_waivers.py makes one.
    "drift.documents_kept",
}  # fmt: skip
