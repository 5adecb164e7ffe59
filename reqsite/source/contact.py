"""The ways back to the team: addresses that `contact:` in mkdocs.yml gives, with places for what they are about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from reqsite.i18n import _
from reqsite.source.site_config import SiteConfig

WAYS = ("ask", "object", "change")
"""A question, an objection, a request for a change."""
PLACES = ("id", "title", "release", "reference", "fingerprint", "page", "body")
_PLACE = re.compile(r"\{(\w{1,30})\}")
_SCHEMES = ("https", "http", "mailto")
_PATH = ("plugins", "reqsite", "contact")


def read_contact(config: SiteConfig) -> Mapping[str, str]:
    """Return way → template of an address; one text alone stands for all of them.

    Raises:
        SiteConfigError: A template is no address, or names something that it cannot be about.
    """
    one = config.text(*_PATH)
    found = dict.fromkeys(WAYS, one) if one else {way: config.text(*_PATH, way) for way in WAYS}
    for way, template in found.items():
        path = _PATH if one else (*_PATH, way)
        if template and urlsplit(template).scheme not in _SCHEMES:
            raise config.error(
                _("'{text}' is no address that a reader can write to.", text=template),
                _("Write `mailto:team@example.org`, or an address with https://."),
                *path,
            )
        for place in _PLACE.findall(template):
            if place not in PLACES:
                raise config.error(
                    _("An address knows no {place}.", place=f"{{{place}}}"),
                    _("Write one of: {words}.", words=", ".join(f"{{{name}}}" for name in PLACES)),
                    *path,
                )
    return {way: _whole(template) for way, template in found.items() if template}


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return an address with values in the places of a template, each quoted as an address needs it."""
    return _PLACE.sub(lambda match: quote(values.get(match[1], ""), safe=""), template)


def _whole(template: str) -> str:
    """Return a template that says what it is about: a mail address alone gets a subject and a body."""
    if urlsplit(template).scheme == "mailto" and "?" not in template:
        return f"{template}?subject={{reference}}%20{{title}}&body={{body}}"
    return template
