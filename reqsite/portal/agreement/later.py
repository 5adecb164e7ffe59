"""The answers that come after a release is out: its portal cannot have them, and reads them beside it in the store."""

from __future__ import annotations

from pathlib import Path

from reqsite.confirm.receipt import AGREE, DISCUSS, OBJECT
from reqsite.confirm.standing import Standing
from reqsite.confirm.words import STANDINGS
from reqsite.i18n import _
from reqsite.portal import assets
from reqsite.portal.addresses import relative
from reqsite.portal.agreement import addresses
from reqsite.portal.agreement.standings import TONES
from reqsite.portal.data import as_json, as_script
from reqsite.portal.press import Press

_FILE = Path(__file__).parent.parent / "assets" / "confirm" / "later.js"
_STANDINGS = {AGREE: Standing.AGREED, OBJECT: Standing.OBJECTED, DISCUSS: Standing.DISCUSSED}


def script(press: Press, here: str) -> str:
    """Return the way to the script for the page with the URL `here`; empty in a portal that knows every answer."""
    return relative(addresses.LATER_SCRIPT, here) if press.site.agreement.is_frozen else ""


def files(press: Press) -> dict[str, bytes]:
    """Return the script, with the words that it needs: path relative to the site's root → bytes."""
    agreement, say = press.site.agreement, press.words.say
    if agreement.confirmations is None or agreement.release is None or not agreement.is_frozen:
        return {}
    schema = agreement.confirmations.schema
    own = {
        "release": agreement.release.name,
        "digest": agreement.release.catalog_digest,
        "roles": {role: schema.role_label(role, press.site.language) for role in agreement.confirmations.roles},
        "answers": {a: [say(STANDINGS[standing]), TONES[standing]] for a, standing in _STANDINGS.items()},
        "since": say(_("Since this release came out")),
        "whole": say(_("The release as a whole")),
        "signed": say(_("signed")),
        "colon": press.templates.marks.colon,
        "pause": press.templates.marks.pause,
    }
    text = as_script("REQSITE_LATER", as_json(own))
    return {addresses.LATER_SCRIPT: text.encode() + assets.lean(_FILE)}
