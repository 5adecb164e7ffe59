"""Redlines in the words and with the terms of one portal."""

from __future__ import annotations

import functools

from markupsafe import Markup, escape

from reqsite.history.blocks import blocks
from reqsite.history.redline import redline, redline_text
from reqsite.history.redline_html import RedlineWords, blocks_html, inline_html, redline_html
from reqsite.history.tokens import Tokeniser
from reqsite.i18n import Message, _
from reqsite.model.catalog import term_names
from reqsite.portal.press import Press

_REMEMBERED = 256
"""Texts whose blocks are kept: more than one record has in all releases."""


class Redlines:
    """Makes redlines; one for a portal."""

    def __init__(self, press: Press) -> None:
        self._catalog = press.site.catalog
        self._say = press.words.say
        self._words = words = RedlineWords.of(press.words.say)
        self._deleted = _marks("del", words.deleted, words.end_deleted)
        self._inserted = _marks("ins", words.inserted, words.end_inserted)
        self.blocks = functools.lru_cache(_REMEMBERED)(blocks)
        """`blocks(markdown: str) -> tuple[Block, ...]`: what a record says is asked for several times in a row."""

    def markdown(self, old: str, new: str) -> Markup:
        """Return the redline of a section."""
        found = redline(self.blocks(old), self.blocks(new), self._tokeniser)
        html = redline_html(found, self._words)
        if not found.has_changes:
            return html + self._note(_("Nothing but white space differs."))
        return html + self._note(_("Only the formatting differs.")) if found.only_formatting else html

    def line(self, old: str, new: str) -> Markup:
        """Return the redline of a field that is one line of text."""
        return Markup(f"<p>{inline_html(redline_text(old, new, self._tokeniser), self._words)}</p>")  # noqa: S704 escaped

    def _note(self, message: Message) -> Markup:
        return Markup('<p class="rs-count">{}</p>').format(self._say(message))

    def whole(self, markdown: str) -> Markup:
        """Return a section as it was, without any change."""
        return blocks_html(self.blocks(markdown), self._words)

    def replaced(self, old: str, new: str) -> Markup:
        """Return one value in the place of another."""
        arrow = " → " if old and new else ""
        return Markup(f"<p>{self.gone(old)}{arrow}{self.come(new)}</p>")  # noqa: S704 its parts are escaped

    def gone(self, text: str) -> Markup:
        """Return words that were taken out."""
        return _marked(self._deleted, text)

    def come(self, text: str) -> Markup:
        """Return words that were put in."""
        return _marked(self._inserted, text)

    @functools.cached_property
    def _tokeniser(self) -> Tokeniser:
        """Dear to make (jieba's dictionary), and needed only where something has changed."""
        return Tokeniser(name for term in self._catalog.of("term") for name in term_names(term))


def _marks(tag: str, before: str, after: str) -> tuple[str, str]:
    """Return what stands before and behind words that came or went, with what is said to those who hear the page."""
    return (
        f'<{tag} class="rs-{tag}"><span class="rs-hidden-words">{escape(before)} </span>',
        f'<span class="rs-hidden-words"> {escape(after)}</span></{tag}>',
    )


def _marked(marks: tuple[str, str], text: str) -> Markup:
    return Markup(f"{marks[0]}{escape(text)}{marks[1]}") if text else Markup("")  # noqa: S704 the marks are ours
