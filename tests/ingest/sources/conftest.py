"""A local server and a client that asks it, in a time of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.sources.web import Web
from tests.ingest.sources.serving import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    """A server that plays the official sources."""
    with serving() as server:
        yield server


@pytest.fixture
def web(site: Site) -> Iterator[Web]:
    """A client of that server that never really waits."""
    with Web(site.places(), sleep=lambda seconds: None) as client:
        yield client
