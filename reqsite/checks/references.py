"""What texts say about records: references to nothing, to what is withdrawn, and to what the client may not see."""

from __future__ import annotations

from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.links import DANGLING_LINK, place_of
from reqsite.checks.pages import Page
from reqsite.checks.referring import has_odd_ids, may_refer, referring
from reqsite.checks.suggest import question
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

_SHOWN_MEMBERS = 5


def check(context: Context) -> Iterator[Finding]:
    """Yield what is wrong with references in the texts and fields of every record."""
    odd_ids = has_odd_ids(context.catalog)
    for text in referring(context.texts, odd_ids=odd_ids):
        if may_refer(text.words) or (odd_ids and not text.words.isascii()):
            section = context.schema.sections.get(text.section.key)
            public = not text.record.is_internal and not (section and section.internal)
            binding = section is not None and section.normative
            for mention in context.mentions.find(text.words, terms=False):
                if _is_remarkable(context, mention):
                    place = text.place(mention.start)
                    yield from _reference(context, text.record, mention, place, public=public, binding=binding)
    yield from _in_fields(context)
    for page in context.pages:
        yield from _in_page(context, page)
    if context.remarkable:
        for record in context.records:
            yield from _internal_links(context, record)


def _is_remarkable(context: Context, mention: Mention) -> bool:
    """Return False for the name of a term, and for a reference to what is public and live, as most are."""
    if mention.kind is Kind.TERM:
        return False
    return not mention.targets or bool(mention.missing) or not context.remarkable.isdisjoint(mention.targets)


def _reference(
    context: Context, record: Record, mention: Mention, place: Place, *, public: bool, binding: bool
) -> Iterator[Finding]:
    if mention.missing or not mention.targets:
        yield _dangling(context, record.id, mention, place)
    for target_id in mention.targets:
        target = context.catalog.records[target_id]
        if public and target.is_internal:
            message = _("The text speaks of {target}, which is internal.", target=target_id)
            yield Finding.of(INTERNAL_REFERENCE, place, message, _internal_hint(), record.id)
        if binding and is_ground_for(record, target) and context.is_live(record) and not context.is_live(target):
            status = target.text("status")
            message = _("The text builds on {target}, whose status is '{status}'.", target=target_id, status=status)
            yield Finding.of(LINK_TO_WITHDRAWN, place, message, None, record.id)


def _dangling(context: Context, record_id: str, mention: Mention, place: Place) -> Finding:
    if mention.missing:
        few = ", ".join(mention.missing[:_SHOWN_MEMBERS]) + (" …" if len(mention.missing) > _SHOWN_MEMBERS else "")
        message = _("The range {range} takes in {ids}, which do not exist.", range=mention.name, ids=few)
        hint: Message | None = _("Write the ids that are meant one by one.")
    else:
        message = _("The text names {target}, which does not exist.", target=mention.name)
        hint = question(context.catalog.suggest(normal_id(mention.name)))
    return Finding.of(DANGLING_LINK, place, message, hint, record_id)


def _in_fields(context: Context) -> Iterator[Finding]:
    """Look at fields of one text; where it stands in the file is known for its beginning only."""
    for value, places in context.field_texts.items():
        if not ("[[" in value or (" " in value and may_refer(value))):
            continue
        told = [mention for mention in context.mentions.find(value, terms=False) if _is_remarkable(context, mention)]
        for record, name in places if told else ():
            field = context.schema.fields.get(name)
            if field is None or field.kind != "text" or name == "id":
                continue
            place = record.place(f"{name}=", name)
            public = not record.is_internal and not field.internal
            for mention in told:
                yield from _reference(context, record, mention, place, public=public, binding=False)


def _in_page(context: Context, page: Page) -> Iterator[Finding]:
    """Look at an ordinary page; every reader of the site may read it."""
    for mention in context.mentions.find(page.words, terms=False):
        if not _is_remarkable(context, mention):
            continue
        place = page.place(mention.start)
        if mention.missing or not mention.targets:
            yield _dangling(context, "", mention, place)
        for target_id in mention.targets:
            if context.catalog.records[target_id].is_internal:
                message = _("The text speaks of {target}, which is internal.", target=target_id)
                hint = _("Take the reference out, or make the record public.")
                yield Finding.of(INTERNAL_REFERENCE, place, message, hint)


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
