"""What stands around every page: which release this is, the way to the others, what it is not."""

import json
import re
from collections.abc import Callable

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.portal import version_menu
from reqsite.portal.addresses import Addresses
from reqsite.portal.version_menu import Around, Release, VersionMenu, put_around
from tests.unit.portal.portals import press, record

AROUND = Around("<meta name=x>", "<nav>menu</nav>", "<p>note</p>", "<p>foot</p>")
MATERIAL = (
    '<html><head><title>T</title></head><body dir="ltr"><header><div class="md-header__title"><div>'
    '<div class="md-header__topic"><span>Shop</span></div><div class="md-header__topic" '
    'data-md-component="header-topic"><span>T</span></div></div></div><label>Search</label></header>'
    '<article class="md-content__inner md-typeset">{}</article>'
    '<footer><div class="md-copyright">Shop Ltd</div></footer></body></html>'
)


def menu(name="", *, is_stored=True, has_releases=True, language="en", directory_urls=False, **said) -> VersionMenu:
    return VersionMenu(language, None, Addresses(directory_urls), Release(name, is_stored, has_releases, **said))


def box(around: Around):
    """Return the element of the menu and its link."""
    found = html5lib.parseFragment(around.menu, namespaceHTMLElements=False)[0]
    return found, found.find("a")


def text(element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_in_material_the_menu_stands_behind_the_title_and_the_note_before_the_content():
    page = put_around(MATERIAL.format("<h1>Stock</h1>"), AROUND)
    assert "</div></div></div><nav>menu</nav><label>Search" in page
    assert '<article class="md-content__inner md-typeset"><p>note</p><h1>Stock' in page
    assert "<meta name=x></head>" in page
    assert '<div class="md-copyright"><p>foot</p>Shop Ltd' in page


@pytest.mark.parametrize(
    "page",
    [
        '<html><head></head><body class="x"><h1>Stock</h1></body></html>',
        '<html><head></head><body class="x"><article class="md-content__inner"></article></body></html>',
        '<html><head></head><body class="x"><p data-md-component="header-topic"></p></body></html>',
    ],
)
def test_in_another_theme_both_stand_on_the_page_all_the_same(page):
    made = put_around(page, AROUND)
    assert "<meta name=x></head>" in made
    assert made.index("<body") < made.index("<nav>menu</nav>") < made.index("</body>")
    assert made.index("<body") < made.index("<p>note</p>") < made.index("<p>foot</p></body>")


@given(st.text())
def test_whatever_a_page_says_nothing_of_it_is_lost(said):
    for page in (said, MATERIAL.replace("{}", said), f"<html><head></head><body>{said}</body></html>"):
        made = put_around(page, AROUND)
        for part in (AROUND.head, AROUND.menu, AROUND.note, AROUND.foot):
            made = made.replace(part, "", 1)
        assert made == page


@pytest.mark.parametrize(("root", "way"), [("./", "../"), ("../", "../../"), ("../../", "../../../")])
def test_a_page_in_a_store_says_the_way_to_its_root(root, way):
    assert f'<meta name="reqsite-store" content="{way}">' in menu("1.2.0").around(root).head
    assert "reqsite-store" not in menu("1.2.0", is_stored=False).around(root).head


def test_a_page_that_is_shown_at_any_address_knows_no_way_to_a_store():
    around = menu().around("/docs/", at_any_address=True)
    assert "reqsite-store" not in around.head
    assert "noindex" in around.head
    assert box(around)[1].get("href") == "/docs/releases/index.html"
    assert "not a baseline" in around.note


def test_the_menu_names_the_release_and_leads_to_all_of_them_without_a_script():
    found, link = box(menu("1.2.0").around("../"))
    assert text(link) == "Release 1.2.0"
    assert link.get("href") == "../releases/index.html"
    assert (found.get("data-folder"), found.get("data-go"), found.get("data-own")) == (
        "1.2.0",
        "go.html",
        "releases/menu.js",
    )
    assert box(menu("1.2.0").around("./"))[1].get("href") == "releases/index.html"
    found, link = box(menu("1.2.0", directory_urls=True).around("../"))
    assert (link.get("href"), found.get("data-go")) == ("../releases/", "go/")


def test_the_first_draft_of_a_project_leads_home():
    found, link = box(menu(has_releases=False).around("../"))
    assert (text(link), link.get("href"), found.get("data-own")) == ("Draft", "../index.html", None)
    assert box(menu(has_releases=False, directory_urls=True).around("../"))[1].get("href") == "../"
    assert box(menu(has_releases=False, directory_urls=True).around("./"))[1].get("href") == "./"


def test_no_word_of_the_menu_is_missing_for_the_script():
    """What `25-versions.js` asks for."""
    found, _link = box(menu("1.2.0").around("./"))
    for name in ("draft", "all", "newest", "preview", "withdrawn", "expired", "replaced", "open"):
        assert found.get(f"data-{name}"), name
    for name, parts in {
        "until": ("{date}",),
        "over": ("{date}",),
        "latest": ("{version}", "{date}"),
        "edition": ("{version}",),
        "recalled": ("{date}", "{reason}"),
    }.items():
        assert all(part in found.get(f"data-{name}") for part in parts), name


def test_only_a_draft_in_a_store_asks_not_to_be_found():
    assert "noindex" in menu().around("./").head
    assert "noindex" not in menu(is_stored=False).around("./").head
    assert "noindex" not in menu("1.2.0").around("./").head


@pytest.mark.parametrize("name", ["1.0.0-alpha", "v2.0.0-rc.1"])
@pytest.mark.parametrize("is_stored", [True, False])
def test_a_pre_release_says_so_in_every_portal(name, is_stored):
    note = menu(name, is_stored=is_stored).around("./").note
    assert f"{name} leads to a release" in note
    assert "Draft" not in note


def test_a_release_has_an_empty_place_for_what_becomes_of_it():
    banner, note = html5lib.parseFragment(menu("1.2.0").around("./").note, namespaceHTMLElements=False)
    assert note.get("role") == "status"
    assert not list(note)
    assert not note.text
    assert "".join(banner.itertext()) == "Release 1.2.0"


def test_a_release_says_of_when_it_is_until_when_it_holds_and_what_is_asked_for():
    said = menu("1.2.0", date="2026-03-05", valid_until="2027-12-31", pending=2, changes="changes/index.html")
    banner = html5lib.parseFragment(said.around("../").note, namespaceHTMLElements=False)[0]
    assert "".join(banner.itertext()) == "Release 1.2.0 · 2026-03-05 · valid until 2027-12-31 · 2 changes pending"
    assert banner.find("a").get("href") == "../changes/index.html"
    assert "not the newest" in banner.get("data-older")
    draft = menu("", pending=1, changes="changes/index.html").around("./").note
    assert '<a href="changes/index.html">1 change pending</a>' in draft
    assert menu("", is_stored=False, pending=1).around("./").note == ""


def test_a_portal_of_its_own_without_releases_has_nothing_around_it():
    around = menu(is_stored=False, has_releases=False).around("./")
    assert put_around(MATERIAL, around) == MATERIAL


def test_it_speaks_the_language_of_the_site():
    around = menu(language="zh").around("./")
    assert text(box(around)[1]) == "草稿"
    assert "基线" in around.note


def test_the_last_line_says_release_and_date():
    foot = menu("1.2.0", date="2026-03-01").around("./").foot
    assert text(html5lib.parseFragment(foot, namespaceHTMLElements=False)) == "Release 1.2.0 · 2026-03-01"
    assert "Draft</div>" in menu().around("./").foot


def test_every_sheet_says_site_release_date_and_digest():
    line = menu("1.2.0", date="2026-03-01", site="仓储 A", digest="ab12" * 16).sheet()
    assert line == (':root { --rs-sheet: "仓储 A · Release 1.2.0 · 2026-03-01 · Catalog digest: ab12ab12ab12"; }\n')


def test_every_sheet_of_a_draft_says_that_it_is_one_and_of_which_day():
    alone = menu(is_stored=False, has_releases=False, site="A", made="2026-03-02")
    assert alone.sheet() == ':root { --rs-sheet: "A · Draft · 2026-03-02"; }\n'
    dated = menu(site="A", date="2026-03-01", made="2026-03-02")
    assert dated.sheet() == ':root { --rs-sheet: "A · Draft · 2026-03-01"; }\n'


@given(st.text())
def test_no_name_of_a_site_gets_out_of_its_string(name):
    line = menu("1.2.0", site=name).sheet()
    inside = line.removeprefix(':root { --rs-sheet: "').removesuffix('"; }\n')
    assert not re.search(r'["<\n\r\f]|\\(?![0-9a-f]{1,6} )', inside)


@pytest.fixture
def listed() -> Callable[..., list[list[str]]]:
    def read(names, **settings):
        files = version_menu.files(press(record("REQ-1"), releases={n: [record("REQ-1")] for n in names}, **settings))
        script = files[version_menu.OWN].decode()
        return json.loads(script.removeprefix("window.REQSITE_OWN_RELEASES = ").removesuffix(";\n"))

    return read


def test_a_portal_lists_the_releases_that_it_knows_the_newest_first(listed):
    assert listed(["1.0.0", "1.1.0"]) == [
        ["1.1.0", "", "2026-02-01", "releases/1.1.0.html"],
        ["1.0.0", "", "2026-01-01", "releases/1.0.0.html"],
    ]
    assert listed(["1.0.0"], directory_urls=True)[0][3] == "releases/1.0.0/"


def test_the_list_ends_somewhere(listed):
    """Case 111."""
    names = [f"1.{number}.0" for number in range(60)]
    assert [name for name, *_rest in listed(names)] == names[:9:-1]


def test_a_portal_without_releases_lists_none():
    assert version_menu.files(press(record("REQ-1"))) == {}
