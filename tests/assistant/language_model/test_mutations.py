"""Every sentence of the letter, bent by machine in the ways that matter: not one bent sentence passes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.writing.wording import misworded
from ingest.language.sentences import sentence_spans
from ingest.manifest import corpus_folder

MODALS = {
    "zal": "kan",
    "zullen": "kunnen",
    "kan": "moet",
    "kunnen": "moeten",
    "moet": "kan",
    "wordt": "is",
    "worden": "zijn",
}
WORDS = {
    "voorlopig": "definitief",
    "norm": "realisatie",
    "realisatie": "norm",
    "politie": "minister",
    "Minister": "politie",
}
HEDGES = r"\b(?:ongeveer|ruim|circa|bijna|minimaal|ten minste|alleen|slechts|extra|zal|zullen|kan|kunnen|tenzij)\b "


@lru_cache(maxsize=1)
def letter_sentences() -> tuple[str, ...]:
    """The sentences of running text of the letter and of the papers after it."""
    found = []
    for name in ("kst-28684-540.md", "latere-stukken.md"):
        text = (corpus_folder() / "documents" / name).read_text(encoding="utf-8")
        spans = (" ".join(text[a:b].split()) for a, b in sentence_spans(text))
        found += [
            s
            for s in spans
            if 40 < len(s) < 400 and s[0].isupper() and s.endswith(".") and not re.search(r"[<>*|\[\]#]", s)
        ]
    return tuple(found)


def replaced(words: dict[str, str]) -> Callable[[str], str]:
    """A mutation that replaces the first of the words."""
    pattern = re.compile(rf"\b(?:{'|'.join(words)})\b")
    return lambda s: pattern.sub(lambda m: words[m[0]], s, count=1)


MUTATIONS: dict[str, Callable[[str], str]] = {
    "a number one higher": lambda s: re.sub(r"\b\d+\b", lambda m: str(int(m[0]) + 1), s, count=1),
    "a year later": lambda s: re.sub(r"\b20\d\d\b", lambda m: str(int(m[0]) + 1), s, count=1),
    "the denial left out": lambda s: re.sub(r"\b(?:niet|nooit) ", "", s, count=1),
    "geen as een": lambda s: re.sub(r"\bgeen\b", "een", s, count=1),
    "a denial added": lambda s: re.sub(r"\b(is|zijn|wordt|worden|zal|zullen|heeft|hebben) ", r"\1 niet ", s, count=1),
    "another modal": replaced(MODALS),
    "another value, status or actor": replaced(WORDS),
    "a hedge left out": lambda s: re.sub(HEDGES, "", s, count=1),
    "an invented word": lambda s: re.sub(r"\b(de|het|een) ", r"\1 mislukte ", s, count=1),
    "per cent left out": lambda s: re.sub(r"(\d)\s?(?:%|procent)", r"\1", s, count=1),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_no_bent_sentence_of_the_letter_passes(name: str) -> None:
    bent = [(s, changed) for s in letter_sentences() if (changed := MUTATIONS[name](s)) != s]
    assert bent
    assert [changed for sentence, changed in bent if not misworded(changed, [sentence])] == []


def test_every_sentence_of_the_letter_passes_against_itself() -> None:
    assert len(letter_sentences()) > 100
    assert [s for s in letter_sentences() if misworded(s.rstrip("."), [s])] == []


@settings(deadline=None)
@given(st.text(max_size=120), st.lists(st.text(max_size=120), max_size=3))
def test_no_text_at_all_makes_the_check_fail_by_accident(sentence: str, quotes: list[str]) -> None:
    assert isinstance(misworded(sentence, quotes), tuple)


@settings(deadline=None)
@given(st.lists(st.sampled_from(" ".join(letter_sentences()[:20]).split()), max_size=30))
def test_words_of_the_letter_in_any_order_never_pass_as_a_number_or_a_denial_of_their_own(words: list[str]) -> None:
    said = " ".join(words)
    if not misworded(said, ["Er is 171 fte toegevoegd aan de sterkte."]):
        assert set(re.findall(r"\d+", said)) <= {"171"}
        assert "niet" not in words
