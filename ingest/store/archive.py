"""The files themselves, kept beside the library by their checksum, each with a note of what it was taken in as.

Invariant: a file in the archive has the checksum that is its name; with its note it can be read again from scratch.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

from ingest.store.files import free_space_errors
from ingest.store.prepare import Draft

FOLDER = "files"


def keep_file(data: Path, path: Path, draft: Draft) -> None:
    """Copy a file into the archive, once, and note its publication, source and origin beside it."""
    folder, name = data / FOLDER, draft.document.source.sha256
    note = {
        "publication": asdict(draft.document.publication),
        "source": asdict(draft.document.source),
        "origin": draft.origin,
        "current": True,
    }
    with free_space_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / name).is_file():
            _write(folder / name, path.read_bytes())
        _write(folder / f"{name}.json", json.dumps(note, ensure_ascii=False).encode())


def retire(data: Path, sha256: str) -> None:
    """Note that a kept file is of a version that was replaced or removed."""
    path = data / FOLDER / f"{sha256}.json"
    if path.is_file():
        with free_space_errors(path.parent):
            note = json.loads(path.read_text(encoding="utf-8"))
            _write(path, json.dumps({**note, "current": False}, ensure_ascii=False).encode())


def restore(data: Path, sha256: str, origin: Path) -> None:
    """Copy a file into the archive again from ``origin``, if it still is the same file."""
    if not origin.is_file():
        return
    with free_space_errors(data):
        content = origin.read_bytes()
        if hashlib.sha256(content).hexdigest() == sha256:
            (data / FOLDER).mkdir(exist_ok=True)
            _write(data / FOLDER / sha256, content)


def _write(target: Path, content: bytes) -> None:
    handle, draft = tempfile.mkstemp(prefix=".draft-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(draft, target)
    finally:
        Path(draft).unlink(missing_ok=True)


def tidy(data: Path) -> None:
    """Remove what killed processes left half-written; only for the process that holds the write lock."""
    for stale in (data / FOLDER).glob(".draft-*"):
        if stale.is_dir():
            shutil.rmtree(stale, ignore_errors=True)
        else:
            stale.unlink(missing_ok=True)
