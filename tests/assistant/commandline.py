"""A scripted assistant behind the real command line, and a way to run commands within the test's own process."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.cli import create_app, run
from ingest.errors import QuestionError, UnknownDocument
from tests.web.standin import Scripted

COMMAND = str(Path(sys.executable).with_name("veiligheidsagenda"))


@dataclass
class Scribe:
    """Answers like the screens' stand-in, keeps what it was asked, and fails on the words ``fout`` and ``defect``."""

    seen: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    settings: list[Any] = field(default_factory=list)
    inner: Scripted = field(default_factory=Scripted)

    def ask(self, question: str, **more: Any) -> Answer:
        """A scripted answer under the id that was asked for."""
        self.seen.append((question, more))
        if "defect" in question:
            raise ZeroDivisionError("gedeeld door nul")
        if "fout" in question:
            raise QuestionError("de vraag kan niet worden gelezen", remedy="Stel een andere vraag.")
        if more.get("document") == "weg":
            raise UnknownDocument("er is geen document 'weg'", remedy="Zie veiligheidsagenda documents.")
        if "stoppen" in question:
            raise KeyboardInterrupt
        answer = self.inner.ask(question, history=more.get("history", ()))
        return replace(answer, id=more.get("id", ""), language=more.get("language") or "nl")

    def warm(self) -> None:
        """Nothing to load."""
        self.seen.append(("warm", {}))

    def __call__(self, settings: Any) -> AbstractContextManager[Any]:
        """Opens as the real opener does."""
        self.settings.append(settings)
        return nullcontext(self)


def call(arguments: list[str], scribe: Scribe | None = None, server: Any = None) -> int:
    """Run a command; returns the exit code."""
    more = {"server": server} if server else {}
    return run(create_app(opener=scribe or Scribe(), **more), arguments)


def spawn(*arguments: str, data: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a process of its own."""
    environment = {**os.environ, "VEILIGHEIDSAGENDA_DATA": str(data), **more.pop("env", {})}
    return subprocess.run([COMMAND, *arguments], capture_output=True, text=True, env=environment, timeout=120, **more)
