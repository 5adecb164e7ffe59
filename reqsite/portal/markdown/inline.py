"""Inline marks, looked for only in texts that have their sign: most words of a requirement have none.

Python-Markdown searches every text for each of some twenty patterns, which is a third of its time.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown, inlinepatterns
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

PRIORITY = 20
"""Where Python-Markdown has its own."""
_NONE = ("",)
_SIGNS = {
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    inlinepatterns.LINK_RE: ("[",),
    inlinepatterns.IMAGE_LINK_RE: ("![",),
    inlinepatterns.AUTOLINK_RE: ("<",),
    inlinepatterns.AUTOMAIL_RE: ("<",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: ("&",),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    r"\*|_": ("*", "_"),
    r"\[\^([^\]]*)\]": ("[^",),
}
"""Python-Markdown's own patterns, emphasis and footnotes at the end → what every match contains, one of these."""


class InlineMarks(InlineProcessor):
    """Does what Python-Markdown's own processor of inline marks does.

    It takes the place of one of its methods; a version that has no such method any more works as it always has.

    Args:
        md: with all patterns that it will have.
        signs: pattern → what every match of it contains, for patterns that are not Python-Markdown's own.
    """

    def __init__(self, md: Markdown, signs: dict[str, str]) -> None:
        super().__init__(md)
        # The loop asks for each by number, which a registry is slow at.
        patterns: Any = tuple(md.inlinePatterns)
        self.inlinePatterns = patterns
        known = _SIGNS | {pattern: (sign,) for pattern, sign in signs.items()}
        self._signs = tuple(known.get(pattern.getCompiledRegExp().pattern, _NONE) for pattern in patterns)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 its names
        if isinstance(data, AtomicString):
            return data
        apply: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        start, count = 0, len(self._signs)
        while patternIndex < count:
            matched = False
            for sign in self._signs[patternIndex]:
                if sign in data:
                    data, matched, start = apply(self.inlinePatterns[patternIndex], data, patternIndex, start)
                    break
            if not matched:
                patternIndex, start = patternIndex + 1, 0  # noqa: N806 as above
        return data
