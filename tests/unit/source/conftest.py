"""A folder of documents as a project, read as `reqsite check` reads it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from reqsite.model.record import Record
from reqsite.source.limits import Limits
from reqsite.source.load import Sources, load
from reqsite.source.project import Project
from reqsite.source.record_file import Read, read_markdown
from reqsite.source.record_list import read_list
from reqsite.source.record_node import Origin
from reqsite.source.schema_file import default_schema


@pytest.fixture
def read() -> Callable[[str], Read]:
    """Read the text of a Markdown file `docs/requirements/a.md`."""
    return lambda text: read_markdown(
        text, Origin("docs/requirements/a.md", "requirements", default_schema(), Limits())
    )


@pytest.fixture
def read_yaml() -> Callable[[str], Read]:
    """Read the text of a list file `docs/terms.yml`."""
    return lambda text: read_list(text, Origin("docs/terms.yml", "", default_schema(), Limits()))


@pytest.fixture
def record(read) -> Callable[[str], Record]:
    """Read a Markdown file that holds one record, with no finding."""

    def one(text: str) -> Record:
        result: Read = read(text)
        assert [str(finding.message) for finding in result.findings] == []
        return result.records[0]

    return one


@pytest.fixture
def sources(tmp_path: Path) -> Callable[..., Sources]:
    """Write files, given as {path below docs: text or bytes}, and read the folder."""

    def read_all(files: Mapping[str, str | bytes], limits: Limits | None = None, cache=None) -> Sources:
        for name, content in files.items():
            path = tmp_path / "docs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        project = Project(tmp_path, tmp_path / "docs", None, None, "en", "Test", limits=limits or Limits())
        return load(project, default_schema(), cache)

    return read_all
