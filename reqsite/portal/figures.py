"""Flowcharts, wireframes and prototypes: on the page of their record, and all of them in one gallery.

A prototype on the web is a link that names its host: nothing of it is fetched.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from markupsafe import Markup

from reqsite.i18n import Message, _
from reqsite.model.figures import FIELD, IMAGES, Figure, figures_of
from reqsite.model.record import Record
from reqsite.portal.addresses import relative
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment, TocEntry

SOURCE = "registers/figures.md"
ANCHOR = "figures"
_WORDS: dict[str, Message] = {
    "flowchart": _("Flowchart"),
    "diagram": _("Diagram"),
    "wireframe": _("Wireframe"),
    "mockup": _("Mock-up"),
    "prototype": _("Prototype"),
    "screenshot": _("Screenshot"),
}
_IMAGE = re.compile(r"!\[([^\]\n]{0,500})\]\([ \t]{0,9}(?:<([^<>\n]{1,500})>|([^\s<>()]{1,500}))")
_DIAGRAM = re.compile(r"^ {0,3}(?:```|~~~)[ \t]{0,9}mermaid\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure as a page shows it."""

    kind: str
    """In words, empty where nobody has said."""
    caption: str
    alt: str
    date: str
    src: str
    """Of the picture, empty where there is none to show."""
    href: str
    """Where more of it is: a file that is no picture, or a web address."""
    host: str
    """Of the web address."""


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one record in the gallery."""

    link: Link
    figures: tuple[Shown, ...]


def of_record(press: Press, record: Record, here: str) -> list[Shown]:
    """Return the figures that a record names in its front matter, for the page with the URL `here`."""
    if FIELD not in record.fields:
        return []
    files = {attached.path: attached.file for attached in record.attachments if attached.file}
    return [_shown(press, figure, files, here) for figure in figures_of(record.fields[FIELD])]


def block(press: Press, record: Record, here: str) -> Markup:
    """Return the block for the page of a record; empty where it names no figures."""
    shown = of_record(press, record, here)
    return press.templates.render("figures", anchor=ANCHOR, figures=shown) if shown else Markup("")


def entry(press: Press) -> TocEntry:
    """Return the block's line in the table of contents."""
    return TocEntry(press.words.say(_("Figures")), ANCHOR)


def has_figures(press: Press) -> bool:
    """Return True where any record has a figure."""
    return any(_may_have(record) for record in press.site.catalog)


def gallery(press: Press, title: str, _today: dt.date) -> Fragment:
    """Return the content of the page that shows the figures of all records in force."""
    here = press.site.addresses.url(SOURCE)
    groups = []
    for record in press.site.catalog:
        if _may_have(record) and press.site.catalog.is_live(record):
            shown = (*of_record(press, record, here), *_in_text(press, record, here))
            if shown:
                groups.append(Group(press.link(record.id, here), shown))
    count = sum(len(group.figures) for group in groups)
    return Fragment(press.templates.render("gallery", title=title, groups=groups, count=count))


def _may_have(record: Record) -> bool:
    if record.fields.get(FIELD) or (record.attachments and any(a.image for a in record.attachments)):
        return True
    return any("mermaid" in section.text for section in record.sections)


def _in_text(press: Press, record: Record, here: str) -> Iterator[Shown]:
    """Yield the pictures of a record's text, each once, and a line for each diagram that is drawn there."""
    named = {figure.file for figure in figures_of(record.fields.get(FIELD))}
    pictures = {a.path: a.file for a in record.attachments if a.image and a.file and a.path not in named}
    texts = record.sections if pictures else ()
    alts = {unquote(angled or bare): alt for s in texts for alt, angled, bare in _IMAGE.findall(s.text)}
    for path, file in pictures.items():
        caption = alts.get(path) or posixpath.basename(path)
        src = relative(press.site.file_urls.get(file, quote(file)), here)
        yield Shown("", caption, caption, "", src, "", "")
    drawn = sum(len(_DIAGRAM.findall(section.text)) for section in record.sections)
    for _number in range(drawn):
        say = press.words.say
        href = press.link(record.id, here).href
        yield Shown(say(_WORDS["diagram"]), say(_("Drawn in the text")), "", "", "", href, "")


def _shown(press: Press, figure: Figure, files: dict[str, str], here: str) -> Shown:
    file = files.get(figure.file, "")
    target = relative(press.site.file_urls.get(file, quote(file)), here) if file else ""
    is_picture = bool(file) and file.lower().endswith(IMAGES)
    kind = _WORDS.get(figure.type.casefold())
    return Shown(
        press.words.say(kind) if kind is not None else figure.type,
        figure.caption or posixpath.basename(figure.file) or figure.host,
        figure.words or posixpath.basename(figure.file),
        figure.date,
        target if is_picture else "",
        figure.url if figure.host else "" if is_picture else target,
        figure.host,
    )
