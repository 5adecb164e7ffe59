"""How the requirements in force fall into classes: how many are a must, how many have to be made for this project."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

from reqsite.portal.overview import filtered
from reqsite.portal.press import Press


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the requirements in force have one value."""

    label: str
    href: str
    """The list of them; empty where there are none, and where lists have no such filter."""
    count: int
    total: int
    percent: str
    """To three digits, as the checks say it."""


@dataclass(frozen=True, slots=True)
class Shares:
    """The values of one field."""

    title: str
    shares: tuple[Share, ...]
    without: int
    total: int


def shares(press: Press, name: str, here: str) -> Shares | None:
    """Return how the requirements in force fall into the values of a field; None where none of them has it."""
    live = [record for record in press.by_kind.get("requirement", ()) if press.site.catalog.is_live(record)]
    field = press.site.catalog.schema.fields.get(name)
    counts = Counter(record.text(name) for record in live)
    without = counts.pop("", 0)
    if field is None or not counts:
        return None
    list_url = press.href(press.site.addresses.list_source("requirement"), here)
    force = in_force(press)
    return Shares(
        title=press.words.field(name),
        shares=tuple(
            Share(
                label=press.words.value(name, value),
                href=filtered(list_url, name, value) + force if counts[value] and field.facet else "",
                count=counts[value],
                total=len(live),
                percent=f"{100 * counts[value] / len(live):.3g}",
            )
            for value in dict.fromkeys((*field.values, *sorted(counts)))
        ),
        without=without,
        total=len(live),
    )


def in_force(press: Press) -> str:
    """Return what the address of a filtered list of requirements needs to show those in force alone."""
    records = press.by_kind.get("requirement", ())
    apart = {record.text("status") for record in records if not press.site.catalog.is_live(record)}
    if not apart:
        return ""
    states = dict.fromkeys(record.text("status") for record in records)
    return f"&status={','.join(quote(state, safe='') for state in states if state not in apart)}"
