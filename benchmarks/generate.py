"""Write a project of N made-up requirements.

About 120 words each, 1 to 3 links, 500 terms, one in twenty with a diagram:

    python benchmarks/generate.py 5000 OUT
    python benchmarks/generate.py 5000 OUT 20     # with 20 releases, each of which changed one record in twenty

The same N gives the same files.  OUT/reqsite is a project for reqsite, OUT/plain the same pages for MkDocs with
Material alone: the same Markdown files, out of nav, the same extensions, search on.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reqsite.history.entry import state_of
from reqsite.history.freeze import change_set, write_baseline
from reqsite.history.ledger_files import read_ledger
from reqsite.model.catalog import Catalog
from reqsite.model.record import Record
from reqsite.source.project import Project
from reqsite.workspace import open_workspace

TERMS = 500
CHANGED = 0.05
"""Which share of the records a release changes."""
DIAGRAMS = 0.05
_WORDS = """account address agreement alarm amount archive batch branch buffer cache channel client clock code
column command contract counter customer cycle data date delivery device display document driver engine entry
error event field file filter flow form frame function gateway group handle header history host image index
interface invoice item journal key label layer ledger level limit line list load lock log machine mail market
master measure memory message meter method mode model module monitor network node notice number object order
output owner packet page panel part password path payment period plan policy pool port price printer process
product profile program project protocol queue rate reader receipt region register reply report request resource
result role route row rule sample scale schedule screen sensor server service session shift signal site source
stack stage station step stock storage stream supplier switch system table tag target task team terminal test
thread ticket timer token tool total track trade transfer trigger unit update user value vendor version view
volume warehouse warning window worker zone""".split()
_VERBS = (
    "accept archive close compare confirm count create deliver display export filter import keep list lock log".split()
)
_QUALITIES = "active billing central daily digital domestic external fiscal foreign hourly internal legal local".split()
_EXTENSIONS = """\
markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - footnotes
  - tables
  - toc:
      permalink: true
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
"""


def term_names(count: int = TERMS) -> list[str]:
    """Return `count` different names of two words."""
    pairs = [f"{quality} {word}" for word in _WORDS for quality in _QUALITIES]
    return random.Random(7).sample(pairs, count)


def record(number: int, total: int, terms: list[str]) -> str:
    """Return requirement `number` of `total` as a Markdown file."""
    rng = random.Random(number)
    meta = [
        f"id: REQ-{number:05d}",
        "type: functional",
        f"title: {' '.join(rng.sample(_WORDS, 4)).capitalize()}",
        f"status: {rng.choice(['draft', 'reviewed', 'confirmed'])}",
        f"priority: P{rng.randrange(4)}",
        f"section: Chapter {number * 20 // total + 1}",
        f"owner: Team {rng.randrange(12)}",
    ]
    if number > 1:
        parents = sorted({rng.randrange(max(1, number - 400), number) for _ in range(rng.randint(1, 3))})
        meta.append(f"derives_from: [{', '.join(f'REQ-{p:05d}' for p in parents)}]")
    lines = ["---", *meta, "---", _paragraph(rng, terms), ""]
    if rng.random() < DIAGRAMS:
        lines += ["```mermaid", "graph LR", "  A[Request] --> B[Check] --> C[Answer]", "```", ""]
    lines += ["## Acceptance criteria", ""]
    for _ in range(2):
        lines.append(f"- Given a {rng.choice(_WORDS)}, when the user {rng.choice(_VERBS)}s a {rng.choice(_WORDS)},")
        lines.append(f"  then the {rng.choice(_WORDS)} shows {rng.randrange(1, 90)} {rng.choice(_WORDS)}s within 2 s.")
    lines += ["", "## Rationale", "", _sentence(rng, terms, 24), ""]
    return "\n".join(lines)


def _paragraph(rng: random.Random, terms: list[str]) -> str:
    sentences = [f"The system shall {rng.choice(_VERBS)} the **{rng.choice(terms)}** of each {rng.choice(_WORDS)}."]
    sentences += [_sentence(rng, terms, 14) for _ in range(3)]
    return "\n".join(sentences)


def _sentence(rng: random.Random, terms: list[str], length: int) -> str:
    words = [rng.choice(_WORDS) for _ in range(length - 2)]
    words.insert(rng.randrange(len(words)), rng.choice(terms))
    return f"The {' '.join(words)}."


def write(count: int, out: Path, releases: int = 0) -> None:
    """Write OUT/reqsite and OUT/plain; the last of the releases froze the records as they are."""
    shutil.rmtree(out, ignore_errors=True)
    terms = term_names()
    texts = {f"REQ-{n:05d}.md": record(n, count, terms) for n in range(1, count + 1)}
    for name in ("reqsite", "plain"):
        folder = out / name / "docs_src" / "requirements"
        folder.mkdir(parents=True)
        for file, text in texts.items():
            (folder / file).write_text(text, encoding="utf-8")
        (folder.parent / "index.md").write_text(f"# {count} requirements\n\nA benchmark.\n", encoding="utf-8")
        plugins = "plugins:\n  - search\n" + ("  - reqsite\n" if name == "reqsite" else "")
        nav = "" if name == "reqsite" else "not_in_nav: /requirements/\n"
        (out / name / "mkdocs.yml").write_text(
            "site_name: Benchmark\ndocs_dir: docs_src\nuse_directory_urls: false\n"
            "theme: {name: material, font: false}\nextra: {generator: false}\n" + plugins + nav + _EXTENSIONS,
            encoding="utf-8",
        )
    glossary = out / "reqsite" / "docs_src" / "glossary"
    glossary.mkdir()
    rows = [f"  - type: term\n    title: {name}\n    body: The {name} of the system." for name in terms]
    (glossary / "terms.yml").write_text("records:\n" + "\n".join(rows) + "\n", encoding="utf-8")
    if releases:
        freeze(out / "reqsite", releases)


def freeze(root: Path, releases: int) -> None:
    """Write the ledger of a project: a first release, and others that each changed one record in twenty."""
    project = Project(
        root, root / "docs_src", root / "mkdocs.yml", schema_file=None, language="en", site_name="Benchmark"
    )
    catalog = open_workspace(project).catalog
    state = None
    for number, records in enumerate(_past([*catalog], releases), 1):
        state = state_of(Catalog(records, catalog.schema), like=state)
        name = f"{number}.0.0"
        write_baseline(root, name, change_set(read_ledger(root), state, name, f"2026-01-{number:02d}", ""))


def _past(now: list[Record], releases: int) -> list[list[Record]]:
    """Return what the records said at each release, first one first."""
    rng = random.Random(releases)
    requirements = [record.id for record in now if record.kind == "requirement"]
    states = [now]
    for _ in range(releases - 1):
        changed = set(rng.sample(requirements, int(len(requirements) * CHANGED)))
        states.append([_before(record, rng) if record.id in changed else record for record in states[-1]])
    return states[::-1]


def _before(record: Record, rng: random.Random) -> Record:
    """Return what a record may have said before: other words in a text that binds, in one that does not, or a field."""
    what = rng.choice(("statement", "statement", "rationale", "rationale", "priority"))
    if what == "priority":
        return replace(record, fields={**record.fields, "priority": f"P{rng.randrange(4)}"})
    sections = [
        replace(section, text=" ".join(_reworded(section.text, rng))) if section.key == what else section
        for section in record.sections
    ]
    return replace(record, sections=tuple(sections))


def _reworded(text: str, rng: random.Random) -> Iterator[str]:
    """Yield the words of a text, a few of them others."""
    for word in text.split(" "):
        yield rng.choice(_WORDS) if rng.random() < CHANGED and word.isalpha() else word


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)  # noqa: PLR2004
