"""Redlines in the words and with the terms of one portal."""

from __future__ import annotations

import functools

from markupsafe import Markup

from reqsite.history.blocks import blocks
from reqsite.history.redline import redline, redline_text
from reqsite.history.redline_html import RedlineWords, blocks_html, inline_html, redline_html
from reqsite.history.tokens import Tokeniser
from reqsite.i18n import Message, _
from reqsite.model.catalog import term_names
from reqsite.portal.press import Press

_KEPT = 4096


class Redlines:
    """Makes redlines; one for a portal, since it keeps the blocks of texts that are shown twice."""

    def __init__(self, press: Press) -> None:
        self._catalog = press.site.catalog
        self._say = press.words.say
        self._words = RedlineWords.of(press.words.say)
        self._blocks = functools.lru_cache(_KEPT)(blocks)

    def markdown(self, old: str, new: str) -> Markup:
        """Return the redline of a section."""
        found = redline(self._blocks(old), self._blocks(new), self._tokeniser)
        html = redline_html(found, self._words)
        if not found.has_changes:
            return html + self._note(_("Nothing but white space differs."))
        return html + self._note(_("Only the formatting differs.")) if found.only_formatting else html

    def line(self, old: str, new: str) -> Markup:
        """Return the redline of a field that is one line of text."""
        return Markup("<p>{}</p>").format(inline_html(redline_text(old, new, self._tokeniser), self._words))

    def _note(self, message: Message) -> Markup:
        return Markup('<p class="rs-count">{}</p>').format(self._say(message))

    def whole(self, markdown: str) -> Markup:
        """Return a section as it was, without any change."""
        return blocks_html(self._blocks(markdown), self._words)

    def replaced(self, old: str, new: str) -> Markup:
        """Return one value in the place of another."""
        return Markup("<p>{}{}{}</p>").format(self.gone(old), " → " if old and new else "", self.come(new))

    def gone(self, text: str) -> Markup:
        """Return words that were taken out."""
        return self._marked("del", text, self._words.deleted, self._words.end_deleted)

    def come(self, text: str) -> Markup:
        """Return words that were put in."""
        return self._marked("ins", text, self._words.inserted, self._words.end_inserted)

    def _marked(self, tag: str, text: str, before: str, after: str) -> Markup:
        if not text:
            return Markup("")
        hidden = Markup('<span class="rs-hidden-words">{}</span>')
        return Markup(f'<{tag} class="rs-{tag}">{{}}{{}}{{}}</{tag}>').format(  # noqa: S704 the tag is ours
            hidden.format(f"{before} "), text, hidden.format(f" {after}")
        )

    @functools.cached_property
    def _tokeniser(self) -> Tokeniser:
        """Dear to make (jieba's dictionary), and needed only where something has changed."""
        return Tokeniser(name for term in self._catalog.of("term") for name in term_names(term))
