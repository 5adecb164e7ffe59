"""The settings of the rules themselves: `checks:` in schema.yml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reqsite.checks.answers import HOURS, LATE_ANSWER
from reqsite.checks.change_wording import LIMITS, LONG_SENTENCE
from reqsite.checks.chapters import EMPTY_CHAPTER
from reqsite.checks.chapters import SETTING as CHAPTERS
from reqsite.checks.context import Context
from reqsite.checks.lexicon import CLASSES
from reqsite.checks.minutes import LATE_MINUTES
from reqsite.checks.musts import TOO_MANY_MUSTS
from reqsite.checks.suggest import did_you_mean
from reqsite.checks.translations import MISSING_TRANSLATION
from reqsite.checks.vagueness import VAGUE_WORD
from reqsite.checks.wording import JARGON, UNDEFINED_ABBREVIATION
from reqsite.history.commits import COMMIT_WITHOUT_RECORD
from reqsite.history.commits import SETTINGS as COMMIT_SETTINGS
from reqsite.i18n import Message, _
from reqsite.model.finding import Finding, Place, Rule, Severity

UNKNOWN_RULE = Rule(
    "RQ902",
    "unknown-rule",
    Severity.WARNING,
    _("Settings for a rule that does not exist"),
    _("A setting under a misspelt name changes nothing."),
    "checks:\n  vague-words: info\n",
    "checks:\n  vague-word: info\n",
)
UNKNOWN_SETTING = Rule(
    "RQ903",
    "unknown-setting",
    Severity.WARNING,
    _("A setting that the rule does not have"),
    _("A setting under a misspelt name changes nothing."),
    "checks:\n  vague-word: {alow: [fast]}\n",
    "checks:\n  vague-word: {allow: [fast]}\n",
)
RULES = (UNKNOWN_RULE, UNKNOWN_SETTING)

SETTINGS: Mapping[str, tuple[str, ...]] = {
    VAGUE_WORD.code: ("severity", "on", "off", "words", "allow"),
    UNDEFINED_ABBREVIATION.code: ("severity", "allow"),
    JARGON.code: ("severity", "words", "allow"),
    LONG_SENTENCE.code: ("severity", *LIMITS),
    TOO_MANY_MUSTS.code: ("severity", "limit"),
    LATE_MINUTES.code: ("severity", "hours"),
    LATE_ANSWER.code: ("severity", *HOURS),
    EMPTY_CHAPTER.code: ("severity", CHAPTERS),
    COMMIT_WITHOUT_RECORD.code: ("severity", *COMMIT_SETTINGS),
    MISSING_TRANSLATION.code: ("severity", "records"),
}
"""Rule → the settings it has; every other one has its severity alone."""


def check(context: Context) -> Iterator[Finding]:
    """Yield settings that nothing reads."""
    settings = context.settings
    for word in settings.unknown:
        message = _("There is no rule '{rule}'.", rule=word)
        hint = did_you_mean(word, settings.known)
        yield Finding.of(UNKNOWN_RULE, _place(context, word), message, hint)
    for word, rule in settings.given.items():
        known = SETTINGS.get(rule.code, ("severity",))
        for name in settings.names(rule):
            if name not in known:
                message = _("The rule '{rule}' has no setting '{name}'.", rule=word, name=name)
                hint = _one_of(name, known)
                yield Finding.of(UNKNOWN_SETTING, _place(context, word, name), message, hint)
    for name in ("on", "off"):
        for group in settings.words(VAGUE_WORD, name):
            if group not in CLASSES:
                message = _("There is no class of vague words '{name}'.", name=group)
                places = [_place(context, word, name) for word, rule in settings.given.items() if rule is VAGUE_WORD]
                yield Finding.of(UNKNOWN_SETTING, places[0], message, _one_of(group, CLASSES))


def _one_of(word: str, known: tuple[str, ...]) -> Message:
    return did_you_mean(word, known) or _("Write one of: {values}.", values=", ".join(known))


def _place(context: Context, *path: str) -> Place:
    """Return the place of the nearest key above that has one."""
    for length in range(len(path), 0, -1):
        place = context.setting_places.get(".".join(("checks", *path[:length])))
        if place is not None:
            return place
    return Place(context.schema_file)
