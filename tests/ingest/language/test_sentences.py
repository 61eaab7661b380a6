"""Sentence boundaries in Dutch official prose: a table of cases and a property."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.sentences import LONG, sentence_spans

# Each case is one text with | where a sentence must end.
CASES = [
    "De politie werkt.| De minister rapporteert.",
    "Zoals ik meldde in mijn brief van 15 juni jl..| Gezien de aard wordt de aanpak versterkt.",
    "In mijn brieven van 15 juni jl. heb ik notities gezonden.| Er staat nu één politie.",
    "Dat schreef ik op 15 juni jl.| De Kamer is geïnformeerd.",
    "Zie Kamerstuk 29628, nr. 783 en nrs. 12 t/m 14.| Daarna volgt meer.",
    "Zie kst. 28 684, nr. 540.| De brief is openbaar.",
    "Dit betreft fte, d.w.z. De Inzet van personeel.| Meer volgt.",
    "Over de ontwikkelingen zal o.a. De Kamer worden bericht.| Dat gebeurt in mei.",
    "Afspraken m.b.t. Europol zijn gemaakt.| Zij gelden nu.",
    "Vragen t.a.v. Nederland zijn gesteld.| Zij zijn beantwoord.",
    "Denk bijv. Aan wapens.| Of aan drugs.",
    "Volgens art. 18 van de wet geldt dit.| Het College is gehoord.",
    "De wet staat in Stb. 2012, 315.| Zij is gewijzigd.",
    "De wet is geplaatst in het Stb.| De inwerkingtreding volgt.",
    "Aldus mr. drs. F. Grapperhaus in de Kamer.| Hij vervolgde.",
    "Minister F.B.J. Grapperhaus tekende.| De brief is verzonden.",
    "Het onderzoek van prof. dr. C. Fijnaut is bekend.| Het verscheen in 2018.",
    "Zie p. 3 en blz. 12.| Daar staat het.",
    "Dit gebeurt i.h.k.v. Het programma.| Dat loopt door.",
    "Partners en resp. OM en politie werken samen.| Dat gaat goed.",
    "Het gaat om ca. 250 zaken.| Er komen er meer.",
    "Er is 10 mln. euro beschikbaar.| Dat is structureel.",
    "De kosten bedragen 15 mln.| De dekking is geregeld.",
    "De omzet was 2 mld.| Een jaar later was het meer.",
    "Dit geldt voor politie, OM e.a.| De rest volgt.",
    "Een en ander (e.e.a. Volgens plan) is gestart.| Nu volgt de rest.",
    "De voorraad daalde van 10.749 naar 7.922 zaken.| Dat is veel.",
    "Het aandeel steeg van 1,5 naar 2.5 procent.| Dat is bekend.",
    "Op 14 november 2018.| De brief werd verzonden.",
    "De agenda geldt voor 2019-2022.| Daarna komt een nieuwe.",
    "De norm was 190 in 2019.| In 2020 was hij 240.",
    "Drie categorieën, te weten: a) misbruiker, b) keyplayer en c) downloader.| Tevens is dat afgesproken.",
    "1. De politie werkt aan dossiers.| 2. Het OM vervolgt.",
    "a. De minister stelt vast.| b. De korpschef voert uit.",
    "II. Het tweede doel is behaald.| III. Het derde niet.",
    "Hij zei: “Dit is genoeg.”| Daarna vertrok hij.",
    "Hij vroeg: 'Is dat zo?'| De minister knikte.",
    "‘Is dat zo?’ vroeg hij.| Niemand antwoordde.",
    "De aanpak werkt (zie bijlage 1. Daar staat meer) goed.| Dat is mooi.",
    "De aanpak werkt (zie bijlage 1.)| De cijfers volgen.",
    "Dat is lastig...| Toch gaat het door.",
    "Dat is lastig… maar het gaat door.| Echt waar.",
    "Wat is de norm?| Hoeveel is gehaald?| Waarom niet!",
    "Ambities per thema",
    "Ondermijning\n\n|De aanpak wordt versterkt.",
    "2019 | 190 | 187. Zie noot. Het OM",
    "In 's-Hertogenbosch is een team.| 's Avonds werkt het door.",
    "De heer J. de Vries e.v.| Zij is gehoord.",
    "De Staatssecretaris van J&V c.s.| De Kamer vroeg dit.",
    "Dit is geregeld in artikel 3, onder a.| De rest staat in b.",
    "Vanaf dhr. Jansen tot mevr. Pietersen is gebeld.| Zonder gevolg.",
    "Het plan is klaar, incl. Begroting.| Het gaat naar de Kamer.",
    "Dat kost € 5,- p.p.| De rest is gratis.",
    "Zie www.rijksoverheid.nl/jenv voor meer.| Het adres is bekend.",
    "De versie is 2.1.3 van het systeem.| Die draait nu.",
    "Vgl. De Jong en Van Dijk.| Zij schrijven anders.",
    "De politie, het OM, enz.| Alle partners doen mee.",
    "Dit is a.s. vrijdag bekend.| Dan volgt meer.",
    "Er zijn 12 fte.| 3 daarvan zijn nieuw.",
    "De zaak loopt.| (Zie ook bijlage 2.)| De rest volgt.",
    "Afspraken:\n|- meer onderzoeken;\n|- meer fte.",
]


@pytest.mark.parametrize("marked", CASES)
def test_a_text_is_cut_exactly_where_its_sentences_end(marked: str) -> None:
    wanted = [part.strip() for part in _parts(marked)]
    text = "".join(_parts(marked))
    assert [text[start:end] for start, end in sentence_spans(text)] == wanted


def _parts(marked: str) -> list[str]:
    """Split at a bar that is not the bar between two cells."""
    return [marked] if " | " in marked else marked.split("|")


def test_a_long_enumeration_is_cut_at_its_semicolons_and_a_short_one_is_not() -> None:
    item = "de politie verricht in alle eenheden onderzoek naar netwerken die zich richten op witwassen en drugs"
    long = f"De minister stelt vast: a. {item}; b. {item}; c. {item}; d. {item}."
    assert len(long) > LONG
    assert [long[a:b][:2] for a, b in sentence_spans(long)] == ["De", "b.", "c.", "d."]
    assert len(sentence_spans("Het gaat om: a. drugs; b. wapens; c. geld.")) == 1


@given(st.text(alphabet=st.sampled_from("abDe .!?;:()\n\t'\"“”0129|-…nr jl"), max_size=200))
def test_sentences_are_ordered_and_disjoint_and_cover_every_character_that_is_not_a_space(text: str) -> None:
    spans = sentence_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    assert {i for i, c in enumerate(text) if not c.isspace()} <= covered
    assert all(not text[start].isspace() and not text[end - 1].isspace() for start, end in spans)
