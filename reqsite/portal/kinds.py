"""What a page of each kind shows, and in which order: a change request reads otherwise than a milestone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reqsite.i18n import Message, _


@dataclass(frozen=True, slots=True)
class Block:
    """Fields and links that belong together under one heading."""

    anchor: str
    """None of the names of sections, which are anchors too."""
    title: Message
    fields: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    """Names of link types, or inverse names."""
    table: str = ""
    """A field that is a mapping and is shown as a table of one row."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The order of a page."""

    badges: tuple[str, ...] = ("priority", "moscow", "scope")
    """Fields under the title, besides type and status."""
    key_facts: tuple[str, ...] = ()
    """Fields in one strip above the text: what people ask first of such a record."""
    sections: tuple[str, ...] = ("statement", "business", "technical", "acceptance_criteria", "as_is", "to_be")
    """Sections that come before the others, whatever their place in the text."""
    before: tuple[Block, ...] = ()
    """Blocks above the text."""
    after: tuple[Block, ...] = ()
    """Blocks below it."""
    includes: bool = False
    """True where the records that belong to it are listed with their states."""
    statement: Message | None = None
    """What the statement is headed by where blocks stand above it; its own heading otherwise."""


_PEOPLE = Block(
    "people",
    _("People and sources"),
    ("proposer", "owner", "party", "decider", "source_method", "evidence"),
    ("source", "decided_in"),
)
_CONFIRMATION = Block(
    "confirmed",
    _("Confirmation and delivery"),
    ("required_confirmers", "confirmations", "approvals", "round", "dates", "delivered"),
    ("validated_by",),
)
_NEED = Layout(
    badges=("priority", "moscow", "scope", "method"),
    before=(Block("wish", _("What was said and what is needed"), ("stated", "need")),),
    after=(
        _PEOPLE,
        Block(
            "importance",
            _("Importance and scope"),
            (
                "priority_reason",
                "kano",
                "level",
                "explicitness",
                "phase",
                "scope_reason",
                "solution",
                "benefit",
            ),
            ("milestone",),
        ),
        Block("metric", _("How it is measured"), ("nfr",), table="nfr"),
        _CONFIRMATION,
    ),
)
_CHANGE = Layout(
    badges=("size", "importance", "urgency"),
    key_facts=("proposer", "party", "date", "owner"),
    before=(Block("cause", _("Reason and evidence"), ("reason", "evidence"), ("source", "decided_in")),),
    statement=_("What is to change"),
    after=(
        Block("affected", _("Records affected"), (), ("adds", "modifies", "removes", "affects")),
        Block("effects", _("Impact"), ("impact_report",), table="impact"),
        Block("weighed", _("Alternatives and objections"), ("options", "objections")),
        Block(
            "approval",
            _("Reviews and approval"),
            ("reviews", "decider", "approvals", "confirmations", "required_confirmers", "dates"),
        ),
        Block("carried", _("Carried out"), ("implemented_in", "contract", "delivered")),
    ),
)
_DECISION = Layout(
    badges=("decision_type",),
    key_facts=("date", "decider", "party"),
    sections=("statement", "decision", "summary", "context", "options", "impact", "rationale"),
    after=(
        Block("cause", _("Reason and evidence"), ("reason", "options", "evidence"), ("source", "decided_in")),
        Block("affected", _("Records affected"), (), ("decision_on", "affects")),
        Block("approval", _("Reviews and approval"), ("reviews", "objections", "approvals", "confirmations")),
    ),
)
_MEETING = Layout(
    badges=("meeting_type",),
    key_facts=("held", "decider", "minutes_issued"),
    sections=("summary", "statement", "agenda", "minutes", "decision", "actions"),
    before=(Block("attendance", _("Attendance and agenda"), ("attendees", "agenda")),),
    statement=_("Summary"),
    after=(
        Block("signed", _("Signatures"), ("signed_by", "confirmations", "approvals")),
        Block("topics", _("Spoken of and decided"), (), ("discusses", "accepts", "decision_on", "source_of")),
    ),
)
_MILESTONE = Layout(
    includes=True,
    badges=("milestone_type",),
    key_facts=("date", "owner", "decider"),
    before=(Block("done", _("Done when"), ("done_when", "deliverables", "criteria")),),
    statement=_("Description"),
    after=(_CONFIRMATION, Block("accepted", _("Acceptance"), (), ("accepted_in",))),
)
_FEEDBACK = Layout(
    badges=("feedback_class", "sla"),
    key_facts=("proposer", "received", "answered", "origin", "owner"),
    statement=_("What was said"),
    after=(
        Block("examined", _("Analysis"), ("analysis",)),
        Block("affected", _("Records affected"), (), ("affects", "source_of")),
    ),
)
_RISK = Layout(
    badges=("likelihood", "severity"),
    key_facts=("owner", "date"),
    after=(Block("response", _("What is done about it"), ("response", "reason"), ("risk_to",)),),
)
_STAKEHOLDER = Layout(
    badges=("role",),
    key_facts=("organisation",),
    after=(
        Block("part", _("Part in the project"), ("decides", "concerns", "contact")),
        Block("said", _("Brought in"), (), ("source_of",)),
    ),
)
_TEST = Layout(
    badges=("result", "priority"),
    key_facts=("method", "automated", "owner", "date"),
    sections=("statement", "preconditions", "input", "flow", "output", "expected"),
    after=(Block("tested", _("What it verifies"), (), ("verifies",)),),
)
_DOCUMENT = Layout(
    key_facts=("version", "date", "owner"),
    after=(
        Block("file", _("Where to find it"), ("url", "digest")),
        Block("said", _("Brought in"), (), ("source_of",)),
    ),
)
_TERM = Layout(
    sections=("statement", "example"),
    after=(
        Block(
            "meaning",
            _("Meaning"),
            ("measure", "quantified", "aliases", "abbr", "forbidden", "domain", "agreed"),
        ),
        Block("understood", _("How each side understands it"), ("readings",)),
    ),
)
_LAYOUTS = {
    "change": _CHANGE,
    "decision": _DECISION,
    "meeting": _MEETING,
    "milestone": _MILESTONE,
    "feedback": _FEEDBACK,
    "risk": _RISK,
    "stakeholder": _STAKEHOLDER,
    "test": _TEST,
    "document": _DOCUMENT,
    "term": _TERM,
}
_OF_ANY = ("priority", "moscow", "scope")
"""Badges that a record of any kind has under its title."""

LAYOUTS = {
    kind: replace(layout, badges=tuple(dict.fromkeys((*layout.badges, *_OF_ANY)))) for kind, layout in _LAYOUTS.items()
}
REST = Block("details", _("Details"))
LINKS = Block("links", _("Links"))
USES = Block("used-in", _("Used in"))
RESTATED = Block("restated", _("In other words"))
INCLUDED = Block("included", _("Included"))
CONFUSABLE = Block("not-to-be-confused", _("Not to be confused with"), (), ("confusable_with",))
CARRIED = Block("what-really-changed", _("What really changed"))
HISTORY = Block("history", _("History"))

ANCHORS = frozenset(
    block.anchor
    for block in (
        *(block for layout in (_NEED, *_LAYOUTS.values()) for block in (*layout.before, *layout.after)),
        *(REST, LINKS, USES, RESTATED, INCLUDED, CONFUSABLE, CARRIED, HISTORY),
    )
)
"""The ids of all headings that a page has around the text."""


def layout_of(kind: str) -> Layout:
    """Return the order of the page of a kind."""
    return LAYOUTS.get(kind, _NEED)
