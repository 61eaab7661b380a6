"""Which files an ingestion is about: the shipped corpus, a folder (with or without a manifest), single files.

Invariant: nothing outside a given folder is read because of a link inside it, and a folder that could not be listed
never makes its documents look removed.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING

from ingest.document import Document, Publication
from ingest.errors import AgendaError, DamagedDocument, OversizedDocument, RefusedDocument
from ingest.precedence import expected_rank
from ingest.reading.archive import names_in, unpack
from ingest.reading.limits import DEFAULT, Limits
from ingest.reading.read import read_file
from ingest.store.files import free_space_errors

if TYPE_CHECKING:
    from ingest.manifest import Entry

CORPUS = "corpus:"
MANIFEST = "manifest.toml"
ARCHIVE = ".zip"
WITHIN = "!/"
"""Stands between an archive and a name in it in the origin of a document."""
_ODD = re.compile("[\\x00-\\x1f\\x7f\\ud800-\\udfff]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to take in; ``origin`` says where it came from, and a manifest may have told what it is."""

    path: Path
    origin: str
    entry: Entry | None = None

    @property
    def shown(self) -> str:
        """The file as a person would name it: its path, or its archive with its name in it."""
        return self.origin if WITHIN in self.origin else printable(self.path)

    @property
    def publication(self) -> Publication | None:
        """What the manifest says the file is."""
        return self.entry.publication if self.entry else None

    @property
    def rank(self) -> int:
        """Where the file goes among editions of one paper, as far as can be seen without reading it."""
        return expected_rank(self.path, self.entry.edition if self.entry else "")

    def told(self) -> str:
        """A mark that changes when the manifest says something else of this file."""
        return hashlib.sha256(repr(self.entry).encode()).hexdigest()[:12] if self.entry else ""

    def label(self, document: Document) -> Document:
        """The document with what the manifest says of its source, and with a file name that can be stored."""
        source = replace(document.source, file=printable(document.source.file))
        if self.entry is not None:
            note = " ".join(part for part in (self.entry.note, source.note) if part)
            source = replace(source, edition=self.entry.edition, note=note, compiled=self.entry.compiled)
        publication = replace(document.publication, title=printable(document.publication.title))
        return replace(document, source=source, publication=publication)


@dataclass(slots=True)
class Intake:
    """The files to read, the paths refused beforehand, and the origins whose missing files mean a removal."""

    files: list[Candidate] = field(default_factory=list)
    refused: list[tuple[str, RefusedDocument]] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    rooms: ExitStack = field(default_factory=ExitStack)
    limits: Limits = DEFAULT


def take_in(paths: Sequence[Path], rooms: ExitStack, limits: Limits = DEFAULT) -> Intake:
    """What is meant by ``paths``; nothing given means the shipped corpus.

    Archives are unpacked into folders that vanish with ``rooms``; what goes before other editions is read first.
    """
    intake = Intake(rooms=rooms, limits=limits)
    if not paths:
        _add_corpus(intake)
    for path in paths:
        _add(intake, Path(path).expanduser().absolute())
    files = {candidate.origin: candidate for candidate in intake.files}
    intake.files = sorted(files.values(), key=lambda candidate: -candidate.rank)
    return intake


def _add_corpus(intake: Intake) -> None:
    from ingest.manifest import corpus_folder, load_manifest

    folder = corpus_folder()
    intake.folders.append(CORPUS)
    intake.files += [Candidate(_locate(folder, entry.file), CORPUS + entry.file, entry) for entry in load_manifest()]


def _locate(folder: Path, name: str) -> Path:
    """A manifest names its files relative to itself, or to the folder ``documents`` beside it."""
    return next((p for p in (folder / name, folder / "documents" / name) if p.is_file()), folder / name)


def _add(intake: Intake, path: Path) -> None:
    try:
        if path.is_dir():
            _add_folder(intake, path)
        elif path.is_file():
            _add_file(intake, path, None)
        elif path.exists():
            raise RefusedDocument("dit is geen bestand of map", where=printable(path), remedy="Controleer het pad.")
        else:
            raise RefusedDocument("dit bestand bestaat niet", where=printable(path), remedy="Controleer het pad.")
    except RefusedDocument as error:
        intake.refused.append((printable(path), error))
    except OSError as error:
        intake.refused.append((printable(path), unreadable(path, error)))


def _add_folder(intake: Intake, folder: Path) -> None:
    intake.folders.append(f"{printable(folder)}{os.sep}")
    told = {str(_locate(folder, e.file)): e for e in _manifest_in(folder)}
    for path in sorted(_walk(intake, folder), key=lambda found: (str(found) not in told, found)):
        _add_file(intake, path, told.get(str(path)))


def _add_file(intake: Intake, path: Path, entry: Entry | None) -> None:
    """A file, or the documents in an archive; an archive that is refused removes nothing."""
    if path.suffix.lower() != ARCHIVE or entry is not None:
        intake.files.append(Candidate(path, printable(path), entry))
        return
    prefix = f"{printable(path)}{WITHIN}"
    try:
        if path.stat().st_size > intake.limits.bytes:
            raise too_large(path, intake.limits)
        with free_space_errors(Path(gettempdir())):
            room = intake.rooms.enter_context(TemporaryDirectory(prefix="inlezen-"))
            members = unpack(path, Path(room), intake.limits)
    except RefusedDocument as error:
        intake.unlisted.append(prefix)
        intake.refused.append((printable(path), error))
    except OSError as error:
        intake.unlisted.append(prefix)
        intake.refused.append((printable(path), unreadable(path, error)))
    else:
        intake.folders.append(prefix)
        intake.files += [Candidate(member, prefix + printable(name)) for name, member in members]


def _manifest_in(folder: Path) -> Iterable[Entry]:
    from ingest.manifest import load_manifest

    path = folder / MANIFEST
    return load_manifest(path) if path.is_file() else ()


def _walk(intake: Intake, folder: Path) -> Iterator[Path]:
    """The files in a folder; hidden ones, and links that lead outside it, are passed over."""

    def note(error: OSError) -> None:
        """Report a folder that cannot be listed; nothing below it counts as removed."""
        place = Path(error.filename or folder)
        intake.unlisted.append(f"{printable(place)}{os.sep}")
        intake.refused.append((printable(place), unreadable(place, error)))

    home = folder.resolve()
    for parent, names, files in os.walk(folder, onerror=note):
        names[:] = sorted(n for n in names if not n.startswith("."))
        for name in files:
            path = Path(parent, name)
            if name.startswith(".") or name == MANIFEST:
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(home):
                outside = RefusedDocument(
                    "deze koppeling wijst buiten de map", where=printable(path), remedy="Kopieer het bestand zelf."
                )
                intake.refused.append((printable(path), outside))
            elif path.is_file():
                yield path


def read_candidate(candidate: Candidate, sha256: str, limits: Limits, ocr: bool) -> Document:
    """The document in a file that had this checksum just now; runs in a worker."""
    read = read_file(candidate.path, publication=candidate.publication, limits=limits, ocr=ocr)
    document = candidate.label(read)
    if document.source.sha256 != sha256:
        raise DamagedDocument(
            "het bestand veranderde tijdens het lezen",
            where=candidate.shown,
            remedy="Voer de opdracht opnieuw uit.",
        )
    return document


def hash_of(path: Path) -> str:
    """The SHA-256 of a file. Raises ``DamagedDocument`` when it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error


def too_large(path: Path, limits: Limits) -> OversizedDocument:
    """The refusal of an archive that is larger than a file may be."""
    return OversizedDocument(
        f"het archief is groter dan {limits.bytes / 1e6:.0f} MB",
        where=printable(path),
        remedy="Pak het uit en bied de documenten afzonderlijk aan.",
    )


def unreadable(path: Path, error: OSError) -> DamagedDocument:
    """The refusal of a file or folder that cannot be opened."""
    return DamagedDocument(
        f"kan niet worden gelezen ({error.strerror or error})",
        where=printable(path),
        remedy="Controleer het pad en de leesrechten.",
    )


def printable(path: Path | str) -> str:
    """A path as text that can be printed and stored: bytes that are not text become ``%ff``."""
    return _ODD.sub(lambda found: f"%{ord(found[0]) & 0xFF:02x}", str(path))


def is_gone(origin: str) -> bool:
    """Whether the file that a document came from is no longer there."""
    path, _, member = origin.partition(WITHIN)
    if origin.startswith(CORPUS):
        return False
    return not Path(path).exists() or (bool(member) and member not in map(printable, names_in(Path(path))))


def describe(error: AgendaError) -> tuple[str, str]:
    """The name of an error and its message."""
    return type(error).__name__, str(error)
