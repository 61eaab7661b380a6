"""What belongs to which predicate: adverbs, subordinate clauses and prepositions of time and cause.

Invariant: an adverb, a condition, a cause or a moment stands with the words it stands with in a clause of the quotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from assistant.writing.clauses import Clause, Token, listed, says_something
from assistant.writing.predicates import is_participle
from assistant.writing.roles import ADJECTIVE, governing, is_actor

_CONJUNCTIONS = {
    "nadat": "na", "zodra": "na", "voordat": "voor", "alvorens": "voor", "totdat": "voor", "omdat": "reden",
    "doordat": "reden", "als": "voorwaarde", "indien": "voorwaarde", "mits": "voorwaarde", "tenzij": "tenzij",
    "zodat": "gevolg", "waardoor": "gevolg", "hoewel": "hoewel", "terwijl": "terwijl",
}  # fmt: skip
_TELLING = {
    "na": frozenset[str](), "sinds": frozenset({"vanaf"}), "vanaf": frozenset({"sinds"}), "tot": frozenset({"naar"}),
    "door": frozenset({"van", "by"}), "tegen": frozenset[str](), "voor": frozenset({"van", "om", "aan", "in", "bij"}),
}  # fmt: skip
"""Prepositions that tell when or whereby, each with those that may be said as well."""
_NEVER_ADDED = {
    "voor": frozenset({"van", "om", "ter", "ten", "bij", "naar", "tot", "voordat"}), "tegen": frozenset({"jegens"}),
    "zonder": frozenset({"geen", "niet"}), "sinds": frozenset({"vanaf", "in"}),
}  # fmt: skip
"""Prepositions that the quotes must have somewhere, or one that may be said as well."""
_PARTS = frozenset({"procent", "helft", "kwart", "merendeel", "meerderheid", "deel", "meeste"})
_ARTICLES = frozenset({"de", "het", "een", "deze", "dit", "die", "dat", "hun", "zijn", "haar"})


def detached(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """Each adverb, subordinate clause and moment of a sentence that its quotes put with something else."""
    yield from _adverbs(clauses, sources)
    yield from _places(clauses, sources)
    yield from _subordinate(clauses, sources)
    yield from _moments(clauses, sources)
    yield from _widened(clauses, sources)
    yield from _replaced(clauses, sources)


def _adverbs(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """*afgerond en landelijk uitgerold* as *landelijk afgerond*: an adverb at a verb that has it in no clause."""
    held = [c.content for c in sources]
    for adverb, verb in (pair for c in clauses for pair in _modified(c)):
        known = any(adverb.root in content for content in held) and any(verb.root in content for content in held)
        if known and not any({adverb.root, verb.root} <= content for content in held):
            yield f"{adverb.text} hoort niet bij {verb.text}"


def _modified(clause: Clause) -> Iterator[tuple[Token, Token]]:
    """Adverbs with the participles of their clause: listed ones anywhere, others right before it."""
    verbs = [t for t in clause.tokens if is_participle(t)]
    for before, token, verb in zip((None, *clause.tokens), clause.tokens, clause.tokens[1:], strict=False):
        bare = before is None or before.text not in _ARTICLES
        plainly = says_something(token) and not token.capital and not token.text[0].isdigit()
        if verb in verbs and bare and plainly and not governing(clause, token):
            yield token, verb
    for token in clause.tokens:
        if token.text in listed("adverbs"):
            yield from ((token, verb) for verb in verbs)


def _places(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """*is ingelopen, maar in Limburg …* as *in Limburg is ingelopen*: a name at a verb that stands before its clause.

    What a clause opens with may go on into the next ones, so a name from an earlier clause is the verb's as well.
    """
    for clause in clauses:
        verbs = {t.root for t in clause.tokens if is_participle(t)}
        for name in (t for t in clause.tokens if t.capital and says_something(t) and governing(clause, t)):
            named = [n for n, c in enumerate(sources) if name.root in c.content]
            for verb in sorted(verbs - {name.root}):
                done = [n for n, c in enumerate(sources) if verb in c.content]
                if named and done and min(named) > max(done):
                    yield f"{name.text} hoort niet bij {verb}"


def _subordinate(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """*nadat A, volgt B* as *nadat B, volgt A*."""
    for clause in clauses:
        if not (kind := _CONJUNCTIONS.get(clause.tokens[0].text, "")):
            continue
        inside = [c.content for c in sources if _CONJUNCTIONS.get(c.tokens[0].text, "") == kind]
        outside = [c.content for c in sources if _CONJUNCTIONS.get(c.tokens[0].text, "") != kind]
        right = clause.content & frozenset().union(*inside)
        wrong = clause.content & (frozenset().union(*outside) - frozenset().union(*inside))
        if inside and len(wrong) > len(right):
            yield f"na {clause.tokens[0].text} staat wat in de bron ergens anders staat"


def _moments(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """*na de invoering* as *door de invoering*: a preposition of time or cause in the place of another one."""
    held: dict[str, set[str]] = {}
    for word, preposition in (pair for c in sources for pair in _governed(c)):
        held.setdefault(word, set()).add(preposition)
    for word, preposition in (pair for c in clauses for pair in _governed(c)):
        allowed = {"", preposition} | _TELLING.get(preposition, set())
        if preposition in _TELLING and word in held and not held[word] & allowed:
            yield f"{preposition} {word} staat niet zo in de bron"
    said = {t.text for c in sources for t in c.tokens}
    for preposition in sorted({p for c in clauses for _, p in _governed(c)} & set(_NEVER_ADDED)):
        if not said & ({preposition} | _NEVER_ADDED[preposition]):
            yield f"{preposition} staat niet in de bron"


def _replaced(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """*A steeg, B bleef op 10* as *A bleef op 10*: what opens a clause, in the place of what its source clause names.

    A clause without a noun of its own takes that of the one before, and what stays in the sentence was not replaced.
    """
    own = {t.root for c in clauses for t in c.tokens}
    for clause in clauses:
        opening = next(_named(clause), None)
        rest = clause.content - ({opening.root} if opening else set())
        if opening is None or not rest:
            continue
        source = max(sources, key=lambda c: len(rest & c.content))
        elsewhere = any(opening.root in c.content for c in sources) and opening.root not in source.content
        lost = [t for t in _named(source) if t.root not in own]
        if elsewhere and lost and len(rest & source.content) >= 2:
            yield f"{opening.text} staat in de plaats van {lost[0].text}"


def _named(clause: Clause) -> Iterator[Token]:
    """The nouns behind an article that no preposition governs."""
    for article, noun in pairwise(clause.tokens):
        bare = article.text in _ARTICLES and says_something(noun) and not noun.text[0].isdigit()
        if bare and not governing(clause, noun) and not ADJECTIVE.fullmatch(noun.text):
            yield noun


def _widened(clauses: Sequence[Clause], sources: Sequence[Clause]) -> Iterator[str]:
    """*kleine gemeenten* as *gemeenten*: what is said of some of those who act, told of all."""
    own = {t.root for c in clauses for t in c.tokens}
    for clause in sources:
        for adjective, actor in pairwise(clause.tokens):
            described = ADJECTIVE.fullmatch(adjective.text) and says_something(adjective) and not adjective.capital
            if described and is_actor(actor) and actor.root in own and adjective.root not in own:
                yield f"{adjective.text} is weggelaten"
        for share, kinds, whole in _shares(clause):
            left_out = [t for t in (share, *kinds) if t.root not in own]
            if whole.root in own and left_out:
                yield f"{left_out[0].text} is weggelaten"


def _shares(clause: Clause) -> Iterator[tuple[Token, tuple[Token, ...], Token]]:
    """Each part of a whole: the word or number that tells the part, the adjectives, and the whole."""
    tokens = clause.tokens
    for n, (part, of) in enumerate(pairwise(tokens)):
        if part.text not in _PARTS or of.text not in ("van", "of"):
            continue
        share = tokens[n - 1] if part.text == "procent" and n else part
        behind = [t for t in tokens[n + 2 : n + 6] if t.text not in _ARTICLES]
        kinds = tuple(takewhile(lambda t: ADJECTIVE.fullmatch(t.text) is not None, behind))
        if len(kinds) < len(behind):
            yield share, kinds, behind[len(kinds)]


def _governed(clause: Clause) -> Iterator[tuple[str, str]]:
    for token in clause.tokens:
        if says_something(token) and not token.text[0].isdigit():
            yield token.root, governing(clause, token)
