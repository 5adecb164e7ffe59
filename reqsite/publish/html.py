"""The few pages that the store itself has: their frame, and a policy that allows their own style and nothing else."""

from __future__ import annotations

import base64
import hashlib

from markupsafe import Markup

_TONGUES = {"zh": "zh-Hans"}


def page(language: str, title: str, body: Markup, *, style: str = "", head: Markup = Markup("")) -> bytes:  # noqa: B008
    """Return a page, in UTF-8.

    Args:
        language: `en` or `zh`.
        title: what the browser calls it.
        body: its content.
        style: a style sheet.
        head: what else stands in its head.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        Markup(
            '<!doctype html>\n<html lang="{tongue}"><head><meta charset="utf-8">'
            '<meta http-equiv="Content-Security-Policy" content="{policy}">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            "{head}<title>{title}</title>{style}</head>\n<body>\n{body}\n</body></html>\n"
        )
        .format(
            tongue=_TONGUES.get(language, language),
            policy=policy,
            head=head,
            title=title,
            style=Markup("<style>%s</style>") % Markup(style) if style else "",  # noqa: S704 ours, and no text in it
            body=body,
        )
        .encode()
    )
