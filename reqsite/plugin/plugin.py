"""The plugin's answers to MkDocs' events; what they do is done in the other rooms."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger

from reqsite.confirm.words import not_checked
from reqsite.exchange.errors import MissingPackageError
from reqsite.history.ledger import FOLDER
from reqsite.i18n import _, language_of
from reqsite.model.finding import Finding, Severity
from reqsite.model.schema import KINDS
from reqsite.plugin import search as site_search
from reqsite.plugin.collector import Collector
from reqsite.plugin.config import ReqsiteConfig
from reqsite.plugin.downloads import downloads
from reqsite.plugin.frames import TEMPLATE, Frames, look_at_the_page
from reqsite.plugin.last_site import LastSite
from reqsite.plugin.navigation import hang_up
from reqsite.plugin.pages import PortalPage, add_to_toc, portal_asset, portal_file
from reqsite.plugin.palette import offer_light_and_dark
from reqsite.plugin.strict import Finish, has_pages_of_their_own
from reqsite.portal import search
from reqsite.portal.digests import digest, of_project
from reqsite.portal.kept_lines import KeptLines, Line
from reqsite.portal.kept_pages import KeptPages
from reqsite.portal.markdown.cache import RenderCache
from reqsite.portal.portal import Portal
from reqsite.portal.templating import COMPILED
from reqsite.source.contact import read_contact
from reqsite.source.limits import Limits
from reqsite.source.project import Project
from reqsite.source.site_config import SiteConfig, SiteConfigError
from reqsite.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

log = get_plugin_logger(__name__)

FEATURES = ("navigation.path", "navigation.footer")
"""Features of Material that show where a record hangs: the way to it, and its neighbours."""
SHOWN_AT_MOST = 20
"""Findings below the level that fails are told one by one up to this number."""


class ReqsitePlugin(BasePlugin[ReqsiteConfig]):
    """Reads the records of a site, checks them, and adds their pages."""

    def __init__(self) -> None:
        self._cache: dict[str, Any] = {}
        self._portal: Portal | None = None
        self._rendered: RenderCache | None = None
        self._kept: KeptPages | None = None
        self._said: KeptLines | None = None
        self._collector = Collector()
        self._last = LastSite()
        self._is_served = False
        self._is_dirty = False
        self._ends_here = False
        self._has_search = False
        self._finish: Finish | None = None
        self._content: str | None = None
        self._pages: list[PortalPage] = []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Keep the plugin, and what it has read, over the rebuilds of `mkdocs serve`."""
        self._is_dirty = dirty
        self._is_served = command == "serve"
        self._ends_here = command == "build"

    # The project is read here and not in on_files, because the Markdown extension for the references in ordinary pages
    # has to be in the configuration before any page is made.
    @event_priority(50)
    def _configure(self, /, config: MkDocsConfig) -> MkDocsConfig | None:
        """Read and check the project, and set up what its pages need."""
        self._portal = self._finish = None
        self._has_search = False
        if not self.config.enabled:
            return None
        self._collector.spare()
        workspace = open_workspace(self._project(config), self._cache)
        if (release := workspace.project.release) and workspace.ledger.find(release) is None:
            raise PluginError(f"reqsite: REQSITE_RELEASE names {release}, which is no release in {FOLDER}/.")
        if self._rendered is None or self._kept is None or self._said is None:
            root = workspace.project.root
            self._rendered = RenderCache.of_user(root) if self.config.cache else RenderCache()
            self._kept = KeptPages.of_user(root) if self.config.cache else KeptPages()
            self._said = KeptLines.of_user(root) if self.config.cache else KeptLines()
        key = digest([of_project(workspace), self.config.fail_on])
        for weight, line in self._said.lines(key, lambda: _findings(workspace, self.config.fail_on)):
            log.log(weight, "%s", line)
        self._portal = Portal(
            workspace,
            overrides=_overrides(config),
            cache=self._rendered,
            kept=self._kept,
            home=self.config.home,
            offer=downloads(self.config.downloads, workspace.project.language, os.environ, is_served=self._is_served),
        )
        self._site_extensions = list(config.markdown_extensions)
        config.markdown_extensions.append(self._portal.extension)  # type: ignore[arg-type]
        config.extra_css = [*self._portal.stylesheets, *config.extra_css]
        config.extra_javascript = [*map(_deferred, self._portal.scripts), *config.extra_javascript]
        if config.theme.name == "material":
            # The portal asks no foreign host for anything.
            config.theme["font"] = False
            config.extra.setdefault("generator", False)
            config.theme["features"] = [*dict.fromkeys([*config.theme.get("features", []), *FEATURES])]
            offer_light_and_dark(config, workspace.project.language)
        if workspace.project.schema_file:
            config.watch = [*config.watch, str(workspace.project.schema_file)]
        self._has_search = site_search.set_up(config)
        # `mkdocs serve` puts a script of its own into every page on its way to the browser.
        self._finish = Finish(
            csp=self.config.csp and not self._is_served and has_pages_of_their_own(config),
            diagram_label=_("Diagram as text").to(workspace.project.language),
            portal=self._portal,
        )
        return config

    @event_priority(-90)
    def _after_other_plugins(self, /, config: MkDocsConfig) -> MkDocsConfig:
        if self._portal:
            self._portal.lay_out(directory_urls=config.use_directory_urls)
        if self._has_search:
            site_search.drop_the_shim(config)
        return config

    on_config = CombinedEvent(_configure, _after_other_plugins)

    # Just before MkDocs empties the folder of the site.
    @event_priority(-90)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Keep the record pages of the build before at hand, to write over them."""
        if self._portal and not self._is_dirty and _last(config, "post_page", self.on_post_page):
            self._last.set_aside(Path(config.site_dir), KINDS.values())

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files | None:
        """Put the portal's pages in the place of the records' files."""
        if self._portal is None:
            return None
        records = self._portal.record_files
        texts = [f.content_string for f in files.documentation_pages() if f.src_dir and f.src_uri not in records]
        for path in self._portal.withheld(texts):
            file = files.get_file_from_path(path)
            if file is not None:
                files.remove(file)
        urls = {f.src_uri: f.url for f in files if f.inclusion.is_included()}
        written = {f.dest_uri.casefold(): f.src_uri for f in files.documentation_pages()}
        for page in self._portal.pages(urls, self._site_extensions, config.mdx_configs):
            made = portal_file(page, config)
            if (taken := written.get(made.dest_uri.casefold())) is not None and taken != "index.md":
                gives_way = _(
                    "{file}: this page gives way to reqsite's own of the same address. Rename it.", file=taken
                )
                log.warning("%s", gives_way.to(self._portal.language))
                files.remove(files.src_uris[taken])
            _put(files, made)
        try:
            own = self._portal.assets()
        except MissingPackageError as error:
            raise PluginError(f"reqsite: {error.message.to(self._portal.language)}") from None
        for path, content in {**own, **(search.files() if self._has_search else {})}.items():
            _put(files, portal_asset(path, content, config))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation | None:  # noqa: ARG002
        """Hang record pages below their lists, without putting them into the navigation."""
        return hang_up(nav, files, self._portal.nav_title) if self._portal else None

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:  # noqa: ARG002
        """Tell the Markdown extension which ordinary page comes next."""
        if self._portal and not isinstance(page, PortalPage):
            self._portal.open(page.url, page.file.src_uri)
        return None

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:  # noqa: ARG002
        """Put the numbers of the project where an ordinary page asks for them."""
        if self._portal is None or isinstance(page, PortalPage):
            return None
        self._portal.close()
        html, added = self._portal.with_overview(html, page.url)
        add_to_toc(page, added)
        return html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment | None:
        """Render the frame around record pages once, where the site lets us."""
        if self._portal is None:
            return None
        if self._is_served and env.bytecode_cache is None:
            # MkDocs makes an environment at every edit, and would compile the theme's templates each time.
            env.bytecode_cache = COMPILED
        self._pages = [f.page for f in files.documentation_pages() if isinstance(f.page, PortalPage)]
        if not self.config.frames or look_at_the_page(config):
            return None
        has_last_word = len(config.plugins.events["post_page"]) == 1
        Frames.install(env, self._finish.page if self._finish and has_last_word else None)
        for page in self._pages:
            if page.portal.record or page.portal.kind == "release":
                page.meta["template"] = TEMPLATE
        return env

    # A search plugin reads a page's content in this event; it gets the words of a record without their frame, or
    # nothing where they get into its index by another way.
    @event_priority(90)
    def _before_search(self, /, context: TemplateContext, *, page: Page, **_rest: Any) -> TemplateContext:  # noqa: ANN401
        if isinstance(page, PortalPage):
            self._content = page.content
            page.content = "" if self._has_search and page.words is not None else page.search_content
        return context

    @event_priority(-90)
    def _after_search(self, /, context: TemplateContext, *, page: Page, **_rest: Any) -> TemplateContext:  # noqa: ANN401
        if isinstance(page, PortalPage):
            page.content = self._content
        return context

    on_page_context = CombinedEvent(_before_search, _after_search)

    # After what other plugins do to a page, so that what they put into it is in the policy too.
    @event_priority(-90)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Give a page its policy, and what draws its diagrams."""
        if isinstance(page, PortalPage) and output:
            self._last.give_back(config.site_dir, page.file.dest_uri)
        if self._finish is None or (isinstance(page, PortalPage) and page.is_finished):
            return output
        return self._finish.page(output, page)

    @event_priority(-90)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Give the page for what is not found its policy."""
        return self._finish.template(output_content, template_name, config) if self._finish else output_content

    @event_priority(-90)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Lay the words of the site where every reader's browser finds them, and keep what the next build can use."""
        if self._finish:
            self._finish.site(config)
        if self._has_search:
            site_search.publish(config, self._pages)
        if self._portal:
            self._portal.finish()
        self._last.drop()
        if self._ends_here:
            # The process does nothing but this build; a program that builds sites itself tells nobody that it starts.
            self._collector.leave_all()
        self._collector.restore()

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002
        """Leave the process and the folders as they were."""
        self._last.drop()
        self._collector.restore()

    def _project(self, config: MkDocsConfig) -> Project:
        root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        schema = root / self.config.schema if self.config.schema else None
        if schema and not schema.is_file():
            raise PluginError(f"reqsite: 'schema: {self.config.schema}' names no file beside mkdocs.yml.")
        return Project(
            root=root,
            docs_dir=Path(config.docs_dir),
            config_file=Path(config.config_file_path) if config.config_file_path else None,
            schema_file=schema,
            language=language_of(_theme_language(config)),
            site_name=config.site_name,
            audience=os.environ.get("REQSITE_AUDIENCE") or self.config.audience,
            limits=Limits(**self.config.limits),
            contact=_contact(config) if self.config.contact else {},
            address=f"{config.site_url.rstrip('/')}/" if config.site_url else "",
            release=os.environ.get("REQSITE_RELEASE", ""),
        )


def _last(config: MkDocsConfig, event: str, handler: Any) -> bool:  # noqa: ANN401 a method of ours
    """Return True where no other plugin answers to an event after us."""
    return bool(config.plugins.events[event][-1:] == [handler])


def _deferred(path: str) -> ExtraScriptValue:
    script = ExtraScriptValue(path)
    script.defer = True
    return script


def _theme_language(config: MkDocsConfig) -> str:
    theme = config.theme
    return str(theme.get("language") or theme.get("locale") or "en")


def _contact(config: MkDocsConfig) -> Mapping[str, str]:
    """Return where readers write to; read from the file again, which alone knows on which line a mistake stands."""
    if not config.config_file_path:
        return {}
    try:
        return read_contact(SiteConfig.read(Path(config.config_file_path)))
    except SiteConfigError as error:
        raise PluginError(f"reqsite: {error.file.name}:{error.line}:{error.column}: {error.message}") from None


def _overrides(config: MkDocsConfig) -> Path | None:
    custom_dir = config.theme.custom_dir
    return Path(custom_dir) / "reqsite" if custom_dir else None


def _put(files: Files, file: Any) -> None:  # noqa: ANN401 mkdocs' File, generated or not
    old = files.get_file_from_path(file.src_uri)
    if old is not None:
        files.remove(old)
    files.append(file)


def _findings(workspace: Workspace, fail_on: str) -> Iterator[Line]:
    """Yield what the checks say: as errors and warnings, which strict mode counts, from the level that fails on."""
    report = workspace.report()
    language = workspace.project.language
    limit = Severity(fail_on).rank if fail_on != "never" else -1
    if (unchecked := not_checked(workspace.receipts)) is not None:
        yield logging.INFO, unchecked.to(language)
    fatal = [f for f in report.findings if f.severity.rank <= limit]
    others = [f for f in report.findings if f.severity.rank > limit]
    for finding in fatal:
        yield logging.ERROR if finding.severity is Severity.ERROR else logging.WARNING, _line(finding, language)
    for finding in others[:SHOWN_AT_MOST]:
        yield logging.INFO, _line(finding, language)
    if len(others) > SHOWN_AT_MOST:
        yield logging.INFO, f"… and {len(others) - SHOWN_AT_MOST} more: `reqsite check` lists them all."


def _line(finding: Finding, language: str) -> str:
    return f"{finding.place}: {finding.rule.code} {finding.sentences(language)}"
