"""A redline on a page, on a terminal, and in a comment on a pull request."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from reqsite.history.blocks import blocks
from reqsite.history.redline import Redline, redline, redline_items, redline_text
from reqsite.history.redline_html import RedlineWords, blocks_html, inline_html, redline_html, redline_parts
from reqsite.history.redline_text import literal, redline_markdown, redline_plain
from reqsite.history.tokens import Tokeniser

TOKENISER = Tokeniser()
WORDS = RedlineWords("inserted:", "end", "deleted:", "end", "moved here:", "moved away:", "link:", "set anew:")
START = '<span class="rs-hidden-words rs-{0}-start">{1}: </span>'
END = '<span class="rs-hidden-words rs-{0}-end"> end</span>'


def compared(old: str, new: str) -> Redline:
    return redline(blocks(old), blocks(new), TOKENISER)


def bare(html: str) -> str:
    """Return HTML without the words for those who hear the page."""
    for op, word in (("ins", "inserted"), ("del", "deleted")):
        html = html.replace(START.format(op, word), "").replace(END.format(op), "").replace(f' class="rs-{op}"', "")
    return html


def test_each_change_begins_and_ends_with_words_that_are_heard():
    html = redline_html(compared("It takes 10 ms.", "It takes 20 ms."), WORDS)
    assert html == (
        '<p class="rs-changed">It takes '
        f'<del class="rs-del">{START.format("del", "deleted")}10 ms{END.format("del")}</del>'
        f'<ins class="rs-ins">{START.format("ins", "inserted")}20 ms{END.format("ins")}</ins>.</p>'
    )


def test_blanks_stand_outside_of_what_is_underlined_or_struck():
    html = bare(redline_html(compared("It is done.", "It is not really done."), WORDS))
    assert html == '<p class="rs-changed">It is <ins>not really</ins> done.</p>'


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("- a\n  - b\n- c", "- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("4. a\n\n   b", "4. a\n\n   b", '<ol><li value="4">a<p>b</p></li></ol>'),
        ("- a", "- a\n- b", '<ul><li>a</li><li class="rs-added"><ins>b</ins></li></ul>'),
        ("a\n\n> b", "a\n\n> b", "<p>a</p><blockquote><p>b</p></blockquote>"),
        (
            "    a\n    b xyz",
            "    a\n    c xyz",
            '<pre class="rs-code"><code>a\n<del>b</del><ins>c</ins> xyz</code></pre>',
        ),
        ("a\n:   b", "a\n:   b", "<dl><dt>a</dt><dd>b</dd></dl>"),
        (
            "!!! note\n    a",
            "!!! note\n    a",
            '<div class="rs-admonition rs-admonition-note"><p class="rs-admonition-title">Note</p><p>a</p></div>',
        ),
        ("**a** `b`", "**a** `b`", "<p><strong>a</strong> <code>b</code></p>"),
        ("# a\n\n---", "# a\n\n---", '<p class="rs-heading">a</p><hr>'),
    ],
)
def test_blocks_become_what_they_are(old, new, expected):
    assert bare(redline_html(compared(old, new), WORDS)) == expected


def test_a_row_that_came_stands_in_its_table():
    html = bare(redline_html(compared("| a |\n|---|\n| b |", "| a |\n|---|\n| b |\n| c |"), WORDS))
    head = '<table class="rs-table"><thead><tr><th scope="col">a</th></tr></thead>'
    assert html == f'{head}<tbody><tr><td>b</td></tr><tr class="rs-added"><td><ins>c</ins></td></tr></tbody></table>'


def test_two_lists_of_code_that_follow_one_another_stay_two():
    assert str(blocks_html(blocks("```\na\n```\n```\nb\n```"), WORDS)).count("<pre") == 2


def test_what_moved_says_so():
    html = redline_html(compared("Alpha beta gamma.\n\nB b.\n\nC c.", "B b.\n\nC c.\n\nAlpha beta gamma."), WORDS)
    assert "moved away: </span>Alpha beta gamma." in html
    assert "moved here: </span>Alpha beta gamma." in html


def test_another_address_of_a_link_is_shown_and_another_style_is_told():
    link = bare(redline_html(compared("[it](http://a.b)!", "[it](http://c.d)!"), WORDS))
    assert '(<span class="rs-hidden-words">link: </span><del>http://a.b</del> <ins>http://c.d</ins>)</span>!' in link
    bold = redline_html(compared("so **big**", "so big"), WORDS)
    assert bold.endswith('so <span class="rs-restyled"><span class="rs-hidden-words">set anew: </span>big</span></p>')


def test_words_lead_only_where_the_caller_says_and_never_to_a_script():
    read = blocks("[a](x.md) [b](javascript:alert(1)) [c](JaVaScRiPt:x) [d](data:x) [e](https://e) [[REQ-1]]")
    assert "<a" not in blocks_html(read, WORDS)
    html = str(blocks_html(read, WORDS, lambda style: style.url))
    assert html.count("<a ") == 3
    assert '<a href="x.md">a</a>' in html
    assert "script" not in html.lower()


def test_texts_are_escaped_wherever_they_stand():
    html = str(redline_html(compared("`<i>` a", "`<b onclick='x'>` &amp; \\<script>"), WORDS))
    assert "<script" not in html
    assert "<b " not in html
    assert "&lt;b onclick=&#39;x&#39;&gt;" in html


def test_what_is_far_from_any_change_is_a_number():
    old = "".join(f"Paragraph {number}.\n\n" for number in range(9))
    parts = redline_parts(compared(old, old.replace("4.", "four.")), WORDS, context=1)
    assert [part.unchanged for part in parts] == [3, 0, 3]
    assert parts[1].html.count("<p") == 3
    assert redline_plain(compared(old, old.replace("4.", "four.")), str).splitlines()[::4] == [
        "… 3 unchanged paragraphs",
        "… 3 unchanged paragraphs",
    ]


def test_the_header_of_a_table_stays_with_each_change_in_it():
    old = "| id | v |\n|--|--|\n" + "".join(f"| {number} | x |\n" for number in range(9))
    parts = redline_parts(compared(old, old.replace("| 7 | x", "| 7 | y")), WORDS, context=0)
    assert [part.unchanged for part in parts] == [0, 7, 0, 0] or [part.unchanged for part in parts] == [0, 7, 0]
    assert "<thead>" in parts[0].html


def test_fields_and_lists_stand_in_one_line():
    title = inline_html(redline_text("Old title", "New title", TOKENISER), WORDS)
    assert bare(title) == "<del>Old</del><ins>New</ins> title"
    owners = inline_html(redline_items(["Ann", "Bob"], ["Bob", "Cy"], TOKENISER), WORDS)
    assert bare(owners) == "<del>Ann</del>, Bob, <ins>Cy</ins>"


def test_a_terminal_shows_lists_and_tables_as_lines_and_no_control_characters():
    text = "1. a\n   - b \x1b[31mred\n\n| x | y |\n|--|--|\n"
    assert redline_plain(compared("", text), str) == "1. {+a+}\n  - {+b \ufffd[31mred+}\n| {+x+} | {+y+} |"
    assert (
        redline_plain(compared("a b c d", "a b x d"), str, lambda op, words: f"<{op}:{words}>")
        == "a b <del:c><ins:x> d"
    )


def test_nothing_in_a_comment_is_markdown_or_html_or_calls_anybody():
    hostile = "@bob #12 GH-3 :+1: http://a.b www.x.y <img src=x> *a* _b_ `c` [d](e) ~~f~~ | $x$"
    comment = redline_markdown(redline_text(hostile, "", TOKENISER), str)
    page = Markdown().convert(comment)
    assert html_text(page) == hostile
    assert all(mark not in comment for mark in ("@b", "://", "www.x", "<img", "*", "`", "|", "GH-3", "#12 "))


@pytest.mark.parametrize(
    "text", ["# a", "- a", "+ a", "1. a", "12) a", "> a", "    a", "---", "=== a", "| a | b |", "```"]
)
def test_a_comment_begins_no_block_of_its_own(text):
    comment = redline_markdown(redline_text(text, f"{text} b", TOKENISER), str)
    assert Markdown(extensions=["tables", "fenced_code"]).convert(comment).startswith("<p>")


@given(st.text(st.sampled_from("ab1 @#:/.*_`~[]()<>!|-+=$&;\"'\\w系"), max_size=60))
def test_literal_text_is_shown_as_it_is(text):
    text = f"x{text}x"
    assert html_text(Markdown().convert(literal(text))) == " ".join(text.split())


def html_text(html: str) -> str:
    text = "".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext())
    return " ".join(text.replace("\u200b", "").split())


PIECE = st.sampled_from(
    [
        "word ",
        "two words ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "    ",
        "> ",
        "# ",
        "**",
        "_",
        "`",
        "```\n",
        "| a | b |\n|--|--|\n",
        "|",
        "!!! note\n    ",
        "x\n:   y\n",
        "[l](http://u) ",
        "![](i.png)",
        "[[REQ-1]]",
        "<b>",
        "</div>",
        "<!--",
        "&lt;",
        "---\n",
        "\x00",
        "\ud800",
        "\ufffe",
        "系统应在5秒内，",
        "<sup>2</sup>",
        "- [ ] ",
        '=== "T"\n    ',
        "\\",
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECE, max_size=30), st.lists(PIECE, max_size=4), st.integers(0, 30))
def test_the_html_of_any_redline_is_well_formed(pieces, inserted, place):
    old = "".join(pieces)
    new = "".join(pieces[:place] + inserted + pieces[place + 2 :])
    result = compared(old, new)
    parts = [part.html for part in redline_parts(result, WORDS, 0, lambda style: style.url)]
    for html in (redline_html(result, WORDS), inline_html(result, WORDS), blocks_html(blocks(new), WORDS), *parts):
        html5lib.HTMLParser(strict=True).parseFragment(str(html))
