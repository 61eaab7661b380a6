"""The key of an endpoint: from the environment or from a file that only its owner can read. Standard library only.

Invariant: a key has no readable form but in the header of a request; its ``repr`` and its errors do not show it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from ingest.errors import ModelError

VARIABLE = "VEILIGHEIDSAGENDA_LANGUAGE_MODEL_KEY"


class Key:
    """A secret that is only told to the header of a request."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def __bool__(self) -> bool:
        return bool(self._secret)

    def __repr__(self) -> str:
        return "Key(…)"

    def header(self) -> str:
        """The value of the Authorization header."""
        return f"Bearer {self._secret}"


def read_key(file: Path | None, environment: Mapping[str, str] = os.environ) -> Key:
    """The key of a file, else of the environment, else none. Raises ``ModelError`` for a file that others can read."""
    if file is None:
        return Key(environment.get(VARIABLE, "").strip())
    try:
        state = file.stat()
        if os.name == "posix" and stat.S_IMODE(state.st_mode) & 0o077:
            raise ModelError(
                "anderen kunnen het sleutelbestand van het taalmodel lezen", where=str(file),
                remedy=f"Sluit het af met: chmod 600 {file}",
            )  # fmt: skip
        return Key(file.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(
            f"het sleutelbestand van het taalmodel is niet te lezen ({type(error).__name__})", where=str(file),
            remedy=f"Maak het bestand aan, of zet de sleutel in {VARIABLE}.",
        ) from error  # fmt: skip
