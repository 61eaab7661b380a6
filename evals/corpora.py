"""The libraries that the suites ask: the letter alone, the letter with the test papers, the shipped corpus.

Invariant: these libraries live in folders of their own under ``<data>/evals``; the user's library is never touched.
"""

from __future__ import annotations

from pathlib import Path

from evals.asked import PREFIX, write_papers
from ingest.errors import ManifestError, ModelMismatch

PAPERS = Path(__file__).parent / "papers"
LETTER = "kst-28684-540"


def corpus_files(corpus: str) -> tuple[Path, ...]:
    """The files of a corpus: ``letter``, ``papers`` (with the letter) or ``shipped``."""
    from ingest.manifest import corpus_folder, load_manifest

    entries = load_manifest()
    folder = corpus_folder()
    chosen = [e for e in entries if corpus == "shipped" or e.publication.id == LETTER]
    files = tuple(folder / e.file for e in chosen)
    if not files:
        raise ManifestError(
            f"het document {LETTER} ontbreekt", where=str(folder), remedy="Herstel het manifest van het corpus."
        )
    return files + (paper_files() if corpus == "papers" else ())


def paper_files() -> tuple[Path, ...]:
    """The fictitious test papers, in order of name."""
    readable = {".md", ".txt", ".pdf", ".html", ".docx", ".xml"}
    return tuple(path for path in sorted(PAPERS.iterdir()) if path.suffix in readable and path.stem.lower() != "readme")


def build_library(corpus: str, data: Path) -> Path:
    """The data folder of a corpus under ``data/evals``, ingested when it is not there yet or has changed, and encoded
    anew when that was done by another model.

    The shipped corpus is taken in as a user does, without naming files, so that its manifest tells what they are.
    """
    from ingest.doctor import repair
    from ingest.pipeline import ingest
    from ingest.store.model import load_encoder

    folder = data / "evals" / corpus
    folder.mkdir(parents=True, exist_ok=True)
    _share_models(data, folder)
    if corpus.startswith(PREFIX):
        files = write_papers(corpus, data / "evals" / "papers-written" / corpus)
    else:
        files = () if corpus == "shipped" else corpus_files(corpus)
    try:
        ingest(files, data=folder)
    except ModelMismatch:
        repair(folder, encoder=load_encoder(folder))
        ingest(files, data=folder)
    return folder


def _share_models(data: Path, folder: Path) -> None:
    """Let the evaluation library use the models that are unpacked for the user's library."""
    (data / "models").mkdir(parents=True, exist_ok=True)
    link = folder / "models"
    if not link.exists():
        link.symlink_to(data / "models", target_is_directory=True)
