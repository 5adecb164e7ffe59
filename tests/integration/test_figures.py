"""Flowcharts, wireframes and prototypes: beside their record, in the gallery, and in what counts as a change."""

import pytest

from tests.integration.test_rows_in_the_portal import article
from tests.releases import release
from tests.sites import run_mkdocs, violations
from tests.unit.portal.portals import by_id, with_class, words

SITE = """\
site_name: Desk
docs_dir: docs_src
use_directory_urls: false
theme: {name: material}
plugins: [search, {reqsite: {fail_on: never}}]
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10" fill="%s"/></svg>'
FIGURES = """\
figures:
  - type: flowchart
    caption: From basket to invoice
    alt: A basket, an arrow, an invoice.
    file: img/the flow.svg
    date: 2026-03-01
  - {type: prototype, caption: To click through, url: "https://proto.example.org/desk?page=1&v=2"}
"""
HEAD = "---\nid: REQ-00{n}\ntype: functional\ntitle: Step {n}\nstatus: draft\npriority: P1\n"
TEXT = "---\nThe desk shall show it.\n\n## Acceptance criteria\n\n- It is seen.\n"


def requirement(number, more=FIGURES, text=TEXT):
    return HEAD.format(n=number) + more + text


@pytest.fixture
def desk(project):
    return project(
        {
            "mkdocs.yml": SITE,
            "docs_src/index.md": "# Desk\n",
            "docs_src/img/the flow.svg": SVG % "red",
            **{f"docs_src/REQ-00{n}.md": requirement(n) for n in (1, 2, 3)},
        }
    )


def test_the_page_of_a_record_shows_its_figures_with_captions_and_descriptions(desk):
    page = article(run_mkdocs(desk), "requirements/REQ-001.html")
    shown = with_class(page, "rs-figure")
    assert [words(one) for one in shown] == [
        "Flowchart: From basket to invoice 2026-03-01",
        "Prototype: To click through proto.example.org",
    ]
    (image,) = shown[0].iter("img")
    assert (image.get("src"), image.get("alt")) == ("../img/the%20flow.svg", "A basket, an arrow, an invoice.")
    (link,) = shown[1].iter("a")
    assert (link.get("href"), link.get("rel")) == ("https://proto.example.org/desk?page=1&v=2", "noopener noreferrer")
    assert by_id(page, "figures").tag == "h2"


def test_the_gallery_shows_all_figures_and_leads_back_to_each_record(desk):
    site = run_mkdocs(desk)
    gallery = article(site, "registers/figures.html")
    assert len(with_class(gallery, "rs-figure")) == 6
    for number in (1, 2, 3):
        assert [a for a in gallery.iter("a") if a.get("href") == f"../requirements/REQ-00{number}.html"]
    assert (site / "img" / "the flow.svg").read_text("utf-8") == SVG % "red"
    listed = article(site, "requirements/index.html")
    assert "Figures and prototypes" in words(listed)


def test_pictures_and_diagrams_of_a_text_are_in_the_gallery_too(desk):
    text = TEXT + "\n![The wire](<img/the flow.svg>)\n\n```mermaid\ngraph LR; a-->b\n```\n"
    (desk / "docs_src" / "REQ-001.md").write_text(requirement(1, "", text), encoding="utf-8")
    shown = [words(one) for one in with_class(article(run_mkdocs(desk), "registers/figures.html"), "rs-figure")]
    assert shown[:2] == ["The wire", "Diagram: Drawn in the text"]
    assert len(shown) == 6


def test_a_portal_without_figures_has_no_gallery(desk):
    for number in (1, 2, 3):
        (desk / "docs_src" / f"REQ-00{number}.md").write_text(requirement(number, ""), encoding="utf-8")
    assert not (run_mkdocs(desk) / "registers" / "figures.html").exists()


def test_a_figure_whose_bytes_change_makes_its_records_changed(run_reqsite, desk):
    release(desk, "1.0.0")
    (desk / "docs_src" / "REQ-003.md").write_text(requirement(3, ""), encoding="utf-8")
    assert "REQ-001" not in run_reqsite("diff", cwd=desk).stdout
    (desk / "docs_src" / "img" / "the flow.svg").write_text(SVG % "blue", encoding="utf-8")
    said = run_reqsite("diff", cwd=desk).stdout
    assert ("REQ-001" in said, "REQ-002" in said) == (True, True)


def test_what_leads_nowhere_or_says_nothing_is_told_on_its_line(run_reqsite, desk):
    bad = """\
figures:
  - {type: wireframe, caption: None, file: img/none.png}
  - {type: prototype, caption: Code, url: "javascript:alert(1)"}
  - {type: prototype, caption: Nothing}
  - {file: img/the flow.svg}
  - {caption: Typo, fiel: a.png}
  - {caption: Outside, file: ../../secret.png}
  - {caption: Login, url: "https://user:password@example.org/"}
"""
    (desk / "docs_src" / "REQ-001.md").write_text(requirement(1, bad), encoding="utf-8")
    done = run_reqsite("check", cwd=desk)
    found = [line.removeprefix("docs_src/REQ-001.md:").split(": ", 1) for line in done.stdout.splitlines()[:-1]]
    told = [(place.partition(":")[0], rest.split()[0]) for place, rest in found if rest.split()[0] != "RQ309"]
    assert told == [
        ("8", "RQ621"),
        ("9", "RQ865"),
        ("10", "RQ865"),
        ("11", "RQ864"),
        ("12", "RQ865"),
        ("12", "RQ865"),
        ("13", "RQ124"),
        ("14", "RQ865"),
    ]
    page = article(run_mkdocs(desk), "requirements/REQ-001.html")
    shown = [one for group in with_class(page, "rs-figure") for one in group.iter() if one.tag in {"a", "img"}]
    assert [one.get("src") or one.get("href") for one in shown] == ["../img/the%20flow.svg"]


def test_figures_that_no_client_may_see_are_not_published(run_reqsite, desk):
    internal = requirement(1, FIGURES.replace("the flow", "secret")).replace("---\n", "---\nvisibility: internal\n", 1)
    (desk / "docs_src" / "REQ-001.md").write_text(internal, encoding="utf-8")
    (desk / "docs_src" / "img" / "secret.svg").write_text(SVG % "black", encoding="utf-8")
    assert not (run_mkdocs(desk) / "img" / "secret.svg").exists()
    (desk / "docs_src" / "REQ-001.md").write_text(requirement(1, FIGURES.replace("the flow", "secret")), "utf-8")
    (desk / "schema.yml").write_text(
        "extends: default\nfields: {figures: {kind: list, internal: true}}\n", encoding="utf-8"
    )
    (desk / "mkdocs.yml").write_text(SITE.replace("fail_on: never", "fail_on: never, schema: schema.yml"), "utf-8")
    site = run_mkdocs(desk)
    assert "secret" not in (site / "requirements" / "REQ-001.html").read_text("utf-8")
    assert not (site / "registers" / "figures.html").exists()
    assert not (site / "img" / "secret.svg").exists()
    assert run_reqsite("check", cwd=desk).returncode == 0


@pytest.mark.parametrize(("path", "width"), [("registers/figures.html", 1280), ("requirements/REQ-001.html", 390)])
def test_axe_has_nothing_against_figures(new_page, desk, path, width):
    page = new_page(viewport={"width": width, "height": 900})
    page.goto((run_mkdocs(desk) / path).as_uri())
    assert violations(page, within="main") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
