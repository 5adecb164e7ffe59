"""The pages of the agreement; those about roles only where somebody has to confirm something."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from reqsite.portal.agreement import addresses, change_form, milestone_sheets, news_page, sheet_page, status_page
from reqsite.portal.press import Press
from reqsite.portal.site import Page


def pages(press: Press) -> Iterator[Page]:
    """Yield the sheets of milestones and changes, how all roles stand, then what is new for each and its sheet."""
    yield from milestone_sheets.pages(press)
    yield from change_form.pages(press)
    agreement = press.site.agreement
    if agreement.confirmations is None:
        return
    status = functools.partial(status_page.fragment, press, agreement)
    yield Page(addresses.STATUS, status_page.title_in(press), "list", status, in_nav=True, search=False)
    for role in agreement.confirmations.roles:
        news = functools.partial(news_page.fragment, press, agreement, role)
        source, title = addresses.news(role), news_page.title_of(press, role)
        yield Page(source, title, "list", news, parent=addresses.STATUS, search=False)
        sheet = functools.partial(sheet_page.fragment, press, agreement, role)
        source, title = addresses.sheet(role), sheet_page.title_of(press, role)
        yield Page(source, title, "document", sheet, parent=addresses.STATUS, search=False)
