"""What the home page says of how the requirements were sorted: shares of classes, and the pages that say more."""

from __future__ import annotations

from markupsafe import Markup

from reqsite.portal import views
from reqsite.portal.press import Press
from reqsite.portal.shares import shares

_SHOWN = ("moscow", "solution")


def fragment(press: Press, here: str) -> Markup:
    """Return the shares for the page `here`, and the ways to the views of the requirements; empty without either."""
    groups = [some for name in _SHOWN if (some := shares(press, name, here))]
    ways = views.links(press, "requirement", here) if "requirement" in press.by_kind else []
    return press.templates.render("home_shares", groups=groups, ways=ways) if groups or ways else Markup("")
