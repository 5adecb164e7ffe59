"""What texts say about records: references to nothing, to what is withdrawn, and to what the client may not see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.links import DANGLING_LINK, place_of
from reqsite.checks.trace import LINK_TO_WITHDRAWN, is_ground_for
from reqsite.i18n import Message, _
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.mentions import Kind, Mention
from reqsite.model.record import Record, normal_id

INTERNAL_REFERENCE = Rule(
    "RQ307",
    "internal-reference",
    Severity.WARNING,
    _("A public record that speaks of an internal one"),
    _("The client's portal has no such record: the link is left out there, and the reader sees a blank."),
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, body: 'Like [[REQ-002]], but faster.'}\n"
    "  - {id: REQ-002, type: functional, title: B, visibility: internal, body: Two.}\n",
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, body: 'Like [[REQ-002]], but faster.'}\n"
    "  - {id: REQ-002, type: functional, title: B, body: Two.}\n",
)
RULES = (INTERNAL_REFERENCE,)

_NUMBER = re.compile(r"[0-9０-９]{1,40}")
_BEFORE_NUMBER = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ_.\-‐-―−－ー]")
_SHOWN_MEMBERS = 5


def check(context: Context) -> Iterator[Finding]:
    """Yield what is wrong with references in the texts and fields of every record."""
    odd_ids = any(not record.id.isascii() and record.kind != "term" for record in context.catalog)
    for text in context.texts:
        if may_refer(text.words) or (odd_ids and not text.words.isascii()):
            section = context.schema.sections.get(text.section.key)
            public = not text.record.is_internal and not (section and section.internal)
            binding = section is not None and section.normative
            for mention in context.mentions.find(text.words, terms=False):
                if _is_remarkable(context, mention):
                    place = text.place(mention.start)
                    yield from _reference(context, text.record, mention, place, public=public, binding=binding)
    for record in context.records:
        yield from _in_fields(context, record)
        if context.remarkable:
            yield from _internal_links(context, record)


def may_refer(words: str) -> bool:
    """Return False for a text that certainly names no id: most texts, and a good deal faster than looking for one."""
    if "[[" in words:
        return True
    return any(_BEFORE_NUMBER.match(words, m.start() - 1) for m in _NUMBER.finditer(words) if m.start())


def _is_remarkable(context: Context, mention: Mention) -> bool:
    """Return False for the name of a term, and for a reference to what is public and live, as most are."""
    if mention.kind is Kind.TERM:
        return False
    return not mention.targets or bool(mention.missing) or not context.remarkable.isdisjoint(mention.targets)


def _reference(
    context: Context, record: Record, mention: Mention, place: Place, *, public: bool, binding: bool
) -> Iterator[Finding]:
    if mention.missing or not mention.targets:
        yield _dangling(context, record, mention, place)
    for target_id in mention.targets:
        target = context.catalog.records[target_id]
        if public and target.is_internal:
            message = _("The text speaks of {target}, which is internal.", target=target_id)
            yield Finding.of(INTERNAL_REFERENCE, place, message, _internal_hint(), record.id)
        if binding and is_ground_for(record, target) and context.is_live(record) and not context.is_live(target):
            status = target.text("status")
            message = _("The text builds on {target}, whose status is '{status}'.", target=target_id, status=status)
            yield Finding.of(LINK_TO_WITHDRAWN, place, message, None, record.id)


def _dangling(context: Context, record: Record, mention: Mention, place: Place) -> Finding:
    if mention.missing:
        few = ", ".join(mention.missing[:_SHOWN_MEMBERS]) + (" …" if len(mention.missing) > _SHOWN_MEMBERS else "")
        message = _("The range {range} takes in {ids}, which do not exist.", range=mention.name, ids=few)
        hint: Message | None = _("Write the ids that are meant one by one.")
    else:
        message = _("The text names {target}, which does not exist.", target=mention.name)
        hint = context.suggestions.question(normal_id(mention.name))
    return Finding.of(DANGLING_LINK, place, message, hint, record.id)


def _in_fields(context: Context, record: Record) -> Iterator[Finding]:
    """Look at fields of one text; where it stands in the file is known for its beginning only."""
    for name, value in record.fields.items():
        if not isinstance(value, str) or not ("[[" in value or (" " in value and may_refer(value))) or name == "id":
            continue
        field = context.schema.fields.get(name)
        if field is None or field.kind != "text":
            continue
        for mention in context.mentions.find(value, terms=False):
            if _is_remarkable(context, mention):
                place = record.place(f"{name}=", name)
                public = not record.is_internal and not field.internal
                yield from _reference(context, record, mention, place, public=public, binding=False)


def _internal_links(context: Context, record: Record) -> Iterator[Finding]:
    if record.is_internal:
        return
    for link in context.catalog.outgoing(record.id):
        if (
            link.target in context.remarkable
            and not link.type.internal
            and context.catalog.records[link.target].is_internal
        ):
            message = _("'{field}' names {target}, which is internal.", field=link.type.name, target=link.target)
            place = place_of(record, link, context)
            yield Finding.of(INTERNAL_REFERENCE, place, message, _internal_hint(), record.id)


def _internal_hint() -> Message:
    return _("Take the reference out, or make one of the two records as visible as the other.")
