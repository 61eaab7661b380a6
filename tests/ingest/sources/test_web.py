"""The client: polite, bounded, only to the hosts in the settings; a reply is whole or an error."""

from __future__ import annotations

import gzip
import re
import time
import tracemalloc
from email.utils import formatdate

import pytest

from ingest.errors import SourceError
from ingest.sources.inflating import Inflater
from ingest.sources.places import Places
from ingest.sources.values import Mark
from ingest.sources.web import Web
from tests.ingest.sources.serving import Said, Site

BUSY = Said(b"druk", 429, {"Retry-After": "7"})


class Hours:
    """A time that only passes when somebody sleeps, and that keeps each sleep."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def clock(self) -> float:
        return sum(self.slept)


def client(site: Site, hours: Hours, **more: object) -> Web:
    """A client that lives in ``hours``."""
    return Web(site.places(**more), sleep=hours.sleep, clock=hours.clock, now=lambda: 1_000_000.0)


def test_it_says_who_asks_and_keeps_a_distance_between_requests(site: Site) -> None:
    site.say("/a", b"A")
    hours = Hours()
    with client(site, hours, agent="proef (post@voorbeeld.nl)", pause=2.0) as web:
        for _ in range(3):
            reply = web.get(f"{site.url}/a")
            assert reply is not None
            assert reply.content == b"A"
    assert [asked.headers["User-Agent"] for asked in site.asked] == ["proef (post@voorbeeld.nl)"] * 3
    assert hours.slept == [2.0, 2.0]


def test_a_version_that_is_still_the_same_is_not_sent_again(site: Site, web: Web) -> None:
    site.say("/a", Said(b"A", headers={"ETag": '"1"', "Last-Modified": "Mon, 04 Mar 2030 10:00:00 GMT"}))
    first = web.get(f"{site.url}/a")
    assert first is not None
    assert first.mark == Mark(f"{site.url}/a", '"1"', "Mon, 04 Mar 2030 10:00:00 GMT")
    second = web.get(f"{site.url}/a", first.mark)
    assert second is not None
    assert second.unchanged
    assert site.asked[1].headers["If-Modified-Since"] == "Mon, 04 Mar 2030 10:00:00 GMT"
    other = web.get(f"{site.url}/a", Mark(f"{site.url}/b", '"1"'))
    assert other is not None
    assert not other.unchanged


@pytest.mark.parametrize("status", [204, 404, 410])
def test_what_is_not_there_is_none(site: Site, web: Web, status: int) -> None:
    site.say("/a", Said(status=status))
    assert web.get(f"{site.url}/a") is None


@pytest.mark.parametrize(
    ("first", "slept"),
    [
        (BUSY, [7.0]),
        (Said(b"", 503, {"Retry-After": formatdate(1_000_030, usegmt=True)}), [30.0]),
        (Said(b"<html>storing</html>", 500), [1.0]),
        (Said(b"half", missing=100), [1.0]),
        (Said(gzip.compress(b"x" * 5000)[:-20], headers={"Content-Encoding": "gzip"}), [1.0]),
    ],
    ids=["429", "503 until a moment", "500", "cut off", "packed and cut off"],
)
def test_a_passing_failure_is_tried_again_after_a_while(site: Site, first: Said, slept: list[float]) -> None:
    site.say("/a", first, Said(b"A"))
    hours = Hours()
    with client(site, hours) as web:
        reply = web.get(f"{site.url}/a")
    assert reply is not None
    assert reply.content == b"A"
    assert hours.slept == slept


def test_the_wait_grows_and_the_attempts_end(site: Site) -> None:
    site.say("/a", Said(b"", 500))
    hours = Hours()
    with client(site, hours) as web, pytest.raises(SourceError, match="status 500"):
        web.get(f"{site.url}/a")
    assert hours.slept == [1.0, 2.0, 4.0]
    assert len(site.asked) == 4


def test_a_host_that_asks_for_a_long_rest_is_left_alone(site: Site) -> None:
    site.say("/a", Said(b"", 429, {"Retry-After": "86400"}))
    site.say("/b", b"B")
    hours = Hours()
    with client(site, hours) as web:
        for name in ("a", "b", "b"):
            with pytest.raises(SourceError, match="86400 seconden te wachten"):
                web.get(f"{site.url}/{name}")
    assert site.paths() == ["/a"]
    assert hours.slept == []


def test_a_host_that_is_not_there_is_tried_for_one_document_only(site: Site) -> None:
    gone = f"http://127.0.0.1:{_free_port()}/a"
    hours = Hours()
    with client(site, hours) as web:
        for _ in range(2):
            with pytest.raises(SourceError, match="niet bereikbaar"):
                web.get(gone)
    assert hours.slept == [1.0, 2.0, 4.0]


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    "url",
    [
        "https://elders.voorbeeld.nl/a",
        "http://zoek.officielebekendmakingen.nl/a",
        "https://zoek.officielebekendmakingen.nl:8443/a",
        "https://iemand@zoek.officielebekendmakingen.nl/a",
        "https://zoek.officielebekendmakingen.nl.elders.nl/a",
        "file:///etc/passwd",
        "https://[zoek/a",
    ],
)
def test_only_hosts_in_the_settings_are_asked_and_only_over_https(url: str) -> None:
    with Web(Places()) as web, pytest.raises(SourceError, match="niet opgehaald"):
        web.get(url)


def test_a_redirect_is_followed_within_the_hosts(site: Site, web: Web) -> None:
    site.say("/oud", Said(status=302, headers={"Location": "/nieuw"}))
    site.say("/nieuw", Said(b"N", headers={"ETag": '"n"'}))
    reply = web.get(f"{site.url}/oud")
    assert reply is not None
    assert reply.content == b"N"
    again = web.get(f"{site.url}/oud", reply.mark)
    assert again is not None
    assert again.unchanged


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("https://elders.voorbeeld.nl/a", "'elders.voorbeeld.nl' staat niet in de instelling"),
        ("http://localhost:1/a", "'localhost' staat niet in de instelling"),
        ("/rond", "verwijst steeds door"),
    ],
)
def test_a_redirect_elsewhere_or_in_circles_is_refused(site: Site, web: Web, target: str, message: str) -> None:
    site.say("/rond", Said(status=301, headers={"Location": target}))
    with pytest.raises(SourceError, match=re.escape(message)):
        web.get(f"{site.url}/rond")


BOMB = gzip.compress(bytes(30_000_000))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (Said(bytes(3_000_000)), "groter dan 2 MB"),
        (Said(b"x", missing=3_000_000), "groter dan 2 MB"),
        (Said(BOMB, headers={"Content-Encoding": "gzip"}), "groter dan 2 MB"),
        (Said(b"geen gzip", headers={"Content-Encoding": "gzip"}), "niet uit te pakken"),
        (Said(b"x", headers={"Content-Encoding": "br"}), "pakt het antwoord in als 'br'"),
        (Said(b"x", 403), "status 403"),
        (Said(b'{"error": {"message": "Onbekend veld"}}', 400, {"Content-Type": "application/json"}), "Onbekend veld"),
    ],
    ids=["too large", "too large by its own word", "bomb", "not packed", "other packing", "refused", "reason"],
)
def test_what_cannot_become_better_is_refused_at_once(site: Site, said: Said, message: str) -> None:
    site.say("/a", said)
    with Web(site.places(limit=2_000_000)) as web, pytest.raises(SourceError, match=message):
        web.get(f"{site.url}/a")
    assert len(site.asked) == 1


def test_a_bomb_is_not_unpacked_beyond_the_limit() -> None:
    inflater = Inflater("gzip", "bron", limit=10_000)
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match="groter dan"):
            inflater.feed(BOMB)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("silence", "deadline", "message"), [(0.3, 60, "geen antwoord"), (5, 0.3, "niet klaar")])
def test_a_slow_source_is_given_up(site: Site, silence: float, deadline: float, message: str) -> None:
    site.say("/a", Said(bytes(100), drip=0.8 if silence < 1 else 0.05))
    began = time.monotonic()
    places = site.places(silence=silence, deadline=deadline, attempts=1)
    with Web(places) as web, pytest.raises(SourceError, match=message):
        web.get(f"{site.url}/a")
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("parts", [1, 3])
def test_a_packed_reply_is_unpacked_also_when_it_was_packed_in_parts(site: Site, web: Web, parts: int) -> None:
    packed = gzip.compress(b"tekst" * 1000) * parts
    site.say("/a", Said(packed, headers={"Content-Encoding": "gzip"}))
    reply = web.get(f"{site.url}/a")
    assert reply is not None
    assert reply.content == b"tekst" * 1000 * parts


def test_the_proxy_of_the_environment_is_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{_free_port()}")
    site.say("/a", b"A")
    with Web(site.places()) as web:
        assert web.get(f"{site.url}/a") is not None


def test_certificates_that_cannot_be_read_are_named(site: Site) -> None:
    with pytest.raises(SourceError, match="certificaten"):
        Web(site.places(certificates="/nergens/ca.pem"))
