"""The evidence of changes: whether the files that it names are there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.i18n import _
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.model.nearest import nearest_word
from reqsite.model.proofs import FIELD, KIND, file_of, names_file

_CHANGE = (
    "records:\n  - id: CR-001\n    type: change\n    title: Quicker\n    status: applied\n    reason: Clients leave.\n"
    "    proposer: Wang\n    evidence: [%s]\n    body: The search takes 1 s.\n"
)
MISSING_EVIDENCE = Rule(
    "RQ868",
    "missing-evidence",
    Severity.ERROR,
    _("Evidence of a change that names a file which does not exist"),
    _(
        "A change is agreed on what can be shown. A file is named relative to the record, or to the folder of "
        "documents."
    ),
    _CHANGE % "files/survey.pdf",
    _CHANGE % "example.yml",
)
RULES = (MISSING_EVIDENCE,)


def check(context: Context) -> Iterator[Finding]:
    """Yield the files that changes name as evidence and that are not there."""
    start = f"{context.docs_folder}/" if context.docs_folder else ""
    for record in context.records:
        if record.kind != KIND:
            continue
        folder = posixpath.dirname(record.file.removeprefix(start))
        for number, text in enumerate(record.items(FIELD)):
            if names_file(text) and not file_of(text, folder, context.docs_files):
                message = _("There is no file '{path}'.", path=text)
                near = nearest_word(text, context.docs_files)
                hint = _("Did you mean {near}?", near=near) if near else None
                place = record.place(f"{FIELD}[{number}]", f"{FIELD}=", FIELD)
                yield Finding.of(MISSING_EVIDENCE, place, message, hint, record.id)
