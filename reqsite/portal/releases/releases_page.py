"""All releases, the last one first: when, what they changed in numbers, and what was signed."""

from __future__ import annotations

from dataclasses import dataclass

from reqsite.i18n import _
from reqsite.portal.press import Press
from reqsite.portal.releases import addresses
from reqsite.portal.releases.story import Step, Story
from reqsite.portal.site import Fragment


@dataclass(frozen=True, slots=True)
class Row:
    """One release."""

    name: str
    href: str
    title: str
    date: str
    counts: dict[str, int]
    digest: str


def fragment(press: Press, story: Story) -> Fragment:
    """Return the content of the table of all releases."""
    here = press.site.addresses.url(addresses.INDEX)
    pending = story.unreleased
    html = press.templates.render(
        "releases",
        title=press.words.say(_("Releases")),
        rows=[_row(press, step, here) for step in reversed(story.steps)],
        unreleased=pending.difference.counts if pending and not pending.difference.is_empty else None,
        unreleased_href=press.href(addresses.UNRELEASED, here),
        compare=press.href(addresses.COMPARE, here),
    )
    return Fragment(html)


def _row(press: Press, step: Step, here: str) -> Row:
    baseline = step.baseline
    return Row(
        name=step.name,
        href=press.href(addresses.release_source(step.name), here),
        title=baseline.title if baseline else "",
        date=baseline.date if baseline else "",
        counts=step.difference.counts,
        digest=baseline.catalog_digest if baseline else "",
    )
