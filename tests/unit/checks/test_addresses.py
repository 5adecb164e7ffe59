import pytest

from reqsite.checks.addresses import unsafe_scheme
from tests.unit.checks.checked import check_project, named, places, requirement


def found(root, body, name):
    return places(check_project(root, {"a.md": requirement(body)}), name)


@pytest.mark.parametrize(
    "body",
    [
        "<script>x</script>",
        "a <b>bold</b>",
        "<br>",
        "x<br/>y",
        "<DIV class=x>",
        "<iframe src=x>",
        "<img src=x onerror=y>",
    ],
)
def test_html_is_shown_as_text_and_said(tmp_path, body):
    assert len(found(tmp_path, body, "raw-html")) >= 1


@pytest.mark.parametrize(
    "body",
    [
        "`<b>`",
        "the `<MISSION_DEFINED>` maximum",
        "<PLATFORM_DEFINED> and <name> and <time>",
        "1 < 2 and 3 > 2",
        "<https://example.org>",
        "```html\n<script></script>\n```",
        "std::vector<int>",
        "<!-- <b> -->x",
        "\n    <b>code</b>",
    ],
)
def test_placeholders_code_and_comparisons_are_no_html(tmp_path, body):
    assert found(tmp_path, body, "raw-html") == []


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        " javascript:alert(1)",
        "<javascript:alert(1)>",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
    ],
)
def test_addresses_that_run_code_are_seen_through(target):
    assert unsafe_scheme(target)


@pytest.mark.parametrize(
    "target", ["https://x", "HTTP://x", "mailto:a@b", "a.md", "../b.md#x", "#x", "?q=a:b", "/x:y", "foo bar: baz", ""]
)
def test_ordinary_addresses_are_safe(target):
    assert unsafe_scheme(target) == ""


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("See [x](javascript:alert(1)).", ["a.md:9:9"]),
        ("![x](data:image/png;base64,AA)", ["a.md:9:6"]),
        ("[a](https://x) and [b](javascript:x)", ["a.md:9:24"]),
        ("[x][y]\n\n[y]: javascript:alert(1)", ["a.md:11:6"]),
        ("`[x](javascript:x)`", []),
        ("[^1]: Note: see", []),
        ("[Note]: it is: so", []),
    ],
)
def test_an_unsafe_link_is_named_where_it_stands(tmp_path, body, where):
    assert found(tmp_path, body, "unsafe-address") == where


def test_an_unsafe_address_in_the_url_field_is_found(tmp_path):
    text = requirement("It shall.", "url: 'javascript:x'\n")
    assert places(check_project(tmp_path, {"a.md": text}), "unsafe-address") == ["a.md:7:6"]


def test_missing_files_and_images_are_named_and_those_that_exist_are_not(tmp_path):
    files = {
        "req/a.md": requirement("[b](b.md) [c](c.md)\n\n![x](../img/x.png) ![y](../img/y.png)"),
        "req/b.md": "# B\n",
        "img/x.png": "x",
    }
    report = check_project(tmp_path, files)
    assert places(report, "broken-relative-link") == ["req/a.md:9:15"]
    assert places(report, "missing-image") == ["req/a.md:11:25"]


def test_a_file_that_differs_only_in_capitals_is_suggested(tmp_path):
    files = {"req/a.md": requirement("![x](../img/Logo.PNG)"), "img/logo.png": "x"}
    [finding] = named(check_project(tmp_path, files), "missing-image")
    assert str(finding.hint) == "Did you mean img/logo.png?"


@pytest.mark.parametrize(
    ("body", "count"), [("![](https://x/y.png)", 1), ("![ ](https://x/y.png)", 1), ("![y](https://x/y.png)", 0)]
)
def test_an_image_needs_a_description(tmp_path, body, count):
    assert len(found(tmp_path, body, "missing-alt-text")) == count
