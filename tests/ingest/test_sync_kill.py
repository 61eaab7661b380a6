"""Endurance: a sync that is killed at any moment leaves nothing half, and the next one does the rest."""

from __future__ import annotations

import multiprocessing
import random
import time
from pathlib import Path

import pytest

from ingest.doctor import examine
from ingest.store.library import Library
from tests.ingest.sources.papers import metadata_xml, paper_xml
from tests.ingest.sources.serving import Said, serving
from tests.ingest.sources.syncing import run
from tests.ingest.store.tiny import TinyEncoder

IDS = tuple(f"kst-99684-{n}" for n in range(1, 9))


def body(identity: str, edition: int) -> tuple[str, ...]:
    """The paragraphs of an edition of a paper."""
    return tuple(f"Alinea {n} van {identity} in druk {edition} gaat over de politie." for n in range(4))


@pytest.mark.slow
def test_a_sync_that_is_killed_loses_nothing_and_leaves_nothing_half(tmp_path: Path) -> None:
    moments, data = random.Random(8), tmp_path / "data"
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.ingest.sources.syncing", "ingest.pipeline", "ingest.store.nodes", "bm25s"])
    with serving() as site:
        for edition in range(12):
            for identity in IDS:
                content = paper_xml(identity, body=body(identity, edition))
                site.say(f"/{identity}.xml", Said(content, headers={"ETag": f'"{edition}"'}))
                site.say(f"/{identity}/metadata.xml", metadata_xml(identity))
            site.asked.clear()
            child = processes.Process(target=run, args=(site.places(), data, IDS))
            child.start()
            wanted, until = moments.randint(1, 2 * len(IDS)), time.monotonic() + 30
            while len(site.asked) < wanted and child.is_alive() and time.monotonic() < until:
                time.sleep(0.002)
            child.join(moments.choice((0.0, 0.02, 0.3, 1.0)))
            child.kill()
            child.join()
            check(data, edition)
        report = run(site.places(), data, IDS)
        assert report.failed == ()
        assert run(site.places(), data, IDS).unchanged == IDS
    with Library.open(data) as library:
        texts = {name: library.document(name).text for name in IDS}
    assert all(sentence in texts[name] for name in IDS for sentence in body(name, 11))
    assert examine(data, encoder=TinyEncoder()) == ()


def check(data: Path, latest: int) -> None:
    """Every document in the library is one whole edition."""
    if not (data / "library.sqlite").is_file():
        return
    with Library.open(data, encoder=TinyEncoder()) as library:
        for publication in library.documents():
            text = library.document(publication.id).text
            editions = [n for n in range(latest + 1) if all(part in text for part in body(publication.id, n))]
            assert len(editions) == 1, publication.id
