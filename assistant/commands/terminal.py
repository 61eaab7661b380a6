"""What leaves a command: JSON and text to standard output, progress and remarks to standard error.

Invariant: nothing from a document can steer a terminal, text that is piped is never wrapped or coloured, and a reader
that stops listening ends the command quietly.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NOT_PLAIN = re.compile(r"[\x85\u2028\u2029\ud800-\udfff]")
Tell = Callable[[int, int, str], None]
"""Called as (done, in all, what)."""


def readable(text: str) -> str:
    """Text in which no character steers a terminal or turns the reading direction."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def emit(content: str | bytes) -> None:
    """Write to standard output and see it off; quiet when nobody reads on."""
    try:
        if isinstance(content, bytes):
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content)
        sys.stdout.flush()
    except BrokenPipeError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from error


def emit_json(value: Any) -> None:
    """Write one line of JSON to standard output."""
    emit(json_line(value))


def json_line(value: Any) -> str:
    """A value as one line of JSON: no character in it is taken for a line end, and UTF-8 can hold it."""
    line = json.dumps(value, ensure_ascii=False)
    return _NOT_PLAIN.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n"


def remark(text: str) -> None:
    """Write a line to standard error."""
    typer.echo(readable(text), err=True)


@contextmanager
def screen() -> Iterator[Console]:
    """A console whose text goes to standard output at the end: coloured and wrapped on a terminal, plain elsewhere."""
    import io

    from rich.console import Console

    buffer, live = io.StringIO(), sys.stdout.isatty()
    plain: dict[str, Any] = {} if live else {"width": 10_000, "no_color": True}
    yield Console(file=buffer, force_terminal=live, highlight=False, markup=False, emoji=False, **plain)
    emit(buffer.getvalue())


@contextmanager
def telling(title: str) -> Iterator[Tell]:
    """Progress on a terminal at standard error; nothing when it is not one."""
    if not sys.stderr.isatty():
        yield lambda done, total, what: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=None)

        def tell(done: int, total: int, what: str) -> None:
            """Move the bar to ``done`` of ``total``; ``what`` is the file or paper under way."""
            name = readable(what).replace("[", "\\[")
            progress.update(task, completed=done, total=total, description=f"{title} {name[:40]}".strip())

        yield tell
