import pytest
from pymdownx.superfences import fence_code_format

from reqsite.model.record import Criterion, Section
from reqsite.portal.markdown.extension import PageExtension
from reqsite.portal.markdown.render import RecordRenderer
from tests.unit.portal.markdown.safety import parse, shown_text
from tests.unit.portal.markdown.small_portal import SCHEMA, requirement, small_portal

TITLE_4 = "Title of REQ-4"


def section(key, text, title="", line=10):
    return Section(key, title, 2 if title else 0, text, line)


def test_a_record_comes_back_section_by_section(portal):
    rendered = portal.render(
        section("statement", "One."),
        section("rationale", "Two.", "Why"),
        section("", "Three.", "背景 A"),
        section("rationale", "", "Reason"),
    )
    assert [(s.key, s.title, s.anchor, s.html) for s in rendered.sections] == [
        ("statement", "Statement", "statement", "<p>One.</p>"),
        ("rationale", "Why", "rationale", "<p>Two.</p>"),
        ("", "背景 A", "背景-a", "<p>Three.</p>"),
        ("rationale", "Reason", "rationale-2", ""),
    ]


def test_a_link_definition_of_one_section_serves_another_and_footnotes_come_last(portal):
    rendered = portal.render(
        section("statement", "[x][d] a[^1]"),
        section("rationale", "b[^2]\n\n[d]: ../index.md\n\n[^1]: A\n[^2]: B", "Why"),
    )
    assert '<a href="../index.html">x</a>' in rendered.sections[0].html
    assert [shown_text(s.html).strip() for s in rendered.sections] == ["x a1", "b2"]
    assert parse(rendered.footnotes).findall(".//li")[1].get("id") == "fn:2"


def test_nothing_of_one_record_shows_in_the_next(portal):
    renderer = portal.renderer()
    first = requirement(
        "REQ-3", "# Same\n\n[x][d] a[^1]\n\n[^1]: A\n\n[d]: ../index.md\n\n```python linenums='1'\nx\n```"
    )
    again = [renderer.render(first, "requirements/REQ-3.html") for _ in range(2)]
    other = renderer.render(requirement("REQ-4", "[x][d] a[^1]"), "requirements/REQ-4.html")
    assert again[0] == again[1]
    assert other.sections[0].html == "<p>[x][d] a[^1]</p>"
    assert other.footnotes == ""


@pytest.mark.parametrize(
    "text",
    ["```\nopen", "~~~\nopen", "!!! note\n\n    open", "- open", "[^1]: open\n\n    open", "Term\n:   open", "<div>"],
)
def test_a_block_left_open_ends_with_its_section(portal, text):
    rendered = portal.render(section("statement", text), section("rationale", "```\nclosed\n```\n\nWords.", "Why"))
    assert shown_text(rendered.sections[1].html).strip().endswith("Words.")
    assert "Words." not in rendered.sections[0].html


def test_headings_lie_below_the_frame_and_have_ids_of_their_own(portal):
    html = portal.html(
        "# A\n\n## 中文\n\n### A\n\n# Statement\n\n# B {#own}\n\n# C {#__search}\n\n# D {#ac-1}\n\n# E {#statement}"
    )
    assert [(e.tag, e.get("id")) for e in parse(html)] == [
        ("h3", "a"),
        ("h4", "中文"),
        ("h5", "a-2"),
        ("h3", "statement-2"),
        ("h3", "own"),
        ("h3", "c"),
        ("h3", "d"),
        ("h3", "e"),
    ]


def test_a_permalink_leads_to_its_heading(portal):
    renderer = portal.renderer(["toc"], toc={"permalink": True, "baselevel": 3})
    heading = parse(renderer.render(requirement("REQ-3", "# 中文"), "requirements/REQ-3.html").sections[0].html)[0]
    assert (heading.tag, heading.get("id"), heading[0].get("href")) == ("h3", "中文", "#中文")


def test_ids_of_the_page_around_are_not_taken(portal):
    renderer = RecordRenderer(["toc"], {}, portal.linker, SCHEMA, "en", frozenset({"history", "statement"}))
    rendered = renderer.render(requirement("REQ-3", "# History"), "requirements/REQ-3.html")
    assert (rendered.sections[0].anchor, parse(rendered.sections[0].html)[0].get("id")) == ("statement-2", "history-2")


def name(criterion):
    return f'<span class="rs-ac">{criterion}</span>'


def criteria(portal, text, *found):
    rendered = portal.render(
        section("statement", "S"),
        section("acceptance_criteria", text, "AC"),
        criteria=tuple(Criterion(name, "", 10 + row) for name, row in found),
    )
    return rendered.sections[1].html


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        (
            "- a\n- b",
            [("AC-1", 0), ("AC-2", 1)],
            f'<ul><li id="ac-1">{name("AC-1")} a</li><li id="ac-2">{name("AC-2")} b</li></ul>',
        ),
        (
            "1. a\n\n2. b",
            [("AC-1", 0), ("AC-2", 2)],
            f'<ol><li id="ac-1"><p>{name("AC-1")} a</p></li><li id="ac-2"><p>{name("AC-2")} b</p></li></ol>',
        ),
        ("- **AC-7**: a", [("AC-7", 0)], '<ul><li id="ac-7"><span class="rs-ac">AC-7</span> a</li></ul>'),
        ("- **AC-7:** a", [("AC-7", 0)], '<ul><li id="ac-7"><span class="rs-ac">AC-7</span> a</li></ul>'),
        (
            "- **AC-7: a**",
            [("AC-7", 0)],
            '<ul><li id="ac-7"><span class="rs-ac">AC-7</span> <strong>AC-7: a</strong></li></ul>',
        ),
        ("- AC-7：甲", [("AC-7", 0)], '<ul><li id="ac-7"><span class="rs-ac">AC-7</span> 甲</li></ul>'),
        (
            "- REQ-1-AC-1: a",
            [("REQ-1-AC-1", 0)],
            '<ul><li id="ac-req-1-ac-1"><span class="rs-ac">REQ-1-AC-1</span> a</li></ul>',
        ),
        (
            "- Given a\n- When b\n- Then c",
            [("AC-1", 0)],
            '<ul><li id="ac-1"><span class="rs-ac">AC-1</span> Given a</li><li>When b</li><li>Then c</li></ul>',
        ),
        (
            "- a\n    - b",
            [("AC-1", 0)],
            '<ul><li id="ac-1"><span class="rs-ac">AC-1</span> a<ul><li>b</li></ul></li></ul>',
        ),
        (
            "a\n\nb",
            [("AC-1", 0), ("AC-2", 2)],
            '<p><span class="rs-ac" id="ac-1">AC-1</span> a</p><p><span class="rs-ac" id="ac-2">AC-2</span> b</p>',
        ),
        ("### AC-3\n\nb", [("AC-3", 0)], '<h3 id="ac-3"><span class="rs-ac">AC-3</span> </h3><p>b</p>'),
        (
            "- [ ] a",
            [("AC-1", 0)],
            (
                '<ul class="task-list"><li class="task-list-item"><input type="checkbox" disabled=""> '
                '<span class="rs-ac" id="ac-1">AC-1</span> a</li></ul>'
            ),
        ),
        (
            "- [[REQ-4|x]]",
            [("AC-1", 0)],
            f'<ul><li id="ac-1">{name("AC-1")} <a class="rs-ref" href="REQ-4.html" title="{TITLE_4}">x</a></li></ul>',
        ),
        (
            "```\na\n\nb\n```",
            [("AC-1", 0), ("AC-2", 3)],
            '<div class="highlight"><pre><span></span><code>a\n\nb\n</code></pre></div>',
        ),
        ("> a", [("AC-1", 0)], "<blockquote><p>a</p></blockquote>"),
        (
            "- a\n- b",
            [("AC-1", 0), ("AC-1", 1)],
            '<ul><li id="ac-1"><span class="rs-ac">AC-1</span> a</li><li><span class="rs-ac">AC-1</span> b</li></ul>',
        ),
    ],
)
def test_criteria_have_a_name_and_an_id(portal, text, found, expected):
    assert criteria(portal, text, *found) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a](../index.md)", '<p><a href="../index.html">a</a></p>'),
        ("[a](../index.md#top)", '<p><a href="../index.html#top">a</a></p>'),
        ("[a](REQ-3.md#ac-1)", '<p><a href="REQ-3.html#ac-1">a</a></p>'),
        ("[a](nope.md)", '<p><span class="rs-broken" title="There is no file nope.md">a</span></p>'),
        ("[a](../../secret.md)", '<p><span class="rs-broken" title="There is no file ../../secret.md">a</span></p>'),
        ("[a](#x)", '<p><a href="#x">a</a></p>'),
        ("[a](https://example.org)", '<p><a href="https://example.org" rel="noopener noreferrer">a</a></p>'),
        ("[a](mailto:a@example.org)", '<p><a href="mailto:a@example.org">a</a></p>'),
        ("![flow](flow.png)", '<p><img alt="flow" src="../req/flow.png"></p>'),
        ("![flow](gone.png)", '<p><span class="rs-broken" title="There is no file gone.png">flow</span></p>'),
        ("![](gone.png)", '<p><span class="rs-broken" title="There is no file gone.png">gone.png</span></p>'),
        (
            "![far](https://example.org/x.png)",
            '<p><a href="https://example.org/x.png" rel="noopener noreferrer">far</a></p>',
        ),
        ("[![far](https://example.org/x.png)](../index.md)", '<p><a href="../index.html"><span>far</span></a></p>'),
    ],
)
def test_addresses_lead_from_the_records_page(portal, source, expected):
    assert portal.html(source) == expected


def test_a_text_may_be_hurt_but_is_never_lost(portal):
    text = "> " * 2000 + "words"
    rendered = portal.render(section("statement", text))
    assert rendered.as_plain_text
    assert shown_text(rendered.sections[0].html) == text


def test_what_the_sites_extensions_make_is_kept(portal):
    html = portal.html(
        '!!! warning "T"\n    w\n\n'
        '??? note\n    n\n\n=== "A"\n    a\n\n- [x] done\n\n==m== $x^2$\n\n'
        "a|b\n:-|-:\n1|2\n\n```python\nx = 1\n```\n\nT\n:   D"
    )
    for part in (
        '<div class="admonition warning"><p class="admonition-title">T</p>',
        '<details class="note"><summary>Note</summary>',
        '<input checked="checked" id="__tabbed_1_1" name="__tabbed_1" type="radio">',
        '<label for="__tabbed_1_1">A</label>',
        '<input type="checkbox" disabled="" checked="">',
        "<mark>m</mark>",
        '<span class="arithmatex">\\(x^2\\)</span>',
        '<td align="right">2</td>',
        '<span class="n">x</span>',
        "<dt>T</dt><dd>D</dd>",
    ):
        assert part in html


def test_diagrams_and_formulas_are_reported(portal):
    fences = [{"name": "mermaid", "class": "mermaid", "format": fence_code_format}]
    renderer = portal.renderer(
        ["pymdownx.superfences", "pymdownx.arithmatex"], pymdownx__superfences={"custom_fences": fences}
    )
    rendered = renderer.render(requirement("REQ-3", "```mermaid\nA --> <b>\n```\n\n$x$"), "requirements/REQ-3.html")
    assert rendered.sections[0].html.startswith('<pre class="mermaid"><code>A --&gt; &lt;b&gt;</code></pre>')
    assert (rendered.has_diagram, rendered.has_math) == (True, True)
    plain = renderer.render(requirement("REQ-4", "x"), "requirements/REQ-4.html")
    assert (plain.has_diagram, plain.has_math) == (False, False)


def test_first_lines_are_no_metadata_and_files_cannot_be_included(portal, tmp_path):
    (tmp_path / "secret.txt").write_text("the secret", encoding="utf-8")
    renderer = portal.renderer(
        ["meta", "markdown.extensions.extra", "pymdownx.snippets", "pymdownx.b64", PageExtension()],
        pymdownx__snippets={"base_path": [str(tmp_path)]},
    )
    html = (
        renderer.render(
            requirement("REQ-3", 'Note: words\n\n--8<-- "secret.txt"\n\n<div markdown>*x*</div>'), "r/3.html"
        )
        .sections[0]
        .html
    )
    assert "Note: words" in html
    assert "the secret" not in html
    assert "<div" not in html


def test_a_section_title_says_nothing_hidden():
    rendered = small_portal(hidden=["REQ-5"]).render(section("", "x", "After REQ-5"))
    assert rendered.sections[0].title == "After (internal)"
    assert "5" not in rendered.sections[0].anchor


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        (
            "see [[REQ-2|it]], REQ-3",
            (
                'see <a class="rs-ref" href="requirements/REQ-2.html" title="Fast &amp; &lt;safe&gt;">it</a>, '
                '<a class="rs-ref rs-id" href="requirements/REQ-3.html" title="Title of REQ-3">REQ-3</a>'
            ),
        ),
        ("the SLA", "the SLA"),
        ("**no** `Markdown`", "**no** `Markdown`"),
        ("[[REQ-99]]", '<span class="rs-broken" title="There is no record REQ-99">REQ-99</span>'),
    ],
)
def test_a_value_of_one_line_is_escaped_and_linked(portal, value, expected):
    assert portal.renderer().inline(value, "index.html") == expected
