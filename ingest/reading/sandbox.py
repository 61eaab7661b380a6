"""Parses a PDF in a child process with bounds on time and memory, and takes its answer as plain data.

Invariant: whatever the child does, this process gets a ``Reading`` or raises a ``RefusedDocument``.
Standard library only.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import ingest
from ingest import errors
from ingest.document import Box, Publication
from ingest.errors import DamagedDocument, OversizedDocument, RefusedDocument
from ingest.reading.block import Block, BlockSpan, Call, RawCell
from ingest.reading.limits import Limits
from ingest.reading.piece import Reading

LONGEST_ANSWER = 512 * 1024 * 1024
_REMEDY = "Exporteer het document opnieuw naar PDF of bied het in een ander formaat aan."


def read_pdf_apart(path: Path, limits: Limits, *, shown: Path | None = None) -> Reading:
    """The reading of the PDF at ``path``, made by a child process; its boxes are those of ``shown``, when given.

    Raises a subclass of ``RefusedDocument``.
    """
    where = (shown or path).name
    command = [sys.executable, "-m", "ingest.reading.child", str(path.resolve()), json.dumps(asdict(limits))]
    command += [str(shown.resolve())] if shown is not None else []
    try:
        done = subprocess.run(command, capture_output=True, timeout=limits.seconds, check=False, env=_environment())
    except subprocess.TimeoutExpired as error:
        raise OversizedDocument(
            f"het lezen duurt langer dan {limits.seconds:.0f} seconden", where=where, remedy=_REMEDY
        ) from error
    if done.returncode == -signal.SIGXCPU:
        raise OversizedDocument("het lezen kost te veel rekentijd", where=where, remedy=_REMEDY)
    answer = _answer(done.stdout, where, done.stderr.decode("utf-8", "replace"))
    if "refused" in answer:
        raise _refusal(answer["refused"], where, limits)
    return _reading(answer["reading"])


def _environment() -> dict[str, str]:
    """The child finds this package where we found it, and nothing else of ours."""
    root = str(Path(ingest.__file__).resolve().parents[1])
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONSAFEPATH": "1"}


def _answer(output: bytes, where: str, complaint: str) -> dict[str, Any]:
    try:
        found = json.loads(output) if len(output) < LONGEST_ANSWER else None
    except ValueError:
        found = None
    if not isinstance(found, dict) or not ({"reading", "refused"} & found.keys()):
        last = complaint.strip().rpartition("\n")[2][:200]
        raise DamagedDocument(f"de PDF is beschadigd: het lezen brak af ({last})", where=where, remedy=_REMEDY)
    return found


def _refusal(told: dict[str, str], where: str, limits: Limits) -> RefusedDocument:
    kind = getattr(errors, told["kind"], None)
    if not (isinstance(kind, type) and issubclass(kind, RefusedDocument)):
        kind = DamagedDocument
    what = told["what"] or f"het lezen vraagt meer dan {limits.memory / 1e6:.0f} MB geheugen"
    return kind(what, where=where, remedy=told["remedy"] or _REMEDY)


def _reading(data: dict[str, Any]) -> Reading:
    extra = {name: tuple(data[name]) for name in ("furniture", "labels", "unread")}
    found = {**data["found"], "dossiers": tuple(data["found"]["dossiers"])}
    return Reading(tuple(_block(block) for block in data["blocks"]), Publication(**found), **extra)


def _block(data: dict[str, Any]) -> Block:
    return Block(
        data["kind"],
        data["text"],
        data["level"],
        data["label"],
        tuple(Call(**call) for call in data["calls"]),
        tuple(_span(span) for span in data["spans"]),
        tuple(RawCell(cell["text"], cell["row"], tuple(cell["columns"]), cell["unit"]) for cell in data["cells"]),
    )


def _span(data: dict[str, Any]) -> BlockSpan:
    return BlockSpan(data["page"], data["start"], data["end"], tuple(Box(**box) for box in data["boxes"]))
