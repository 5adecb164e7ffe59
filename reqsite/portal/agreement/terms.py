"""What a reader should know before signing: what is in scope, and how a change is asked for later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reqsite.i18n import _
from reqsite.portal import change_control_page, scope_page
from reqsite.portal.press import Press


@dataclass(frozen=True, slots=True)
class Terms:
    """A page that holds beside what is signed."""

    title: str
    href: str
    address: str
    """As it can be typed in from paper; without `site_url` in mkdocs.yml, from the root of the portal."""


def terms(press: Press, here: str) -> Iterator[Terms]:
    """Yield such pages, as far as the portal has them, for the page with the URL `here`."""
    pages = (
        (_("Scope"), scope_page.SOURCE, scope_page.has_scope(press)),
        (_("How changes are handled"), change_control_page.SOURCE, "change" in press.by_kind),
    )
    for title, source, is_there in pages:
        if is_there:
            address = f"{press.site.address}{press.site.addresses.url(source)}"
            yield Terms(press.words.say(title), press.href(source, here), address)
