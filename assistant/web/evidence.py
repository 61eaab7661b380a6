"""The evidence pack (onderbouwingsdossier): one ZIP that shows later what was asked, answered and on what it rests.

Invariant: every quote of the answers is in it, with the picture of its page when the document has pages, and the
checksums of the documents that were searched.
"""

from __future__ import annotations

import io
import json
import platform
import re
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from assistant.answer import answer_to_json
from assistant.settings import Settings
from assistant.web.pagepicture import Pictures
from assistant.web.pages import product_version
from assistant.web.parcel import Parcel
from assistant.web.passage import Quote, page_pictures
from ingest.errors import AgendaError

PACKAGES = ("torch", "sentence-transformers", "chromadb", "bm25s", "llama-index-core", "pypdf", "gradio")
_SECRET = re.compile(r"(?:^|_)(?:key|token|password|secret)(?:_|$)")
_USER = re.compile(r"^(\w+://)?[^/@\s]+@")
"""The user name and password at the start of an address."""


def evidence_pack(
    assistant: Any, settings: Settings, parcel: Parcel, pictures: Pictures, pages: Mapping[str, str]
) -> bytes:
    """The ZIP: ``pages`` by name, the answers as JSON, an account of how they were made, and the pages quoted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, page in pages.items():
            pack.writestr(name, page)
        pack.writestr("antwoord.json", _json([answer_to_json(answer) for answer in parcel.answers]))
        pack.writestr("verantwoording.json", _json(_account(assistant, settings, parcel)))
        for name, picture in _pictures(assistant, parcel, pictures):
            pack.writestr(name, picture)
    return out.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _account(assistant: Any, settings: Settings, parcel: Parcel) -> dict[str, Any]:
    library = assistant.library
    documents = [library.document(p.id) for p in library.documents()]
    counts = library.counts()
    return {
        "schema": 1,
        "made": parcel.made.isoformat(timespec="seconds"),
        "version": product_version(),
        "versions": {"python": platform.python_version(), **_versions()},
        "engine": sorted({answer.engine for answer in parcel.answers}),
        "model": settings.model,
        "settings": without_secrets(json.loads(settings.model_dump_json())),
        "asked": [choice.model_dump(exclude_defaults=True, exclude={"replaces"}) for choice in parcel.choices],
        "library": library.generation,
        "searched": {"documents": counts.documents, "paragraphs": counts.paragraphs, "until": counts.until},
        "documents": [
            {"id": d.id, "title": d.publication.title, "date": d.publication.date, "file": d.source.file,
             "sha256": d.source.sha256, "edition": d.source.edition, "note": d.source.note, "url": d.publication.url}
            for d in documents
        ],
    }  # fmt: skip


def _versions() -> dict[str, str]:
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def without_secrets(value: Any) -> Any:
    """Settings without what they, or an address in them, say of names, passwords and keys."""
    if isinstance(value, dict):
        return {name: without_secrets(each) for name, each in value.items() if not _SECRET.search(name)}
    if isinstance(value, list):
        return [without_secrets(each) for each in value]
    return _USER.sub(r"\1", value).partition("?")[0] if isinstance(value, str) else value


def _pictures(assistant: Any, parcel: Parcel, pictures: Pictures) -> Iterator[tuple[str, bytes]]:
    """The pages on which each citation's quote stands, marked; a page that cannot be drawn is left out."""
    for number, answer in enumerate(parcel.answers, start=1):
        for citation in answer.citations:
            document = assistant.library.document(citation.document_id)
            quote = Quote(citation.start, citation.end, citation.marker)
            for shown in page_pictures(document, [quote]):
                try:
                    path = assistant.library.file(citation.document_id)
                    picture = pictures.picture(document, path, shown.page, ((citation.start, citation.end),))
                except AgendaError:
                    continue
                yield f"paginas/vraag{number}-bron{citation.marker}-p{shown.page}.png", picture
