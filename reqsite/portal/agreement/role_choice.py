"""Which role the reader has: chosen once, remembered by the browser, and from then on said what waits for it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from reqsite.portal.addresses import relative
from reqsite.portal.agreement import addresses
from reqsite.portal.press import Press


@dataclass(frozen=True, slots=True)
class Choice:
    """One role."""

    role: str
    label: str
    open: int
    """So many items wait for it."""
    news: str
    sheet: str


def block(press: Press, here: str) -> Markup:
    """Return the choice for the page with the URL `here`, hidden until a script runs; empty where nobody is asked."""
    confirmations = press.site.agreement.confirmations
    if confirmations is None:
        return Markup("")
    schema, language = confirmations.schema, press.site.language
    choices = [
        Choice(
            role,
            schema.role_label(role, language),
            sum(not item.is_settled for item in confirmations.by_role[role]),
            press.href(addresses.news(role), here),
            press.href(addresses.sheet(role), here),
        )
        for role in confirmations.roles
    ]
    script = relative(addresses.ROLE_SCRIPT, here)
    return press.templates.render("confirm_role", choices=choices, project=press.site.name, script=script)
