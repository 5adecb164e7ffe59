"""From a record to the HTML of its sections."""

from __future__ import annotations

import html
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode

from reqsite.model.languages import original_key
from reqsite.model.record import Record, Section
from reqsite.model.schema import Schema, label_in
from reqsite.portal.markdown import tree
from reqsite.portal.markdown.blocks import SignedBlocks
from reqsite.portal.markdown.bounds import is_bomb
from reqsite.portal.markdown.cjk import SoftBreaks
from reqsite.portal.markdown.criteria import CriterionMarks
from reqsite.portal.markdown.extension import SOFT_BREAKS_PRIORITY, PageExtension
from reqsite.portal.markdown.headings import Ids
from reqsite.portal.markdown.inline import PRIORITY as INLINE_PRIORITY
from reqsite.portal.markdown.inline import InlineMarks
from reqsite.portal.markdown.links import Linker, Page, Piece
from reqsite.portal.markdown.lists import ListsUnderText
from reqsite.portal.markdown.references import References
from reqsite.portal.markdown.sanitise import Sanitiser
from reqsite.portal.markdown.walk import FindPieces, LinkMentions, TooDeepError
from reqsite.source.criteria import Criteria

NOT_FOR_RECORDS = frozenset(
    {
        "markdown.extensions.meta",  # takes a first line such as `Note: …` for metadata, and away
        "markdown.extensions.md_in_html",
        "pymdownx.b64",  # reads files
        "pymdownx.blocks.html",  # any element at all
        "pymdownx.snippets",  # reads files
    }
)
"""Extensions of the site that a record's text does not get."""


@dataclass(frozen=True, slots=True)
class RenderedSection:
    """One section of a record's text."""

    key: str
    """The schema's name for it, empty for a heading of the writer's own."""
    title: str
    """Plain text: the heading as written, the schema's label where there is none, empty where there is neither."""
    anchor: str
    """The id that its heading is to have."""
    html: str
    """Safe as it is."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A record's text as HTML."""

    sections: tuple[RenderedSection, ...]
    footnotes: str = ""
    """The footnotes of all sections, for the end of the text; empty where there are none."""
    has_diagram: bool = False
    has_math: bool = False
    as_plain_text: bool = False
    """True where the text could not be read as Markdown in reasonable time and is shown as it was written."""


class RecordRenderer:
    """Renders the texts of all records with one Markdown object; not for two threads at a time.

    Args:
        extensions: those of the site, names or instances; raw HTML and what reads files are taken out.
        configs: their settings by name, as Python-Markdown takes them.
        linker: knows the audience.
        schema: knows the sections.
        language: of the site.
        frame_ids: ids that the page around the text has; no heading of a text gets one of them.
    """

    def __init__(  # noqa: PLR0917 all of them are settings of the site
        self,
        extensions: Sequence[str | Extension],
        configs: Mapping[str, Mapping[str, Any]],
        linker: Linker,
        schema: Schema,
        language: str,
        frame_ids: frozenset[str] = frozenset(),
    ) -> None:
        self._linker = linker
        self._schema = schema
        self._language = language
        self._frame_ids = frame_ids
        self._sanitiser = Sanitiser()
        self._page = Page("")
        self._mark = f"rs{secrets.token_hex(8)}"
        wanted = [extension for extension in extensions if _is_for_records(extension)]
        self._md = Markdown(extensions=wanted, extension_configs=_settings(configs))
        self._tree = tree.RecordTree(self._md, linker, self._mark)
        self._criteria = CriterionMarks(self._md, self._mark)
        self._set_up(self._md)

    def render(self, record: Record, here: str) -> Rendered:
        """Return the HTML of a record's sections for the page at `here`, a URL relative to the site's root."""
        self._page = Page(here, self._linker.source_of(record), record.id)
        ids = Ids(self._frame_ids)
        anchors = self._anchors(record.sections, ids)
        self._tree.text = tree.RecordText(self._page, ids)
        plain = False
        try:
            pieces = self._pieces(self._texts(record))
        except (RecursionError, TooDeepError):
            pieces = [*(_as_written(section.text) for section in record.sections), ""]
            plain = True
        *bodies, footnotes = [self._finish(piece) for piece in pieces]
        return Rendered(
            tuple(
                RenderedSection(section.key, self._title(section), anchor, body)
                for section, anchor, body in zip(record.sections, anchors, bodies, strict=True)
            ),
            footnotes,
            has_diagram=any('class="mermaid' in body for body in bodies),
            has_math=any("arithmatex" in body for body in bodies),
            as_plain_text=plain,
        )

    def inline(self, text: str, here: str, record: Record | None = None) -> str:
        """Return a value of one line as HTML: escaped, its references and ids linked, its terms left alone."""
        page = Page(here, record=record.id if record else "")
        parts: list[str] = []
        end = 0
        for piece in self._linker.pieces(text, page, None, references=True):
            parts += [html.escape(text[end : piece.start]), _inline_html(piece)]
            end = piece.end
        parts.append(html.escape(text[end:]))
        return self._linker.redact("".join(parts))

    def _pieces(self, texts: list[str]) -> list[str]:
        """Return the HTML of each text and of the footnotes, all from one conversion."""
        if any(is_bomb(text) for text in texts):
            raise TooDeepError
        boundary = f"\n\n{self._mark}\n\n"
        pieces = self._convert(boundary.join([*texts, ""])).split(f"<{self._mark}></{self._mark}>")
        if len(pieces) == len(texts) + 1:
            return pieces
        return [*self._one_by_one(texts), ""]

    def _one_by_one(self, texts: list[str]) -> Iterator[str]:
        """Convert each section by itself: some block was left open and has swallowed the marks between sections."""
        for text in texts:
            yield self._convert(text).replace(f"<{self._mark}></{self._mark}>", "")

    def _convert(self, text: str) -> str:
        self._md.reset()
        return self._md.convert(text)

    def _finish(self, piece: str) -> str:
        text = self._criteria.without(piece)
        return self._linker.redact(self._sanitiser.clean(text)).strip("\n") if text.strip() else ""

    def _texts(self, record: Record) -> list[str]:
        """Return the Markdown of the sections, with marks where acceptance criteria begin."""
        known = self._schema.sections
        self._criteria.names = [criterion.id for criterion in record.criteria]
        return [
            self._criteria.marked(section, record.criteria)
            if section.key in known and known[section.key].criteria
            else self._translated(section)
            if "@" in section.key
            else section.text.strip("\n")
            for section in record.sections
        ]

    def _translated(self, section: Section) -> str:
        """Return the Markdown of a translation; its criteria have the names of their originals, but not their ids."""
        known = self._schema.sections.get(original_key(section.key))
        if known is None or not known.criteria:
            return section.text.strip("\n")
        criteria, first = Criteria([section]), len(self._criteria.names)
        self._criteria.names += [criterion.id for criterion in criteria]
        return self._criteria.marked(section, criteria, first)

    def _anchors(self, sections: Sequence[Section], ids: Ids) -> list[str]:
        wanted = (
            (self._anchor_of_translation(s) if "@" in s.key else s.key.replace("_", "-"))
            or slugify_unicode(self._linker.redact(s.title), "-")
            or "section"
            for s in sections
        )
        return [ids.make(name) for name in wanted]

    def _anchor_of_translation(self, section: Section) -> str:
        return slugify_unicode(self._linker.redact(section.key).replace("@", "-").replace("_", "-"), "-")

    def _title(self, section: Section) -> str:
        known = self._schema.sections.get(section.key)
        title = section.title or (label_in(known.label, self._language) if known else "")
        return self._linker.redact(title)

    def _set_up(self, md: Markdown) -> None:
        """Put our processors in, and take out what raw HTML would come through."""
        md.preprocessors.deregister("html_block", strict=False)
        md.preprocessors.register(ListsUnderText(md), "rs-lists", ListsUnderText.PRIORITY)
        md.inlinePatterns.deregister("html", strict=False)
        md.treeprocessors.deregister("prettify", strict=False)  # line breaks that nobody sees
        if "table" in md.parser.blockprocessors:
            tables: Any = md.parser.blockprocessors["table"]
            tables.config["use_align_attribute"] = True  # no style attribute survives
        mark = _Mark(md.parser, self._mark)
        md.parser.blockprocessors.register(mark, "rs-mark", 200)
        md.inlinePatterns.register(References(md, self._reference), "rs-references", References.PRIORITY)
        md.inlinePatterns.register(self._criteria, "rs-criteria", CriterionMarks.PRIORITY)
        md.treeprocessors.register(SoftBreaks(md), "rs-soft-breaks", SOFT_BREAKS_PRIORITY)
        md.treeprocessors.register(self._tree, "rs-record", tree.PRIORITY)
        md.treeprocessors.register(LinkMentions(md, self._find, self._mark), "rs-mentions", LinkMentions.PRIORITY)
        signs = {References.PATTERN: "[[", self._criteria.pattern: self._mark}
        md.treeprocessors.register(InlineMarks(md, signs), "inline", INLINE_PRIORITY)
        md.parser.parseBlocks = SignedBlocks(md.parser, {mark: self._mark}).parse  # type: ignore[method-assign]

    def _reference(self, written: str) -> Piece:
        return self._linker.reference(written, self._page)

    def _find(self) -> FindPieces:
        linker, page = self._linker, self._page
        return lambda text, seen: linker.pieces(text, page, seen)


class _Mark(BlockProcessor):
    """Turns the line that stands between two sections into an element; its random name is in no writer's hand."""

    def __init__(self, parser: BlockParser, mark: str) -> None:
        super().__init__(parser)
        self._mark = mark

    def test(self, parent: Element, block: str) -> bool:
        del parent
        return block.startswith(self._mark) and block.rstrip() == self._mark

    def run(self, parent: Element, blocks: list[str]) -> None:
        blocks.pop(0)
        SubElement(parent, self._mark)


def _is_for_records(extension: str | Extension) -> bool:
    if isinstance(extension, PageExtension):
        return False
    module = _full_name(extension) if isinstance(extension, str) else type(extension).__module__
    return module not in NOT_FOR_RECORDS


def _full_name(extension: str) -> str:
    """Return the module of an extension's name, without a class: `meta` is short for `markdown.extensions.meta`."""
    name = extension.partition(":")[0]
    return name if "." in name else f"markdown.extensions.{name}"


def _settings(configs: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the settings of the site with formulas as plain elements: their other form is a script."""
    settings = {name: dict(config) for name, config in configs.items()}
    settings.setdefault("pymdownx.arithmatex", {})["generic"] = True
    return settings


def _as_written(text: str) -> str:
    return f'<pre class="rs-plain">{html.escape(text)}</pre>' if text.strip() else ""


def _inline_html(piece: Piece) -> str:
    tag = "a" if piece.href else "span"
    attributes = {"class": piece.css, "href": piece.href, "title": piece.title}
    written = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items() if value)
    return f"<{tag}{written}>{html.escape(piece.text)}</{tag}>"
