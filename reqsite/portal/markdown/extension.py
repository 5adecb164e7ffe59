"""The Python-Markdown extension for ordinary pages: references, ids and terms as links, CJK line breaks, slugs."""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from reqsite.portal.markdown import tree
from reqsite.portal.markdown.cjk import SoftBreaks
from reqsite.portal.markdown.links import Linker, Page, Piece
from reqsite.portal.markdown.references import References
from reqsite.portal.markdown.walk import FindPieces, LinkMentions

SOFT_BREAKS_PRIORITY = 21
"""Just before inline marks are read (20)."""
RAW_HTML_PRIORITY = 30
"""Where raw HTML is put back."""
KEPT_COMMENT = "<!-- reqsite:"
"""How a comment begins that is meant for us."""


class PageExtension(Extension):
    """Register one instance for all pages; call `open` before each page is converted.

    Without a linker, only line breaks and the ids of headings are seen to.
    """

    def __init__(self) -> None:
        super().__init__()
        self._context: tuple[Linker, Page] | None = None

    def open(self, linker: Linker, page: Page) -> None:
        """Set whose text comes next."""
        self._context = (linker, page)

    def close(self) -> None:
        """Forget the page, and the linker with its catalog."""
        self._context = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 Python-Markdown's name
        """Add the processors to a Markdown object."""
        md.treeprocessors.register(SoftBreaks(md), "rs-soft-breaks", SOFT_BREAKS_PRIORITY)
        md.inlinePatterns.register(References(md, self._reference), "rs-references", References.PRIORITY)
        md.treeprocessors.register(tree.PageTree(md, lambda: self._context), "rs-page", tree.PRIORITY)
        md.treeprocessors.register(LinkMentions(md, self._find), "rs-mentions", LinkMentions.PRIORITY)
        md.postprocessors.register(_DropComments(md), "rs-comments", RAW_HTML_PRIORITY + 1)
        md.postprocessors.register(_Redact(md, self), "rs-redact", -10)

    def redact(self, html: str) -> str:
        """Return the page's HTML without the ids of hidden records."""
        return self._context[0].redact(html) if self._context else html

    def _reference(self, written: str) -> Piece | None:
        if self._context is None:
            return None
        linker, page = self._context
        return linker.reference(written, page)

    def _find(self) -> FindPieces | None:
        if self._context is None:
            return None
        linker, page = self._context
        return lambda text, seen: linker.pieces(text, page, seen)


class _Redact(Postprocessor):
    """Runs after all others, when what they put back is in the text."""

    def __init__(self, md: Markdown, extension: PageExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, text: str) -> str:
        return self._extension.redact(text)


class _DropComments(Postprocessor):
    """Comments are notes among writers; whoever looks at the source of a page would read them."""

    def run(self, text: str) -> str:
        blocks = self.md.htmlStash.rawHtmlBlocks
        for number, block in enumerate(blocks):
            if isinstance(block, str) and "<!--" in block:
                blocks[number] = without_comments(block)
        return text


def without_comments(html: str) -> str:
    """Return HTML without its comments, but for those that are meant for us; an open one reaches to the end."""
    kept: list[str] = []
    position = 0
    while (start := html.find("<!--", position)) >= 0:
        end = html.find("-->", start + 4)
        end = len(html) if end < 0 else end + 3
        kept.append(html[position:start])
        if html.startswith(KEPT_COMMENT, start):
            kept.append(html[start:end])
        position = end
    return "".join([*kept, html[position:]])
