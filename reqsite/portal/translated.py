"""The translations of a record as pages show them: beside the text that binds, each saying whether it is up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from reqsite.i18n import LANGUAGES, _
from reqsite.model.languages import (
    BINDING_LANGUAGE,
    KNOWN,
    TRANSLATED_FROM,
    field_suffix,
    language_name,
    language_of_key,
    language_tag,
    original_key,
    translated_key,
)
from reqsite.model.record import Record
from reqsite.model.schema import Schema
from reqsite.model.translations import Translation, binding_language, stale_parts, translations
from reqsite.portal import assets
from reqsite.portal.addresses import relative
from reqsite.portal.criteria import with_steps
from reqsite.portal.press import Press
from reqsite.portal.site import Rendered
from reqsite.source.criteria import Criteria

ANCHORS = frozenset(f"rs-in-{language}" for language in KNOWN)
"""Ids of translations on a record's page."""
SCRIPT = "assets/reqsite/languages.js"
_FILE = Path(__file__).parent / "assets" / "languages" / "languages.js"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A part in another language than the binding one."""

    key: str
    """Of the original: a field or a section."""
    title: str
    anchor: str
    html: Markup


@dataclass(frozen=True, slots=True)
class ShownTranslation:
    """What a record says in one language beside the binding one."""

    language: str
    tag: str
    """For a `lang` attribute."""
    anchor: str
    heading: str
    notes: tuple[tuple[str, str], ...]
    """(tag, sentence) which language binds, in that of the site and in that of the translation."""
    stale: str
    """Empty where the original says still what was translated."""
    title: str
    fields: tuple[Spoken, ...]
    sections: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A language that a reader can choose."""

    language: str
    tag: str
    name: str
    binds: bool


@dataclass(frozen=True, slots=True)
class Voices:
    """A record in all of its languages."""

    language: str
    tag: str
    """Of the text that binds."""
    translations: tuple[ShownTranslation, ...]

    @property
    def languages(self) -> str:
        """What a page's script finds them by."""
        return " ".join((self.language, *(one.language for one in self.translations)))


def voices(
    press: Press, record: Record, rendered: Rendered, here: str, *, kept: frozenset[str] | None = None
) -> Voices | None:
    """Return a record in its languages, None where it has one.

    Args:
        press: of the portal.
        record: as the portal's audience sees it.
        rendered: its text.
        here: URL of the page, relative to the root of the site.
        kept: the fields and sections that the page shows; all where it is None.
    """
    schema = press.site.catalog.schema
    found = translations(record, schema)
    if not found:
        return None
    binding = binding_language(record, schema)
    shown = [_shown(press, record, rendered, here, one, binding, kept) for one in found]
    # A title alone stands below the record's own already.
    told = tuple(one for one in shown if one.sections or one.fields)
    return Voices(binding, language_tag(binding), told) if told else None


def of_sheet(press: Press, record: Record, here: str) -> Voices | None:
    """Return what people are asked to agree to in its languages, None where it has one."""
    schema = press.site.catalog.schema
    if not schema.languages.binding:
        return None
    rendered = press.render.render(record, here)
    return voices(press, record, rendered, here, kept=schema.binding_sections | {"restatement"})


def texts(found: Voices | None) -> Iterator[str]:
    """Yield all that a record says in other languages than the binding one, as HTML, for the search."""
    for one in found.translations if found else ():
        yield from (f"{part.title} {part.html}" for part in (*one.sections, *one.fields))


def choices(press: Press, found: Iterable[Voices | None]) -> list[Choice]:
    """Return the languages among which the readers of a page choose; none where each text has one alone."""
    spoken = [one for one in found if one is not None]
    binding = dict.fromkeys(one.language for one in spoken)
    others = dict.fromkeys(shown.language for one in spoken for shown in one.translations)
    names = [*binding, *(name for name in others if name not in binding)]
    return [Choice(name, language_tag(name), _own_name(press, name), list(binding) == [name]) for name in names]


def which_binds(press: Press, found: Iterable[Voices | None]) -> str:
    """Return the sentence that names the language in which an answer is given; empty where each text has one alone."""
    languages = dict.fromkeys(one.language for one in found if one is not None)
    if not languages:
        return ""
    names = press.words.say(_(", ")).join(language_name(name).to(press.site.language) for name in languages)
    return press.words.say(_("Your answer is given to the text that binds: {languages}.", languages=names))


def script(here: str) -> str:
    """Return the way from a page to the script that lets readers choose."""
    return relative(SCRIPT, here)


def files(press: Press) -> dict[str, bytes]:
    """Return path relative to the site's root → bytes; nothing in a project without languages."""
    return {SCRIPT: assets.lean(_FILE)} if press.site.catalog.schema.languages.binding else {}


def said_elsewhere(record: Record, schema: Schema) -> frozenset[str]:
    """Return the fields of a record that its translations show, or that speak of them."""
    found = translations(record, schema)
    names = {f"{name}{field_suffix(one.language)}" for one in found for name in one.fields}
    return frozenset(names | {TRANSLATED_FROM, BINDING_LANGUAGE}) if schema.languages.binding else frozenset()


def binds(binding: str, reader: str) -> str:
    """Return the sentence that names the language which binds, for readers of `en` or `zh`."""
    return _("The {language} text binds.", language=language_name(binding)).to(reader)


def _shown(  # noqa: PLR0917 all of them say where and what
    press: Press,
    record: Record,
    rendered: Rendered,
    here: str,
    one: Translation,
    binding: str,
    kept: frozenset[str] | None,
) -> ShownTranslation:
    reader = press.site.language
    name = language_name(one.language)
    speakers = (reader, *(language for language in LANGUAGES if language == one.language))
    sentences = {binds(binding, speaker): language_tag(speaker) for speaker in reversed(speakers)}
    parts = press.words.say(_(", ")).join(_part_name(press, part) for part in stale_parts(record, one))
    return ShownTranslation(
        language=one.language,
        tag=language_tag(one.language),
        anchor=f"rs-in-{one.language}",
        heading=press.words.say(_("{language} translation", language=name)),
        notes=tuple((tag, sentence) for sentence, tag in reversed(sentences.items())),
        stale=press.words.say(_("Out of date: the original has changed since in {parts}.", parts=parts))
        if parts
        else "",
        title=one.fields.get("title", ""),
        fields=tuple(_fields(press, record, here, one, kept)),
        sections=tuple(_sections(press, record, rendered, one, kept)),
    )


def _fields(press: Press, record: Record, here: str, one: Translation, kept: frozenset[str] | None) -> Iterator[Spoken]:
    known = press.site.catalog.schema.fields
    for name, text in one.fields.items():
        if name != "title" and (kept is None or name in kept):
            label = known[name].label.get(one.language) or press.words.field(name)
            lines = (press.inline(line, here, record) for line in text.splitlines() if line.strip())
            yield Spoken(name, label, "", Markup("<br>\n").join(lines))


def _sections(
    press: Press, record: Record, rendered: Rendered, one: Translation, kept: frozenset[str] | None
) -> Iterator[Spoken]:
    known = press.site.catalog.schema.sections
    order: Sequence[str] = [section.key for section in rendered.sections]
    found = [s for s in rendered.sections if language_of_key(s.key) == one.language and s.html]
    # As their originals follow one another; what has none comes last.
    for section in sorted(found, key=lambda s: _rank(order, original_key(s.key))):
        key = original_key(section.key)
        if kept is not None and key not in kept:
            continue
        html = section.html
        if kept is None and key in known and known[key].criteria:
            theirs = translated_key(key, one.language)
            html = with_steps(html, Criteria([s for s in record.sections if s.key == theirs]))
        yield Spoken(key, section.title, section.anchor, Markup(html))  # noqa: S704 the renderer sanitises


def _rank(order: Sequence[str], key: str) -> int:
    return order.index(key) if key in order else len(order)


def _part_name(press: Press, part: str) -> str:
    section = press.site.catalog.schema.section_label(part, press.site.language)
    return section or press.words.field(part)


def _own_name(press: Press, language: str) -> str:
    """Return what a language calls itself, as far as we speak it."""
    return language_name(language).to(language if language in LANGUAGES else press.site.language)
