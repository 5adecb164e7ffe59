"""What the cards say that open over terms in a text: one data file, read only when a reader wants the first card."""

from __future__ import annotations

import html
import re

from reqsite.i18n import _
from reqsite.model.record import Record, address
from reqsite.portal.data import as_json, as_script
from reqsite.portal.links import link_groups
from reqsite.portal.press import Press
from reqsite.portal.titles import other_titles

PATH = "assets/reqsite/terms.js"
"""Beside the script that asks for it, relative to the root of the site."""
_LONGEST = 280
_TAG = re.compile(r"<[^<>]{0,8000}>")
_BLOCK_ENDS = re.compile(r"</(?:p|li|div|dd|dt|td|th|h[1-6]|blockquote|pre)>|<br>")


def files(press: Press) -> dict[str, bytes]:
    """Return the data file of the cards by its path; nothing where there are no terms."""
    terms = press.by_kind.get("term", [])
    if not terms:
        return {}
    data = {
        "again": press.words.say(_("Tap again to open the page of this term.")),
        "terms": {address(term.id): _card(press, term) for term in terms},
    }
    return {PATH: as_script("REQSITE_TERMS", press.site.redact(as_json(data))).encode()}


def _card(press: Press, term: Record) -> dict[str, object]:
    """Return what the card of a term says, all of it plain text."""
    here = press.site.addresses.record_url(term)
    sections = press.render.render(term, here).sections
    text = "\n".join(section.html for section in sections if section.key == "statement")
    say, field = press.words.say, press.words.field
    confusable = [group for group in link_groups(press, term.id, here) if group.name == "confusable_with"]
    lines = [
        (field("measure"), term.text("measure")),
        *((group.label, _names(press, list(group.links))) for group in confusable),
        (field("forbidden"), press.words.say(_(", ")).join(term.items("forbidden"))),
        (say(_("Records that use it")), str(len(press.used_in.get(term.id, ())) or "")),
    ]
    return {
        "name": term.title,
        "others": other_titles(term, press.site.language),
        "status": "" if press.site.catalog.is_live(term) else press.words.status(term),
        "text": _shortened(_plain(text)),
        "lines": [line for line in lines if line[1]],
    }


def _names(press: Press, ids: list[str]) -> str:
    return press.words.say(_(", ")).join(press.card(i).title or i for i in ids)


def _plain(text: str) -> str:
    """Return the words of sanitised HTML."""
    return " ".join(html.unescape(_TAG.sub("", _BLOCK_ENDS.sub(" ", text))).split())


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
