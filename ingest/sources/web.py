"""Asks the official sources: the only module that reaches the network, and the owner of httpx.

Invariant: only the hosts in the settings are asked, one request at a time with a pause between; a reply is whole and
within bounds, or it is a ``SourceError``; a host that does not answer, or asks for rest, is left alone.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from ingest.errors import SourceError
from ingest.sources.inflating import Inflater
from ingest.sources.places import Places
from ingest.sources.values import Mark

if TYPE_CHECKING:
    import httpx

MOST_REDIRECTS = 5
CONNECT = 10.0
"""Seconds in which a connection must be there."""
_ABSENT = (204, 404, 410)
_BUSY = (429,)
_PASSING = (408, 425, 500, 502, 503, 504)
_LATER = "Probeer het later opnieuw; wat al is opgehaald, blijft bewaard."


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply: where it came from in the end, its bytes, and by what its version is recognised."""

    content: bytes
    media_type: str
    mark: Mark
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """A reply that may be better next time; ``wait`` is what the source asks for, ``rest`` that it wants none now."""

    reason: str
    wait: float | None = None
    rest: bool = False


class Web:
    """A polite client. ``sleep``, ``clock`` and ``now`` are the time it lives in."""

    def __init__(
        self,
        places: Places,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        import httpx

        self.places, self._sleep, self._clock, self._now = places, sleep, clock, now
        self._asked: dict[str, float] = {}
        self._resting: dict[str, SourceError] = {}
        self._client = httpx.Client(
            headers={"User-Agent": places.agent, "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(places.silence, connect=min(places.silence, CONNECT)),
            trust_env=False,
            proxy=places.proxy or None,
            verify=_trusted(places.certificates),
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, url: str, mark: Mark | None = None) -> Reply | None:
        """The reply at ``url``, None when nothing is there; ``unchanged`` when ``mark`` still is the version there.

        Raises ``SourceError``.
        """
        host = self._check(url)
        if host in self._resting:
            raise self._resting[host]
        given = mark if mark is not None and mark.url == url else Mark(url)
        last = Again("")
        for attempt in range(self.places.attempts):
            outcome = self._attempt(url, given)
            if not isinstance(outcome, Again):
                return outcome
            last, wait = outcome, float(2**attempt) if outcome.wait is None else outcome.wait
            if wait > self.places.patience:
                last = Again(f"{outcome.reason} en vraagt {wait:.0f} seconden te wachten", rest=True)
                break
            if attempt + 1 < self.places.attempts:
                self._sleep(wait)
        error = SourceError(last.reason, where=host if last.rest else url, remedy=_LATER)
        if last.rest:
            self._resting[host] = error
        raise error

    def _check(self, url: str) -> str:
        if fault := self.places.fault_of(url):
            raise SourceError(
                f"dit adres wordt niet opgehaald: {fault}",
                where=url,
                remedy="Neem de host alleen op in de instelling als die te vertrouwen is.",
            )
        return urlsplit(url).hostname or ""

    def _attempt(self, url: str, mark: Mark) -> Reply | Again | None:
        """One try, redirects within the allowed hosts included."""
        import httpx

        at = url
        for _ in range(MOST_REDIRECTS + 1):
            self._take_turn(self._check(at))
            try:
                with self._client.stream("GET", at, headers=_conditions(mark)) as response:
                    target = response.headers.get("location", "") if response.is_redirect else ""
                    if not target:
                        return self._judge(response, mark)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                return Again(f"de bron is niet bereikbaar ({error})", rest=True)
            except httpx.TimeoutException:
                return Again(f"geen antwoord binnen {self.places.silence:g} seconden")
            except httpx.TransportError as error:
                return Again(f"het antwoord brak af ({error})")
            at = urljoin(at, target)
        raise SourceError("de bron verwijst steeds door", where=url, remedy="Meld dit bij de beheerder van de bron.")

    def _take_turn(self, host: str) -> None:
        last = self._asked.get(host)
        early = 0.0 if last is None else last + self.places.pause - self._clock()
        if early > 0:
            self._sleep(early)
        self._asked[host] = self._clock()

    def _judge(self, response: httpx.Response, mark: Mark) -> Reply | Again | None:
        status = response.status_code
        if status == 200:
            return self._whole(response, mark)
        if status == 304 and (mark.etag or mark.modified):
            return Reply(b"", "", mark, unchanged=True)
        if status in _ABSENT:
            return None
        if status in _BUSY or status in _PASSING:
            wait = self._asked_wait(response.headers.get("retry-after", ""))
            return Again(f"de bron antwoordt met status {status}", wait, rest=status in _BUSY)
        raise SourceError(
            f"de bron antwoordt met status {status}{self._reason(response)}",
            where=str(response.url),
            remedy="Controleer het adres in de instellingen.",
        )

    def _whole(self, response: httpx.Response, mark: Mark) -> Reply | Again:
        body = self._body(response, self.places.limit)
        if isinstance(body, Again):
            return body
        headers = response.headers
        fresh = Mark(mark.url, headers.get("etag", ""), headers.get("last-modified", ""))
        return Reply(body, headers.get("content-type", "").partition(";")[0].strip().lower(), fresh)

    def _body(self, response: httpx.Response, limit: int) -> bytes | Again:
        """All bytes of a reply, unpacked. Raises ``SourceError`` beyond ``limit`` bytes."""
        inflater = Inflater(response.headers.get("content-encoding", ""), str(response.url), limit)
        declared, until = response.headers.get("content-length", ""), self._clock() + self.places.deadline
        if declared.isdigit():
            inflater.check(int(declared))
        for chunk in response.iter_raw():
            inflater.feed(chunk)
            if self._clock() > until:
                return Again(f"het antwoord was na {self.places.deadline:g} seconden niet klaar")
        whole = inflater.finish()
        return Again("het antwoord brak af tijdens het uitpakken") if whole is None else whole

    def _reason(self, response: httpx.Response) -> str:
        """What the source itself says is wrong, where it says so in the form of OData."""
        if "json" not in response.headers.get("content-type", ""):
            return ""
        body = self._body(response, 1 << 16)
        try:
            message = json.loads(body)["error"]["message"] if isinstance(body, bytes) else ""
        except (ValueError, KeyError, TypeError):
            return ""
        return f" ({str(message)[:200]})"

    def _asked_wait(self, header: str) -> float | None:
        """The seconds that ``Retry-After`` asks for, given as a number or as a moment."""
        if header.strip().isdigit():
            return float(header)
        try:
            return max(0.0, parsedate_to_datetime(header).timestamp() - self._now())
        except (ValueError, OverflowError):
            return None


def _conditions(mark: Mark) -> dict[str, str]:
    wanted = {"If-None-Match": mark.etag, "If-Modified-Since": mark.modified}
    return {name: value for name, value in wanted.items() if value}


def _trusted(certificates: str) -> ssl.SSLContext | bool:
    if not certificates:
        return True
    try:
        return ssl.create_default_context(cafile=certificates)
    except OSError as error:
        raise SourceError(
            f"de certificaten zijn niet te lezen ({error})",
            where=certificates,
            remedy="Verbeter de instelling sources.certificates.",
        ) from error
