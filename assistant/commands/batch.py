"""Many questions in one process: a file of JSON lines in, a file of answers out, line for line.

Invariant: every line in that holds anything yields one line out, in the same order, and the file appears whole or not
at all.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from assistant.answer import Answer, answer_to_json
from assistant.commands.requests import Request, read_line
from assistant.commands.terminal import emit, json_line, telling
from ingest.errors import AgendaError, QuestionError


class Asking(Protocol):
    """What answers."""

    def ask(self, question: str, **more: Any) -> Answer:
        """The answer to one question."""


def read_lines(path: Path) -> list[bytes]:
    """The lines of a file (``-``: standard input) that hold anything. Raises ``QuestionError``."""
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise QuestionError(
            f"kan niet worden gelezen ({error.strerror})", where=str(path), remedy="Geef een bestand met JSON-regels."
        ) from error
    return [line for line in content.split(b"\n") if line.strip(b"\xef\xbb\xbf \t\r")]


def answer_lines(assistant: Asking, lines: list[bytes], limit: int) -> Iterator[tuple[dict[str, Any], bool]]:
    """The answer object of each line, and whether a fault of the program itself spoiled it (told at standard error)."""
    with ThreadPoolExecutor(1, thread_name_prefix="vragen") as pool:
        for line in lines:
            name, request = read_line(line)
            if isinstance(request, QuestionError):
                yield _refusal(name, request), False
                continue
            future = pool.submit(_answer, assistant, request, limit)
            fault = future.exception()
            if fault is None:
                yield future.result(), False
            elif isinstance(fault, AgendaError):
                yield _refusal(name, fault), False
            elif not isinstance(fault, Exception):
                raise fault
            else:
                traceback.print_exception(fault)
                said = AgendaError(f"fout in het programma ({type(fault).__name__}: {fault})")
                yield _refusal(name, said), True


def _answer(assistant: Asking, request: Request, limit: int) -> dict[str, Any]:
    arguments = request.arguments(limit)
    return answer_to_json(assistant.ask(arguments.pop("question"), **arguments))


def _refusal(name: str, error: AgendaError) -> dict[str, Any]:
    return {"schema": 1, "id": name, "error": str(error)}


def run_batch(assistant: Asking, source: Path, target: Path, limit: int) -> tuple[int, int, int]:
    """Answer every line of ``source`` into ``target``; returns how many lines, errors and faults of the program."""
    lines = read_lines(source)
    errors = faults = 0
    with written_whole(target) as out, telling("Vragen") as tell:
        for done, (answer, faulty) in enumerate(answer_lines(assistant, lines, limit), 1):
            out.write(json_line(answer).encode())
            errors += "error" in answer
            faults += faulty
            tell(done, len(lines), answer["id"])
    return len(lines), errors, faults


@contextmanager
def written_whole(target: Path) -> Iterator[BinaryIO]:
    """A stream whose content becomes ``target`` at the end (``-``: standard output), or leaves it as it was.

    Raises ``AgendaError`` when it cannot be written.
    """
    if str(target) == "-" or (target.exists() and not target.is_file()):
        with _errors(target), _plainly(target) as stream:
            yield stream
        return
    target = target.resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with _errors(target), draft.open("xb") as stream:
            yield stream
        with _errors(target):
            os.replace(draft, target)
    finally:
        with suppress(OSError):
            draft.unlink()


@contextmanager
def _plainly(target: Path) -> Iterator[BinaryIO]:
    if str(target) == "-":
        sys.stdout.flush()
        yield sys.stdout.buffer
        emit(b"")
    else:
        with target.open("wb") as stream:
            yield stream


@contextmanager
def _errors(target: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise AgendaError(
            f"kan niet worden geschreven ({error.strerror})",
            where=str(target),
            remedy="Kies met --out een bestand in een map waarin geschreven mag worden.",
        ) from error
