"""Answers to take along: Word, Markdown, a page of HTML, and the evidence pack for the archive and Woo requests.

Invariant: what is taken along is asked again of the same library, so it is the answer that was shown, with its sources.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from assistant.answer import Answer, answer_to_json
from assistant.settings import Settings
from assistant.web.answers import copy_text, finished_turn
from assistant.web.chat import HISTORY_USED, TURNS_KEPT, Answering
from assistant.web.pagepicture import Pictures
from assistant.web.pages import frame_of, product_version
from assistant.web.render import render
from assistant.web.texts import Texts
from assistant.web.word import to_word
from ingest.errors import AgendaError, QuestionError

Shape = Literal["docx", "md", "html", "zip"]
KINDS: dict[Shape, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is taken along: the answers in order, the texts of the interface, when, and of which library."""

    answers: tuple[Answer, ...]
    texts: Texts
    made: datetime
    site: str


def routes(assistant: Answering, settings: Settings) -> APIRouter:
    """The route that hands out the file."""
    router, pictures = APIRouter(), Pictures()

    def take(
        request: Request,
        vorm: Annotated[Shape, Form()],
        vraag: Annotated[list[str], Form()],
        bereik: Annotated[Literal["antwoord", "gesprek"], Form()] = "antwoord",
    ) -> Response:
        asked = [question.strip() for question in vraag][-TURNS_KEPT:]
        if not asked or any(not 0 < len(q) <= settings.question_limit for q in asked):
            raise QuestionError("er is geen vraag van geldige lengte", remedy="Stel de vraag opnieuw.")
        frame = frame_of(request, assistant, "")
        answers = _answers(assistant, asked, whole=bereik == "gesprek")
        parcel = Parcel(answers, Texts(frame.language), datetime.now(UTC), str(request.base_url).rstrip("/"))
        if vorm == "docx":
            content = to_word(parcel.answers, parcel.texts, site=parcel.site, today=parcel.made.date().isoformat())
        elif vorm == "md":
            content = to_markdown(parcel).encode()
        elif vorm == "html":
            content = _html(assistant, parcel, frame).encode()
        else:
            content = evidence_pack(assistant, settings, parcel, pictures, _html(assistant, parcel, frame))
        name = f"veiligheidsagenda-{parcel.made:%Y%m%d-%H%M}.{vorm}"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return Response(content, media_type=KINDS[vorm], headers=headers)

    router.add_api_route("/meenemen", take, methods=["POST"], response_class=Response)
    return router


def _answers(assistant: Answering, asked: Sequence[str], *, whole: bool) -> tuple[Answer, ...]:
    wanted = range(len(asked)) if whole else range(len(asked) - 1, len(asked))
    return tuple(assistant.ask(asked[n], history=asked[max(0, n - HISTORY_USED) : n]) for n in wanted)


def to_markdown(parcel: Parcel) -> str:
    """The questions, answers and references as Markdown; characters with a meaning in Markdown are escaped."""
    parts = []
    for answer in parcel.answers:
        parts.append(f"## {_plain(answer.question)}\n\n{_plain(copy_text(answer), keep='[]|')}\n")
    made = parcel.texts.date(parcel.made.date().isoformat())
    return f"# {parcel.texts('product')}, {made}\n\n" + "\n".join(parts)


def _plain(text: str, keep: str = "") -> str:
    return "".join(f"\\{c}" if c in "\\`*_<>#[]|" and c not in keep else c for c in text)


def _html(assistant: Answering, parcel: Parcel, frame: Any) -> str:
    turns = [finished_turn(n, a.question, a, assistant.library) for n, a in enumerate(parcel.answers, start=1)]
    return render("takeaway.html", frame, turns=turns, made=parcel.made.date().isoformat(), site=parcel.site)


def evidence_pack(assistant: Any, settings: Settings, parcel: Parcel, pictures: Pictures, page: str) -> bytes:
    """One ZIP: the answers, every quote with the picture of its page, checksums, settings, versions and date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("antwoord.html", page)
        pack.writestr("antwoord.md", to_markdown(parcel))
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
    return {
        "schema": 1,
        "made": parcel.made.isoformat(timespec="seconds"),
        "version": product_version(),
        "engine": sorted({answer.engine for answer in parcel.answers}),
        "model": settings.model,
        "library": library.generation,
        "documents": [
            {"id": d.id, "title": d.publication.title, "date": d.publication.date, "file": d.source.file,
             "sha256": d.source.sha256, "edition": d.source.edition, "note": d.source.note}
            for d in documents
        ],
    }  # fmt: skip


def _pictures(assistant: Any, parcel: Parcel, pictures: Pictures) -> list[tuple[str, bytes]]:
    """A picture for every citation whose document has pages; what cannot be drawn is left out."""
    found = []
    for number, answer in enumerate(parcel.answers, start=1):
        for citation in answer.citations:
            document = assistant.library.document(citation.document_id)
            if citation.page is None or document.source.media_type != "application/pdf":
                continue
            try:
                path = assistant.library.file(citation.document_id)
                picture = pictures.picture(document, path, citation.page, citation.start, citation.end)
            except AgendaError:
                continue
            found.append((f"paginas/vraag{number}-bron{citation.marker}-p{citation.page}.png", picture))
    return found
