"""The confirmation sheet of a role: item by item what is asked, what changed since the last yes, and the answer.

The page reads as a document without a script, on paper too; a script keeps the answers in the browser, counts them, and
hands them back as one file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.confirm.receipt import FORMAT
from reqsite.confirm.roles import wants_evidence
from reqsite.confirm.signed import NAMESPACE
from reqsite.confirm.standing import Confirmations, Item, Standing
from reqsite.history.difference import compare
from reqsite.history.entry import Entry, State
from reqsite.i18n import _
from reqsite.model.record import address
from reqsite.portal import translated
from reqsite.portal.addresses import relative
from reqsite.portal.agreement import addresses, clauses, later
from reqsite.portal.agreement.agreement import Agreement
from reqsite.portal.agreement.clauses import Clause
from reqsite.portal.agreement.standings import ShownStanding, shown
from reqsite.portal.agreement.terms import terms
from reqsite.portal.press import Link, Press
from reqsite.portal.releases.parts import Part
from reqsite.portal.releases.story import Event, Step
from reqsite.portal.site import Fragment, RenderedSection, TocEntry
from reqsite.portal.translated import Voices

_FIRST = ("statement", "business", "technical", "acceptance_criteria")
_DIGITS = 8
"""So much of a fingerprint is shown where people look."""
_SIGNING = f"ssh-keygen -Y sign -n {NAMESPACE} -f KEY receipt.json"
"""What whoever must sign has to call."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One item."""

    link: Link
    anchor: str
    fingerprint: str
    """Normative, of the words that are shown."""
    standing: ShownStanding
    priority: str
    restatement: Markup
    """What the team believes to have understood, for the client to say yes or no to."""
    sections: tuple[tuple[str, str, Markup], ...]
    """(key, heading, text) of what binds; the statement has no heading."""
    voices: Voices | None
    """The same in other languages, which do not bind; None where it has one."""
    redline: tuple[Part, ...]
    """What changed since the role's last answer."""
    is_open: bool
    """False where the words of a draft are not those of the release that is answered."""
    wants_evidence: bool
    clauses: tuple[Clause, ...]
    """Which it comes from."""
    others: tuple[ShownStanding, ...]
    """How the other roles stand to it."""

    @property
    def digits(self) -> str:
        """The beginning of the fingerprint."""
        return self.fingerprint[:_DIGITS]


def title_of(press: Press, role: str) -> str:
    """Return what a role's sheet is called."""
    name = press.site.catalog.schema.role_label(role, press.site.language)
    return press.words.say(_("Confirmation sheet: {role}", role=name))


def fragment(press: Press, agreement: Agreement, role: str) -> Fragment:
    """Return the content of the page."""
    confirmations = agreement.confirmations
    if confirmations is None:
        raise ValueError(role)
    here = press.site.addresses.url(addresses.sheet(role))
    items = confirmations.by_role[role]
    asked = [_asked(press, agreement, item, here) for item in items if not item.is_settled]
    voices = [one.voices for one in asked]
    settled = [
        (press.link(item.id, here), shown(press, item), _clauses(press, item, here))
        for item in items
        if item.is_settled
    ]
    named = (*(one.clauses for one in asked), *(found for _link, _shown, found in settled))
    signature = next((item for item in confirmations.signatures if item.role == role), None)
    release = agreement.release
    asks = confirmations.schema.confirmation
    html = press.templates.render(
        "confirm_sheet",
        title=title_of(press, role),
        role=press.site.catalog.schema.role_label(role, press.site.language),
        site=press.site.name,
        release=release.name if release else "",
        digest=release.catalog_digest if release else "",
        asked=asked,
        choices=translated.choices(press, voices),
        binding=translated.which_binds(press, voices),
        switch=translated.script(here),
        settled=settled,
        signature=shown(press, signature) if signature else None,
        waits_for=[press.site.catalog.schema.role_label(r, press.site.language) for r in confirmations.waits_for(role)],
        can_answer=release is not None,
        signing=_SIGNING if role in asks and asks[role].signed else "",
        terms=list(terms(press, here)),
        clauses=list(dict.fromkeys(clause.name for found in named for clause in found)),
        clause_label=clauses.label(press),
        status=press.href(addresses.STATUS, here),
        answerer=role,
        later=later.script(press, here),
        data=_data(press, agreement, role),
        words=_words(press),
        script=relative(addresses.SHEET_SCRIPT, here),
    )
    return Fragment(html, tuple(TocEntry(f"{a.link.to.id} {a.link.to.title}".rstrip(), a.anchor) for a in asked))


def redline(press: Press, confirmations: Confirmations, item: Item) -> tuple[Part, ...]:
    """Return what changed in a record since the words that a role's last answer was given for."""
    old, new = confirmations.words_of(item), confirmations.state.entries[item.id]
    return parts_between(press, old, new) if old is not None else ()


def parts_between(press: Press, old: Entry, new: Entry) -> tuple[Part, ...]:
    """Return what differs between two texts of a record, part by part, each with its redline."""
    difference = compare(State("", {old.id: old}, press.items.story.last.binding), State("", {new.id: new}))
    if not difference.changed:
        return ()
    changed = difference.changed[0]
    event = Event(Step("", "", difference), "changed", old, new, changed.fields, changed.normative)
    return tuple(press.items.parts.of(event))


def _asked(press: Press, agreement: Agreement, item: Item, here: str) -> Asked:
    confirmations = agreement.confirmations
    if confirmations is None:
        raise ValueError(item.id)
    record = press.site.catalog.records[item.id]
    entry = confirmations.state.entries[item.id]
    restatement = record.text("restatement")
    rendered: Sequence[RenderedSection] = press.render.render(record, here).sections
    priority = record.text("priority")
    return Asked(
        link=press.link(item.id, here),
        anchor=address(item.id),
        fingerprint=entry.normative,
        standing=shown(press, item),
        priority=press.words.value("priority", priority) if priority else "",
        restatement=press.inline(restatement, here, record) if restatement else Markup(""),
        sections=tuple(_sections(press, rendered)),
        voices=translated.of_sheet(press, record, here),
        redline=redline(press, confirmations, item) if item.standing is Standing.AGAIN else (),
        is_open=agreement.can_be_answered(item, confirmations.state),
        wants_evidence=wants_evidence(entry, item.role, confirmations.schema),
        clauses=_clauses(press, item, here),
        others=tuple(shown(press, other) for other in confirmations.by_record[item.id] if other.role != item.role),
    )


def _clauses(press: Press, item: Item, here: str) -> tuple[Clause, ...]:
    return tuple(clauses.clauses(press, press.site.catalog.records[item.id], here))


def _sections(press: Press, rendered: Sequence[RenderedSection]) -> Iterator[tuple[str, str, Markup]]:
    """Yield what binds of a record's text, statement first."""
    known = press.site.catalog.schema.binding_sections
    found = [section for section in rendered if section.html and section.key in known]
    for section in sorted(found, key=lambda s: _FIRST.index(s.key) if s.key in _FIRST else len(_FIRST)):
        title = "" if section.key == "statement" else section.title
        yield section.key, title, Markup(section.html)  # noqa: S704 sanitised


def _data(press: Press, agreement: Agreement, role: str) -> dict[str, object]:
    """Return what the script writes into the receipt."""
    release = agreement.release
    return {
        "format": FORMAT,
        "project": press.site.name,
        "release": release.name if release else "",
        "catalog_digest": release.catalog_digest if release else "",
        "role": role,
    }


def _words(press: Press) -> dict[str, str]:
    """Return the words of the script."""
    say = press.words.say
    return {
        "progress": say(_("{done} of {all} answered")),
        "agree": say(_("agree")),
        "object": say(_("object")),
        "discuss": say(_("discuss")),
        "name": say(_("Please write your name first.")),
        "nothing": say(_("Nothing is answered yet.")),
        "comment": say(_("Please say why, so that the team can answer.")),
        "saved": say(_("Saved as {file}. Send this file back to the team.")),
        "kept": say(_("Your answers are kept in this browser until you send them.")),
        "lost": say(_("This browser keeps nothing: save the file before you close the page.")),
        "changed": say(_("The words have changed since you answered; please answer again.")),
        "clear": say(_("Delete all your answers on this page?")),
        "subject": say(_("{project} {release}: answers of {name} ({role})")),
        "mail": say(
            _(
                "{project}, release {release}\nRole: {role}\nName: {name}\n\n{agreed} agreed, {objected} objected, "
                "{discussed} to discuss.\n{differing}\n\nThe receipt is attached: {file}"
            )
        ),
        "columns": say(_("ID|Title|Answer|Comment|Release|Role|Name|Time|Fingerprint")),
    }
