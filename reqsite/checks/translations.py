"""Translations: whether there are those that the project wants, and whether each says what its original says today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from reqsite.checks.context import Context
from reqsite.checks.translated_numbers import differing
from reqsite.i18n import Message, _
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.languages import MARK, TRANSLATED_FROM, field_suffix, language_name, translated_key
from reqsite.model.record import Record, Section
from reqsite.model.schema import Schema
from reqsite.model.translations import (
    Translation,
    binding_language,
    original,
    stale_parts,
    translated,
    translations,
    unmarked_parts,
)
from reqsite.source.criteria import Criteria

_RECORD = (
    "languages: {binding: zh, others: [en]}\n"
    "records:\n"
    "  - id: REQ-001\n    type: functional\n    title: 查询库存\n    title_en: Look up stock\n%s"
    "    body: |\n      系统应在 2 秒内显示库存。\n\n"
)
_ENGLISH = "      ## Statement {lang=en}\n\n      The system shall show the stock within 2 s.\n"
_MARKED = "    translated_from: {en: {title: 5deb668a, statement: %s}}\n"
STALE_TRANSLATION = Rule(
    "RQ850",
    "stale-translation",
    Severity.WARNING,
    _("A translation whose original has changed since"),
    _(
        "Who reads the translation reads what no longer holds, and cannot see it. `translated_from` keeps of what "
        "words each part was made."
    ),
    _RECORD % (_MARKED % "00000000") + _ENGLISH,
    _RECORD % (_MARKED % "3cab5d86") + _ENGLISH,
)
MISSING_TRANSLATION = Rule(
    "RQ851",
    "missing-translation",
    Severity.WARNING,
    _("A requirement, rule or term without a translation into a language of the project"),
    _(
        "Who cannot read the binding text cannot confirm it. The rule asks for title, statement and acceptance "
        "criteria; 'records' in schema.yml names other kinds, types or priorities."
    ),
    _RECORD % "",
    _RECORD % "" + _ENGLISH,
)
UNKNOWN_LANGUAGE = Rule(
    "RQ852",
    "unknown-language",
    Severity.WARNING,
    _("A section in a language that `languages:` in schema.yml does not name"),
    _("No reader can choose a language that the project does not speak; mostly it is misspelt."),
    _RECORD % "" + _ENGLISH.replace("lang=en", "lang=ne"),
    _RECORD % "" + _ENGLISH,
)
WITHOUT_ORIGINAL = Rule(
    "RQ853",
    "translation-without-original",
    Severity.WARNING,
    _("A translation of something that the binding text does not say"),
    _("A translation binds nobody: what stands in it alone is agreed by no one."),
    _RECORD % "" + _ENGLISH + "\n      ## Exceptions {lang=en}\n\n      None for closed stores.\n",
    _RECORD % "" + _ENGLISH,
)
CRITERIA_DIFFER = Rule(
    "RQ854",
    "translated-criteria-differ",
    Severity.WARNING,
    _("A translation with more or fewer acceptance criteria than its original"),
    _("Criteria are accepted one by one; both languages must have the same ones."),
    _RECORD % ""
    + "      ## 验收标准\n\n      - 显示数量。\n      - 显示单位。\n\n"
    + "      ## Acceptance criteria {lang=en}\n\n      - The quantity is shown.\n",
    _RECORD % ""
    + "      ## 验收标准\n\n      - 显示数量。\n      - 显示单位。\n\n"
    + "      ## Acceptance criteria {lang=en}\n\n      - The quantity is shown.\n      - The unit is shown.\n",
)
NUMBERS_DIFFER = Rule(
    "RQ855",
    "translated-numbers-differ",
    Severity.WARNING,
    _("A translation with other numbers or units than its original"),
    _("A number is what is measured at acceptance. Two languages with two numbers are two requirements."),
    _RECORD % "" + _ENGLISH.replace("2 s", "3 s"),
    _RECORD % "" + _ENGLISH,
)
NO_SUCH_TRANSLATION = Rule(
    "RQ856",
    "marked-without-translation",
    Severity.WARNING,
    _("`translated_from` names something that is not translated, or not in this way"),
    _("Such a mark watches over nothing: the translation was renamed or taken out, or the mark is misspelt."),
    _RECORD % "    translated_from: {de: {statement: 3cab5d86}}\n" + _ENGLISH,
    _RECORD % (_MARKED % "3cab5d86") + _ENGLISH,
)
UNMARKED_TRANSLATION = Rule(
    "RQ857",
    "unmarked-translation",
    Severity.INFO,
    _("A translation that does not say of what words it was made"),
    _("Nobody can see whether such a translation is stale. `reqsite review --translations` writes the marks."),
    _RECORD % "" + _ENGLISH,
    _RECORD % (_MARKED % "3cab5d86") + _ENGLISH,
)
RULES = (
    STALE_TRANSLATION,
    MISSING_TRANSLATION,
    UNKNOWN_LANGUAGE,
    WITHOUT_ORIGINAL,
    CRITERIA_DIFFER,
    NUMBERS_DIFFER,
    NO_SUCH_TRANSLATION,
    UNMARKED_TRANSLATION,
)

_TRANSLATED = ("requirement", "rule", "term")


def check(context: Context) -> Iterator[Finding]:
    """Yield what is wrong with the translations of a project; where it has no languages, marks that nobody reads."""
    schema = context.schema
    if not schema.languages.binding:
        yield from _unread(context)
        return
    wanted = _wanted(context)
    for record in context.records:
        found = {translation.language: translation for translation in translations(record, schema)}
        for translation in found.values():
            yield from _of_language(record, translation, schema)
        yield from _misplaced_marks(record, found)
        if not context.is_live(record):
            continue
        for translation in found.values():
            yield from _beside_original(record, translation, schema)
        if _is_asked(context, record, wanted):
            yield from _missing(record, found, schema)


def asked(context: Context) -> Callable[[Record], bool]:
    """Return what says whether a record is asked for a translation."""
    if not context.schema.languages.others or not context.settings.is_on(MISSING_TRANSLATION):
        return lambda _record: False
    wanted = _wanted(context)
    return lambda record: _is_asked(context, record, wanted)


def _wanted(context: Context) -> frozenset[str]:
    return frozenset(context.settings.words(MISSING_TRANSLATION, "records") or _TRANSLATED)


def _is_asked(context: Context, record: Record, wanted: frozenset[str]) -> bool:
    names = (record.kind, record.type, record.text("priority"))
    return context.is_due(record) and not record.is_internal and not wanted.isdisjoint(names)


def _unread(context: Context) -> Iterator[Finding]:
    """Yield the headings with a language in a project that has said nothing of languages."""
    for record in context.records:
        for section in record.sections:
            if not section.key and "lang=" in section.title and section.title.endswith("}"):
                message = _("This heading names a language, but the project has none.")
                hint = _("Add `languages: {binding: zh, others: [en]}` to schema.yml.")
                yield Finding.of(UNKNOWN_LANGUAGE, heading(record, section), message, hint, record.id)


def _of_language(record: Record, translation: Translation, schema: Schema) -> Iterator[Finding]:
    """Yield what is in no language of the project, and what translates nothing."""
    spoken = schema.languages.spoken
    for section in translation.sections:
        if translation.language not in spoken:
            message = _("'{language}' is no language of this project.", language=translation.language)
            hint = _("Write one of {words}, or name it under `languages:` in schema.yml.", words=", ".join(spoken))
            yield Finding.of(UNKNOWN_LANGUAGE, heading(record, section), message, hint, record.id)
    if translation.language in spoken:
        for part in translation.parts:
            if not original(record, part) and (part in schema.sections or part in translation.fields):
                message = _("'{part}' is translated, but the binding text has none.", part=part)
                hint = _("Write the original, or take the translation out.")
                yield Finding.of(WITHOUT_ORIGINAL, place(record, translation, part), message, hint, record.id)


def _misplaced_marks(record: Record, found: Mapping[str, Translation]) -> Iterator[Finding]:
    """Yield the marks of `translated_from` that fit no translation."""
    said = record.fields.get(TRANSLATED_FROM)
    for language, marks in said.items() if isinstance(said, Mapping) else ():
        path = f"{TRANSLATED_FROM}.{language}"
        translation = found.get(language)
        if translation is None:
            message = _("'{language}': there is no such translation.", language=language)
            yield Finding.of(NO_SUCH_TRANSLATION, record.place(path), message, _("Take the line out."), record.id)
        elif not isinstance(marks, Mapping):
            message = _("Here belongs the fingerprint of each part, not a text.")
            yield Finding.of(NO_SUCH_TRANSLATION, record.place(f"{path}=", path), message, _rewrite(record), record.id)
        else:
            for part, mark in marks.items():
                where = f"{path}.{part}"
                if part not in translation.parts:
                    message = _("'{part}' is not translated.", part=part)
                    hint = _("Take it out.")
                    yield Finding.of(NO_SUCH_TRANSLATION, record.place(where, path), message, hint, record.id)
                elif not isinstance(mark, str) or not MARK.fullmatch(mark.strip()):
                    message = _("This is no fingerprint: six or more of the digits 0 to 9 and a to f.")
                    place_ = record.place(f"{where}=", where)
                    yield Finding.of(NO_SUCH_TRANSLATION, place_, message, _rewrite(record), record.id)


def _beside_original(record: Record, translation: Translation, schema: Schema) -> Iterator[Finding]:
    """Yield where a translation does not say what its original says."""
    stale = stale_parts(record, translation)
    language = language_name(translation.language)
    if stale:
        message = _(
            "The original has changed since it was translated ({language}): {parts}.",
            language=language,
            parts=", ".join(stale),
        )
        yield Finding.of(STALE_TRANSLATION, place(record, translation, stale[0]), message, _rewrite(record), record.id)
    elif translation.sections and (unmarked := unmarked_parts(record, translation)):
        message = _(
            "Nothing says of what words this was translated ({language}): {parts}.",
            language=language,
            parts=", ".join(unmarked),
        )
        where = place(record, translation, unmarked[0])
        yield Finding.of(UNMARKED_TRANSLATION, where, message, _rewrite(record), record.id)
    for part in translation.parts:
        if part not in stale and original(record, part):
            yield from _contents(record, translation, part, schema)


def _contents(record: Record, translation: Translation, part: str, schema: Schema) -> Iterator[Finding]:
    """Yield where a part counts other criteria or numbers than its original."""
    known = schema.sections.get(part)
    if known is not None and known.criteria:
        ours, theirs = (_criteria(record, key) for key in (part, translated_key(part, translation.language)))
        if ours != theirs:
            message = _(
                "The translation has {theirs} criteria, its original {ours}.", theirs=str(theirs), ours=str(ours)
            )
            yield Finding.of(CRITERIA_DIFFER, place(record, translation, part), message, None, record.id)
            return
    languages = (binding_language(record, schema), translation.language)
    found = differing(original(record, part), translated(translation, record, part), languages)
    if found.missing or found.added:
        message = _(
            "'{part}' has other numbers than its original: {added} instead of {missing}.",
            part=part,
            added=", ".join(found.added) or "–",
            missing=", ".join(found.missing) or "–",
        )
        yield Finding.of(NUMBERS_DIFFER, place(record, translation, part), message, None, record.id)


def _criteria(record: Record, key: str) -> int:
    return len(Criteria([section for section in record.sections if section.key == key]))


def _missing(record: Record, found: Mapping[str, Translation], schema: Schema) -> Iterator[Finding]:
    """Yield the languages of the project in which a record does not say what must be understood of it."""
    asked = [key for key, section in schema.sections.items() if key == "statement" or section.criteria]
    needed = ["title", *(key for key in asked if record.section(key).strip())]
    for language in schema.languages.spoken:
        if language == binding_language(record, schema):
            continue
        parts = found[language].parts if language in found else ()
        missing = [part for part in needed if part not in parts and not _is_named(record, part, language)]
        if missing:
            message = _(
                "{id} is not translated ({language}): {parts}.",
                id=record.id,
                language=language_name(language),
                parts=", ".join(missing),
            )
            hint = _(
                "Write `## … {{lang={language}}}` and `title{suffix}`.",
                language=language,
                suffix=field_suffix(language),
            )
            yield Finding.of(MISSING_TRANSLATION, record.place("title", "id"), message, hint, record.id)


def _is_named(record: Record, part: str, language: str) -> bool:
    """Return True for the title of a term that has a name in this language."""
    return part == "title" and record.kind == "term" and bool(record.items(language.replace("-", "_")))


def _rewrite(record: Record) -> Message:
    return _("Compare them, then run `reqsite review --translations {id}`.", id=record.id)


def place(record: Record, translation: Translation, part: str) -> Place:
    """Return where a part of a translation stands: the heading of its first section, or its field."""
    if part in translation.fields:
        return record.place(f"{part}{field_suffix(translation.language)}")
    key = translated_key(part, translation.language)
    return next((heading(record, section) for section in translation.sections if section.key == key), record.place())


def heading(record: Record, section: Section) -> Place:
    """Return where the heading of a section stands."""
    if record.body_indent < 0:
        return Place(record.file, record.body_line)
    above = record.body.split("\n")[: max(0, section.line - record.body_line)]
    while len(above) > 1 and not above[-1].strip():
        above.pop()
    underline = above[-1].strip() if len(above) > 1 else "#"
    is_underlined = not underline.strip("=") or not underline.strip("-")
    line = record.body_line + max(0, len(above) - 1 - is_underlined)
    return Place(record.file, line, 1 + record.body_indent)
