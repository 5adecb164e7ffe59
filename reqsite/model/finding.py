"""Rules and what they have to say: a finding names the file, the line, what is wrong and what to write instead."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reqsite.i18n import Message


_FULL_WIDTH_ENDS = ("。", "！", "？", "；", "：")


class Severity(enum.StrEnum):
    """How much a finding weighs; `OFF` silences a rule. Sorted from heavy to light."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"

    @property
    def rank(self) -> int:
        """0 for an error, more for what weighs less."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the house, with the stable code that schema.yml, waivers and CI know it by."""

    code: str
    """`RQ` and three digits; the first digit is the family."""
    name: str
    """The rule's word in `check --format json`, such as `dangling-link`."""
    severity: Severity
    """The default; schema.yml may change it."""
    title: Message
    """One line for lists of rules."""
    why: Message
    """Why it matters, for the reference."""
    bad: str = ""
    """A short Markdown or YAML example that the rule speaks up about."""
    good: str = ""
    """The same, mended."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file (relative to the project, with `/`), line and column from 1, in code points."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has to say about one place."""

    rule: Rule
    place: Place
    message: Message
    hint: Message | None = None
    record: str = ""
    """The id of the record it is about, empty where there is none."""
    severity: Severity = Severity.ERROR
    """The weight it has in this project; set from the rule and then by schema.yml."""
    waived: str = ""
    """The reason of the waiver that covers it, empty where it stands."""

    @classmethod
    def of(cls, rule: Rule, place: Place, message: Message, hint: Message | None = None, record: str = "") -> Finding:
        """Return a finding with the rule's own severity."""
        return cls(rule, place, message, hint, record, rule.severity)

    @property
    def sort_key(self) -> tuple[Place, str, str]:
        """Findings read in the order of the files."""
        return (self.place, self.rule.code, str(self.message))

    def sentences(self, language: str) -> str:
        """Return message and hint as running text: with a space between them, but none behind a Chinese full stop."""
        message = self.message.to(language)
        if self.hint is None:
            return message
        return f"{message}{'' if message.endswith(_FULL_WIDTH_ENDS) else ' '}{self.hint.to(language)}"
