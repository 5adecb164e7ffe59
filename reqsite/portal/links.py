"""The trace links of one record, both ways, in the groups that its page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from reqsite.i18n import _
from reqsite.model.record import Record
from reqsite.model.schema import LinkType
from reqsite.portal.press import Link, Press

_TOLD = "scenario_of"
"""What leads from a scenario to the requirements that name it."""


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Everything that one kind of link connects a record with, seen from that record."""

    name: str
    """The link type's name, or its inverse name."""
    label: str
    internal: bool
    links: dict[str, Link] = field(default_factory=dict)
    """By id, each record once."""
    evidence: list[str] = field(default_factory=list)
    """Targets in plain words, and those that a release had and that are there no longer."""
    missing: list[str] = field(default_factory=list)
    """Targets that are no record of this catalog, as written."""


def link_groups(press: Press, record_id: str, here: str) -> list[LinkGroup]:
    """Return a record's links in both directions, what it declares first, then in the order of the vocabulary."""
    catalog = press.site.catalog
    groups: dict[tuple[int, int], LinkGroup] = {}
    order = press.link_order

    def group(link: LinkType, *, inverse: bool) -> LinkGroup:
        backwards = inverse and link.inverse != link.name
        key = (int(backwards), order[link.name])
        if key not in groups:
            name, label = (
                (link.inverse, press.words.inverse(link)) if backwards else (link.name, press.words.link(link))
            )
            groups[key] = LinkGroup(name, label, link.internal)
        return groups[key]

    for link in catalog.outgoing(record_id):
        group(link.type, inverse=False).links[link.target] = press.link(link.target, here)
    for link in catalog.incoming(record_id):
        group(link.type, inverse=True).links[link.source] = press.link(link.source, here)
    for suspect in press.suspicions.beside(record_id) if press.suspicions else ():
        link, inverse = suspect.link, suspect.link.source != record_id
        other = link.source if inverse else link.target
        shown = group(link.type, inverse=inverse).links
        shown[other] = replace(shown[other], suspect=press.suspicions.mark(suspect, here))
    for kind, text in catalog.evidence.get(record_id, ()):
        group(kind, inverse=False).evidence.append(text)
    for dangling in press.dangling.get(record_id, ()):
        name = dangling.target.partition("@")[0].strip()
        if name in press.site.story.gone:
            said = press.words.say(_("removed"))
            href = press.items.href(name, here)
            mention = Markup('<a class="rs-link" href="{}">{}</a> ({})').format(href, name, said)
            group(dangling.type, inverse=False).evidence.append(mention)
        else:
            group(dangling.type, inverse=False).missing.append(dangling.target)
    if catalog.records[record_id].kind == "scenario":
        _as_told(press, catalog.records[record_id], groups.values())
    return [groups[key] for key in sorted(groups)]


def _as_told(press: Press, scenario: Record, groups: Iterable[LinkGroup]) -> None:
    """Put the requirements of a scenario in the order in which its text comes to them, those it passes over last."""
    group = next((group for group in groups if group.name == _TOLD), None)
    if group is not None:
        text = "\n".join(section.text for section in scenario.sections)
        told = dict.fromkeys(i for mention in press.site.mentions.find(text, terms=False) for i in mention.targets)
        order = [*(i for i in told if i in group.links), *(i for i in group.links if i not in told)]
        ordered = {i: group.links[i] for i in order}
        group.links.clear()
        group.links.update(ordered)


def verdicts(groups: list[LinkGroup], press: Press) -> list[LinkGroup]:
    """Return the groups that say what became of a withdrawn record: merged into, superseded by."""
    types = press.site.catalog.schema.links
    return [g for g in groups if g.name in types and types[g.name].direction == "verdict"]
