"""What machines read: the catalog as its audience sees it, as `requirements.json` and as a script for `file://`."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reqsite.model import fingerprint as fp
from reqsite.model.languages import Languages
from reqsite.model.record import Record
from reqsite.model.redaction import for_clients, redacted
from reqsite.portal import list_data
from reqsite.portal.addresses import DATA_JS, DATA_JSON
from reqsite.portal.site import Site

FORMAT = 1
"""Grows when a reader of the old form would misread the new one."""


def files(site: Site) -> dict[str, bytes]:
    """Return the data files of a portal: path relative to its root → bytes."""
    text = as_json(document(site))
    return {
        DATA_JSON: text.encode(),
        DATA_JS: as_script("REQSITE_REQUIREMENTS", text).encode(),
        **{path: as_script(name, as_json(held)).encode() for path, (name, held) in list_data.scripts(site).items()},
    }


def document(site: Site) -> dict[str, object]:
    """Return the catalog as plain data, records in natural order of their ids.

    `catalog_digest` covers what a client may see, in an internal portal too.  In one for clients, each record's
    `fingerprint` can be computed again from its entry: `model.fingerprint.Content`, whose links are `links` with
    `as_written` over them; and `catalog_digest` from these.
    """
    catalog = site.catalog
    if site.is_internal:
        public = for_clients(catalog)
    else:
        hides = site.redact_data is not str
        public = {r.id: redacted(r, site.redact_data) if hides else r for r in catalog}
    fingerprints = {record.id: fp.fingerprint(record, catalog.schema) for record in public.values()}
    shown = catalog if site.is_internal else public.values()
    records = [_entry(site, record, fingerprints.get(record.id, "")) for record in shown]
    return {
        "format": FORMAT,
        "site": site.name,
        "language": site.language,
        "audience": site.audience,
        "catalog_digest": fp.digest_of(fingerprints),
        "records": records,
        **_languages(catalog.schema.languages),
    }


def _languages(languages: Languages) -> dict[str, object]:
    """Return what a project says of its languages; nothing where it says nothing."""
    if not languages.binding:
        return {}
    return {"languages": {"binding": languages.binding, "others": list(languages.others)}}


def as_json(data: Mapping[str, object]) -> str:
    """Return data as JSON, the same text for the same data."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def as_script(name: str, text: str) -> str:
    """Return JSON as a script that sets `window.<name>`, which also works from a folder, where fetch does not.

    It is safe inside a page too: no text in it ends a script element or a line.
    """
    safe = text.strip().replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"window.{name} = {safe};\n"


def _entry(site: Site, record: Record, fingerprint: str) -> dict[str, object]:
    """Return one record; `fingerprint` is that of its public part, empty where it has none."""
    catalog = site.catalog
    links: dict[str, list[str]] = {}
    for link in catalog.outgoing(record.id):
        links.setdefault(link.type.name, []).append(link.target)
    incoming: dict[str, dict[str, None]] = {}
    for link in catalog.incoming(record.id):
        incoming.setdefault(link.type.inverse, {})[link.source] = None
    return {
        "id": record.id,
        "type": record.type,
        "kind": record.kind,
        "title": record.title,
        "status": record.text("status"),
        "live": catalog.is_live(record),
        "fields": record.fields,
        "sections": [{"key": s.key, "title": s.title, "text": s.text} for s in record.sections],
        "criteria": [
            {"id": c.id, "text": c.text, "steps": [{"step": step, "text": text} for step, text in c.steps]}
            for c in record.criteria
        ],
        "links": links,
        "as_written": {n: list(t) for n, t in record.links.items() if list(t) != links.get(n)},
        "incoming": {name: list(sources) for name, sources in incoming.items()},
        "attachments": [{"path": a.path, "sha256": a.digest} for a in record.attachments],
        "fingerprint": fingerprint,
        "normative": fp.normative(record, catalog.schema) if fingerprint else "",
        "url": site.addresses.record_url(record),
    }
