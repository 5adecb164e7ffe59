"""What is prose in Markdown: code, addresses and tags are blanked out, so that every offset stays what it was."""

from __future__ import annotations

import re

from reqsite.checks.sieve import Sieve
from reqsite.source.markdown_scan import scan

_MASK = "\ufffc"
"""What the reader puts in the place of code."""
_LINK_TARGET = re.compile(r"\]\([^()\n]{0,500}(?:\([^()\n]{0,200}\)[^()\n]{0,500})?\)|\]\[[^\[\]\n]{0,200}\](?!\])")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]{1,200}\]:[^\n]{0,1000}$", re.MULTILINE)
_ADDRESS = re.compile(r"(?:https?|ftps?|file)://[^\s<>()（）\[\]\"“”，。；、！？]{1,2000}|mailto:[^\s<>()]{1,300}")
_TAG = re.compile(r"</?[A-Za-z!][^<>\n]{0,500}>")
_NOT_NEWLINE = re.compile(r"[^\n]+")
_QUOTES = {
    opening: re.compile(f"{opening}[^{opening}{closing}]{{1,500}}{closing}")
    for opening, closing in ("“”", "「」", "『』", "《》")
}
_STRAIGHT_QUOTES = re.compile(r'"[^"\n]{1,200}"')
_BLOCK_QUOTE = re.compile(r"^[ \t]{0,3}>[^\n]*$", re.MULTILINE)
_NOTE = re.compile(
    r"^[ \t]{0,8}(?:[-*>][ \t]{1,3})?\*{0,2}(?:notes?|remarks?|n\.b\.|注意?|备注|附注|说明|說明)\*{0,2}[ \t]?[:：]"
    r"[^\n]*(?:\n[ \t]*[^\s][^\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")


def may_hold_code(markdown: Sieve) -> list[int]:
    """Return the texts in which `without_code` may find something."""
    return markdown.holding("`", "~", "<", "\t", "\n    ")


def may_hold_targets(markdown: Sieve) -> list[int]:
    """Return the texts in which `words_only` may find something."""
    return markdown.holding("]", "<", ":")


def without_code(markdown: str) -> str:
    """Return Markdown of the same length in which code and comments are blank; line breaks stay."""
    if "`" in markdown or "~~~" in markdown or "<!--" in markdown:
        markdown = scan(markdown).masked(markdown).replace(_MASK, " ")
    if "\n    " in markdown or "\n\t" in markdown or markdown.startswith(("    ", "\t")):
        markdown = _without_indented_code(markdown)
    return markdown


def words_only(markdown: str) -> str:
    """Return what `without_code` returned with addresses, link targets and tags blank too."""
    if "](" in markdown or "][" in markdown:
        markdown = _LINK_TARGET.sub(lambda m: "]" + " " * (len(m[0]) - 1), markdown)
    if "]:" in markdown:
        markdown = _DEFINITION.sub(_spaces, markdown)
    if "<" in markdown:
        markdown = _TAG.sub(_spaces, markdown)
    if "://" in markdown or "mailto:" in markdown:
        markdown = _ADDRESS.sub(_spaces, markdown)
    return markdown


def without_quotes(text: str) -> str:
    """Return a text of the same length in which quoted words and block quotes are blank: they are someone else's."""
    for opening, pattern in _QUOTES.items():
        if opening in text:
            text = pattern.sub(_spaces, text)
    if '"' in text:
        text = _STRAIGHT_QUOTES.sub(_spaces, text)
    if ">" in text:
        text = _BLOCK_QUOTE.sub(_spaces, text)
    return text


def without_notes(text: str) -> str:
    """Return a text of the same length without paragraphs that begin with `NOTE:` or 注：: they bind nobody."""
    return _NOTE.sub(_spaces, text) if ":" in text or "：" in text else text


def _spaces(match: re.Match[str]) -> str:
    return _blank(match[0])


def _blank(text: str) -> str:
    return _NOT_NEWLINE.sub(lambda m: " " * len(m[0]), text) if "\n" in text else " " * len(text)


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with these spans, in order and apart from each other, blank."""
    parts = []
    done = 0
    for start, end in spans:
        parts += [text[done:start], _blank(text[start:end])]
        done = end
    parts.append(text[done:])
    return "".join(parts)


def _without_indented_code(markdown: str) -> str:
    """Blank lines that are indented by four spaces after an empty line, but not inside a list."""
    spans = []
    position = 0
    in_list = in_code = False
    after_blank = True
    for line in markdown.splitlines(keepends=True):
        stripped = line.strip()
        indented = line.startswith(("    ", "\t"))
        if stripped and not indented:
            in_list = bool(_LIST_ITEM.match(line)) or (in_list and (not after_blank or line[0] == " "))
        in_code = bool(stripped) and indented and not in_list and (after_blank or in_code)
        if in_code:
            spans.append((position, position + len(line)))
        after_blank = not stripped
        position += len(line)
    return _cut(markdown, spans)
