"""Ingests a folder in a process of its own, for tests that kill it or run two at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import AgendaError
from ingest.pipeline import ingest
from tests.ingest.store.tiny import TinyEncoder


def run(arguments: Sequence[str]) -> None:
    """Ingest the folder into the data directory; the report goes to stdout, an error to stderr with code 1."""
    folder, data, *more = arguments
    wait, workers = float(more[0]) if more else 30.0, int(more[1]) if len(more) > 1 else 1
    try:
        report = ingest([Path(folder)], data=Path(data), encoder=TinyEncoder(), wait=wait, workers=workers)
    except AgendaError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        raise SystemExit(1) from None
    sys.stdout.write(report.to_json())


if __name__ == "__main__":
    run(sys.argv[1:])
