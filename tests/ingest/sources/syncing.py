"""Fetches papers from a local server in a process of its own, for the test that kills it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.document import Publication
from ingest.manifest import Entry
from ingest.sources.places import Places
from ingest.sources.web import Web
from ingest.sync import SyncReport, Target, sync
from tests.ingest.store.tiny import TinyEncoder


def run(places: Places, data: Path, ids: Sequence[str]) -> SyncReport:
    """Sync these papers into the library."""
    rows = [
        Entry(
            Publication(name, f"Titel van {name}", kind="brief", url=f"https://zoek.officielebekendmakingen.nl/{name}")
        )
        for name in ids
    ]
    with Web(places) as web:
        return sync(rows, Target(data, TinyEncoder()), web, wait=30)
