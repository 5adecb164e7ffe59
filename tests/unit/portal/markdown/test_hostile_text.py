"""The vectors by which text becomes code, each as a writer could put it into a record."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.model.record import Section
from tests.unit.portal.markdown.safety import assert_harmless, offences, parse, shown_text
from tests.unit.portal.markdown.small_portal import Portal, requirement, small_portal

RAW_HTML = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    '<iframe src="javascript:alert(1)"></iframe>',
    "<svg onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<style>body{display:none}</style>",
    '<form action="https://evil.example"><button>go</button></form>',
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<div markdown=1 onclick=alert(1)>**x**</div>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!-- --><img src=x onerror=alert(1)> -->",
    "<?php echo 1 ?>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<PLATFORM_DEFINED>",
    "a <b>bold</b> <x-y onfocus=alert(1) autofocus tabindex=1>z</x-y>",
]


@pytest.mark.parametrize("text", RAW_HTML)
def test_raw_html_is_shown_as_it_was_written(portal, text):
    for source in (text, f"before {text} after", f"- {text}", f"> {text}", f"!!! note\n    {text}"):
        html = portal.html(source)
        assert_harmless(html)
        assert "".join(text.replace("**", "").split()) in "".join(shown_text(html).replace("**", "").split())


BAD_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    r"java\script:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "<javascript:alert(1)>",
    "< javascript:alert(1)>",
    "blob:https://x/1",
    "view-source:x",
]


@pytest.mark.parametrize("url", BAD_ADDRESSES)
@pytest.mark.parametrize("form", ["[words]({})", "![words]({})", "[words][r]\n\n[r]: {}", "*words*{{: href='{}' }}"])
def test_a_bad_address_goes_and_the_words_stay(portal, url, form):
    html = portal.html(form.format(url))
    assert_harmless(html)
    assert not any(element.get("href") or element.get("src") for element in parse(html).iter())
    assert "words" in shown_text(html)


@pytest.mark.parametrize(
    "attribute",
    [
        "onclick=alert(1)",
        "onmouseover='alert(1)'",
        "style=position:fixed",
        "srcdoc='<script>alert(1)</script>'",
        "formaction=javascript:alert(1)",
        "href=javascript:alert(1)",
        "target=_blank",
        "data-md-component=dialog",
        "contenteditable=true",
        "#__search",
        "#__drawer",
        "#rs-frame",
        ".md-overlay",
        "class='md-overlay md-dialog'",
        "class='&#109;d-overlay'",
    ],
)
@pytest.mark.parametrize(
    "form", ["*words*{{: {} }}", "words\n{{: {} }}", "# words {{: {} }}", "[words](../index.md){{: {} }}"]
)
def test_attribute_lists_add_nothing_that_acts(portal, attribute, form):
    html = portal.html(form.format(attribute))
    assert_harmless(html)
    assert "rs-frame" not in html
    assert "data-md" not in html
    assert "contenteditable" not in html
    assert "words" in shown_text(html)


@pytest.mark.parametrize(
    "source",
    [
        '``` {.python onclick="alert(1)" .md-overlay}\nwords\n```',
        "```html\n<script>words</script>\n```",
        "`<script>words</script>`",
        "$<script>words</script>$",
        '!!! note "<script>words</script>"\n    x',
        '??? note "<img src=x onerror=words>"\n    x',
        '=== "<script>words</script>"\n    x',
        "[^1]\n\n[^1]: <script>words</script>",
        '[words](../index.md "<script>")',
        "![<script>words</script>](gone.png)",
        "[[<script>words</script>]]",
        "[[REQ-2|<script>words</script>]]",
        "<script>words</script>\n:   x",
        "words | <script>\n--|--\n<img src=x onerror=a> | y",
    ],
)
def test_no_extension_lets_code_through(portal, source):
    rendered = portal.render(Section("statement", "", 0, source, 5))
    html = rendered.sections[0].html + rendered.footnotes
    assert_harmless(html)
    assert "words" in shown_text(html)


HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>' & [[REQ-2]] | `x` {{ 7*7 }} \u202e"


def test_a_hostile_title_is_but_text(portal):
    html = portal.renderer().inline(HOSTILE, "requirements/REQ-1.html")
    assert_harmless(html)
    assert shown_text(html) == HOSTILE.replace("[[REQ-2]]", "REQ-2")


def test_the_hostile_title_of_a_target_is_but_text():
    portal = Portal([requirement("REQ-1"), requirement("REQ-2", title=HOSTILE)])
    html = portal.html("[[REQ-2]]")
    assert_harmless(html)
    assert parse(html)[0][0].get("title") == HOSTILE
    assert_harmless(portal.renderer().inline("REQ-2", "index.html"))


def test_the_offences_of_unsafe_html_are_seen():
    unsafe = '<a href="jav\tascript:x" onclick=y style=z>x</a><script></script><p id="__search" class="md-overlay">'
    assert len(list(offences(unsafe))) == 6


PIECES = st.sampled_from(
    [
        "<script>",
        "</script>",
        "<img src=x onerror=a>",
        "[",
        "]",
        "(",
        ")",
        "![",
        "[[",
        "]]",
        "REQ-2",
        "SLA",
        "|",
        "`",
        "```",
        "\n",
        "\n\n",
        "    ",
        "- ",
        "1. ",
        "> ",
        "# ",
        "*",
        "**",
        "_",
        "{: ",
        "}",
        "onclick=a ",
        "style=b ",
        "#__x ",
        ".md-x ",
        "javascript:a",
        "&#106;",
        "&amp;",
        "&lt;",
        "\\",
        "!!! note",
        '??? "x"',
        '=== "x"',
        "[^1]",
        "[^1]: ",
        ": ",
        "--|--",
        "$",
        "==",
        "中文",
        "结算",
        "\x02",
        "\x03",
        "\x02amp\x03",
        "\x02wzxhzdk:0\x03",
        "\x02klzzwxh:0000\x03",
        "<!--",
        "-->",
        "\u2028",
        "~~~",
        "[x]: ",
        "https://example.org",
        "REQ-1～REQ-4",
        "\t",
        "\r",
        "rs",
        "x0x",
    ]
)
PORTAL = small_portal(hidden=["REQ-4"])
RENDERER = PORTAL.renderer()


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join), st.text(max_size=20))
def test_whatever_is_written_renders_harmlessly(text, second):
    record = requirement("REQ-1", text)
    sections = (*record.sections, Section("rationale", "Why", 2, second, 50))
    rendered = RENDERER.render(replace(record, sections=sections), "requirements/REQ-1.html")
    assert len(rendered.sections) == len(sections)
    for section in rendered.sections:
        assert_harmless(section.html)
        assert not re.search(r"(?<![A-Za-z0-9_])REQ-4(?![A-Za-z0-9_])", section.html)
    assert_harmless(rendered.footnotes)


@given(st.text(max_size=60))
def test_a_value_is_shown_as_it_is_whatever_it_is(text):
    html = PORTAL.renderer([]).inline(text, "index.html")
    assert_harmless(html)
