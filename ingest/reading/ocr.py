"""Reads the text of scanned pages with OCRmyPDF and Tesseract, programs of their own that are called when asked.

Invariant: the programs work on a copy, within a time limit, and whatever they leave behind is removed.
Standard library only.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

from ingest.errors import OversizedDocument, ScannedDocument
from ingest.reading.limits import Limits

PROGRAM, LANGUAGE = "ocrmypdf", "nld"
NOTE = "De tekst is met tekstherkenning (OCR) uit een scan gelezen en kan leesfouten bevatten."
_COMMAND = ("--language", LANGUAGE, "--skip-text", "--rotate-pages", "--output-type", "pdf", "--optimize", "0",
            "--max-image-mpixels", "120", "--tesseract-timeout", "120", "--jobs", "1", "--quiet")  # fmt: skip
_REMEDY = "Bied het oorspronkelijke bestand aan, of installeer ocrmypdf en tesseract-ocr-nld."


def recognise(path: Path, folder: Path, limits: Limits) -> Path:
    """A copy of the PDF at ``path`` in ``folder`` with a layer of recognised text on the pages that had none.

    Raises ``ScannedDocument`` when the program is absent or fails, ``OversizedDocument`` when it takes too long.
    """
    program, target = shutil.which(PROGRAM), folder / "herkend.pdf"
    if program is None:
        raise ScannedDocument("tekstherkenning (OCR) is hier niet geïnstalleerd", where=path.name, remedy=_REMEDY)
    command = [program, *_COMMAND, str(path.resolve()), str(target)]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder), "OMP_THREAD_LIMIT": "1"},
        start_new_session=True,
    ) as process:
        try:
            _, complaint = process.communicate(timeout=limits.ocr_seconds)
        except subprocess.TimeoutExpired as error:
            raise OversizedDocument(
                f"tekstherkenning (OCR) duurt langer dan {limits.ocr_seconds:.0f} seconden",
                where=path.name,
                remedy="Splits het document.",
            ) from error
        finally:
            _end(process)
    if process.returncode != 0 or not target.is_file():
        last = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
        raise ScannedDocument(f"tekstherkenning (OCR) is mislukt ({last})", where=path.name, remedy=_REMEDY)
    return target


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program together with everything it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
