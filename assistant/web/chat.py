"""The question screen, carried by Gradio: the conversation on the left, its sources on the right.

Invariant: what Gradio shows is HTML from ``render`` (escaped); Gradio makes no text of its own from documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from assistant.web.conversation import Conversation, Turns
from assistant.web.render import render

if TYPE_CHECKING:
    import gradio

STORED = "() => sessionStorage.getItem('gesprek') || localStorage.getItem('gesprek') || ''"
"""What the browser kept of the conversation, as ``static/ask.js`` stores it."""


def build_chat(conversation: Conversation) -> gradio.Blocks:
    """The Gradio page of the question screen."""
    import gradio as gr

    t = conversation.texts
    talk, sources, turns = conversation.screen(())
    with gr.Blocks(title=f"{t('ask_title')} · {t('product')}", analytics_enabled=False, fill_width=True) as blocks:
        state = gr.State(turns, time_to_live=24 * 3600)
        with gr.Row(elem_id="werkplek", equal_height=False):
            with gr.Column(elem_id="gesprek"):
                _html(gr, render("intro.html", conversation.frame()), "inleiding")
                with gr.Group(elem_id="vraagvak"):
                    box = gr.Textbox(
                        label=t("question_label"), placeholder=t("question_placeholder"), lines=2, max_lines=8,
                        elem_id="vraag", container=True,
                    )  # fmt: skip
                    with gr.Row(elem_id="knoppen"):
                        send = gr.Button(t("ask_button"), variant="primary", elem_id="stuur")
                        stop = gr.Button(t("stop_button"), elem_id="stop", interactive=False)
                        fresh = gr.Button(t("new_button"), elem_id="nieuw")
                narrow = _html(gr, narrowing(conversation)(), "beperking")
                spoken = _html(gr, talk, "antwoord")
            with gr.Column(elem_id="bronnen"):
                cited = _html(gr, sources, "bronlijst")
        choice = gr.Textbox(label="-", elem_id="keuze", visible="hidden")
        parts = {"box": box, "send": send, "stop": stop, "fresh": fresh, "choice": choice}
        _wire(gr, conversation, parts, [spoken, cited, state])
        _restore(blocks, conversation, choice, [spoken, cited, state])
        _leave(gr, blocks, conversation)
        blocks.load(
            narrowing(conversation), None, [narrow], show_progress="hidden", queue=False, api_visibility="private"
        )
    blocks.queue(max_size=64, default_concurrency_limit=4, api_open=False)
    return blocks


def _html(gr: Any, value: str | Callable[[], str], name: str) -> Any:
    return gr.HTML(value, js_on_load=None, apply_default_css=False, elem_id=name)


def narrowing(conversation: Conversation) -> Callable[[], str]:
    """The form that narrows a question, made anew for every visit: documents come and go."""

    def form() -> str:
        """The fields to narrow a question, with the documents that the library holds now."""
        from ingest.language.themes import load_themes

        publications = conversation.assistant.library.documents()
        return render("narrow.html", conversation.frame(), publications=publications, themes=load_themes())

    return form


def _wire(gr: Any, conversation: Conversation, parts: dict[str, Any], screen: list[Any]) -> None:
    state = screen[2]

    def asked(question: str, choice: str, turns: Turns, request: gradio.Request) -> Iterator[tuple[Any, ...]]:
        """The box is emptied at once when the question is taken, so that what is typed meanwhile stays."""
        emptied = gr.update(value="")
        for shown in conversation.ask(question, turns, choice, request.session_hash or ""):
            busy = bool(shown[2]) and shown[2][-1].busy
            yield (*shown, emptied if busy else gr.skip(), gr.update(interactive=busy))
            emptied = gr.skip() if busy else emptied

    asked.__annotations__ = {"request": gr.Request}  # Gradio looks for the class itself, which is imported late
    gr.on(
        [parts["send"].click, parts["box"].submit], asked, [parts["box"], parts["choice"], state],
        [*screen, parts["box"], parts["stop"]], show_progress="hidden", trigger_mode="once", api_visibility="private",
    )  # fmt: skip

    def halted(request: gradio.Request) -> tuple[Any, ...]:
        """The Stop button is off; the screen is written by the question that was stopped."""
        conversation.stop(request.session_hash or "")
        return (gr.update(interactive=False),)

    def cleared(request: gradio.Request) -> tuple[Any, ...]:
        """The empty screen, unless the question that was stopped for it will give that."""
        return conversation.cleared(request.session_hash or "") or (gr.skip(), gr.skip(), gr.skip())

    for step in (halted, cleared):
        step.__annotations__ = {"request": gr.Request}
    parts["stop"].click(halted, None, [parts["stop"]], show_progress="hidden", api_visibility="private")
    parts["fresh"].click(cleared, None, screen, show_progress="hidden", api_visibility="private")


def _leave(gr: Any, blocks: Any, conversation: Conversation) -> None:
    """Stop what is being answered for a page that is closed."""

    def left(request: gradio.Request) -> None:
        """End what still runs for a visitor whose page was closed."""
        conversation.stop(request.session_hash or "")

    left.__annotations__ = {"request": gr.Request}
    blocks.unload(left)


def _restore(blocks: Any, conversation: Conversation, stored: Any, screen: list[Any]) -> None:
    import gradio as gr

    def restore(saved: str) -> tuple[Any, ...]:
        """The conversation that the browser kept; nothing changes when it kept none that can be read."""
        return conversation.restored(saved) or (gr.skip(), gr.skip(), gr.skip())

    blocks.load(restore, [stored], screen, js=STORED, show_progress="hidden", queue=False, api_visibility="private")
