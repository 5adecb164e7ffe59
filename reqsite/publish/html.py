"""The few pages that the store itself has: their frame, and a policy that allows just what stands in them."""

from __future__ import annotations

import base64
import hashlib

from markupsafe import Markup

PLAIN = (
    ":root{color-scheme:light dark;--ink:#1c1c1c;--soft:#595959;--paper:#fff;--line:#ccc;--link:#1a4d8f;"
    "--good:#14632c;--bad:#a3201d}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6e6e6;--soft:#a8adb8;--paper:#16181d;--line:#444;--link:#9cc3ff;"
    "--good:#7fd59b;--bad:#ff9c94}}"
    'body{font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;margin:0 auto;'
    "max-width:60rem;padding:1.5rem 1rem;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}"
    "a{color:var(--link)}"
)
"""The style of a page with words on it, light and dark."""
_TONGUES = {"zh": "zh-Hans"}


def page(
    language: str,
    title: str,
    body: Markup,
    *,
    style: str = "",
    script: str = "",
    head: Markup = Markup(""),  # noqa: B008 it never changes
) -> bytes:
    """Return a page, in UTF-8.

    Args:
        language: `en` or `zh`.
        title: what the browser calls it.
        body: its content.
        style: a style sheet.
        script: what runs when the page is there.
        head: what else stands in its head.
    """
    runs = f" script-src {_hashed(script)};" if script else ""
    policy = f"default-src 'none'; style-src {_hashed(style)};{runs} base-uri 'none'; form-action 'none'"
    return (
        Markup(
            '<!doctype html>\n<html lang="{tongue}"><head><meta charset="utf-8">'
            '<meta http-equiv="Content-Security-Policy" content="{policy}">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            "{head}<title>{title}</title>{style}</head>\n<body>\n{body}\n{script}</body></html>\n"
        )
        .format(
            tongue=_TONGUES.get(language, language),
            policy=policy,
            head=head,
            title=title,
            style=Markup("<style>%s</style>") % Markup(style) if style else "",  # noqa: S704 ours, and no text in it
            body=body,
            script=Markup("<script>%s</script>\n") % Markup(script) if script else "",  # noqa: S704 ours, as above
        )
        .encode()
    )


def _hashed(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"
