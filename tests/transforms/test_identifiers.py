"""Ids come from content alone, and any file name survives as text."""

from __future__ import annotations

import hashlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.identifiers import batch_id, bytes_of_source_path, doc_id, hash_texts, source_path_of_bytes

SHAS = st.lists(st.binary(max_size=4).map(lambda content: hashlib.sha256(content).hexdigest()), max_size=6)


def test_a_doc_id_is_the_first_32_digits_of_the_sha256() -> None:
    sha = hashlib.sha256(b" date 2019-04 tekst").hexdigest()
    assert doc_id(sha) == sha[:32]
    assert len(doc_id(sha)) == 32


@given(SHAS, st.randoms(use_true_random=False))
def test_a_batch_id_does_not_depend_on_the_order_of_its_members(shas: list[str], random: object) -> None:
    shuffled = list(shas)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert batch_id(shuffled) == batch_id(shas)
    assert len(batch_id(shas)) == 16


@given(SHAS, SHAS)
def test_other_members_make_another_batch_id(some: list[str], others: list[str]) -> None:
    assert (batch_id(some) == batch_id(others)) == (sorted(some) == sorted(others))


@given(st.lists(st.text(max_size=3), max_size=8))
def test_equal_texts_and_no_others_have_equal_hashes(texts: list[str]) -> None:
    hashes = hash_texts(texts)
    assert (hashes.dtype.name, len(hashes)) == ("int64", len(texts))
    assert len(set(hashes.tolist())) == len(set(texts))
    assert [hash_texts([text]).item() for text in texts] == hashes.tolist()


def test_the_hash_of_a_text_is_the_same_on_every_machine() -> None:
    digest = hashlib.blake2b("één brug".encode(), digest_size=8).digest()
    assert hash_texts(["één brug"]).tolist() == [int.from_bytes(digest, "little", signed=True)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (b"krant/artikel.txt", "krant/artikel.txt"),
        ("café.txt".encode(), "café.txt"),
        (b"caf\xe9.txt", "caf%E9.txt"),
        (b"100%.txt", "100%25.txt"),
        (b"%41.txt", "%2541.txt"),
        (b"%41\xff.txt", "%2541%FF.txt"),
        (b"a\nb.txt", "a\nb.txt"),
        (b"a.zip!/b.txt", "a.zip%21/b.txt"),  # a folder, and no archive
        (b"\xed\xa0\x80.txt", "%ED%A0%80.txt"),  # a lone surrogate is no UTF-8
        ("€".encode() + b"\x80.txt", "€%80.txt"),
    ],
)
def test_a_path_is_written_as_text(path: bytes, text: str) -> None:
    assert source_path_of_bytes(path) == text
    assert bytes_of_source_path(text) == path


@given(st.binary())
def test_any_bytes_survive_the_round_trip_and_are_valid_text(path: bytes) -> None:
    text = source_path_of_bytes(path)
    assert text.encode("utf-8").decode("utf-8") == text
    assert bytes_of_source_path(text) == path


@given(st.binary(max_size=6), st.binary(max_size=6))
def test_two_paths_never_become_one(one: bytes, other: bytes) -> None:
    assert (source_path_of_bytes(one) == source_path_of_bytes(other)) == (one == other)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="%")))
def test_utf8_without_a_percent_sign_is_written_as_it_is(name: str) -> None:
    assert source_path_of_bytes(os.fsencode(name)) == name
