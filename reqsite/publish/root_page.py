"""The first page of a store: every release, what it holds, what became of it, and its digests."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from markupsafe import Markup, escape

from reqsite.i18n import Message, _, plural
from reqsite.publish.heads import Head
from reqsite.publish.holdings import Holdings
from reqsite.publish.html import PLAIN, page
from reqsite.publish.journal import NAME as JOURNAL
from reqsite.publish.manifest import NAME, SUMS
from reqsite.publish.names import DRAFT, LATEST, is_final

_MEGABYTE = 1_000_000
_STYLE = PLAIN + (
    "ul{list-style:none;margin:1.5rem 0;padding:0}"
    "li{border-top:1px solid var(--line);padding:1rem 0}"
    "h2{font-size:1.25rem;margin:0}p{margin:.25rem 0}.mark{border:1px solid;border-radius:.25rem;padding:0 .4rem;"
    "font-size:.875rem;font-weight:400}.good{color:var(--good)}.bad{color:var(--bad)}.soft{color:var(--soft)}"
    ".links{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}.links a{padding:.25rem 0}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:0 1rem;margin:.25rem 0}dd{margin:0}"
    "dt,code{font-size:.875rem}@media(max-width:40rem){dl{display:block}}"
)
_EXPIRE = (
    'for(const e of document.querySelectorAll("[data-until]"))'
    "if(new Date().toISOString().slice(0,10)>e.dataset.until)"
    '{e.textContent=e.dataset.expired;e.classList.add("bad")}'
)
"""Says what no bytes can that are written once: that a day has gone by.  Without it the day itself stands there."""


def root_page(held: Holdings) -> bytes:
    """Return the page."""
    newest = held.latest or (held.releases[0] if held.releases else held.draft)
    language, site = (newest.frame.language, newest.frame.site) if newest else ("en", "")
    title = _("{site}: releases", site=site).to(language) if site else _("Releases").to(language)
    writer = _Writer(held, language)
    body = Markup("<main>\n<h1>{}</h1>\n{}\n</main>").format(title, Markup("\n").join(writer.parts()))
    return page(language, title, body, style=_STYLE, script=_EXPIRE)


class _Writer:
    """Writes what stands below the title."""

    def __init__(self, held: Holdings, language: str) -> None:
        self._held = held
        self._language = language
        self._redacted = held.journal.redacted
        self._led: dict[str, list[str]] = {}
        for alias, head in held.aliases.items():
            self._led.setdefault(head.folder, []).append(alias)

    def parts(self) -> Iterator[Markup]:
        """Yield the paragraphs and the list."""
        held = self._held
        if held.latest:
            yield self._said(_("The newest release is {version}.", version=held.latest.frame.version), LATEST)
        if held.draft:
            text = _("There is a draft, too. It is not a baseline, and nobody has agreed to it.")
            yield self._said(text, DRAFT)
        if not held.releases:
            yield self._said(_("Nothing is released yet."))
        else:
            seen = False
            rows = []
            for head in held.releases:
                seen = seen or head is held.latest
                rows.append(self._release(head, is_older=seen and head is not held.latest))
            yield Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(rows))
        yield self._said(
            _(
                "A release is never changed: `sha256sum -c {sums}` in its folder proves it, or `reqsite verify`.",
                sums=SUMS,
            )
        )
        yield Markup('<p><a href="{}">{}</a></p>').format(JOURNAL, self._words(_("What was done here, and when")))

    def _release(self, head: Head, *, is_older: bool) -> Markup:
        frame, folder = head.frame, quote(head.folder)
        is_redacted = head.folder in self._redacted
        name = Markup('<a href="{}/index.html">{}</a>').format(folder, self._name(head))
        facts = [Markup('<time datetime="{0}">{0}</time>').format(frame.date)]
        if frame.valid_until and head.folder not in self._held.withdrawn:
            facts.append(self._validity(frame.valid_until))
        if not is_redacted:
            facts += [escape(self._counted(head)), escape(f"{head.size / _MEGABYTE:.1f} MB")]
        return Markup('<li id="{}">\n<h2>{} {}</h2>\n{}<p class="soft">{}</p>\n{}{}\n{}</li>').format(
            head.folder,
            name,
            self._status(head, is_older=is_older),
            Markup("<p>{}</p>\n").format(frame.title) if frame.title and not is_redacted else "",
            Markup(" · ").join(facts),
            self._withdrawal(head),
            self._digests(head),
            self._links(head, folder, is_redacted=is_redacted),
        )

    def _name(self, head: Head) -> str:
        if head.frame.edition == 1:
            return head.frame.version
        return self._words(_("{version}, edition {number}", version=head.frame.version, number=head.frame.edition))

    def _status(self, head: Head, *, is_older: bool) -> Markup:
        """Return what a release is worth today, the names that lead to it aside."""
        held, folder = self._held, head.folder
        marks: list[tuple[str, Message]] = []
        if folder in self._redacted:
            marks.append(("bad", _("content taken away")))
        elif folder in held.withdrawn:
            marks.append(("bad", _("withdrawn")))
        if folder in held.replaced:
            marks.append(("bad", _("replaced by edition {number}", number=held.replaced[folder].frame.edition)))
        elif folder not in held.withdrawn:
            marks.append(self._standing(head, is_older=is_older))
        aliases = [("soft", alias) for alias in self._led.get(folder, ()) if alias != LATEST]
        mark = Markup('<span class="mark {}">{}</span>')
        shown = [*((kind, self._words(text)) for kind, text in marks), *aliases]
        return Markup(" ").join(mark.format(kind, text) for kind, text in shown)

    def _standing(self, head: Head, *, is_older: bool) -> tuple[str, Message]:
        latest = self._held.latest
        if head is latest:
            return "good", _("newest")
        if latest and is_older:
            return "soft", _("superseded by {version}", version=latest.frame.version)
        return "soft", _("released") if is_final(head.folder) else _("pre-release")

    def _validity(self, day: str) -> Markup:
        return Markup('<span data-until="{}" data-expired="{}">{}</span>').format(
            day,
            self._words(_("no longer valid since the end of {date}", date=day)),
            self._words(_("valid until {date}", date=day)),
        )

    def _withdrawal(self, head: Head) -> Markup:
        event = self._held.withdrawn.get(head.folder)
        if event is None:
            return Markup()
        text = _("Withdrawn on {date}: {reason}", date=event.at[:10], reason=event.reason)
        return Markup('<p class="bad">{}</p>\n').format(self._words(text))

    def _digests(self, head: Head) -> Markup:
        pairs = [(_("Catalog digest"), head.frame.catalog_digest), (_("Site digest"), head.digest)]
        row = Markup("<dt>{}</dt><dd><code>{}</code></dd>")
        rows = (row.format(self._words(name), digest) for name, digest in pairs if digest)
        return Markup("<dl>{}</dl>").format(Markup("").join(rows))

    def _links(self, head: Head, folder: str, *, is_redacted: bool) -> Markup:
        links = [(NAME, NAME)]
        if not is_redacted:
            links.append((SUMS, SUMS))
            if head.copy:
                links.append((head.copy, self._words(_("Download for reading offline"))))
        # Each link says of which release it is: a screen reader lists them without what stands around them.
        link = Markup('<a href="{0}/{1}" aria-label="{2} {3}">{2}</a>')
        name = self._name(head)
        shown = (link.format(folder, quote(path), text, name) for path, text in links)
        return Markup('<p class="links">{}</p>\n').format(Markup(" ").join(shown))

    def _counted(self, head: Head) -> str:
        counts = head.frame.counts
        records = self._words(plural("{count} record", "{count} records", counts.get("records", 0)))
        names = ("added", "changed", "removed")
        if not any(counts.get(name) for name in names):
            return records
        numbers = {name: counts.get(name, 0) for name in names}
        changes = self._words(_("{added} new, {changed} changed, {removed} removed", **numbers))
        return f"{records} ({changes})"

    def _said(self, message: Message, folder: str = "") -> Markup:
        """Return a paragraph; what stands between backticks is something to type, and a folder something to open."""
        pieces = self._words(message).split("`")
        code = Markup("<code>{}</code>")
        parts = [code.format(piece) if number % 2 else escape(piece) for number, piece in enumerate(pieces)]
        if folder:
            label = self._words(_("Open the draft") if folder == DRAFT else _("Open the portal"))
            parts.append(Markup(' <a href="{}/index.html">{}</a>').format(folder, label))
        return Markup("<p>{}</p>").format(Markup("").join(parts))

    def _words(self, message: Message) -> str:
        return message.to(self._language)
