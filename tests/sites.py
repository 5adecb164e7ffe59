"""Sites for the browser: real ones, built by MkDocs, and single pages of portals too large to build for a test."""

import contextlib
import functools
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from reqsite.portal import assets, data
from reqsite.portal.press import Press
from tests.unit.portal.portals import page as page_of

_PALETTE = "[{scheme: default}]"
_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def build(
    root: Path, records: Mapping[str, str], language: str = "en", *, audience: str = "client", home: bool = True
) -> Path:
    """Build a site of records, given as {file: text}, and return its folder; not `home`: nobody wrote a home page."""
    for file, text in {**({"index.md": "# Home\n"} if home else {}), **records}.items():
        path = root / "docs" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings = (
        "site_name: Demo\ndocs_dir: docs\nuse_directory_urls: false\n"
        f"theme: {{name: material, language: {language}, palette: {_PALETTE}}}\n"
        f"plugins: [search, {{reqsite: {{audience: {audience}, fail_on: never}}}}]\n"
    )
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return run_mkdocs(root)


def run_mkdocs(root: Path) -> Path:
    """Build the project of a folder as `mkdocs build` does and return the folder of its site."""
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return root / "site"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 its name there
        pass


@contextlib.contextmanager
def serve(folder: Path, handler: type[http.server.SimpleHTTPRequestHandler] = _Quiet) -> Iterator[str]:
    """Serve a folder over http until the end of the block; gives the address of its root, without a slash."""
    made = functools.partial(handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), made) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()


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


def expect_copied(page: Page, text: str) -> None:
    """Wait until the clipboard has a text; the page may read it."""
    page.wait_for_function(
        "text => navigator.clipboard.readText().then(copied => copied === text, () => false)", arg=text
    )


def paint(page: Page, scheme: str) -> None:
    """Show a page light ("default") or dark ("slate"), at once: no colour is on its way to another."""
    page.evaluate(
        """scheme => {
            const still = new CSSStyleSheet();
            still.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important }");
            document.adoptedStyleSheets = [still];
            document.body.setAttribute("data-md-color-scheme", scheme);
        }""",
        scheme,
    )


def open_all(page: Page) -> None:
    """Open whatever folds on a page."""
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")


def violations(page: Page, rules: Sequence[str] = (), *, within: str = "html") -> list[str]:
    """Return what axe has against a part of a page by WCAG 2.0 to 2.2, A and AA, or by some rules of axe alone."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": _STANDARDS}
    found = page.evaluate(
        """([within, only]) => axe.run(within, {runOnly: only, resultTypes: ["violations"]})
            .then(({violations}) => violations)""",
        [within, only],
    )
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
