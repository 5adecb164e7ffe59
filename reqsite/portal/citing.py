"""How each record's page can be cited: the release that has its words, and their fingerprint."""

from __future__ import annotations

from markupsafe import Markup, escape

from reqsite.history.citation import Citation
from reqsite.i18n import _
from reqsite.portal.releases.story import Story
from reqsite.portal.words import Words

_KNOWN = 16
"""So many digits of a fingerprint stand on the page, to compare those of a citation with."""


class Citations:
    """Makes the line under each record; one for a portal.

    Every page of a record has one, so that it is put together here and not by a template.
    """

    def __init__(self, story: Story, words: Words) -> None:
        self._story = story
        say = words.say
        self._title = _html(say(_("Citation")))
        self._none = _html(say(_("No release has these words yet.")))
        self._last = _html(say(_("Last released, in other words:")))

    def of(self, record_id: str) -> Markup:
        """Return the line for a record."""
        story = self._story
        fingerprint = story.fingerprint_of(record_id)
        release = story.release_of(record_id) if fingerprint else ""
        if release:
            said = f"{self._title} {_code(Citation(record_id, release, fingerprint), 'rs-short-citation')}"
        else:
            before = self._before(record_id)
            said = self._none + (f" {self._last} {_code(before, 'rs-last-citation')}" if before else "")
        known = f' data-fingerprint="{fingerprint[:_KNOWN]}"' if fingerprint else ""
        named = f' data-release="{escape(release)}"' if release else ""
        return Markup(f'<p class="rs-short"{known}{named}>{said}</p>')  # noqa: S704 its parts are escaped

    def _before(self, record_id: str) -> Citation | None:
        """Return how the last released words of a record are cited; None where it was never released."""
        released = [event for event in self._story.events.get(record_id, ()) if event.step.name]
        last = released[-1].new if released else None
        return Citation(record_id, self._story.steps[-1].name, last.normative) if last else None


def _code(citation: Citation, name: str) -> str:
    return f'<code class="{name}">{escape(str(citation))}</code>'


def _html(text: str) -> str:
    return str(escape(text))
