"""What a record is called: its title in the language of the site where it has one, and its other names."""

from __future__ import annotations

from reqsite.model.han import has_han
from reqsite.model.languages import KNOWN, language_tag, short_language
from reqsite.model.record import Record

_PREFIX = "title_"
_OTHER = (
    ("en", "title_en", "en"),
    ("zh-Hans", "title_zh", "zh"),
    ("zh-Hant", "", "zh_hant"),
)
"""Language, the field of any record that holds the title in it, and that of a term."""
_NAMED = frozenset(of_any for _tag, of_any, _of_term in _OTHER)


def title_in(record: Record, language: str) -> str:
    """Return the title for readers of `en` or `zh`: the one that the record has for them, else its own.

    A term keeps its name, which is what texts call it.
    """
    return (record.text(f"title_{language}") if record.kind != "term" else "") or record.title


def shown_title(record: Record, language: str) -> str:
    """Return the title for readers of a language, empty where it says no more than the id."""
    title = title_in(record, language)
    return "" if title == record.id else title


def other_titles(record: Record, language: str) -> list[tuple[str, str]]:
    """Return the record's names in other languages, (BCP 47 tag, name), without what the title says already."""
    shown = title_in(record, language)
    names = [(language_of(record.title), record.title)] if record.title != record.id else []
    for tag, of_any, of_term in _OTHER:
        names += [(tag, record.text(of_any))] if of_any else []
        names += [(tag, record.text(of_term))] if record.kind == "term" else []
    names += [
        (language_tag(short_language(field.removeprefix(_PREFIX))), record.text(field))
        for field in record.fields
        if field.startswith(_PREFIX) and field not in _NAMED and short_language(field.removeprefix(_PREFIX)) in KNOWN
    ]
    found = {(tag, name): None for tag, name in names if name and name != shown}
    return list(found)


def language_of(title: str) -> str:
    """Return the BCP 47 tag of the language that a title is written in."""
    return "zh-Hans" if has_han(title) else "en"
