"""The runs that a project keeps, and what the last of them says of each test."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reqsite.i18n import _
from reqsite.model.finding import Finding, Place
from reqsite.results.case import OPEN, BadResultsError
from reqsite.results.rules import BROKEN_RESULTS
from reqsite.results.run import Run, parse_run
from reqsite.source.whole_file import write_whole

FOLDER = "results"
"""Where runs lie, relative to the project's root."""
_NAME = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}\.json", re.ASCII)
"""Other files of such a folder are none of ours."""
_LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the last run of a test says."""

    result: str
    """`passed`, `failed` or `open`."""
    run: Run
    file: str
    """Where the run is kept, relative to the project's root."""


@dataclass(frozen=True)
class Results:
    """All runs that a project keeps, the oldest first, and what is wrong with the other files."""

    runs: Mapping[str, Run] = field(default_factory=dict)
    """File → run."""
    findings: tuple[Finding, ...] = ()

    @functools.cached_property
    def last(self) -> Mapping[str, Verdict]:
        """`TC-031` or `REQ-001#AC-1` → the last run that says how it ended.

        A run that left a test out takes nothing back of what one before it has shown.
        """
        found: dict[str, Verdict] = {}
        for file, run in self.runs.items():
            for key, tally in run.results.items():
                if tally.result != OPEN or key not in found:
                    found[key] = Verdict(tally.result, run, file)
        return found

    def only(self, files: Iterable[str]) -> Results:
        """Return some of the runs."""
        wanted = set(files)
        return Results({file: run for file, run in self.runs.items() if file in wanted})


def read_results(root: Path) -> Results:
    """Read the files under `results/` of a project."""
    try:
        paths = sorted(path for path in (root / FOLDER).iterdir() if _NAME.fullmatch(path.name))
    except OSError:
        return Results()
    found: dict[str, Run] = {}
    findings = []
    for path in paths:
        shown = f"{FOLDER}/{path.name}"
        try:
            found[shown] = _read(path)
        except BadResultsError as error:
            hint = _("Take the file back from git, or delete it and import the results again.")
            findings.append(Finding.of(BROKEN_RESULTS, Place(shown, 1), error.message, hint))
    in_time = sorted(found.items(), key=lambda item: (item[1].time, item[0]))
    return Results(dict(in_time), tuple(findings))


def keep(run: Run, root: Path) -> str:
    """Write a run under `results/`, where the same one is not there yet, and return its file.

    Raises:
        OSError: It cannot be written; nothing is left half written.
    """
    path = root / FOLDER / run.name
    if not (path.is_file() and path.read_bytes() == run.content):
        path.parent.mkdir(exist_ok=True)
        write_whole(path, run.content)
    return f"{FOLDER}/{run.name}"


def _read(path: Path) -> Run:
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
            raise BadResultsError(_("This is no plain file of a sensible size."))
        return parse_run(path.read_bytes())
    except OSError as error:
        raise BadResultsError(_("The file cannot be read: {reason}", reason=error.strerror or "")) from None
