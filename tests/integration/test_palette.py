"""Light and dark in the header of a site that has decided nothing, and of one that has."""

import html5lib
import pytest

from reqsite.i18n import Message

PAGE = {
    "docs_src/index.md": "# Shop\n",
    "docs_src/REQ-1.md": "---\nid: REQ-1\ntype: functional\ntitle: Stock\n---\nIt shall count.\n",
}
SYSTEM, LIGHT, DARK = (f"(prefers-color-scheme{which})" for which in ("", ": light", ": dark"))
TWO_OF_ITS_OWN = """\
palette:
    - {scheme: default, primary: teal, toggle: {icon: material/weather-night, name: Night}}
    - {scheme: slate, primary: teal, toggle: {icon: material/weather-sunny, name: Day}}
"""


@pytest.fixture
def header(project, run_reqsite):
    def build(theme: str, page: str = "index.html"):
        """Build a site with these lines under `theme`, and return what a page has of the palette."""
        settings = f"site_name: Shop\ndocs_dir: docs_src\nuse_directory_urls: false\ntheme:\n  {theme}"
        root = project({**PAGE, "mkdocs.yml": f"{settings.rstrip()}\nplugins: [search, reqsite: {{fail_on: never}}]\n"})
        built = run_reqsite("build", cwd=root)
        assert built.returncode == 0, built.stderr
        return html5lib.parse((root / "site" / page).read_text(encoding="utf-8"), namespaceHTMLElements=False)

    return build


def choices(page):
    """Return what the button goes through: (when, scheme, what the next press does)."""
    inputs = [e for e in page.iter("input") if e.get("name") == "__palette"]
    return [(e.get("data-md-color-media"), e.get("data-md-color-scheme"), e.get("aria-label")) for e in inputs]


@pytest.mark.parametrize("page", ["index.html", "requirements/REQ-1.html", "404.html"])
def test_a_site_that_has_decided_nothing_follows_the_readers_system_and_has_a_button(header, page):
    assert choices(header("name: material", page)) == [
        (SYSTEM, "default", "Switch to light mode"),
        (LIGHT, "default", "Switch to dark mode"),
        (DARK, "slate", "Switch to system preference"),
    ]


def test_the_button_shows_a_sign_of_the_theme_and_says_what_it_does(header):
    labels = [e for e in header("name: material").iter("label") if (e.get("for") or "").startswith("__palette")]
    assert [label.get("title") for label in labels] == [name for *_rest, name in choices(header("name: material"))]
    assert all(any(e.tag.endswith("}path") for e in label.iter()) for label in labels)


def test_the_button_speaks_the_language_of_the_site(header):
    english = [Message(name) for *_rest, name in choices(header("name: material"))]
    chinese = [name for *_rest, name in choices(header("name: material\n  language: zh"))]
    assert chinese == [message.to("zh") for message in english]


def test_a_palette_of_the_sites_own_stays(header):
    assert choices(header(f"name: material\n  {TWO_OF_ITS_OWN}")) == [
        ("", "default", "Night"),
        ("", "slate", "Day"),
    ]


def test_a_site_that_has_decided_for_one_scheme_has_no_button(header):
    page = header("name: material\n  palette: {scheme: slate}")
    assert choices(page) == []
    assert page.find("body").get("data-md-color-scheme") == "slate"


def test_another_theme_is_left_alone(header):
    assert choices(header("name: mkdocs")) == []
