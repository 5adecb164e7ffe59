"""A redline as plain text for a terminal, and as Markdown for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from reqsite.history.folding import folded
from reqsite.history.printable import printable
from reqsite.history.redline import Redline, Row
from reqsite.history.runs import DEL, INS, Run
from reqsite.i18n import Message, plural

Mark = Callable[[str, str], str]
"""Takes `ins` or `del` and words, and returns the words with marks around."""


def bracketed(op: str, words: str) -> str:
    """Return words marked as `wdiff` and `git diff --word-diff` do."""
    return f"{{+{words}+}}" if op == INS else f"[-{words}-]"


def redline_plain(redline: Redline, say: Callable[[Message], str], mark: Mark = bracketed, context: int = 1) -> str:
    """Return a redline as lines of text.

    Args:
        redline: The redline.
        say: Puts a message into words.
        mark: Sets words that were put in or taken out apart, with colour if it likes.
        context: Unchanged blocks that are kept before and after each change.
    """
    lines: list[str] = []
    for stretch in folded(redline, context):
        if isinstance(stretch, int):
            lines.append(f"… {say(_left_out(stretch))}")
        else:
            lines += (_plain_line(row, mark) for row in stretch)
    return "\n".join(lines)


def redline_markdown(redline: Redline, say: Callable[[Message], str], context: int = 1) -> str:
    """Return a redline as Markdown with `<ins>` and `<del>`; nothing in its texts is Markdown, HTML or a mention."""
    lines: list[str] = []
    for stretch in folded(redline, context):
        if isinstance(stretch, int):
            lines.append(f"… <i>{literal(say(_left_out(stretch)))}</i>")
        else:
            lines += (_markdown_line(row) for row in stretch)
    return "\n\n".join(line for line in lines if line.strip())


def _left_out(count: int) -> Message:
    return plural("{count} unchanged paragraph", "{count} unchanged paragraphs", count)


def _tagged(op: str, words: str) -> str:
    return f"<{op}>{words}</{op}>"


def _plain_line(row: Row, mark: Mark) -> str:
    cells = [_cell(cell, mark, printable) for cell in row.cells]
    indent = "> " * row.path.count("quote") + "  " * sum(container in _LISTS for container in row.path)
    if row.kind == "item":
        return f"{indent[:-2]}{f'{row.marker}.' if row.marker else '-'} {cells[0]}"
    if row.kind == "row":
        return f"{indent}| {' | '.join(cells)} |"
    return indent + (_RULE if row.kind == "rule" else cells[0])


def _markdown_line(row: Row) -> str:
    """Return one row as a paragraph or an item; lists are not nested, since an item's parent may be left out."""
    cells = [_cell(cell, _tagged, literal) for cell in row.cells]
    text = _RULE if row.kind == "rule" else f" {literal('|')} ".join(cells)
    if row.kind == "code":
        return f"<code>{text.strip()}</code>" if text.strip() else ""
    text = _entities(text.lstrip(), _START)
    if row.kind != "item":
        return text
    number = _entities(f"{row.marker}. ", _START) if row.marker else ""
    return f"- {'› ' * (sum(container in _LISTS for container in row.path) - 1)}{number}{text}"


def _cell(runs: Sequence[Run], mark: Mark, write: Callable[[str], str]) -> str:
    parts: list[str] = []
    for op, group in groupby(runs, key=lambda run: run.op):
        members = list(group)
        text = "".join(f"^{run.text}" if "sup" in run.style.marks else run.text for run in members)
        if op not in (INS, DEL):
            parts += (_same(run, mark, write) for run in members)
        elif text.strip():
            blanks = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            parts.append(f"{blanks[0]}{mark(op, write(text.strip()))}{blanks[1]}")
        elif op == INS:
            parts.append(text)
    return "".join(parts)


def _same(run: Run, mark: Mark, write: Callable[[str], str]) -> str:
    text = write(f"^{run.text}" if "sup" in run.style.marks else run.text)
    if run.was is None or run.was.url == run.style.url:
        return text
    urls = ((DEL, run.was.url), (INS, run.style.url))
    shown = " ".join(mark(op, write(url)) for op, url in urls if url)
    blank = text[len(text.rstrip()) :]
    return f"{text.rstrip()} ({shown}){blank}"


_LISTS = ("ul", "ol", "dl")
_RULE = "———"
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>|~&^$=\"]")
_START = re.compile(r"\A(?:[-+#]|\d{1,9}[.)])")
_REFERENCE = re.compile(r"[@#!](?=\w)|(?<=\bGH)-(?=\d)|:(?=//|[\w+-]{1,40}:)|(?<=\bwww)\.", re.IGNORECASE)
_BREAK = "&#8203;"


def literal(text: str) -> str:
    """Return text for Markdown on a forge: shown as it is, no mark, tag, mention, issue number, emoji or link in it.

    What means something at the beginning of a line only is left as it is.
    """
    broken = _REFERENCE.sub(lambda found: f"{found[0]}\x00", printable(text))
    return _entities(broken, _ACTIVE).replace("\x00", _BREAK)


def _entities(text: str, what: re.Pattern[str]) -> str:
    return what.sub(lambda found: "".join(f"&#{ord(letter)};" for letter in found[0]), text)
