"""`reqsite check`: every mistake in the records, on its line."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsite.checks.reporters import render
from reqsite.checks.reporters.text import SEVERITIES, line, summary, waived_lines
from reqsite.checks.run import Report
from reqsite.cli.command import Option, verb
from reqsite.cli.errors import Exit
from reqsite.cli.project_paths import ProjectPaths
from reqsite.cli.terminal import may_color, write_data
from reqsite.confirm.words import not_checked
from reqsite.i18n import _
from reqsite.model.finding import Finding, Severity

if TYPE_CHECKING:
    from reqsite.cli.session import Session

COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
FORMATS = ("text", "json", "sarif", "github")


@verb(
    "check",
    _(
        "Reads the whole project and names each mistake with file, line and column, and what to write instead. "
        "PATHS, files or folders, limit what is shown and what the exit code is about. No file is written."
    ),
    [
        ("reqsite check", _("the whole project")),
        ("reqsite check docs_src/orders --fail-on warning", _("one folder, strictly")),
        ("reqsite check --format sarif --output reqsite.sarif", _("for a code scanner")),
        ("reqsite check --format github", _("annotations on a pull request")),
        ("reqsite check --git main..HEAD", _("whether each commit says which record it is about")),
    ],
    [
        click.Argument(["paths"], nargs=-1, type=click.Path(exists=True, path_type=Path)),
        Option(
            "--format",
            "style",
            type=click.Choice(FORMATS),
            default="text",
            show_default=True,
            help=_("Text for people, JSON, SARIF 2.1.0, or GitHub annotations."),
        ),
        Option(
            "--fail-on",
            type=click.Choice(["error", "warning", "info", "never"]),
            default="error",
            show_default=True,
            help=_("From which severity on a finding makes the exit code 1."),
        ),
        Option(
            "--waived",
            is_flag=True,
            help=_("List what is waived too, each with its reason; text only."),
        ),
        Option(
            "--git",
            "commits",
            metavar="RANGE",
            help=_("Name each commit of a range (main..HEAD) that changes a requirement and names no record, too."),
        ),
        Option(
            "-o",
            "--output",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help=_("Write the report into a file."),
        ),
    ],
)
def command(
    session: Session,
    *,
    paths: tuple[Path, ...],
    style: str,
    fail_on: str,
    waived: bool,
    commits: str | None,
    output: Path | None,
) -> Exit:
    """Print the findings."""
    if (unchecked := not_checked(session.workspace.receipts)) is not None:
        session.warn(unchecked)
    report = session.workspace.report()
    if commits is not None:
        from reqsite.cli.check_commits import with_commits  # noqa: PLC0415 - git is seldom asked

        report = with_commits(session, report, commits)
    report = limited(report, ProjectPaths.of(session.project.root, paths))
    if waived and style == "text" and output is None:
        write_data("".join(f"{row}\n" for row in waived_lines(report, session.language)))
    if output is not None:
        write_file(output, render(report, style, session.language))
    elif style == "text" and may_color(sys.stdout):
        write_data(_colored(report, session.language))
    else:
        write_data(render(report, style, session.language))
    if style in ("json", "sarif") or output is not None:
        session.say(summary(report))
    return Exit.FINDINGS if any(weighs(finding, fail_on) for finding in report.findings) else Exit.FINE


def _colored(report: Report, language: str) -> str:
    """Return the report as text with the severities in colour."""
    lines = []
    for finding in report.findings:
        word = SEVERITIES[finding.severity].to(language)
        styled = click.style(word, fg=COLORS[finding.severity], bold=True)
        lines.append(line(finding, language).replace(f" {word}: ", f" {styled}: ", 1))
    return "\n".join([*lines, summary(report).to(language)]) + "\n"


def weighs(finding: Finding, fail_on: str) -> bool:
    """Return True for a finding at or above the severity."""
    return fail_on != "never" and finding.severity.rank <= Severity(fail_on).rank


def limited(report: Report, paths: ProjectPaths) -> Report:
    """Return the report on what stands in these files and folders only."""
    if paths.everything:
        return report
    return replace(
        report,
        findings=tuple(finding for finding in report.findings if finding.place.file in paths),
        waived=tuple(finding for finding in report.waived if finding.place.file in paths),
    )


def write_file(path: Path, text: str) -> None:
    """Write a file as a whole or not at all."""
    from reqsite.source.whole_file import write_whole  # noqa: PLC0415 - slow to load, and most reports go to stdout

    write_whole(path, text.encode("utf-8", "backslashreplace"))
