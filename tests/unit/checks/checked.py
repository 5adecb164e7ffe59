"""Small projects on the disk, read and checked as the command line does it."""

from collections.abc import Mapping
from pathlib import Path

from reqsite.checks.run import Report
from reqsite.model.finding import Finding
from reqsite.source.project import Project
from reqsite.workspace import open_workspace

FUNCTIONAL = "type: functional\ntitle: T\nstatus: draft\npriority: P0\n"
CRITERIA = "\n## Acceptance criteria\n\n- It is seen.\n"


def check_project(root: Path, files: Mapping[str, str], schema: str = "") -> Report:
    """Write files below docs_src/ and schema.yml, and check them."""
    for name, text in files.items():
        path = root / "docs_src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    (root / "docs_src").mkdir(exist_ok=True)
    if schema:
        (root / "schema.yml").write_text(schema, encoding="utf-8")
    return open_workspace(project_in(root)).report()


def project_in(root: Path) -> Project:
    schema = root / "schema.yml"
    return Project(root, root / "docs_src", None, schema if schema.exists() else None, "en", "Test")


def requirement(body: str, front: str = "", *, record_id: str = "REQ-001", criteria: str = CRITERIA) -> str:
    """Return a requirement of which only `body` and the further front matter matter; the body begins on line 8."""
    return f"---\nid: {record_id}\n{FUNCTIONAL}{front}---\n\n{body}\n{criteria}"


def named(report: Report, *names: str) -> list[Finding]:
    return [f for f in report.findings if f.rule.name in names]


def places(report: Report, *names: str) -> list[str]:
    return [f"{f.place.file.removeprefix('docs_src/')}:{f.place.line}:{f.place.column}" for f in named(report, *names)]


def words(report: Report, name: str = "vague-word") -> list[str]:
    return [str(f.message.values["word"]) for f in named(report, name)]
