"""Every failure has a name and a remedy.

AgendaError                  what went wrong, where, and what to do
├── RefusedDocument          one file is not taken in; the rest of the batch goes on
│   ├── EncryptedDocument    a password is needed
│   ├── EmptyDocument        nothing to read
│   ├── DamagedDocument      the file cannot be parsed
│   ├── ScannedDocument      pages are pictures without text
│   ├── OversizedDocument    more bytes, pages or time than allowed
│   ├── WrongType            the content is not what the name says, or of a type we do not read
│   ├── WrongEncoding        bytes are not the text they claim to be
│   └── DuplicateDocument    the same document is in the library already
├── ManifestError            faults in a manifest, all at once
├── LibraryError             the library cannot be used as asked
│   ├── LibraryBusy          another process is writing
│   ├── LibraryDamaged       record and indexes disagree, or a file is broken
│   ├── ModelMismatch        vectors were made by another model
│   └── DiskFull             no room to write
├── ModelError               the embedding or language model cannot be used
├── UnknownDocument          no document with that id
├── QuoteNotFound            a quote is not in the document it is said to come from
├── QuestionError            a question that cannot be taken (empty, too long)
└── SourceError              an official source did not answer as documented
"""

from __future__ import annotations


class AgendaError(Exception):
    """What went wrong, where (file, page, line), and what to do about it; ``str()`` is one line."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(what, where, remedy)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return " ".join(f"{head}. {self.remedy}".split()) if self.remedy else " ".join(head.split())

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.where, self.remedy)


def _rebuild(kind: type[AgendaError], what: str, where: str, remedy: str) -> AgendaError:
    return kind(what, where=where, remedy=remedy)


class RefusedDocument(AgendaError):
    """One file is not taken in."""


class EncryptedDocument(RefusedDocument):
    """A password is needed."""


class EmptyDocument(RefusedDocument):
    """Nothing to read."""


class DamagedDocument(RefusedDocument):
    """The file cannot be parsed."""


class ScannedDocument(RefusedDocument):
    """Pages are pictures without text."""


class OversizedDocument(RefusedDocument):
    """More bytes, pages or time than allowed."""


class WrongType(RefusedDocument):
    """The content is not what the name says, or of a type we do not read."""


class WrongEncoding(RefusedDocument):
    """Bytes are not the text they claim to be."""


class DuplicateDocument(RefusedDocument):
    """The same document is in the library already."""


class ManifestError(AgendaError):
    """Faults in a manifest, all at once."""


class LibraryError(AgendaError):
    """The library cannot be used as asked."""


class LibraryBusy(LibraryError):
    """Another process is writing."""


class LibraryDamaged(LibraryError):
    """Record and indexes disagree, or a file is broken."""


class ModelMismatch(LibraryError):
    """Vectors were made by another model."""


class DiskFull(LibraryError):
    """No room to write."""


class ModelError(AgendaError):
    """The embedding or language model cannot be used."""


class UnknownDocument(AgendaError):
    """No document with that id."""


class QuoteNotFound(AgendaError):
    """A quote is not in the document it is said to come from."""


class QuestionError(AgendaError):
    """A question that cannot be taken."""


class SourceError(AgendaError):
    """An official source did not answer as documented."""
