"""The verbs and what each does in one line, so that `reqsite --help` need not load them."""

from __future__ import annotations

from collections.abc import Mapping

from reqsite.i18n import Message, _

VERBS: Mapping[str, Message] = {
    "init": _("Begin a project: its settings, its vocabulary and its chapters."),
    "new": _("Write a new record with the next free id."),
    "check": _("Name every mistake in the records, on its line."),
    "build": _("Build the portal."),
    "serve": _("Show the portal in a browser while you write."),
    "show": _("Print a record with its links in both directions."),
    "trace": _("Print what a record comes from, or what comes of it."),
    "impact": _("Print what the change of a record would touch."),
    "review": _("Say that the suspect links of records have been looked at."),
    "diff": _("Print what differs between two releases, or between one and what you have now."),
    "log": _("Print what became of a record, release by release."),
    "release": _("Freeze the records under a version."),
    "baseline": _("List and verify the releases, or make them of git tags."),
    "publish": _("Publish a release, or a draft, so that it is never changed again."),
    "alias": _("Let a name like latest lead to another release, or say what leads where."),
    "withdraw": _("Say that a published release holds no longer."),
    "verify": _("Prove that what was published is what it was."),
    "rebuild": _("Build a published release again, and say whether it comes out the same."),
    "confirm": _("File the answers of clients, and say who has agreed to what."),
    "due": _("Print what must be confirmed before which milestone."),
    "results": _("File what test runs say of test records and acceptance criteria."),
    "export": _("Write the records as CSV, Excel, Word or Gherkin files."),
    "fmt": _("Mend the writing of records where their meaning stays the same."),
    "schema": _("Print the project's vocabulary."),
    "doctor": _("Say what this machine lacks for search, fonts and publishing."),
    "completion": _("Print the script with which your shell completes commands."),
}
