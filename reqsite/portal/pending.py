"""Changes that somebody has asked for and that are not carried out: what a reader of today's words should know of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from reqsite.i18n import _
from reqsite.model.catalog import Catalog
from reqsite.model.record import Record
from reqsite.portal.press import Press
from reqsite.portal.reach import NAMING

_DONE = frozenset({"implemented", "verified"})


def is_pending(catalog: Catalog, request: Record) -> bool:
    """Return True for a change request that binds, and that neither its status nor a release calls carried out."""
    if not catalog.is_live(request) or request.text("status") in _DONE or request.text("implemented_in"):
        return False
    state = catalog.schema.states_of(request.type).get(request.text("status"))
    return state is None or bool(state.next)


def pending(catalog: Catalog) -> Iterator[Record]:
    """Yield the change requests that are not carried out."""
    yield from (request for request in catalog.of("change") if is_pending(catalog, request))


class PendingNotes:
    """Makes the notes on what is asked to be changed; one for a portal."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._by_record = _by_record(press.site.catalog)

    def of(self, record_id: str, here: str) -> Markup:
        """Return the note for the page with the URL `here`; empty where nobody asks for a change of the record."""
        requests = self._by_record.get(record_id)
        if not requests:
            return Markup("")
        press = self._press
        return press.templates.render(
            "pending",
            title=press.words.say(_("Changes asked for, and not carried out yet")),
            links=[press.link(request, here) for request in requests],
        )


def _by_record(catalog: Catalog) -> Mapping[str, list[str]]:
    """Return record → the open change requests that name it."""
    found: dict[str, list[str]] = {}
    for request in pending(catalog):
        for target in dict.fromkeys(o.target for o in catalog.outgoing(request.id) if o.type.name in NAMING):
            found.setdefault(target, []).append(request.id)
    return found
