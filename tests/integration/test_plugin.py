"""The plugin inside a real site builder: what a MkDocs user sees."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import html5lib
import pytest

CONFIG = """\
site_name: Shop
docs_dir: docs_src
use_directory_urls: false
theme: {name: material}
plugins: [search, reqsite]
"""
GOAL = "---\nid: GOAL-1\ntype: goal\ntitle: Know the stock\n---\nEvery shop knows its stock.\n"
REQUIREMENT = """\
---
id: REQ-001
type: functional
title: Stock query
status: draft
priority: P1
supports: [GOAL-1]
---
A clerk sees the settlement of an item within 2 s. See [[REQ-002]] and REQ-002.

![The screen](screen.png)

## Acceptance criteria

- Given an item, when the clerk opens it, then the stock shows within 2 s.
"""
SECOND = (
    "---\nid: REQ-002\ntype: functional\ntitle: Stock change\nstatus: draft\npriority: P1\nsupports: [GOAL-1]\n"
    "derives_from: [REQ-001]\n---\nA clerk changes the stock.\n\n## Acceptance criteria\n\n- The stock is 3 after it.\n"
)
SHOP = {
    "mkdocs.yml": CONFIG,
    "docs_src/index.md": "# Shop\n\nSee REQ-001 and [the query](shop/stock/query.md), and what settlement means.\n",
    "docs_src/shop/stock/query.md": REQUIREMENT,
    "docs_src/shop/stock/change.md": SECOND,
    "docs_src/shop/stock/screen.png": "not really a picture",
    "docs_src/shop/goals/know.md": GOAL,
    "docs_src/terms.yml": "records:\n  - type: term\n    title: Settlement\n    body: The paying of what is owed.\n",
}


def build(root: Path, *arguments: str, host: str = "mkdocs", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", host, "build", *arguments],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1760000000", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def page(root: Path, path: str):
    return html5lib.parse((root / "site" / path).read_text(encoding="utf-8"), namespaceHTMLElements=False)


def links(tree) -> list[tuple[str, str]]:
    return [("".join(a.itertext()).strip(), a.get("href", "")) for a in tree.iter("a")]


def all_bytes(root: Path) -> bytes:
    return b"\n".join(p.read_bytes() for p in sorted((root / "site").rglob("*")) if p.is_file())


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    root = tmp_path_factory.mktemp("shop")
    for path, text in SHOP.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    result = build(root, "--strict")
    assert result.returncode == 0, result.stdout + result.stderr
    return root


def test_a_record_lies_at_its_id_whatever_the_folder_of_its_source(shop):
    assert (shop / "site/requirements/REQ-001.html").is_file()
    assert (shop / "site/goals/GOAL-1.html").is_file()
    assert not (shop / "site/shop").joinpath("stock/query.html").exists()


def test_links_stand_on_both_ends_with_titles(shop):
    up = links(page(shop, "requirements/REQ-002.html"))
    down = links(page(shop, "requirements/REQ-001.html"))
    assert any("Stock query" in text and href.endswith("REQ-001.html") for text, href in up)
    assert any("Stock change" in text and href.endswith("REQ-002.html") for text, href in down)
    assert any("Stock query" in text for text, _ in links(page(shop, "goals/GOAL-1.html")))


def test_references_in_records_and_in_ordinary_pages_are_links(shop):
    assert ("REQ-002", "REQ-002.html") in links(page(shop, "requirements/REQ-001.html"))
    assert ("REQ-001", "requirements/REQ-001.html") in links(page(shop, "index.html"))
    assert ("the query", "requirements/REQ-001.html") in links(page(shop, "index.html"))


def test_terms_are_linked_in_every_text(shop):
    for path, prefix in (("index.html", ""), ("requirements/REQ-001.html", "../")):
        assert any(
            text == "settlement" and href.startswith(f"{prefix}terms/") for text, href in links(page(shop, path))
        )


def test_a_record_hangs_below_its_list_with_neighbours_but_not_in_nav(shop):
    tree = page(shop, "requirements/REQ-001.html")
    assert any(link.get("rel") == "next" and link.get("href") == "REQ-002.html" for link in tree.iter("link"))
    path = next(nav for nav in tree.iter("nav") if nav.get("class") == "md-path")
    assert any(a.get("href") in ("./", "index.html") for a in path.iter("a"))
    sidebar = next(nav for nav in tree.iter("nav") if "md-nav--primary" in nav.get("class", ""))
    assert not any("REQ-002" in "".join(a.itertext()) for a in sidebar.iter("a"))


def test_pages_that_bring_records_together_are_in_nav(shop):
    targets = {href for _, href in links(page(shop, "index.html"))}
    assert {"requirements/index.html", "glossary.html", "traceability/index.html"} <= targets


def test_a_vocabulary_among_the_documents_is_not_copied(tmp_path):
    files = {
        **SHOP,
        "mkdocs.yml": CONFIG.replace("reqsite]", "{reqsite: {schema: docs_src/schema.yml}}]"),
        "docs_src/schema.yml": "fields:\n  secret_sauce: {type: text, internal: true}\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "index.html").is_file()
    assert not (tmp_path / "site" / "schema.yml").exists()


def test_what_only_the_project_needs_is_not_copied(shop):
    names = {p.name for p in (shop / "site").rglob("*")}
    assert "terms.yml" not in names
    assert "screen.png" in names


def test_no_page_asks_a_foreign_host(shop):
    for file in (shop / "site").rglob("*.html"):
        tree = html5lib.parse(file.read_text(encoding="utf-8"), namespaceHTMLElements=False)
        loads = [e.get("src") or "" for e in tree.iter() if e.get("src")]
        loads += [
            e.get("href") or "" for e in tree.iter("link") if e.get("rel") in ("stylesheet", "preconnect", "icon")
        ]
        assert not [address for address in loads if address.startswith(("http:", "https:", "//"))]


def test_the_same_sources_give_the_same_bytes(shop):
    before = all_bytes(shop)
    assert build(shop, PYTHONHASHSEED="7", TZ="Asia/Shanghai").returncode == 0
    assert all_bytes(shop) == before


def test_properdocs_builds_the_same_portal(project):
    pytest.importorskip("properdocs")
    root = project({k: v for k, v in SHOP.items() if k != "mkdocs.yml"} | {"properdocs.yml": CONFIG})
    result = build(root, "--strict", host="properdocs")
    assert result.returncode == 0, result.stdout + result.stderr
    assert (root / "site/requirements/REQ-001.html").is_file()


def test_directory_urls_work_too(project):
    root = project(SHOP | {"mkdocs.yml": CONFIG.replace("use_directory_urls: false", "use_directory_urls: true")})
    assert build(root, "--strict").returncode == 0
    assert ("REQ-002", "../REQ-002/") in links(page(root, "requirements/REQ-001/index.html"))
    assert ("REQ-001", "requirements/REQ-001/") in links(page(root, "index.html"))


def test_a_plugin_that_changes_the_kind_of_addresses_is_followed_wherever_it_stands(project):
    config = CONFIG.replace("use_directory_urls: false\n", "").replace("[search,", "[search, offline,")
    for plugins in (config, config.replace("[search, offline, reqsite]", "[search, reqsite, offline]")):
        root = project({**SHOP, "mkdocs.yml": plugins})
        done = build(root)
        assert done.returncode == 0, done.stderr
        page = (root / "site" / "requirements" / "REQ-001.html").read_text(encoding="utf-8")
        assert 'href="REQ-002.html"' in page


def test_a_site_keeps_its_own_nav(project):
    nav = "nav:\n  - Start: index.md\n  - Specification:\n    - requirements/index.md\n    - glossary.md\n"
    root = project(SHOP | {"mkdocs.yml": CONFIG + nav})
    result = build(root, "--strict")
    assert result.returncode == 0, result.stdout + result.stderr
    assert [h for _, h in links(page(root, "glossary.html"))].count("requirements/index.html") >= 1


def test_a_mistake_fails_a_strict_build_with_its_place_and_leaves_an_ordinary_one_standing(project):
    root = project(SHOP | {"docs_src/shop/stock/change.md": SECOND.replace("[REQ-001]", "[REQ-010]")})
    strict = build(root, "--strict")
    assert strict.returncode == 1
    assert "docs_src/shop/stock/change.md:8:16" in strict.stdout + strict.stderr
    assert "Traceback" not in strict.stderr
    assert build(root).returncode == 0


def test_a_second_build_of_the_same_says_and_fails_as_the_first_did(project):
    root = project(SHOP | {"docs_src/shop/stock/change.md": SECOND.replace("[REQ-001]", "[REQ-010]")})
    cache = str(root / "cache")
    first, second = (build(root, "--strict", XDG_CACHE_HOME=cache) for _ in range(2))
    assert first.returncode == second.returncode == 1
    assert told(first) == told(second)
    assert any("docs_src/shop/stock/change.md:8:16" in line for line in told(second))
    (root / "docs_src/shop/stock/change.md").write_text(SECOND, encoding="utf-8")
    mended = build(root, "--strict", XDG_CACHE_HOME=cache)
    assert mended.returncode == 0, mended.stdout + mended.stderr


def told(result: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in (result.stdout + result.stderr).splitlines() if "RQ" in line]


@pytest.mark.parametrize("path", ["requirements/REQ-001.html", "requirements/index.html", "traceability/index.html"])
def test_the_link_past_the_navigation_leads_to_the_head_of_the_content(shop, path):
    tree = page(shop, path)
    (skip,) = (a for a in tree.iter("a") if "md-skip" in a.get("class", ""))
    (head,) = tree.iter("h1")
    assert skip.get("href") == f"#{head.get('id')}"


def test_the_contents_do_not_list_the_head_of_the_page(shop):
    contents = [a.get("href") for a in page(shop, "requirements/REQ-001.html").iter("a") if is_in_contents(a)]
    assert "#acceptance-criteria" in contents
    assert "#rs-top" not in contents


def is_in_contents(link) -> bool:
    return "md-nav__link" in link.get("class", "") and link.get("href", "").startswith("#")


def test_broken_front_matter_is_named_and_never_shown(project):
    root = project(SHOP | {"docs_src/shop/stock/change.md": SECOND.replace("status: draft", "status：draft")})
    result = build(root)
    assert "docs_src/shop/stock/change.md:5:" in result.stdout + result.stderr
    assert "status：draft".encode() not in all_bytes(root)


def test_a_schema_that_is_not_there_is_said_in_one_line(project):
    root = project(SHOP | {"mkdocs.yml": CONFIG.replace("reqsite]", "reqsite: {schema: no.yml}]")})
    result = build(root)
    assert result.returncode == 1
    assert "no.yml" in result.stderr
    assert "Traceback" not in result.stderr


CANARY = "zyzzyva"
INTERNAL = {
    "docs_src/shop/stock/secret.md": f"---\nid: REQ-900\ntype: constraint\ntitle: {CANARY} title\nstatus: draft\n"
    f"visibility: internal\nderives_from: [REQ-001]\n---\n{CANARY} text ![x]({CANARY}.png)\n",
    f"docs_src/shop/stock/{CANARY}.png": CANARY,
    f"docs_src/shop/stock/{CANARY}-mail.txt": CANARY,
    "docs_src/shop/stock/change.md": SECOND.replace(
        "A clerk changes", f"<!-- {CANARY} -->A clerk, see REQ-900 and [[REQ-900]] and [it](secret.md), changes"
    ).replace("derives_from: [REQ-001]", f"derives_from: [REQ-001, REQ-900]\ninternal_note: {CANARY} note")
    + f"\n## Internal notes\n\n{CANARY} in a section\n",
    "docs_src/index.md": f"# Shop\n\n<!-- {CANARY} -->\n\nSee [[REQ-900]] or REQ-900 and [it](shop/stock/secret.md).\n",
    "docs_src/stakeholders.yml": "records:\n  - {id: STK-1, type: stakeholder, title: Ann, role: user, "
    f"contact: {{phone: {CANARY}}}, concerns: [{CANARY}]}}\n",
}


def test_what_is_internal_leaves_no_trace_in_a_clients_portal(project):
    root = project(SHOP | INTERNAL)
    assert build(root).returncode == 0
    everything = all_bytes(root)
    assert CANARY.encode() not in everything
    assert b"REQ-900" not in everything
    assert not [p for p in (root / "site").rglob("*") if CANARY in p.name or "REQ-900" in p.name]


def test_an_internal_portal_shows_all(project):
    root = project(SHOP | INTERNAL)
    assert build(root, REQSITE_AUDIENCE="internal").returncode == 0
    text = (root / "site/requirements/REQ-900.html").read_text(encoding="utf-8")
    assert f"{CANARY} title" in text
    assert f"{CANARY} in a section" in (root / "site/requirements/REQ-002.html").read_text(encoding="utf-8")


def test_hostile_words_in_fields_stay_words(project):
    attack = "</title><script>alert(1)</script>{{ config }}<img src=x onerror=alert(2)>"
    root = project(SHOP | {"docs_src/shop/stock/change.md": SECOND.replace("Stock change", f"'{attack}'")})
    assert build(root).returncode == 0
    for file in (root / "site").rglob("*.html"):
        tree = html5lib.parse(file.read_text(encoding="utf-8"), namespaceHTMLElements=False)
        assert not [e for e in tree.iter("img") if e.get("onerror")]
        assert not [s for s in tree.iter("script") if (s.text or "").startswith("alert")]
    assert attack in "".join(page(root, "requirements/REQ-002.html").find(".//title").itertext())


def test_a_pages_size_does_not_grow_with_the_number_of_records(project):
    sizes = []
    for count in (10, 200):
        many = {f"docs_src/r/{n}.md": SECOND.replace("REQ-002", f"REQ-{n:03d}") for n in range(100, 100 + count)}
        root = project(SHOP | many)
        assert build(root).returncode == 0
        sizes.append((root / "site/requirements/REQ-105.html").stat().st_size)
    assert abs(sizes[0] - sizes[1]) < 200


def test_a_frame_rendered_once_gives_the_very_pages_that_rendering_each_of_them_gives(project):
    hostile = SECOND.replace("Stock change", "'A & B \"<c>\" 中文'")
    third = SECOND.replace("REQ-002", "REQ-003").replace("## Acceptance criteria", "## A heading of its own")
    more = {f"docs_src/more/{n}.md": SECOND.replace("REQ-002", f"REQ-{n}") for n in range(100, 110)}
    site = SHOP | {"docs_src/a.md": hostile, "docs_src/b.md": third} | more
    site["docs_src/shop/stock/change.md"] = SECOND.replace("REQ-002", "REQ-004")
    site["mkdocs.yml"] = CONFIG + "site_url: https://example.org/shop/\n"
    root = project(site)
    assert build(root).returncode == 0
    framed = all_bytes(root)
    project({"mkdocs.yml": site["mkdocs.yml"].replace("reqsite]", "reqsite: {frames: false}]")})
    assert build(root).returncode == 0
    assert all_bytes(root) == framed


def test_a_template_of_the_sites_own_that_looks_at_the_page_sees_every_page(project):
    says = "<p id='own'>{{ page.meta.reqsite.record if page and page.meta.reqsite else '-' }}</p>"
    override = '{% extends "base.html" %}{% block announce %}' + says + "{% endblock %}"
    custom = CONFIG.replace("{name: material}", "{name: material, custom_dir: overrides}")
    more = {f"docs_src/more/{n}.md": SECOND.replace("REQ-002", f"REQ-{n}") for n in range(100, 105)}
    root = project(SHOP | more | {"mkdocs.yml": custom, "overrides/main.html": override})
    assert build(root, "--strict").returncode == 0
    for number in (100, 104):
        own = next(e for e in page(root, f"requirements/REQ-{number}.html").iter("p") if e.get("id") == "own")
        assert own.text == f"REQ-{number}"


def test_a_site_may_replace_our_templates(project):
    custom = CONFIG.replace("{name: material}", "{name: material, custom_dir: overrides}")
    root = project(SHOP | {"mkdocs.yml": custom, "overrides/reqsite/list.html": "<h1>Our own list</h1>"})
    assert build(root, "--strict").returncode == 0
    assert "Our own list" in (root / "site/requirements/index.html").read_text(encoding="utf-8")


def test_the_plugin_may_be_switched_off(project):
    root = project(SHOP | {"mkdocs.yml": CONFIG.replace("reqsite]", "reqsite: {enabled: false}]")})
    assert build(root).returncode == 0
    assert not (root / "site/requirements").exists()


def test_warnings_count_in_strict_mode_where_the_site_wants_them_to(project):
    vague = SECOND.replace("A clerk changes the stock.", "A clerk changes the stock quickly.")
    root = project(SHOP | {"docs_src/shop/stock/change.md": vague})
    assert build(root, "--strict").returncode == 0
    project({"mkdocs.yml": CONFIG.replace("reqsite]", "reqsite: {fail_on: warning}]")})
    assert build(root, "--strict").returncode == 1


def test_an_edit_shows_under_serve(project, tmp_path):
    root = project(SHOP)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "serve.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://127.0.0.1:{port}/requirements/REQ-001.html"
        assert wait_for(address, "Stock query"), log.read_text()
        record = root / "docs_src/shop/stock/query.md"
        record.write_text(record.read_text(encoding="utf-8").replace("Stock query", "Stock question"), encoding="utf-8")
        assert wait_for(address, "Stock question"), log.read_text()
        assert "Traceback" not in log.read_text()
    finally:
        server.terminate()
        server.wait(10)


def wait_for(address: str, words: str) -> bool:
    """Ask a page again and again, for twenty seconds at most, until it says these words."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
            if words in answer.read().decode():
                return True
        time.sleep(0.1)
    return False


def test_a_chinese_portal_says_by_which_glyphs_it_is_drawn(project):
    root = project(SHOP | {"mkdocs.yml": CONFIG.replace("{name: material}", "{name: material, language: zh}")})
    assert build(root, "--strict").returncode == 0
    for path in ("index.html", "requirements/REQ-001.html", "404.html"):
        assert page(root, path).get("lang") == "zh-Hans"


def test_a_page_of_the_writers_at_an_address_of_ours_is_named(project):
    root = project(SHOP | {"docs_src/requirements/index.md": "# My own list\n"})
    result = build(root, "--strict")
    assert result.returncode == 1
    assert "requirements/index.md: this page gives way" in result.stderr
