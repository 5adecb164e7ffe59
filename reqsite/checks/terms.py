"""The glossary: words that should not be used, terms that are mixed up, defined twice, or without their number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reqsite.checks.context import Context
from reqsite.checks.prose import without_quotes
from reqsite.checks.quantities import EXACT, FIGURE
from reqsite.checks.texts import Text
from reqsite.i18n import _
from reqsite.model.catalog import term_names
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.han import has_han, is_word
from reqsite.model.mentions import Kind, Mention
from reqsite.model.record import Record
from reqsite.model.trie import any_case, trie_pattern

FORBIDDEN_SYNONYM = Rule(
    "RQ410",
    "forbidden-synonym",
    Severity.WARNING,
    _("A word that the glossary says not to use"),
    _("Two words for one thing make readers look for a difference that is not there."),
    "records:\n"
    "  - {type: term, title: customer, forbidden: [client account], body: Who has a contract.}\n"
    "  - {id: REQ-001, type: functional, title: A, body: The system shall list every client account.}\n",
    "records:\n"
    "  - {type: term, title: customer, forbidden: [client account], body: Who has a contract.}\n"
    "  - {id: REQ-001, type: functional, title: A, body: The system shall list every customer.}\n",
)
CONFUSABLE_TERMS = Rule(
    "RQ411",
    "confusable-terms",
    Severity.INFO,
    _("Two terms that are easily mixed up in one requirement"),
    _("Where both stand side by side, a reader who takes one for the other reads another requirement."),
    "records:\n"
    "  - {type: term, title: 清算, confusable_with: [结算], body: 计算应收应付。}\n"
    "  - {type: term, title: 结算, body: 划付资金。}\n"
    "  - {id: REQ-001, type: functional, title: A, body: 系统应在清算后进行结算。}\n",
    "records:\n"
    "  - {type: term, title: 清算, confusable_with: [结算], body: 计算应收应付。}\n"
    "  - {type: term, title: 结算, body: 划付资金。}\n"
    "  - {id: REQ-001, type: functional, title: A, body: 系统应在每日进行结算。}\n",
)
DUPLICATE_DEFINITION = Rule(
    "RQ412",
    "duplicate-definition",
    Severity.ERROR,
    _("One name for two terms"),
    _("Each reader picks the definition that suits; terms of different domains may share a name if both say so."),
    "records:\n"
    "  - {type: term, title: order, body: What a customer asks for.}\n"
    "  - {type: term, title: purchase, aliases: [order], body: What a customer buys.}\n",
    "records:\n"
    "  - {type: term, title: order, body: What a customer asks for.}\n"
    "  - {type: term, title: purchase, body: What a customer buys.}\n",
)
UNQUANTIFIED_TERM = Rule(
    "RQ413",
    "unquantified-term",
    Severity.WARNING,
    _("A term that must be quantified, without a number"),
    _("High availability that is not 99.9 % of anything can be neither tested nor refused."),
    "records:\n  - {type: term, title: 高可用, quantified: 'true', body: 系统很少停机。}\n",
    "records:\n  - {type: term, title: 高可用, quantified: 'true', measure: 全年 99.9% 可用, body: 系统很少停机。}\n",
)
RULES = (FORBIDDEN_SYNONYM, CONFUSABLE_TERMS, DUPLICATE_DEFINITION, UNQUANTIFIED_TERM)

_SPEAKING_FREELY = frozenset(("meeting", "feedback", "document", "stakeholder", "term"))
"""Records that repeat what others said, and terms, which name the words that they forbid."""


def check(context: Context) -> Iterator[Finding]:
    """Yield what is wrong with the terms, and with their use."""
    yield from _duplicates(context)
    for term in context.catalog.of("term"):
        if context.is_live(term):
            yield from _quantified(term)
    yield from _forbidden(context)
    yield from _confusable(context)


def _duplicates(context: Context) -> Iterator[Finding]:
    """Compare names within one domain; a term without a domain speaks for all."""
    taken: dict[str, list[Record]] = {}
    for term in context.records:
        if term.kind != "term" or not context.is_live(term):
            continue
        for name in term_names(term):
            others = taken.setdefault(" ".join(name.split()).casefold(), [])
            other = next((o for o in others[:20] if o is not term and _same_domain(o, term)), None)
            if other is not None:
                message = _("'{name}' is defined already, at {place}.", name=name, place=other.place("title=", "title"))
                hint = _("Keep one of the two, or give both a 'domain:'.")
                yield Finding.of(DUPLICATE_DEFINITION, term.place("title=", "title"), message, hint, term.id)
                break
            others.append(term)


def _same_domain(one: Record, other: Record) -> bool:
    domains = one.text("domain"), other.text("domain")
    return "" in domains or domains[0] == domains[1]


def _quantified(term: Record) -> Iterator[Finding]:
    if term.text("quantified").lower() not in ("true", "yes"):
        return
    measure = term.text("measure")
    if not (FIGURE.search(measure) or EXACT.search(term.statement)):
        message = _("The term '{term}' must be quantified, but no number says what it means.", term=term.title)
        hint = _("Write 'measure:' with a number and a unit, such as '≤ 5 s' or '99.9 % of a year'.")
        yield Finding.of(UNQUANTIFIED_TERM, term.place("quantified"), message, hint, term.id)


@dataclass(frozen=True, slots=True)
class _Forbidden:
    """Words not to use, in one pattern."""

    preferred: Mapping[str, Record]
    """Word, case folded → the term to use instead."""
    longer: Mapping[str, list[str]]
    """Word, case folded → names of terms that hold it, such as 客户端 for 客户."""
    pattern: re.Pattern[str]


def _forbidden_words(context: Context) -> _Forbidden | None:
    preferred: dict[str, Record] = {}
    for term in context.catalog.of("term"):
        if context.is_live(term):
            for word in term.items("forbidden"):
                if word.strip():
                    preferred.setdefault(word.strip().casefold(), term)
    if not preferred:
        return None
    pattern = any_case(trie_pattern(preferred, plural=True))
    longer: dict[str, list[str]] = {}
    for name in context.catalog.terms:
        for match in pattern.finditer(name):
            longer.setdefault(match[0].casefold(), []).append(name)
    return _Forbidden(preferred, longer, pattern)


def _forbidden(context: Context) -> Iterator[Finding]:
    words = _forbidden_words(context)
    if words is None:
        return
    for text in context.texts:
        if text.record.kind in _SPEAKING_FREELY or not words.pattern.search(text.words):
            continue
        said = without_quotes(text.words)
        for match in words.pattern.finditer(said):
            term = _term_of(match[0], words.preferred)
            if term is None or inside_longer(
                said, match.start(), match.end(), words.longer.get(match[0].casefold(), [])
            ):
                continue
            if has_han(match[0]) and not is_word(said, match.start(), match.end()):
                continue
            message = _("The glossary says not to use '{word}'.", word=match[0])
            hint = _("Write '{term}'.", term=term.title)
            yield Finding.of(FORBIDDEN_SYNONYM, text.place(match.start()), message, hint, text.record.id)


def _term_of(word: str, preferred: Mapping[str, Record]) -> Record | None:
    folded = " ".join(word.split()).casefold()
    names = (folded, folded.removesuffix("s"), folded.removesuffix("es"))
    return next((preferred[name] for name in names if name in preferred), None)


def inside_longer(text: str, start: int, end: int, longer: list[str]) -> bool:
    """Return True where text[start:end] is part of one of the longer names."""
    word = text[start:end].casefold()
    for name in longer:
        at = name.find(word)
        if len(name) > len(word) and at >= 0 and text[max(0, start - at) : start - at + len(name)].casefold() == name:
            return True
    return False


def _confusable(context: Context) -> Iterator[Finding]:
    pairs: dict[str, set[str]] = {}
    for term in context.catalog.of("term"):
        for link in context.catalog.outgoing(term.id):
            if link.type.name == "confusable_with" and link.target != term.id:
                pairs.setdefault(term.id, set()).add(link.target)
                pairs.setdefault(link.target, set()).add(term.id)
    if not pairs:
        return
    names = [name for term_id in pairs for name in term_names(context.catalog.records[term_id])]
    pattern = any_case(trie_pattern(names, plural=True))
    first_uses: dict[tuple[str, int], dict[str, Place]] = {}
    for text in context.texts:
        if text.record.kind in ("requirement", "rule") and pattern.search(text.words):
            used = first_uses.setdefault((text.record.file, text.record.line), {})
            for mention in context.mentions_in(text):
                if mention.kind is Kind.TERM and mention.targets[0] in pairs:
                    yield from _mixed_up(context, text, mention, used, pairs)


def _mixed_up(
    context: Context, text: Text, mention: Mention, used: dict[str, Place], pairs: Mapping[str, set[str]]
) -> Iterator[Finding]:
    term_id = mention.targets[0]
    if term_id in used:
        return
    place = used[term_id] = text.place(mention.start)
    for other_id in sorted(pairs[term_id] & used.keys()):
        other = context.catalog.records[other_id]
        message = _(
            "'{term}' and '{other}' (line {line}) are easily mixed up.",
            term=mention.name,
            other=other.title,
            line=used[other_id].line,
        )
        hint = _("Make sure that each is the one that is meant, or split the requirement.")
        yield Finding.of(CONFUSABLE_TERMS, place, message, hint, text.record.id)
