"""What a change of a record would touch: a block on its page that opens when a reader asks."""

from __future__ import annotations

import functools

from markupsafe import Markup, escape

from reqsite.history.impact import lapses
from reqsite.i18n import _, plural
from reqsite.model.record import Record
from reqsite.portal.addresses import relative
from reqsite.portal.pending import is_pending
from reqsite.portal.press import Press
from reqsite.portal.reach import NAMING, Reach, Touched

_SOURCES = frozenset({"meeting", "document", "stakeholder", "feedback"})
"""Kinds of records that tell what was, and do not change."""
_MOST = 6


class ImpactBlocks:
    """Makes the blocks; one for a portal."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._reach = Reach(press.site.catalog, functools.partial(is_pending, press.site.catalog))
        say = press.words.say
        self._of_one, self._of_many = say(_("What a change of this would touch")), say(_("What this change touches"))
        self._near, self._far = say(_("directly")), say(_("further down"))
        self._again = say(_("Confirmations, approvals and evidence that would lapse"))
        self._titles = {kind: press.words.list_title(kind) for kind in press.by_kind}
        self._marks = press.templates.marks
        self._names: dict[tuple[str, str], str] = {}

    def block(self, record: Record, here: str) -> Markup:
        """Return the block for the page with the URL `here`; empty where nothing would be touched."""
        if record.kind in _SOURCES:
            return Markup("")
        catalog = self._press.site.catalog
        changed = [record.id]
        if record.kind == "change":
            changed = [link.target for link in catalog.outgoing(record.id) if link.type.name in NAMING] or changed
        found = self._reach.touched(changed, _MOST, (record.id,))
        again = sum(1 for i in dict.fromkeys(changed) for _lapse in lapses(catalog.records[i]))
        if not found and not again:
            return Markup("")
        colon = self._marks.colon
        counts = [f"{escape(self._titles[one.kind])} {one.count}" for one in found]
        lines = [self._line(one, here) for one in found]
        if again:
            lines.append(f'<div class="rs-field"><dt>{escape(self._again)}</dt><dd>{again}</dd></div>')
        title = self._of_many if record.kind == "change" else self._of_one
        html = (
            f'<details class="rs-fold rs-touches"><summary>{escape(title)}'
            + (f'{colon}<span class="rs-count">{" · ".join(counts)}</span>' if counts else "")
            + f'</summary>\n<dl class="rs-fields">\n{"".join(lines)}</dl>\n</details>'
        )
        return Markup(html)  # noqa: S704 its parts are escaped

    def _line(self, touched: Touched, here: str) -> str:
        """Return the records of one kind."""
        said = [
            f"<li>{escape(words)}{self._marks.colon}{self._marks.pause.join(self._name(i, here) for i in ids)}</li>"
            for words, ids in ((self._near, touched.near), (self._far, touched.far))
            if ids
        ]
        more = touched.count - len(touched.near) - len(touched.far)
        if more:
            said.append(f"<li>{escape(self._more(more))}</li>")
        title = escape(self._titles[touched.kind])
        return f'<div class="rs-field"><dt>{title}</dt><dd><ul>{"".join(said)}</ul></dd></div>\n'

    def _name(self, record_id: str, here: str) -> str:
        """Return a link to a record by its id: the same from every page of a folder."""
        key = (here.rpartition("/")[0], record_id) if here.endswith(".html") else (here, record_id)
        if key not in self._names:
            card = self._press.card(record_id)
            title = f' title="{escape(card.title)}"' if card.title else ""
            self._names[key] = f'<a href="{escape(relative(card.url, here))}"{title}>{escape(record_id)}</a>'
        return self._names[key]

    def _more(self, count: int) -> str:
        return self._press.words.say(plural("and {count} more record", "and {count} more records", count))
