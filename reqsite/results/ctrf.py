"""CTRF, the Common Test Report Format: JSON that many test runners write alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from reqsite.i18n import _
from reqsite.model import strict_json
from reqsite.results.case import FAILED, LONGEST_NAME, MOST_CASES, OPEN, PASSED, BadResultsError, Case, Reported

_OUTCOMES = {"passed": PASSED, "failed": FAILED}
_LONGEST_WORD = 100


def read_ctrf(content: bytes) -> Reported:
    """Return the tests that a file names.

    Raises:
        BadResultsError: It is no CTRF.
    """
    try:
        data = strict_json.parse(content)
    except ValueError:
        raise BadResultsError(_("It is no JSON, or it says something twice.")) from None
    results = _mapping(data).get("results")
    tests = _mapping(results).get("tests")
    if not isinstance(tests, list) or not all(isinstance(test, dict) for test in tests):
        raise BadResultsError(_("It is no CTRF: it has no list 'tests' under 'results'."))
    if len(tests) > MOST_CASES:
        raise BadResultsError(_("It names more than {limit} tests.", limit=MOST_CASES))
    summary, environment = _mapping(_mapping(results).get("summary")), _mapping(_mapping(results).get("environment"))
    return Reported(
        [_case(test) for test in tests],
        _text(_mapping(_mapping(results).get("tool")).get("name"))[:_LONGEST_WORD],
        _moment(summary.get("stop")) or _moment(summary.get("start")),
        _text(environment.get("commit"))[:_LONGEST_WORD],
    )


def _case(test: Mapping[str, Any]) -> Case:
    status = _text(test.get("status"))
    suite = test.get("suite")
    group = " ".join(_texts(suite)) if isinstance(suite, list) else _text(suite)
    marks = (*_texts(test.get("tags")), *_texts(list(_mapping(test.get("extra")).values())))
    return Case(_text(test.get("name")), group or _text(test.get("filePath")), _OUTCOMES.get(status, OPEN), marks)


def _texts(value: object) -> Iterator[str]:
    for member in value if isinstance(value, list) else ():
        if text := _text(member):
            yield text


def _text(value: object) -> str:
    return value[:LONGEST_NAME] if isinstance(value, str) else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _moment(milliseconds: object) -> str:
    """Return a number of milliseconds since 1970 as a time; empty for what is none."""
    if not isinstance(milliseconds, int | float) or isinstance(milliseconds, bool) or milliseconds <= 0:
        return ""
    try:
        return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")
    except (ValueError, OverflowError, OSError):
        return ""
