"""Which version of the reading code and of the finders this is, so that what an older one did is done again."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_READING = ("document.py", "reading", "language", "data", "store/passages.py", "store/prepare.py")

_FINDING = ("document.py", "findings", "language", "data")
_TERMS = (
    "language/terms.py", "language/words.py", "language/lemmas.py", "language/compounds.py", "data/stopwords.txt",
    "data/compounds.txt.gz",
)  # fmt: skip


def reading_mark() -> str:
    """Twelve hexadecimal digits over the code and word lists that decide what a file becomes in the library."""
    return _mark(_READING)


def finding_mark() -> str:
    """Twelve hexadecimal digits over the code and word lists that decide what is found in a document."""
    return _mark(_FINDING)


def terms_mark() -> str:
    """Twelve hexadecimal digits over the code and word lists that decide which terms a text has."""
    return _mark(_TERMS)


@cache
def _mark(parts: tuple[str, ...]) -> str:
    home = Path(__file__).parent
    digest = hashlib.sha256()
    for part in parts:
        place = home / part
        files = (
            [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.suffix in {".py", ".toml", ".txt"})
        )
        for path in files:
            digest.update(path.relative_to(home).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
