from pathlib import Path

import pytest

from reqsite.source.limits import Limits
from reqsite.source.project import Project, ProjectError


def refused(start: Path, config: Path | None = None) -> ProjectError:
    with pytest.raises(ProjectError) as caught:
        Project.find(start, config)
    return caught.value


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Write mkdocs.yml beside a folder `docs` and return the project's folder."""
    monkeypatch.delenv("REQSITE_AUDIENCE", raising=False)

    def write(text: str) -> Path:
        (tmp_path / "docs" / "deep").mkdir(parents=True, exist_ok=True)
        (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_the_nearest_mkdocs_yml_above_is_taken(site):
    root = site("site_name: 门户\ntheme:\n  name: material\n  language: zh\nplugins: [search]\n")
    found = Project.find(root / "docs" / "deep")
    assert found == Project(root, root / "docs", root / "mkdocs.yml", None, "zh", "门户", "client", Limits())


def test_the_usual_folder_is_that_of_mkdocs_whatever_else_is_there(site):
    root = site("site_name: x\n")
    (root / "docs_src").mkdir()
    assert Project.find(root).docs_dir == root / "docs"
    site("site_name: x\ndocs_dir: docs_src\n")
    assert Project.find(root).docs_dir == root / "docs_src"


@pytest.mark.parametrize(
    ("docs_dir", "shown"),
    [
        ("docs", "docs"),
        ("docs/deep/", "docs/deep"),
        ("./docs", "docs"),
        (".", ""),
        ("..", ".."),
        ("../beside", "../beside"),
    ],
)
def test_the_folder_of_documents_has_a_name_relative_to_the_project(site, docs_dir, shown, tmp_path):
    root = site("site_name: x\n") / "inner"
    (root / "docs" / "deep").mkdir(parents=True)
    (tmp_path / "beside").mkdir()
    (root / "mkdocs.yml").write_text(f"site_name: x\ndocs_dir: {docs_dir}\n")
    assert Project.find(root).shown_docs_dir == shown


AS_LIST = """plugins:
  - search
  - reqsite:
      schema: schema.yml
      audience: internal
      limits: {file_bytes: 99}
"""
AS_MAPPING = """plugins:
  search: {}
  reqsite:
    schema: schema.yml
    audience: internal
    limits:
      file_bytes: 99
"""


@pytest.mark.parametrize("plugins", [AS_LIST, AS_MAPPING])
def test_the_plugins_options_are_read(site, plugins):
    root = site("site_name: x\n" + plugins)
    (root / "schema.yml").write_text("extends: default\n")
    found = Project.find(root)
    assert (found.schema_file, found.audience, found.limits) == (root / "schema.yml", "internal", Limits(file_bytes=99))


def test_the_environment_decides_on_the_audience(site, monkeypatch):
    root = site("site_name: x\n")
    monkeypatch.setenv("REQSITE_AUDIENCE", "internal")
    assert Project.find(root).audience == "internal"


def test_tags_are_neither_obeyed_nor_in_the_way(site, monkeypatch, tmp_path):
    monkeypatch.setenv("SITE", "from outside")
    root = site(
        "site_name: !ENV [NOT_SET, SITE, default]\n"
        "docs_dir: !ENV [NOT_SET, docs]\n"
        "repo_url: !ENV SITE\n"
        "markdown_extensions:\n"
        "  - toc:\n      slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}\n"
        "  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
        "  - snippets:\n      base_path: !relative $config_dir\n"
        f"evil: !!python/object/apply:os.system ['touch {tmp_path}/evil']\n"
        "x: &x {a: b}\ny: {<<: *x}\n"
    )
    found = Project.find(root)
    assert (found.site_name, found.docs_dir) == ("from outside", root / "docs")
    assert not (tmp_path / "evil").exists()


def test_settings_are_inherited(site):
    root = site("INHERIT: base.yml\nsite_name: mine\n")
    (root / "base.yml").write_text("site_name: base\ntheme: {language: zh}\n")
    found = Project.find(root)
    assert (found.site_name, found.language) == ("mine", "zh")


def test_a_file_may_be_named(site, tmp_path):
    root = site("site_name: x\n")
    (root / "mkdocs.yml").rename(root / "other.yml")
    assert Project.find(tmp_path, root / "other.yml").site_name == "x"


def test_no_mkdocs_yml_is_an_error_that_says_what_to_do(tmp_path):
    error = refused(tmp_path)
    assert "no mkdocs.yml" in str(error.message)
    assert "site_name" in str(error.hint)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("site_name: x\ntheme：y\n", (2, 6), "full-width colon"),
        ("site_name: a: b\n", (1, 13), "colon followed by a space"),
        ("", (1, 1), "no keys"),
        ("- a\n", (1, 1), "no keys"),
        ("site_name: x\ndocs_dir: nowhere\n", (2, 11), "nowhere"),
        ("site_name: x\nplugins:\n- reqsite: {schema: no.yml}\n", (3, 21), "no.yml"),
        ("site_name: x\nplugins:\n- reqsite: {audience: all}\n", (3, 23), "client or internal"),
        ("site_name: x\nplugins:\n- reqsite: {limits: {files: many}}\n", (3, 29), "whole number"),
        ("x: " + "[" * 10_000, (1, 67), "nested"),
        ("site_name: caf\0\n", (1, 15), "control character"),
    ],
)
def test_a_mistake_in_mkdocs_yml_is_named_on_its_line(site, text, place, says):
    root = site(text)
    error = refused(root)
    assert error.file == root / "mkdocs.yml"
    assert (error.line, error.column) == place
    assert says in str(error.message)
    assert str(error.hint)


def test_a_named_file_that_is_not_there_is_an_error(tmp_path):
    assert "it is not there" in str(refused(tmp_path, tmp_path / "no.yml").message)
