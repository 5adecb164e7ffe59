"""A difference as one page that needs no other file, and no script."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from markupsafe import Markup

from reqsite.cli.diff_items import Item, Redlines, groups_of, numbers
from reqsite.history.redline_html import RedlineWords, redline_html
from reqsite.i18n import Message, _

if TYPE_CHECKING:
    from reqsite.history.difference import Difference

_STYLE = """
:root{color-scheme:light dark;--ins:#e2f4e4;--del:#fbe3e4;--line:#8886}
@media(prefers-color-scheme:dark){:root{--ins:#123d1c;--del:#4d1a1e}}
body{font:16px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{max-width:60rem;margin:2rem auto;padding:0 1rem}
article{border:1px solid var(--line);border-radius:.3rem;margin:.7rem 0;padding:.3rem 1rem;overflow-wrap:anywhere}
h3{font-size:1rem;margin:.4rem 0}h4{font-size:.85rem;margin:.6rem 0 0;opacity:.8}
ins{background:var(--ins);text-decoration:underline}del{background:var(--del);text-decoration:line-through}
.rs-hidden-words{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
table{border-collapse:collapse}td,th{border:1px solid var(--line);padding:.2rem .5rem}pre{overflow-x:auto}
"""


def difference_html(
    difference: Difference, redlines: Redlines, say: Callable[[Message], str], language: str, site_name: str
) -> str:
    """Return the page; all texts of records are escaped."""
    words = RedlineWords.of(say)
    title = f"{difference.old.name} → {difference.new.name}"
    body = Markup("")
    for group in groups_of(difference):
        items = Markup("").join(_item(item, redlines, words, say) for item in group.items)
        body += Markup("<section>\n<h2>{} ({})</h2>\n{}</section>\n").format(say(group.title), len(group.items), items)
    if not body:
        body = Markup("<p>{}</p>\n").format(say(_("Nothing differs.")))
    return str(
        Markup(
            '<!doctype html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            "<title>{}: {}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n"
            "<h1>{}: {}</h1>\n<p>{}</p>\n{}</main>\n</body>\n</html>\n"
        ).format(
            "zh-Hans" if language == "zh" else "en",
            site_name,
            title,
            Markup(_STYLE),  # noqa: S704 ours
            site_name,
            title,
            say(numbers(difference)),
            body,
        )
    )


def _item(item: Item, redlines: Redlines, words: RedlineWords, say: Callable[[Message], str]) -> Markup:
    head = Markup("<h3>{} {}</h3>\n").format(item.note or item.id, item.title)
    parts = Markup("")
    for part in redlines.parts(item.changed) if item.changed else ():
        note = Markup("<p><i>{}</i></p>").format(say(part.note)) if part.note else ""
        parts += Markup("<h4>{}</h4>\n{}{}\n").format(part.label, redline_html(part.redline, words), note)
    return Markup("<article>\n{}{}</article>\n").format(head, parts)
