"""The star rule: who survives, whatever the order in which pairs come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transforms.sameness import Match, choose_survivors

THRESHOLD = 0.8
SIMILARITIES = st.sampled_from([0.8, 0.85, 0.9, 1.0])
FILES = st.integers(0, 7)
DOCUMENTS = st.integers(0, 4)


@st.composite
def batches(draw: st.DrawFn) -> tuple[list[tuple[int, int, float]], list[tuple[int, int, float]], dict[int, int]]:
    """Pairs among files, pairs with documents, and which documents are replaced."""
    among = draw(st.dictionaries(st.tuples(FILES, FILES).filter(lambda pair: pair[0] > pair[1]), SIMILARITIES))
    known = draw(st.dictionaries(st.tuples(FILES, DOCUMENTS), SIMILARITIES))
    replaced_by = draw(st.dictionaries(DOCUMENTS, FILES))
    return (
        [(*pair, value) for pair, value in among.items()],
        [(*pair, value) for pair, value in known.items()],
        replaced_by,
    )


def test_the_earliest_survives_and_a_chain_is_no_star() -> None:
    """0 and 2 are each like 1 but not like each other: 1 is a copy of 0, and 2 survives beside it."""
    assert choose_survivors([(1, 0, 0.9), (2, 1, 0.9)], [], {}) == {1: Match(is_known=False, number=0, similarity=0.9)}


def test_what_stands_stays_before_an_earlier_file() -> None:
    found = choose_survivors([(1, 0, 0.9)], [(0, 7, 0.85), (1, 7, 0.95)], {})
    assert found == {
        0: Match(is_known=True, number=7, similarity=0.85),
        1: Match(is_known=True, number=7, similarity=0.95),
    }


def test_a_copy_goes_to_the_most_similar_survivor() -> None:
    assert choose_survivors([(2, 0, 0.85), (2, 1, 0.9)], [], {})[2].number == 1


def test_a_revision_is_no_copy_of_the_document_that_it_replaces_and_goes_before_newcomers() -> None:
    """File 1 revises document 5; file 0 is earlier dated and like both."""
    found = choose_survivors([(1, 0, 0.9)], [(0, 5, 0.9), (1, 5, 0.95)], {5: 1})
    assert found == {0: Match(is_known=False, number=1, similarity=0.9)}


def test_a_document_stays_when_the_file_that_would_replace_it_is_a_copy_of_another() -> None:
    """File 1 would replace document 5 but is a copy of document 6; so 5 stays, and file 0 is a copy of it."""
    found = choose_survivors([], [(0, 5, 0.9), (1, 6, 0.9)], {5: 1})
    assert found == {
        0: Match(is_known=True, number=5, similarity=0.9),
        1: Match(is_known=True, number=6, similarity=0.9),
    }


@given(batches())
def test_every_copy_reaches_the_threshold_with_its_survivor_itself(
    batch: tuple[list[tuple[int, int, float]], list[tuple[int, int, float]], dict[int, int]],
) -> None:
    among, known, replaced_by = batch
    duplicates = choose_survivors(among, known, replaced_by)
    pairs = {(a, b): value for a, b, value in among} | {(b, a): value for a, b, value in among}
    for file, match in duplicates.items():
        if match.is_known:
            assert (file, match.number, match.similarity) in known
            assert replaced_by.get(match.number) != file
        else:
            assert match.number not in duplicates
            assert pairs[file, match.number] == match.similarity


@given(batches())
def test_no_two_survivors_are_alike(
    batch: tuple[list[tuple[int, int, float]], list[tuple[int, int, float]], dict[int, int]],
) -> None:
    among, known, replaced_by = batch
    duplicates = choose_survivors(among, known, replaced_by)
    assert all(a in duplicates or b in duplicates for a, b, _ in among)
    staying = {document for _, document, _ in known} - replaced_by.keys()
    assert all(file in duplicates for file, document, _ in known if document in staying)


@given(batches(), st.randoms())
def test_the_order_of_pairs_does_not_matter(
    batch: tuple[list[tuple[int, int, float]], list[tuple[int, int, float]], dict[int, int]], draw: object
) -> None:
    among, known, replaced_by = batch
    mixed = [(b, a, value) for a, b, value in among]
    draw.shuffle(mixed)  # type: ignore[attr-defined]
    assert choose_survivors(mixed, known[::-1], replaced_by) == choose_survivors(among, known, replaced_by)
