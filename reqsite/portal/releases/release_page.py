"""What one release changed: the numbers first, then each record with its redline, its reason, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.history.changelog import changelog
from reqsite.history.entry import Entry
from reqsite.i18n import _
from reqsite.portal.press import Link, Press
from reqsite.portal.releases import addresses
from reqsite.portal.releases.carried import unnamed
from reqsite.portal.releases.items import Items
from reqsite.portal.releases.items_html import ItemsHtml
from reqsite.portal.releases.story import GROUPS, Event, Step
from reqsite.portal.site import Fragment, TocEntry

GROUP_TITLES = {
    "substance": _("Changed in substance"),
    "new": _("New"),
    "gone": _("Withdrawn or removed"),
    "priority": _("Another priority"),
    "wording": _("Changed in wording only"),
    "terms": _("Terms"),
    "links": _("Other links"),
}
"""The groups of a release, in the order of the page."""
_MOST_WHOLE = 30
"""Records that came or went are shown with their words up to this number; beyond it, by id and title."""
_IMPACTS = ("schedule_days", "cost", "resources", "risk")


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one kind of change."""

    name: str
    title: str
    anchor: str
    count: int
    html: Markup
    """Its records."""


@dataclass(frozen=True, slots=True)
class Number:
    """One of the numbers at the top."""

    name: str
    label: str
    count: int
    href: str
    """Empty where there is nothing to lead to."""


@dataclass(frozen=True, slots=True)
class Request:
    """A change request that a release carries."""

    link: Link | None
    id: str
    anchor: str
    title: str
    summary: Markup
    """What its writer tells the client, or the reason."""
    impact: tuple[tuple[str, str], ...]


def title_of(press: Press, step: Step) -> str:
    """Return what the page of a release is called."""
    if not step.name:
        return press.words.say(_("Unreleased changes"))
    return press.words.say(_("Release {name}", name=step.name))


def fragment(press: Press, items: Items, step: Step) -> Fragment:
    """Return the content of the page of one release, or of what is not yet released."""
    here = press.site.addresses.url(addresses.release_source(step.name))
    events = items.events_of(step)
    carried = {entry.id for entry in step.requests}
    groups = _groups(press, items, [e for e in events if e.entry.id not in carried], here, is_first=not step.previous)
    requests = [_request(press, items, entry, here) for entry in step.requests]
    unasked = list(unnamed(items, step)) if press.site.is_internal and requests and step.previous else []
    baseline = step.baseline
    html = press.templates.render(
        "release",
        title=title_of(press, step),
        name=step.name,
        previous=step.previous,
        previous_href=press.href(addresses.release_source(step.previous), here) if step.previous else "",
        subtitle=baseline.title if baseline else "",
        date=baseline.date if baseline else "",
        digest=baseline.catalog_digest if baseline else "",
        numbers=_numbers(press, step, groups),
        total=len(step.difference.new.entries),
        is_empty=step.difference.is_empty,
        groups=groups,
        requests=requests,
        totals=_totals(press, step),
        unasked=[(i, f"#{addresses.record_anchor(i)}") for i in unasked],
        renamed=[(old, new, items.href(new, here)) for old, new in step.difference.renamed],
        changelog=changelog(step.difference, baseline.date if baseline else "") if step.previous else "",
        index=press.href(addresses.INDEX, here),
        compare=press.href(addresses.COMPARE, here),
    )
    toc = [TocEntry(press.words.say(_("Change requests")), "rs-requests")] if requests else []
    toc += [TocEntry(group.title, group.anchor) for group in groups]
    return Fragment(html, tuple(toc))


def _groups(press: Press, items: Items, events: Sequence[Event], here: str, *, is_first: bool) -> list[Group]:
    by_group: dict[str, list[Event]] = {}
    for event in events:
        by_group.setdefault(event.group, []).append(event)
    found = []
    for name in GROUPS:
        of_group = by_group.get(name, [])
        if not of_group:
            continue
        brief = name in {"new", "gone"} and (is_first or len(of_group) > _MOST_WHOLE)
        title = press.words.say(GROUP_TITLES[name])
        page = ItemsHtml(press, items, here)
        html = page.named(of_group) if brief else page.told(of_group, title)
        found.append(Group(name, title, f"rs-{name}", len(of_group), html))
    return found


def _numbers(press: Press, step: Step, groups: Sequence[Group]) -> list[Number]:
    found = [Number(group.name, group.title, group.count, f"#{group.anchor}") for group in groups]
    if step.requests:
        found.append(Number("requests", press.words.say(_("Change requests")), len(step.requests), "#rs-requests"))
    if step.previous:
        gone = len(step.difference.removed)
        same = len(step.difference.new.entries) - sum(number.count for number in found) + gone
        found.append(Number("same", press.words.say(_("Unchanged")), same, ""))
    return found


def _request(press: Press, items: Items, entry: Entry, here: str) -> Request:
    summary = entry.text("summary") or entry.text("business")
    said = items.parts.text(summary) if summary else Markup("<p>{}</p>").format(entry.fields.get("reason") or "")
    known = entry.id in press.site.catalog.records
    impact = tuple((label, value) for _name, label, value in _impact(press, entry))
    return Request(
        press.link(entry.id, here) if known else None,
        entry.id,
        addresses.record_anchor(entry.id),
        entry.title,
        said,
        impact,
    )


def _totals(press: Press, step: Step) -> list[tuple[str, list[str]]]:
    """Return (label, what it comes to) of the impact of all requests: days in one sum, all else said one by one."""
    said: dict[str, dict[str, list[str]]] = {name: {} for name in _IMPACTS}
    for entry in step.requests:
        for name, label, value in _impact(press, entry):
            said[name].setdefault(label, []).append(f"{value} ({entry.id})")
    found = []
    days = [d for entry in step.requests if (d := days_of(entry.fields.get("impact"))) is not None]
    for name, by_label in said.items():
        for label, values in by_label.items():
            summed = name == "schedule_days" and len(days) == len(values)
            found.append((label, [f"{sum(days):g}"] if summed else values))
    return found if len(step.requests) > 1 else []


def _impact(press: Press, entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Yield (name, label, value) of what a request says of its impact."""
    impact = entry.fields.get("impact")
    if not isinstance(impact, Mapping):
        return
    field = press.site.catalog.schema.fields.get("impact")
    for name in _IMPACTS:
        if value := impact.get(name):
            label = press.words.label_of(field.fields[name]) if field and name in field.fields else name
            yield name, label, str(value)


def days_of(impact: object) -> float | None:
    """Return how many days a change takes, None where nobody has said a number."""
    try:
        return float(str(impact["schedule_days"])) if isinstance(impact, Mapping) else None
    except (KeyError, ValueError):
        return None
