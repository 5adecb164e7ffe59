"""Sites for the browser: real ones, built by MkDocs, and single pages of portals too large to build for a test."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from reqsite.portal import assets, data
from reqsite.portal.press import Press
from tests.unit.portal.portals import page as page_of

_PALETTE = "[{scheme: default}]"
_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def build(root: Path, records: Mapping[str, str], language: str = "en", *, audience: str = "client") -> Path:
    """Build a site of records, given as {file: text}, and return its folder."""
    for file, text in {"index.md": "# Home\n", **records}.items():
        path = root / "docs" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings = (
        "site_name: Demo\ndocs_dir: docs\nuse_directory_urls: false\n"
        f"theme: {{name: material, language: {language}, palette: {_PALETTE}}}\n"
        f"plugins: [search, {{reqsite: {{audience: {audience}, fail_on: never}}}}]\n"
    )
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=root, env=env, check=True, capture_output=True)
    return root / "site"


def write_page(root: Path, made: Press, source: str) -> str:
    """Write one page of a portal with the files that it needs, without a site builder, and return its address."""
    for path, content in {**assets.files(), **data.files(made.site)}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    page = root / made.site.addresses.url(source)
    page.parent.mkdir(parents=True, exist_ok=True)
    up = "../" * (len(page.relative_to(root).parts) - 1)
    page.write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>'
        f'<link rel="stylesheet" href="{up}{assets.STYLESHEETS[0]}"></head>'
        f'<body class="md-typeset">{page_of(made, source).build().html}'
        f'<script src="{up}{assets.SCRIPTS[0]}" defer></script></body></html>',
        encoding="utf-8",
    )
    return page.as_uri()


def violations(page: Page) -> list[str]:
    """Return what axe has against a page by WCAG 2.0 to 2.2, A and AA."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _STANDARDS}})
    return [f"{v['id']}: {node['html'][:200]}" for v in found.response["violations"] for node in v["nodes"]]
