"""From evidence to a draft: what points back comes after what it points to; footnotes, rows and lists in their form."""

from __future__ import annotations

from dataclasses import replace

from assistant.evidence.answerability import ranked
from assistant.evidence.search import search, vocabulary_of
from assistant.evidence.sentences import Evidence, gather
from assistant.question.analysis import analyse_question
from assistant.writing.compose import compose
from assistant.writing.draft import Draft
from ingest.store.library import Library


def draft_of(library: Library, question: str, *starts: str) -> Draft:
    """The draft for a question whose best evidence opens so, in that order and equally good; the rest is far off."""
    asked = analyse_question(question, vocabulary_of(library))
    found = ranked(
        gather(
            library,
            asked,
            search(library, "fietsen fietsdiefstal lokfietsen steunpunten indicator winkeliers maatregelen"),
            None,
        )
    )
    best = [next(e for e in found if e.text.startswith(start)) for start in starts]
    rest = [replace(e, score=-9.0) for e in found if e not in best]
    return compose(library, asked, [replace(e, score=1.0) for e in best] + rest)


def said(draft: Draft) -> list[str]:
    return [s.text for s in draft.sentences]


def evidence(library: Library, start: str) -> Evidence:
    asked = analyse_question("Hoeveel rechercheurs waren er?")
    found = gather(library, asked, search(library, "fietsen fietsdiefstal lokfietsen steunpunten indicator"), None)
    return next(e for e in found if e.text.startswith(start))


def test_an_answer_is_the_sentence_that_carries_it_not_its_paragraph(papers: Library) -> None:
    draft = draft_of(papers, "Hoeveel rechercheurs zette de politie in?", "De politie zette")
    assert said(draft) == ["De politie zette 85 rechercheurs in voor fietsdiefstal."]
    document_id, start, end = draft.sentences[0].quotes[0]
    assert papers.document(document_id).text[start:end] == draft.sentences[0].text


def test_a_sentence_that_points_back_comes_after_the_one_it_points_to(papers: Library) -> None:
    draft = draft_of(papers, "Hoeveel rechercheurs waren er meer?", "Dit waren er")
    assert [text.split()[0] for text in said(draft)] == ["De", "Dit"]


def test_the_next_sentence_follows_when_it_holds_what_is_asked_for(papers: Library) -> None:
    draft = draft_of(papers, "Welke partners vormen de stuurgroep?", "De partners")
    assert said(draft)[-1] == "Deze bestaat uit Utrecht, Leiden en Zwolle."
    alone = draft_of(papers, "Hoeveel partners vormen de stuurgroep?", "De partners")
    assert len(alone.sentences) == 1


def test_the_next_sentence_does_not_follow_when_it_holds_less(papers: Library) -> None:
    draft = draft_of(papers, "Welke steunpunten zijn er?", "Steunpunten")
    assert said(draft) == ["Steunpunten zijn er bij scholen, winkels en buurten."]


def test_a_footnote_is_given_when_it_holds_what_the_sentence_does_not(papers: Library) -> None:
    draft = draft_of(papers, "In welk Kamerstuk is de werkwijze vastgelegd?", "De werkwijze")
    assert said(draft)[-1] == "Kamerstukken II 2019/20, 28 684, nr. 600."
    assert len(draft_of(papers, "Is de werkwijze vastgelegd?", "De werkwijze").sentences) == 1


def test_a_row_of_a_table_is_said_with_the_labels_of_its_columns(papers: Library) -> None:
    (sentence,) = draft_of(papers, "Hoeveel fietsen zijn gestolen?", "Gestolen fietsen").sentences
    assert sentence.text == "Indicator: Gestolen fietsen; Norm 2020: 400; Realisatie 2020: 512."
    assert sentence.check == "figures"
    text = papers.document("fietsen").text
    assert [text[a:b].split(" | ")[0] for _, a, b in sentence.quotes] == ["Gestolen fietsen", "Indicator"]


def test_a_list_has_several_sentences_in_the_order_of_the_document(papers: Library) -> None:
    found = draft_of(
        papers, "Welke lokfietsen zijn er?", "Lokfietsen worden verder", "Lokfietsen worden ingezet",
        "Lokfietsen worden ook",
    )  # fmt: skip
    assert [text.split()[3] for text in said(found)] == ["ingezet", "ook", "verder"]
    assert all(text.startswith("- ") for text in said(found))


def test_a_fact_has_one_sentence_however_many_are_near(papers: Library) -> None:
    found = draft_of(
        papers, "Hoeveel lokfietsen worden ingezet?", "Lokfietsen worden verder", "Lokfietsen worden ingezet"
    )
    assert said(found) == ["Lokfietsen worden verder ingezet in Zwolle."]


def test_a_sentence_of_the_same_words_is_not_said_twice(papers: Library) -> None:
    asked = analyse_question("Welke lokfietsen zijn er?")
    one = replace(evidence(papers, "Lokfietsen worden ingezet"), score=1.0)
    again = replace(evidence(papers, "Lokfietsen worden ook"), text=one.text, score=1.0)
    assert len(compose(papers, asked, [one, again]).sentences) == 1


def test_what_a_sentence_announces_follows_it_without_its_numbers(papers: Library) -> None:
    draft = draft_of(papers, "Welke maatregelen namen winkeliers?", "Zij namen")
    assert said(draft) == [
        "- De politie werkt met hen samen.", "- Zij namen de volgende maatregelen:", "- meer licht in de straat;",
        "- een hek om de laadplaats.",
    ]  # fmt: skip
    text = papers.document("winkels").text
    assert [text[a:b] for s in draft.sentences[2:] for _, a, b in s.quotes] == [s[2:] for s in said(draft)[2:]]


def test_a_footnote_that_writes_out_an_abbreviation_is_given_with_the_sentence_that_calls_it(papers: Library) -> None:
    assert said(draft_of(papers, "Waar staat WIL voor?", "Het programma heet")) == [
        "Het programma heet WIL.", "Winkels In Licht."
    ]  # fmt: skip


def test_a_sentence_that_only_announces_or_of_another_theme_is_not_added(papers: Library) -> None:
    asked = analyse_question("Welke lokfietsen zijn er?")
    one = replace(evidence(papers, "Lokfietsen worden ingezet"), score=1.0, theme="fraude")
    other = replace(evidence(papers, "Lokfietsen worden ook"), score=1.0, theme="fraude")
    assert len(compose(papers, asked, [one, other]).sentences) == 2
    assert len(compose(papers, asked, [one, replace(other, theme="drugs")]).sentences) == 1
    announcing = replace(other, features={**other.features, "announces": 1.0})
    assert len(compose(papers, asked, [one, announcing]).sentences) == 1
