"""A portal of a few records to render texts for."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from markdown.extensions import Extension

from reqsite.model.catalog import Catalog
from reqsite.model.mentions import Mentions
from reqsite.model.record import Criterion, Record, Section, Value
from reqsite.model.schema import RecordType, Schema, SectionType
from reqsite.portal.markdown.links import Linker
from reqsite.portal.markdown.render import RecordRenderer, Rendered

SCHEMA = Schema(
    types={
        "functional": RecordType("functional", "requirement", {"en": "Functional"}, id=r"REQ-\d{1,6}(?:-[A-Z])?"),
        "term": RecordType("term", "term", {"en": "Term"}),
    },
    fields={},
    links={},
    states={},
    sections={
        "statement": SectionType("statement", {"en": "Statement", "zh": "需求陈述"}),
        "acceptance_criteria": SectionType("acceptance_criteria", {"en": "Acceptance criteria"}, criteria=True),
        "rationale": SectionType("rationale", {"en": "Rationale", "zh": "理由"}),
    },
)
MATERIAL = (
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.mark",
    "pymdownx.arithmatex",
)
"""What sites with Material for MkDocs have."""


def requirement(record_id: str, text: str = "", *, title: str = "", **fields: Value) -> Record:
    """A requirement in a file of its own whose whole text is its statement."""
    sections = (Section("statement", "", 0, text, 5),) if text else ()
    file = f"docs/req/{record_id}.md"
    title = title or f"Title of {record_id}"
    return Record(record_id, "functional", "requirement", title, file, 1, fields=fields, sections=sections)


def term(name: str, **fields: Value) -> Record:
    return Record(name, "term", "term", name, "docs/terms.yml", 1, fields=fields)


def url_of(record_id: str) -> str:
    return f"requirements/{record_id}.html" if record_id.startswith("REQ") else f"terms/{record_id}.html"


class Portal:
    """A site with a few records and files, for one audience."""

    def __init__(self, records: Iterable[Record], hidden: Iterable[str] = (), files: Iterable[str] = ()) -> None:
        everything = Catalog(records, SCHEMA)
        secret = frozenset(hidden)
        urls = {file: str(PurePosixPath(file).with_suffix(".html")) if file.endswith(".md") else file for file in files}
        visible = Catalog([record for record in everything if record.id not in secret], SCHEMA)
        self.linker = Linker(
            visible,
            Mentions(everything),
            [record for record in everything if record.id in secret],
            url_of,
            urls.get,
            "en",
            "docs",
        )

    def renderer(
        self, extensions: Iterable[str | Extension] = MATERIAL, **configs: dict[str, object]
    ) -> RecordRenderer:
        named = {name.replace("__", "."): config for name, config in configs.items()}
        return RecordRenderer(list(extensions), named, self.linker, SCHEMA, "en")

    def render(self, *sections: Section, criteria: tuple[Criterion, ...] = (), record_id: str = "REQ-1") -> Rendered:
        file = f"docs/req/{record_id}.md"
        record = Record(record_id, "functional", "requirement", "T", file, 1, sections=sections, criteria=criteria)
        return self.renderer().render(record, url_of(record_id))

    def html(self, text: str) -> str:
        """The HTML of a statement in the record REQ-1."""
        return self.render(Section("statement", "", 0, text, 5)).sections[0].html


def small_portal(hidden: Iterable[str] = ()) -> Portal:
    return Portal(
        [
            requirement("REQ-1"),
            requirement("REQ-2", title="Fast & <safe>"),
            requirement("REQ-3"),
            requirement("REQ-4"),
            requirement("REQ-5"),
            requirement("REQ-5-A"),
            term("SLA"),
            term("API"),
            term("amp"),
            term("结算"),
            term("清结算"),
            term("计算"),
            term("settlement batch"),
        ],
        hidden=hidden,
        files=["index.md", "req/flow.png", "guide/start.md"],
    )
