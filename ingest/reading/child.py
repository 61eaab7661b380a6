"""The child process that parses a PDF: it sets its own limits, reads, and answers with one line of JSON.

Invariant: nothing but JSON is written to standard output. Imports only what a PDF needs.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from types import FrameType

from ingest.errors import OversizedDocument, RefusedDocument
from ingest.reading.limits import Limits
from ingest.reading.pdf import read_pdf


class _Clock:
    """Gives the opening of the file and each page a share of processor time, and says which page overran it."""

    def __init__(self, seconds: float, where: str) -> None:
        self.seconds, self.where, self.page = seconds, where, 0

    def before_page(self, page: int) -> None:
        """Give the page (from 1) its own seconds of processor time."""
        self.page = page
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime + self.seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))

    def overrun(self, _signal: int, _frame: FrameType | None) -> None:
        """Refuse the document when its time is up, naming the page. Raises ``OversizedDocument``."""
        place = f"pagina {self.page}" if self.page else "het openen van de PDF"
        raise OversizedDocument(
            f"{place} kost meer dan {self.seconds:.0f} seconden rekentijd",
            where=self.where,
            remedy="Exporteer het document opnieuw naar PDF of bied het in een ander formaat aan.",
        )


def main(arguments: list[str]) -> None:
    """Read the PDF that the arguments name, within the limits they set, to be marked on the PDF they may name last."""
    path, shown = Path(arguments[0]), next(map(Path, arguments[2:]), None)
    limits = Limits(**json.loads(arguments[1]))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    clock = _Clock(limits.page_seconds, path.name)
    signal.signal(signal.SIGXCPU, clock.overrun)
    clock.before_page(0)
    try:
        answer = {"reading": asdict(read_pdf(path, limits, shown=shown, before_page=clock.before_page))}
    except RefusedDocument as error:
        answer = {"refused": {"kind": type(error).__name__, "what": error.what, "remedy": error.remedy}}
    except MemoryError:
        answer = {"refused": {"kind": "OversizedDocument", "what": "", "remedy": ""}}
    json.dump(answer, sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    main(sys.argv[1:])
