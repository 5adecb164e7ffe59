"""Ids: missing, malformed, unsafe, written twice."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.i18n import Message, _
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.record import Record, fold_id, normal_id

MISSING_ID = Rule(
    "RQ220",
    "missing-id",
    Severity.ERROR,
    _("A record without an id"),
    _("The id is the record's address: without one nothing can link to it, and its history has no name."),
    "---\ntype: functional\ntitle: Log in\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe system shall ask for a password.\n",
)
MALFORMED_ID = Rule(
    "RQ221",
    "malformed-id",
    Severity.ERROR,
    _("An id that does not have the shape of its type"),
    _("Ids of one shape are found in running text and sorted; any other one is not."),
    "---\nid: R1\ntype: functional\ntitle: Log in\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe system shall ask for a password.\n",
)
DUPLICATE_ID = Rule(
    "RQ222",
    "duplicate-id",
    Severity.ERROR,
    _("An id that another record has already"),
    _("Two records of one id, or of ids that differ only by case or width, share an address: one would be lost."),
    "records:\n"
    "  - {id: REQ-001, type: functional, title: Log in, body: The system shall ask for a password.}\n"
    "  - {id: req-001, type: functional, title: Log out, body: The system shall end the session.}\n",
    "records:\n"
    "  - {id: REQ-001, type: functional, title: Log in, body: The system shall ask for a password.}\n"
    "  - {id: REQ-002, type: functional, title: Log out, body: The system shall end the session.}\n",
)
UNSAFE_ID = Rule(
    "RQ223",
    "unsafe-id",
    Severity.ERROR,
    _("An id with characters that deceive the eye or the file system"),
    _("Invisible and look-alike characters make two ids look the same; slashes and reserved names break addresses."),
    "---\nid: RЕQ-001\ntype: functional\ntitle: Log in\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe system shall ask for a password.\n",
)
FULL_WIDTH_ID = Rule(
    "RQ224",
    "full-width-id",
    Severity.WARNING,
    _("An id written with full-width letters or unusual dashes"),
    _("It is read as the plain one, but a search for the plain id does not find it in the file."),
    "---\nid: ＲＥＱ－００１\ntype: functional\ntitle: 登录\n---\n系统应要求输入密码。\n",
    "---\nid: REQ-001\ntype: functional\ntitle: 登录\n---\n系统应要求输入密码。\n",
)
RULES = (MISSING_ID, MALFORMED_ID, DUPLICATE_ID, UNSAFE_ID, FULL_WIDTH_ID)

LONGEST_ID = 100
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,59}")
_PLAIN_WITH_HYPHEN = re.compile(r"[A-Za-z][A-Za-z0-9]{0,29}-[A-Za-z0-9-]{1,29}")
"""A plain id that no system has reserved."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..{0,100})?", re.IGNORECASE)
_NOT_IN_FILES = frozenset('/\\:*?"<>|')
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"))


def check(context: Context) -> Iterator[Finding]:
    """Yield what is wrong with the ids of all records."""
    first: dict[str, Record] = {}
    for record in context.records:
        if not record.id:
            message = _("The record has no id.")
            yield Finding.of(MISSING_ID, record.place("type"), message, _next_to_write(record, context))
            continue
        if not _is_plainly_right(record, context):
            yield from _written(record, context)
        other = first.setdefault(fold_id(record.id), record)
        if other is not record and not _is_one_term_twice(record, other):
            yield _duplicate(record, other)


def has_own_id(record: Record) -> bool:
    """Return False for a term that has its title for an id."""
    return record.kind != "term" or "id" in record.fields


def place_of_id(record: Record) -> Place:
    """Return where the id stands, or a term's title, which is its id."""
    return record.place("id=", "id", "title=", "title")


def _is_plainly_right(record: Record, context: Context) -> bool:
    """Return True for an id of the shape of its type in letters, digits and hyphens, as nearly all are."""
    shape = context.schema.types[record.type].id if record.type in context.schema.types else ""
    return (
        bool(shape)
        and record.text("id") == record.id
        and _PLAIN_WITH_HYPHEN.fullmatch(record.id) is not None
        and _compiled(shape).fullmatch(record.id) is not None
    )


def _next_to_write(record: Record, context: Context) -> Message | None:
    record_type = context.schema.types.get(record.type)
    if record_type and record_type.prefix:
        return _("Write 'id: {prefix}-' and a number that no record has had.", prefix=record_type.prefix)
    return None


def _written(record: Record, context: Context) -> Iterator[Finding]:
    written = record.text("id") or record.id
    wrong = _unsafe(normal_id(written), own=has_own_id(record))
    if wrong is not None:
        yield Finding.of(UNSAFE_ID, place_of_id(record), wrong, _("Write letters, digits and hyphens only."), record.id)
        return
    if not has_own_id(record):
        return
    plain = normal_id(written)
    if plain != written.strip():
        message = _("The id '{id}' is written with full-width letters or unusual dashes.", id=written)
        yield Finding.of(FULL_WIDTH_ID, place_of_id(record), message, _("Write {id}.", id=plain), record.id)
    record_type = context.schema.types.get(record.type)
    if record_type and record_type.id and not _compiled(record_type.id).fullmatch(plain):
        message = _("The id '{id}' does not have the shape of type '{type}'.", id=written, type=record.type)
        hint = (
            _("Write an id such as {prefix}-001.", prefix=record_type.prefix)
            if record_type.prefix
            else _("The schema wants: {pattern}", pattern=record_type.id)
        )
        yield Finding.of(MALFORMED_ID, place_of_id(record), message, hint, record.id)


@functools.lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _unsafe(text: str, *, own: bool) -> Message | None:
    """Return what is dangerous about an id; of a term's title only what cannot be seen."""
    if _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text):
        return None
    for letter in text:
        if unicodedata.category(letter) in _UNSEEN:
            return _("The id holds the invisible character {character}.", character=name_of(letter))
    return _unfit(text) or _confusable(text) if own else None


def _unfit(text: str) -> Message | None:
    """Return what makes an id no name of a file."""
    if len(text) > LONGEST_ID:
        return _("The id has {length} characters; at most {limit} are allowed.", length=len(text), limit=LONGEST_ID)
    forbidden = next((letter for letter in text if letter in _NOT_IN_FILES), "")
    if forbidden:
        return _("The id holds '{character}', which no file name may hold.", character=forbidden)
    if ".." in text or text.startswith((".", "-")) or text.endswith("."):
        return _("The id '{id}' reads like a path or an option.", id=text)
    if _RESERVED.fullmatch(text):
        return _("'{id}' is a reserved name on Windows.", id=text)
    return None


def _confusable(text: str) -> Message | None:
    """Return the first letter of a foreign alphabet among Latin ones."""
    if text.isascii():
        return None
    foreign = [c for c in text if c.isalpha() and unicodedata.name(c, "").startswith(_LOOK_ALIKE)]
    if foreign and any(c.isascii() and c.isalpha() for c in text):
        return _("The id mixes Latin letters with {character}.", character=name_of(foreign[0]))
    return None


_LOOK_ALIKE = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "MATHEMATICAL", "LATIN LETTER SMALL CAPITAL")


def name_of(character: str) -> str:
    """Return a character as `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".strip()


def _is_one_term_twice(record: Record, other: Record) -> bool:
    """Return True for what `duplicate-definition` reports."""
    same_domain = record.text("domain") == other.text("domain")
    return record.kind == other.kind == "term" and same_domain and not (has_own_id(record) and has_own_id(other))


def _duplicate(record: Record, other: Record) -> Finding:
    first = place_of_id(other)
    if record.id == other.id:
        message = _("The id '{id}' is taken already, at {place}.", id=record.id, place=first)
    else:
        message = _(
            "The id '{id}' differs only by case or width from '{other}' at {place}.",
            id=record.id,
            other=other.id,
            place=first,
        )
    return Finding.of(DUPLICATE_ID, place_of_id(record), message, _("Give one of the two a new id."), record.id)
