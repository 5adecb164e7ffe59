"""Suspect links as pages show them: what has changed since a link was last looked at, and in which release.

They are shown in internal portals only: that the house has still to compare two texts is no statement to a client.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from markupsafe import Markup

from reqsite.history.suspects import Cause, SuspectLink, Suspects
from reqsite.i18n import Message, _
from reqsite.portal.press import Press
from reqsite.portal.releases import addresses

_SIGN = Markup('<span aria-hidden="true">⚠</span>')


class Suspicions:
    """The suspect links of a portal; none in one for clients."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self.found: Suspects = press.site.story.suspects if press.site.is_internal else Suspects()

    def __bool__(self) -> bool:
        return bool(self.found.links)

    def beside(self, record_id: str) -> Iterator[SuspectLink]:
        """Yield the suspect links of a record, its own ones first."""
        yield from self.found.by_source.get(record_id, ())
        yield from self.found.by_target.get(record_id, ())

    def mark(self, suspect: SuspectLink, here: str) -> Markup:
        """Return what stands behind a suspect link on the page with the URL `here`."""
        cause = suspect.causes[0]
        said = self.words(cause)
        if not cause.releases:
            return Markup(' <span class="rs-suspect">{} {}</span>').format(_SIGN, said)
        page = self._press.href(addresses.release_source(cause.releases[-1]), here)
        href = f"{page}#{addresses.record_anchor(cause.id)}"
        return Markup(' <a class="rs-suspect" href="{}">{} {}</a>').format(href, _SIGN, said)

    def words(self, cause: Cause) -> str:
        """Return why a link is suspect, as one phrase."""
        return self._press.words.say(_why(cause))

    def between(self, some: Iterable[str], others: Collection[str]) -> Mapping[str, Mapping[str, str]]:
        """Return record → other record → why a link between them is suspect, whoever declares it."""
        found: dict[str, dict[str, str]] = {}
        for one in some if self else ():
            for suspect in self.beside(one):
                other = suspect.link.target if suspect.link.source == one else suspect.link.source
                if other in others:
                    found.setdefault(one, {})[other] = self.words(suspect.causes[0])
        return found


def _why(cause: Cause) -> Message:
    if not cause.releases:
        return _("Suspect: {id} is not what it was when the two were compared", id=cause.id)
    if cause.releases[-1]:
        return _("Suspect: {id} changed in {release}", id=cause.id, release=cause.releases[-1])
    return _("Suspect: {id} has changed and is not released yet", id=cause.id)
