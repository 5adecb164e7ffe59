"""Who decides on what, and in which order the roles answer."""

from __future__ import annotations

from dataclasses import dataclass

from reqsite.i18n import _
from reqsite.portal.addresses import anchor
from reqsite.portal.press import Link, Press

KIND = "stakeholder"
_FIELD = "decides"


@dataclass(frozen=True, slots=True)
class Group:
    """Some records of a kind that belong together."""

    title: str
    anchor: str
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Place:
    """A role in the chain of decision."""

    role: str
    """In words."""
    links: tuple[Link, ...]
    """Who has it."""


def deciders(press: Press, here: str) -> list[Group]:
    """Return who decides on each section, in the order in which the sections are first named."""
    found: dict[str, list[Link]] = {}
    for record in press.by_kind.get(KIND, ()):
        if press.site.catalog.is_live(record):
            for section in dict.fromkeys(record.items(_FIELD)):
                found.setdefault(section, []).append(press.link(record.id, here))
    say = press.words.say
    return [
        Group(say(_("Decides on: {section}", section=section)), anchor(_FIELD, section), links)
        for section, links in found.items()
    ]


def chain(press: Press, here: str) -> list[tuple[Place, ...]]:
    """Return the roles that confirm, step by step, as `after` has them; empty where none waits for another."""
    confirmers = press.site.catalog.schema.confirmation
    if not any(confirmer.after for confirmer in confirmers.values()):
        return []
    step = dict.fromkeys(confirmers, 0)
    for _round in confirmers:  # no chain is longer, and a circle ends here
        for name, confirmer in confirmers.items():
            step[name] = max([step[name], *(min(step[a] + 1, len(step)) for a in confirmer.after if a in step)])
    people = press.by_kind.get(KIND, ())
    live = [record for record in people if press.site.catalog.is_live(record)]
    places = {
        name: Place(
            press.site.catalog.schema.role_label(name, press.site.language),
            tuple(press.link(record.id, here) for record in live if record.text("role") == name),
        )
        for name in confirmers
    }
    return [tuple(places[name] for name in confirmers if step[name] == number) for number in sorted({*step.values()})]
