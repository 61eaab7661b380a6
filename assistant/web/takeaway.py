"""Answers to take along: Word, PDF, Markdown, a page of HTML, and the evidence pack for the archive and Woo requests.

Invariant: what is taken along is asked again of the same library, so it is the answer that was shown, with its sources.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from assistant.answer import Answer
from assistant.settings import Settings
from assistant.web.answers import copy_text, finished_turn
from assistant.web.choice import TURNS_KEPT, Choice, read_choice
from assistant.web.conversation import HISTORY_USED, Answering
from assistant.web.evidence import evidence_pack
from assistant.web.pagepicture import Pictures
from assistant.web.pages import frame_of
from assistant.web.paper import to_pdf
from assistant.web.parcel import Parcel
from assistant.web.render import render
from assistant.web.word import to_word
from ingest.errors import QuestionError

Shape = Literal["docx", "pdf", "md", "html", "zip"]
KINDS: dict[Shape, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "zip": "application/zip",
}
Asked = tuple[str, Choice]


def routes(assistant: Answering, settings: Settings) -> APIRouter:
    """The route that hands out the file."""
    router, pictures = APIRouter(), Pictures()

    def take(
        request: Request,
        vorm: Annotated[Shape, Form()],
        vraag: Annotated[list[str], Form()],
        keuze: Annotated[list[str] | None, Form()] = None,
        bereik: Annotated[Literal["antwoord", "gesprek"], Form()] = "antwoord",
    ) -> Response:
        """``POST``: the answer or the conversation asked anew and given in the shape chosen."""
        asked = _asked(vraag, keuze or [], settings.question_limit)
        wanted = asked if bereik == "gesprek" else asked[-1:]
        parcel = Parcel(
            _answers(assistant, asked, len(asked) - len(wanted)), tuple(choice for _, choice in wanted),
            frame_of(request, assistant, ""), datetime.now(UTC), str(request.base_url).rstrip("/"),
        )  # fmt: skip
        name = f"veiligheidsagenda-{parcel.made:%Y%m%d-%H%M}.{vorm}"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        content = _made(vorm, assistant, settings, parcel, pictures)
        return Response(content, media_type=KINDS[vorm], headers=headers)

    router.add_api_route("/meenemen", take, methods=["POST"], response_class=Response)
    return router


def _asked(questions: Sequence[str], choices: Sequence[str], limit: int) -> list[Asked]:
    """The questions with how each was asked. Raises ``QuestionError`` for one that is empty or too long."""
    padded = [*choices, *[""] * len(questions)][: len(questions)]
    found = [(question.strip(), read_choice(choice)) for question, choice in zip(questions, padded, strict=True)]
    if not found or any(not 0 < len(question) <= limit for question, _ in found):
        raise QuestionError("er is geen vraag van geldige lengte", remedy="Stel de vraag opnieuw.")
    return found[-TURNS_KEPT:]


def _answers(assistant: Answering, asked: Sequence[Asked], first: int) -> tuple[Answer, ...]:
    questions = [question for question, _ in asked]
    return tuple(
        assistant.ask(question, history=questions[max(0, n - HISTORY_USED) : n], **choice.given)
        for n, (question, choice) in enumerate(asked)
        if n >= first
    )


def _made(shape: Shape, assistant: Any, settings: Settings, parcel: Parcel, pictures: Pictures) -> bytes:
    if shape == "docx":
        return to_word(parcel.answers, parcel.texts, site=parcel.site, today=parcel.today)
    if shape == "pdf":
        return to_pdf(parcel.answers, parcel.texts, site=parcel.site, today=parcel.today)
    markdown, page = to_markdown(parcel), to_html(assistant, parcel)
    if shape == "zip":
        pages = {"antwoord.html": page, "antwoord.md": markdown}
        return evidence_pack(assistant, settings, parcel, pictures, pages)
    return (markdown if shape == "md" else page).encode()


def to_markdown(parcel: Parcel) -> str:
    """The questions, answers and references as Markdown; characters with a meaning in Markdown are escaped."""
    t = parcel.texts
    parts = []
    for answer in parcel.answers:
        outcome = f"**{t(f'outcome_{answer.outcome}')}**\n\n" if answer.outcome != "answered" else ""
        s = answer.searched
        searched = t.count(
            "searched", s.documents, paragraphs=t.number(s.paragraphs), since=t.date(s.since), until=t.date(s.until)
        )
        body = _plain(copy_text(answer), keep="[]|")
        parts.append(f"## {_plain(answer.question)}\n\n{outcome}{body}\n\n{searched}\n")
    return f"# {t('product')}, {t.date(parcel.today)}\n\n" + "\n".join(parts)


def _plain(text: str, keep: str = "") -> str:
    return "".join(f"\\{c}" if c in "\\`*_<>#[]|" and c not in keep else c for c in text)


def to_html(assistant: Any, parcel: Parcel) -> str:
    """The questions, answers and sources as one page that stands by itself."""
    turns = [finished_turn(n, a.question, a, assistant.library) for n, a in enumerate(parcel.answers, start=1)]
    return render("takeaway.html", parcel.frame, turns=turns, made=parcel.today, site=parcel.site)
