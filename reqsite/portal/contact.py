"""The ways back to the team from a record's page: a question, an objection, a request for a change, each prefilled."""

from __future__ import annotations

from markupsafe import Markup

from reqsite.i18n import Message, _
from reqsite.model.record import Record
from reqsite.portal.press import Press
from reqsite.portal.titles import shown_title
from reqsite.source.contact import filled

_SHOWN = 8
"""So many digits of a fingerprint stand in a citation."""
_WORDS: dict[str, Message] = {
    "ask": _("Ask a question"),
    "object": _("Object"),
    "change": _("Request a change"),
}


def block(press: Press, record: Record) -> Markup:
    """Return the links; empty where mkdocs.yml gives no address."""
    contact = press.site.contact
    if not contact:
        return Markup("")
    url = press.site.addresses.record_url(record)
    release = press.site.story.release_of(record.id)
    values = {
        "id": record.id,
        "reference": f"{record.id}@{release}" if release else record.id,
        "title": shown_title(record, press.site.language),
        "release": release,
        "fingerprint": press.site.story.fingerprint_of(record.id)[:_SHOWN],
        "page": f"{press.site.address}{url}",
    }
    state = (
        _("release {release}, #{fingerprint}", release=values["release"], fingerprint=values["fingerprint"])
        if values["release"]
        else _("draft")
    )
    links = []
    for way, template in contact.items():
        subject = press.words.say(_WORDS[way])
        named = {name: values[name] for name in ("id", "title", "page")}
        body = press.words.say(
            _(
                "{subject}: {id} {title}\n{site}, {state}\n{page}\n\n",
                subject=subject,
                site=press.site.name,
                state=state,
                **named,
            )
        )
        links.append((filled(template, {**values, "body": body}), subject))
    return press.templates.render("contact", links=links)
