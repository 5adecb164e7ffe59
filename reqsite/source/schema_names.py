"""The names of a schema among themselves: what one entry calls another by must exist, and mean one thing only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from reqsite.i18n import Message, _
from reqsite.model.schema import (
    EVERY_RECORD,
    KINDS,
    MAJOR_CHANGE,
    NO_PRIORITY,
    FieldType,
    LinkType,
    Schema,
    SectionType,
    State,
    fold_heading,
)
from reqsite.source import schema_rules as rules
from reqsite.source.schema_values import Wrong, did_you_mean, is_false, scalars
from reqsite.source.yaml_nodes import Map, Node, Scalar

RESERVED = ("body", "extends", "records", "statement")
"""What a list file and a difference between two records call the text, and what schema.yml itself needs."""

Say = Callable[[Wrong], None]

E = TypeVar("E")


def settle(draft: Schema, base: Schema, root: Map, say: Say) -> Schema:
    """Return the schema without names that clash or lead nowhere; say so of those that the project wrote.

    Args:
        draft: All entries, the project's laid over those of `base`.
        base: What the project began with.
        root: The project's file.
        say: Takes the mistakes.
    """
    fields, links = _without_clashes(draft, base, root, say)
    sections = _own_headings(draft.sections, root, say)
    schema = replace(draft, fields=fields, links=links, sections=sections)
    _say_what_leads_nowhere(schema, root, say)
    return _pruned(schema)


@dataclass(frozen=True, slots=True)
class _Owner:
    """What has a name already, and how a project can give the name to something else."""

    what: Message
    way_out: Message


def _without_clashes(
    draft: Schema, base: Schema, root: Map, say: Say
) -> tuple[dict[str, FieldType], dict[str, LinkType]]:
    """Return fields and links of which no two share a name, inverse names counted in.

    What was there before goes first, then the project's fields and links, then its inverse names.
    """
    own_inverses = _own_inverses(root, draft.links, base)
    taken = {name: _field_owner(name) for name in draft.fields if name in base.fields}
    taken |= {name: _link_owner(name) for name in draft.links if name in base.links}
    for name, link in draft.links.items():
        if name not in own_inverses:
            taken.setdefault(link.inverse, _inverse_owner(name))
    fields = _with_own_names(draft.fields, _own(root, "fields", base.fields), _field_owner, taken, say)
    links = _with_own_names(draft.links, _own(root, "links", base.links), _link_owner, taken, say)
    for name, node in own_inverses.items():
        if name in links:
            links[name] = _with_own_inverse(links[name], node, taken, say)
    return fields, links


def _with_own_names(
    entries: Mapping[str, E],
    own: Iterable[Scalar],
    owner: Callable[[str], _Owner],
    taken: dict[str, _Owner],
    say: Say,
) -> dict[str, E]:
    """Return the entries without those of the project whose name is taken; the names of the others are taken now."""
    kept = dict(entries)
    for key in own:
        if key.value in kept and key.value in taken:
            say(_clash(key, key.value, taken[key.value]))
            del kept[key.value]
        elif key.value in kept:
            taken[key.value] = owner(key.value)
    return kept


def _with_own_inverse(link: LinkType, node: Scalar, taken: dict[str, _Owner], say: Say) -> LinkType:
    """Return the link with an inverse name that means nothing else."""
    inverse = link.inverse
    if inverse in RESERVED:
        say(
            Wrong(
                rules.RESERVED_NAME,
                node,
                _("'{name}' has a meaning of its own in a record.", name=inverse),
                _("Choose another name."),
            )
        )
    elif inverse != link.name and inverse in taken:
        say(_clash(node, inverse, taken[inverse]))
    else:
        taken.setdefault(inverse, _inverse_owner(link.name))
        return link
    inverse = f"{link.name}_of"
    while inverse in taken:
        inverse += "_"
    taken[inverse] = _inverse_owner(link.name)
    return replace(link, inverse=inverse)


def _own(root: Map, part: str, before: Collection[str]) -> Iterator[Scalar]:
    """Yield the keys of the entries that the project adds."""
    yield from (key for key, _value in _entries(root, part) if key.value not in before)


def _own_inverses(root: Map, links: Mapping[str, LinkType], base: Schema) -> dict[str, Scalar]:
    """Return the links whose inverse name is the project's, with the node that says so."""
    found = {}
    for key, value in _entries(root, "links"):
        before = base.links.get(key.value)
        if key.value in links and (before is None or before.inverse != links[key.value].inverse):
            node = value.get("inverse") if isinstance(value, Map) else None
            found[key.value] = node if isinstance(node, Scalar) else key
    return found


def _field_owner(name: str) -> _Owner:
    return _Owner(
        _("a field"), _("Choose another name, or take the field out: `fields: {{{name}: false}}`.", name=name)
    )


def _link_owner(name: str) -> _Owner:
    return _Owner(_("a link"), _("Choose another name, or take the link out: `links: {{{name}: false}}`.", name=name))


def _inverse_owner(name: str) -> _Owner:
    return _Owner(
        _("the inverse of the link '{name}'", name=name),
        _("Choose another name, or give the link '{name}' another inverse.", name=name),
    )


def _clash(node: Node, name: str, owner: _Owner) -> Wrong:
    return Wrong(
        rules.NAME_CLASH,
        node,
        _("'{name}' is {other} already.", name=name, other=owner.what),
        owner.way_out,
    )


def _own_headings(sections: Mapping[str, SectionType], root: Map, say: Say) -> dict[str, SectionType]:
    """Return sections of which no two have the same heading; the project's word counts before the default's."""
    owner: dict[str, str] = {}
    for key, value in _entries(root, "sections"):
        if key.value not in sections or not isinstance(value, Map):
            continue
        for heading in _headings(value.get("headings")):
            first = owner.setdefault(fold_heading(heading.value), key.value)
            if first != key.value:
                say(
                    Wrong(
                        rules.NAME_CLASH,
                        heading,
                        _(
                            "The heading '{heading}' begins the section '{name}' already.",
                            heading=heading.value,
                            name=first,
                        ),
                        _("Give it to one of the two sections alone."),
                    )
                )
    for name, section in sections.items():
        for heading_text in section.headings:
            owner.setdefault(heading_text, name)
    return {
        name: replace(section, headings=frozenset(h for h in section.headings if owner[h] == name))
        for name, section in sections.items()
    }


def _headings(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Map):
        for _language, value in node.entries:
            yield from scalars(value)
    else:
        yield from scalars(node)


def _say_what_leads_nowhere(schema: Schema, root: Map, say: Say) -> None:
    selectors = (*KINDS, *schema.types)
    keys = (*schema.fields, *schema.links)
    known: Mapping[tuple[str, str], Collection[str]] = {
        ("types", "required"): keys,
        ("types", "sections"): schema.sections,
        ("types", "up"): selectors,
        ("types", "down"): selectors,
        ("fields", "kinds"): selectors,
        ("links", "from"): selectors,
        ("links", "to"): selectors,
    }
    for (part, property_), names in known.items():
        for key, value in _entries(root, part):
            if key.value in getattr(schema, part) and isinstance(value, Map):
                _say_unknown(value.get(property_), names, say)
    _say_unknown_records(schema, root, selectors, say)
    _say_unknown_in_confirmation(schema, root, selectors, say)
    for kind, states in _entries(root, "states"):
        if kind.value not in selectors:
            say(_leads_nowhere(kind, selectors))
        if isinstance(states, Map):
            known_states = schema.states.get(kind.value, {})
            for _name, state in states.entries:
                if isinstance(state, Map):
                    _say_unknown(state.get("next"), known_states, say)


def _say_unknown_records(schema: Schema, root: Map, selectors: tuple[str, ...], say: Say) -> None:
    """Say which words of `versioning:` mean no record."""
    priority = schema.fields.get("priority")
    records = (EVERY_RECORD, NO_PRIORITY, MAJOR_CHANGE, *(priority.values if priority else ()), *selectors)
    for part, changes in _entries(root, "versioning"):
        known = schema.versioning.get(part.value, {})
        for change, words in changes.entries if isinstance(changes, Map) else ():
            if change.value in known and not is_false(words):
                _say_unknown(words, records, say)


def _say_unknown_in_confirmation(schema: Schema, root: Map, selectors: tuple[str, ...], say: Say) -> None:
    """Say which words of `confirmation:` mean no record and no role."""
    priority = schema.fields.get("priority")
    priorities = tuple(priority.values) if priority else ()
    known = {
        "records": (*selectors, NO_PRIORITY),
        "priorities": priorities,
        "evidence": priorities,
        "after": tuple(schema.confirmation),
    }
    for role, said in _entries(root, "confirmation"):
        if role.value in schema.confirmation and isinstance(said, Map):
            for name, words in known.items():
                _say_unknown(said.get(name), words, say)


def _say_unknown(node: Node | None, known: Collection[str], say: Say) -> None:
    for item in scalars(node):
        if item.value.strip() not in known:
            say(_leads_nowhere(item, known))


def _leads_nowhere(node: Scalar, known: Collection[str]) -> Wrong:
    return Wrong(
        rules.UNKNOWN_WORD,
        node,
        _("There is no '{name}' in this schema.", name=node.value[:80]),
        did_you_mean(node.value, known),
    )


def _entries(root: Map, part: str) -> Iterator[tuple[Scalar, Node]]:
    node = root.get(part)
    if isinstance(node, Map):
        yield from ((key, value) for key, value in node.entries if key.value != "extends")


def _pruned(schema: Schema) -> Schema:
    """Return the schema without words that name nothing, such as a default state's follower that was taken out."""
    keys = schema.fields.keys() | schema.links.keys()
    selectors = KINDS.keys() | schema.types.keys()
    return replace(
        schema,
        types={
            name: replace(
                type_,
                required=_only(type_.required, keys),
                sections=_only(type_.sections, schema.sections),
                up=_only(type_.up, selectors),
                down=_only(type_.down, selectors),
            )
            for name, type_ in schema.types.items()
        },
        fields={name: replace(field, kinds=_only(field.kinds, selectors)) for name, field in schema.fields.items()},
        links={
            name: replace(link, source=_only(link.source, selectors), target=_only(link.target, selectors))
            for name, link in schema.links.items()
        },
        states={kind: _pruned_states(states) for kind, states in schema.states.items() if kind in selectors},
    )


def _pruned_states(states: Mapping[str, State]) -> dict[str, State]:
    return {name: replace(state, next=_only(state.next, states)) for name, state in states.items()}


def _only(words: tuple[str, ...], known: Collection[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word in known)
