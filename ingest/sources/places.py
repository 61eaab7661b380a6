"""Where the official sources are and how politely they are asked: a value that the settings fill in.

Invariant: every address lies on a host that is listed, over https, or over http on this machine. Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

HOSTS = (
    "zoek.officielebekendmakingen.nl",
    "repository.overheid.nl",
    "gegevensmagazijn.tweedekamer.nl",
    "opendata.rijksoverheid.nl",
    "www.rijksoverheid.nl",
)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of the sources, the hosts that may be spoken to, and the bounds of every request."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    publications: str = "https://zoek.officielebekendmakingen.nl"
    sru: str = "https://repository.overheid.nl/sru"
    parliament: str = "https://gegevensmagazijn.tweedekamer.nl/OData/v4/2.0"
    government: str = "https://opendata.rijksoverheid.nl/v1"
    government_site: str = "https://www.rijksoverheid.nl"
    hosts: tuple[str, ...] = HOSTS
    agent: str = "veiligheidsagenda (leesassistent voor politiebeleid; haalt zelden en langzaam op)"
    """How the program makes itself known; an organisation adds an address for complaints."""
    pause: float = 0.5
    """Seconds between two requests to one host."""
    silence: float = 30.0
    """Seconds that a source may say nothing."""
    deadline: float = 300.0
    """Seconds that one reply may take in all."""
    limit: int = 64 * 1024 * 1024
    """Largest reply, in bytes after unpacking."""
    attempts: int = 4
    patience: float = 120.0
    """Longest wait, in seconds, that a source may ask for before it is left alone for the rest of the run."""
    proxy: str = ""
    """Address of a proxy; the environment's proxy variables are not looked at."""
    certificates: str = ""
    """A PEM file with the certificates to trust, when that is not the usual set."""

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for an address that lies elsewhere, or a bound that bounds nothing."""
        for name in ("publications", "sru", "parliament", "government", "government_site"):
            if fault := self.fault_of(getattr(self, name)):
                raise ValueError(f"{name}: {fault}")
        if self.pause < 0 or min(self.silence, self.deadline, self.limit, self.attempts, self.patience) <= 0:
            raise ValueError("pause mag niet negatief zijn en de overige grenzen moeten groter zijn dan 0")
        if not self.agent.strip() or not self.agent.isprintable():
            raise ValueError("agent: moet op één regel zeggen wie er ophaalt")

    def fault_of(self, address: str) -> str:
        """Why an address may not be asked; empty when it may."""
        try:
            parts = urlsplit(address)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return f"{address!r} is geen adres"
        if host not in self.hosts:
            return f"de host {host!r} staat niet in de instelling sources.hosts"
        if parts.username or parts.password or (port is not None and host not in LOOPBACK):
            return f"{address!r} heeft een naam of een poort die daar niet hoort"
        if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
            return f"{address!r} gaat niet over https"
        return ""
