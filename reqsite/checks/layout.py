"""Markdown that the site will not show as the writer meant it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.texts import Text
from reqsite.i18n import _
from reqsite.model.finding import Finding, Rule, Severity

LIST_WITHOUT_BLANK_LINE = Rule(
    "RQ601",
    "list-without-blank-line",
    Severity.WARNING,
    _("A list without an empty line before it"),
    _("Editors show a list; the site runs the items together into one paragraph."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe system shall ask for:\n- a name\n- a password\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nIt shall ask for:\n\n- a name\n- a password\n",
)
NESTED_LIST_INDENT = Rule(
    "RQ602",
    "nested-list-indent",
    Severity.WARNING,
    _("A nested list that is indented by fewer than four spaces"),
    _("The site puts its items on the level of the outer list, so what belonged together falls apart."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nIt shall ask for:\n\n- a name\n  - first\n  - last\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nIt shall ask for:\n\n- a name\n    - first\n    - last\n",
)
FULL_WIDTH_PIPE = Rule(
    "RQ603",
    "full-width-pipe",
    Severity.WARNING,
    _("A table drawn with full-width pipes"),
    _("Only the half-width | draws a table; with ｜ the rows are shown as plain text."),
    "---\nid: REQ-001\ntype: functional\ntitle: 登录\n---\n｜字段｜说明｜\n｜---｜---｜\n｜姓名｜必填｜\n",
    "---\nid: REQ-001\ntype: functional\ntitle: 登录\n---\n|字段|说明|\n|---|---|\n|姓名|必填|\n",
)
FULL_WIDTH_MARK = Rule(
    "RQ604",
    "full-width-mark",
    Severity.WARNING,
    _("A Markdown mark typed full-width"),
    _("Only half-width marks make headings, lists and bold text; full-width ones are shown as they are."),
    "---\nid: REQ-001\ntype: functional\ntitle: 登录\n---\n系统应要求输入密码。\n\n＃＃ 备注\n\n无\n",
    "---\nid: REQ-001\ntype: functional\ntitle: 登录\n---\n系统应要求输入密码。\n\n## 备注\n\n无\n",
)
RULES = (LIST_WITHOUT_BLANK_LINE, NESTED_LIST_INDENT, FULL_WIDTH_PIPE, FULL_WIDTH_MARK)

_LIST_AFTER_LINE = re.compile(r"\n {0,3}(?:[-*+]|1[.)])[ \t]{1,8}\S")
_LIST_LINE = re.compile(r"[ \t]{0,40}(?:[-*+]|\d{1,9}[.)])[ \t]")
_SHALLOW_ITEM = re.compile(r"\n {1,3}[ \t]{0,40}(?:[-*+]|\d{1,9}[.)])[ \t]")
_NO_PARAGRAPH = re.compile(r"[ \t]{0,3}(?:#{1,6}[ \t]|>|\||[-*_=]{3,80}[ \t]{0,80}$|:::|!!!|\?\?\?[ +]|    |\t)")
_DEEPEST_FLAT = 3
_PIPE_ROW = re.compile(r"^[ \t]{0,8}｜[^\n]{1,2000}?｜|^[^\n｜]{1,200}｜[^\n｜]{1,200}｜", re.MULTILINE)
_MARK = re.compile(
    r"^[ \t]{0,3}(＃{1,6})[ \t　]{0,4}\S|^[ \t]{0,3}([＊＋－])[ \t　]{1,4}\S|(＊＊)[^\n＊]{1,200}＊＊", re.MULTILINE
)
_HALF_WIDTH = str.maketrans("＃＊＋－", "#*+-")


def check(context: Context) -> Iterator[Finding]:
    """Yield what Markdown will not show as meant."""
    texts = context.texts
    for text in texts.at(texts.markdown.matching(_LIST_AFTER_LINE)):
        yield from _lists(text)
    for text in texts.at(texts.markdown.matching(_SHALLOW_ITEM)):
        yield from _nested(text)
    if not texts.markdown.is_ascii:
        for text in texts.at(texts.markdown.holding("｜")):
            yield from _pipes(text)
        for text in texts.at(texts.markdown.holding("＃", "＊", "＋", "－")):
            yield from _marks(text)


def _lists(text: Text) -> Iterator[Finding]:
    """Report each paragraph into which a list runs; a block of lines is looked at once."""
    markdown = text.markdown
    trimmed = markdown.strip("\n")
    if "\n\n" not in trimmed and _LIST_LINE.match(trimmed):
        return  # one list and nothing else, as criteria are
    looked_at = 0
    for match in _LIST_AFTER_LINE.finditer(markdown):
        end = match.start()
        before = markdown[markdown.rfind("\n", 0, end) + 1 : end]
        if not before or before.isspace() or _LIST_LINE.match(before):
            continue
        begin = markdown.rfind("\n\n", looked_at, end)
        if begin < 0 and looked_at:
            continue  # the same block as the last one
        looked_at = end
        if _is_paragraph(markdown[begin + 2 if begin >= 0 else 0 : end]):
            place = text.place(match.end() - len(match[0].lstrip("\n ")))
            message = _("The list has no empty line before it, so the site shows it as running text.")
            hint = _("Put an empty line before the first item.")
            yield Finding.of(LIST_WITHOUT_BLANK_LINE, place, message, hint, text.record.id)


def _is_paragraph(block: str) -> bool:
    """Return True for lines that make a paragraph: no list begins in them, and no table, quote or rule ends them."""
    lines = block.strip("\n").split("\n")
    if _NO_PARAGRAPH.match(lines[-1]):
        return False
    return not any(_LIST_LINE.match(line) or line.startswith(("    ", "\t")) for line in lines)


def _nested(text: Text) -> Iterator[Finding]:
    """Report the first item of each list that is indented by one to three spaces below another item."""
    position = 0
    outer: int | None = None
    for line in text.markdown.split("\n"):
        if line and not line.isspace():
            depth = len(line) - len(line.lstrip(" "))
            is_item = _LIST_LINE.match(line) is not None
            if is_item and (outer is None or depth <= outer):
                outer = depth
            elif is_item and depth <= _DEEPEST_FLAT:
                message = _("The nested item is indented by {spaces} spaces; the site wants 4.", spaces=depth)
                hint = _("Indent it by four spaces.")
                yield Finding.of(NESTED_LIST_INDENT, text.place(position + depth), message, hint, text.record.id)
                outer = depth  # its neighbours are no news
            elif depth == 0 and not is_item:
                outer = None
        position += len(line) + 1


def _pipes(text: Text) -> Iterator[Finding]:
    match = _PIPE_ROW.search(text.markdown)
    if match:
        place = text.place(text.markdown.index("｜", match.start()))
        message = _("A full-width '｜' draws no table.")
        yield Finding.of(FULL_WIDTH_PIPE, place, message, _("Write the half-width '|'."), text.record.id)


def _marks(text: Text) -> Iterator[Finding]:
    for match in _MARK.finditer(text.markdown):
        mark = match[1] or match[2] or match[3]
        place = text.place(match.start(match.lastindex or 0))
        message = _("A full-width '{mark}' is shown as it is.", mark=mark)
        hint = _("Write the half-width '{mark}'.", mark=mark.translate(_HALF_WIDTH))
        yield Finding.of(FULL_WIDTH_MARK, place, message, hint, text.record.id)
