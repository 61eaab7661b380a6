"""Opens ZIP packages within bounds: how many members, how much they unpack to, and where they would be written.

Invariant: nothing is unpacked before the whole directory has been checked, and nothing leaves the folder it is
unpacked to.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from ingest.errors import DamagedDocument, EmptyDocument, EncryptedDocument, OversizedDocument, WrongType
from ingest.reading.limits import Limits
from ingest.reading.sniff import SUFFIXES

HIGHEST_RATIO = 200
_LONGEST_NAME = 120
_REMEDY = "Pak het archief zelf uit en bied de documenten afzonderlijk aan."


def open_package(data: bytes, where: str, limits: Limits) -> zipfile.ZipFile:
    """The archive in ``data``, checked against ``limits``.

    Raises ``DamagedDocument``, ``EncryptedDocument`` or ``OversizedDocument``.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        members = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise DamagedDocument(f"het pakket is beschadigd ({error})", where=where, remedy=_REMEDY) from error
    if len(members) > limits.members:
        raise OversizedDocument(
            f"het pakket telt {len(members)} bestanden; toegestaan zijn er {limits.members}",
            where=where,
            remedy=_REMEDY,
        )
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if total > limits.unpacked or (total > 10_000_000 and total / packed > HIGHEST_RATIO):
        raise OversizedDocument(
            f"het pakket wordt uitgepakt {total / 1e6:.0f} MB groot en is mogelijk een zipbom",
            where=where,
            remedy=_REMEDY,
        )
    if any(member.flag_bits & 1 for member in members):
        raise EncryptedDocument("het pakket is met een wachtwoord beveiligd", where=where, remedy=_REMEDY)
    return package


def read_member(package: zipfile.ZipFile, name: str, where: str, limits: Limits) -> bytes:
    """The bytes of one member, never more than the archive declared.

    Raises ``DamagedDocument``.
    """
    try:
        with package.open(name) as stream:
            data = stream.read(limits.unpacked + 1)
    except KeyError as error:
        raise DamagedDocument(f"in het pakket ontbreekt {name}", where=where, remedy=_REMEDY) from error
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError, RuntimeError, ValueError) as error:
        raise DamagedDocument(f"{name} in het pakket is beschadigd", where=where, remedy=_REMEDY) from error
    if len(data) > limits.unpacked:
        raise OversizedDocument(f"{name} is uitgepakt te groot", where=where, remedy=_REMEDY)
    return data


def documents_in(package: zipfile.ZipFile, where: str) -> tuple[str, ...]:
    """The names of the members that are documents we read, in order.

    Raises ``WrongType`` for a name that would leave its folder, ``EmptyDocument`` when there is none.
    """
    found: list[str] = []
    for member in package.infolist():
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in member.filename:
            raise WrongType(
                f"het archief bevat een onveilige bestandsnaam ({member.filename[:60]!r})", where=where, remedy=_REMEDY
            )
        hidden = path.name.startswith(".") or "__MACOSX" in path.parts
        folder = member.filename.endswith("/")  # is_dir() fails on a member without a name
        if not folder and not hidden and SUFFIXES.get(path.suffix.lower(), "zip") != "zip":
            found.append(member.filename)
    if not found:
        raise EmptyDocument("het archief bevat geen leesbare documenten", where=where, remedy=_REMEDY)
    return tuple(sorted(found))


def unpack(path: Path, folder: Path, limits: Limits) -> tuple[tuple[str, Path], ...]:
    """Write the documents of the archive at ``path`` into ``folder``; their names in the archive and where they are.

    Raises a subclass of ``RefusedDocument``.
    """
    package = open_package(path.read_bytes(), path.name, limits)
    written: list[tuple[str, Path]] = []
    for number, name in enumerate(documents_in(package, path.name), start=1):
        data = read_member(package, name, path.name, limits)
        target = folder / f"{number:03}" / PurePosixPath(name.replace("\\", "/")).name[-_LONGEST_NAME:]
        target.parent.mkdir()
        target.write_bytes(data)
        written.append((name, target))
    return tuple(written)


def names_in(path: Path) -> frozenset[str]:
    """The names in the archive at ``path``; none when it is absent or cannot be read."""
    try:
        with zipfile.ZipFile(path) as package:
            return frozenset(package.namelist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return frozenset()
