"""Golden renderings of references, ids, ranges and terms."""

import pytest

from reqsite.model.record import Record, Section
from tests.unit.portal.markdown.safety import shown_text
from tests.unit.portal.markdown.small_portal import small_portal

REQ_2_TITLED = 'href="REQ-2.html" title="Fast &amp; &lt;safe&gt;">'
REQ_2 = f'<a class="rs-ref rs-id" {REQ_2_TITLED}'
REQ_2_IN_WORDS = f'<a class="rs-ref" {REQ_2_TITLED}'
REQ_4 = '<a class="rs-ref rs-id" href="REQ-4.html" title="Title of REQ-4">REQ-4</a>'


def named(term):
    return f'<a class="rs-term" href="../terms/{term}.html">{term}</a>'


def sla(text="SLA"):
    return f'<a class="rs-term" href="../terms/SLA.html">{text}</a>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("See [[REQ-2]].", f"<p>See {REQ_2}REQ-2</a>.</p>"),
        ("See REQ-2.", f"<p>See {REQ_2}REQ-2</a>.</p>"),
        ("[[REQ-2|the *fast* one]]", f"<p>{REQ_2_IN_WORDS}the <em>fast</em> one</a></p>"),
        ("[[REQ-2]](x) [a][[REQ-2]]", f"<p>{REQ_2}REQ-2</a>(x) [a]{REQ_2}REQ-2</a></p>"),
        ("**[[REQ-2]]**", f"<p><strong>{REQ_2}REQ-2</a></strong></p>"),
        ("[[ＲＥＱ－2]]", f"<p>{REQ_2_IN_WORDS}ＲＥＱ－2</a></p>"),
        ("REQ-2～REQ-4", f"<p>{REQ_2}REQ-2</a>～{REQ_4}</p>"),
        ("REQ-2 to REQ-4", f"<p>{REQ_2}REQ-2</a> to {REQ_4}</p>"),
        ("[[REQ-2]]～[[REQ-4]]", f"<p>{REQ_2}REQ-2</a>～{REQ_4}</p>"),
        ("[[REQ-99]]", '<p><span class="rs-broken" title="There is no record REQ-99">REQ-99</span></p>'),
        (
            "[[no such|these words]]",
            '<p><span class="rs-broken" title="There is no record no such">these words</span></p>',
        ),
        ("REQ-99", "<p>REQ-99</p>"),
        ("[[REQ-1]] and REQ-1", "<p><span>REQ-1</span> and REQ-1</p>"),
        (r"\[[REQ-2]]", "<p>[[REQ-2]]</p>"),
        ("`[[REQ-2]] REQ-2 SLA`", "<p><code>[[REQ-2]] REQ-2 SLA</code></p>"),
        ("    REQ-2 SLA", '<div class="highlight"><pre><span></span><code>REQ-2 SLA\n</code></pre></div>'),
        ("[SLA REQ-2](../index.md)", '<p><a href="../index.html">SLA REQ-2</a></p>'),
        ("# SLA and REQ-2", '<h3 id="sla-and-req-2">SLA and REQ-2</h3>'),
        ("# See [[REQ-2]]", f'<h3 id="see-req-2">See {REQ_2}REQ-2</a></h3>'),
        ("The SLA, the SLA.", f"<p>The {sla()}, the SLA.</p>"),
        ("*SLA* x", f"<p><em>{sla()}</em> x</p>"),
        ("[[sla]] then SLA", f"<p>{sla('sla')} then SLA</p>"),
        ("[[SLA|service level]]", f"<p>{sla('service level')}</p>"),
        ("SLAM, APIs, XAPI", "<p>SLAM, APIs, XAPI</p>"),
        ("本项目的SLA要求", f"<p>本项目的{sla()}要求</p>"),
        ("审计算法", "<p>审计算法</p>"),
        ("计算", '<p><a class="rs-term" href="../terms/计算.html">计算</a></p>'),
        ("清结算", '<p><a class="rs-term" href="../terms/清结算.html">清结算</a></p>'),
        ("[[TERM:结算]]", '<p><a class="rs-term" href="../terms/结算.html">结算</a></p>'),
        (
            "<a@example.org> &amp; amp",
            f'<p><a href="mailto:a@example.org">a@example.org</a> &amp; {named("amp")}</p>',
        ),
        (
            "two settlement\nbatches",
            '<p>two <a class="rs-term" href="../terms/settlement batch.html">settlement\nbatches</a></p>',
        ),
    ],
)
def test_what_a_text_mentions_is_linked(portal, source, expected):
    assert portal.html(source) == expected


def test_a_reference_in_a_table_cell_may_escape_its_bar(portal):
    html = portal.html("a | b\n--|--\n1 | [[REQ-2\\|words]]")
    assert f"<td>{REQ_2_IN_WORDS}words</a></td>" in html


def test_a_reference_inside_a_link_is_no_second_link(portal):
    html = portal.html("[see [[REQ-2]] there](../index.md)")
    assert html.count("<a ") == 1
    assert shown_text(html) == "see REQ-2 there"


def test_a_term_is_linked_again_in_each_section_and_under_each_heading(portal):
    rendered = portal.render(
        Section("statement", "", 0, "SLA SLA\n\n### Sub\n\nSLA", 1), Section("rationale", "Why", 2, "SLA", 9)
    )
    assert [section.html.count("rs-term") for section in rendered.sections] == [2, 1]


def test_a_term_is_not_linked_on_its_own_page():
    portal = small_portal()
    sections = (Section("statement", "", 0, "SLA means service level, as API does.", 1),)
    record = Record("SLA", "term", "term", "SLA", "docs/terms.yml", 1, sections=sections)
    html = portal.renderer().render(record, "terms/SLA.html").sections[0].html
    assert html == '<p>SLA means service level, as <a class="rs-term" href="API.html">API</a> does.</p>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[[REQ-5]]", '<p><span class="rs-hidden">(internal)</span></p>'),
        ("[[REQ-5|the secret]]", '<p><span class="rs-hidden">(internal)</span></p>'),
        ("by REQ-5.", '<p>by <span class="rs-hidden">(internal)</span>.</p>'),
        ("by req-5 and `REQ-5`", "<p>by (internal) and <code>(internal)</code></p>"),
        ("[why](REQ-5.md)", '<p><span class="rs-hidden">(internal)</span></p>'),
        ("# REQ-5", '<h3 id="internal">(internal)</h3>'),
        ("![REQ-5](flow.png)", '<p><img alt="(internal)" src="../req/flow.png"></p>'),
        (
            "[x](https://example.org/?q=REQ-5)",
            '<p><a href="https://example.org/?q=(internal)" rel="noopener noreferrer">x</a></p>',
        ),
        ("REQ&#45;5", "<p>(internal)</p>"),
        ("REQ-5-A", '<p><a class="rs-ref rs-id" href="REQ-5-A.html" title="Title of REQ-5-A">REQ-5-A</a></p>'),
        ("[[REQ-2]] to [[REQ-5]]", f'<p>{REQ_2}REQ-2</a> to <span class="rs-hidden">(internal)</span></p>'),
    ],
)
def test_a_hidden_record_leaves_no_trace(source, expected):
    html = small_portal(hidden=["REQ-5"]).html(source)
    assert html == expected
    assert "Title of REQ-5<" not in html


def test_a_hidden_term_is_an_ordinary_word_but_no_reference():
    portal = small_portal(hidden=["SLA"])
    assert portal.html("The SLA, [[SLA]]") == '<p>The SLA, <span class="rs-hidden">(internal)</span></p>'


def test_a_term_within_a_longer_word_is_none(portal):
    assert portal.html("清结算和结算") == (f"<p>{named('清结算')}和{named('结算')}</p>")
