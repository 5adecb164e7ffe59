"""Pages that show the records of a kind in another way than its list: boards, logs and registers."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reqsite.i18n import Message, _
from reqsite.portal import (
    board_page,
    change_control_page,
    figures,
    metrics_page,
    priorities_page,
    registers,
    requirement_registers,
    role_views,
    scope_page,
    volatility_page,
)
from reqsite.portal.agreement import addresses as agreement_addresses
from reqsite.portal.agreement import matrix_page
from reqsite.portal.build_date import build_date
from reqsite.portal.press import Press
from reqsite.portal.site import Fragment, Page


@dataclass(frozen=True, slots=True)
class View:
    """One such page."""

    source: str
    title: Message
    build: Callable[[Press, str, dt.date], Fragment]
    """Makes the content from the title of the page and the day of the build."""
    wanted: Callable[[Press], bool] = bool
    """Whether the project has anything to show there, once it has records of the kind."""


_VIEWS: dict[str, tuple[View, ...]] = {
    "requirement": (
        View(agreement_addresses.MATRIX, _("Requirement matrix"), matrix_page.fragment),
        View(scope_page.SOURCE, _("Scope"), scope_page.fragment, scope_page.has_scope),
        View(priorities_page.SOURCE, _("Priorities"), priorities_page.fragment, priorities_page.has_priorities),
        View(metrics_page.SOURCE, _("Metrics"), metrics_page.fragment, metrics_page.has_metrics),
        View(figures.SOURCE, _("Figures and prototypes"), figures.gallery, figures.has_figures),
        View(
            "registers/assumptions.md",
            _("Assumptions to validate"),
            requirement_registers.assumptions,
            requirement_registers.has_assumptions,
        ),
        View(
            "registers/delivered.md",
            _("Delivered against agreed"),
            requirement_registers.delivered,
            requirement_registers.has_delivered,
        ),
        View("registers/phases.md", _("Phases"), requirement_registers.phases, requirement_registers.has_phases),
        View("registers/pool.md", _("Requirement pool"), requirement_registers.pool, requirement_registers.has_pool),
        View(volatility_page.SOURCE, _("Volatility"), volatility_page.fragment, volatility_page.has_changes),
    ),
    "change": (
        View("boards/changes.md", _("Change board"), functools.partial(board_page.fragment, kind="change")),
        View("registers/changes.md", _("Change request log"), registers.changes),
        View("registers/change-control.md", _("How changes are handled"), change_control_page.fragment),
    ),
    "decision": (View("registers/decisions.md", _("Decision log"), registers.decisions),),
    "meeting": (View("registers/actions.md", _("Open action items"), registers.actions, registers.has_actions),),
    "feedback": (
        View("boards/feedback.md", _("Feedback board"), functools.partial(board_page.fragment, kind="feedback")),
        View("registers/questions.md", _("Open questions"), registers.questions),
    ),
    "risk": (View("registers/risks.md", _("Risk register"), registers.risks),),
}


def pages(press: Press, kind: str) -> Iterator[Page]:
    """Yield the pages of a kind that the portal has records of; they hang below its list."""
    for view in _of(press, kind):
        title = press.words.say(view.title)
        yield Page(
            source=view.source,
            title=title,
            kind="list",
            build=functools.partial(_made, press, view, title),
            parent=press.site.addresses.list_source(kind),
            search=False,
        )


def links(press: Press, kind: str, here: str) -> list[tuple[str, str]]:
    """Return (title, address) of these pages for the page with the URL `here`."""
    return [(press.words.say(view.title), press.href(view.source, here)) for view in _of(press, kind)]


def _of(press: Press, kind: str) -> list[View]:
    found = [view for view in _VIEWS.get(kind, ()) if view.wanted(press)]
    if kind == "stakeholder":
        found += [View(source, title, build) for source, title, build in role_views.views(press)]
    return found


def _made(press: Press, view: View, title: str) -> Fragment:
    return view.build(press, title, build_date(os.environ))
