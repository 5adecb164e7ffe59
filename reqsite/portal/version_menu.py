"""What stands around every page about releases: which one this is, the way to the others, and what it is not.

The menu in the bar at its top, a note above its content, a line in its footer and on every sheet of paper.

A page says of its own release only what never changes.  What becomes of it later, whether it is superseded, withdrawn
or no longer valid, the browser reads in the root of the store (`assets/js/25-versions.js`); where there is no store,
in an unzipped copy say, it knows the releases that this portal was built with.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from reqsite.history.versions import Version
from reqsite.i18n import Message, _
from reqsite.portal.addresses import Addresses
from reqsite.portal.data import as_script
from reqsite.portal.go_page import SOURCE as GO
from reqsite.portal.press import Press
from reqsite.portal.releases import addresses as release_addresses
from reqsite.portal.templating import Templates

STORED = "REQSITE_STORE"
"""The variable of the environment that says `1` where the portal goes into a store, in a folder beside others."""
OWN = "releases/menu.js"
"""Sets `REQSITE_OWN_RELEASES`: [[version, title, date, URL of its page] …], newest first, for portals that see no
others."""
DRAFT = "next"
"""The folder of the draft in a store."""
_LISTED = 50
_NOINDEX = Markup('<meta name="robots" content="noindex">')
_STORE = Markup('<meta name="reqsite-store" content="{}">')
_LAST_LINE = '<div class="md-copyright">'
_SHORT = 12
_NOT_PLAIN = re.compile(r"[^\w ().·:：（）-]")
"""What a string in a style sheet says by its number."""
_TITLE_ENDS = 3
"""So many elements end between the last line of a title in Material's header and what comes behind it."""


@dataclass(frozen=True, slots=True)
class Around:
    """HTML for one page; each part may be empty."""

    head: str = ""
    """For the end of its head."""
    menu: str = ""
    """For the bar at its top."""
    note: str = ""
    """For the beginning of its content."""
    foot: str = ""
    """For the beginning of its last line."""


_NOTHING = Around()


@dataclass(frozen=True)
class Release:
    """What a portal knows of itself."""

    name: str
    """The version, empty for a draft."""
    is_stored: bool
    """Whether it goes into a store."""
    has_releases: bool
    """Whether it has pages of releases."""
    date: str = ""
    """ISO date, empty for a draft that does not say."""
    site: str = ""
    """What the portal is called."""
    digest: str = ""
    """Of its catalog, empty for a draft."""
    made: str = ""
    """ISO date of the build, which the paper of a draft says: what it was printed from is gone with the next build."""
    valid_until: str = ""
    """ISO date of the last day on which it holds, empty where it has none."""
    pending: int = 0
    """How many change requests are not carried out."""
    changes: str = ""
    """Where they are listed, relative to its root."""

    @property
    def is_one_of_several(self) -> bool:
        """False for a portal that there is no other edition of."""
        return self.is_stored or self.has_releases

    @property
    def is_preview(self) -> bool:
        """True for a version that leads to another one: 2.0.0-rc.1."""
        version = Version.parse(self.name)
        return version is not None and bool(version.pre)


class VersionMenu:
    """Makes what stands around the pages of one portal, once for each way to its root."""

    def __init__(self, language: str, overrides: Path | None, addresses: Addresses, release: Release) -> None:
        self._language = language
        self._templates = Templates(language, overrides)
        self._addresses = addresses
        self._release = release
        self._made = functools.cache(self._make)

    def around(self, root: str, *, at_any_address: bool = False) -> Around:
        """Return what stands around a page.

        Args:
            root: the way from the page to the root of its portal: `./`, `../`.
            at_any_address: whether a server shows the page anywhere, so that no way leads from it to a store.
        """
        made = self._made(root)
        return dataclasses.replace(made, head=self._robots) if at_any_address else made

    def _make(self, root: str) -> Around:
        release = self._release
        note = self._note(root)
        if not release.is_one_of_several:
            return Around(note=note)
        index = release_addresses.INDEX if release.has_releases else "index.md"
        menu = self._templates.render(
            "version_menu",
            release=release.name,
            folder=release.name or DRAFT,
            is_stored=release.is_stored,
            root=root,
            index=(root + self._addresses.url(index).removeprefix("./")).removeprefix("./") or "./",
            own=OWN if release.has_releases else "",
            go=self._addresses.url(GO),
        )
        store = _STORE.format(f"{root}../".removeprefix("./")) if release.is_stored else ""
        foot = Markup('<div class="rs-edition-line">{}</div>').format(" · ".join(self._name()))
        return Around(self._robots + store, menu, note, foot)

    def sheet(self) -> str:
        """Return the style that puts a line on every printed sheet: of which release, or draft of which day, it is."""
        digest = self._release.digest[:_SHORT]
        said = [
            self._release.site,
            *self._name(),
            "" if self._release.date else self._release.made,
            self._say(_("Catalog digest: {digest}", digest=digest)) if digest else "",
        ]
        line = _NOT_PLAIN.sub(lambda match: f"\\{ord(match[0]):x} ", " · ".join(filter(None, said)))
        return f':root {{ --rs-sheet: "{line}"; }}\n'

    def _name(self) -> list[str]:
        release = self._release
        name = _("Release {version}", version=release.name) if release.name else _("Draft")
        return [self._say(name), *([release.date] if release.date else [])]

    def _say(self, message: Message) -> str:
        return message.to(self._language)

    @property
    def _robots(self) -> str:
        return _NOINDEX if self._release.is_stored and not self._release.name else ""

    def _note(self, root: str) -> str:
        release = self._release
        if not (release.is_stored or release.name):
            return ""
        return self._templates.render(
            "version_note",
            release=release.name,
            date=release.date,
            until=release.valid_until,
            pending=release.pending,
            changes=f"{root}{release.changes}".removeprefix("./"),
            is_preview=release.is_preview,
        )


def files(press: Press) -> dict[str, bytes]:
    """Return the list of the releases that a portal knows: path relative to the site's root → bytes."""
    steps = [*reversed(press.site.story.steps)][:_LISTED]
    releases = [
        (
            step.name,
            step.baseline.title if step.baseline else "",
            step.baseline.date if step.baseline else "",
            press.site.addresses.url(release_addresses.release_source(step.name)),
        )
        for step in steps
    ]
    if not releases:
        return {}
    text = press.site.redact_data(json.dumps(releases, ensure_ascii=False, separators=(",", ":")))
    return {OWN: as_script("REQSITE_OWN_RELEASES", text).encode()}


def put_around(page: str, around: Around) -> str:
    """Return a page with what stands around it, where the theme has a place for it, else at its beginning."""
    if around == _NOTHING:
        return page
    head, body = page.find("</head>"), page.find("<body")
    opened = page.find(">", body) + 1
    if head < 0 or body < 0 or not opened:
        return page
    title, text, foot = _behind_title(page, opened), _in_article(page, opened), _in_footer(page)
    if not opened <= title <= text <= foot:
        title = text = opened
        foot = page.rfind("</body>", opened)
        foot = len(page) if foot < 0 else foot
    return (
        f"{page[:head]}{around.head}{page[head:title]}{around.menu}{page[title:text]}{around.note}{page[text:foot]}"
        f"{around.foot}{page[foot:]}"
    )


def _behind_title(page: str, start: int) -> int:
    """Return where the title in Material's header ends, `start` where there is none."""
    at = page.find('data-md-component="header-topic"', start)
    for _end in range(_TITLE_ENDS):
        at = page.find("</div>", at + 1) if at >= 0 else at
    return at + len("</div>") if at >= 0 else start


def _in_footer(page: str) -> int:
    """Return where the last line of Material's pages begins, -1 where there is none."""
    at = page.rfind(_LAST_LINE)
    return at + len(_LAST_LINE) if at >= 0 else at


def _in_article(page: str, start: int) -> int:
    """Return where the content of Material's pages begins, `start` where there is none."""
    at = page.find('<article class="md-content__inner', start)
    return page.find(">", at) + 1 if at >= 0 else start
