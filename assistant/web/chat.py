"""The question screen, carried by Gradio: the conversation on the left, its sources on the right.

Invariant: what Gradio shows is HTML from ``render`` (escaped); Gradio makes no text of its own from documents.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from assistant.answer import Answer
from assistant.web.answers import Documents, Turn, finished_turn
from assistant.web.render import Counted, Frame, render
from assistant.web.texts import Language, Texts, examples
from ingest.errors import AgendaError

if TYPE_CHECKING:
    import gradio

TURNS_KEPT = 20
HISTORY_USED = 6
_log = logging.getLogger(__name__)


class Library(Documents, Protocol):
    """What the screens need of the library."""

    def counts(self) -> Counted:
        """Numbers of documents and paragraphs, and the dates they span."""
        ...

    def documents(self) -> Sequence[Any]:
        """The publications in the library."""
        ...


class Answering(Protocol):
    """What the screens need of the assistant; ``assistant.core.Assistant`` and the tests' stand-in both fit."""

    @property
    def library(self) -> Library:
        """The library that answers come from."""
        ...

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """One checked answer."""
        ...


Turns = tuple[Turn, ...]
Screen = tuple[str, str, Turns]


class Conversation:
    """The question screen's behaviour in one language, without Gradio: questions in, HTML and turns out."""

    def __init__(self, assistant: Answering, language: Language, question_limit: int) -> None:
        self.assistant, self.language, self.question_limit = assistant, language, question_limit
        self.texts = Texts(language)

    def ask(self, question: str, turns: Turns) -> Iterator[Screen]:
        """The screens of one question: at once that it is being searched, then sentence by sentence."""
        question = question.strip()
        refused = self._refusal(question)
        if refused:
            yield self.screen((*turns, Turn(len(turns) + 1, question[:200], message=refused)))
            return
        kept = turns[-TURNS_KEPT:]
        number = turns[-1].number + 1 if turns else 1
        yield self.screen((*kept, Turn(number, question)))
        done = self._answer(number, question, kept)
        for shown in range(1, len(done.answer.sentences) if done.answer else 0):
            yield self.screen((*kept, replace(done, shown=shown)))
        yield self.screen((*kept, done))

    def screen(self, turns: Turns) -> Screen:
        """The conversation and its sources as HTML, with the turns they show."""
        counts = self.assistant.library.counts()
        frame = Frame(self.language, "", "ask", "", counts)
        return (
            render("turn.html", frame, turns=turns, examples=examples(self.language)),
            render("sources.html", frame, turns=turns),
            turns,
        )

    def stopped(self, turns: Turns) -> Screen:
        """The screen after Stop: a turn without an answer says so."""
        if turns and turns[-1].busy:
            turns = (*turns[:-1], replace(turns[-1], shown=None, message=self.texts("stopped")))
        return self.screen(turns)

    def _refusal(self, question: str) -> str:
        if not question:
            return self.texts("empty_question")
        if len(question) > self.question_limit:
            n, limit = self.texts.number(len(question)), self.texts.number(self.question_limit)
            return self.texts("too_long", n=n, limit=limit)
        return ""

    def _answer(self, number: int, question: str, turns: Turns) -> Turn:
        history = [turn.question for turn in turns if turn.answer][-HISTORY_USED:]
        try:
            answer = self.assistant.ask(question, history=history)
            return finished_turn(number, question, answer, self.assistant.library)
        except AgendaError as error:
            _log.warning("vraag niet beantwoord: %s", error)
            return Turn(number, question, message=str(error))


def build_chat(conversation: Conversation) -> gradio.Blocks:
    """The Gradio page of the question screen."""
    import gradio as gr

    t = conversation.texts
    talk, sources, turns = conversation.screen(())
    with gr.Blocks(title=f"{t('ask_title')} · {t('product')}", analytics_enabled=False, fill_width=True) as blocks:
        state = gr.State(turns, time_to_live=24 * 3600)
        with gr.Row(elem_id="werkplek", equal_height=False):
            with gr.Column(elem_id="gesprek"):
                gr.HTML(render_intro(conversation), js_on_load=None, apply_default_css=False, elem_id="inleiding")
                with gr.Group(elem_id="vraagvak"):
                    box = gr.Textbox(
                        label=t("question_label"), placeholder=t("question_placeholder"), lines=2, max_lines=8,
                        elem_id="vraag", container=True,
                    )  # fmt: skip
                    with gr.Row(elem_id="knoppen"):
                        send = gr.Button(t("ask_button"), variant="primary", elem_id="stuur")
                        stop = gr.Button(t("stop_button"), elem_id="stop", interactive=False)
                        fresh = gr.Button(t("new_button"), elem_id="nieuw")
                spoken = gr.HTML(talk, js_on_load=None, apply_default_css=False, elem_id="antwoord")
            with gr.Column(elem_id="bronnen"):
                cited = gr.HTML(sources, js_on_load=None, apply_default_css=False, elem_id="bronlijst")
        _wire(gr, conversation, {"box": box, "send": send, "stop": stop, "fresh": fresh}, [spoken, cited, state])
    blocks.queue(max_size=64, default_concurrency_limit=4, api_open=False)
    return blocks


def render_intro(conversation: Conversation) -> str:
    """The heading and the one paragraph above the question box."""
    frame = Frame(conversation.language, "", "ask", "", conversation.assistant.library.counts())
    return render("intro.html", frame)


def _wire(gr: Any, conversation: Conversation, parts: dict[str, Any], screen: list[Any]) -> None:
    state = screen[2]

    def asked(question: str, turns: Turns) -> Iterator[tuple[Any, ...]]:
        shown: Screen | None = None
        for shown in conversation.ask(question, turns):
            yield (*shown, gr.skip(), gr.update(interactive=True))
        last = shown[2][-1] if shown else None
        keep = gr.skip() if last and last.message else gr.update(value="")
        yield (gr.skip(), gr.skip(), gr.skip(), keep, gr.update(interactive=False))

    running = gr.on(
        [parts["send"].click, parts["box"].submit], asked, [parts["box"], state],
        [*screen, parts["box"], parts["stop"]], show_progress="hidden", trigger_mode="once", api_visibility="private",
    )  # fmt: skip

    def halted(turns: Turns) -> tuple[Any, ...]:
        return (*conversation.stopped(turns), gr.update(interactive=False))

    parts["stop"].click(
        halted, [state], [*screen, parts["stop"]], cancels=[running], show_progress="hidden",
        queue=False, api_visibility="private",
    )  # fmt: skip
    parts["fresh"].click(
        lambda: conversation.screen(()), None, screen, cancels=[running], show_progress="hidden",
        queue=False, api_visibility="private",
    )  # fmt: skip
