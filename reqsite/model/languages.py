"""Records in two languages: the text that binds, and translations that stand beside it in the same file.

A translated section has the key of its original and its language, `statement@en`; a translated field has the name of
its original and the language, `restatement_en`.  Nothing that is translated binds.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from reqsite.i18n import Message, _

BINDING_LANGUAGE = "binding_language"
"""The field in which a record says that its text is in another language than those of the project."""
TRANSLATED_FROM = "translated_from"
"""The field that keeps of what words a translation was made."""
MARK = re.compile(r"[0-9a-f]{6,64}")
"""What the fingerprint of a part's original is written as."""
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
_NAMES = {
    "zh": _("Chinese"),
    "zh-hant": _("Traditional Chinese"),
    "en": _("English"),
    "de": _("German"),
    "es": _("Spanish"),
    "fr": _("French"),
    "it": _("Italian"),
    "ja": _("Japanese"),
    "ko": _("Korean"),
    "pt": _("Portuguese"),
    "nl": _("Dutch"),
    "pl": _("Polish"),
    "ru": _("Russian"),
    "vi": _("Vietnamese"),
}
KNOWN = frozenset(_NAMES)
"""The languages that have a name."""
_SCRIPTS = {"zh": "zh-Hans", "zh-hant": "zh-Hant"}


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a project's records, each by its short name: `en`, `zh`, `zh-hant`."""

    binding: str = ""
    """In which a text without a language is written, and which counts where two differ; empty in a project that has
    said nothing of languages, and whose records have one each."""
    others: tuple[str, ...] = ()
    """Into which all that binds is to be translated."""

    @property
    def spoken(self) -> tuple[str, ...]:
        """All of them, the binding one first."""
        return (self.binding, *self.others) if self.binding else ()

    def binding_in(self, written: str) -> str:
        """Return the language that binds in a record with this `binding_language`, empty where none is known."""
        return (short_language(written) or self.binding) if self.binding else ""


@functools.lru_cache(maxsize=256)
def short_language(tag: str) -> str:
    """Return the short name of a language tag, empty where it is none: `zh-Hans-CN` and `zh` are `zh`, `en-GB` is `en`.

    Traditional Chinese is a language of its own, `zh-hant`.
    """
    if not _TAG.fullmatch(tag):
        return ""
    primary, *others = re.split("[-_]", tag.lower())
    return "zh-hant" if primary == "zh" and not _TRADITIONAL.isdisjoint(others) else primary


def language_tag(language: str) -> str:
    """Return the tag that a `lang` attribute has for a short name: `zh-Hans` for `zh`."""
    return _SCRIPTS.get(language, language)


def language_name(language: str) -> Message:
    """Return what people call a language, its short name where nobody has said."""
    return _NAMES.get(language) or Message(language)


def translated_key(key: str, language: str) -> str:
    """Return the key of a section's translation."""
    return f"{key}@{language}"


def original_key(key: str) -> str:
    """Return the key of the section that one with this key translates, or the key itself."""
    return key.rpartition("@")[0] if language_of_key(key) else key


def language_of_key(key: str) -> str:
    """Return the language of a translated section, empty for one that is none: a heading may hold an `@`, too."""
    return short_language(key.rpartition("@")[2]) if "@" in key else ""


def holds_marks(value: object) -> bool:
    """Return True for what `translated_from` holds: language → part → the first digits of a fingerprint.

    Such marks say what was looked at, not what a record says, and so are of no account where two texts are compared.
    """
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(
            isinstance(parts, Mapping)
            and all(isinstance(mark, str) and MARK.fullmatch(mark) for mark in parts.values())
            for parts in value.values()
        )
    )


def field_suffix(language: str) -> str:
    """Return what the name of a translated field ends in: `_en`, `_zh_hant`."""
    return f"_{language.replace('-', '_')}"
