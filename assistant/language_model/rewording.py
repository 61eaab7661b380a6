"""A draft answer in the model's words: sentences that pass take the place of the evidence they cite, the rest stays.

Invariant: every evidence sentence is told with its numbers and denials, or shown verbatim besides; when the
model fails, is slow or writes nonsense, the draft comes back as it was and the note says so.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Language
from assistant.language_model.backends import Speaker, TooSlow
from assistant.language_model.gate import Weighed, weigh
from assistant.language_model.prompt import Numbered, is_instruction, numbered, prompt, repair_prompt
from assistant.language_model.stream import sentences
from assistant.writing.carried import is_negated, numbers
from assistant.writing.clauses import read_tokens, says_something
from assistant.writing.draft import Draft, DraftSentence, Quote
from assistant.writing.verify import Shelf
from ingest.errors import ModelError

REPAIRS = 2
"""At most this many sentences of an answer are asked for again, each once."""
SURPLUS = 3
"""How many more sentences than there is evidence the model may write before it is stopped."""
_BACK = re.compile(r"^\W*(?:dit|deze|die|dat|hij|zij|hier\w+|daar\w+|dergelijke|zulke)\b", re.IGNORECASE)
_log = logging.getLogger(__name__)
Heard = Callable[[DraftSentence], None]
"""Told of each sentence that may be shown, with the quotes it rests on, as soon as that is certain."""


@dataclass(slots=True)
class Tally:
    """How the model's sentences fared: passed (of which after repair), replaced by their evidence, dropped."""

    verified: int = 0
    repaired: int = 0
    replaced: int = 0
    dropped: int = 0
    failure: str = ""

    def add(self, other: Tally) -> None:
        """Count another part of the same answer in."""
        self.verified += other.verified
        self.repaired += other.repaired
        self.replaced += other.replaced
        self.dropped += other.dropped
        self.failure = self.failure or other.failure


@dataclass(slots=True)
class _Page:
    """What is written so far of one draft."""

    draft: Draft
    evidence: Mapping[str, Numbered]
    heard: Heard
    out: list[DraftSentence] = field(default_factory=list)
    shown: set[Quote] = field(default_factory=set)
    tally: Tally = field(default_factory=Tally)

    def passed(self, sentence: DraftSentence) -> None:
        """Take in a sentence that passed, unless all it rests on is on the page verbatim."""
        if all(quote in self.shown for quote in sentence.quotes) or any(s.text == sentence.text for s in self.out):
            return
        listed = self.draft.sentences[-1].text.startswith("- ")
        self._put(replace(sentence, text=f"- {sentence.text}") if listed else sentence)
        self.tally.verified += 1
        by_quote = {n.quote: n.text for n in self.evidence.values()}
        for quote in sentence.quotes:
            said = " ".join(s.text for s in self.out if quote in s.quotes)
            if _tells(said, by_quote[quote]):
                self.shown.add(quote)

    def fell(self, weighed: Weighed) -> None:
        """Put the evidence that a failed sentence cites in its place."""
        self.tally.dropped += 1
        places = [self._place(n.quote) for n in weighed.cited if n.quote not in self.shown]
        for place in places:
            self.tally.replaced += self._quote(place)

    def finish(self) -> None:
        """Add the evidence that nothing on the page tells."""
        for place in range(len(self.draft.sentences)):
            self._quote(place)

    def _place(self, quote: Quote) -> int:
        return next(n for n, s in enumerate(self.draft.sentences) if quote in s.quotes)

    def _quote(self, place: int) -> int:
        """Show an evidence sentence, after the one it points back to; how many were added."""
        sentence = self.draft.sentences[place]
        if all(quote in self.shown for quote in sentence.quotes):
            return 0
        before = self._quote(place - 1) if place and _BACK.match(sentence.text.removeprefix("- ")) else 0
        self.shown.update(sentence.quotes)
        self._put(sentence)
        return before + 1

    def _put(self, sentence: DraftSentence) -> None:
        self.out.append(sentence)
        self.heard(sentence)


def _tells(said: str, quote: str) -> bool:
    """Whether what is said leaves out no number and no denial of a quote, and at most half of its words."""
    held = {t.root for t in read_tokens(said)}
    words = [t for t in read_tokens(quote) if says_something(t)]
    whole = numbers(quote) <= numbers(said) and is_negated(quote) <= is_negated(said)
    return whole and 2 * sum(t.root in held for t in words) >= len(words)


def reword(
    speaker: Speaker, question: str, draft: Draft, library: Shelf, *, heard: Heard, cancel: threading.Event
) -> tuple[Draft, Tally]:
    """The draft in the model's words as far as they pass, and how they fared. Never raises for what a model does."""
    evidence = _evidence(question, draft, library)
    page = _Page(draft, evidence, heard)
    if not evidence:
        return draft, page.tally
    try:
        _write(speaker, question, page, cancel)
    except ModelError as error:
        _log.warning("taalmodel: %s", error)
        page.tally.failure = "llm_slow" if isinstance(error, TooSlow) else "llm_failed"
    if cancel.is_set():
        page.tally.failure = page.tally.failure or "llm_stopped"
    if not page.tally.verified:
        page.tally.failure = page.tally.failure or "llm_nothing"
        return draft, page.tally
    page.finish()
    return Draft(tuple(page.out), draft.outcome), page.tally


def _write(speaker: Speaker, question: str, page: _Page, cancel: threading.Event) -> None:
    seen: set[str] = set()
    stream = speaker.speak(prompt(question, page.evidence), cancel)
    for raw in _at_most(sentences(stream), len(page.evidence) + SURPLUS):
        if raw in seen:
            break
        seen.add(raw)
        weighed = weigh(raw, page.evidence)
        if weighed.sentence is None and weighed.cited and page.tally.repaired + page.tally.dropped < REPAIRS:
            weighed = _repaired(speaker, weighed, page, cancel)
        if weighed.sentence is not None:
            page.passed(weighed.sentence)
        else:
            page.fell(weighed)


def _repaired(speaker: Speaker, weighed: Weighed, page: _Page, cancel: threading.Event) -> Weighed:
    """The sentence after one more attempt: the better one when that passes, the first one when not."""
    again = repair_prompt(weighed.text, weighed.faults, weighed.cited)
    try:
        for raw in _at_most(sentences(speaker.speak(again, cancel)), 1):
            better = weigh(raw, {n.token: n for n in weighed.cited})
            if better.sentence is not None:
                page.tally.repaired += 1
                return better
    except ModelError as error:
        _log.info("taalmodel: geen herstel (%s)", error)
    return weighed


def _at_most(given: Iterator[str], most: int) -> Iterator[str]:
    for n, sentence in enumerate(given):
        if n >= most:
            return
        yield sentence


def _evidence(question: str, draft: Draft, library: Shelf) -> dict[str, Numbered]:
    """The sentences that the model is shown: all of a draft of quotes, nothing of a draft with tables or phrases.

    A sentence that speaks to its reader as if to a machine is quoted to the user and kept from the model.
    """
    plain = [s for s in draft.sentences if s.check == "quote" and len(s.quotes) == 1 and not s.text.startswith("| ")]
    if len(plain) != len(draft.sentences):
        return {}
    texts: list[tuple[Quote, str]] = []
    for sentence in plain:
        document, start, end = sentence.quotes[0]
        text = " ".join(library.document(document).text[start:end].split())
        if not is_instruction(text):
            texts.append((sentence.quotes[0], text))
    return numbered(question, texts)


@dataclass(frozen=True, slots=True)
class Written:
    """The drafts of an answer after the model, which engine they are of, and what the user is told about it."""

    drafts: tuple[Draft, ...]
    engine: str
    tally: Tally
    note: str


def write_all(
    speaker: Speaker, asked: Sequence[tuple[str, Draft]], library: Shelf, language: Language, *, heard: Heard,
    cancel: threading.Event,
) -> Written:  # fmt: skip
    """Every part of an answer reworded where it can be."""
    total, drafts = Tally(), []
    for question, draft in asked:
        made, tally = (draft, Tally()) if total.failure else reword(
            speaker, question, draft, library, heard=heard, cancel=cancel
        )  # fmt: skip
        drafts.append(made)
        total.add(tally)
    return told(tuple(drafts), total, speaker.title, language)


def told(drafts: tuple[Draft, ...], tally: Tally, title: str, language: Language) -> Written:
    """The drafts with the engine that wrote them and the note for the user; no note when the model had no part."""
    from assistant.writing.phrases import phrase

    failed = phrase(tally.failure, language, title=title) if tally.failure else ""
    if not tally.verified:
        return Written(drafts, "extractive", tally, failed)
    counts = phrase(
        "llm_counts", language, title=title, verified=tally.verified, replaced=tally.replaced, dropped=tally.dropped
    )
    return Written(drafts, f"llm:{title}", tally, f"{counts} {failed}".strip())
