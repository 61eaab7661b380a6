"""Answers about a document itself: who signed it, when, to whom, under which kenmerk; cited where that stands.

Invariant: a value comes from a field of the document and its sentence cites the characters of that field.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Sequence

from assistant.answer import Language
from assistant.question.documents import titled_documents
from assistant.writing.draft import Draft, DraftSentence
from ingest.citation import dutch_date
from ingest.document import Document, Field, FieldName
from ingest.language.terms import terms, words
from ingest.store.library import Library

_PAPER = (
    r"(?:\w*brief|stuk|document|kamerstuk|letter|paper|agenda|veiligheidsagenda|\w*rapport|\w*verslag|nota|\w*bericht|"
    r"besluitenlijst|begroting|convenant|beantwoording|antwoord\w*|schrijven|epistel|post|papier|stukje)"
)
_ASKS: tuple[tuple[FieldName, str], ...] = (
    ("department", r"\bwelke?\b.{0,20}\b(?:afdeling|directie|directoraat(?:-generaal)?)\b.{0,60}\b(?:afzender|"
                   r"vermeld)\b"),
    ("signatory", rf"\bwie\b.{{0,40}}\b(?:ondertekend\w*|getekend|tekende|ondertekent|ondertekende)\b|\bwie (?:heeft|"
                  rf"is de (?:afzender|schrijver|auteur|ondertekenaar))\b"
                  rf".{{0,40}}\b{_PAPER}\b|\b(?:afzender|ondertekenaar)\b|\bwho (?:signed|wrote|sent)\b|"
                  rf"\bvan wie (?:is|komt|kwam)\b.{{0,30}}\b{_PAPER}\b|"
                  rf"\bwie (?:schreef|stuurde|verstuurde|verzond)\b.{{0,30}}\b{_PAPER}\b|\bwelke (?:minister|"
                  rf"bewindspersoon|staatssecretaris)\b.{{0,70}}\b(?:ondertekende|tekende|ondertekend|stuurde|"
                  rf"schreef)\b|\b(?:door|namens) wie\b.{{0,40}}\b(?:geschreven|opgesteld|ondertekend|verstuurd|"
                  rf"gestuurd|"
                  rf"verzonden)\b|\bwie stelde\b.{{0,40}}\b{_PAPER}\b.{{0,10}}\bop\b|\bwiens (?:naam|handtekening|"
                  rf"verantwoordelijkheid)\b|\bhoe heet de (?:minister|staatssecretaris|"
                  rf"bewindspersoon)\b.{{0,20}}\b{_PAPER}"
                  rf"\b.{{0,20}}\b(?:opstelde|schreef|stuurde|ondertekende|tekende|verstuurde)\b|"
                  rf"\bvan welk (?:ministerie|departement)\b.{{0,25}}\b{_PAPER}\b|\bwie\b.{{0,40}}\b(?:handtekening|"
                  rf"krabbel|naam\b.{{0,8}}\bonder|onder\b.{{0,25}}\bnaam)\b|\bwelke? (?:naam|handtekening)\b"
                  rf".{{0,25}}\bonder|\bwhose (?:name|signature)\b"),
    ("addressee", r"\b(?:aan|naar) wie\b.{0,40}\b(?:gericht|gestuurd|geadresseerd|verzonden|verstuurd|gezonden|"
                  r"geschreven)\b|\bgeadresseerde\b|\b(?:to whom|addressed to|addressee)\b|"
                  r"\bwie (?:is|was) (?:de )?(?:ontvanger|geadresseerde)\b|\bwie (?:kreeg|"
                  r"ontving)\b.{0,20}\b(?:brief|stuk)\b|\b(?:aan|voor) welke? (?:\w+ )?(?:orgaan|instantie|"
                  r"persoon|functionaris|ambtsdrager)\b"
                  r".{0,40}\b(?:gericht|gestuurd|bestemd|verzonden)\b|\b(?:voor wie|bestemd)\b.{0,30}\b(?:brief|"
                  r"stuk|bestemd)\b|\b(?:aan|bij|naar|voor) wie (?:is|was|ging|gaat|moest|moet|kwam|komt|"
                  r"werd)\b.{0,50}\b(?:brief|stuk|schrijven|post|gericht|gestuurd|bestemd|bezorgd)\b"),
    ("reference", r"\bkenmerk(?:en)?\b|\breferentienummer\b|\bbriefnummer\b|\breference number\b|"
                  r"\bwhat is the reference\b|\b(?:welk|wat is het|noem het) (?:brief|stuk|document|"
                  r"dossier|zaak|referentie|registratie|archief|volg)?nummer\b.{0,60}"
                  r"\b(?:schrijven|brief|stuk|document)\b"),
    ("subject", rf"\b(?:wat is|wat was|welk|noem)\b.{{0,20}}\bonderwerp(?:sregel|regel)?\b.{{0,25}}\b{_PAPER}\b|"
                rf"\bhoe luidt(?:de)? het onderwerp\b|\bonderwerpregel\b|\bwelk onderwerp\b.{{0,20}}\b{_PAPER}\b|"
                rf"\bsubject (?:of|line)\b"),
    ("date", rf"\bdagtekening\b|^\W*(?:en )?(?:wat is|noem|geef) de datum\W*$|\bonder welke datum\b|"
             rf"\b(?:van welke|wat is de|welke|op welke)\b.{{0,15}}\bdatum\b.{{0,40}}\b{_PAPER}\b|\bwanneer (?:is|"
             rf"werd|was)\b.{{0,30}}\b{_PAPER}\b.{{0,30}}\b(?:geschreven|verstuurd|verzonden|gestuurd|gedateerd|"
             rf"gepubliceerd|ondertekend|uitgebracht)\b|"
             rf"\bdatum (?:van|op)\b.{{0,20}}\b{_PAPER}\b|\bwhen was (?:the|this) {_PAPER}\b|"
             rf"\bdate of the {_PAPER}\b|\b(?:hij|zij|het stuk|ze) gedateerd\b|\bgedateerd\b|"
             rf"\b(?:in welke? (?:maand|jaar)|op welke dag|wanneer)\b.{{0,30}}\b{_PAPER}\b.{{0,30}}\b(?:verstuurd|"
             rf"gestuurd|geschreven|"
             rf"verzonden|verschenen|uitgekomen)\b|\b(?:op welke dag|wanneer|in welke maand) (?:stuurde|verstuurde|"
             rf"zond|schreef)\b"
             rf".{{0,40}}\b{_PAPER}\b|\bvan welke (?:dag|maand|datum) (?:is|dateert|stamt)\b.{{0,30}}\b{_PAPER}\b|"
             rf"\bhoe oud is\b.{{0,20}}\b{_PAPER}\b|\bvan wanneer (?:is|dateert)\b"),
    ("department", rf"\bwelke?\b.{{0,20}}\b(?:afdeling|directie|directoraat(?:-generaal)?|dienst|"
                   rf"onderdeel)\b.{{0,45}}\b(?:{_PAPER}|opgesteld|geschreven|ministerie|afkomstig|behandeld\w*)\b|"
                   rf"\bwhich (?:department|directorate)\b"),
    ("sender_address", r"\b(?:bezoekadres|postadres|retouradres|adres|postbus|straat|huisnummer|postcode|return "
                       r"address|postal address|visiting address|street)\b"),
)  # fmt: skip
_SAID: dict[FieldName, dict[Language, str]] = {
    "date": {"nl": "{what} is gedateerd {value}.", "en": "The document is dated {value}."},
    "reference": {"nl": "Het kenmerk is {value}.", "en": "The reference (kenmerk) is {value}."},
    "subject": {"nl": "Het onderwerp is: {value}.", "en": "The subject is: {value}."},
    "addressee": {"nl": "{what} is gericht: {value}.", "en": "The document is addressed: {value}."},
    "department": {"nl": "Als afdeling staat vermeld: {value}.", "en": "The department named is: {value}."},
    "sender_address": {"nl": "Als adres staat vermeld: {value}.", "en": "The address given is: {value}."},
    "signatory": {"nl": "{what} is ondertekend door {value}.", "en": "The document was signed by {value}."},
    "signatory_role": {"nl": "Als functie staat vermeld: {value}.", "en": "The office given is: {value}."},
}


def asks_for(question: str) -> FieldName | None:
    """The field that a question asks for, or None."""
    text = " ".join(question.split())
    return next((name for name, pattern in _ASKS if re.search(pattern, text, re.IGNORECASE)), None)


def answer_field(
    library: Library, question: str, language: Language, documents: frozenset[str] | None
) -> Draft | tuple[str, ...] | None:
    """The draft answer to a question about a document itself; the titles to choose from when it is unclear which."""
    name = asks_for(question)
    if name is None:
        named = _by_person(library, question, documents)
        return _draft(*named, language) if named else None
    if re.search(r"\b(vorige|voorgaande|volgende|previous|next)\b", question, re.IGNORECASE):
        return None
    meant = _meant(library, question, documents)
    if len(meant) > 1:
        return tuple(d.publication.title for d in meant[:6])
    for document in meant:
        if not _only_about(document, question, name):
            continue
        fields = [f for f in document.fields if f.name == name]
        if name == "sender_address" and re.search(r"\bbezoek|visiting", question, re.IGNORECASE):
            fields = [f for f in fields if not re.match(r"\s*(?:Retouradres|Postbus)", f.value)] or fields
        if name == "signatory":
            role = next((f for f in document.fields if f.name == "signatory_role"), None)
            return _draft(document, [*fields[:1], *([role] if role else [])], language) if fields or role else None
        if fields:
            return _draft(document, fields[:1], language)
    return None


_OF_FIELDS = frozenset(
    terms(
        """ondertekend getekend tekende ondertekent ondertekende afzender schrijver auteur ondertekenaar geschreven
        gestuurd verstuurd verzonden gezonden gericht geadresseerd geadresseerde ontvanger kenmerk
        referentienummer briefnummer nummer onderwerp onderwerpregel datum gedateerd gepubliceerd
        uitgebracht dateert afdeling directie directoraat generaal dienst onderdeel ministerie opgesteld
        afkomstig adres bezoekadres postadres retouradres postbus plaats vermeld vermelde minister
        staatssecretaris bewindspersoon naam persoon brief stuk document kamerstuk veiligheidsagenda
        agenda gevestigd behandeld antwoord bezoek staan zit lag verantwoordelijk letter signed wrote
        sent addressed dated reference subject line department directorate address minister name person
        tweede kamer kamerbrief welke sturen ontvangt bevindt officieel officiele
        draagt draag heeft luidt luidde hoort maand dag jaar schrijven richten date day month year number
        orgaan instantie functionaris bestemd kreeg ontving ontvangen opstelde stelde namens handtekening
        verantwoordelijkheid onderaan eronder dagtekening capacity hoedanigheid
        verwijzing nodig precies departement directeur straat huisnummer postcode stad zetten zette krabbel
        terugvinden vind terug administratie archief registratie bellen bel noemen vermelden citeren mat vallen viel
        post schrijven epistel papier bezorgd bestuurder dateert stamt zitten zetelt zelf street signature
        kamerlid voorzitter verscheen verschenen uitgekomen"""
    )
)


def _only_about(document: Document, question: str, name: FieldName) -> bool:
    """Whether everything that a question names is of the field or of the document it asks for."""
    p = document.publication
    known = _OF_FIELDS | set(
        terms(f"{p.title} {p.sender} {p.kind} {dutch_date(p.date)} {' '.join(p.dossiers)} {p.number}")
    )
    known |= {t for f in document.fields if f.name in ("department", "subject") for t in terms(f.value)}
    return all(w.whole in known or w.whole.isdigit() or set(w.parts) & known for w in words(question))


def _meant(library: Library, question: str, documents: frozenset[str] | None) -> list[Document]:
    """The documents that may be meant: those named, else those whose title and subject share most with the question,
    else every original."""
    originals = [p for p in library.documents() if documents is None or p.id in documents]
    held = [library.document(p.id) for p in originals[:60]]
    own = [d for d in held if not d.source.compiled] or held
    if len(own) <= 1:
        return own
    asked = {t for w in words(question) for t in (w.whole, *w.parts)} - _OF_FIELDS
    shared = {d.id: len(asked & _told(d)) for d in own}
    most = max(shared.values())
    if most:
        return [d for d in own if shared[d.id] == most]
    titled = set(titled_documents(question, [d.publication for d in own]))
    return [d for d in own if d.id in titled] or own


def _told(document: Document) -> set[str]:
    """The terms of a document's title, subject, date and signature."""
    p = document.publication
    fields = " ".join(f.value for f in document.fields if f.name in ("subject", "signatory_role", "department"))
    return set(terms(f"{p.title} {fields} {dutch_date(p.date)} {p.kind}")) - _OF_FIELDS


def _by_person(
    library: Library, question: str, documents: frozenset[str] | None
) -> tuple[Document, list[Field]] | None:
    """The signature that names the person or office asked for: ``Wie is de minister …``, ``Welke functie …``."""
    text = " ".join(question.split())
    office = re.search(
        r"\b(?:wie is|wie was|hoe heet|who is|who was|wat is de naam van)\b (?:de|het|the)? ?(?P<office>.{4,80})",
        text,
        re.IGNORECASE,
    )
    name = re.search(
        r"\b(?i:welke functie|wat is de functie|which office|what is the (?:position|"
        r"function))\b.{0,15}?(?P<name>[A-Z][\w. -]+)",
        text,
    )
    if not office and not name:
        return None
    for document_id, signatory, role in _signed(library):
        if documents is not None and document_id not in documents:
            continue
        if name and set(terms(name["name"])) & set(terms(signatory.value)):
            return library.document(document_id), [role, signatory]
        if office and _same_office(office["office"], role.value):
            return library.document(document_id), [signatory, role]
    return None


_SIGNED: weakref.WeakKeyDictionary[Library, tuple[str, list[tuple[str, Field, Field]]]] = weakref.WeakKeyDictionary()


def _signed(library: Library) -> list[tuple[str, Field, Field]]:
    """Who signed each document and in what office, the newest first; read once a generation of the library."""
    kept = _SIGNED.get(library)
    if kept is None or kept[0] != library.generation:
        found = []
        for publication in reversed(library.documents()):
            own = {f.name: f for f in library.document(publication.id).fields}
            if "signatory" in own and "signatory_role" in own:
                found.append((publication.id, own["signatory"], own["signatory_role"]))
        kept = _SIGNED[library] = (library.generation, found)
    return kept[1]


_AFTER_OFFICE = re.compile(r"\b(?:volgens|in|op|ten tijde|bij|according)\b.*$|[?.!,].*$", re.IGNORECASE)


def _same_office(asked: str, role: str) -> bool:
    wanted, held = set(terms(_AFTER_OFFICE.sub("", asked))), set(terms(role))
    return bool(wanted) and wanted == held


def _draft(document: Document, fields: Sequence[Field], language: Language) -> Draft:
    first = fields[0]
    values = [_printed(f, language) for f in fields]
    what = f"{document.publication.kind.capitalize()}" if document.publication.kind else "Document"
    article = "Het" if what.lower() in ("document", "rapport", "verslag", "jaarverslag", "stuk") else "De"
    text = _SAID[first.name][language].format(what=f"{article} {what.lower()}", value=", ".join(values))
    return Draft((DraftSentence(text, tuple((document.id, f.start, f.end) for f in fields), "figures"),))


def _printed(field: Field, language: Language) -> str:
    if field.name == "date":
        return dutch_date(field.value)
    if field.name == "addressee":
        return field.value[:1].lower() + field.value[1:]
    return field.value
