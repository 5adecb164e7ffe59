"""JUnit XML, as pytest, Maven, Gradle, Jest, go-junit-report and others write it.

No entity is resolved and nothing is fetched: a file with a document type is refused before it can declare anything.
"""

from __future__ import annotations

import datetime as dt
from xml.parsers import expat

from reqsite.i18n import _
from reqsite.results.case import FAILED, LONGEST_NAME, MOST_CASES, OPEN, PASSED, BadResultsError, Case, Reported

_ROOTS = frozenset({"testsuites", "testsuite"})
_DEEPEST = 200
_OUTCOMES = {"failure": FAILED, "error": FAILED, "skipped": OPEN}
_TOOLS = ("pytest", "jest", "vitest", "mocha", "cypress", "playwright", "surefire", "behave", "cucumber", "phpunit")
_GO = "go.version"


def read_junit(content: bytes) -> Reported:
    """Return the tests that a file names.

    Raises:
        BadResultsError: It is no JUnit XML, or holds what none needs.
    """
    return _Reader().read(content)


class _Reader:
    def __init__(self) -> None:
        self._depth = 0
        self._cases: list[Case] = []
        self._case: dict[str, str] | None = None
        self._outcome = PASSED
        self._marks: list[str] = []
        self._property: list[str] | None = None
        """The text of a property without a value, while it is read."""
        self._hints: list[str] = []
        self._time = ""

    def read(self, content: bytes) -> Reported:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise BadResultsError(
                _("It is no XML: {reason} in line {line}.", reason=reason, line=error.lineno)
            ) from None
        except (ValueError, LookupError):  # an encoding that Python does not know, or lets nobody parse
            raise BadResultsError(_("It is written in an encoding that cannot be read.")) from None
        return Reported(self._cases, self._tool(), self._time)

    def _doctype(self, *_declared: object) -> None:
        raise BadResultsError(_("It declares a document type, which no file of results needs; nothing of it is read."))

    def _start(self, name: str, given: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise BadResultsError(_("Its elements are nested too deep."))
        name = name.rpartition(":")[2]
        if self._depth == 1 and name not in _ROOTS:
            raise BadResultsError(_("It is no JUnit XML: it begins with <{name}>.", name=name[:50]))
        if name in _ROOTS:
            self._time = max(self._time, utc(given.get("timestamp", "")))
            self._hints += [given.get("name", "")[:100], *(v[:200] for k, v in given.items() if ":" in k)]
        elif name == "testcase" and self._case is None:
            self._case, self._outcome, self._marks = given, PASSED, []
        elif name == "property":
            self._hints += [given.get("name", "")[:100]] if self._case is None and len(self._hints) < _DEEPEST else []
            value = given.get("value")
            if self._case is not None and value is not None:
                self._marks.append(value[:LONGEST_NAME])
            self._property = [] if self._case is not None and value is None else None
        elif self._case is not None and name in _OUTCOMES and self._outcome != FAILED:
            self._outcome = _OUTCOMES[name]

    def _end(self, name: str) -> None:
        self._depth -= 1
        name = name.rpartition(":")[2]
        if name == "property" and self._property is not None:
            self._marks.append("".join(self._property)[:LONGEST_NAME])
            self._property = None
        elif name == "testcase" and self._case is not None:
            if len(self._cases) >= MOST_CASES:
                raise BadResultsError(_("It names more than {limit} tests.", limit=MOST_CASES))
            group = self._case.get("classname") or self._case.get("class", "")
            case_name = self._case.get("name", "")[:LONGEST_NAME]
            self._cases.append(Case(case_name, group[:LONGEST_NAME], self._outcome, tuple(self._marks)))
            self._case = None

    def _text(self, text: str) -> None:
        if self._property is not None and len(self._property) < _DEEPEST:
            self._property.append(text)

    def _tool(self) -> str:
        hints = " ".join(self._hints).casefold()
        if _GO in hints:
            return "go test"
        return next((tool for tool in _TOOLS if tool in hints), "")


def utc(time: str) -> str:
    """Return a time in UTC as text that sorts, to the second; one without an offset is taken for UTC, none for ''."""
    try:
        found = dt.datetime.fromisoformat(time.strip())
        return (found.astimezone(dt.UTC) if found.tzinfo else found).strftime("%Y-%m-%dT%H:%M:%S")
    except (ValueError, OverflowError):
        return ""
