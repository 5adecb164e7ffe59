"""What a text's references, ids, terms and addresses become on one page for one audience."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reqsite.i18n import _
from reqsite.model.catalog import Catalog
from reqsite.model.mentions import Kind, Mention, Mentions
from reqsite.model.record import Record, fold_id, normal_id
from reqsite.model.redaction import MARK, Redactor
from reqsite.portal.addresses import relative
from reqsite.portal.markdown.address import UrlKind, kind_of_url, source_path
from reqsite.portal.titles import title_in

_IN_ONE_LINE = 24
"""Characters of an id that fit on a line of a phone, so that it need not be broken."""
_JOINT = re.compile(r"\s{0,2}(?:～|~|〜|–|—|\.\.\.?|…|-|至|到|\bto\b|\bthrough\b)\s{0,2}")
_COUNTED = re.compile(r"(.{0,130}?)(\d{1,20})\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """The page on which a text appears."""

    here: str
    """Its URL, relative to the root of the site."""
    source: str = ""
    """The file the text comes from, relative to the folder of documents; relative links are seen from there."""
    record: str = ""
    """The id of the record whose text it is, empty on an ordinary page."""

    @property
    def folder(self) -> str:
        """The part of the URL that relative links are seen from."""
        return self.here[: self.here.rfind("/") + 1]


class Piece(NamedTuple):
    """What a part of a text is shown as: words, and where they lead; a tuple, because there are many."""

    text: str
    css: str = ""
    """The class: `rs-ref`, `rs-term`, `rs-hidden` or `rs-broken`; empty for plain words."""
    href: str = ""
    """Relative to the page; empty where it leads nowhere."""
    title: str = ""
    start: int = 0
    end: int = 0
    """Which part of the text it stands for."""


class Linker:
    """Answers for every text of a portal what it mentions and where that leads. Make one for all pages.

    Args:
        catalog: the catalog as the audience sees it.
        mentions: made from the full catalog, so that a reference to a hidden record is known for what it is.
        hidden: the records that were cut out for this audience; nothing of them may appear.
        url_of: record id → URL of its page, relative to the root of the site.
        page_urls: source file relative to the folder of documents → its URL in the site, None where it has none.
        language: of the site, for the few words that are shown.
        docs_dir: the folder of documents as the records' files begin with it, relative to the project's root.
    """

    def __init__(  # noqa: PLR0917 all of them are what the portal is made of
        self,
        catalog: Catalog,
        mentions: Mentions,
        hidden: Iterable[Record],
        url_of: Callable[[str], str],
        page_urls: Callable[[str], str | None],
        language: str,
        docs_dir: str = "",
    ) -> None:
        hidden = tuple(hidden)
        self._catalog = catalog
        self._mentions = mentions
        # Many records have the same owner, section or source.
        self._mentioned = functools.lru_cache(maxsize=4096)(mentions.find)
        self._url_of = url_of
        self._page_urls = page_urls
        self._language = language
        self._hidden_ids = {fold_id(record.id) for record in hidden}
        self._root = f"{docs_dir.strip('/')}/" if docs_dir.strip("./") else ""
        self._hidden_files = {self.source_of(record) for record in hidden}
        self._files = {self.source_of(r): r for r in catalog if r.file.endswith((".md", ".markdown"))}
        self._hrefs: dict[tuple[str, str], str] = {}
        self._marker = _("(internal)").to(language)
        self._redactor = self._redactor_with(hidden, self._marker)
        self._data_redactor = self._redactor_with(hidden, MARK)

    def _redactor_with(self, hidden: Iterable[Record], marker: str) -> Redactor:
        catalog = self._catalog
        return Redactor(((r.id, r.kind) for r in hidden), lambda text: catalog.get(text) is not None, marker)

    def source_of(self, record: Record) -> str:
        """Return the record's file relative to the folder of documents."""
        return record.file.removeprefix(self._root)

    def pieces(self, text: str, page: Page, seen: set[str] | None, *, references: bool = False) -> list[Piece]:
        """Return the parts of a plain text that are shown otherwise than as they stand, in order.

        Args:
            text: plain text, no Markdown.
            page: where it is shown.
            seen: links to terms that this section has already, to which new ones are added; None links no terms.
            references: take `[[…]]` too, in a value of one line; in Markdown they have become elements before.
        """
        found: list[Piece] = []
        for mention in self._mentioned(text) if references else self._mentions.find(text):
            if mention.kind is Kind.TERM:
                found += self._term(mention, page, seen)
            elif mention.kind is Kind.ID:
                found += self._id(mention, page)
            elif mention.kind is Kind.RANGE:
                found += self._range(mention, page)
            elif references:
                found.append(self._reference(mention, page))
        return found

    def reference(self, written: str, page: Page) -> Piece:
        """Return what `[[name]]` or `[[name|words]]` becomes; `written` is all of it."""
        mentions = self._mentions.find(written)
        if len(mentions) == 1 and mentions[0].kind is Kind.REFERENCE:
            return self._reference(mentions[0], page)
        return Piece(written, "rs-broken", title=self._no_record(written.strip("[]")))

    def address(self, url: str, page: Page) -> Piece | None:
        """Return where an address in the text leads; None where it stays as it is.

        `Piece.text` is empty unless the words under the link must go too (a hidden record); a `Piece` without an
        address says that there is nothing to lead to.
        """
        kind = kind_of_url(url)
        if kind is UrlKind.FORBIDDEN:
            return Piece("", "rs-broken", title=_("This address is not allowed here").to(self._language))
        if kind is not UrlKind.RELATIVE:
            return None
        path, fragment = source_path(url, page.source)
        if (to_record := self._record_file(path, fragment, page)) is not None:
            return to_record
        there = self._page_urls(path) if path else None
        if there is None:
            return Piece("", "rs-broken", title=_("There is no file {path}", path=url).to(self._language))
        return Piece("", href=relative(there + fragment, page.here))

    def record_address(self, url: str, page: Page) -> Piece | None:
        """Return where an address leads if that is a record's file, else None."""
        if kind_of_url(url) is not UrlKind.RELATIVE:
            return None
        return self._record_file(*source_path(url, page.source), page)

    def redact(self, text: str) -> str:
        """Return text or HTML without the ids of hidden records."""
        return self._redactor.redact(text)

    def redact_data(self, text: str) -> str:
        """Return the same with a mark that does not depend on the language."""
        return self._data_redactor.redact(text)

    def _record_file(self, path: str, fragment: str, page: Page) -> Piece | None:
        if (record := self._files.get(path)) is not None:
            return Piece("", href=relative(self._url_of(record.id) + fragment, page.here))
        return self._hidden() if path in self._hidden_files else None

    def _term(self, mention: Mention, page: Page, seen: set[str] | None) -> Iterator[Piece]:
        target = mention.targets[0]
        if seen is None or target == page.record or target not in self._catalog.records:
            return
        href = self._href(target, page)
        if href not in seen:
            seen.add(href)
            yield Piece(mention.name, "rs-term", href, start=mention.start, end=mention.end)

    def _id(self, mention: Mention, page: Page) -> Iterator[Piece]:
        """A bare id that no record has is left alone: it may well be another house's."""
        if mention.targets and mention.targets[0] != page.record:
            yield self._to(mention.targets[0], mention.name, page, mention.start, mention.end)

    def _range(self, mention: Mention, page: Page) -> Iterator[Piece]:
        """The two ends of a range lead somewhere each."""
        for text, start, end in _ends(mention.name):
            record = self._catalog.get(text)
            at, to = mention.start + start, mention.start + end
            if record is not None:
                yield self._to(record.id, text, page, at, to)
            elif fold_id(text) in self._hidden_ids:
                yield self._hidden(at, to)

    def _reference(self, mention: Mention, page: Page) -> Piece:
        shown = mention.shown or mention.name
        if mention.targets:
            return self._to(mention.targets[0], shown, page, mention.start, mention.end)
        return Piece(shown, "rs-broken", "", self._no_record(mention.name), mention.start, mention.end)

    def _to(self, target: str, text: str, page: Page, start: int, end: int) -> Piece:
        """Return the way to a record; what the audience's catalog does not have is hidden, whatever else it is."""
        record = self._catalog.records.get(target)
        if record is None:
            return self._hidden(start, end)
        if target == page.record:
            return Piece(text, start=start, end=end)
        href = self._href(target, page)
        if record.kind == "term":
            return Piece(text, "rs-term", href, start=start, end=end)
        css = "rs-ref rs-id" if text == record.id and len(text) <= _IN_ONE_LINE else "rs-ref"
        return Piece(text, css, href, title_in(record, self._language), start, end)

    def _href(self, target: str, page: Page) -> str:
        """Return the link to a record's page, worked out once for all pages of a folder."""
        key = (page.folder, target)
        if (href := self._hrefs.get(key)) is None:
            href = self._hrefs[key] = relative(self._url_of(target), page.here)
        return href

    def _hidden(self, start: int = 0, end: int = 0) -> Piece:
        return Piece(self._marker, "rs-hidden", start=start, end=end)

    def _no_record(self, name: str) -> str:
        return _("There is no record {name}", name=name).to(self._language)


def _ends(written: str) -> Iterator[tuple[str, int, int]]:
    """Yield (id, start, end) of the first and the last member of a range as written."""
    for joint in _JOINT.finditer(written):
        first, last = written[: joint.start()], written[joint.end() :]
        one, two = _COUNTED.match(_bare(first)), _COUNTED.match(_bare(last))
        if one and two and one[1] == two[1]:
            yield first.strip("[]"), 0, joint.start()
            yield last.strip("[]"), joint.end(), len(written)
            return


def _bare(written: str) -> str:
    return normal_id(written.strip("[]"))
