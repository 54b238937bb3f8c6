"""Releases that show no source path, through all that people and accidents do to a warehouse."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pyarrow.parquet as pq
import pytest

from kroniek.cli import main
from tests.articles import write_article
from tests.erasing import erase
from tests.packing import folder_names, tidy
from tests.plain_road import rebuild_plain, run_plain
from tests.server.serving import serving
from tests.twins import PERSON, Twins, as_told, cover_of, deliver_first, deliver_second, release_of, shown, tellers
from transforms.errors import VerificationError
from warehouse.clusters import find_cluster, find_documents
from warehouse.holds import end_hold
from warehouse.kept_paths import kept_file, named_paths
from warehouse.layout import Warehouse
from warehouse.prune import choose_prunable, prune
from warehouse.releases import release_versions
from warehouse.rollback import roll_back
from warehouse.set_aside import find_batch, set_aside
from warehouse.verification import verify_warehouse
from warehouse.withdraw import withdraw

NOW = datetime(2026, 11, 30, 7, tzinfo=UTC)
MOMENTS = (0.2, 0.6, 0.9)
EXPORTED = ("documents", "verdicts", "duplicates", "changes", "sentences")


SHOWN_ALIKE = pytest.mark.parametrize(
    "published", [pytest.param("hash", marks=pytest.mark.long), "none"], indirect=True
)
"""Covered paths lie in the files themselves, so little can part a release from them; kept ones lie elsewhere."""


@pytest.fixture(scope="module", params=["hash", "none"])
def published(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Twins:
    """Two releases of each, and the inbox as it is after them."""
    folder = tmp_path_factory.mktemp("care")
    twins = Twins(folder / "inbox", folder, request.param)
    deliver_first(twins.inbox)
    twins.run(20, is_gated=False)
    deliver_second(twins.inbox)
    twins.run(21, is_gated=False)
    assert twins.are_alike()
    return twins


@pytest.fixture
def twins(published: Twins, tmp_path: Path) -> Iterator[Twins]:
    """Copies that may be written to, over the same inbox, which is put back afterwards: elsewhere it is another one."""
    for name in ("full", "covered"):
        shutil.copytree(getattr(published, name), tmp_path / name)
    shutil.copytree(published.inbox, tmp_path / "inbox-before")
    yield Twins(published.inbox, tmp_path, published.paths)
    shutil.rmtree(published.inbox)
    shutil.copytree(tmp_path / "inbox-before", published.inbox)


def of_both(twins: Twins, decide: Callable[[Warehouse], object]) -> None:
    for root in (twins.full, twins.covered):
        decide(Warehouse(root))


def take_down(place: Warehouse, inbox: Path) -> list[str]:
    cluster = find_cluster(place, find_documents(place, [f"krant/{PERSON}-3.txt"], inbox=inbox), is_alone=False)
    withdraw(place, cluster, reason="request_of_subject", note=None, now=NOW)
    return list(cluster.doc_ids)


@SHOWN_ALIKE
def test_every_decision_leaves_what_a_warehouse_that_tells_paths_has(twins: Twins) -> None:
    day = iter(range(23, 29))

    def go_on(topic: str) -> None:
        write_article(twins.inbox, f"blad/{PERSON}-{topic}.txt", "2013-07", f"de {topic}")
        assert all(report.published for report in twins.run(next(day), is_gated=False))
        assert twins.are_alike()
        assert shown(release_of(twins.covered)) == {twins.paths}

    of_both(twins, lambda place: tidy(place.root, "2027-01-05T06:00:00Z"))
    assert any(name.endswith(".pack") for name in folder_names(twins.covered)), folder_names(twins.covered)
    go_on("vuurtoren")
    of_both(twins, lambda place: roll_back(place, "2026.11.0", now=NOW))
    of_both(twins, lambda place: end_hold(place, now=NOW))
    go_on("veerboot")
    of_both(twins, lambda place: place.state_file.unlink())
    go_on("watertoren")
    for root in (twins.full, twins.covered):
        rebuild_plain(twins.inbox, root, now="2026-11-26T07:00:00Z")
    go_on("molen")
    of_both(twins, lambda place: set_aside(place, find_batch(place, "2"), reason="foute levering", now=NOW))
    go_on("sluis")
    of_both(twins, lambda place: prune(place, choose_prunable(place, 1), now=NOW))

    place = Warehouse(twins.covered)
    assert len(release_versions(place)) == 1
    if twins.paths == "none":  # what only pruned releases needed is gone
        needed = {kept_file(place.kept_paths, name) for name in named_paths(place)}
        assert set(place.kept_paths.iterdir()) == needed != set()
    go_on("haven")
    assert tellers(twins.covered) == []
    assert verify_warehouse(place).damages == ()


class Killed(BaseException):
    """Stands for SIGKILL: nothing that is written after it is written."""


@contextmanager
def killed_after(count: int | None) -> Iterator[list[int]]:
    """Die before a writing call of the file system, counted from 0, and before all after it; never for None."""
    calls = [0]

    def deadly(call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*arguments: Any, **named: Any) -> object:
            if count is not None and calls[0] >= count:
                raise Killed
            calls[0] += 1
            return call(*arguments, **named)

        return guarded

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((Path, "replace"), (Path, "rename"), (Path, "unlink"), (os, "link"), (shutil, "rmtree")):
            patch.setattr(owner, name, deadly(getattr(owner, name)))
        yield calls


def deed_of(name: str, twins: Twins, root: Path, paths: str) -> Callable[[], object]:
    """Something that writes, which can be done again when it was broken off."""
    place = Warehouse(root)
    if name == "run":
        return lambda: run_plain(twins.inbox, root, now="2026-11-24T06:00:00Z", publish_paths=paths, is_gated=False)
    if name == "prune":
        return lambda: prune(place, choose_prunable(place, 1), now=NOW)
    doc_ids = take_down(place, twins.inbox)
    return lambda: erase(place, doc_ids, is_past_included=True, now=NOW)


@SHOWN_ALIKE
@pytest.mark.parametrize("name", ["run", *(pytest.param(name, marks=pytest.mark.long) for name in ("erase", "prune"))])
def test_a_kill_parts_no_release_from_its_paths(name: str, twins: Twins, tmp_path: Path) -> None:
    write_article(twins.inbox, f"blad/{PERSON}-9.txt", "2012-07", "de kermis")
    (twins.inbox / f"krant/{PERSON}-3.txt").unlink()
    deed_of(name, twins, twins.full, "full")()
    twins_of_full = run_plain(twins.inbox, twins.full, now="2026-11-25T06:00:00Z", is_gated=False)
    assert twins_of_full.latest is not None
    expected = as_told(release_of(twins.full), None)
    whole = Path(shutil.copytree(twins.covered, tmp_path / "whole"))
    deed = deed_of(name, twins, whole, twins.paths)
    with killed_after(None) as calls:
        deed()
    for share in MOMENTS:
        root = Path(shutil.copytree(twins.covered, tmp_path / f"killed-{share}"))
        deed = deed_of(name, twins, root, twins.paths)
        with killed_after(int(calls[0] * share)), pytest.raises(Killed):
            deed()
        assert tellers(root) == []
        deed()
        run_plain(twins.inbox, root, now="2026-11-25T06:00:00Z", publish_paths=twins.paths, is_gated=False)

        assert as_told(release_of(root), cover_of(root)) == expected
        assert tellers(root) == []
        assert verify_warehouse(Warehouse(root)).damages == ()


def test_exports_and_answers_over_http_tell_no_path(
    twins: Twins, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    for kind in ("parquet", "csv", "jsonl"):
        for table in EXPORTED:
            out = tmp_path / f"{table}.{kind}-folder" / f"{table}.{kind}"
            out.parent.mkdir()
            assert main(["export", "--warehouse", str(twins.covered), "--table", table, "--out", str(out)]) == 0
            for file in out.parent.iterdir():
                told = pq.read_table(file).to_pylist() if file.suffix == ".parquet" else file.read_text("utf-8")
                assert PERSON not in str(told).lower()
                assert PERSON.encode() not in file.read_bytes().lower()
    assert PERSON.encode() not in capsysbinary.readouterr().out.lower()
    with serving(twins.covered) as server:
        waiting, seen = ["/", "/latest.json", "/feed.xml"], set[str]()
        waiting += [f"/releases/{version}/manifest.json" for version in release_versions(Warehouse(twins.covered))]
        while waiting:
            address = waiting.pop()
            seen.add(address)
            answer = server.get(address)
            assert answer.status == 200, address
            assert PERSON.encode() not in answer.body.lower()
            assert PERSON not in str(answer.headers).lower()
            if "html" in answer.headers.get("content-type", ""):
                links = {urljoin(address, link) for link in re.findall(r'href="([^"#:]+)"', answer.body.decode())}
                waiting += sorted(links - seen - set(waiting))
        assert len(seen) > 40, seen  # every file of both releases
    assert tellers(twins.covered) == []


def test_no_key_is_claimed_that_does_not_hold(twins: Twins) -> None:
    release = release_of(twins.covered)
    croissant, package = (
        json.loads((release / f"{name}.json").read_text("utf-8")) for name in ("croissant", "datapackage")
    )
    claimed = {one["@id"]: "key" in one for one in croissant["recordSet"]}
    assert (claimed["documents"], claimed["verdicts"], claimed["duplicates"]) == (True, *[twins.paths == "hash"] * 2)
    keys = {one["title"]: one["schema"].get("primaryKey") for one in package["resources"]}
    assert keys["documents"] == ["doc_id"]
    assert (keys["verdicts"] is None) == (twins.paths == "none")


def test_an_export_leaves_out_what_was_revised_whatever_paths_are_shown(twins: Twins, tmp_path: Path) -> None:
    chosen = []
    for root in (twins.full, twins.covered):
        out = tmp_path / f"of-{root.name}"
        assert main(["export", "--warehouse", str(root), "--out", str(out)]) == 0
        chosen.append(pq.read_table(out / "documents.parquet", columns=["doc_id"]).column("doc_id").to_pylist())
    assert chosen[0] == chosen[1]
    shutil.rmtree(twins.covered / "kept-paths", ignore_errors=True)
    (twins.covered / "decisions.jsonl").unlink()  # as whoever has the releases alone
    copy = str(twins.covered)
    code = main(["export", "--warehouse", copy, "--out", str(tmp_path / "copy")])
    assert code == (2 if twins.paths == "none" else 0)
    assert main(["export", "--warehouse", copy, "--not-causal", "--out", str(tmp_path / "all")]) == 0


def test_an_export_leaves_out_what_is_withdrawn_and_not_published_so_yet(twins: Twins, tmp_path: Path) -> None:
    doc_ids = take_down(Warehouse(twins.covered), twins.inbox)

    assert main(["export", "--warehouse", str(twins.covered), "--out", str(tmp_path / "before")]) == 0
    run_plain(twins.inbox, twins.covered, now="2026-11-24T06:00:00Z", publish_paths=twins.paths, is_gated=False)
    arguments = ["--as-of", "2026.11.1", "--warehouse", str(twins.covered), "--out", str(tmp_path / "after")]
    assert main(["export", *arguments]) == 0

    before, after = (tmp_path / name for name in ("before", "after"))
    assert not set(doc_ids) & set(pq.read_table(before / "documents.parquet").column("doc_id").to_pylist())
    assert (before / "documents.parquet").read_bytes() == (after / "documents.parquet").read_bytes()
    assert f'"{doc_ids[0]}"' in (before / "manifest.json").read_text("utf-8")
    assert '"unpublished_withdrawals": []' in (after / "manifest.json").read_text("utf-8")


def test_lost_or_damaged_paths_are_told(twins: Twins) -> None:
    if twins.paths == "hash":
        (twins.covered / "paths.key").unlink()
        assert {damage.path for damage in verify_warehouse(Warehouse(twins.covered)).damages} == {"paths.key"}
        return
    place = Warehouse(twins.covered)
    one, *_, other = sorted(place.kept_paths.iterdir())
    one.unlink()
    other.write_bytes(other.read_bytes()[:-1])

    found = {(damage.path, damage.problem) for damage in verify_warehouse(place).damages}

    assert found == {(f"kept-paths/{one.name}", "absent"), (f"kept-paths/{other.name}", "sha256")}
    for path in place.kept_paths.iterdir():  # which of them a run needs depends on what is new
        path.unlink()
    write_article(twins.inbox, f"blad/{PERSON}-12.txt", "2013-07", "de vuurtoren")
    with pytest.raises(VerificationError, match="source paths"):
        run_plain(twins.inbox, twins.covered, now="2026-11-24T06:00:00Z", publish_paths="none", is_gated=False)
    assert release_of(twins.covered).name == "2026.11.1"
