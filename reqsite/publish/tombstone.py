"""What lies in the folder of a release whose content was taken away: a secret was in it, or a person's data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from urllib.parse import quote

from markupsafe import Markup

from reqsite.i18n import _
from reqsite.publish.heads import Head
from reqsite.publish.html import PLAIN, page
from reqsite.publish.journal import Event
from reqsite.publish.manifest import NAME, SIGNATURE
from reqsite.publish.release_files import Problem
from reqsite.publish.store import Shelf

HOME = "index.html"
KEPT = (NAME, SIGNATURE)
"""What stays: the manifest says what was there, and names no content."""
_LONGEST = 64 * 1024 * 1024


def tombstone(head: Head, event: Event) -> bytes:
    """Return the page that says of a release that its content is gone, since when and why."""
    language = head.frame.language
    title = _("Release {version}: content taken away", version=head.folder).to(language)
    lines = (
        _("The content of release {version} was taken away on {date}.", version=head.folder, date=event.at[:10]),
        _("Why: {reason}", reason=event.reason),
        _("Its site digest was {digest}.", digest=event.site_digest),
    )
    said = Markup("\n").join(Markup("<p>{}</p>").format(line.to(language)) for line in lines)
    links = Markup('<p><a href="{}">{}</a></p>\n<p><a href="../index.html">{}</a></p>').format(
        quote(NAME), NAME, _("All releases").to(language)
    )
    body = Markup("<main>\n<h1>{}</h1>\n{}\n{}\n</main>").format(title, said, links)
    return page(language, title, body, style=PLAIN, head=Markup('<meta name="robots" content="noindex">'))


def differing_tombstone(store: Shelf, folder: str, event: Event) -> Iterator[Problem]:
    """Yield what lies in the folder of such a release, and should not, and whether its page is the one that was put."""
    for item in store.items(folder):
        if item.path not in {HOME, *KEPT}:
            yield Problem(f"{folder}/{item.path}", _("The journal says that this was taken away."))
    path = f"{folder}/{HOME}"
    page = store.read(path, _LONGEST)
    if page is None:
        yield Problem(path, _("It is missing."))
    elif hashlib.sha256(page).hexdigest() != event.page_digest:
        yield Problem(path, _("It is not the page that came in the place of the content."))
