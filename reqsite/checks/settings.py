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
        self.given = {word: known[word] for word in checks if word in known}
        """Rules as written in `checks:`."""
        self.unknown = tuple(word for word in checks if word not in known)
        """Names in `checks:` that are no rule's."""
        for word, given in checks.items():
            if word in known:
                self._take(known[word].code, given)

    def _take(self, code: str, given: object) -> None:
        values: Values = given if isinstance(given, Mapping) else {"severity": given}
        self._values[code] = values
        severity = str(values.get("severity", "")).lower()
        if severity in set(Severity):  # the reader of the schema has said so where it is none
            self._severities[code] = Severity(severity)

    def severity(self, rule: Rule) -> Severity:
        """Return the weight of a rule in this project."""
        return self._severities.get(rule.code, rule.severity)

    def is_on(self, rule: Rule) -> bool:
        """Return False for a rule that the project has switched off."""
        return self.severity(rule) is not Severity.OFF

    def names(self, rule: Rule) -> tuple[str, ...]:
        """Return the names of the settings that a project gives a rule."""
        return tuple(str(name) for name in self._values.get(rule.code, {}))

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
