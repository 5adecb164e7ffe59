"""What mkdocs.yml may not say where a release is built from it (case 100)."""

import pytest

from reqsite.publish.errors import RefusedError
from reqsite.publish.site_settings import opens_from_a_folder, refuse_settings


def found(tmp_path, text, **more):
    for name, content in {"mkdocs": f"site_name: Desk\n{text}", **more}.items():
        (tmp_path / f"{name}.yml").write_text(content, encoding="utf-8")
    try:
        refuse_settings(tmp_path / "mkdocs.yml")
    except RefusedError as error:
        return [str(detail) for detail in error.details]
    return []


@pytest.mark.parametrize(
    "text",
    [
        "plugins: [search, reqsite]",
        "plugins:\n  search: {}\n  reqsite: {}",
        "markdown_extensions: [attr_list, pymdownx.snippets: {check_paths: true}]",
        "markdown_extensions:\n- pymdownx.emoji:\n    emoji_index: !!python/name:material.extensions.emoji.twemoji",
        "x: !!python/name:pymdownx.superfences.fence_code_format",
        "x: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}",
        "x: !!python/tuple [1, 2]",
        "x: !relative $docs_dir",
        "x: &a [1]\ny: *a",
    ],
)
def test_what_sites_are_told_to_write_is_fine(text, tmp_path):
    """Case 100."""
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("copyright: !ENV SECRET", "mkdocs.yml:2:12: !ENV"),
        ("extra:\n  a: [!ENV [A, b]]", "mkdocs.yml:3:7: !ENV"),
        ("x: !!python/object/apply:os.system [id]", "mkdocs.yml:2:4: !!python/object/apply:os.system runs"),
        ("x: !!python/name:os.system", "!!python/name:os.system runs"),
        ("x: !!python/object/new:os.popen [id]", "!!python/object/new:os.popen runs"),
        ("x: !!python/module:pymdownx", "!!python/module:pymdownx runs"),
        ("x: !<tag:yaml.org,2002:python/name:os.system>", "!!python/name:os.system runs"),
        ("? !ENV KEY\n: 1", "mkdocs.yml:2:3: !ENV"),
        ("plugins: [search, macros]", "the plugin macros runs"),
        ("plugins:\n- macros:\n    module_name: main", "the plugin macros runs"),
        ("plugins:\n  macros:", "the plugin macros runs"),
        ("markdown_extensions: [pymdownx.snippets]", "needs `check_paths: true`"),
        ("markdown_extensions: [pymdownx.snippets: {check_paths: false}]", "needs `check_paths: true`"),
        ("markdown_extensions: [pymdownx.snippets: {check_paths: true, url_download: true}]", "no part of the project"),
        (
            "markdown_extensions: [pymdownx.snippets: {check_paths: true, restrict_base_path: no}]",
            "no part of the project",
        ),
    ],
)
def test_what_runs_or_reads_from_elsewhere_is_refused_and_its_place_named(text, said, tmp_path):
    """Case 100."""
    assert len(found(tmp_path, text)) == 1
    assert said in found(tmp_path, text)[0]


def test_what_is_inherited_is_looked_at_too(tmp_path):
    """Case 100."""
    base = "plugins: [macros]\nx: !ENV A\n"
    assert found(tmp_path, "INHERIT: base.yml", base=base) == [
        "base.yml:2:4: !ENV makes the release depend on who builds it, and may publish a secret.",
        "mkdocs.yml: the plugin macros runs what stands in a page.",
    ]


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("use_directory_urls: false", True),
        ("plugins: [search, offline]", True),
        ("plugins: [search, material/offline: {}]", True),
        ("use_directory_urls: true", False),
        ("plugins: [search]", False),
    ],
)
def test_whether_its_links_work_in_a_folder_is_seen(text, opens, tmp_path):
    (tmp_path / "mkdocs.yml").write_text(f"site_name: Desk\n{text}\n", encoding="utf-8")
    assert opens_from_a_folder(tmp_path / "mkdocs.yml") is opens
