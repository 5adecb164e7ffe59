"""The rules for schema.yml: family RQ0."""

from __future__ import annotations

from reqsite.i18n import _
from reqsite.model.finding import Rule, Severity

UNREADABLE = Rule(
    code="RQ001",
    name="unreadable-schema",
    severity=Severity.ERROR,
    title=_("schema.yml cannot be read"),
    why=_(
        "Without its schema a project is read with the default one, so that many records may seem wrong that are not. "
        "Mend this first."
    ),
    bad="types:\n  hlr: {kind: requirement\n",
    good="types:\n  hlr: {kind: requirement}\n",
)
UNKNOWN_KEY = Rule(
    code="RQ002",
    name="unknown-schema-key",
    severity=Severity.ERROR,
    title=_("A key of schema.yml means nothing to reqsite"),
    why=_("A key that nobody reads has no effect, and its writer believes that it has one."),
    bad="types:\n  hlr: {kind: requirement, requird: [title]}\n",
    good="types:\n  hlr: {kind: requirement, required: [title]}\n",
)
WRONG_VALUE = Rule(
    code="RQ003",
    name="wrong-schema-value",
    severity=Severity.ERROR,
    title=_("A value in schema.yml has the wrong form"),
    why=_("A list, a mapping, a text and `true` or `false` each mean something else; what is meant cannot be guessed."),
    bad="fields:\n  owner: {facet: maybe}\n",
    good="fields:\n  owner: {facet: true}\n",
)
UNKNOWN_WORD = Rule(
    code="RQ004",
    name="unknown-schema-word",
    severity=Severity.ERROR,
    title=_("schema.yml names something that does not exist"),
    why=_("A kind, state, field, section or rule that does not exist can never be found in a record."),
    bad="states:\n  goal:\n    draft: {next: [aggreed]}\n    agreed: {}\n",
    good="states:\n  goal:\n    draft: {next: [agreed]}\n    agreed: {}\n",
)
BAD_PATTERN = Rule(
    code="RQ005",
    name="bad-id-pattern",
    severity=Severity.ERROR,
    title=_("The pattern for ids is no regular expression, or a dangerous one"),
    why=_(
        "Every id and every reference is compared with the pattern. Where a repeated part can be read in many ways, "
        "a single odd id keeps the computer busy for years."
    ),
    bad="types:\n  hlr: {kind: requirement, id: '([A-Z]+)+-\\d+'}\n",
    good="types:\n  hlr: {kind: requirement, id: '[A-Z]+-\\d+'}\n",
)
NAME_CLASH = Rule(
    code="RQ006",
    name="schema-name-clash",
    severity=Severity.ERROR,
    title=_("A name in schema.yml means two things"),
    why=_(
        "Fields and links stand side by side in front matter, and inverse names stand beside them on the page: a name "
        "or a heading that means two things means nothing."
    ),
    bad="fields:\n  depends_on: {kind: text}\n",
    good="fields:\n  needs: {kind: text}\n",
)
RESERVED_NAME = Rule(
    code="RQ007",
    name="reserved-schema-name",
    severity=Severity.ERROR,
    title=_("schema.yml gives a reserved name a meaning of its own"),
    why=_("Some names mean something to reqsite itself, such as `id`, `visibility` or the names of the kinds."),
    bad="fields:\n  visibility: {values: [public, secret]}\n",
    good="fields:\n  secrecy: {values: [public, secret]}\n",
)
INCOMPLETE = Rule(
    code="RQ008",
    name="incomplete-schema-entry",
    severity=Severity.ERROR,
    title=_("An entry of schema.yml lacks what it cannot do without"),
    why=_("A type needs a kind, a link an inverse name, and a field of kind enum its values."),
    bad="links:\n  realizes: {to: [goal]}\n",
    good="links:\n  realizes: {inverse: realized_by, to: [goal]}\n",
)

SCHEMA_RULES = (
    UNREADABLE,
    UNKNOWN_KEY,
    WRONG_VALUE,
    UNKNOWN_WORD,
    BAD_PATTERN,
    NAME_CLASH,
    RESERVED_NAME,
    INCOMPLETE,
)
