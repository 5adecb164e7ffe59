"""Titles in both languages of a bilingual project."""

from __future__ import annotations

from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.translations import asked
from reqsite.i18n import _
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.model.han import has_han
from reqsite.model.record import Record

MISSING_TITLE = Rule(
    "RQ708",
    "missing-title",
    Severity.INFO,
    _("A record without a title in the other language, though others of its kind have one"),
    _("Readers of one language find a row that they cannot read in a list that they otherwise can."),
    "records:\n"
    "  - {id: REQ-001, type: functional, title: 登录, title_en: Log in, body: 系统应要求输入密码。}\n"
    "  - {id: REQ-002, type: functional, title: 注销, body: 系统应结束会话。}\n",
    "records:\n"
    "  - {id: REQ-001, type: functional, title: 登录, title_en: Log in, body: 系统应要求输入密码。}\n"
    "  - {id: REQ-002, type: functional, title: 注销, title_en: Log out, body: 系统应结束会话。}\n",
)
RULES = (MISSING_TITLE,)


def check(context: Context) -> Iterator[Finding]:
    """Yield the live records of a kind that lack the language which others of that kind have.

    Where the project asks for translations, that rule says so.
    """
    bilingual = {r.kind for r in context.records if "title_en" in r.fields or "title_zh" in r.fields}
    is_asked = asked(context)
    for kind in sorted(bilingual):
        for record in context.catalog.of(kind):
            name = _missing(record)
            if name and context.is_live(record) and not is_asked(record):
                message = _(
                    "{id} has no '{field}', though others of its kind are in two languages.", id=record.id, field=name
                )
                hint = _("Write '{field}:' and its value.", field=name)
                yield Finding.of(MISSING_TITLE, record.place("title", "id"), message, hint, record.id)


def _missing(record: Record) -> str:
    """Return the title that is missing beside the one there is; a term has its names in `en` and `zh` too."""
    name = "en" if has_han(record.title) else "zh"
    return "" if record.fields.get(f"title_{name}") or record.fields.get(name) else f"title_{name}"
