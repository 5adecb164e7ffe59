"""The project's vocabulary: types, fields, links, states and sections, as schema.yml declares them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from reqsite.i18n import _
from reqsite.model.languages import Languages, language_name, language_of_key, original_key

Label = Mapping[str, str]
"""A word in each language: `{"en": "Priority", "zh": "优先级"}`."""

KINDS = {
    "requirement": "requirements",
    "goal": "goals",
    "scenario": "scenarios",
    "rule": "rules",
    "term": "terms",
    "change": "changes",
    "decision": "decisions",
    "meeting": "meetings",
    "feedback": "feedback",
    "milestone": "milestones",
    "stakeholder": "stakeholders",
    "risk": "risks",
    "test": "tests",
    "document": "documents",
    "other": "records",
}
"""What the pages know, and the folder of each kind's pages."""

FIELD_KINDS = ("text", "enum", "list", "map", "date", "datetime", "number", "integer", "boolean", "person", "state")
DIRECTIONS = ("up", "down", "side", "verdict")
VERSION_PARTS = ("major", "minor", "patch")
"""The parts of a version, the weightiest first."""
VERSION_CHANGES = ("added", "removed", "withdrawn", "revived", "normative", "editorial")
"""What can become of a record from one release to the next."""
EVERY_RECORD, NO_PRIORITY = "all", "none"
"""Words of `versioning:` beside priorities, kinds and types. `none` are requirements and rules without a priority:
nobody has said that they can be done without."""
MAJOR_CHANGE = "major-change"
"""The word of `versioning:` for change requests that call themselves major and that have been implemented since."""


@dataclass(frozen=True, slots=True)
class RecordType:
    """A type of the project's own vocabulary; its kind decides how its page looks."""

    name: str
    kind: str
    label: Label
    id: str = ""
    """A regular expression that the whole id matches; empty where any id will do."""
    prefix: str = ""
    """What `reqsite new` begins an id with, such as `REQ`."""
    required: tuple[str, ...] = ()
    """Fields and link types that a record of this type must have."""
    sections: tuple[str, ...] = ()
    """Sections that it must have."""
    up: tuple[str, ...] = ()
    """Kinds or types, to one of which it should trace upwards where the project has such records."""
    down: tuple[str, ...] = ()
    """Kinds or types, from one of which something should trace up to it."""
    needs_criteria: bool = False
    needs_test: bool = False
    needs_metric: bool = False
    """A number with a unit is expected (non-functional requirements)."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the parties promise each other with one value of an enum, such as a priority."""

    definition: Label = field(default_factory=dict)
    policy: Label = field(default_factory=dict)
    """How a record with this value is handled."""
    changed_by: Label = field(default_factory=dict)
    """Who may give a record this value, or another one."""


@dataclass(frozen=True, slots=True)
class FieldType:
    """A field of front matter."""

    name: str
    kind: str
    label: Label
    values: Mapping[str, Label] = field(default_factory=dict)
    """For an enum: value → label, in the order in which people expect them."""
    fields: Mapping[str, FieldType] = field(default_factory=dict)
    """For a mapping: what it may hold; empty where anything goes."""
    kinds: tuple[str, ...] = ()
    """The kinds or types it belongs to; empty for all."""
    normative: bool = False
    internal: bool = False
    facet: bool = False
    legend: Mapping[str, Meaning] = field(default_factory=dict)
    """For an enum: value → what it means, for those values of which the schema says it."""


@dataclass(frozen=True, slots=True)
class LinkType:
    """A typed, directed relation and its name read backwards."""

    name: str
    inverse: str
    label: Label
    inverse_label: Label
    direction: str = "up"
    """`up`: the target is the parent; `down`: the target is the child; `side`: neither; `verdict`: what became of a
    withdrawn record."""
    acyclic: bool = True
    """A circle of such links is a mistake. False where nobody has said that they lead upwards or downwards: a link of
    the project's own is taken for an upward one, but it may be no more than a reference."""
    source: tuple[str, ...] = ()
    """Kinds or types that may have it (`from:`); empty for all."""
    target: tuple[str, ...] = ()
    """Kinds or types that it may lead to (`to:`); empty for all."""
    free_text: bool = False
    """A target that does not look like an id is evidence in plain words (`mail of 2026-03-01`), no error."""
    to_withdrawn: bool = False
    """May lead to a withdrawn record."""
    normative: bool = False
    internal: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """A status that records of a kind may have."""

    name: str
    label: Label
    next: tuple[str, ...] = ()
    live: bool = True
    """False once the record no longer binds (withdrawn, rejected, deferred …)."""
    released: bool = True
    """False while a record in this state is not yet for a release."""


@dataclass(frozen=True, slots=True)
class SectionType:
    """A known section of a record's text."""

    key: str
    label: Label
    headings: frozenset[str] = frozenset()
    """Headings that begin it, in every language, case folded."""
    normative: bool = False
    internal: bool = False
    criteria: bool = False


@dataclass(frozen=True, slots=True)
class Confirmer:
    """A role on the client's side, and what it has to confirm."""

    name: str
    label: Label = field(default_factory=dict)
    """Empty where the field `role` has one for this name."""
    records: tuple[str, ...] = ("requirement",)
    """Kinds or types, or `none` for a role that confirms only what names it under `required_confirmers`."""
    priorities: tuple[str, ...] = ()
    """Empty for all."""
    sections: tuple[str, ...] = ()
    """Values of the field `section`; empty for all."""
    after: tuple[str, ...] = ()
    """Roles that answer first: the chain of decision."""
    evidence: tuple[str, ...] = ("P0",)
    """Priorities that a spoken yes is not enough for."""
    signs: bool = False
    """Whether the role signs each release as a whole, too."""
    required: bool = False
    """Whether no release but a preview goes out without the role's answers."""
    signed: bool = False
    """Whether an answer counts only where its receipt is signed."""
    signers: tuple[str, ...] = ()
    """Who may sign receipts in this role: names of the list of allowed signers."""


@dataclass(frozen=True)
class Schema:
    """The whole vocabulary of a project."""

    types: Mapping[str, RecordType]
    fields: Mapping[str, FieldType]
    links: Mapping[str, LinkType]
    states: Mapping[str, Mapping[str, State]]
    """Kind → state name → state, in order."""
    sections: Mapping[str, SectionType]
    checks: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Rule code or name → its settings; `severity` is one of them."""
    versioning: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Part of the version (`major` …) → change (`withdrawn` …) → the records whose change asks for a new number there:
    priorities, kinds, types, `all`, `none`."""
    confirmation: Mapping[str, Confirmer] = field(default_factory=dict)
    """Role → what it has to confirm, in the order in which people expect the roles."""
    languages: Languages = field(default_factory=Languages)

    def kind_of(self, type_name: str) -> str:
        """Return the kind of a type, `other` for a type that the schema does not know."""
        known = self.types.get(type_name)
        return known.kind if known else "other"

    def states_of(self, type_name: str) -> Mapping[str, State]:
        """Return the states of a type: its own, else its kind's; empty where status is free or a plain enum."""
        status = self.fields.get("status")
        if status is None or status.kind != "state":
            return {}
        return self.states.get(type_name) or self.states.get(self.kind_of(type_name), {})

    def role_label(self, role: str, language: str) -> str:
        """Return what a role is called: as `confirmation:` says, else as the field `role` does, else by its name."""
        confirmer, field_type = self.confirmation.get(role), self.fields.get("role")
        label = (confirmer.label if confirmer else {}) or (field_type.values.get(role, {}) if field_type else {})
        return label_in(label, language) or role

    def is_live(self, type_name: str, status: str) -> bool:
        """Return False for a record that no longer binds, whose status the schema marks `live: false`."""
        state = self.states_of(type_name).get(status)
        return state.live if state else status not in ("withdrawn", "rejected", "retired", "obsolete", "已撤销")

    def section_key(self, heading: str) -> str:
        """Return the key of the section that a heading begins, empty for a heading of the writer's own."""
        return self._headings.get(fold_heading(heading), "")

    def section_label(self, key: str, reader: str) -> str:
        """Return what a section is called for readers of `en` or `zh`: `Statement (English)` for `statement@en`.

        Empty for a key that the schema does not know.
        """
        known = self.sections.get(original_key(key))
        label = label_in(known.label, reader) if known else original_key(key)
        if language := language_of_key(key):
            return _("{name} ({language})", name=label, language=language_name(language)).to(reader)
        return label if known else ""

    @functools.cached_property
    def _headings(self) -> dict[str, str]:
        return {heading: section.key for section in self.sections.values() for heading in section.headings}

    @functools.cached_property
    def inverses(self) -> dict[str, LinkType]:
        """Inverse name → link type."""
        return {link.inverse: link for link in self.links.values()}

    @functools.cached_property
    def secret_sections(self) -> frozenset[str]:
        """The keys of the sections that no client may read."""
        return frozenset(section.key for section in self.sections.values() if section.internal)

    @functools.cached_property
    def binding_sections(self) -> frozenset[str]:
        """The keys of the sections that bind, and that a client may read."""
        return frozenset(
            section.key for section in self.sections.values() if section.normative and not section.internal
        )

    @functools.cached_property
    def public_links(self) -> frozenset[str]:
        """The names of the links that a client may see."""
        return frozenset(link.name for link in self.links.values() if not link.internal)

    @functools.cached_property
    def binding_links(self) -> frozenset[str]:
        """The names of the links that bind, and that a client may see."""
        return frozenset(link.name for link in self.links.values() if link.normative and not link.internal)

    @functools.cached_property
    def id_shapes(self) -> re.Pattern[str] | None:
        """What looks like an id of this project in running text, or None where no type's ids have a shape of their own.

        Only types whose pattern begins with letters of its own (`REQ-…`) count: with a pattern that any text matches,
        every word would look like an id.
        """
        shapes = sorted({t.id for t in self.types.values() if t.id and re.match(r"[A-Za-z]{2,}", t.id)})
        return re.compile("|".join(f"(?:{shape})" for shape in shapes)) if shapes else None

    def applies(self, selector: tuple[str, ...], type_name: str) -> bool:
        """Return True where a selector of kinds and types (empty for all) takes in this type."""
        return not selector or type_name in selector or self.kind_of(type_name) in selector


def fold_heading(heading: str) -> str:
    """Return the form under which two headings count as the same: spaces, case and a colon at the end folded."""
    return " ".join(heading.split()).strip(" :：*").casefold()


def label_in(label: Label, language: str) -> str:
    """Return a label in a language; English, then any other, where it is missing; empty where there is none."""
    return label.get(language) or label.get("en") or next(iter(label.values()), "")
