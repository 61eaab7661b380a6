"""The shelf: the files that were fetched, beside the library, each with a note of where it came from.

Invariant: a file counts only when its note names its checksum, so what a killed process left half does not exist; the
folder's manifest is there only while it agrees with the files. Standard library only.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ingest.document import Publication
from ingest.manifest import NAME, Entry
from ingest.precedence import EDITIONS, OTHER
from ingest.sources.proposing import presentable, to_toml
from ingest.sources.values import Fetched, Mark
from ingest.store.files import free_space_errors, locked

FOLDER = "sources"
_NOTES, _INCOMING, _LOCK = ".notes", ".incoming", ".lock"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A fetched document: what it is, which source gave it, its file and the file's checksum and mark."""

    publication: Publication
    source: str
    file: str
    sha256: str
    mark: Mark
    attachments: tuple[str, ...] = ()

    def entry(self) -> Entry:
        """The row of a manifest that names this file."""
        edition = EDITIONS.get(Path(self.file).suffix, OTHER)
        return Entry(presentable(self.publication), self.file, self.sha256, edition)


class Shelf:
    """The shelf in a data directory."""

    def __init__(self, data: Path) -> None:
        self.folder = data.absolute() / FOLDER

    @contextmanager
    def held(self, wait: float) -> Iterator[None]:
        """Keep other processes from the shelf. Raises ``LibraryBusy`` after ``wait`` seconds."""
        with free_space_errors(self.folder):
            for folder in (self.folder, self.folder / _NOTES, self.folder / _INCOMING):
                folder.mkdir(parents=True, exist_ok=True)
        with locked(self.folder / _LOCK, wait):
            yield

    def known(self, identity: str) -> Shelved | None:
        """What is on the shelf under an id, None when that is nothing, or no longer the file that the note names."""
        try:
            told = json.loads(self._note(identity).read_text(encoding="utf-8"))
            publication = {**told["publication"], "dossiers": tuple(told["publication"]["dossiers"])}
            shelved = Shelved(
                Publication(**publication), told["source"], told["file"], told["sha256"],
                Mark(**told["mark"]), tuple(told["attachments"]),
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return shelved if self.path(shelved) else None

    def path(self, shelved: Shelved) -> Path | None:
        """Where the file of a document lies, None when it is not there as it should be."""
        for folder in (self.folder / _INCOMING, self.folder):
            path = folder / shelved.file
            if path.is_file() and _sha256(path) == shelved.sha256:
                return path
        return None

    def put(self, fetched: Fetched, source: str) -> Shelved:
        """Lay a document on the shelf: first the file, whole, then the note that makes it count."""
        name = f"{fetched.publication.id}{fetched.suffix}"
        digest = hashlib.sha256(fetched.content).hexdigest()
        shelved = Shelved(fetched.publication, source, name, digest, fetched.mark, fetched.attachments)
        _write(self.folder / _INCOMING / name, fetched.content)
        self._write_note(shelved)
        return shelved

    def is_same(self, shelved: Shelved, fetched: Fetched) -> bool:
        """Whether a source gave again what lies on the shelf."""
        return hashlib.sha256(fetched.content).hexdigest() == shelved.sha256

    def relabel(self, shelved: Shelved, publication: Publication, mark: Mark) -> None:
        """Note what is now known of a document on the shelf, and by what its source recognises it."""
        now = replace(shelved, publication=publication, mark=mark)
        if now != shelved:
            self._write_note(now)

    def remove(self, identity: str) -> None:
        """Take a document off the shelf."""
        with free_space_errors(self.folder):
            self._unsettle()
            self._note(identity).unlink(missing_ok=True)
            self._clear(identity, keep="")

    def settle(self) -> list[Shelved]:
        """Put what came in on its place and write the manifest of the folder; returns all that is on the shelf."""
        with free_space_errors(self.folder):
            notes = sorted((self.folder / _NOTES).glob("*.json"))
            shelved = [s for s in (self.known(note.name.removesuffix(".json")) for note in notes) if s is not None]
            content = to_toml(s.entry() for s in shelved).encode()
            self._unsettle()
            for each in shelved:
                if (path := self.path(each)) and path.parent != self.folder:
                    os.replace(path, self.folder / each.file)
                self._clear(each.publication.id, keep=each.file)
            if shelved:
                _write(self.folder / NAME, content)
        return shelved

    def _unsettle(self) -> None:
        (self.folder / NAME).unlink(missing_ok=True)

    def _clear(self, identity: str, keep: str) -> None:
        """Remove the files of a document but the one to keep."""
        for path in (*self.folder.glob(f"{identity}.*"), *(self.folder / _INCOMING).glob(f"{identity}.*")):
            if path.stem == identity and (path.name != keep or path.parent != self.folder):
                path.unlink()

    def _note(self, identity: str) -> Path:
        return self.folder / _NOTES / f"{identity}.json"

    def _write_note(self, shelved: Shelved) -> None:
        content = json.dumps(asdict(shelved), ensure_ascii=False).encode("utf-8", "replace")
        _write(self._note(shelved.publication.id), content)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write(target: Path, content: bytes) -> None:
    """Write a file whole: it is the old one or the new one at any moment."""
    with free_space_errors(target.parent):
        handle, draft = tempfile.mkstemp(prefix=".draft-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(draft, 0o644)
            os.replace(draft, target)
        finally:
            Path(draft).unlink(missing_ok=True)
