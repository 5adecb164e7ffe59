"""A portal, made from a project that has been read: everything that a site builder needs, and nothing of its own."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reqsite.i18n import _
from reqsite.model.catalog import Catalog
from reqsite.portal import assets, cards, data, downloads, files, home_page, overview, translated, version_menu
from reqsite.portal.addresses import DATA_JSON, Addresses
from reqsite.portal.agreement import assets as agreement_assets
from reqsite.portal.agreement.agreement import Agreement
from reqsite.portal.build_date import build_date
from reqsite.portal.digests import digest, extension, files_in, of_project, plain
from reqsite.portal.kept_pages import KeptPages
from reqsite.portal.markdown.cache import CachedRenderer, RenderCache
from reqsite.portal.markdown.extension import PageExtension
from reqsite.portal.markdown.links import Linker
from reqsite.portal.markdown.links import Page as TextPage
from reqsite.portal.markdown.render import RecordRenderer
from reqsite.portal.markdown.surroundings import surroundings
from reqsite.portal.pages import finished, pages_of
from reqsite.portal.pending import pending
from reqsite.portal.press import Press
from reqsite.portal.record_page import FRAME_IDS
from reqsite.portal.releases import compare_data
from reqsite.portal.releases.story import Story
from reqsite.portal.site import Fragment, Page, Site, TocEntry
from reqsite.portal.takeaways import Offer, Shown, TakeAways
from reqsite.portal.trace_gaps import accepted_rules
from reqsite.portal.version_menu import Around, VersionMenu
from reqsite.results.kept import Results

if TYPE_CHECKING:
    from reqsite.model.record import Record
    from reqsite.workspace import Workspace

_HOME_URLS = frozenset({"", ".", "./", "index.html"})
"""What the URL of a site's home page may be."""


class Portal:
    """One portal for one audience.

    Args:
        workspace: the project, read and checked.
        overrides: a folder with templates of the site's own, or None.
        cache: rendered texts of the build before.
        kept: pages of the build before.
        home: whether the home page says how the project stands, and is made where the site has none.
        offer: makes the files that its readers can take along; None where there are none.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        overrides: Path | None = None,
        cache: RenderCache | None = None,
        kept: KeptPages | None = None,
        home: bool = True,
        offer: Offer | None = None,
    ) -> None:
        self._workspace = workspace
        self._overrides = overrides
        self._home = home
        self._offer = offer
        self._cache = cache or RenderCache()
        self._kept = kept or KeptPages()
        self._addresses = Addresses()
        self._file_urls: Mapping[str, str] = {}
        self._extensions: Sequence[Any] = ()
        self._configs: Mapping[str, Mapping[str, Any]] = {}
        self.extension = PageExtension()
        """The Python-Markdown extension for the ordinary pages of the site."""
        full = workspace.catalog
        self._is_internal = workspace.project.audience == "internal"
        self._release = workspace.ledger.find(workspace.project.release) if workspace.project.release else None
        self._edition = home_page.Edition.draft(os.environ)
        if self._release:
            self._edition = home_page.Edition(self._release.name, self._release.date)
        self.catalog = full if self._is_internal else full.public()
        """The records as the audience sees them."""
        if self._release:
            self.catalog = Catalog([r for r in self.catalog if full.is_released(r)], full.schema)

    def lay_out(self, *, directory_urls: bool) -> None:
        """Say how the site addresses its pages, once no other plugin changes it any more."""
        self._addresses = Addresses(directory_urls)

    @property
    def language(self) -> str:
        """`en` or `zh`: the language of the portal and of what is said about it."""
        return self._workspace.project.language

    @property
    def nav_title(self) -> str:
        """What the section of the navigation is called that holds the pages that bring records together."""
        return _("Specification").to(self.language)

    @property
    def stylesheets(self) -> tuple[str, ...]:
        """What every page links to, relative to the root of the site."""
        return assets.STYLESHEETS

    @property
    def scripts(self) -> tuple[str, ...]:
        """What every page runs, relative to the root of the site."""
        return assets.SCRIPTS

    @property
    def record_files(self) -> set[str]:
        """Files of records, relative to the folder of documents, readable or not: no pages of their own."""
        return {*self._workspace.sources.record_files, *self._workspace.sources.refused}

    def withheld(self, texts: Iterable[str]) -> set[str]:
        """Return the files, relative to the folder of documents, that do not go into the site as they are.

        `texts` are the sources of the ordinary pages.
        """
        project = self._workspace.project
        left_out = files.left_out(self._workspace.sources, self.catalog, texts, project.shown_docs_dir)
        return self.record_files | left_out | self._schema_file

    @property
    def _schema_file(self) -> set[str]:
        """The project's vocabulary, relative to the folder of documents where it lies there: it is for writers."""
        project = self._workspace.project
        file = project.schema_file
        inside = file is not None and file.is_relative_to(project.docs_dir)
        return {file.relative_to(project.docs_dir).as_posix()} if file and inside else set()

    def pages(
        self, file_urls: Mapping[str, str], extensions: Sequence[Any], configs: Mapping[str, Mapping[str, Any]]
    ) -> list[Page]:
        """Return the portal's pages, none of them made yet.

        Args:
            file_urls: source path → URL of every other file of the site, for links to them.
            extensions: the site's Python-Markdown extensions.
            configs: their settings by name.
        """
        self._file_urls, self._extensions, self._configs = file_urls, extensions, configs
        self._kept.begin(self._inputs())
        return self._kept.pages(self._pages)

    def finish(self) -> None:
        """Keep what the next build can use, once all pages have been made."""
        self._cache.save()
        self._kept.save()

    def open(self, url: str, source: str) -> None:
        """Tell the extension which ordinary page comes next."""
        self.extension.open(self._linker, TextPage(url, source))

    def close(self) -> None:
        """Tell the extension that the page is done."""
        self.extension.close()

    def around(self, root: str, *, at_any_address: bool = False) -> Around:
        """Return what stands around a page, as `VersionMenu.around` has it; ask once the site is laid out."""
        return self._version_menu.around(root, at_any_address=at_any_address)

    def with_overview(self, html: str, url: str) -> tuple[str, tuple[TocEntry, ...]]:
        """Return an ordinary page's HTML with the numbers of the project, and the headings that this adds.

        They stand where the writer asked for them.  The home page gets more than numbers, at its end where its writer
        has said nothing.
        """
        before, marker, after = html.partition(overview.MARKER)
        after = after.replace(overview.MARKER, "")
        if self._home and url in _HOME_URLS:
            block = self._kept.block(f"home {url}", lambda: self._home_block(url))
            return f"{before}\n{block.html}\n{after}", block.toc
        if not marker:
            return html, ()
        return f"{before}{self._kept.block(f'overview {url}', lambda: self._overview(url)).html}{after}", ()

    def assets(self) -> dict[str, bytes]:
        """Return the portal's own files: path relative to the site's root → bytes; ask for the pages first."""
        own = self._styled(assets.files())
        return own | self._kept.files(self._texts) | self._kept.binaries(lambda: downloads.files(self._press))

    def _texts(self) -> dict[str, bytes]:
        return (
            self._data_files
            | cards.files(self._press)
            | compare_data.files(self._press)
            | agreement_assets.files(self._press)
            | translated.files(self._press)
            | version_menu.files(self._press)
        )

    def _styled(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return files with what the style sheet says of this portal alone."""
        sheet = self.stylesheets[0]
        return {**files, sheet: files[sheet] + self._version_menu.sheet().encode()}

    def _pages(self) -> Iterator[Page]:
        yield from pages_of(self._press)
        if self._home and not _HOME_URLS.intersection(self._file_urls.values()):
            yield finished(self._press, home_page.page(self._press, self._edition))

    def _home_block(self, url: str) -> Fragment:
        block = home_page.block(self._press, url, self._edition)
        return Fragment(self._site.redact(block), home_page.toc(self._press))

    def _overview(self, url: str) -> Fragment:
        return Fragment(self._site.redact(overview.fragment(self._press, url)))

    def _inputs(self) -> str:
        """Return a digest of everything that pages and data files are made from.

        What a page is to know belongs into one of these values: nothing behind them reads a file, a clock or the
        environment.
        """
        return digest(
            [
                of_project(self._workspace),
                plain(self._addresses),
                plain((self._edition, build_date(os.environ))),
                plain((self._home, self._offer)),
                plain(self._file_urls),
                *map(extension, self._extensions),
                plain(self._configs),
                *(files_in(self._overrides) if self._overrides else ()),
            ]
        )

    def _file_url(self, path: str) -> str | None:
        return self._file_urls.get(path)

    @functools.cached_property
    def _version_menu(self) -> VersionMenu:
        project = self._workspace.project
        release = version_menu.Release(
            name=self._edition.release,
            is_stored=os.environ.get(version_menu.STORED) == "1",
            has_releases=bool(self._workspace.ledger),
            date=self._edition.date,
            site=project.site_name,
            digest=self._release.catalog_digest if self._release else "",
            made=build_date(os.environ).isoformat(),
            valid_until=self._release.valid_until if self._release else "",
            pending=sum(1 for _request in pending(self.catalog)),
            changes=self._addresses.url(self._addresses.list_source("change")),
        )
        return VersionMenu(project.language, self._overrides, self._addresses, release)

    @functools.cached_property
    def _press(self) -> Press:
        project, shown = self._workspace.project, self.catalog
        settings = (self._extensions, self._configs)
        renderer = RecordRenderer(*settings, self._linker, shown.schema, project.language, frame_ids=FRAME_IDS)
        around = surroundings(
            self._workspace.catalog, shown, self._file_urls, *settings, project.language, project.audience
        )
        return Press(self._site, CachedRenderer(renderer, self._cache, around), self._overrides)

    @functools.cached_property
    def _hidden(self) -> list[Record]:
        """Records that the audience must not know of."""
        return [record for record in self._workspace.catalog if record.id not in self.catalog.records]

    @functools.cached_property
    def _linker(self) -> Linker:
        project, shown = self._workspace.project, self.catalog
        return Linker(
            catalog=shown,
            mentions=self._workspace.mentions,
            hidden=self._hidden,
            url_of=lambda record_id: self._addresses.record_url(shown.records[record_id]),
            page_urls=self._file_url,
            language=project.language,
            docs_dir=project.shown_docs_dir,
        )

    @functools.cached_property
    def _story(self) -> Story:
        release = self._release.name if self._release else ""
        return Story.told(self._workspace, to_clients=not self._is_internal, release=release)

    @functools.cached_property
    def _agreement(self) -> Agreement:
        release = self._release.name if self._release else ""
        return Agreement.of(self._workspace, self._story, release, to_clients=not self._is_internal)

    @property
    def _results(self) -> Results:
        results = self._workspace.results
        return results.only(self._release.results) if self._release else results

    @functools.cached_property
    def _takeaways(self) -> TakeAways | None:
        if self._offer is None:
            return None
        return self._offer(
            Shown(
                self._workspace,
                self.catalog,
                self._story,
                self._agreement,
                self._addresses,
                self._release,
                lambda: self._data_files[DATA_JSON],
            )
        )

    @functools.cached_property
    def _data_files(self) -> dict[str, bytes]:
        return data.files(self._site)

    @functools.cached_property
    def _site(self) -> Site:
        project, report = self._workspace.project, self._workspace.report()
        return Site(
            catalog=self.catalog,
            mentions=self._workspace.mentions,
            addresses=self._addresses,
            language=project.language,
            audience="internal" if self._is_internal else "client",
            name=project.site_name,
            findings=(*report.findings, *report.waived) if self._is_internal else (),
            accepted=accepted_rules(self._workspace.catalog),
            redact=self._linker.redact if self._hidden else str,
            story=self._story,
            agreement=self._agreement,
            takeaways=self._takeaways,
            results=self._results,
            file_urls=self._file_urls,
            docs_folder=project.shown_docs_dir,
            contact=project.contact,
            address=project.address,
            redact_data=self._linker.redact_data if self._hidden else str,
        )
