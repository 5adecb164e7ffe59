"""What the pages are made from, and what they are: plain data, so that any site builder can carry them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from reqsite.model.catalog import Catalog
from reqsite.model.finding import Finding
from reqsite.model.mentions import Mentions
from reqsite.model.record import Record
from reqsite.portal.addresses import Addresses
from reqsite.portal.agreement.agreement import Agreement
from reqsite.portal.releases.story import Story
from reqsite.portal.takeaways import TakeAways
from reqsite.results.kept import Results

Audience = Literal["client", "internal"]
PageKind = Literal["home", "record", "list", "document", "glossary", "traceability", "matrix", "quality", "release"]


@dataclass(frozen=True)
class Site:
    """One portal: the state of a project as one audience sees it, in one language."""

    catalog: Catalog
    """Already cut: `Catalog.public()` for a client."""
    mentions: Mentions
    """Of this catalog, or of the one that it was cut from."""
    addresses: Addresses
    language: str = "en"
    """The language of our own words, one of `reqsite.i18n.LANGUAGES`."""
    audience: Audience = "client"
    name: str = ""
    """What the site is called."""
    findings: tuple[Finding, ...] = ()
    """What the checks say, the waived included; shown in internal portals only."""
    redact: Callable[[str], str] = str
    """Takes out of a text or of HTML what this audience must not read, such as ids of hidden records."""
    redact_data: Callable[[str], str] = str
    """The same for what machines read: with a mark that is the same in every language."""
    accepted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Record id → codes and names of the rules that its writer accepts not to keep; the reasons are internal."""

    story: Story = field(default_factory=Story)
    """What the releases changed, cut for the audience."""

    contact: Mapping[str, str] = field(default_factory=dict)
    """Way back to the team (`ask` …) → template of its address."""
    address: str = ""
    """Where the portal is on the web, with `/` at its end; empty where nobody has said."""
    agreement: Agreement = field(default_factory=Agreement)
    """Who has agreed to what."""
    results: Results = field(default_factory=Results)
    """The runs of tests that the project keeps, up to what the portal shows."""
    file_urls: Mapping[str, str] = field(default_factory=dict)
    """File, relative to the folder of documents → its URL; what is withheld is not among them."""
    docs_folder: str = ""
    """The folder of documents as the files of records have it."""
    takeaways: TakeAways | None = None
    """The files that its readers can take along; None where there are none."""

    @property
    def is_internal(self) -> bool:
        """True for a portal that never leaves the house."""
        return self.audience == "internal"


class RenderedSection(Protocol):
    """One section of a record's text as HTML."""

    @property
    def key(self) -> str:
        """The section's name in the schema, empty for a heading of the writer's own."""

    @property
    def title(self) -> str:
        """The heading as plain text, or the schema's label; empty where there is neither."""

    @property
    def anchor(self) -> str:
        """The id that the section's heading should have."""

    @property
    def html(self) -> str:
        """The text under the heading: sanitised, links relative to the page."""


class Rendered(Protocol):
    """A record's text as HTML."""

    @property
    def sections(self) -> Sequence[RenderedSection]:
        """In the order of the text."""

    @property
    def footnotes(self) -> str:
        """The footnotes of all sections as HTML, empty where there are none."""

    @property
    def has_diagram(self) -> bool:
        """True where the page needs what draws diagrams."""

    @property
    def has_math(self) -> bool:
        """True where the page needs what sets formulas."""


class Renderer(Protocol):
    """Turns Markdown of records into HTML that is safe to put into a page; `here` is the URL of that page."""

    def render(self, record: Record, here: str) -> Rendered:
        """Return the record's sections."""

    def inline(self, text: str, here: str, record: Record | None = None) -> str:
        """Return one line of text, such as a value of a field of `record`, with its references linked."""


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of a page's table of contents."""

    title: str
    anchor: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Fragment:
    """The finished HTML of a page's content, to go in after Markdown."""

    html: str
    toc: tuple[TocEntry, ...] = ()
    search: str = ""
    """What the search reads under the page's title: words, escaped; empty where it is to read the page itself."""
    has_diagram: bool = False
    has_math: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be: where it lies, how it hangs together with others, and how to make it."""

    source: str
    """The path of the Markdown source that stands for it, relative to docs_dir."""
    title: str
    """Plain text; who puts it into HTML escapes it."""
    kind: PageKind
    build: Callable[[], Fragment]
    """Makes the content; call it once, when the page is wanted."""
    parent: str = ""
    """The source of the page above it, empty for a page at the top."""
    in_nav: bool = False
    record: str = ""
    """The id of the record that it shows."""
    search: bool = True
    """False for a page that only says again what other pages say."""
