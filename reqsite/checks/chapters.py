"""The chapters that a project has agreed on: each is there, and says something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.pages import Page
from reqsite.checks.thresholds import place_of
from reqsite.i18n import _
from reqsite.model.finding import Finding, Place, Rule, Severity

_RECORD = "records:\n  - {id: GOAL-001, type: goal, title: Fewer calls, body: Clients look up the stock themselves.}\n"
EMPTY_CHAPTER = Rule(
    "RQ866",
    "empty-chapter",
    Severity.WARNING,
    _("A chapter of the document that is missing, or says nothing"),
    _(
        "What nobody has written down nobody has agreed to. The setting `chapters` names pages and folders, relative "
        "to the folder of documents; `reqsite init` writes it."
    ),
    "checks:\n  empty-chapter: {chapters: [goals.yml, constraints.md]}\n" + _RECORD,
    "checks:\n  empty-chapter: {chapters: [example.yml]}\n" + _RECORD,
)
RULES = (EMPTY_CHAPTER,)
SETTING = "chapters"
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}(?:[ \t].*)?$|^[^\n]+\n[ \t]{0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)


def chapters_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the paths of chapters as a project writes them, without a slash at the end, each once."""
    return tuple(dict.fromkeys(name.strip().strip("/") for name in names if name.strip().strip("/")))


def check(context: Context) -> Iterator[Finding]:
    """Yield the chapters that a project names and that it lacks."""
    wanted = chapters_of(context.settings.words(EMPTY_CHAPTER, SETTING))
    if not wanted:
        return
    folder = f"{context.docs_folder}/" if context.docs_folder else ""
    full = {record.file.removeprefix(folder) for record in context.records}
    pages = {page.file.removeprefix(folder).removeprefix("./"): page for page in context.pages}
    for chapter in wanted:
        inside = f"{chapter}/"
        if chapter in full or any(file.startswith(inside) for file in full):
            continue
        written = [page for path, page in pages.items() if path == chapter or path.startswith(inside)]
        if any(map(_says_something, written)):
            continue
        there = chapter in context.docs_files
        if there:
            message = _("The chapter {file} says nothing.", file=f"{folder}{chapter}")
        elif any(file.startswith(inside) for file in context.docs_files):
            message = _("The chapter {file} holds no record, and no page that says anything.", file=folder + chapter)
        else:
            message = _("There is no chapter {file}.", file=folder + chapter)
        place = Place(folder + chapter, 1) if there else place_of(context, EMPTY_CHAPTER, SETTING)
        hint = _("Write it, even if it says that there is nothing to say; or take it out of `chapters:`.")
        yield Finding.of(EMPTY_CHAPTER, place, message, hint)


def _says_something(page: Page) -> bool:
    return any(letter.isalnum() for letter in _HEADING.sub("", page.words))
