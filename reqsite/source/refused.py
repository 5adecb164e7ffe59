"""What ends the reading of a file: a rule that it breaks, and where."""

from __future__ import annotations

from reqsite.i18n import Message
from reqsite.model.finding import Finding, Place, Rule
from reqsite.source import rules
from reqsite.source.yaml_nodes import YamlMistake


class Refused(Exception):  # noqa: N818 the writer's mistake, not the program's
    """A text or a file that is not read any further.

    Attributes:
        rule: The rule that it breaks.
        message: What is wrong.
        hint: What to do or write instead, or None.
        line: From 1.
        column: From 1, in code points.
    """

    def __init__(
        self, rule: Rule, message: Message, hint: Message | None = None, line: int = 1, column: int = 1
    ) -> None:
        super().__init__(f"{rule.code} {line}:{column}: {message}")
        self.rule = rule
        self.message = message
        self.hint = hint
        self.line = line
        self.column = column

    @classmethod
    def by(cls, mistake: YamlMistake, rule: Rule = rules.UNREADABLE_FRONT_MATTER) -> Refused:
        """Return the refusal for a mistake in YAML; `rule` is broken where no rule of its own is."""
        own = {"duplicate-key": rules.DUPLICATE_KEY, "invalid-character": rules.INVALID_CHARACTER}
        return cls(own.get(mistake.kind, rule), mistake.message, mistake.hint, mistake.line, mistake.column)

    def finding(self, file: str) -> Finding:
        """Return the finding about `file`, a path relative to the project."""
        return Finding.of(self.rule, Place(file, self.line, self.column), self.message, self.hint)
