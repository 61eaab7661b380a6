"""Locks and disk errors: the two things every writer of the data directory must get right.

Invariant: a lock is held by the operating system on an open file, so it ends with the process that took it.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import DiskFull, LibraryBusy, LibraryError

LOCK = "write.lock"
"""In the data directory; who holds it writes to the library."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def locked(path: Path, wait: float | None = None) -> Iterator[None]:
    """Hold the lock file ``path``; waits for ever, or ``wait`` seconds.

    Raises ``LibraryBusy`` naming the process that holds it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _take(handle, path, wait)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def shared(path: Path) -> Iterator[None]:
    """Hold the lock file ``path`` together with other readers; free when there is no such file to write."""
    import fcntl

    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        if error.errno not in _REFUSED and error.errno != errno.ENOENT:
            raise
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def _take(handle: int, path: Path, wait: float | None) -> None:
    import fcntl

    deadline = None if wait is None else time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if deadline is not None and time.monotonic() >= deadline:
                raise LibraryBusy(
                    f"een ander proces (nummer {_holder(handle)}) schrijft op dit moment in de bibliotheek",
                    where=str(path.parent),
                    remedy="Wacht tot het klaar is en probeer het dan opnieuw.",
                ) from None
            time.sleep(0.05)


def _holder(handle: int) -> str:
    return os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "onbekend"


@contextmanager
def free_space_errors(where: Path) -> Iterator[None]:
    """Turn a full or read-only disk into ``DiskFull`` or ``LibraryError``; other errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise disk_full(where) from error
        if error.errno in _REFUSED:
            raise read_only(where) from error
        raise


def disk_full(where: Path) -> DiskFull:
    """The error of a disk without room."""
    return DiskFull(
        "er is geen ruimte meer op de schijf; er is niets verloren gegaan",
        where=str(where),
        remedy="Maak ruimte vrij en voer dezelfde opdracht opnieuw uit.",
    )


def read_only(where: Path) -> LibraryError:
    """The error of a folder that may not be written to."""
    return LibraryError(
        "in deze map mag niet worden geschreven",
        where=str(where),
        remedy="Geef schrijfrechten of kies een andere map met --data.",
    )
