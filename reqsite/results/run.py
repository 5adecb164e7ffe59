"""One run of tests, as far as it says something of records: the small file that is kept in git."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reqsite.i18n import _
from reqsite.model import strict_json
from reqsite.results.case import FAILED, OPEN, PASSED, BadResultsError

FORMAT = 1
"""Grows when a reader of the old form would misread the new one."""
CRITERION = "#"
"""Stands between a record's id and that of one of its acceptance criteria."""
_KEYS = frozenset({"format", "time", "tool", "release", "commit", "sources", "results"})
_TALLY = ("passed", "failed", "skipped")
_MOST = 10**9
_LONGEST = 500
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_TIME = "%Y-%m-%dT%H:%M:%S"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tests of one record, or criterion, did what."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def result(self) -> str:
        """`failed` where any test did, `passed` where any did and none failed, else `open`."""
        return FAILED if self.failed else PASSED if self.passed else OPEN


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of tests says of records."""

    time: str
    """In UTC: `2026-03-01T12:00:00`."""
    tool: str = ""
    release: str = ""
    """The release that was tested, empty where nobody has said."""
    commit: str = ""
    """The commit that was tested, empty where nobody has said."""
    sources: tuple[tuple[str, str], ...] = ()
    """(name, sha256) of the files that it was read from."""
    results: Mapping[str, Tally] = field(default_factory=dict)
    """`TC-031`, or `REQ-001#AC-1` for a criterion → how its tests ended."""

    @property
    def date(self) -> str:
        """`YYYY-MM-DD`."""
        return self.time[:10]

    @property
    def name(self) -> str:
        """The name of the file that it is kept in: time, and the beginning of a digest of all that it says."""
        return f"{re.sub('[^0-9T]', '', self.time)}-{hashlib.sha256(self.content).hexdigest()[:8]}.json"

    @property
    def content(self) -> bytes:
        """The file: the same bytes for the same run."""
        said: dict[str, object] = {"format": FORMAT, "time": self.time}
        said |= {k: v for k, v in (("tool", self.tool), ("release", self.release), ("commit", self.commit)) if v}
        said["sources"] = [{"file": name, "sha256": digest} for name, digest in self.sources]
        said["results"] = {
            key: {word: count for word in _TALLY if (count := getattr(tally, word))}
            for key, tally in sorted(self.results.items())
        }
        return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def parse_run(content: bytes) -> Run:
    """Return the run that a kept file tells of.

    Raises:
        BadResultsError: It is none.
    """
    try:
        data = strict_json.parse(content)
    except ValueError:
        raise BadResultsError(_("It is no JSON, or it says something twice.")) from None
    if not isinstance(data, dict):
        raise BadResultsError(_("It is no run of tests."))
    if data.get("format") != FORMAT:
        raise BadResultsError(_("Its format is not {number}.", number=FORMAT))
    if unknown := sorted(data.keys() - _KEYS):
        raise BadResultsError(_("It has a key that is not known: {name}", name=unknown[0][:50]))
    return Run(
        _time(data.get("time")),
        _text(data, "tool"),
        _text(data, "release"),
        _text(data, "commit"),
        tuple(_source(source) for source in _list(data.get("sources"))),
        dict(_results(data.get("results"))),
    )


def _time(value: object) -> str:
    try:
        return dt.datetime.strptime(str(value), _TIME).strftime(_TIME)  # noqa: DTZ007 in UTC by definition
    except ValueError:
        raise BadResultsError(_("'time' is no time like 2026-03-01T12:00:00.")) from None


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name, "")
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise BadResultsError(_("'{name}' is no short text.", name=name))
    return value


def _list(value: object) -> Iterable[object]:
    if not isinstance(value, list):
        raise BadResultsError(_("'{name}' is no list.", name="sources"))
    return value


def _source(value: object) -> tuple[str, str]:
    if not isinstance(value, dict) or value.keys() != {"file", "sha256"} or not isinstance(value["file"], str):
        raise BadResultsError(_("An entry of 'sources' does not name a file and its digest."))
    digest = value["sha256"]
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise BadResultsError(_("An entry of 'sources' does not name a file and its digest."))
    return value["file"], digest


def _results(value: object) -> Iterable[tuple[str, Tally]]:
    if not isinstance(value, dict):
        raise BadResultsError(_("'results' names no tests."))
    for key, counts in value.items():
        if not isinstance(counts, dict) or not counts.keys() <= set(_TALLY):
            raise BadResultsError(_("The result of {id} is none.", id=key[:100]))
        if not all(isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= _MOST for n in counts.values()):
            raise BadResultsError(_("The result of {id} is none.", id=key[:100]))
        yield key, Tally(**counts)
