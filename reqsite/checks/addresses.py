"""Links and pictures in text: addresses that are unsafe, files that are missing, HTML that is not shown."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.texts import Text
from reqsite.i18n import Message, _
from reqsite.model.figures import FIELD as FIGURES
from reqsite.model.figures import figures_of
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.record import Attachment, Record

RAW_HTML = Rule(
    "RQ610",
    "raw-html",
    Severity.WARNING,
    _("HTML in the text"),
    _("The site shows the tag as text: what a record says is content, never code."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe system shall <b>ask</b> for a password.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe system shall **ask** for a password.\n",
)
UNSAFE_ADDRESS = Rule(
    "RQ611",
    "unsafe-address",
    Severity.ERROR,
    _("A link that may run code or leads to this computer only"),
    _("Only http, https, mailto and relative addresses get into the site; any other one is taken out."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nSee [the form](javascript:alert(1)).\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nSee [the form](https://example.org/form).\n",
)
BROKEN_LINK = Rule(
    "RQ620",
    "broken-relative-link",
    Severity.ERROR,
    _("A link to a file that does not exist"),
    _("The reader of the site gets an error page."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nSee [the form](form.pdf).\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nSee [the form](https://example.org/form).\n",
)
MISSING_IMAGE = Rule(
    "RQ621",
    "missing-image",
    Severity.ERROR,
    _("An image that does not exist"),
    _("The reader of the site sees a broken picture."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\n![The form](form.png)\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe form has two fields.\n",
)
MISSING_ALT_TEXT = Rule(
    "RQ622",
    "missing-alt-text",
    Severity.INFO,
    _("An image without a description"),
    _("Who does not see the picture learns nothing of it, and the search finds nothing in it."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\n![](https://example.org/form.png)\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\n![The form](https://example.org/form.png)\n",
)
RULES = (RAW_HTML, UNSAFE_ADDRESS, BROKEN_LINK, MISSING_IMAGE, MISSING_ALT_TEXT)

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,15})(?=[\s/>])[^<>]{0,500}>")
_HTML_NAMES = """
a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button canvas caption
center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset
figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img
input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noscript object ol
optgroup option output p param picture plaintext pre progress q rp rt ruby s samp script search section select
slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead
time title tr track tt u ul var video wbr xmp
"""
_HTML = frozenset(_HTML_NAMES.split())
_PLACEHOLDERS_NAMES = """
a address area article aside audio b base button canvas caption center cite code col data datalist details
dialog dir embed fieldset figure font footer form frame head header i input label legend link main map mark
menu meta meter nav object option output p param picture progress q s samp script search section select slot
small source strike style summary table template text time title track u var video
"""
_PLACEHOLDERS = frozenset(_PLACEHOLDERS_NAMES.split())
"""Tags that are words too: `<time>` by itself stands for a value, not for HTML."""
_TARGET = re.compile(
    r"\]\((?=([^\n]{1,300}))|^ {0,3}\[(?!\^)[^\[\]\n]{1,200}\]:[ \t]{0,8}(\S{1,300})(?=[ \t]{0,8}(?:$|[\"'(]))",
    re.MULTILINE,
)
_NOT_IN_SCHEME = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202f\ufeff]{1,100}")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,31}):")
_SAFE = frozenset(("http", "https", "mailto"))
_NO_ALT = re.compile(r"!\[[ \t]{0,10}\][(\[]")


def check(context: Context) -> Iterator[Finding]:
    """Yield what is wrong with tags, links and pictures."""
    texts = context.texts
    for text in texts.at(texts.markdown.holding("<")):
        yield from _tags(text)
    for text in texts.at(texts.markdown.holding("]")):
        if "](" in text.markdown or "]:" in text.markdown:
            yield from _unsafe(text)
        if "![" in text.markdown:
            yield from _without_alt(text)
    yield from _missing(context)
    for record in context.records:
        if "url" in record.fields:
            yield from _unsafe_fields(record)


def _tags(text: Text) -> Iterator[Finding]:
    for match in _TAG.finditer(text.markdown):
        if match[1].lower() in _HTML and not _is_placeholder(match, text.markdown):
            message = _("The site shows the tag '{tag}' as text.", tag=f"<{match[1]}>")
            hint = _("Write Markdown, or put the tag between backticks.")
            yield Finding.of(RAW_HTML, text.place(match.start()), message, hint, text.record.id)


def _is_placeholder(tag: re.Match[str], markdown: str) -> bool:
    """Return True for a lone word in angle brackets without attributes and without its closing tag."""
    name = tag[1]
    bare = tag[0] == f"<{name}>"
    return bare and name.lower() in _PLACEHOLDERS and f"</{name}" not in markdown


def _unsafe(text: Text) -> Iterator[Finding]:
    for match in _TARGET.finditer(text.markdown):
        group = match.lastindex or 1
        scheme = unsafe_scheme(match[group])
        if scheme:
            yield _unsafe_finding(scheme, text.place(match.start(group)), text.record)


def unsafe_scheme(target: str) -> str:
    """Return the scheme of an address that the site does not take, empty for one that it takes.

    Browsers leave out control characters and read character references, so all are undone first.
    """
    plain = _NOT_IN_SCHEME.sub("", html.unescape(target.strip().lstrip("<"))).lstrip()
    match = _SCHEME.match(plain)
    return match[1].lower() if match and match[1].lower() not in _SAFE else ""


def _unsafe_fields(record: Record) -> Iterator[Finding]:
    url = record.fields.get("url")
    if isinstance(url, str) and ":" in url and (scheme := unsafe_scheme(url)):
        yield _unsafe_finding(scheme, record.place("url=", "url"), record)


def _unsafe_finding(scheme: str, place: Place, record: Record) -> Finding:
    message = _("A link with '{scheme}:' is not taken into the site.", scheme=scheme)
    return Finding.of(UNSAFE_ADDRESS, place, message, _("Use http, https, mailto or a relative address."), record.id)


def _without_alt(text: Text) -> Iterator[Finding]:
    for match in _NO_ALT.finditer(text.markdown):
        message = _("The image has no description.")
        hint = _("Write what it shows between the square brackets.")
        yield Finding.of(MISSING_ALT_TEXT, text.place(match.start()), message, hint, text.record.id)


def _missing(context: Context) -> Iterator[Finding]:
    missing = [(r, a) for r in context.records if r.attachments for a in r.attachments if not a.file]
    if missing:
        files_by_fold = {name.casefold(): name for name in context.docs_files}
        for record, attachment in missing:
            yield _missing_file(record, attachment, files_by_fold)


def _missing_file(record: Record, attachment: Attachment, files_by_fold: dict[str, str]) -> Finding:
    rule = MISSING_IMAGE if attachment.image else BROKEN_LINK
    message = (
        _("There is no image '{path}'.", path=attachment.path)
        if attachment.image
        else _("There is no file '{path}'.", path=attachment.path)
    )
    return Finding.of(
        rule,
        _place_of(record, attachment),
        message,
        _other_case(record, attachment, files_by_fold),
        record.id,
    )


def _place_of(record: Record, attachment: Attachment) -> Place:
    """Return where an attachment stands: in the text, or among the figures of the front matter."""
    if attachment.line == record.line:
        for figure in figures_of(record.fields.get(FIGURES)):
            if figure.file == attachment.path:
                path = f"{FIGURES}[{figure.number}]"
                return record.place(f"{path}.file=", path, FIGURES)
    return Place(record.file, attachment.line, attachment.column)


def _other_case(record: Record, attachment: Attachment, files_by_fold: dict[str, str]) -> Message | None:
    """Return the file that differs only in capitals: it opens on Windows and nowhere else."""
    folder = posixpath.dirname(record.file)
    wanted = posixpath.normpath(posixpath.join(folder, attachment.path)).casefold()
    for start in range(wanted.count("/") + 1):
        near = files_by_fold.get("/".join(wanted.split("/")[start:]))
        if near:
            return _("Did you mean {near}?", near=near)
    return None
