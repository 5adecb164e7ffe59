"""Words for people, in the language of the reader.

A message is made where something is noticed and put into words where it is read: `_("…{id}…", id=record.id)`
keeps the template and its values apart, `Message.to("zh")` looks the template up in the gettext catalogue of
that language (`locale/<language>/LC_MESSAGES/reqsite.mo`) and fills it in.  English is the source language.
"""

from __future__ import annotations

import functools
import gettext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCALE_DIR = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh")
"""The languages that reqsite speaks; every other one falls back to English."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for a person: an English template with `{name}` fields, and the values that fill them."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    many: str = ""
    """The template for more than one, empty where the sentence counts nothing."""
    count: int = 1

    def to(self, language: str) -> str:
        """Return the sentence in `language`; values that are messages themselves are translated too."""
        catalogue = translation(language)
        if self.many:
            text = catalogue.ngettext(self.template, self.many, self.count)
        else:
            text = catalogue.gettext(self.template)
        if not self.values:
            return text
        return text.format_map({k: v.to(language) if isinstance(v, Message) else v for k, v in self.values.items()})

    def __str__(self) -> str:
        return self.to("en")


class MessageError(Exception):
    """What stops a call, said for a person.

    Attributes:
        message: What is wrong.
        hint: What to do about it, None where the message says it.
    """

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint


def _(template: str, /, **values: object) -> Message:
    """Return a message; the name is the one that gettext tools look for."""
    return Message(template, values)


def plural(one: str, many: str, count: int, /, **values: object) -> Message:
    """Return a message about `count` things, which its templates may name as `{count}`: "1 error", "2 errors"."""
    return Message(one, {**values, "count": count}, many, count)


def language_of(tag: str | None) -> str:
    """Return the language of ours for a BCP 47 tag or a MkDocs theme language (`zh-Hans`, `zh_TW`, `en`, `de`)."""
    return "zh" if (tag or "").lower().startswith("zh") else "en"


@functools.cache
def translation(language: str) -> gettext.NullTranslations:
    """Return the gettext catalogue of `language`; English, and what is missing, is the template itself."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("reqsite", LOCALE_DIR, [language], fallback=True)
