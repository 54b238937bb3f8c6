"""A random walk of mixed deliveries: plain, compressed, in archives, to two inboxes, judged again, packed between."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.articles import article
from tests.packing import tidy
from tests.plain_road import rejudge_plain, take_in_plain
from tests.ungated import assert_invariants, publish_ungated, rows
from warehouse.explanation import explain
from warehouse.layout import Warehouse

TOPICS = ("de brug", "het museum", "de dijk", "de markt", "de kerk")
PATHS = ("1.txt", "2.txt", "map/3.txt", "4.txt.gz", "map/5.txt.gz", "d.zip", "map/e.zip")
MEMBERS = ("a.txt", "b.txt", "map/c.txt", "foto.jpg")
DAMAGE = (OSError, EOFError, zlib.error, zipfile.BadZipFile)


@pytest.mark.long
@pytest.mark.parametrize("seed", [4])
def test_a_random_walk_of_mixed_deliveries_loses_nothing(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 (a walk that can be repeated)
    inboxes, warehouse = (tmp_path / "een", tmp_path / "twee"), tmp_path / "warehouse"
    for inbox in inboxes:
        (inbox / "map").mkdir(parents=True)
    for step in range(6):
        for clock in range(draw.randint(2, 6)):
            inbox, other = draw.sample(inboxes, 2)
            _deliver(inbox, draw.choice((inbox, other)), draw, moment=1 + 10 * step + clock)
        if draw.random() < 0.2:
            (warehouse / "state.duckdb").unlink(missing_ok=True)
        now = f"2026-{1 + step:02d}-10T06:00:00Z"
        for inbox in inboxes:
            assert take_in_plain(inbox, warehouse, now=now).is_balanced()
            again = take_in_plain(inbox, warehouse, now=now)
            assert again.seen == again.unchanged
        if draw.random() < 0.3:
            rejudge_plain(inboxes[0], warehouse, now=now)
        if (release := publish_ungated(warehouse, now=now)) is not None:
            assert_invariants(release)
            texts = [text for (text,) in rows(release, "SELECT text FROM documents")]
            published = {topic for topic in TOPICS if any(topic in text for text in texts)}
            assert {
                topic for inbox in inboxes for text in _valid_texts(inbox) for topic in TOPICS if topic in text
            } <= (published)
            if step % 2:
                tidy(warehouse, f"2026-{2 + step:02d}-01T06:00:00Z")
            for (path,) in rows(release, "SELECT DISTINCT source_path FROM verdicts"):
                assert explain(Warehouse(warehouse.resolve()), path, inbox=inboxes[0]).verdicts


def _content(draw: random.Random) -> bytes:
    if draw.random() < 0.2:
        return draw.choice((b"", b"zonder datum", article("2019-13", "maand dertien").encode()))
    return article(draw.choice(("2019-01", "2019-02", "2020-03")), draw.choice(TOPICS)).encode()


def _write(path: Path, draw: random.Random) -> None:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name in draw.sample(MEMBERS, draw.randrange(len(MEMBERS) + 1)):
                archive.writestr(zipfile.ZipInfo(name), _content(draw))
    else:
        path.write_bytes(gzip.compress(_content(draw)) if path.suffix == ".gz" else _content(draw))
    if path.suffix != ".txt" and draw.random() < 0.1:
        path.write_bytes(path.read_bytes()[:-12])


def _deliver(inbox: Path, target: Path, draw: random.Random, *, moment: int) -> None:
    one = inbox / draw.choice(PATHS)
    other = target / draw.choice([path for path in PATHS if Path(path).suffix == one.suffix])
    what = draw.choice(["write"] * 5 + ["rename"] * 3 + ["delete", "touch", "copy", "pack"])
    if what == "write":
        _write(one, draw)
        os.utime(one, (moment, moment))
    elif one.exists() and what == "delete":
        one.unlink()
    elif one.exists() and what == "touch":
        os.utime(one, (moment, moment))
    elif one.exists() and what == "pack" and one.suffix == ".txt":
        with zipfile.ZipFile(inbox / "d.zip", "w", strict_timestamps=False) as archive:
            archive.write(one, "a.txt")
        one.unlink()
    elif one.exists() and one != other:
        (shutil.move if what == "rename" else shutil.copy2)(one, other)


def _valid_texts(inbox: Path) -> Iterator[str]:
    for path in inbox.rglob("*.*"):
        try:
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as archive:
                    found = [archive.read(name) for name in archive.namelist() if name.endswith(".txt")]
            else:
                found = [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()]
        except DAMAGE:
            continue
        yield from (content.decode() for content in found)
