"""What goes to another machine, by the settings: by default nothing, and every page says so.

Invariant: a host that the settings name is told to whoever asks a question, before the question is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.settings import Settings
from assistant.web.guard import LOOPBACK


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The other machines that the settings name: that of the language model and that of the vectors; empty for none.

    ``shared`` says that this computer serves other computers too.
    """

    model: str = ""
    store: str = ""
    shared: bool = False

    @property
    def hosts(self) -> tuple[str, ...]:
        """The other machines, each once."""
        return tuple(dict.fromkeys(host for host in (self.model, self.store) if host))


NOWHERE = Elsewhere()


def elsewhere(settings: Settings) -> Elsewhere:
    """Where the settings send anything to."""
    choice = settings.language_model
    model = _host(choice.url) if choice.kind in ("openai", "ollama") else ""
    return Elsewhere(model, _host(settings.chroma_url), settings.host not in LOOPBACK)


def _host(url: str) -> str:
    host = urlsplit(url if "://" in url else f"//{url}").hostname or ""
    return "" if host in LOOPBACK else host
