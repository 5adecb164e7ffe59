import pytest

from reqsite.portal.addresses import relative
from reqsite.portal.markdown.address import UrlKind, kind_of_url, source_path


@pytest.mark.parametrize(
    ("target", "here", "link"),
    [
        ("requirements/REQ-2.html", "requirements/REQ-1.html", "REQ-2.html"),
        ("terms/x.html", "requirements/REQ-1.html", "../terms/x.html"),
        ("index.html", "a/b/c.html", "../../index.html"),
        ("a/b/c.html", "index.html", "a/b/c.html"),
        ("a/b.html#ac-1", "a/b.html", "b.html#ac-1"),
        ("./", "a/b.html", "../"),
        ("requirements/REQ-2/", "requirements/REQ-1/", "../REQ-2/"),
        ("requirements/", "requirements/", "./"),
        ("c:d.html", "index.html", "./c:d.html"),
    ],
)
def test_a_link_is_relative_to_the_page_it_stands_on(target, here, link):
    assert relative(target, here) == link


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("", UrlKind.FRAGMENT),
        ("#x", UrlKind.FRAGMENT),
        ("HTTPS://example.org", UrlKind.EXTERNAL),
        ("//example.org/x", UrlKind.EXTERNAL),
        ("mailto:a@example.org", UrlKind.MAIL),
        ("/x", UrlKind.ROOTED),
        ("x/y.md", UrlKind.RELATIVE),
        (" javascript:x", UrlKind.FORBIDDEN),
        ("data:text/html,x", UrlKind.FORBIDDEN),
        ("file:///etc/passwd", UrlKind.FORBIDDEN),
        ("\x02amp\x03#109;ailto", UrlKind.OPAQUE),
    ],
)
def test_the_kind_of_an_address_is_told_from_how_it_begins(url, kind):
    assert kind_of_url(url) is kind


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("b.md", ("req/b.md", "")),
        ("../g/c%20d.md#x%20y", ("g/c d.md", "#x%20y")),
        ("b.md?v=1#x", ("req/b.md", "#x")),
        (r"sub\b.md", ("req/sub/b.md", "")),
        ("../../etc/passwd", ("", "")),
        ("%2e%2e/%2e%2e/etc", ("", "")),
    ],
)
def test_a_relative_address_is_seen_from_the_folder_of_its_text_and_stays_inside_the_documents(url, path):
    assert source_path(url, "req/a.md") == path
