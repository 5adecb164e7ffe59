"""What a project's schema.yml says about the rules: how heavy each one weighs, and what it should let pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reqsite.model.finding import Rule, Severity

Values = Mapping[str, object]


class Settings:
    """The settings of every rule: `checks: {vague-word: {severity: info, allow: [实时]}}`, by code or by name.

    A severity alone may stand for the mapping: `checks: {orphan: off}`.
    """

    def __init__(self, checks: Mapping[str, object], rules: Iterable[Rule]) -> None:
        self._severities: dict[str, Severity] = {}
        self._values: dict[str, Values] = {}
        known = {word: rule for rule in rules for word in (rule.name, rule.code)}
        self.known = tuple(dict.fromkeys(rule.name for rule in known.values()))
        """Names of the rules."""
        self.unknown = tuple(word for word in checks if word not in known)
        """Names in `checks:` that are no rule's."""
        self.wrong: list[tuple[str, str]] = []
        """(rule as written, severity as written) where there is no such severity."""
        for word, given in checks.items():
            if word in known:
                self._take(word, known[word].code, given)

    def _take(self, word: str, code: str, given: object) -> None:
        values: Values = given if isinstance(given, Mapping) else {"severity": given}
        self._values[code] = values
        if "severity" in values:
            written = str(values["severity"]).lower()
            # YAML 1.1 readers take a bare `off` for a boolean
            severity = "off" if written == "false" else written
            if severity in set(Severity):
                self._severities[code] = Severity(severity)
            else:
                self.wrong.append((word, str(values["severity"])))

    def severity(self, rule: Rule) -> Severity:
        """Return the weight of a rule in this project."""
        return self._severities.get(rule.code, rule.severity)

    def is_on(self, rule: Rule) -> bool:
        """Return False for a rule that the project has switched off."""
        return self.severity(rule) is not Severity.OFF

    def words(self, rule: Rule, name: str) -> tuple[str, ...]:
        """Return the words of a setting that is a list; a mapping gives its keys, a single word a list of one."""
        value = self._values.get(rule.code, {}).get(name, ())
        if isinstance(value, str):
            return (value,)
        return tuple(str(word) for word in value) if isinstance(value, Iterable) else ()

    def mapping(self, rule: Rule, name: str) -> Mapping[str, str]:
        """Return a setting that is a mapping of words; a list gives empty values."""
        value = self._values.get(rule.code, {}).get(name, ())
        if isinstance(value, Mapping):
            return {str(word): str(meaning) for word, meaning in value.items()}
        return dict.fromkeys(self.words(rule, name), "")
