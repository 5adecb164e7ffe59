"""Trace links in fields: where they lead, and whether they may."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.suggest import question
from reqsite.i18n import _
from reqsite.model.catalog import DanglingLink, TraceLink
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.record import Record

DANGLING_LINK = Rule(
    "RQ301",
    "dangling-link",
    Severity.ERROR,
    _("A link or reference to a record that does not exist"),
    _("The reader follows it into the void, and whatever it should trace to is untraced."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nderives_from: [REQ-009]\n---\nThe system shall ask.\n",
    "records:\n"
    "  - {id: REQ-001, type: functional, title: Log in, derives_from: [REQ-009], body: The system shall ask.}\n"
    "  - {id: REQ-009, type: functional, title: Access, body: The system shall know who works with it.}\n",
)
WRONG_LINK_TARGET = Rule(
    "RQ302",
    "wrong-link-target",
    Severity.ERROR,
    _("A link from or to a kind of record that it is not made for"),
    _("Matrices and coverage count links by kind; one to the wrong kind is counted nowhere."),
    "records:\n"
    "  - {id: REQ-001, type: functional, title: Log in, verified_by: [REQ-002], body: The system shall ask.}\n"
    "  - {id: REQ-002, type: functional, title: Log out, body: The system shall end the session.}\n",
    "records:\n"
    "  - {id: REQ-001, type: functional, title: Log in, verified_by: [TC-001], body: The system shall ask.}\n"
    "  - {id: TC-001, type: test, title: Log in with a wrong password}\n",
)
SELF_LINK = Rule(
    "RQ303",
    "self-link",
    Severity.ERROR,
    _("A record that links to itself"),
    _("It says nothing, and makes the record its own parent."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\ndepends_on: [REQ-001]\n---\nThe system shall ask.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe system shall ask.\n",
)
DUPLICATE_LINK = Rule(
    "RQ304",
    "duplicate-link",
    Severity.WARNING,
    _("A link that is written twice"),
    _("Most often the second one was meant to be another record."),
    "records:\n"
    "  - {id: REQ-001, type: functional, title: Log in, depends_on: [REQ-002, REQ-002], body: It shall ask.}\n"
    "  - {id: REQ-002, type: functional, title: Users, body: The system shall keep a list of users.}\n",
    "records:\n"
    "  - {id: REQ-001, type: functional, title: Log in, depends_on: [REQ-002], body: It shall ask.}\n"
    "  - {id: REQ-002, type: functional, title: Users, body: The system shall keep a list of users.}\n",
)
CONTRADICTING_LINKS = Rule(
    "RQ305",
    "contradicting-links",
    Severity.WARNING,
    _("Two links to one record that exclude each other"),
    _("A record cannot both need and conflict with another, and a change cannot both add and remove it."),
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, depends_on: [REQ-002], conflicts_with: [REQ-002], body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, body: Two.}\n",
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, conflicts_with: [REQ-002], body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, body: Two.}\n",
)
RULES = (DANGLING_LINK, WRONG_LINK_TARGET, SELF_LINK, DUPLICATE_LINK, CONTRADICTING_LINKS)

_EXCLUDING = (
    ("depends_on", "conflicts_with"),
    ("duplicates", "conflicts_with"),
    ("adds", "removes"),
    ("adds", "modifies"),
    ("modifies", "removes"),
)


def check(context: Context) -> Iterator[Finding]:
    """Yield what is wrong with the links of every record."""
    for dangling in context.catalog.dangling:
        if (dangling.place.file, dangling.place.line) not in context.run_together:
            yield _dangling(context, dangling)
    right: set[tuple[str, str, str]] = set()
    """(type, link type, type of the target) that were looked at already and go together."""
    records = context.catalog.records
    for record in context.catalog:
        links = context.catalog.outgoing(record.id)
        for link in links:
            together = (record.type, link.type.name, records[link.target].type)
            if together not in right:
                wrong = list(_wrong_kinds(context, record, link))
                yield from wrong
                if not wrong:
                    right.add(together)
            if link.target == record.id:
                message = _("'{field}' leads back to {target} itself.", field=link.type.name, target=record.id)
                yield Finding.of(SELF_LINK, place_of(record, link, context), message, None, record.id)
        if len(links) > 1:
            yield from _repeated(record, links)
            yield from _excluding(context, record, links)


def place_of(record: Record, link: TraceLink, context: Context) -> Place:
    """Return where a link is written."""
    written = record.links.get(link.type.name, ())
    for number, raw in enumerate(written):
        target = context.catalog.resolve(raw) or context.catalog.resolve(raw.rpartition("@")[0])
        if target is not None and target.id == link.target:
            return record.place(f"{link.type.name}[{number}]", f"{link.type.name}=", link.type.name)
    return record.place(link.type.name)


def _dangling(context: Context, link: DanglingLink) -> Finding:
    message = _("'{field}' names {target}, which does not exist.", field=link.type.name, target=link.target)
    hint = question(context.catalog.suggest(link.target))
    return Finding.of(DANGLING_LINK, link.place, message, hint, link.source)


def _wrong_kinds(context: Context, record: Record, link: TraceLink) -> Iterator[Finding]:
    schema, kind = context.schema, link.type
    target = context.catalog.records[link.target]
    if kind.source and not schema.applies(kind.source, record.type):
        message = _(
            "A record of type '{type}' may not have '{field}': that goes from {kinds}.",
            type=record.type,
            field=kind.name,
            kinds=" / ".join(kind.source),
        )
        yield Finding.of(WRONG_LINK_TARGET, record.place(kind.name), message, None, record.id)
    if kind.target and not schema.applies(kind.target, target.type):
        message = _(
            "'{field}' leads to {target}, which is of type '{type}': it should lead to {kinds}.",
            field=kind.name,
            target=target.id,
            type=target.type,
            kinds=" / ".join(kind.target),
        )
        yield Finding.of(WRONG_LINK_TARGET, place_of(record, link, context), message, None, record.id)


def _repeated(record: Record, links: list[TraceLink]) -> Iterator[Finding]:
    if len({(link.type.name, link.target) for link in links}) == len(links):
        return
    counted = Counter((link.type.name, link.target) for link in links)
    for (name, target), times in counted.items():
        if times > 1:
            message = _("'{field}' names {target} {times} times.", field=name, target=target, times=times)
            yield Finding.of(DUPLICATE_LINK, record.place(name), message, None, record.id)


def _excluding(context: Context, record: Record, links: list[TraceLink]) -> Iterator[Finding]:
    if len({link.target for link in links}) == len(links):
        return
    targets: dict[str, dict[str, TraceLink]] = {}
    for link in links:
        targets.setdefault(link.type.name, {})[link.target] = link
    for one, other in _EXCLUDING:
        for target, link in targets.get(other, {}).items():
            if target in targets.get(one, {}):
                message = _(
                    "{target} stands both under '{one}' and under '{other}'.", target=target, one=one, other=other
                )
                yield Finding.of(CONTRADICTING_LINKS, place_of(record, link, context), message, None, record.id)
