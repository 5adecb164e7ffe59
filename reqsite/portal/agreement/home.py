"""What the home page says of the confirmation: how far each role has come, and the way to what is new for it."""

from __future__ import annotations

from markupsafe import Markup

from reqsite.confirm.standing import Standing
from reqsite.i18n import _
from reqsite.portal.agreement import addresses, role_choice
from reqsite.portal.press import Press
from reqsite.portal.shares import Share, Shares
from reqsite.portal.site import TocEntry

_ANCHOR = "rs-confirmation"


def block(press: Press, here: str) -> Markup:
    """Return the part of the home page with the URL `here`; empty where nobody has to confirm anything."""
    confirmations = press.site.agreement.confirmations
    if confirmations is None:
        return Markup("")
    found = []
    for role in confirmations.roles:
        counts = confirmations.counts(role)
        agreed, total = counts.get(Standing.AGREED, 0), sum(counts.values())
        if total:
            label = confirmations.schema.role_label(role, press.site.language)
            percent = f"{100 * agreed / total:.3g}"
            found.append(Share(label, press.href(addresses.news(role), here), agreed, total, percent))
    shares = Shares(press.words.say(_("Confirmed by role")), tuple(found), 0, 0)
    return press.templates.render(
        "confirm_home",
        anchor=_ANCHOR,
        choice=role_choice.block(press, here),
        shares=shares,
        status=press.href(addresses.STATUS, here),
    )


def entry(press: Press) -> list[TocEntry]:
    """Return the part's line in the table of contents."""
    return [TocEntry(press.words.say(_("Confirmation")), _ANCHOR)] if press.site.agreement else []
