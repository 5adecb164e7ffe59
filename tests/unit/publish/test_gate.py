import base64
import gzip
import hashlib

import pytest

from reqsite.publish.gate import Rules, look_over
from tests.growth import assert_linear
from tests.unit.publish.sites import html, write


def defects(folder, **rules):
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [f"{defect.path}: {defect.message}" for defect in look_over(folder, paths, Rules(**rules))]


def in_page(tmp_path, body, **rules):
    return defects(write(tmp_path, {"index.html": html(body), "logo.svg": "<svg/>"}), **rules)


@pytest.mark.parametrize(
    "body",
    [
        '<a href="https://example.org/">x</a>',
        '<a href="mailto:li@example.org">x</a>',
        '<a href="#here">x</a><p id="here">',
        '<a href="?q=1#status=draft">x</a>',
        '<img src="logo.svg"><img src="data:image/png;base64,AAAA">',
        '<link rel="canonical" href="https://example.org/">',
        '<p style="background: url(logo.svg)">',
        "<style>a{background:image-set('logo.svg' 1x);content:'Note: x'} /* see 'https://example.org' */</style>",
        "<style>a{background:url('data:image/svg+xml;charset=utf-8,<svg xmlns=\"http://www.w3.org/2000/svg\"/>')}</style>",
        '<svg><rect fill="url(#a)"/><g id="a"/></svg>',
        '<script type="application/json">{"a": "</p>"}</script>',
        "<form><input></form>",
        "<!-- a comment -->",
        '<p title="onclick=x javascript:y">onclick=</p>',
    ],
)
def test_what_a_portal_needs_passes(body, tmp_path):
    assert in_page(tmp_path, body) == []


@pytest.mark.parametrize(
    "body",
    [
        '<script src="https://cdn.example.org/x.js"></script>',
        '<script src="//cdn.example.org/x.js"></script>',
        '<script src="data:text/javascript,alert(1)"></script>',
        '<img src="http://example.org/x.png">',
        '<img src="\\\\example.org\\x.png">',
        '<img srcset="logo.svg 1x, https://example.org/x.png 2x">',
        '<link rel="stylesheet" href="https://fonts.googleapis.com/css">',
        '<link rel="preconnect" href="https://fonts.gstatic.com">',
        '<video poster="https://example.org/x.png"></video>',
        '<svg><use href="https://example.org/x.svg#a"></use></svg>',
        '<svg><image xlink:href="https://example.org/x.png"/></svg>',
        "<p style=\"background:url( 'https://example.org/x.png')\">",
        "<style>@import 'https://example.org/x.css'</style>",
        "<style>a{background:u\\72l(https://example.org/x.png)}</style>",
        "<style>a{background:image-set('https://example.org/x.png' 1x)}</style>",
        "<style>a{background:-webkit-image-set('x.png' 1x, '//example.org/x.png' 2x)}</style>",
        "<style>a{background:im\\61ge-set('ht\\74ps://example.org/x.png' 1x)}</style>",
        "<style>a{content:'\\\\';background:image-set('https:example.org/x.png' 1x)}</style>",
        "<style>a{content:'it\\'s';background:src('\\\\\\\\example.org/x.png')}</style>",
        "<style>/* don't */ a{background:image-set('https://example.org/x.png' 1x)}</style>",
        "<style>a{background:url(x/*y)} b{background:image-set('https://example.org/x.png' 1x)} /* */</style>",
        '<p style="background:image-set(&quot;https://example.org/x.png&quot; 1x)">',
        '<svg><rect fill="url(https://example.org/x.svg#a)"/></svg>',
        '<svg><g filter="u\\72l(//example.org/x.svg#a)"/></svg>',
        '<form action="https://example.org/steal"></form>',
        '<button formaction="https://example.org/steal">x</button>',
        '<a href="#" ping="https://example.org/x">x</a>',
        '<meta http-equiv="refresh" content="0; url=https://example.org/">',
        '<iframe src="index.html"></iframe>',
        '<object data="logo.svg"></object>',
        '<base href="https://example.org/">',
    ],
)
def test_what_loads_from_elsewhere_is_refused(body, tmp_path):
    """Case 98."""
    assert in_page(tmp_path, body)


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<article><script>alert(1)</script></article>",
        '<p onclick="alert(1)">',
        "<svg/onload=alert(1)>",
        "<details ontoggle=alert(1) open>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" JaVa\tScript:alert(1)">x</a>',
        '<a href="&#106;avascript:alert(1)">x</a>',
        '<a href="javascript&colon;alert(1)">x</a>',
        '<a href="vbscript:x">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<a href="file:///etc/passwd">x</a>',
        '<form action="javascript:alert(1)"></form>',
        '<svg><a xlink:href="javascript:alert(1)">x</a></svg>',
        '<svg><animate attributeName="href" values="javascript:alert(1)"/></svg>',
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
        "<!--> <img src=x onerror=alert(1)> -->",
        "<!-- x --!> <img src=x onerror=alert(1)> -->",
    ],
)
def test_what_runs_is_refused(body, tmp_path):
    """Case 95."""
    assert in_page(tmp_path, body)


def test_a_script_runs_only_where_the_policy_of_the_page_names_it(tmp_path):
    digest = base64.b64encode(hashlib.sha256(b"alert(1)").digest()).decode()
    head = f"<meta http-equiv=\"content-security-policy\" content=\"script-src 'self' 'sha256-{digest}'\">"
    write(tmp_path, {"index.html": html("<script>alert(1)</script>", head)})
    assert defects(tmp_path) == []
    write(tmp_path, {"index.html": html("<script>alert(2)</script>", head)})
    assert defects(tmp_path) == ["index.html: A script is not in the page's policy: alert(2)"]
    write(tmp_path, {"index.html": html("<article><script>alert(1)</script></article>", head)})
    assert defects(tmp_path) == ["index.html: A script stands in the text: alert(1)"]


def test_a_page_without_a_policy_is_refused(tmp_path):
    write(tmp_path, {"index.html": html(head=""), "assets/mail.htm": "<p>x"})
    assert [line.partition(":")[0] for line in defects(tmp_path)] == ["assets/mail.htm", "index.html"]
    assert defects(tmp_path, needs_policy=False) == []


@pytest.mark.parametrize("text", ["<script>x</script>", '<a onclick="x"/>', '<image href="https://example.org/x"/>'])
def test_a_drawing_runs_and_loads_nothing(text, tmp_path):
    write(tmp_path, {"index.html": html(), "x.svg": f"<svg>{text}</svg>"})
    assert len(defects(tmp_path)) == 1


@pytest.mark.parametrize("end", ["<p", "<p title='", "<!-- x", "<![x"])
def test_a_torn_page_is_refused(end, tmp_path):
    write(tmp_path, {"index.html": html() + end})
    assert defects(tmp_path)


def test_a_style_sheet_loads_nothing_from_elsewhere(tmp_path):
    write(
        tmp_path, {"a.css": "a{background:url(\"data:image/svg+xml,xmlns='http://x'\")}", "b.css": "@import url(//x.y)"}
    )
    assert defects(tmp_path) == ["b.css: A style loads from elsewhere: //x.y"]


@pytest.mark.parametrize(
    ("link", "is_fine"),
    [
        ("a/b.html", True),
        ("a/b.html#p", True),
        ("a/", True),
        ("a", True),
        ("a/b.html#q", False),
        ("a/c.html", False),
        ("../index.html", False),
        ("/index.html", False),
        ("a/%E5%90%8D.html#%E5%90%8D", True),
        ("a/b.html?x#top", True),
    ],
)
def test_each_link_leads_to_a_file_and_a_place_that_are_there(link, is_fine, tmp_path):
    write(
        tmp_path,
        {
            "index.html": html(f'<a href="{link}">x</a>'),
            "a/index.html": html(),
            "a/b.html": html('<p id="p">'),
            "a/名.html": html('<p id="名">'),
        },
    )
    assert (defects(tmp_path) == []) is is_fine


def test_the_page_for_what_is_not_found_may_have_links_of_the_root(tmp_path):
    write(tmp_path, {"404.html": html('<a href="/index.html">x</a>')})
    assert defects(tmp_path) == []


def test_what_is_internal_is_found_in_every_kind_of_file(tmp_path):
    """Case 97."""
    said = "SECRET-7"
    files: dict[str, str | bytes] = {
        "index.html": html(said),
        "search/index.json": said,
        "data.js": said,
        "sitemap.xml.gz": gzip.compress(said.encode()),
        "x.map": said,
    }
    write(tmp_path, files)
    found = defects(tmp_path, leak=lambda text: said if said in text else "")
    assert {line.partition(":")[0] for line in found} == set(files)


def test_what_is_no_text_and_says_it_is_one_is_refused(tmp_path):
    write(tmp_path, {"a.html": b"\xff\xfe", "b.xml.gz": b"no gzip", "c": "<p>"})
    assert len(defects(tmp_path)) == 3


@pytest.mark.parametrize("piece", ["<", "<!--", "<a href='", "&#", "<p a=", '"', "<![", "url(", "/*", "'\\\\", "url( "])
def test_the_time_grows_with_the_page_and_no_faster(piece, tmp_path):
    def folder(count):
        return write(tmp_path / str(count), {"index.html": html(piece * count), "a.css": piece * count})

    assert_linear(defects, folder, 10_000)
