"""The first page of a store: every release, what it holds, and its digests."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from markupsafe import Markup, escape

from reqsite.i18n import Message, _, plural
from reqsite.publish.html import page
from reqsite.publish.manifest import NAME, SUMS, Manifest
from reqsite.publish.names import DRAFT, LATEST, is_final

_MEGABYTE = 1_000_000
_STYLE = (
    'body{font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;margin:2rem auto;'
    "max-width:75rem;padding:0 1rem;color:#1c1c1c;background:#fff}"
    "a{color:#1a4d8f}.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #ccc;padding:.5rem .75rem .5rem 0;text-align:start;vertical-align:top}"
    "th,td:nth-child(2),td:nth-child(3),td:nth-child(5){white-space:nowrap}"
    "code{font-size:.8em;overflow-wrap:anywhere}"
    "@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#16181d}a{color:#9cc3ff}th,td{border-color:#444}}"
)


def root_page(releases: Sequence[Manifest], latest: Manifest | None, draft: Manifest | None) -> bytes:
    """Return the page.

    Args:
        releases: newest first.
        latest: the one that `latest` names.
        draft: None where there is none.
    """
    newest = latest or (releases[0] if releases else draft)
    language, site = (newest.language, newest.site) if newest else ("en", "")
    title = _("{site}: releases", site=site).to(language) if site else _("Releases").to(language)
    parts = [Markup("<h1>{}</h1>").format(title)]
    if latest:
        line = _("The newest release is {version}.", version=latest.version).to(language)
        parts.append(Markup('<p>{} <a href="{}/index.html">{}</a></p>').format(line, LATEST, _open(language)))
    parts.append(_table(releases, latest, language) if releases else _said(_("Nothing is released yet."), language))
    if draft:
        line = _("There is a draft, too. It is not a baseline, and nobody has agreed to it.").to(language)
        parts.append(Markup('<p>{} <a href="{}/index.html">{}</a></p>').format(line, DRAFT, _open(language)))
    parts.append(
        _said(
            _(
                "A release is never changed: `sha256sum -c {sums}` in its folder proves it, or `reqsite verify`.",
                sums=SUMS,
            ),
            language,
        )
    )
    return page(language, title, Markup("\n").join(parts), style=_STYLE)


def _table(releases: Sequence[Manifest], latest: Manifest | None, language: str) -> Markup:
    heads = [_("Release"), _("Date"), _("Status"), _("Records"), _("Size"), _("Digests")]
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name.to(language)) for name in heads)
    place = {manifest.version: number for number, manifest in enumerate(releases)}
    newest = place[latest.version] if latest else 0
    rows = Markup("\n").join(
        _row(manifest, _status(manifest, latest, place[manifest.version] > newest), language) for manifest in releases
    )
    return Markup('<div class="scroll"><table><thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody></table></div>').format(
        head, rows
    )


def _row(manifest: Manifest, status: Message, language: str) -> Markup:
    folder = quote(manifest.version)
    catalog = (
        Markup("{}: <code>{}</code><br>").format(_("Catalog").to(language), manifest.catalog_digest)
        if manifest.catalog_digest
        else Markup()
    )
    return Markup(
        '<tr><th scope="row"><a href="{folder}/index.html">{version}</a>{title}</th>'
        '<td><time datetime="{date}">{date}</time></td><td>{status}</td><td>{records}</td><td>{size}</td>'
        '<td>{catalog}{site}: <code>{digest}</code><br><a href="{folder}/{manifest}">{manifest}</a> '
        '<a href="{folder}/{sums}">{sums}</a></td></tr>'
    ).format(
        folder=folder,
        version=manifest.version,
        title=Markup("<br>{}").format(manifest.title) if manifest.title else "",
        date=manifest.date,
        status=status.to(language),
        records=_counted(manifest, language),
        size=f"{manifest.size / _MEGABYTE:.1f} MB",
        catalog=catalog,
        site=_("Site").to(language),
        digest=manifest.digest,
        manifest=NAME,
        sums=SUMS,
    )


def _status(manifest: Manifest, latest: Manifest | None, is_older: bool) -> Message:
    if latest and manifest.version == latest.version:
        return _("newest")
    if latest and is_older:
        return _("superseded by {version}", version=latest.version)
    return _("released") if is_final(manifest.version) else _("pre-release")


def _counted(manifest: Manifest, language: str) -> str:
    counts = manifest.counts
    records = plural("{count} record", "{count} records", counts.get("records", 0)).to(language)
    names = ("added", "changed", "removed")
    if not any(counts.get(name) for name in names):
        return records
    changes = _(
        "{added} new, {changed} changed, {removed} removed", **{name: counts.get(name, 0) for name in names}
    ).to(language)
    return f"{records} ({changes})"


def _open(language: str) -> str:
    return _("Open the portal").to(language)


def _said(message: Message, language: str) -> Markup:
    """Return a paragraph; what stands between backticks is something to type."""
    pieces = message.to(language).split("`")
    code = Markup("<code>{}</code>")
    parts = (code.format(piece) if number % 2 else escape(piece) for number, piece in enumerate(pieces))
    return Markup("<p>{}</p>").format(Markup("").join(parts))
