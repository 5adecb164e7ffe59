"""The policy in every page: what it names, what it refuses, and where it stands."""

import base64
import hashlib
import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.portal import diagrams
from reqsite.portal.strict import HEADERS, Policy

HEAD = '<!doctype html><html><head><meta charset="utf-8">{}</head><body>{}</body></html>'


def policy(page: str, made: str = "") -> dict[str, list[str]]:
    text = Policy().insert(page, made)
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
    assert found
    return {name: sources for name, *sources in (directive.split() for directive in found[1].split("; "))}


def sha(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_nothing_is_allowed_but_what_lies_in_the_site():
    made = policy(HEAD.format("", ""))
    assert made["default-src"] == ["'none'"]
    assert made["script-src"] == ["'self'", "file:"]
    assert made["form-action"] == made["base-uri"] == ["'none'"]
    assert not any("unsafe-inline" in sources or "unsafe-eval" in sources for sources in made.values())


def test_the_theme_s_inline_scripts_and_styles_are_named_by_their_hash():
    made = policy(HEAD.format("<style>a{}</style>", "<script>one()</script><script type='module'>two()</script>"))
    assert made["script-src"] == ["'self'", "file:", sha("one()"), sha("two()")]
    assert made["style-src"] == ["'self'", "file:", sha("a{}")]


@pytest.mark.parametrize("script", ["<script src='a.js'></script>", '<script type="application/json">{}</script>'])
def test_files_and_data_need_no_hash(script):
    assert policy(HEAD.format("", script))["script-src"] == ["'self'", "file:"]


def test_nothing_inline_in_a_record_s_text_may_run_or_style():
    evil = "<h1>A</h1><script>evil()</script><p style='color:red'>x</p><style>b{}</style>"
    made = policy(HEAD.format("", f"<script>ours()</script>{evil}"), made=evil)
    assert made["script-src"] == ["'self'", "file:", sha("ours()")]
    assert made["style-src"] == ["'self'", "file:"]
    assert "style-src-attr" not in made


def test_a_style_that_a_writer_gave_an_element_is_named_as_the_browser_reads_it():
    made = policy(HEAD.format("", '<td style="text-align: right;">1</td><p style="font-family: &quot;a&quot;">x</p>'))
    assert made["style-src-attr"] == ["'unsafe-hashes'", sha("text-align: right;"), sha('font-family: "a"')]


def test_a_page_with_a_diagram_allows_styles_and_no_script_more():
    made = policy(HEAD.format("", '<pre class="mermaid"><code>graph LR</code></pre><style>a{}</style>'))
    assert made["style-src"] == ["'self'", "file:", "'unsafe-inline'"]
    assert made["script-src"] == ["'self'", "file:"]


def test_the_policy_stands_right_after_the_charset():
    page = Policy().insert(HEAD.format("<script>a()</script>", ""))
    assert page.index("charset") < page.index("Content-Security-Policy") < page.index("<script>")


def test_what_is_no_page_stays_as_it_is():
    assert Policy().insert("just text") == "just text"


@given(st.text(alphabet=st.characters(exclude_characters="\r", exclude_categories=["Cs"])))
def test_whatever_a_script_says_its_hash_is_what_a_browser_computes(text):
    source = text.replace("<", "&lt;")
    assert policy(HEAD.format("", f"<script>{source}</script>"))["script-src"][2] == sha(source)


def test_a_server_is_told_what_no_page_can_say():
    assert "frame-ancestors 'self'" in HEADERS
    assert "nosniff" in HEADERS


def test_a_diagram_is_drawn_by_the_site_and_said_as_text():
    source = "A --&gt; B"
    page = f'<body><pre class="mermaid"><code>{source}</code></pre><script id="__config" type="application/json">'
    made = diagrams.in_page(page, "../m.js", "As text")
    said = f"<summary>As text</summary><pre><code>{source}</code></pre></details>"
    assert said in made
    assert made.endswith('<script src="../m.js"></script><script id="__config" type="application/json">')
    assert html.unescape(source) == "A --> B"


def test_the_script_that_draws_comes_with_its_licence():
    made = diagrams.files()
    assert diagrams.SCRIPT in made
    assert any(name.endswith("LICENSE") and b"MIT" in text for name, text in made.items())
