"""The extension on ordinary pages, with what MkDocs itself puts into the pipeline."""

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from reqsite.portal.markdown.extension import PageExtension
from reqsite.portal.markdown.links import Page
from tests.unit.portal.markdown.small_portal import small_portal


class _Host(Treeprocessor):
    """Notes every link in the tree as MkDocs does, which takes each one for the writer's own."""

    def __init__(self, md):
        super().__init__(md)
        self.seen = []

    def run(self, root):
        for element in root.iter():
            if element.tag in ("a", "img"):
                url = element.get("href" if element.tag == "a" else "src")
                assert url is not None
                self.seen.append(url)


def convert(text, hidden=(), *, opened=True):
    extension = PageExtension()
    md = Markdown(extensions=[extension, "toc", "tables", "attr_list"])
    host = _Host(md)
    md.treeprocessors.register(host, "relpath", 0)
    if opened:
        extension.open(small_portal(hidden).linker, Page("guide/start.html", "guide/start.md"))
    return md.convert(text), host.seen, md


def test_references_and_terms_are_linked_and_the_host_does_not_see_them():
    html, seen, _md = convert("[[REQ-2]], REQ-3, SLA, [own](../index.md)")
    assert html == (
        '<p><a class="rs-ref rs-id" href="../requirements/REQ-2.html" title="Fast &amp; &lt;safe&gt;">REQ-2</a>, '
        '<a class="rs-ref rs-id" href="../requirements/REQ-3.html" title="Title of REQ-3">REQ-3</a>, '
        '<a class="rs-term" href="../terms/SLA.html">SLA</a>, <a href="../index.md">own</a></p>'
    )
    assert seen == ["../index.md"]


def test_a_link_to_a_records_file_leads_to_its_page():
    html, seen, _md = convert("[it](../req/REQ-2.md#ac-1)")
    assert html == '<p><a href="../requirements/REQ-2.html#ac-1">it</a></p>'
    assert seen == []


def test_a_hidden_record_shows_nowhere_on_the_page_nor_in_its_contents():
    html, seen, md = convert("# About REQ-5\n\n[words](../req/REQ-5.md), `REQ-5`, [[REQ-5|words]]", hidden=["REQ-5"])
    assert "REQ-5" not in html
    assert "words" not in html
    assert "5" not in str(md.toc_tokens)
    assert seen == []


def test_raw_html_of_an_ordinary_page_stays():
    html, _seen, _md = convert('<div class="grid">\nSLA\n</div>')
    assert html == '<div class="grid">\nSLA\n</div>'


def test_chinese_headings_get_readable_ids_and_other_ones_keep_theirs():
    html, _seen, _md = convert("# 中文 标题\n\n# Über uns")
    assert 'id="中文-标题"' in html
    assert 'id="uber-uns"' in html


def test_lines_of_chinese_are_joined():
    assert convert("中文\n中文")[0] == "<p>中文中文</p>"


def test_without_a_catalog_a_reference_stays_as_written():
    assert convert("[[REQ-2]] and SLA", opened=False)[0] == "<p>[[REQ-2]] and SLA</p>"


def test_one_instance_serves_every_page():
    extension = PageExtension()
    linker = small_portal().linker
    pages = []
    for here in ("a/b.html", "index.html"):
        extension.open(linker, Page(here))
        pages.append(Markdown(extensions=[extension]).convert("REQ-3"))
    extension.close()
    assert ['href="../requirements/REQ-3.html"' in pages[0], 'href="requirements/REQ-3.html"' in pages[1]] == [
        True,
        True,
    ]
    assert Markdown(extensions=[extension]).convert("REQ-3") == "<p>REQ-3</p>"
