"""What opening a library checks and finishes: the model of its vectors, and what a killed writer left undone.

Invariant: a process that only reads never waits for one that writes.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import LibraryBusy, ModelMismatch
from ingest.store import derived
from ingest.store.files import LOCK, locked
from ingest.store.record import Record
from ingest.store.schema import may_write
from ingest.store.vectors import VectorIndex
from ingest.store.writing import set_meta

if TYPE_CHECKING:
    from ingest.store.model import Encoder


def check_model(record: Record, encoder: Encoder, *, write: bool) -> None:
    """Raise ``ModelMismatch`` when the vectors of a library are another model's; a new library notes its model."""
    stored = record.meta("model")
    if stored == encoder.fingerprint:
        return
    if stored and record.rows("SELECT 1 FROM documents LIMIT 1"):
        raise ModelMismatch(
            f"de bibliotheek is gemaakt met taalmodel {stored}, maar ingesteld is {encoder.fingerprint}",
            where=str(record.data),
            remedy="Bereken de vectoren opnieuw met: veiligheidsagenda doctor --repair, of herstel de instelling.",
        )
    if write:
        set_meta(record, model=encoder.fingerprint)


def help_along(data: Path, record: Record, vectors: VectorIndex) -> None:
    """Finish what a killed writer left, when nobody is writing now and this process may write."""
    if not may_write(data) or not derived.is_behind(record):
        return
    try:
        with locked(data / LOCK, 0), ExitStack() as stack:
            writer = Record(data, write=True)
            stack.callback(writer.close)
            derived.catch_up(writer, vectors)
    except LibraryBusy:
        return
